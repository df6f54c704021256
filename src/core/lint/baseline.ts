import { hashOf } from '../bundle/fingerprint.ts';
import { rules } from '../skill/rules/all.ts';
import { countingRules } from './config.ts';

/** Name of the file where none is configured. */
export const baselineFileName = '.skill-publisher-baseline.json';

/** What a problem is recognized by. */
export interface BaselineKey {
  readonly code: string;
  /** From the folder of the baseline. */
  readonly path: string;
  /** The line where it begins. */
  readonly line: string;
  /** What its rule counted. */
  readonly value?: number | undefined;
}

interface Entry {
  readonly rule: string;
  readonly path: string;
  readonly key: string;
  /** The most that is known: a larger value is a new problem. */
  readonly value?: number;
}

/** A baseline that cannot be read. `message` is fit to show. */
export class BaselineError extends Error {
  override readonly name = 'BaselineError';
}

/** Problems that are known, each by its key. */
export class Baseline {
  readonly #entries: ReadonlyMap<string, Entry>;

  constructor(entries: Iterable<Entry> = []) {
    this.#entries = new Map([...entries].map((entry) => [entry.key, entry]));
  }

  get size(): number {
    return this.#entries.size;
  }

  /** Throws `BaselineError`. */
  static parse(text: string): Baseline {
    let value: unknown;
    try {
      value = JSON.parse(text);
    } catch {
      throw new BaselineError('The baseline is not JSON. Write it anew with “skill-publisher baseline”.');
    }
    const { format, entries } = (value ?? {}) as { readonly format?: unknown; readonly entries?: unknown };
    if (format !== 1 || !Array.isArray(entries) || !entries.every(isEntry))
      throw new BaselineError('The baseline has a form that this version does not know. Write it anew.');
    return new Baseline(entries);
  }

  /** One line an entry, sorted, so that Git merges it. */
  format(): string {
    const entries = [...this.#entries.values()].sort(
      (a, b) => byText(a.path, b.path) || byText(a.rule, b.rule) || byText(a.key, b.key),
    );
    const lines = entries.map((entry) => `    ${JSON.stringify(entry)}`);
    return `{\n  "format": 1,\n  "entries": [${lines.length === 0 ? '' : `\n${lines.join(',\n')}\n  `}]\n}\n`;
  }

  /** Which of these problems, in their order, are known. */
  knows(problems: readonly BaselineKey[]): readonly boolean[] {
    return toEntries(problems).map((entry) => {
      const known = entry && this.#entries.get(entry.key);
      return known !== undefined && (known.value === undefined || (entry?.value ?? 0) <= known.value);
    });
  }

  /** Entries about these skill folders that none of these problems, all that they have, answers to. */
  stale(problems: readonly BaselineKey[], folders: readonly string[]): number {
    const found = new Set(toEntries(problems).map((entry) => entry?.key));
    return [...this.#entries.values()].filter(({ path, key }) => isIn(path, folders) && !found.has(key)).length;
  }

  /** Without what is no problem of these folders anymore; a smaller value stays the smaller one. Never grows. */
  pruned(problems: readonly BaselineKey[], folders: readonly string[]): Baseline {
    const found = new Map(toEntries(problems).flatMap((entry) => (entry ? [[entry.key, entry] as const] : [])));
    return new Baseline(
      [...this.#entries.values()].flatMap((known) => {
        const now = found.get(known.key);
        if (!now) return isIn(known.path, folders) ? [] : [known];
        return known.value === undefined
          ? [known]
          : [{ ...known, value: Math.min(known.value, now.value ?? known.value) }];
      }),
    );
  }

  /** One that knows of these folders all of these problems, but for those that must be solved, and nothing else. */
  replaced(problems: readonly BaselineKey[], folders: readonly string[]): Baseline {
    const others = [...this.#entries.values()].filter(({ path }) => !isIn(path, folders));
    return new Baseline([...others, ...toEntries(problems).filter((entry) => entry !== undefined)]);
  }
}

function isIn(path: string, folders: readonly string[]): boolean {
  return folders.some((folder) => folder === '.' || path === folder || path.startsWith(`${folder}/`));
}

/** False for what no baseline may hold: secrets, what cannot be read, and what the Skills API refuses. */
function mayBeKnown(code: string): boolean {
  if (/^(?:secret|file)\//.test(code)) return false;
  const rule = rules.get(code);
  return rule?.isFixed !== true && rule?.severity.api !== 'error';
}

/** Names each problem; `undefined` for one that no baseline may hold. */
function toEntries(problems: readonly BaselineKey[]): readonly (Entry | undefined)[] {
  const keys = fingerprintsOf(problems);
  return problems.map(({ code, path, value }, index) =>
    mayBeKnown(code)
      ? {
          rule: code,
          path,
          key: keys[index] ?? '',
          ...(countingRules.includes(code) && value !== undefined ? { value } : {}),
        }
      : undefined,
  );
}

/** What each problem is recognized by: rule, path, line, and its ordinal among those that are equal in these. */
export function fingerprintsOf(problems: readonly BaselineKey[]): readonly string[] {
  const ordinals = new Map<string, number>();
  return problems.map(({ code, path, line }) => {
    const place = JSON.stringify([code, path, countingRules.includes(code) ? '' : line.trim()]);
    const ordinal = ordinals.get(place) ?? 0;
    ordinals.set(place, ordinal + 1);
    return hashKey(place, ordinal);
  });
}

function hashKey(place: string, ordinal: number): string {
  return hashOf(new TextEncoder().encode(`${place}#${ordinal}`)).slice(0, 32);
}

function isEntry(value: unknown): value is Entry {
  const { rule, path, key, value: most } = (value ?? {}) as Record<keyof Entry, unknown>;
  return (
    typeof rule === 'string' &&
    typeof path === 'string' &&
    typeof key === 'string' &&
    /^[0-9a-f]{32}$/.test(key) &&
    (most === undefined || typeof most === 'number')
  );
}

function byText(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
