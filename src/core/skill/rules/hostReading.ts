import { lineStart } from '../envelope.ts';
import { frontMatterOf } from '../fixing/parsed.ts';
import type { FrontMatter, FrontMatterEntry } from '../frontMatter.ts';
import { findEntry } from '../frontMatter.ts';
import { namePattern } from '../limits.ts';
import type { Problem, Range } from '../problem.ts';
import type { Skill } from '../skill.ts';

// VS Code's own validator (1.139, documents of the language `skill`). Its conditions were read in the code of 1.139.1: it
// parses front matter more leniently than YAML, and only when the first line opens it.

/** Front matter as VS Code's validator reads it. */
interface HostFrontMatter {
  readonly skill: Skill;
  readonly frontMatter: FrontMatter;
  /** `undefined`: there is none. */
  readonly name: HostValue | undefined;
  readonly description: HostValue | undefined;
}

interface HostValue {
  /** `undefined` for a list or a map. */
  readonly text: string | undefined;
}

/** Whether VS Code shows a marker for the fact of a problem of SKILL.md. */
export type HostTest = (skill: Skill, problem: Problem) => boolean;

/** The same for a fact of the front matter: false where VS Code does not see any. */
export function inHostFrontMatter(test: (read: HostFrontMatter, problem: Problem) => boolean): HostTest {
  return (skill, problem) => {
    const frontMatter = frontMatterOf(skill);
    if (frontMatter.state !== 'present' && frontMatter.state !== 'unclosed') return false;
    const valueOf = (key: string): HostValue | undefined => {
      const entry = findEntry(frontMatter, key);
      return entry && { text: hostText(entry, skill.text) };
    };
    return test({ skill, frontMatter, name: valueOf('name'), description: valueOf('description') }, problem);
  };
}

/** What VS Code says of a name with characters that a name cannot have. */
export const saysWrongName = inHostFrontMatter(
  ({ name }) => name?.text !== undefined && name.text !== '' && !namePattern.test(name.text),
);

/** What VS Code says of a field with a fixed type. */
export const saysWrongField = inHostFrontMatter(({ skill, frontMatter }, { range }) => {
  const entry = frontMatter.entries.find(
    ({ keyRange, value }) => keyRange.start === range.start || value.range.start === range.start,
  );
  if (entry?.key === 'argument-hint') return hostText(entry, skill.text) === undefined;
  if (entry?.key !== 'user-invocable' && entry?.key !== 'disable-model-invocation') return false;
  return entry.value.style !== 'plain' || !['true', 'false'].includes(entry.value.text);
});

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
 * Whether a place lies in what VS Code takes for a link. It looks for `[…](…)` line by line, outside of code, and takes
 * what is in the brackets for the name of a file; images are left out.
 */
export function isInHostLink(text: string, range: Range): boolean {
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
