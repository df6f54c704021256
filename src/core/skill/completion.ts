import { endOf } from '../text/ends.ts';
import { l10n, translated } from '../text/l10n.ts';
import { lineStart } from './envelope.ts';
import { fields, findField, useOf, vscodeKeys, type Field } from './fields.ts';
import { parseFrontMatter, type FrontMatter } from './frontMatter.ts';
import { conventionalFolders } from './mention.ts';
import { encodePath } from './path.ts';
import type { Range } from './problem.ts';
import { indexFiles } from './references.ts';
import type { Skill, Target } from './skill.ts';

export interface Completion {
  readonly kind: 'key' | 'value' | 'file' | 'snippet';
  readonly label: string;
  /** Plain text beside the label. */
  readonly detail: string;
  /** Markdown, written by this product. */
  readonly documentation?: string | undefined;
  /** What is inserted: a snippet (`$0`, `${1:text}`) when `isSnippet`. */
  readonly insert: string;
  readonly isSnippet: boolean;
  /** What is replaced; the offset lies in it. */
  readonly range: Range;
  /** What is replaced when the user wants the rest of the word overwritten: begins like `range` and holds it. */
  readonly overwritten: Range;
  /** Offer completions again after this one was taken. */
  readonly again: boolean;
}

export interface CompletionOptions {
  readonly target: Target;
  /** True when VS Code's own completion for skills is there: what it offers is left out. */
  readonly hostCompletes: boolean;
}

/** What can be written at `offset` of a SKILL.md. */
export function completeSkill(skill: Skill, offset: number, options: CompletionOptions): Completion[] {
  const { text } = skill;
  const frontMatter = parseFrontMatter(text);
  if (text.length < 200 && /^-{0,3}$/.test(text.replace(/^\uFEFF/, '').trim())) return wholeFile(skill, offset);
  const { content } = frontMatter;
  const isInside =
    frontMatter.opening !== undefined &&
    offset >= content.start &&
    (offset <= content.end || frontMatter.state === 'unclosed');
  if (isInside && offset <= (frontMatter.closing?.start ?? text.length))
    return completeFrontMatter(skill, frontMatter, offset, options);
  return offset >= frontMatter.bodyStart ? completePath(skill, offset, options) : [];
}

function wholeFile({ text, folderName }: Skill, offset: number): Completion[] {
  const start = Math.min(offset, text.startsWith('\uFEFF') ? 1 : 0);
  const name = /^[a-z0-9]+(?:-[a-z0-9]+)*$/.test(folderName ?? '') ? (folderName ?? '') : 'my-skill';
  return [
    {
      kind: 'snippet',
      label: l10n.t`Skill`,
      detail: l10n.t`front matter and instructions`,
      documentation: l10n.t`The front matter every agent needs (\`name\`, \`description\`), and an outline of the instructions.`,
      insert:
        `---\nname: \${1:${name}}\ndescription: "\${2:What it does}. Use when \${3:the user asks for ` +
        `it}."\n---\n\n# \${4:Title}\n\n$0\n`,
      isSnippet: true,
      range: { start, end: Math.max(offset, text.trimEnd().length) },
      overwritten: { start, end: Math.max(offset, text.trimEnd().length) },
      again: false,
    },
  ];
}

function completeFrontMatter(
  skill: Skill,
  frontMatter: FrontMatter,
  offset: number,
  options: CompletionOptions,
): Completion[] {
  const { text } = skill;
  const start = lineStart(text, offset);
  const line = text.slice(start, offset);
  if (/^[\w-]*$/.test(line)) return completeKey(text, frontMatter, { start, end: offset }, options);
  const match = /^([\w-]+):[ \t]*(?:(["'])([^"']*)|([^"' \t][^"']*)?)$/.exec(line);
  const value = match?.[3] ?? match?.[4] ?? '';
  const field = match?.[1] === undefined ? undefined : findField(match[1]);
  if (!field || !match) return [];
  const typed = field.type === 'list' ? endOf(value, /[^ ,]/) : value;
  const rest =
    (field.type === 'list' ? /^[^ ,"'\r\n]*/ : /^[^"'#\r\n]*/).exec(text.slice(offset, offset + 500))?.[0].trimEnd() ??
    '';
  return completeValue(
    skill,
    field,
    { quote: match[2] ?? '', range: { start: offset - typed.length, end: offset }, rest, line },
    options,
  );
}

function completeKey(
  text: string,
  frontMatter: FrontMatter,
  typed: Range,
  { target, hostCompletes }: CompletionOptions,
): Completion[] {
  const rest = /^[\w-]*(:?)/.exec(text.slice(typed.end));
  const range = { start: typed.start, end: typed.end + (rest?.[0].length ?? 0) };
  // A value that is there stays: on the line, or on lines below that are deeper.
  const hasValue =
    rest?.[1] === ':' && /^(?:[ \t]*[^\s#]|[^\r\n]*(?:\r\n|\n|\r)(?:[ \t]+\S|- ))/.test(text.slice(range.end));
  const there = new Set(
    frontMatter.entries.filter((entry) => entry.keyRange.start !== typed.start).map((entry) => entry.key),
  );
  return fields
    .filter(
      (field) =>
        !there.has(field.key) && useOf(field.key, target) !== 'refuses' && useOf(field.key, target) !== 'ignores',
    )
    .filter((field) => !hostCompletes || !vscodeKeys.includes(field.key))
    .map((field) => ({
      kind: 'key',
      label: field.key,
      detail: field.required ? l10n.t`required` : translated(typeWords[field.type]),
      documentation: translated(field.documentation),
      insert: hasValue
        ? `${field.key}:`
        : `${field.key}:${keySnippets[field.key] ?? (field.type === 'map' ? '\n  ${1:key}: "${2:value}"' : ' $0')}`,
      isSnippet: !hasValue,
      range,
      overwritten: range,
      again: !hasValue && field.values.length > 0,
    }));
}

const typeWords: Readonly<Record<Field['type'], string>> = {
  text: l10n.mark('string'),
  boolean: l10n.mark('true or false'),
  list: l10n.mark('list'),
  map: l10n.mark('map'),
};

const keySnippets: Readonly<Record<string, string>> = {
  description: ' "${1:What it does}. Use when ${2:the user asks for it}."',
  compatibility: ' "${1:Requires git and network access}"',
  metadata: '\n  ${1:version}: "${2:1.0}"',
  'argument-hint': ' "${1:[issue-number]}"',
};

interface TypedValue {
  readonly quote: string;
  readonly range: Range;
  /** What follows of the value. */
  readonly rest: string;
  /** The line up to the offset. */
  readonly line: string;
}

function completeValue(
  skill: Skill,
  field: Field,
  { quote, range, rest, line }: TypedValue,
  { hostCompletes }: CompletionOptions,
): Completion[] {
  if (hostCompletes && vscodeKeys.includes(field.key) && !field.open) return [];
  const values = field.key === 'name' ? [skill.folderName ?? ''] : field.values;
  const taken =
    field.type === 'list' ? new Set(line.slice(line.indexOf(':') + 1).split(/[\s,"']+/)) : new Set<string>();
  const space = line.endsWith(':') ? ' ' : '';
  return values
    .filter((value) => value !== '' && !taken.has(value))
    .map((value) => ({
      kind: 'value',
      label: value,
      detail: field.key === 'name' ? l10n.t`name of the folder` : field.key,
      insert: `${space}${quote === '' && /[:#]\s|^[\s[{*&!|>%@`]/.test(value) ? JSON.stringify(value) : value}`,
      isSnippet: false,
      range,
      overwritten: { start: range.start, end: range.end + rest.length },
      again: false,
    }));
}

/** Files of the skill in link targets, code spans and code blocks. */
function completePath(skill: Skill, offset: number, { hostCompletes }: CompletionOptions): Completion[] {
  const files = skill.files ?? [];
  const before = skill.text.slice(Math.max(lineStart(skill.text, offset), offset - 500), offset);
  const place = placeOf(before);
  if (!place) return [];
  const index = indexFiles(files);
  const { typed } = place;
  const rest =
    (place.kind === 'link' ? /^[^()<>\s#]*/ : /^[^\s`"'()=]*/).exec(skill.text.slice(offset, offset + 500))?.[0] ?? '';
  if (place.kind === 'run' && !startsLikePath(typed, (folder) => index.hasFolder(folder))) return [];
  const dotted = typed.startsWith('./') ? './' : '';
  return files
    .filter((file) => file.kind === 'file' && file.path !== 'SKILL.md')
    .filter(
      (file) => !(place.kind === 'link' && hostCompletes && isListedByHost(file.path, typed.slice(dotted.length))),
    )
    .map((file) => ({
      kind: 'file',
      label: `${dotted}${file.path}`,
      detail: l10n.t`file of the skill`,
      insert: place.kind === 'link' ? `${dotted}${encodePath(file.path)}` : `${dotted}${file.path}`,
      isSnippet: false,
      range: { start: offset - typed.length, end: offset },
      overwritten: { start: offset - typed.length, end: offset + rest.length },
      again: false,
    }));
}

function placeOf(before: string): { readonly kind: 'link' | 'span' | 'run'; readonly typed: string } | undefined {
  const target = endOf(before, /[^()<>\s]/);
  if (/\]\(<?$/.test(before.slice(0, before.length - target.length).slice(-3))) return { kind: 'link', typed: target };
  const typed = endOf(before, /[^\s`"'()=]/);
  const isSpan = (before.match(/`/g)?.length ?? 0) % 2 === 1;
  return isSpan && !typed.replace(/^\.\//, '').includes('/') ? { kind: 'span', typed } : { kind: 'run', typed };
}

/** Outside of code spans only what can be nothing else is taken for a path of the skill. */
function startsLikePath(typed: string, hasFolder: (path: string) => boolean): boolean {
  const first = /^(?:\.\/)?([^/]+)\//.exec(typed)?.[1];
  return first !== undefined && (conventionalFolders.includes(first) || hasFolder(first));
}

/** VS Code's Markdown support lists what lies in the folder that is typed so far. */
function isListedByHost(path: string, typed: string): boolean {
  return !path.slice(typed.lastIndexOf('/') + 1).includes('/');
}
