import { type FileEdit, lineBreakOf } from '../edits.ts';
import type { FrontMatter, FrontMatterEntry, FrontMatterValue } from '../frontMatter.ts';
import type { Problem, Range } from '../problem.ts';
import { perObject } from '../rules/remembered.ts';
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
  /** An editor shows what it would change before it does. */
  readonly isPreviewed?: true;
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

interface Places {
  /** By the range of their key and that of their value. */
  readonly entries: ReadonlyMap<string, FrontMatterEntry>;
  /** By their range and that of their anchor or tag. */
  readonly values: ReadonlyMap<string, FrontMatterValue>;
}

const nameOfRange = ({ start, end }: Range): string => `${start}-${end}`;

/** Of several at one place the outermost. */
const placesOf = perObject((all: readonly FrontMatterEntry[]): Places => {
  const [entries, values] = [new Map<string, FrontMatterEntry>(), new Map<string, FrontMatterValue>()];
  const add = <T>(to: Map<string, T>, range: Range | undefined, item: T): void => {
    if (range && !to.has(nameOfRange(range))) to.set(nameOfRange(range), item);
  };
  const addValue = (value: FrontMatterValue): void => {
    add(values, value.properties, value);
    add(values, value.range, value);
  };
  const visit = (entry: FrontMatterEntry): void => {
    const { keyRange, value } = entry;
    add(entries, keyRange, entry);
    add(entries, value.range, entry);
    addValue(value);
    value.entries.forEach(visit);
    value.items.forEach(addValue);
    for (const item of value.items) item.entries.forEach(visit);
  };
  all.forEach(visit);
  return { entries, values };
});

/** The entry, at any depth, whose key or value a problem's range is. */
export function entryAt(entries: readonly FrontMatterEntry[], range: Range): FrontMatterEntry | undefined {
  return placesOf(entries).entries.get(nameOfRange(range));
}

/** The value, at any depth, that a problem's range is, or whose anchor or tag it is. */
export function valueMarkedAt(entries: readonly FrontMatterEntry[], range: Range): FrontMatterValue | undefined {
  return placesOf(entries).values.get(nameOfRange(range));
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
