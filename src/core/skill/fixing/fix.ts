import type { FileEdit } from '../edits.ts';
import type { FrontMatter, FrontMatterEntry, FrontMatterValue } from '../frontMatter.ts';
import { skillFileName } from '../limits.ts';
import type { Problem, Range } from '../problem.ts';
import type { Skill } from '../skill.ts';

/** A way to solve a problem. */
export interface Fix {
  /** Imperative, without a final stop. */
  readonly title: string;
  /** The obvious choice among the fixes of its problem. */
  readonly isPreferred: boolean;
  /** Keeps what the author meant for every reader, needs no text of a person: may be applied without asking. */
  readonly isSafe: boolean;
  readonly problemCode: string;
  readonly edits: readonly FileEdit[];
}

/** What a fix is made from. */
export interface FixContext {
  readonly skill: Skill;
  readonly problem: Problem;
  readonly frontMatter: FrontMatter;
  /** Text of the file at fault; '' when it is not known. */
  readonly text: string;
}

export type Fixer = (context: FixContext) => readonly Fix[];

/** `no` text of a person is needed, but the effect should be looked at. */
export type Trust = 'safe' | 'preferred' | 'possible';

/** A fix of one problem. Safe ones are preferred as well. */
export function fix({ problem }: FixContext, title: string, trust: Trust, ...edits: FileEdit[]): Fix {
  return { title, isPreferred: trust !== 'possible', isSafe: trust === 'safe', problemCode: problem.code, edits };
}

/** Replaces a range of the file at fault. */
export function replace({ problem }: FixContext, range: Range, newText: string): FileEdit {
  return { kind: 'text', file: problem.file, range, newText };
}

export function ownFile(skill: Skill): string {
  return skill.fileName ?? skillFileName;
}

/** A text from the data of a problem; `undefined` when there is none. */
export function textOf({ data }: Problem, key: string): string | undefined {
  const value = data?.[key];
  return typeof value === 'string' ? value : undefined;
}

/** A range from the data of a problem, as long as it lies inside of the text. */
export function rangeOf({ problem, text }: FixContext, key: string): Range | undefined {
  const value = problem.data?.[key];
  if (typeof value !== 'object' || value === null || !('start' in value) || !('end' in value)) return undefined;
  const { start, end } = value;
  if (typeof start !== 'number' || typeof end !== 'number' || start < 0 || end < start || end > text.length)
    return undefined;
  return { start, end };
}

/** The entry, at any depth, whose key or value a problem's range is. */
export function entryAt(entries: readonly FrontMatterEntry[], { start, end }: Range): FrontMatterEntry | undefined {
  for (const entry of entries) {
    const { keyRange, value } = entry;
    if ([keyRange, value.range].some((range) => range.start === start && range.end === end)) return entry;
    const inner = entryAt([...value.entries, ...value.items.flatMap((item) => item.entries)], { start, end });
    if (inner) return inner;
  }
  return undefined;
}

/** Replaces the whole value of an entry, which may begin on a later line, by one on the line of its key. */
export function replaceValue(
  context: FixContext,
  { keyRange, value }: FrontMatterEntry,
  newText: string,
): FileEdit | undefined {
  const colon = context.text.indexOf(':', keyRange.end);
  if (colon < 0 || colon >= Math.max(value.range.end, colon + 1)) return undefined;
  if (colon + 1 > value.range.start) return undefined;
  return replace(context, { start: colon + 1, end: endOfValue(value) }, ` ${newText}`);
}

function endOfValue(value: FrontMatterValue): number {
  return Math.max(value.range.end, value.properties?.end ?? 0);
}
