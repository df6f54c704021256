import { type Role, roleOf } from './certainty.ts';
import type { CodeBlock, Markdown, MarkdownLink } from './markdown.ts';
import { baseName, decodePath, folderOf, joinPath } from './path.ts';
import type { Range } from './problem.ts';
import { type FileIndex, sameButCase } from './fileIndex.ts';
import { anyOf } from '../text/patterns.ts';

/** Where a mention stands: in a link (`label`: in its text), in code, or in plain text. */
export type MentionKind = 'link' | 'image' | 'definition' | 'label' | 'span' | 'block' | 'prose';

/** A path that a Markdown file of a skill names. */
export interface Mention {
  readonly kind: MentionKind;
  /** The path alone as it is written: no anchor, query, title, brackets or quotes. */
  readonly range: Range;
  /** The text of `range`. */
  readonly written: string;
  /**
   * `inside`: in the skill folder, whether it exists or not. `outside`: a relative path that leaves the skill folder.
   * `absolute`: from the root of a disk, from a home folder, or a `file:` address. The last two are reported for links
   * only.
   */
  readonly reach: 'inside' | 'outside' | 'absolute';
  /**
   * What the path can mean, relative to the skill folder, most likely first: from the file that holds it or from the
   * skill folder, percent-decoded or literal. Empty unless `reach` is `inside`. '' is the skill folder itself.
   */
  readonly candidates: readonly string[];
  /** Part after `#`, decoded; `undefined` when there is none. */
  readonly fragment: string | undefined;
  /** True for `scripts/*.py` and the like; `candidates` then hold the pattern. */
  readonly isPattern: boolean;
  /** True when back-slashes separate the parts of the path. */
  readonly backSlashes: boolean;
  /** What the words around the path say about its file; `read` for links. */
  readonly role: Role;
  /** True when the author surely means a file that exists already, so that a missing one is worth a problem. */
  readonly certain: boolean;
}

/**
 * The folders of the Agent Skills specification ("Directory structure"): a path that starts with one is a path of the
 * skill.
 */
export const conventionalFolders: readonly string[] = ['scripts', 'references', 'assets'];

export interface MentionContext {
  /** The file that holds the text, relative to the skill folder. */
  readonly file: string;
  readonly files: FileIndex;
  /** Name of the skill folder: `<name>/scripts/x.py` is a path of the skill too. */
  readonly folderName?: string | undefined;
}

/** Every path of the skill that `text`, parsed into `markdown`, mentions; in the order of the text. */
export function findMentions(text: string, markdown: Markdown, context: MentionContext): Mention[] {
  const labelled = markdown.links.filter((link) => link.kind === 'link').map((link) => link.range);
  const links = markdown.links.flatMap((link) => mentionOfLink(text, link, context));
  const spans = markdown.spans.flatMap(({ range, textRange }) => {
    return mentionsInText(text, textRange, isWithin(range, labelled) ? 'label' : 'span', context);
  });
  const prose = markdown.prose.flatMap((range) =>
    mentionsInText(text, range, isWithin(range, labelled) ? 'label' : 'prose', context),
  );
  const blocks = markdown.blocks.flatMap((block) => {
    const found = mentionsInText(text, block.textRange, 'block', context);
    return isSample(block) ? found.map((mention) => ({ ...mention, role: 'sample' as const, certain: false })) : found;
  });
  return [...links, ...withoutMade([...spans, ...prose, ...blocks])].sort(
    (a, b) => a.range.start - b.range.start || a.range.end - b.range.end,
  );
}

/** What one place of a text makes need not exist where another place uses it. */
function withoutMade(mentions: readonly Mention[]): readonly Mention[] {
  const made = new Set(mentions.filter(({ role }) => role === 'made').map(({ candidates }) => candidates[0]));
  return mentions.map((mention) =>
    mention.certain && made.has(mention.candidates[0]) ? { ...mention, certain: false } : mention,
  );
}

/** True when `range` lies in one of the `sorted`, disjoint ranges. */
function isWithin(range: Range, sorted: readonly Range[]): boolean {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle]?.end ?? 0) < range.end) low = middle + 1;
    else high = middle;
  }
  const candidate = sorted[low];
  return candidate !== undefined && candidate.start <= range.start;
}

/** A block in one of these languages shows a file; it does not call one. */
function isSample(block: CodeBlock): boolean {
  return /^(?:markdown|md|mdx|diff|html|json|jsonc|yaml|yml|toml|xml|csv|js|jsx|ts|tsx|javascript|typescript)$/.test(
    block.language ?? '',
  );
}

/** An address with a scheme or a host leads elsewhere; `C:` is a disk, not a scheme. */
const address = /^(?:[a-z][a-z0-9+.-]+:|\/\/)/i;
const absolutePath = /^(?:\/|~|file:|[a-z]:[\\/])/i;

function mentionOfLink(text: string, link: MarkdownLink, context: MentionContext): Mention[] {
  const { target, targetRange } = link;
  const isAbsolute = absolutePath.test(target) && !target.startsWith('//');
  if (!isAbsolute && address.test(target)) return [];
  const path = target.replace(/[?#][^]*$/, '').replaceAll('\\', '/');
  if (path === '' && !target.startsWith('#')) return [];
  const raw = text.slice(targetRange.start, targetRange.end);
  const written = raw.replace(/[?#][^]*$/, '');
  const folder = folderOf(context.file);
  const candidates =
    path === ''
      ? [context.file]
      : distinct([
          joinPath(folder, decodePath(path)),
          joinPath(folder, path),
          joinPath('', decodePath(path)),
          joinPath('', path),
        ]);
  const reach = isAbsolute ? 'absolute' : joinPath(folder, decodePath(path)) === undefined ? 'outside' : 'inside';
  return [
    {
      kind: link.kind,
      range: { start: targetRange.start, end: targetRange.start + written.length },
      written,
      reach,
      candidates: reach === 'inside' ? candidates : [],
      fragment: target.includes('#') ? decodePath(target.slice(target.indexOf('#') + 1)) : undefined,
      isPattern: false,
      backSlashes: target.includes('\\') && !isAbsolute,
      role: 'read',
      certain: !linkPlaceholder.test(decodePath(path)),
    },
  ];
}

/**
 * Characters that end a path in a command line, a sentence or program text. What may be part of a placeholder is kept.
 */
const run = /[^\s"'`()[\],;|&=]+/g;

/** Ways to write "the folder of this skill" in front of a path: a variable, a template, `<skill-dir>`. */
const skillRoot = /^(?:\$\{?\w*skill\w*\}?|\{{1,2}\w*(?:skill|base)\w*\}{1,2}|<[^<>]*skill[^<>]*>|%\w*skill\w*%)[\\/]/i;

/** What stands for something the reader must fill in. */
const placeholder =
  /[<>{}$%…]|\.\.\.|(?:^|[/_.-])(?:your|my|foo|bar|xxx+|example|sample|name|filename|todo|topic|file\d+|path\/to)(?=$|[/_.-])/i;
/** The same for a link, which nobody writes by chance: only what is nothing but a placeholder. */
const linkPlaceholder = anyOf(
  'i',
  /[<>{}$…]|\.\.\./,
  /(?:^|[/_-])your(?=[/_.-])|(?:^|\/)path\/to\//,
  /^(?:url|uri|link|path|href|target|address)$/,
  /(?:^|\/)(?:foo|bar|xxx+|example|sample|name|filename|todo|topic|file\d*)(?:\.[a-z]+)?$/,
);

/** A skill may have such a folder, but the project the skill works on more likely does. */
const foreignFolder =
  /^(?:src|lib|app|apps|packages|test|tests|docs|bin|build|dist|out|public|data|config|node_modules)\//;

function mentionsInText(text: string, range: Range, kind: MentionKind, context: MentionContext): Mention[] {
  const found: Mention[] = [];
  const mayBeBare = hasBareNames(context.files);
  for (const match of text.slice(range.start, range.end).matchAll(run)) {
    if (!mayBeBare && !/[./\\]/.test(match[0])) continue;
    const offset = range.start + match.index;
    const mention = mentionOfRun(match[0], { offset, isQuoted: /["']/.test(text.charAt(offset - 1)) }, kind, context);
    if (!mention) continue;
    const role = roleOf(text, mention.range, kind === 'prose' ? undefined : range.start);
    found.push({ ...mention, role, certain: mention.certain && role === 'read' });
  }
  return found;
}

const bareNames = new WeakMap<FileIndex, boolean>();

/** True when a file has a name without an extension: else a word without `.`, `/` or `\` names none. */
function hasBareNames(files: FileIndex): boolean {
  let known = bareNames.get(files);
  if (known === undefined) {
    known = files.paths.some((path) => !baseName(path).includes('.'));
    bareNames.set(files, known);
  }
  return known;
}

function mentionOfRun(
  whole: string,
  { offset, isQuoted }: { readonly offset: number; readonly isQuoted: boolean },
  kind: MentionKind,
  context: MentionContext,
): Mention | undefined {
  if (whole.length > 400 || whole.includes('://')) return undefined;
  const lead = leadOf(whole, context.folderName);
  const rest = whole.slice(lead).replace(/(?::\d+)*[.,:!?>*_]*$/, '');
  const written = rest.replace(/#.*$/, '');
  const path = decodedSeparators(written, isQuoted, context)?.replace(/^(?:\.\/)+/, '');
  if (path === undefined || path === '' || /[<>{}$%:…@]|\.\.\./.test(path) || /^[/~]/.test(path)) return undefined;
  const candidates = distinct([joinPath('', path), joinPath(folderOf(context.file), path)]);
  const isPattern = /[*?]/.test(path);
  const isMisspelt = differsByCase(path, candidates, context.files);
  if (!isMisspelt && !isPathOfSkill(path, candidates, context)) return undefined;
  const isCode = kind === 'span' || kind === 'block';
  return {
    kind,
    range: { start: offset + lead, end: offset + lead + written.length },
    written,
    reach: 'inside',
    candidates,
    fragment: rest.includes('#') ? rest.slice(rest.indexOf('#') + 1) : undefined,
    isPattern,
    backSlashes: written.includes('\\'),
    role: 'read',
    certain:
      isMisspelt ||
      (isCode && !isPattern && hasExtension(path) && !placeholder.test(path) && !foreignFolder.test(path)),
  };
}

function hasExtension(path: string): boolean {
  return /\.[a-z][a-z0-9]{0,7}$/i.test(path);
}

/** Files that projects have as well, in either spelling. */
const usualName = /^(?:skill|readme|changelog|contributing|licen[cs]e|agents|claude|gemini|makefile|dockerfile)\b/i;

/** True for a bare name that the skill has in capitals, or the other way round. */
function differsByCase(path: string, candidates: readonly string[], files: FileIndex): boolean {
  if (path.includes('/') || !hasExtension(path) || usualName.test(baseName(path))) return false;
  return (
    !candidates.some((candidate) => files.has(candidate)) &&
    candidates.some((candidate) => sameButCase(candidate, files) !== undefined)
  );
}

/** Length of what stands in front of the path: `@`, `<`, emphasis marks, a spelling of the skill folder. */
function leadOf(whole: string, folderName: string | undefined): number {
  const marks = /^(?:[@<]|\*\*?|__?)?(?=[\w.])/.exec(whole)?.[0].length ?? 0;
  const root = skillRoot.exec(whole)?.[0].length ?? 0;
  if (root > 0 || folderName === undefined || folderName === '') return root > 0 ? root : marks;
  const rest = whole.slice(marks);
  if (rest.startsWith(`${folderName}/`)) return marks + folderName.length + 1;
  const installed = `skills/${folderName}/`;
  const at = rest.indexOf(installed);
  return at === -1 ? marks : marks + at + installed.length;
}

/**
 * The path with slashes. `undefined` when its back-slashes are none of a path: escapes of a text ("scripts\n") and of a
 * pattern (`references\.md`) look the same, so that a path the skill does not have needs an extension.
 */
function decodedSeparators(written: string, isQuoted: boolean, { files }: MentionContext): string | undefined {
  if (!written.includes('\\')) return written;
  if (!/^[\w.-]+(?:[\\/][\w.-]+)+$/.test(written) || /[\\/]\.(?![\\/])/.test(written.slice(1))) return undefined;
  const path = written.replaceAll('\\', '/');
  const isEscape = isQuoted && /\\[nrtbdsw.](?![\w-])/.test(written);
  if (files.has(path) || files.hasFolder(path)) return isEscape ? undefined : path;
  const mayBeEscape = isQuoted ? /\\[nrtbdsw.]/.test(written) : /\\[nrtbdsw](?![\w-])/.test(written);
  return mayBeEscape || !hasExtension(path) ? undefined : path;
}

/** A path of the skill exists there, or starts with a folder the skill has or by convention may have. */
function isPathOfSkill(path: string, candidates: readonly string[], { files }: MentionContext): boolean {
  if (candidates.some((candidate) => files.has(candidate))) return true;
  const slash = path.indexOf('/');
  if (slash <= 0 || path.startsWith('..')) return false;
  const first = path.slice(0, slash);
  return conventionalFolders.includes(first) || files.hasFolder(first);
}

function distinct(paths: readonly (string | undefined)[]): string[] {
  return [...new Set(paths.filter((path) => path !== undefined))];
}
