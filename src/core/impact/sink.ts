import type { BrokenCode } from './code/tree.ts';
import type { Range } from '../skill/problem.ts';
import type { Fact, FactKind } from './model.ts';

/** Facts of one kind that one file may have; what comes after them is not told apart from other versions. */
const perKind = 150;
/** UTF-16 units of a subject, and of a value; a description has at most 1,024 characters. */
const longestSubject = 400;
const longestValue = 4_000;

/** Collects the facts of one file: each subject of a kind once, at its first place. */
export class Sink {
  readonly facts: Fact[] = [];
  readonly path: string;
  readonly broken: BrokenCode;
  /** Variables that the blocks of commands have set so far. */
  readonly assigned = new Set<string>();
  readonly #known = new Map<string, Fact>();
  readonly #counts = new Map<FactKind, number>();

  constructor(path: string, readsBroken = true) {
    this.path = path;
    this.broken = { isRead: readsBroken, length: 0 };
  }

  add(kind: FactKind, subject: string, range: Range, value = ''): void {
    const key = `${kind}\0${subject}`;
    const count = this.#counts.get(kind) ?? 0;
    if (subject === '' || this.#known.has(key) || count >= perKind) return;
    const fact = {
      kind,
      subject: subject.slice(0, longestSubject),
      path: this.path,
      range,
      value: value.slice(0, longestValue),
    };
    this.#known.set(key, fact);
    this.#counts.set(kind, count + 1);
    this.facts.push(fact);
  }

  /** About the file as a whole, and kept however many there are. */
  addAlways(kind: FactKind, subject: string, value: string): void {
    this.facts.push({ kind, subject, path: this.path, range: { start: 0, end: 0 }, value });
  }

  knows(kind: FactKind, subject: string): boolean {
    return this.#known.has(`${kind}\0${subject}`);
  }

  has(kind: FactKind): boolean {
    return this.#counts.has(kind);
  }
}
