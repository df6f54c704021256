import { lineBreakOf, withIndentation } from '../edits.ts';
import type { FrontMatterEntry, FrontMatterValue } from '../frontMatter.ts';
import { findEntry } from '../frontMatter.ts';
import { readScalar } from '../scalar.ts';
import { toSkillName } from '../skillName.ts';
import { meantText, quoteYaml, quoteYamlLines } from '../yamlText.ts';
import {
  type Fix,
  type FixContext,
  type Fixer,
  type Trust,
  entryAt,
  fix,
  rangeOf,
  replace,
  replaceValue,
  textOf,
} from './fix.ts';

const placeholder = 'Describe what the skill does. Use when the user asks for …';

const addEnvelope: Fixer = (context) => {
  const { skill, text, frontMatter, problem } = context;
  const eol = lineBreakOf(text);
  if (problem.data?.['remove'] === true && frontMatter.before) return [removeBefore(context)];
  const start = frontMatter.hasBom ? 1 : 0;
  const dashes = /^-{4,}[ \t]*(?=[\r\n])/.exec(text.slice(start, start + 200));
  if (dashes)
    return [
      fix(
        context,
        'Write the opening line as “---”',
        'preferred',
        replace(context, { start, end: start + dashes[0].length }, '---'),
      ),
    ];
  if (
    /^(?:name|description)[ \t]*:[^\r\n]*(?:\r\n|\n|\r)(?:[^\r\n]*(?:\r\n|\n|\r)){0,50}?---[ \t]*(?:[\r\n]|$)/.test(
      text.slice(start, start + 10_000),
    )
  ) {
    return [
      fix(context, 'Add the opening line “---”', 'preferred', replace(context, { start, end: start }, `---${eol}`)),
    ];
  }
  const name = toSkillName(skill.folderName ?? '') ?? 'my-skill';
  const lines = ['---', `name: ${name}`, `description: ${quoteYaml(placeholder)}`, '---', ''];
  const gap = text.slice(start).trim() === '' ? '' : eol;
  return [
    fix(context, 'Add front matter', 'preferred', replace(context, { start, end: start }, lines.join(eol) + gap)),
  ];
};

/** Removes what stands before the front matter, and the end of the code fence that the whole file was put into. */
function removeBefore(context: FixContext): Fix {
  const { text, frontMatter } = context;
  const before = frontMatter.before ?? { start: 0, end: 0 };
  const source = text.slice(before.start, before.end);
  const edits = [replace(context, before, '')];
  const fence = /^(?:`{3,}|~{3,})/m.exec(source)?.[0];
  const closing =
    fence === undefined ? null : new RegExp(`(?:\\r\\n|\\n|\\r)${fence}\\s*$`).exec(text.slice(frontMatter.bodyStart));
  if (closing) {
    const start = frontMatter.bodyStart + closing.index;
    edits.push(replace(context, { start, end: text.length }, lineBreakOf(text)));
  }
  const isBlank = source.trim() === '';
  return fix(
    context,
    isBlank ? 'Remove the blank lines before the front matter' : 'Remove what stands before the front matter',
    isBlank ? 'safe' : 'preferred',
    ...edits,
  );
}

const closeEnvelope: Fixer = (context) => {
  const { frontMatter, text } = context;
  if (frontMatter.meantToClose)
    return [fix(context, 'Write the closing line as “---”', 'safe', replace(context, frontMatter.meantToClose, '---'))];
  const at = frontMatter.content.end;
  const eol = lineBreakOf(text);
  const before = at > 0 && !/[\r\n]/.test(text.charAt(at - 1)) ? eol : '';
  return [
    fix(
      context,
      'Add the closing line “---”',
      'preferred',
      replace(context, { start: at, end: at }, `${before}---${eol}`),
    ),
  ];
};

const quoteMeant: Fixer = (context) => {
  const range = rangeOf(context, 'quoteRange');
  if (!range) return [];
  const source = context.text.slice(range.start, range.end);
  const comments: Readonly<Record<string, Trust>> = { 'fm/hash-truncation': 'preferred', 'desc/comment': 'possible' };
  const trust = comments[context.problem.code];
  return [
    fix(
      context,
      'Quote the value',
      trust ?? 'safe',
      replace(context, range, quoteYaml(trust ? source : meantText(source))),
    ),
  ];
};

const useSpaces: Fixer = (context) => {
  const { text, frontMatter } = context;
  const { start, end } = frontMatter.content;
  const source = text.slice(start, end);
  let done = '';
  let from = 0;
  const edits = [...source.matchAll(/(?<![^\r\n])[ \t]*\t[ \t]*/g)].map((match) => {
    const to = match.index + match[0].length;
    const isKey = /^["']?[A-Za-z_][\w.-]*["']?[ \t]*:(?:\s|$)/.test(source.slice(to));
    done += source.slice(from, match.index);
    const newText = isKey && !canNest(done) ? '' : match[0].replaceAll('\t', '  ');
    done += newText;
    from = to;
    return replace(context, { start: start + match.index, end: start + to }, newText);
  });
  return edits.length === 0 ? [] : [fix(context, 'Indent with spaces', 'safe', ...edits)];
};

/**
 * True when a key after `before` can lie in the last key at the start of a line: there is one, and its value does not
 * stand beside it.
 */
function canNest(before: string): boolean {
  const line = before.split(/[\r\n]+/).findLast((each) => /^[^\s#]/.test(each));
  return line !== undefined && !/:[ \t]+[^\s#|>&!]/.test(line);
}

const removeDashes: Fixer = (context) => {
  const { text, frontMatter } = context;
  const { start, end } = frontMatter.content;
  const edits = [...text.slice(start, end).matchAll(/-{3,}/g)].map((match) => {
    const at = start + match.index;
    return replace(context, { start: at, end: at + match[0].length }, '–');
  });
  return [fix(context, 'Write a dash (–) instead of “---”', 'preferred', ...edits)];
};

/** Removes what the data of the problem names, with its indentation. */
const remove: Fixer = (context) => {
  const range = rangeOf(context, 'remove');
  if (!range) return [];
  const titles: Readonly<Record<string, string>> = {
    'file/hidden-character': 'Delete the hidden characters',
    'compat/empty': 'Remove the empty key',
  };
  const trust = context.problem.code === 'compat/empty' ? 'safe' : 'preferred';
  const whole = context.problem.code === 'file/hidden-character' ? range : withIndentation(context.text, range);
  return [fix(context, titles[context.problem.code] ?? 'Remove this key', trust, replace(context, whole, ''))];
};

const toBlockStyle: Fixer = (context) => {
  const entry = entryAt(context.frontMatter.entries, context.problem.range);
  if (!entry || entry.value.properties || entry.value.style !== 'flow') return [];
  const { text, frontMatter } = context;
  const source = text.slice(entry.value.range.start, entry.value.range.end);
  const lines = blockLines(entry.value, text);
  if (lines === undefined || lines.length === 0 || source.includes('#')) return [];
  const column = entry.keyRange.start - lineStart(text, entry.keyRange.start, frontMatter.content.start);
  const eol = lineBreakOf(text);
  const colon = text.indexOf(':', entry.keyRange.end);
  if (colon < 0 || text.slice(colon + 1, entry.value.range.start).trim() !== '') return [];
  const block = lines.map((line) => `${eol}${' '.repeat(column + 2)}${line}`).join('');
  return [
    fix(
      context,
      'Write one item per line',
      'safe',
      replace(context, { start: colon + 1, end: entry.value.range.end }, block),
    ),
  ];
};

function blockLines(value: FrontMatterValue, text: string): string[] | undefined {
  const source = (scalar: FrontMatterValue): string | undefined => {
    const raw = text.slice(scalar.range.start, scalar.range.end);
    return scalar.items.length + scalar.entries.length > 0 ||
      scalar.style === 'flow' ||
      /[\r\n]/.test(raw) ||
      scalar.properties
      ? undefined
      : raw;
  };
  const lines =
    value.kind === 'list'
      ? value.items.map((item) => [source(item)].map((raw) => (raw === undefined ? undefined : `- ${raw}`))[0])
      : value.entries.map(
          (entry) =>
            [source(entry.value)].map((raw) =>
              raw === undefined ? undefined : `${text.slice(entry.keyRange.start, entry.keyRange.end)}: ${raw}`,
            )[0],
        );
  return lines.every((line) => line !== undefined) ? lines : undefined;
}

const withoutProperties: Fixer = (context) => {
  const { problem, frontMatter, text } = context;
  const value = findValue(frontMatter.entries, (each) =>
    [each.properties, each.range].some(
      (range) => range?.start === problem.range.start && range.end === problem.range.end,
    ),
  );
  if (!value) return [];
  if (value.kind === 'alias')
    return [fix(context, 'Quote the value', 'preferred', replace(context, value.range, quoteYaml(value.text)))];
  if (!value.properties) return [];
  const source = text.slice(value.properties.start, value.properties.end);
  const isScalar = value.style === 'plain';
  const newText =
    isScalar && readScalar(value.text).kind !== 'text'
      ? quoteYaml(value.text)
      : text.slice(value.range.start, value.range.end);
  const range = { start: value.properties.start, end: Math.max(value.properties.end, value.range.end) };
  if (!isScalar && value.style !== 'single' && value.style !== 'double') return [];
  return [
    fix(
      context,
      `Remove “${source.slice(0, 40)}”`,
      source === '!!str' ? 'safe' : 'preferred',
      replace(context, range, newText),
    ),
  ];
};

function findValue(
  entries: readonly FrontMatterEntry[],
  isMeant: (value: FrontMatterValue) => boolean,
): FrontMatterValue | undefined {
  for (const { value } of entries) {
    const found = isMeant(value)
      ? value
      : (findValue(value.entries, isMeant) ??
        value.items.find(isMeant) ??
        findValue(
          value.items.flatMap((item) => item.entries),
          isMeant,
        ));
    if (found) return found;
  }
  return undefined;
}

const rename: Fixer = (context) => {
  const key = textOf(context.problem, 'rename');
  if (key === undefined) return [];
  const written = context.text.slice(context.problem.range.start, context.problem.range.end);
  const sameLetters = written.replace(/[-_]/g, '').toLowerCase() === key.replace(/[-_]/g, '');
  return [
    fix(
      context,
      `Rename to “${key}”`,
      sameLetters ? 'safe' : 'preferred',
      replace(context, context.problem.range, key),
    ),
  ];
};

/** Moves a key of one's own under `metadata`, as a text, or removes it. */
const moveToMetadata: Fixer = (context) => {
  const { problem, frontMatter, text } = context;
  const entry = frontMatter.entries.find(({ keyRange }) => keyRange.start === problem.range.start);
  if (!entry) return [];
  const removal = fix(context, `Remove “${entry.key}”`, 'possible', replace(context, entry.range, ''));
  const line = metadataLine(entry);
  if (problem.data?.['movable'] !== true || entry.broken || line === undefined) return [removal];
  const metadata = findEntry(frontMatter, 'metadata');
  const eol = lineBreakOf(text);
  const title = `Move “${entry.key}” to metadata`;
  if (!metadata && frontMatter.entries.some(({ key }) => key.toLowerCase() === 'metadata')) return [removal];
  if (!metadata) {
    return [fix(context, title, 'safe', replace(context, entry.range, `metadata:${eol}  ${line}${eol}`)), removal];
  }
  const { value } = metadata;
  if (metadata.broken || value.entries.some(({ key }) => key === entry.key)) return [removal];
  const last = value.entries.at(-1);
  const indent = last ? last.keyRange.start - lineStart(text, last.keyRange.start, frontMatter.content.start) : 2;
  if (!(value.kind === 'map' && value.style === 'block') && value.style !== 'none') return [removal];
  const end = metadata.range.end;
  const lead = /[\r\n]/.test(text.charAt(end - 1)) ? '' : eol;
  const insert = replace(context, { start: end, end }, `${lead}${' '.repeat(indent)}${line}${eol}`);
  return [fix(context, title, 'safe', replace(context, entry.range, ''), insert), removal];
};

function metadataLine({ key, value }: FrontMatterEntry): string | undefined {
  const simple = value.items.every(({ items, entries }) => items.length + entries.length === 0);
  if (value.kind === 'map' || !simple || value.kind === 'alias') return undefined;
  const text = value.kind === 'list' ? value.items.map((item) => item.text).join(', ') : value.text;
  return `${/^[A-Za-z_][\w.-]*$/.test(key) ? key : quoteYaml(key)}: ${quoteYamlLines(text)}`;
}

/** Joining may lose what the lines meant. */
const trusts: Readonly<Record<string, Trust>> = { 'metadata/nested': 'preferred', 'desc/multiline': 'possible' };

/** Writes the value as the text that the problem names. */
const quoteValue: Fixer = (context) => {
  const { problem, frontMatter } = context;
  const quote = textOf(problem, 'quote');
  const entry = entryAt(frontMatter.entries, problem.range);
  if (quote === undefined || !entry || entry.broken || entry.value.properties) return [];
  const edit = replaceValue(context, entry, quoteYaml(quote));
  if (!edit) return [];
  const titles: Readonly<Record<string, string>> = {
    'tools/type': 'Write the tools as one text',
    'tools/separator': 'Separate the tools by spaces',
    'metadata/nested': 'Join to one text',
    'desc/multiline': 'Write it on one line',
  };
  return [fix(context, titles[problem.code] ?? 'Quote the value', trusts[problem.code] ?? 'safe', edit)];
};

function lineStart(text: string, at: number, from: number): number {
  let start = at;
  while (start > from && !/[\r\n]/.test(text.charAt(start - 1))) start -= 1;
  return start;
}

/** Fixes of rules about front matter and YAML. */
export const yamlFixers: Readonly<Record<string, Fixer>> = {
  'fm/missing': addEnvelope,
  'fm/unclosed': closeEnvelope,
  'fm/delimiter-space': (context) => [
    fix(context, 'Remove the white space', 'safe', replace(context, context.problem.range, '')),
  ],
  'fm/dash-in-value': removeDashes,
  'fm/yaml': quoteMeant,
  'fm/unquoted-colon': quoteMeant,
  'fm/quoting-start': quoteMeant,
  'fm/hash-truncation': quoteMeant,
  'desc/comment': quoteMeant,
  'fm/tab': useSpaces,
  'fm/duplicate-key': remove,
  'fm/flow-style': toBlockStyle,
  'fm/anchor-tag': withoutProperties,
  'fm/unknown-key': moveToMetadata,
  'fm/misspelt-key': rename,
  'fm/key-case': rename,
  'compat/empty': remove,
  'compat/type': quoteValue,
  'metadata/github-keys': remove,
  'metadata/values': quoteValue,
  'metadata/nested': quoteValue,
  'tools/type': quoteValue,
  'tools/separator': quoteValue,
  'field/type': quoteValue,
  'name/type': quoteValue,
  'desc/type': quoteValue,
  'desc/multiline': quoteValue,
  'file/hidden-character': remove,
};
