import type { CodeBlock, Markdown, MarkdownLink } from './markdown.ts';
import { decodePath, folderOf, joinPath } from './path.ts';
import type { Range } from './problem.ts';
import type { FileIndex } from './references.ts';

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
   * `absolute`: from the root of a disk, from a home folder, or a `file:` address. The last two are reported for links only.
   */
  readonly reach: 'inside' | 'outside' | 'absolute';
  /**
   * What the path can mean, relative to the skill folder, most likely first: from the file that holds it or from the skill folder,
   * percent-decoded or literal. Empty unless `reach` is `inside`. '' is the skill folder itself.
   */
  readonly candidates: readonly string[];
  /** Part after `#`, decoded; `undefined` when there is none. */
  readonly fragment: string | undefined;
  /** True for `scripts/*.py` and the like; `candidates` then hold the pattern. */
  readonly isPattern: boolean;
  /** True when the author surely means a file that exists already, so that a missing one is worth a problem. */
  readonly certain: boolean;
}

/** The folders of the Agent Skills specification ("Directory structure"): a path that starts with one is a path of the skill. */
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
  const prose = markdown.prose.flatMap((range) => mentionsInText(text, range, isWithin(range, labelled) ? 'label' : 'prose', context));
  const blocks = markdown.blocks.flatMap((block) => {
    const found = mentionsInText(text, block.textRange, 'block', context);
    return isSample(block) ? found.map((mention) => ({ ...mention, certain: false })) : found;
  });
  return [...links, ...spans, ...prose, ...blocks].sort((a, b) => a.range.start - b.range.start || a.range.end - b.range.end);
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
  return /^(?:markdown|md|mdx|diff|html|json|jsonc|yaml|yml|toml|xml|csv)$/.test(block.language ?? '');
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
  const candidates = path === '' ? [context.file] : distinct([
    joinPath(folder, decodePath(path)), joinPath(folder, path), joinPath('', decodePath(path)), joinPath('', path),
  ]);
  const reach = isAbsolute ? 'absolute' : joinPath(folder, decodePath(path)) === undefined ? 'outside' : 'inside';
  return [{
    kind: link.kind,
    range: { start: targetRange.start, end: targetRange.start + written.length },
    written,
    reach,
    candidates: reach === 'inside' ? candidates : [],
    fragment: target.includes('#') ? decodePath(target.slice(target.indexOf('#') + 1)) : undefined,
    isPattern: false,
    certain: !placeholder.test(path),
  }];
}

/** Characters that end a path in a command line, a sentence or program text. What may be part of a placeholder is kept. */
const run = /[^\s"'`()[\],;|&=]+/g;

/** Ways to write "the folder of this skill" in front of a path: a variable, a template, `<skill-dir>`. */
const skillRoot = /^(?:\$\{?\w*skill\w*\}?|\{{1,2}\w*(?:skill|base)\w*\}{1,2}|<[^<>]*skill[^<>]*>|%\w*skill\w*%)[\\/]/i;

/** What stands for something the reader must fill in. */
const placeholder = /[<>{}$%…]|\.\.\.|(?:^|[/_.-])(?:your|my|foo|bar|xxx+|example|sample|name|filename|todo)(?=$|[/_.-])/i;

/** A skill may have such a folder, but the project the skill works on more likely does. */
const foreignFolder = /^(?:src|lib|app|apps|packages|test|tests|docs|bin|build|dist|out|public|data|config|node_modules)\//;

function mentionsInText(text: string, range: Range, kind: MentionKind, context: MentionContext): Mention[] {
  const found: Mention[] = [];
  for (const match of text.slice(range.start, range.end).matchAll(run)) {
    const mention = mentionOfRun(match[0], range.start + match.index, kind, context);
    if (mention) found.push(mention.certain ? { ...mention, certain: isReadBefore(text, mention.range.start) } : mention);
  }
  return found;
}

function mentionOfRun(whole: string, offset: number, kind: MentionKind, context: MentionContext): Mention | undefined {
  if (whole.length > 400 || whole.includes('://')) return undefined;
  const lead = leadOf(whole, context.folderName);
  const rest = whole.slice(lead).replace(/(?::\d+)*[.,:!?>*_]*$/, '');
  const written = rest.replace(/#.*$/, '');
  const path = decodedSeparators(written).replace(/^(?:\.\/)+/, '');
  if (path === '' || /[<>{}$%:…@]|\.\.\./.test(path) || /^[/~]/.test(path)) return undefined;
  const candidates = distinct([joinPath('', path), joinPath(folderOf(context.file), path)]);
  const isPattern = /[*?]/.test(path);
  if (!isPathOfSkill(path, candidates, context)) return undefined;
  return {
    kind,
    range: { start: offset + lead, end: offset + lead + written.length },
    written,
    reach: 'inside',
    candidates,
    fragment: rest.includes('#') ? rest.slice(rest.indexOf('#') + 1) : undefined,
    isPattern,
    certain: (kind === 'span' || kind === 'block') && !isPattern && /\.[a-z][a-z0-9]{0,7}$/i.test(path)
      && !placeholder.test(path) && !foreignFolder.test(path),
  };
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

function decodedSeparators(written: string): string {
  return /^[\w.-]+(?:\\[\w.-]+)+$/.test(written) ? written.replaceAll('\\', '/') : written;
}

/** A path of the skill exists there, or starts with a folder the skill has or by convention may have. */
function isPathOfSkill(path: string, candidates: readonly string[], { files }: MentionContext): boolean {
  if (candidates.some((candidate) => files.has(candidate))) return true;
  const slash = path.indexOf('/');
  if (slash <= 0 || path.startsWith('..')) return false;
  const first = path.slice(0, slash);
  return conventionalFolders.includes(first) || files.hasFolder(first);
}

/** Words and switches in front of a path that say it is made, or only an example. */
const made = /\b(?:creat|writ|sav|generat|produc|output|stor)\w*\b|\b(?:add|adds|new|optional|optionally|example|examples|such as|like|your|would|could|might)\b|e\.g\.|>\s*$|(?:^|\s)(?:-o|--out[\w-]*|--save[\w-]*|touch|mkdir|tee)(?:[ =].*)?$/i;

/** False when the words in front of the path on its line say that it does not exist yet. */
function isReadBefore(text: string, offset: number): boolean {
  const before = text.slice(Math.max(0, offset - 200), offset);
  return !made.test(before.slice(before.lastIndexOf('\n') + 1));
}

function distinct(paths: readonly (string | undefined)[]): string[] {
  return [...new Set(paths.filter((path) => path !== undefined))];
}
