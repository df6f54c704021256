import { findEntry, parseFrontMatter } from './frontMatter.ts';
import { nameMaxCharacters, namePattern, reservedNameWords } from './limits.ts';
import { parseMarkdown } from './markdown.ts';
import { findMentions } from './mentions.ts';
import type { Range } from './problem.ts';
import { fileOfMention, indexFiles, rewriteMention } from './references.ts';
import { skillFileName, type Skill } from './skill.ts';
import { l10n } from '../text/l10n.ts';
import { literally } from '../text/patterns.ts';

/**
 * What is wrong with `name` as the name of a skill, as one sentence for an input box; `undefined` when every agent
 * takes it.
 */
export function checkNewName(name: string): string | undefined {
  if (name === '') return l10n.t`Enter a name, for example processing-pdfs.`;
  if (!namePattern.test(name)) return l10n.t`Only lower-case letters (a-z), digits, and hyphens.`;
  if (/^-|-$/.test(name)) return l10n.t`No hyphen at the beginning or the end.`;
  if (name.includes('--')) return l10n.t`No two hyphens in a row.`;
  if (name.length > nameMaxCharacters)
    return l10n.t`At most ${nameMaxCharacters} characters; this name has ${name.length}.`;
  const reserved = reservedNameWords.find((word) => name.includes(word));
  return reserved === undefined ? undefined : l10n.t`The Skills API rejects names with “${reserved}”.`;
}

/** One replacement in a file of the skill, or in a file of another one. */
interface Edit {
  readonly range: Range;
  readonly newText: string;
}

/** Where the name stands in the front matter, quotes left out; `undefined` when there is none. */
export function nameRange(text: string): { readonly range: Range; readonly name: string } | undefined {
  const value = findEntry(parseFrontMatter(text), 'name')?.value;
  if (
    value?.kind !== 'text' ||
    value.range.end === value.range.start ||
    value.style === 'folded' ||
    value.style === 'literal'
  )
    return undefined;
  const quotes = value.style === 'single' || value.style === 'double' ? 1 : 0;
  return { range: { start: value.range.start + quotes, end: value.range.end - quotes }, name: value.text };
}

/**
 * The edits in SKILL.md that give the skill another name: the front matter, and paths that go through the folder's
 * name.
 */
export function renameSkill(skill: Skill, newName: string): Edit[] {
  const found = nameRange(skill.text);
  const inName = found ? [{ range: found.range, newText: newName }] : [];
  const oldNames = new Set([found?.name, skill.folderName].filter((name) => name !== undefined && name !== ''));
  const { bodyStart } = parseFrontMatter(skill.text);
  return [
    ...inName,
    ...[...oldNames].flatMap((name) =>
      mentionsOfSkill(skill.text, name ?? '', bodyStart).map((range) => ({ range, newText: newName })),
    ),
  ];
}

/**
 * Where a text names the skill `name` so that a rename must change it: `skills/name` and `name/SKILL.md` or a folder of
 * it in paths, `/name` as a command in prose or in a code span, and a code span that is the name alone beside the word
 * "skill". Anything else may be the tool, the language or the file type that the skill is called after.
 */
export function mentionsOfSkill(text: string, name: string, start = 0): Range[] {
  const escaped = literally(name);
  if (escaped === '') return [];
  const inPaths = new RegExp(
    `(?<=(?<![\\w-])skills/)${escaped}(?![\\w-]|\\.\\w)|` +
      `(?<=(?<![\\w./-])(?:\\.{1,2}/)*)${escaped}(?=/(?:SKILL\\.md|scripts/|references/|assets/))`,
    'g',
  );
  const alone = new RegExp(
    `(?<=\\bskills?[\\s:*_]{1,3}\`)${escaped}(?=\`(?!\`))|(?<=(?<!\`)\`)${escaped}(?=\`[\\s*_]{1,3}skills?\\b)`,
    'gi',
  );
  const command = new RegExp(`(?<=(?<![^\\s(["'“‘*_,;|\`])/)${escaped}(?![\\w/-]|[.:]\\w)`, 'g');
  const { prose, spans } = parseMarkdown(text, start);
  const isText = ({ range }: { readonly range: Range }): boolean =>
    [...prose, ...spans.map((span) => span.textRange)].some(
      (each) => each.start <= range.start && range.end <= each.end,
    );
  const found = [inPaths, alone, command].flatMap((pattern) =>
    Array.from(text.slice(start).matchAll(pattern), (match) => ({
      pattern,
      range: { start: start + match.index, end: start + match.index + match[0].length },
    })),
  );
  const meant = found.filter(
    (each) => each.pattern === inPaths || (text.slice(each.range.start, each.range.end) === name && isText(each)),
  );
  return meant.map(({ range }) => range).sort((a, b) => a.start - b.start);
}

/**
 * The edits, by the files as they are called now, that keep every mention leading to its file when files of the skill
 * move: `moved` has the new path by the old one. Changed are the mentions of moved files, and what moved files mention
 * relative to themselves.
 */
export function editsForMovedFiles(
  skill: Skill,
  moved: ReadonlyMap<string, string>,
): (Edit & { readonly file: string })[] {
  const own = skill.fileName ?? skillFileName;
  const files = indexFiles(skill.files ?? []);
  const others = (skill.files ?? []).filter(({ path }) => /\.md$/i.test(path) && path !== own);
  return [{ path: own, text: skill.text }, ...others].flatMap(({ path: file, text }) => {
    if (text === undefined) return [];
    const markdown = parseMarkdown(text, file === own ? parseFrontMatter(text).bodyStart : 0);
    return findMentions(text, markdown, { file, files, folderName: skill.folderName }).flatMap((mention) => {
      const path = fileOfMention(mention, files);
      // An anchor alone means the file it stands in, wherever that is.
      if (path === undefined || mention.written === '') return [];
      const newText = rewriteMention(mention, path, moved.get(path) ?? path, file, moved.get(file));
      return (moved.has(path) || moved.has(file)) && newText !== mention.written
        ? [{ file, range: mention.range, newText }]
        : [];
    });
  });
}
