import { numberOf } from '../vocabulary.ts';
import type { Fact, FactKind, Facts, FileFact, Finding, ImpactClass, ImpactSeverity, Place } from '../model.ts';

/** A version with its facts in order. */
export class Version {
  readonly facts: Facts;
  readonly files: ReadonlyMap<string, FileFact>;
  readonly #kinds = new Map<FactKind, Map<string, Fact[]>>();
  #words: ReadonlySet<number> | undefined;

  constructor(facts: Facts) {
    this.facts = facts;
    this.files = new Map(facts.files.map((file) => [file.path, file]));
    for (const fact of facts.facts) {
      const subjects = this.#kinds.get(fact.kind) ?? new Map<string, Fact[]>();
      this.#kinds.set(fact.kind, subjects);
      const places = subjects.get(fact.subject);
      if (places) places.push(fact);
      else subjects.set(fact.subject, [fact]);
    }
  }

  /** Facts of one kind by subject; each has at least one place. */
  of(kind: FactKind): ReadonlyMap<string, readonly Fact[]> {
    return this.#kinds.get(kind) ?? nothing;
  }

  /** A key of the front matter; `undefined` when it is not set, or set to what it is without. */
  field(key: string): Fact | undefined {
    return this.of('field').get(key)?.[0];
  }

  /** True when one of its texts or programs has this word, in any case. */
  says(word: string): boolean {
    this.#words ??= new Set(this.facts.words);
    return this.#words.has(numberOf(word));
  }

  /** A figure; 0 when there is none. */
  size(subject: string): number {
    return Number(this.of('size').get(subject)?.[0]?.value ?? 0);
  }
}

const nothing: ReadonlyMap<string, readonly Fact[]> = new Map();

/** What is compared, and for whom. */
export interface Comparison {
  readonly old: Version;
  readonly new: Version;
  /** Files that are not the same on both sides: gone, new, changed, moved. */
  readonly files: FileChanges;
  /** True when the skill runs where nothing can be installed or fetched. */
  readonly isSealed: boolean;
  /** True when there is no version before: what is new is said as it is. */
  readonly isAlone: boolean;
}

/** What is said of something new: as a change, and as it is. */
export type Said = readonly [change: string, alone: string];

export function saidIn({ isAlone }: Pick<Comparison, 'isAlone'>, [change, alone]: Said): string {
  return isAlone ? alone : change;
}

export interface FileChanges {
  readonly removed: readonly FileFact[];
  readonly added: readonly FileFact[];
  readonly changed: readonly { readonly old: FileFact; readonly new: FileFact }[];
  readonly moved: readonly { readonly old: FileFact; readonly new: FileFact }[];
}

/** A finding before its code is put in. */
export interface Draft {
  readonly subject: string;
  readonly message: string;
  readonly old?: Place | undefined;
  readonly new?: Place | undefined;
  /** Instead of those of the check. */
  readonly class?: ImpactClass;
  readonly severity?: ImpactSeverity;
}

/** One row of the catalog. */
export interface Check {
  /** Without `impact/`. */
  readonly code: string;
  readonly class: ImpactClass;
  readonly severity: ImpactSeverity;
  readonly find: (comparison: Comparison) => Iterable<Draft>;
}

export function findingOf(check: Check, draft: Draft): Finding {
  return {
    code: `impact/${check.code}`,
    class: draft.class ?? check.class,
    severity: draft.severity ?? check.severity,
    subject: draft.subject,
    ...(draft.old === undefined ? {} : { old: { path: draft.old.path, range: draft.old.range } }),
    ...(draft.new === undefined ? {} : { new: { path: draft.new.path, range: draft.new.range } }),
    message: draft.message,
  };
}

interface SetRow {
  readonly code: string;
  readonly kind: FactKind;
  readonly class: ImpactClass;
  readonly severity: ImpactSeverity;
  readonly say: (subject: string, fact: Fact) => string | Said;
  /** Another severity for this one. */
  readonly weigh?: (fact: Fact, comparison: Comparison) => ImpactSeverity | undefined;
  /** Other kinds that make the subject nothing new. */
  readonly known?: readonly FactKind[];
  /** What else makes it nothing new. */
  readonly isKnown?: (fact: Fact, comparison: Comparison) => boolean;
}

/** A row that reports the subjects that only the new version has. */
export function addedRow({ kind, say, weigh, known = [], isKnown, ...row }: SetRow): Check {
  return {
    ...row,
    find: function* (comparison) {
      const { old, new: now } = comparison;
      for (const [subject, [fact]] of now.of(kind)) {
        if (!fact || old.of(kind).has(subject) || known.some((other) => old.of(other).has(subject))) continue;
        if (isKnown?.(fact, comparison) === true) continue;
        const severity = weigh?.(fact, comparison);
        const said = say(subject, fact);
        const message = typeof said === 'string' ? said : saidIn(comparison, said);
        yield { subject, message, new: fact, ...(severity === undefined ? {} : { severity }) };
      }
    },
  };
}

/** A row that reports the subjects that only the old version has. */
export function removedRow({
  kind,
  say,
  weigh,
  known = [],
  ...row
}: Omit<SetRow, 'isKnown' | 'say'> & { readonly say: (subject: string, fact: Fact) => string }): Check {
  return {
    ...row,
    find: function* (comparison) {
      const { old, new: now } = comparison;
      for (const [subject, [fact]] of old.of(kind)) {
        if (!fact || now.of(kind).has(subject) || known.some((other) => now.of(other).has(subject))) continue;
        const severity = weigh?.(fact, comparison);
        yield { subject, message: say(subject, fact), old: fact, ...(severity === undefined ? {} : { severity }) };
      }
    },
  };
}

/** A text in a message: one line, cut to 80 characters. */
export function clipped(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim();
  return line.length > 80 ? `${line.slice(0, 79)}…` : line;
}
