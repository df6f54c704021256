import { withoutEnd } from '../../text/ends.ts';
import type { Heading } from '../markdown.ts';
import type { Range } from '../problem.ts';
import type { SkillDocument } from './documents.ts';
import { anyOf } from '../../text/patterns.ts';

/** The table of contents of a Markdown file, or the place for one. */
interface Contents {
  readonly existing: boolean;
  /** The list of an existing table; else the empty range where a table belongs. */
  readonly range: Range;
  /**
   * What should stand there, with the heading of the table when there is none yet; '' when the file has too few
   * headings.
   */
  readonly text: string;
  /** True when an existing table names a heading that is not there, or lacks one of a level that it lists. */
  readonly isOutdated: boolean;
}

const title = anyOf(
  'i',
  /^(?:table of contents|contents|toc|index|overview of contents)$/,
  /^(?:quick navigation|quick links|on this page|in this (?:file|document|guide|page))$/,
);

/** What stands behind the content, and is left out of many tables. */
const appendix = anyOf(
  'i',
  /^(?:related|see also|references?$|(?:primary |data )?sources?|source documentation)/,
  /^(?:further|resources$|licen[cs]e)/,
);

/** Finds a table of contents by its heading, or by a list of two and more links to headings near the beginning. */
export function findContents({ text, markdown }: SkillDocument): Contents {
  const eol = text.includes('\r\n') ? '\r\n' : '\n';
  const heading = markdown.headings.find((each) => title.test(withoutSymbols(each.text)));
  const after = heading?.range.end ?? markdown.headings[0]?.range.end ?? 0;
  const next = markdown.headings.find(
    ({ range }) => range.start >= after && (heading ? range.start > heading.range.start : true),
  );
  const list = anchorList(text, { start: after, end: next?.range.start ?? text.length });
  const headings = markdown.headings.filter(({ range }) => range.start > after);
  if (list)
    return {
      existing: true,
      range: list.range,
      ...updated(list, headings, new Set(markdown.headings.map(({ slug }) => slug)), eol),
    };
  if (heading) return { existing: true, range: { start: after, end: after }, text: '', isOutdated: false };
  const deepest = headings.filter(({ depth }) => depth === 2 || depth === 3).length <= 12 ? 3 : 2;
  const lines = headings
    .filter(({ depth }) => depth >= 2 && depth <= deepest)
    .map((each) => `${each.depth === 3 ? '  ' : ''}- ${linkTo(each)}`);
  const insertAt = markdown.headings[0]?.depth === 1 ? nextLineAt(text, markdown.headings[0].range.end) : 0;
  const body = lines.length < 2 ? '' : `${eol}## Contents${eol}${eol}${lines.join(eol)}${eol}`;
  return {
    existing: false,
    range: { start: insertAt, end: insertAt },
    text: insertAt === 0 && body !== '' ? `${body.trimStart()}${eol}` : body,
    isOutdated: false,
  };
}

/** A heading without pictures before it and a colon behind it. */
function withoutSymbols(text: string): string {
  return withoutEnd(text, /[^\p{L}\p{N}]/u).replace(/^[^\p{L}\p{N}]+/u, '');
}

function linkTo({ text, slug }: Heading): string {
  return `[${text.replace(/[[\]\\]/g, '\\$&')}](#${slug})`;
}

interface AnchorList {
  readonly range: Range;
  /** The items by their anchors: the link and what stands around it. */
  readonly items: ReadonlyMap<string, string>;
  readonly isNumbered: boolean;
  readonly isNested: boolean;
}

/** The list as it should be: headings of the levels it has, in its form; what stands around a link stays. */
function updated(
  list: AnchorList,
  headings: readonly Heading[],
  slugs: ReadonlySet<string>,
  eol: string,
): Pick<Contents, 'text' | 'isOutdated'> {
  const levels = new Set(headings.filter(({ slug }) => list.items.has(slug)).map(({ depth }) => depth));
  // What has the text of a heading and a wrong anchor names it all the same; another rule tells of the anchor.
  const texts = new Map(headings.map(({ text, slug }) => [`[${text}]`, slug]));
  const slugIn = (item: string): string | undefined =>
    texts.get(item.slice(item.indexOf('['), item.lastIndexOf('](') + 1));
  const named = new Set([...list.items].map(([anchor, item]) => (slugs.has(anchor) ? anchor : slugIn(item))));
  const isOutdated =
    named.has(undefined) ||
    headings.some(
      ({ depth, slug, text }) => depth <= 2 && levels.has(depth) && !named.has(slug) && !appendix.test(text),
    );
  if (levels.size === 0) levels.add(2);
  const top = Math.min(...levels);
  let number = 0;
  const lines = headings
    .filter(({ depth }) => levels.has(depth))
    .map((heading) => {
      const isTop = heading.depth === top || !list.isNested;
      if (isTop) number += 1;
      const indent = isTop ? '' : ' '.repeat((heading.depth - top) * (list.isNumbered ? 3 : 2));
      return (
        `${indent}${list.isNumbered && isTop ? `${number}.` : '-'} ` + (list.items.get(heading.slug) ?? linkTo(heading))
      );
    });
  return { text: lines.join(eol), isOutdated };
}

function anchorList(text: string, within: Range): AnchorList | undefined {
  const source = text.slice(within.start, Math.min(within.end, within.start + 20_000));
  const lines = [
    ...source.matchAll(/^([ \t]*)([-*+]|\d+[.)])[ \t]+([^\r\n[]{0,40}\[[^\r\n]*?\]\(#([^()\r\n]*)\)[^\r\n]*)$/gm),
  ];
  const [first] = lines;
  const last = lines.at(-1);
  if (!first || !last || lines.length < 2) return undefined;
  return {
    range: { start: within.start + first.index, end: within.start + last.index + last[0].length },
    items: new Map(lines.map((line) => [(line[4] ?? '').toLowerCase(), (line[3] ?? '').trimEnd()])),
    isNumbered: /\d/.test(first[2] ?? ''),
    isNested: lines.some((line) => line[1] !== ''),
  };
}

function nextLineAt(text: string, from: number): number {
  const found = text.indexOf('\n', from);
  return found < 0 ? text.length : found + 1;
}
