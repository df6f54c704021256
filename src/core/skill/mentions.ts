import { withoutEnd } from '../text/ends.ts';
import { roleOf } from './certainty.ts';
import type { CodeBlock, Markdown, MarkdownLink } from './markdown.ts';
import { baseName, decodePath, folderOf, joinPath } from './path.ts';
import type { Range } from './problem.ts';
import { type FileIndex, sameButCase } from './fileIndex.ts';
import { hasExtension, isMaterial, isMeant, isMeantLink, type TextPlace } from './meant.ts';
import { conventionalFolders, type Mention, type MentionContext, type MentionKind } from './mention.ts';
import { changesFolder, isElsewhereInBlock } from './whose.ts';
import { anyOf, literally, sequence } from '../text/patterns.ts';

export type { Mention } from './mention.ts';

/** Every path of the skill that `text`, parsed into `markdown`, mentions; in the order of the text. */
export function findMentions(text: string, markdown: Markdown, context: MentionContext): Mention[] {
  const labeled = markdown.links.filter((link) => link.kind === 'link').map((link) => link.range);
  const links = markdown.links.flatMap((link) => mentionOfLink(text, link, context));
  const place = { text, markdown, context };
  const spans = markdown.spans.flatMap(({ range, textRange }) =>
    mentionsInText(place, textRange, isWithin(range, labeled) ? 'label' : 'span'),
  );
  const prose = markdown.prose.flatMap((range) =>
    mentionsInText(place, range, isWithin(range, labeled) ? 'label' : 'prose'),
  );
  let elsewhere = false;
  const blocks = markdown.blocks.flatMap((block) => {
    const found = mentionsInText(place, block.textRange, 'block');
    const mentions = found.length === 0 ? [] : inBlock(text, block, found, context);
    const judged = elsewhere ? mentions.map((mention) => afterLeaving(mention, context)) : mentions;
    const { start, end } = block.textRange;
    elsewhere ||=
      !isSample(block) && isElsewhereInBlock(text.slice(start, Math.min(end, start + maxLead)), context.folderName);
    return judged;
  });
  return [...links, ...withoutMade([...spans, ...prose, ...blocks])].sort(
    (a, b) => a.range.start - b.range.start || a.range.end - b.range.end,
  );
}

/** A block that runs nothing shows a file; what is a comment or comes after `cd elsewhere` is none of the skill's. */
function inBlock(text: string, block: CodeBlock, found: readonly Mention[], context: MentionContext): Mention[] {
  if (isSample(block)) return found.map((mention) => ({ ...mention, role: 'sample', certain: false }));
  const { start, end } = block.textRange;
  const stays = !changesFolder(text.slice(start, end));
  let [line, before] = [start, start];
  return found.map((mention) => {
    const lineBreak = text.slice(before, mention.range.start).lastIndexOf('\n');
    if (lineBreak >= 0) line = before + lineBreak + 1;
    before = mention.range.start;
    if (!mention.certain) return mention;
    const first = text.slice(line, Math.min(line + maxLead, before));
    if (/^[ \t]*(?:#|\/\/|REM\b|::|--[ \t]|[│├└|+])/i.test(first))
      return { ...mention, role: 'sample', certain: false };
    if (stays) return mention;
    const code = text.slice(Math.max(start, mention.range.start - maxLead), mention.range.start);
    return isElsewhereInBlock(code, context.folderName) ? { ...mention, role: 'others', certain: false } : mention;
  });
}

/** Once a block has gone to another folder, a path in a folder that the skill does not have is one of that place. */
function afterLeaving(mention: Mention, { files }: MentionContext): Mention {
  const path = mention.candidates[0] ?? '';
  const folder = path.slice(0, Math.max(0, path.indexOf('/')));
  const isOwn = files.has(path) || files.hasFolder(folder) || conventionalFolders.includes(folder);
  return mention.certain && !isOwn ? { ...mention, role: 'others', certain: false } : mention;
}

/** Characters of a block in front of a path that are searched for `cd`. */
const maxLead = 2000;

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

/** Only a shell, or a block that names no language, runs what stands in it. */
function isSample({ language }: CodeBlock): boolean {
  return !/^(?:|!?(?:ba|z|da|fi)?sh|shell|shellsession|console|terminal|powershell|pwsh|ps1?|cmd|bat|batch|text|txt|plain\w*)$/.test(
    language ?? '',
  );
}

/** An address with a scheme or a host leads elsewhere; `C:` is a disk, not a scheme. */
const address = /^(?:[a-z][a-z0-9+.-]+:|\/\/)/i;
const absolutePath = /^(?:\/|~|file:|[a-z]:[\\/])/i;

function mentionOfLink(text: string, link: MarkdownLink, context: MentionContext): Mention[] {
  const { target, targetRange } = link;
  const isAbsolute = absolutePath.test(target) && !target.startsWith('//');
  if (!isAbsolute && address.test(target)) return [];
  const path = target.replace(/[?#][^]*/, '').replaceAll('\\', '/');
  if (path === '' && !target.startsWith('#')) return [];
  const raw = text.slice(targetRange.start, targetRange.end);
  const written = raw.replace(/[?#][^]*/, '');
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
      certain:
        reach === 'outside'
          ? !/[<>{}$]/.test(path) && !isMaterial(context.file)
          : isMeantLink(decodePath(path), context),
    },
  ];
}

/** Ways to write "the folder of this skill" in front of a path: a variable, a template, `<skill-dir>`. */
const skillRoot = anyOf(
  'i',
  /^(?:\$\{?\w*skill\w*\}?|\{{1,2}\w*(?:skill|base)\w*\}{1,2}|<[^<>]*skill[^<>]*>)[\\/]/,
  /^(?:%\w*skill\w*%|skill_?(?:dir|path|root|home))[\\/]/,
);

function mentionsInText(place: TextPlace, range: Range, kind: MentionKind): Mention[] {
  const { text, context } = place;
  const found: Mention[] = [];
  context.files.budget?.spend(range.end - range.start);
  const part = text.slice(range.start, range.end);
  const mark = markOf(context.files);
  let next = 0;
  for (;;) {
    mark.lastIndex = next;
    const match = mark.exec(part);
    if (!match) break;
    let first = match.index;
    while (first > next && !endsRun(part.charCodeAt(first - 1))) first -= 1;
    next = match.index + 1;
    while (next < part.length && !endsRun(part.charCodeAt(next))) next += 1;
    // The word at the end of a sentence names no more than any other word.
    if (match[0] === '.' && next === match.index + 1) continue;
    const offset = range.start + first;
    const isQuoted = /["']/.test(text.charAt(offset - 1));
    const mention = mentionOfRun(part.slice(first, next), { offset, isQuoted }, kind, context);
    if (!mention) continue;
    const role = roleOf(text, mention.range, kind === 'prose' ? undefined : range.start);
    found.push({ ...mention, role, certain: mention.certain && isMeant(place, { ...mention, role }) });
  }
  return found;
}

/** Ends a path in a command line, a sentence or program text. What may be part of a placeholder does not. */
const ending = /[\s"'`()[\],;|&=]/;
/** Which of the characters below 128 do. */
const endings: readonly boolean[] = Array.from({ length: 128 }, (_, code) => ending.test(String.fromCharCode(code)));

function endsRun(code: number): boolean {
  return endings[code] ?? (code >= 0xa0 && /\s/.test(String.fromCharCode(code)));
}

const knownMarks = new WeakMap<FileIndex, RegExp>();

/** What a word that names a file has in it: `.`, `/`, `\\`, or the name of a file that has no extension. Few words do. */
function markOf(files: FileIndex): RegExp {
  let mark = knownMarks.get(files);
  if (!mark) {
    const bare = endsOf(files).filter((end) => end !== '' && !end.startsWith('.'));
    const some = bare.length > mostEnds ? `(?!${ending.source})[^]` : ['[./\\\\]', ...bare.map(literally)].join('|');
    mark = new RegExp(some, bare.length > 0 ? 'gi' : 'g');
    knownMarks.set(files, mark);
  }
  return mark;
}

/** More ends of names than these are not looked for in each word. */
const mostEnds = 40;

/** False for a word that names no folder and holds no end of a file's name: most words with a `.` in them. */
function mayNameFile(word: string, files: FileIndex): boolean {
  const ends = endsOf(files);
  if (ends.length > mostEnds || /[/\\]/.test(word)) return true;
  const lower = word.toLowerCase();
  return ends.some((end) => lower.includes(end));
}

const knownEnds = new WeakMap<FileIndex, readonly string[]>();

/** How the names of the files end, in lower case: their extensions, and whole names without one. */
function endsOf(files: FileIndex): readonly string[] {
  let ends = knownEnds.get(files);
  if (ends === undefined) {
    const names = files.paths.map((path) => baseName(path).toLowerCase());
    ends = [...new Set(names.map((name) => name.slice(Math.max(0, name.lastIndexOf('.')))))];
    knownEnds.set(files, ends);
  }
  return ends;
}

function mentionOfRun(
  whole: string,
  { offset, isQuoted }: { readonly offset: number; readonly isQuoted: boolean },
  kind: MentionKind,
  context: MentionContext,
): Mention | undefined {
  if (whole.length > 400 || whole.includes('://') || !mayNameFile(whole, context.files)) return undefined;
  const lead = leadOf(whole, context.folderName);
  const rest = withoutEnd(whole.slice(lead), /[.,:!?>*_]/).replace(/(?::\d{1,9}){1,9}$/, '');
  const written = rest.replace(/#.*/, '');
  const path = decodedSeparators(written, isQuoted, context)?.replace(/^(?:\.\/)+/, '');
  if (path === undefined || path === '' || /[<>{}$%:…@]|\.\.\./.test(path) || /^[/~]/.test(path)) return undefined;
  const candidates = distinct([joinPath('', path), joinPath(folderOf(context.file), path)]);
  const isPattern = /[*?]/.test(path);
  const isMisspelt = differsByCase(path, candidates, context.files);
  if (!isMisspelt && !isPathOfSkill(path, candidates, context) && !mayBeAbsent(path, kind, context)) return undefined;
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
    certain: isMisspelt || (!isPattern && hasExtension(path) && !isOtherRoot(whole.slice(0, lead))),
  };
}

/** A path in a folder that the skill does not have: a document or a program in code of SKILL.md. */
function mayBeAbsent(path: string, kind: MentionKind, { file }: MentionContext): boolean {
  return (
    (kind === 'span' || kind === 'block') &&
    !file.includes('/') &&
    /^[\w-]{2,40}(?:\/[\w.-]{1,60}){1,3}$/.test(path) &&
    hasExtension(path)
  );
}

/** Files that projects have as well, in either spelling. */
const usualName = /^(?:skill|readme|changelog|contributing|licen[cs]e|agents|claude|gemini|makefile|dockerfile)\b/i;

/** True for a path that the skill has in capitals, or the other way round. */
function differsByCase(path: string, candidates: readonly string[], files: FileIndex): boolean {
  if (!hasExtension(path) || (!path.includes('/') && usualName.test(baseName(path)))) return false;
  return (
    !candidates.some((candidate) => files.has(candidate)) &&
    candidates.some((candidate) => sameButCase(candidate, files) !== undefined)
  );
}

/** Names for the folder of this very skill: `SKILL_DIR`, `CLAUDE_SKILL_ROOT`, `path to this skill`, `baseDir`. */
const ownRoot = sequence(
  'i',
  /^(?:(?:claude|codex|agents?|this|my|your|current|base|the)[_ -]?)?(?:path[_ -]to[_ -])?(?:this[_ -])?/,
  /(?:skills?[_ -]?(?:base[_ -]?)?(?:dir|directory|path|root|home|folder|base)?|base[_ -]?(?:dir|path)?)$/,
);

/**
 * True for a root that is not surely the folder of this skill: `$SKILL_BANK_PATH`, `$OTHER_SKILL`. What lies there is
 * found where the skill has it, and not missed where it does not.
 */
function isOtherRoot(lead: string): boolean {
  if (!skillRoot.test(lead)) return false;
  const name = withoutEnd(lead, /\W/).replace(/^\W+/, '');
  return !ownRoot.test(name);
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
 * The path with slashes. `undefined` when its backslashes are none of a path: escapes of a text ("scripts\n") and of a
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
  return paths.filter((path, index) => path !== undefined && paths.indexOf(path) === index) as string[];
}
