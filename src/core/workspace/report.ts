import { Lines, type Position } from '../text/lines.ts';
import type { CollectedSkill } from '../skill/collectSkill.ts';
import type { Problem, Range, Severity } from '../skill/problem.ts';
import { type Skill, textIn } from '../skill/skill.ts';

/** Where a problem stands, for those who do not have the text. */
export interface Place {
  readonly start: Position;
  readonly end: Position;
}

/** What else there is to say of a problem. */
export interface ProblemDetails {
  /** The line where it begins, without its line break. */
  readonly line: string;
  readonly fix?: FixDetails | undefined;
}

/** The fix that would be applied. */
export interface FixDetails {
  readonly title: string;
  readonly isSafe: boolean;
  /** Of the file at fault; empty when the fix changes more than its text. */
  readonly edits: readonly { readonly at: Place; readonly newText: string }[];
}

export interface PlacedProblem extends Problem {
  readonly at: Place;
  /** Where `related` stands, one for one. */
  readonly relatedAt?: readonly Place[];
  /** VS Code's own validator says it too, where it is active. */
  readonly byHost?: true;
  /** What only reports for people and other programs need; there when it was asked for. */
  readonly details?: ProblemDetails | undefined;
}

/** What is known of a skill folder after it was judged. Plain JSON: it crosses threads and is kept between windows. */
export interface SkillReport {
  /** The name of SKILL.md as it is spelled on disk; `undefined` when the folder has none. */
  readonly fileName?: string | undefined;
  readonly problems: readonly PlacedProblem[];
  /** What was judged, and for whom (`verdictKey`); `undefined` with unsaved texts. */
  readonly key?: string | undefined;
  /** `undefined` when the files that would travel cannot all be read; `unreadable` says why. */
  readonly fingerprint?: string | undefined;
  readonly unreadable?: string | undefined;
  /** Fingerprint of the same content with LF line ends; `undefined` as `fingerprint` is. */
  readonly contentKey?: string | undefined;
  /** What its neighbors are compared with. */
  readonly collected?: CollectedSkill | undefined;
  /** Where the parts of `collected` stand. */
  readonly anchors?: readonly { readonly range: Range; readonly at: Place }[] | undefined;
}

export const nowhere: Place = { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };

/** The lines and columns of ranges in the files of a skill. */
export function placesIn(skill: Skill): (file: string, range: Range) => Place {
  const known = new Map<string, Lines>();
  return (file, { start, end }) => {
    const text = textIn(skill, file);
    if (text === undefined) return nowhere;
    const lines = known.get(file) ?? new Lines(text);
    known.set(file, lines);
    return { start: lines.positionAt(start), end: lines.positionAt(end) };
  };
}

/** The place of a problem that a skill has because of its neighbors. */
export function anchorOf({ anchors }: SkillReport, { start, end }: Range): Place {
  return anchors?.find(({ range }) => range.start === start && range.end === end)?.at ?? nowhere;
}

export function countOf({ problems }: Pick<SkillReport, 'problems'>, severity: Severity): number {
  return problems.filter((problem) => problem.severity === severity).length;
}
