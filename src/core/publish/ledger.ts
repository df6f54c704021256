import { pathFault } from '../text/paths.ts';
import { comparePaths } from '../bundle/pathOrder.ts';

/** Name of the ledger at the workspace root, meant to be committed. */
export const ledgerFileName = '.skill-publisher.json';
/** Written into the file; a file with a higher number is left alone. */
const ledgerFormat = 1;

/** What is remembered of one skill folder on one connection: its last publish. */
export interface LedgerEntry {
  readonly skillId: string;
  /** The immutable name it was published under. */
  readonly name: string;
  /** What addresses the version in the connection's dialect. */
  readonly version: string;
  readonly fingerprint: string;
  /** ISO 8601, UTC. */
  readonly time: string;
  /** Git commit of the work tree at that time. */
  readonly commit?: string | undefined;
  /** Release notes by version, one line each. */
  readonly notes: Readonly<Record<string, string>>;
}

/**
 * Skill folder (relative to the workspace root, `/` separators, `.` for the root itself) to connection key to entry.
 */
export type Ledger = ReadonlyMap<string, ReadonlyMap<string, LedgerEntry>>;

/** Port: the ledger's text. */
export interface LedgerFile {
  /** `undefined` when there is none. */
  read(): Promise<string | undefined>;
  /** Replaces the whole file or fails and leaves it as it was. */
  write(text: string): Promise<void>;
  /**
   * Runs `work` while nobody else does so, in this process or another: what is read in it is still so when it writes.
   */
  exclusive<T>(work: () => Promise<T>): Promise<T>;
}

/** The ledger cannot be read, so nothing may be written over it. `message` says what to do. */
export class LedgerError extends Error {
  override readonly name = 'LedgerError';
}

export function findInLedger(ledger: Ledger, folder: string, connection: string): LedgerEntry | undefined {
  return ledger.get(folder)?.get(connection);
}

/** The ledger with one entry set. */
export function withEntry(ledger: Ledger, folder: string, connection: string, entry: LedgerEntry): Ledger {
  return new Map(ledger).set(folder, new Map(ledger.get(folder)).set(connection, entry));
}

/** Reads the file, sets one entry, writes it back: what others wrote meanwhile stays. Throws `LedgerError`. */
export async function recordInLedger(
  file: LedgerFile,
  folder: string,
  connection: string,
  entry: LedgerEntry,
): Promise<void> {
  await file.exclusive(async () => {
    const ledger = parseLedger(await file.read());
    const before = findInLedger(ledger, folder, connection);
    const notes = before?.skillId === entry.skillId ? { ...before.notes, ...entry.notes } : entry.notes;
    await file.write(serializeLedger(withEntry(ledger, folder, connection, { ...entry, notes })));
  });
}

/**
 * Text with sorted keys and one fact a line, so that Git merges the publishes of two people. Each level is indented by
 * two spaces; the text ends in a line break.
 */
export function serializeLedger(ledger: Ledger): string {
  const skills = sorted(ledger).map(([folder, connections]) => {
    const entries = sorted(connections).map(([key, entry]) => `${quote(key, 6)}${serializeEntry(entry)}`);
    return `${quote(folder, 4)}{\n${entries.join(',\n')}\n    }`;
  });
  return `{\n  "ledger": ${ledgerFormat},\n  "skills": {${skills.length > 0 ? `\n${skills.join(',\n')}\n  ` : ''}}\n}\n`;
}

function serializeEntry({ commit, fingerprint, name, notes, skillId, time, version }: LedgerEntry): string {
  const lines: string[] = [];
  if (commit !== undefined) lines.push(`${quote('commit', 8)}${JSON.stringify(commit)}`);
  lines.push(`${quote('fingerprint', 8)}${JSON.stringify(fingerprint)}`, `${quote('name', 8)}${JSON.stringify(name)}`);
  const kept = sorted(new Map(Object.entries(notes)));
  if (kept.length > 0)
    lines.push(
      `${quote('notes', 8)}{\n${kept.map(([ref, note]) => `${quote(ref, 10)}${JSON.stringify(note)}`).join(',\n')}\n        ` +
        '}',
    );
  lines.push(
    `${quote('skillId', 8)}${JSON.stringify(skillId)}`,
    `${quote('time', 8)}${JSON.stringify(time)}`,
    `${quote('version', 8)}${JSON.stringify(version)}`,
  );
  return `{\n${lines.join(',\n')}\n      }`;
}

function quote(key: string, indent: number): string {
  return `${' '.repeat(indent)}${JSON.stringify(key)}: `;
}

function sorted<T>(map: ReadonlyMap<string, T>): [string, T][] {
  return [...map].sort(([a], [b]) => comparePaths(a, b));
}

/**
 * Reads a ledger; an absent or empty one is empty. A file with the conflict marks of a Git merge is read too: of each
 * entry the newer publish counts. Throws `LedgerError` when it is damaged or made by a newer version.
 */
export function parseLedger(text: string | undefined): Ledger {
  if (text === undefined || text.trim() === '') return new Map();
  if (!/^<{7}(?: |$)/m.test(text)) return decodeLedger(parseJson(text));
  const sides = (['ours', 'theirs'] as const).map((side) => decodeLedger(parseJson(oneSide(text, side))));
  return sides.reduce(mergeLedgers);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\ufeff/, ''));
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw new LedgerError(
      `${ledgerFileName} is not valid JSON. Mend it or take it back from version control; until then nothing ` +
        'is published, for it says which skill a folder belongs to.',
    );
  }
}

/** One side of every conflict of a merge, the base of `diff3` conflicts left out. */
function oneSide(text: string, side: 'ours' | 'theirs'): string {
  let at: 'both' | 'ours' | 'base' | 'theirs' = 'both';
  const lines: string[] = [];
  for (const line of text.split(/\r?\n/)) {
    if (/^<{7}(?: |$)/.test(line)) at = 'ours';
    else if (/^\|{7}(?: |$)/.test(line) && at === 'ours') at = 'base';
    else if (/^={7}$/.test(line) && at !== 'both') at = 'theirs';
    else if (/^>{7}(?: |$)/.test(line) && at === 'theirs') at = 'both';
    else if (at === 'both' || at === side) lines.push(line);
  }
  // A side that ends a list where the other goes on leaves a comma too many, or one too few.
  return lines
    .join('\n')
    .replace(/,(\s*[}\]])/g, '$1')
    .replace(/(["}])(\s*\n\s*")/g, '$1,$2');
}

/** Both ledgers in one: of an entry that both have the newer publish, the notes of both when it is the same skill. */
export function mergeLedgers(one: Ledger, other: Ledger): Ledger {
  let merged = one;
  for (const [folder, connections] of other) {
    for (const [key, entry] of connections) {
      const mine = findInLedger(merged, folder, key);
      merged = withEntry(merged, folder, key, mine ? newer(mine, entry) : entry);
    }
  }
  return merged;
}

function newer(one: LedgerEntry, other: LedgerEntry): LedgerEntry {
  const [last, first] = Date.parse(other.time) > Date.parse(one.time) ? [other, one] : [one, other];
  return last.skillId === first.skillId ? { ...last, notes: { ...first.notes, ...last.notes } } : last;
}

function decodeLedger(value: unknown): Ledger {
  const root = record(value);
  const format = root?.['ledger'];
  if (!root || typeof format !== 'number')
    throw new LedgerError(
      `${ledgerFileName} is not a ledger of this tool. Rename it, or take the right one back from version control.`,
    );
  if (format > ledgerFormat)
    throw new LedgerError(
      `${ledgerFileName} was written by a newer version of this tool. Update, so that nothing in it is lost.`,
    );
  const ledger = new Map<string, ReadonlyMap<string, LedgerEntry>>();
  for (const [folder, connections] of Object.entries(record(root['skills']) ?? {})) {
    if (folder !== '.' && pathFault(folder))
      throw new LedgerError(
        `${ledgerFileName} names a folder that cannot be one: ${JSON.stringify(folder).slice(0, 80)}.`,
      );
    const entries = Object.entries(record(connections) ?? {}).map(
      ([key, entry]) => [key, decodeEntry(folder, entry)] as const,
    );
    ledger.set(folder, new Map(entries));
  }
  return ledger;
}

function decodeEntry(folder: string, value: unknown): LedgerEntry {
  const entry = record(value) ?? {};
  const text = (key: string): string => {
    const found = entry[key];
    if (typeof found !== 'string' || found === '')
      throw new LedgerError(`${ledgerFileName}: '${folder}' has no ${key}. Mend the entry or remove it.`);
    return found;
  };
  const notes = Object.entries(record(entry['notes']) ?? {}).filter(
    (note): note is [string, string] => typeof note[1] === 'string',
  );
  return {
    skillId: text('skillId'),
    name: text('name'),
    version: text('version'),
    fingerprint: text('fingerprint'),
    time: text('time'),
    ...(typeof entry['commit'] === 'string' ? { commit: entry['commit'] } : {}),
    notes: Object.fromEntries(notes),
  };
}

function record(value: unknown): Readonly<Record<string, unknown>> | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Readonly<Record<string, unknown>>)
    : undefined;
}
