import type { FrontMatter, FrontMatterEntry, FrontMatterValue } from '../skill/frontMatter.ts';
import type { Range } from '../skill/problem.ts';
import { addRequirements } from './requirements.ts';
import { namedPackage } from './shell/packages.ts';
import type { Sink } from './sink.ts';

/** Takes the facts of the front matter. What is the same as leaving the key out is no fact. */
export function addFrontMatterFacts(sink: Sink, { entries }: FrontMatter): void {
  for (const entry of entries) {
    const read = Object.hasOwn(readers, entry.key) ? readers[entry.key] : undefined;
    if (read) read(sink, entry);
    else sink.add('unknown-field', entry.key, entry.range, canonical(entry.value));
  }
}

type Reader = (sink: Sink, entry: FrontMatterEntry) => void;

const textReader: Reader = (sink, { key, value }) => {
  const words = value.text.trim().replace(/\s+/g, ' ');
  if (words !== '') sink.add('field', key, value.range, words);
};
const structure: Reader = (sink, { key, value }) => {
  const written = canonical(value);
  if (!/^(?:|\[\]|\{\}|null)$/.test(written)) sink.add('field', key, value.range, written);
};
const unless =
  (...absent: readonly string[]): Reader =>
  (sink, entry) => {
    if (!absent.includes(entry.value.text.trim().toLowerCase())) textReader(sink, entry);
  };

const readers: Readonly<Record<string, Reader>> = {
  name: textReader,
  description: textReader,
  when_to_use: textReader,
  license: textReader,
  compatibility: (sink, entry) => {
    textReader(sink, entry);
    addRequirements(sink, entry.value.text, entry.value.range.start);
    for (const [name] of entry.value.text.matchAll(/\b[a-z][\w.+-]*\w/g)) sink.add('told', name, entry.value.range);
  },
  'argument-hint': () => undefined,
  arguments: (sink, { value }) => {
    for (const item of itemsOf(value)) sink.add('argument', `$${item.text}`, item.range);
  },
  'disable-model-invocation': (sink, { key, value }) => {
    if (isTrue(value)) sink.add('field', key, value.range, 'true');
  },
  'user-invocable': (sink, { key, value }) => {
    if (/^(?:false|no|off|0)$/i.test(value.text.trim())) sink.add('field', key, value.range, 'false');
  },
  paths: (sink, { key, value }) => {
    const patterns = itemsOf(value)
      .map((item) => item.text)
      .sort();
    if (patterns.length > 0) sink.add('field', key, value.range, patterns.join(' '));
  },
  'allowed-tools': (sink, { value }) => {
    for (const { text: rule, range } of itemsOf(value)) if (isRule(rule)) sink.add('tool', normalRule(rule), range);
  },
  'disallowed-tools': (sink, { value }) => {
    for (const { text: rule, range } of itemsOf(value)) sink.add('deny', normalRule(rule), range);
  },
  hooks: structure,
  context: unless('inline', ''),
  agent: textReader,
  model: unless('inherit', 'default', ''),
  effort: unless('inherit', 'default', ''),
  shell: textReader,
  metadata: (sink, { value }) => {
    for (const entry of value.entries) {
      if (entry.key === 'version') sink.add('field', 'version', entry.value.range, entry.value.text.trim());
      sink.add('unknown-field', `metadata.${entry.key}`, entry.range, canonical(entry.value));
    }
    if (value.entries.length === 0) sink.add('unknown-field', 'metadata', value.range, canonical(value));
    addInstalls(sink, value);
  },
};

function isTrue(value: FrontMatterValue): boolean {
  return /^(?:true|yes|on|1)$/i.test(value.text.trim());
}

/** Words in parentheses, and a word for nothing, are remarks. */
function isRule(text: string): boolean {
  return !/^(?:\(|none$)/i.test(text);
}

/** `Bash(git:*)` and `Bash(git *)` are the same rule. */
function normalRule(rule: string): string {
  return rule.replace(/:\*\)$/, ' *)').replace(/\(\*\)$/, '');
}

/** Elements of a list, or of a text in which commas or spaces part them; parentheses keep together. */
function itemsOf(value: FrontMatterValue): { readonly text: string; readonly range: Range }[] {
  if (value.kind === 'list')
    return value.items.flatMap((item) =>
      item.text.trim() === '' ? [] : [{ text: item.text.trim(), range: item.range }],
    );
  return [...value.text.matchAll(/(?:\([^()]*\)|[^\s,()])+/g)].map(([word]) => ({ text: word, range: value.range }));
}

/** The same text for the same value: keys in order, no layout. */
function canonical(value: FrontMatterValue, depth = 0): string {
  if (depth > 12) return '…';
  if (value.kind === 'list') return `[${value.items.map((item) => canonical(item, depth + 1)).join(', ')}]`;
  if (value.kind !== 'map') return value.text.trim();
  const parts = value.entries.map((entry) => `${entry.key}: ${canonical(entry.value, depth + 1)}`);
  return `{${parts.sort().join(', ')}}`;
}

const installKinds: Readonly<Record<string, string>> = {
  brew: 'brew',
  node: 'npm',
  npm: 'npm',
  go: 'go',
  uv: 'pip',
  pip: 'pip',
  cargo: 'cargo',
};

/** Install blocks that some agents read: `{"kind": "brew", "formula": "x"}`. */
function addInstalls(sink: Sink, value: FrontMatterValue): void {
  const written = canonical(value);
  for (const [block] of written.slice(0, 10_000).matchAll(/\{[^{}]{0,500}\}/g)) {
    const ecosystem = installKinds[/["']?\bkind["']?\s*:\s*["']?(\w+)/.exec(block)?.[1] ?? ''];
    const name = /["']?\b(?:formula|package|module|crate)["']?\s*:\s*["']?([\w./@-]+)/.exec(block)?.[1];
    if (ecosystem === undefined || name === undefined) continue;
    for (const { subject, version } of namedPackage(ecosystem, { value: name, range: value.range }))
      sink.add('package', subject, value.range, version);
  }
}
