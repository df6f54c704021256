import { lineStart } from './envelope.ts';
import type { FrontMatter, FrontMatterEntry } from './frontMatter.ts';
import { findEntry, parseFrontMatter } from './frontMatter.ts';
import { vscodeKeys } from './fields.ts';
import { namePattern } from './limits.ts';
import type { Problem, Range } from './problem.ts';
import { refExists } from './rules/references.ts';
import type { Skill } from './skill.ts';

/**
 * Tells of the problems of a skill whether VS Code's own validator (1.139, documents of the language `skill`) shows a
 * marker for the same fact, so that ours would say it twice. Its conditions were read in the code of 1.139.1: it parses
 * front matter more leniently than YAML, and only when the first line opens it.
 */
export function saidByHost(skill: Skill): (problem: Problem) => boolean {
  let parsed: FrontMatter | undefined;
  return (problem) => {
    if (skill.fileName === undefined || problem.file !== skill.fileName) return false;
    if (problem.code === 'ref/exists') return isHostLink(problem, skill.text);
    parsed ??= parseFrontMatter(skill.text);
    return (parsed.state === 'present' || parsed.state === 'unclosed') && isSaid(problem, skill, parsed);
  };
}

function isSaid({ code, severity, range }: Problem, { folderName, text }: Skill, frontMatter: FrontMatter): boolean {
  const name = findEntry(frontMatter, 'name');
  const description = findEntry(frontMatter, 'description');
  const read = name && hostText(name, text);
  switch (code) {
    case 'name/required':
      return name === undefined;
    case 'name/empty':
      return read === '';
    case 'name/type':
      return name !== undefined && read === undefined;
    case 'name/charset':
    case 'name/namespace':
    case 'name/xml':
      return read !== undefined && read !== '' && !namePattern.test(read);
    case 'name/dir-mismatch':
      return read !== undefined && read !== '' && folderName !== undefined && read !== folderName;
    case 'desc/required':
      return description === undefined || hostText(description, text) === '';
    case 'desc/type':
      return description !== undefined && hostText(description, text) === undefined;
    case 'fm/duplicate-key':
      return frontMatter.entries.some(({ keyRange }) => keyRange.start === range.start);
    case 'fm/unknown-key':
      return severity === 'hint' && !vscodeKeys.includes(text.slice(range.start, range.end));
    case 'field/type':
      return isFieldSaid(frontMatter, range.start, text);
    default:
      return false;
  }
}

function isFieldSaid({ entries }: FrontMatter, start: number, text: string): boolean {
  const entry = entries.find(({ keyRange, value }) => keyRange.start === start || value.range.start === start);
  if (entry?.key === 'argument-hint') return hostText(entry, text) === undefined;
  if (entry?.key !== 'user-invocable' && entry?.key !== 'disable-model-invocation') return false;
  return entry.value.style !== 'plain' || !['true', 'false'].includes(entry.value.text);
}

/**
 * A scalar as VS Code reads it: quotes end at the next one, everything else is text; `undefined` for a list or a map.
 */
function hostText({ value, broken, keyRange }: FrontMatterEntry, text: string): string | undefined {
  if (!broken) return value.kind === 'list' || value.kind === 'map' ? undefined : value.text.trim();
  const line = /^[^\r\n]*/.exec(text.slice(keyRange.end))?.[0] ?? '';
  const source = line.replace(/^["']?[ \t]*:[ \t]*/, '').replace(/(?<![ \t])[ \t]+#.*/, '');
  if (/^[[{]/.test(source)) return undefined;
  return (/^(["'])(.*?)\1/.exec(source)?.[2] ?? source).trim();
}

/**
 * VS Code looks for `[…](…)` line by line, outside of code, and takes what is in the brackets for the name of a file;
 * images are left out.
 */
function isHostLink(problem: Problem, text: string): boolean {
  if (refExists.dataOf(problem)?.kind !== 'link') return false;
  const { range } = problem;
  const start = lineStart(text, range.start);
  const line = /^[^\r\n]*/.exec(text.slice(start))?.[0] ?? '';
  return hostLinks(line).some(
    (link) => line[link.start - 1] !== '!' && start + link.start < range.start && start + link.end > range.end,
  );
}

/** What `/\[.*?\]\(.+?\)/g` finds in a line, which takes a time that is quadratic in its brackets. */
function hostLinks(line: string): readonly Range[] {
  const found: Range[] = [];
  for (let from = 0; ; ) {
    const start = line.indexOf('[', from);
    const middle = start < 0 ? -1 : line.indexOf('](', start + 1);
    const close = middle < 0 ? -1 : line.indexOf(')', middle + 3);
    if (close < 0) return found;
    found.push({ start, end: close + 1 });
    from = close + 1;
  }
}
