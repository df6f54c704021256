import type { Skill } from '../../src/core/skill/skill.ts';
import { document, file, skill } from './markedSkill.ts';

/** Markdown that costs a careless parser the square of its length, or a level of recursion for each repetition. */
export const markdownUnits: readonly string[] = [
  ...[
    '[',
    '![',
    '](',
    '[a](',
    '[a](b)[a](',
    '[a][',
    '[a](<b',
    '[a](b "',
    "[a](b '",
    '[a](b (',
    '[a](#a)',
    '[![a](b)](c)',
    '[\\]',
  ],
  ...['>', '> ', '- ', '1. ', '> 1. ', '- 1. ', '>- ', '- - - ', '- \n', '- a\n\n', '>\n\n', 'a\n- '],
  ...['`', '``a`', '`a``b```c', '```\n', '~~~\n', '``` x\n', '    a\n'],
  ...['<', '</', '<a b="', "<a b='", '<a q=" r="', '<a b ', '<a:', '<a@', '<div>\n', '<b>\n', '"a\' '],
  ...['a <!-- ', 'a <?', 'a <![CDATA[', 'a <!x ', 'a <!-- \n\n', 'a <a b="\n\n'],
  ...['*', '_*', '**a ', '&', '&#x', '\\', '\t', '\0', '\r', '#', '# ', 'a\n===\n', 'a  \n', 'a\\\n', '***\n'],
  ...['[a]: b\n', '[a]: b "\n', '[a]\n\n[a]: b\n\n', '[a]:\n', '[a]: (', '| a | b |\n'],
];

/** What rules look for: mentions, patterns, characters, words, pieces of programs. */
const wordUnits: readonly string[] = [
  ...['[a](b.md) ', '[a](b.md#c) ', '[a](../b.md) ', '![a](b.png) ', '[a]: b.md\n', '[^a]', '[^a]: b\n', '- [ ] a\n'],
  ...[
    '`scripts/a.py` ',
    '`x` ',
    '`scripts\\a.py` ',
    '`scripts/*a*` ',
    'scripts/a.py ',
    './a/',
    '../',
    '*a',
    '**/',
    '{a,',
    '{a,b}',
    '?',
  ],
  ...[
    '~/',
    '/Users/',
    'C:\\',
    '{baseDir}/',
    '$ARGUMENTS ',
    '${a} ',
    '$',
    '~',
    '@a/b.md ',
    '!`a` ',
    '(a',
    'a.',
    'a-',
    'a/',
  ],
  ...[
    '\u{E0041}',
    '\u200B',
    '\u202E',
    '\uFEFF',
    'e\u0301',
    '😀',
    '\uD800',
    'Ã¤',
    '\u2028',
    '\u00A0',
    ' ',
    '\n',
    'a',
    'A1',
  ],
  ...[
    'TODO: ',
    '[TODO] ',
    'lorem ipsum ',
    'claude-3-opus ',
    'before May ',
    'pip install ',
    'npx ',
    'sudo ',
    'docker run ',
    '-->wget ',
    '-apt ',
  ],
  ...['https://a.b/c ', 'http://', 'www.a.b ', 'a@b.c ', 'curl -X ', 'ssh -p ', 'export A=b\n', 'read -p ', 'input('],
  ...[
    'import a\n',
    'from a import b\n',
    'from a ',
    'import {a} from "b"\n',
    'require("a")\n',
    'def a(b=',
    'cat <<a ',
    '"""',
    "'''",
  ],
  ...[
    '/*',
    '//',
    '"\\',
    '${',
    '$(',
    '#!',
    'sk-ant-',
    'password = "',
    '<details>\n',
    '</a>',
    '&amp;',
    '|',
    ': ',
    '<!-- skill-publisher-disable ',
    '=',
    '%20',
  ],
];

const yamlUnits: readonly string[] = [
  ...[
    '[',
    ']',
    '@[^1]: ',
    '{a,b}',
    '{a: ',
    'a: b: ',
    '[a: ',
    '? ',
    '&a ',
    '*a ',
    '!!a ',
    '&a [*a, ',
    '!!binary aGk= ',
    '%YAML ',
    '@a ',
    ',',
  ],
  ...[
    'a: |\n',
    'a: >\n',
    '"',
    "'",
    '\\x41',
    ' # b',
    '---\n',
    '...\n',
    '<<: *a\n',
    'metadata:\n',
    'key: a\n',
    '\tkey: a\n',
  ],
  ...['- a: b: c\n', 'a: [b]\n', ' a:\n', '"a": b\n', 'a:\n - b\n', 'x\n', 'a: "\n', "''", '`x`', 'a:b\n', 'a : b\n'],
];

/** Texts that are more than a repetition, of about so many characters. */
const shapes: Readonly<Record<string, (size: number) => string>> = {
  'lines of deeper indentation': (size) =>
    Array.from({ length: Math.floor(Math.sqrt(2 * size)) }, (_, depth) => `${' '.repeat(depth)}a:`).join('\n'),
  'keys that differ': (size) => numbered(size, (index) => `key${index}: v\n`),
  'anchors and aliases': (size) => numbered(size, (index) => `k${index}: &a${index} [*a${index - 1}, *a0]\n`),
  'headings that differ': (size) => numbered(size, (index) => `## a ${index}\n`),
  'headings that are equal': (size) => '## a\n'.repeat(size / 5),
  'links to headings that differ': (size) => numbered(size, (index) => `[a](#b-${index})\n# b ${index}\n`),
  'links to files that differ': (size) => numbered(size, (index) => `[a](b${index}.md)\n`),
  'mentions that differ': (size) => numbered(size, (index) => `\`scripts/b${index}.py\`\n`),
  'definitions that differ': (size) => numbered(size, (index) => `[a${index}][b${index}]\n[b${index}]: c\n`),
  'deep lists before empty lines': (size) => '- '.repeat(size / 4) + '\n'.repeat(size / 20),
  'deep lists before indented lines': (size) =>
    `${'- '.repeat(size / 4)}\n${`${' '.repeat(50)}a\n`.repeat(size / 100)}`,
  'brackets in each other': (size) => '['.repeat(size / 2) + ']'.repeat(size / 2),
  'brackets in each other with a definition': (size) => `[a]: b\n\n${'['.repeat(size / 2)}a${']'.repeat(size / 2)}`,
  'links behind open brackets': (size) => '['.repeat(size / 2) + '[a](b)'.repeat(size / 12),
  'runs of backticks of all lengths': (size) =>
    Array.from({ length: Math.floor(Math.sqrt(2 * size)) }, (_, index) => `${'`'.repeat(index + 1)} `).join(''),
  'a quote with lazy lines': (size) => `${'>'.repeat(90)}a\n${'b\n'.repeat(size / 20)}`,
  'a heading of many lines': (size) => `${'a\n'.repeat(size / 20)}---`,
  'emphasis that closes at the end': (size) => '*a '.repeat(size / 6) + 'a*'.repeat(size / 4),
  'a table of many columns': (size) =>
    `|${'a|'.repeat(size / 6)}\n|${'-|'.repeat(size / 6)}\n|${'b|'.repeat(size / 6)}\n`,
  'titles that end at the end': (size) => `${'[a](b (c '.repeat(size / 9)}d)`,
  'blanks between words': (size) => `a${' '.repeat(size)}b`,
};

function numbered(size: number, line: (index: number) => string): string {
  let text = '';
  for (let index = 0; text.length < size; index += 1) text += line(index);
  return text;
}

/** A place for a text in a skill. */
interface Position {
  readonly name: string;
  /** True for one in the front matter, of which 16 KB are read. */
  readonly isFront?: true;
  readonly at: (text: string) => Skill;
}

const body = (text: string): Skill => skill(document('', text), { files: someFiles });
const front = (lines: string): Skill => skill(document(lines), { files: someFiles });
const someFiles = [
  file('scripts/a.py', 'import os\n'),
  file('references/long.md', '# A\n'),
  ...Array.from({ length: 20 }, (_, index) => file(`scripts/${'a'.repeat(100)}${index}.py`)),
];
const inFile =
  (path: string) =>
  (text: string): Skill =>
    skill(document('', `See [it](${path}).\n`), { files: [...someFiles, file(path, text)] });
const around =
  (before: string, after: string) =>
  (text: string): Skill =>
    body(`${before}${text}${after}\n`);

const positions: readonly Position[] = [
  { name: 'body', at: body },
  { name: 'heading', at: around('# ', '') },
  { name: 'list', at: around('- a\n- ', '') },
  { name: 'ordered list', at: around('1. a\n2. ', '') },
  { name: 'quote', at: around('> ', '') },
  { name: 'text of a link', at: around('[', '](references/long.md)') },
  { name: 'target of a link', at: around('[a](', ')') },
  { name: 'image', at: around('![', '](a.png)') },
  { name: 'code', at: around('`', '`') },
  { name: 'mention of a script', at: around('Run `scripts/', '` first.') },
  { name: 'block of code', at: around('```bash\n', '\n```') },
  { name: 'table', at: around('| a | b |\n|---|---|\n| ', ' | b |') },
  { name: 'comment', at: around('<!-- ', ' -->') },
  { name: 'tag', at: around('<a title="', '">') },
  { name: 'definition', at: around('[a]\n\n[a]: ', '') },
  { name: 'emphasis', at: around('**', '**') },
  { name: 'reference file', at: inFile('references/other.md') },
  { name: 'Python script', at: inFile('scripts/other.py') },
  { name: 'shell script', at: inFile('scripts/other.sh') },
  { name: 'JavaScript', at: inFile('scripts/other.js') },
  { name: 'other text', at: inFile('assets/other.txt') },
  { name: 'front matter', isFront: true, at: front },
  { name: 'key', isFront: true, at: (text) => front(`${text}: a`) },
  { name: 'value', isFront: true, at: (text) => front(`license-file: ${text}`) },
  { name: 'quoted value', isFront: true, at: (text) => front(`compatibility: "${text}"`) },
  { name: 'block value', isFront: true, at: (text) => front(`compatibility: |\n  ${text.replaceAll('\n', '\n  ')}`) },
  { name: 'metadata', isFront: true, at: (text) => front(`metadata:\n  a: ${text}`) },
  { name: 'allowed tools', isFront: true, at: (text) => front(`allowed-tools: ${text}`) },
  { name: 'flow list', isFront: true, at: (text) => front(`tools: [${text}]`) },
  { name: 'name', isFront: true, at: (text) => skill(`---\nname: ${text}\ndescription: Use it.\n---\n\nBody\n`) },
  {
    name: 'description',
    isFront: true,
    at: (text) => skill(`---\nname: my-skill\ndescription: ${text}\n---\n\nBody\n`),
  },
];

/** A text that grows, at one place of a skill. */
export interface Pump {
  readonly construct: string;
  readonly position: string;
  /** The largest size that is read whole there. */
  readonly full: number;
  /** A skill with about so many characters of it. */
  readonly skillOf: (size: number) => Skill;
}

/** Every construct at every position. */
export function allPumps(full = 100_000): readonly Pump[] {
  const constructs: readonly (readonly [string, (size: number) => string])[] = [
    ...[...new Set([...markdownUnits, ...wordUnits, ...yamlUnits])].map(
      (unit) => [JSON.stringify(unit), (size: number) => unit.repeat(Math.ceil(size / unit.length))] as const,
    ),
    ...Object.entries(shapes),
  ];
  return positions.flatMap(({ name, isFront, at }) =>
    constructs.map(([construct, textOf]) => ({
      construct,
      position: name,
      full: isFront ? Math.min(16_000, full) : full,
      skillOf: (size: number) => at(textOf(size)),
    })),
  );
}
