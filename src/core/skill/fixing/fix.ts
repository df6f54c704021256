import { type FileEdit, lineBreakOf } from '../edits.ts';
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
  /** Keeps what the author meant for every reader: may be applied without asking. */
  readonly isSafe: boolean;
  readonly problemCode: string;
  readonly edits: readonly FileEdit[];
}

/** What a fix is made from. */
export interface FixContext<Data = unknown> {
  readonly skill: Skill;
  readonly problem: Problem;
  readonly frontMatter: FrontMatter;
  /** Text of the file at fault; '' when it is not known. */
  readonly text: string;
  /** What the check noted for the fix. */
  readonly data: Data;
}

/** The ways to solve one problem, the best first. The problem comes from this very skill. */
export type Fixer<Data = unknown> = (context: FixContext<Data>) => readonly Fix[];

/**
 * How freely a fix may be applied. `safe`: without asking; it keeps what the author meant for every reader. `preferred`:
 * the obvious choice, but its effect should be looked at. `possible`: one choice among others.
 */
export type Trust = 'safe' | 'preferred' | 'possible';

/** A fix of one problem. Safe ones are preferred as well. */
export function fix({ problem }: FixContext, title: string, trust: Trust, ...edits: FileEdit[]): Fix {
  return { title, isPreferred: trust !== 'possible', isSafe: trust === 'safe', problemCode: problem.code, edits };
}

/** Replaces a range of the file at fault. */
export function replace({ problem }: FixContext, range: Range, newText: string): FileEdit {
  return { kind: 'text', file: problem.file, range, newText };
}

/** Puts a line of its own at an offset. */
export function insertLine(context: FixContext, at: number, line: string, text: string): FileEdit {
  const eol = lineBreakOf(text);
  const lead = at > 0 && !/[\r\n]/.test(text.charAt(at - 1)) ? eol : '';
  return replace(context, { start: at, end: at }, `${lead}${line}${eol}`);
}

export function ownFile(skill: Skill): string {
  return skill.fileName ?? skillFileName;
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
  if (colon < 0 || colon >= value.range.start) return undefined;
  return replace(context, { start: colon + 1, end: endOfValue(value) }, ` ${newText}`);
}

function endOfValue(value: FrontMatterValue): number {
  return Math.max(value.range.end, value.properties?.end ?? 0);
}
