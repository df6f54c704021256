import type { Range } from '../problem.ts';
import type { SkillDocument } from './documents.ts';

/** The table of contents of a Markdown file, or the place for one. */
export interface Contents {
  readonly existing: boolean;
  /** The list of an existing table; else the empty range where a table belongs. */
  readonly range: Range;
  /** What should stand there, with the heading of the table when there is none yet; '' when the file has too few headings. */
  readonly text: string;
  /** True when an existing table names an anchor that is not there, or lacks a heading of a level that it lists. */
  readonly isOutdated: boolean;
}

const title = /^(?:table of contents|contents|toc|index|in this file|overview of contents)$/i;

/** Finds a table of contents by its heading, or by a list of three and more links to headings near the beginning. */
export function findContents({ text, markdown }: SkillDocument): Contents {
  const eol = text.includes('\r\n') ? '\r\n' : '\n';
  const heading = markdown.headings.find((each) => title.test(each.text.trim()));
  const after = heading?.range.end ?? markdown.headings[0]?.range.end ?? 0;
  const next = markdown.headings.find(({ range }) => range.start >= after && (heading ? range.start > heading.range.start : true));
  const list = anchorList(text, { start: after, end: next?.range.start ?? text.length });
  const headings = markdown.headings.filter(({ depth, range }) => range.start > (heading?.range.start ?? -1) && (depth === 2 || depth === 3) && range.start > after);
  const deep = list ? /^[ \t]+[-*+\d]/m.test(text.slice(list.range.start, list.range.end)) : headings.length <= 12;
  const listed = headings.filter(({ depth }) => depth === 2 || deep);
  const lines = listed.map(({ depth, text: label, slug }) => `${depth === 3 ? '  ' : ''}- [${label.replace(/[[\]\\]/g, '\\$&')}](#${slug})`);
  if (list) {
    const slugs = new Set(markdown.headings.map(({ slug }) => slug));
    const named = new Set(list.anchors);
    const isOutdated = list.anchors.some((anchor) => !slugs.has(anchor)) || headings.some(({ depth, slug }) => depth === 2 && !named.has(slug));
    return { existing: true, range: list.range, text: lines.join(eol), isOutdated };
  }
  if (heading) return { existing: true, range: { start: after, end: after }, text: '', isOutdated: false };
  const insertAt = markdown.headings[0]?.depth === 1 ? endOfLine(text, markdown.headings[0].range.end) : 0;
  const body = lines.length < 2 ? '' : `${eol}## Contents${eol}${eol}${lines.join(eol)}${eol}`;
  return { existing: false, range: { start: insertAt, end: insertAt }, text: insertAt === 0 && body !== '' ? `${body.trimStart()}${eol}` : body, isOutdated: false };
}

function anchorList(text: string, within: Range): { readonly range: Range; readonly anchors: readonly string[] } | undefined {
  const source = text.slice(within.start, Math.min(within.end, within.start + 20_000));
  const lines = [...source.matchAll(/^[ \t]*(?:[-*+]|\d+[.)])[ \t]+\[[^\r\n]*\]\(#([^)\r\n]*)\)[ \t]*$/gm)];
  const [first] = lines;
  const last = lines.at(-1);
  if (!first || !last || lines.length < 2) return undefined;
  return { range: { start: within.start + first.index, end: within.start + last.index + last[0].length }, anchors: lines.map((line) => (line[1] ?? '').toLowerCase()) };
}

function endOfLine(text: string, from: number): number {
  const found = text.indexOf('\n', from);
  return found < 0 ? text.length : found + 1;
}
