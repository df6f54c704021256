/** Half-open range of 0-based offsets in UTF-16 code units into the text of the file it belongs to. */
export interface Range {
  readonly start: number;
  readonly end: number;
}

export type Severity = 'error' | 'warning' | 'information' | 'hint';

/** A fact about the user's files, never an exception. */
export interface Problem {
  /** Stable rule id, for example `name/charset`. */
  readonly code: string;
  readonly severity: Severity;
  /** One sentence or two: what is wrong, where it matters, what to do. Plain text. */
  readonly message: string;
  /** Path of the file at fault, relative to the skill folder, `/` separators. */
  readonly file: string;
  /** Where in that file. `{0, 0}` when the file has no text or does not exist. */
  readonly range: Range;
  /** What the rule noted for its quick fix; plain JSON. Only the rule knows its type (`dataOf`). */
  readonly data?: unknown;
  /** The other places of the same problem, at most 50. */
  readonly related?: readonly RelatedPlace[];
}

/** Another place where a problem shows. */
interface RelatedPlace {
  /** Relative to the skill folder. */
  readonly file: string;
  readonly range: Range;
  /** As `data` of the problem, for this place. */
  readonly data?: unknown;
}

/** A violated rule, before its severity for a target is known. */
export interface Finding {
  readonly code: string;
  readonly message: string;
  /** Path of the file at fault; SKILL.md itself when left out. */
  readonly file?: string;
  readonly range: Range;
  readonly data?: unknown;
  /** An error whatever the level of the rule is: nothing can be sent. */
  readonly isRefusal?: true;
  /** What the finding is about: the same rule finds it in several places, but the author reads of it once. */
  readonly subject?: string;
  /** Instead of the one of the rule, where the user gave the finding its own. */
  readonly severity?: Severity | undefined;
}
