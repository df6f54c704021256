import { visiblePath } from '../text/paths.ts';
import { toRecord } from '../text/record.ts';
import { decodeEntry, laterEntry, mergeEntries, serializeEntry } from './entryText.ts';
import type { Ledger, LedgerEntry, UnreadEntry } from './ledgerEntry.ts';
import { LedgerError, ledgerFileName } from './ledgerError.ts';
import { quoteKey, sortedEntries } from './ledgerText.ts';
import { l10n } from '../text/l10n.ts';

export type { AcceptedChange, AllowedSecret, Ledger, LedgerEntry } from './ledgerEntry.ts';
export { LedgerError, ledgerFileName } from './ledgerError.ts';

/** Written into the file; lower ones are read and written back as this one, a file with a higher one is left alone. */
const ledgerFormat = 2;

/** UTF-16 code units. Our own bound: thousands of skills need less. */
const ledgerMaxLength = 1_048_576;

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

/** Throws `LedgerError` when there is an entry that cannot be read, or the folder is one that cannot have an entry. */
export function findInLedger(ledger: Ledger, folder: string, connection: string): LedgerEntry | undefined {
  const found = ledger.get(folder)?.get(connection);
  const fault = found ? undefined : (folderFault(folder) ?? unreadOf(ledger, folder, connection)?.reason);
  if (fault !== undefined) throw new LedgerError(fault);
  return found;
}

function unreadOf({ unread = [] }: Ledger, folder: string, connection: string): UnreadEntry | undefined {
  return unread.find(
    (each) => each.folder === folder && (each.connection === undefined || each.connection === connection),
  );
}

/**
 * Why a folder cannot have an entry: only what would lead out of the workspace, or mean something else than a folder,
 * however odd a name is. What is written is judged by this too, so nothing is written that is not read again.
 */
function folderFault(folder: string): string | undefined {
  const segments = folder.split(/[/\\]/);
  if (!/^(?:\/|\\\\|[A-Za-z]:[/\\])/.test(folder) && !segments.includes('..') && !segments.includes('__proto__'))
    return undefined;
  return l10n.t`${ledgerFileName} cannot have an entry for the folder “${visiblePath(folder, 80)}”: the path must be inside the workspace.`;
}

/** The ledger with one entry set. */
export function withEntry(ledger: Ledger, folder: string, connection: string, entry: LedgerEntry): Ledger {
  const unread = ledger.unread?.filter(
    (each) => each.folder !== folder || (each.connection !== undefined && each.connection !== connection),
  );
  return withUnread(new Map(ledger).set(folder, new Map(ledger.get(folder)).set(connection, entry)), unread);
}

function withUnread(ledger: Ledger, unread: readonly UnreadEntry[] = []): Ledger {
  return unread.length === 0 ? ledger : Object.assign(new Map(ledger), { unread });
}

/** Reads the file, sets one entry, writes it back: what others wrote meanwhile stays. Throws `LedgerError`. */
export async function recordInLedger(
  file: LedgerFile,
  folder: string,
  connection: string,
  entry: LedgerEntry,
): Promise<void> {
  await changeInLedger(file, folder, connection, () => entry);
}

/**
 * The same for what has been published already, which a failure to write does not undo. Resolves as `failureToRecord`, which
 * `notRecorded` tells.
 */
export async function recordPublished(
  ...[file, folder, connection, entry]: Parameters<typeof recordInLedger>
): Promise<string | undefined> {
  return failureToRecord(() => recordInLedger(file, folder, connection, entry));
}

/** Runs what records a publish: resolves to why it could not be recorded; `undefined`: it was. Rejects only for bugs. */
export async function failureToRecord(record: () => Promise<void>): Promise<string | undefined> {
  try {
    await record();
    return undefined;
  } catch (error) {
    if (error instanceof LedgerError || (error instanceof Error && 'code' in error)) return error.message;
    throw error;
  }
}

/** What to say of that: the next plan finds the version by its fingerprint. */
export function notRecorded(failure: string): string {
  return `${historyNotUpdated(failure)} ${l10n.t`The next publish will correct it.`}`;
}

/** The same where the next plan does not find it. */
export function historyNotUpdated(failure: string): string {
  return l10n.t`The publish history could not be updated (${failure}).`;
}

/**
 * The same with an entry made of the one that is there, `undefined` when there is none: what it gives is recorded, and
 * nothing is written when it gives `undefined`.
 */
export async function changeInLedger(
  file: LedgerFile,
  folder: string,
  connection: string,
  change: (before: LedgerEntry | undefined) => LedgerEntry | undefined,
): Promise<void> {
  await file.exclusive(async () => {
    const ledger = parseLedger(await file.read());
    const fault = folderFault(folder);
    if (fault !== undefined) throw new LedgerError(fault);
    const before = ledger.get(folder)?.get(connection);
    const entry = change(before);
    if (!entry) return;
    const kept = before ? laterEntry(before, entry) : entry;
    const text = serializeLedger(withEntry(ledger, folder, connection, kept));
    refuseTooLong(text);
    await file.write(text);
  });
}

/**
 * Text with sorted keys and one fact a line, so that Git merges the publishes of two people. Each level is indented by
 * two spaces; the text ends in a line break.
 */
export function serializeLedger(ledger: Ledger): string {
  const folders = new Map<string, Map<string, string>>();
  const put = (folder: string, connection: string, text: string): void => {
    folders.set(folder, (folders.get(folder) ?? new Map<string, string>()).set(connection, text));
  };
  for (const [folder, entries] of ledger) for (const [key, entry] of entries) put(folder, key, serializeEntry(entry));
  const whole = new Map<string, string>();
  for (const { folder, connection, value } of ledger.unread ?? []) {
    if (connection === undefined) whole.set(folder, indented(value, 4));
    else put(folder, connection, indented(value, 6));
  }
  for (const [folder, entries] of folders)
    whole.set(
      folder,
      `{\n${sortedEntries(entries)
        .map(([key, text]) => `${quoteKey(key, 6)}${text}`)
        .join(',\n')}\n    }`,
    );
  const skills = sortedEntries(whole).map(([folder, text]) => `${quoteKey(folder, 4)}${text}`);
  return `{\n  "ledger": ${ledgerFormat},\n  "skills": {${skills.length > 0 ? `\n${skills.join(',\n')}\n  ` : ''}}\n}\n`;
}

function indented(value: unknown, indent: number): string {
  return JSON.stringify(value, undefined, 2).replaceAll('\n', `\n${' '.repeat(indent)}`);
}

/**
 * Reads a ledger; an absent or empty one is empty. A file with the conflict marks of a Git merge is read too: of each
 * entry the newer publish counts. Throws `LedgerError` when it is damaged or made by a newer version.
 */
export function parseLedger(text: string | undefined): Ledger {
  if (text === undefined) return new Map();
  refuseTooLong(text);
  if (text.trim() === '') return new Map();
  if (!/^<{7}(?: |$)/m.test(text)) return decodeLedger(parseJson(text));
  const sides = (['ours', 'theirs'] as const).map((side) => decodeLedger(parseJson(oneSide(text, side))));
  return sides.reduce(mergeLedgers);
}

function refuseTooLong({ length }: string): void {
  if (length > ledgerMaxLength)
    throw new LedgerError(l10n.t`${ledgerFileName} is larger than 1 MB. Restore the right one from version control.`);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\ufeff/, ''));
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw new LedgerError(
      l10n.t`${ledgerFileName} is not valid JSON. Fix it or restore it from version control. Publishing is disabled until then, because this file records which skill each folder belongs to.`,
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
    .replace(/(["}\]])(?=[^\S\n]*\n\s*["{])/g, '$1,');
}

/** Both ledgers in one: of an entry that both have the newer publish; notes and allowed secrets of both. */
export function mergeLedgers(one: Ledger, other: Ledger): Ledger {
  const merged = new Map(one);
  for (const [folder, connections] of other) {
    const entries = new Map(merged.get(folder));
    for (const [key, entry] of connections) {
      const mine = entries.get(key);
      entries.set(key, mine ? mergeEntries(mine, entry) : entry);
    }
    merged.set(folder, entries);
  }
  const isUnread = ({ folder, connection }: UnreadEntry): boolean =>
    !(connection === undefined ? merged.has(folder) : merged.get(folder)?.has(connection));
  const mine = (one.unread ?? []).filter(isUnread);
  const theirs = (other.unread ?? []).filter(
    (each) =>
      isUnread(each) &&
      !mine.some(({ folder, connection }) => each.folder === folder && each.connection === connection),
  );
  return withUnread(merged, [...mine, ...theirs]);
}

function decodeLedger(value: unknown): Ledger {
  const root = toRecord(value);
  const format = root?.['ledger'];
  if (!root || typeof format !== 'number')
    throw new LedgerError(
      l10n.t`${ledgerFileName} is not a publish history of this tool. Rename it, or restore the right one from version control.`,
    );
  if (format > ledgerFormat)
    throw new LedgerError(
      l10n.t`${ledgerFileName} was written by a newer version of this tool. Update it, so that nothing is lost.`,
    );
  const ledger = new Map<string, ReadonlyMap<string, LedgerEntry>>();
  const unread: UnreadEntry[] = [];
  for (const [folder, value] of Object.entries(toRecord(root['skills']) ?? {})) {
    const connections = toRecord(value);
    const fault =
      folderFault(folder) ??
      (connections
        ? undefined
        : l10n.t`${ledgerFileName}: “${visiblePath(folder, 80)}” is not an entry. Fix the entry or remove it.`);
    if (fault !== undefined) {
      unread.push({ folder, connection: undefined, value, reason: fault });
      continue;
    }
    const entries = new Map<string, LedgerEntry>();
    for (const [connection, each] of Object.entries(connections ?? {})) {
      const entry = decodeEntry(each);
      if (typeof entry === 'string')
        unread.push({
          folder,
          connection,
          value: each,
          reason: l10n.t`${ledgerFileName}: “${visiblePath(folder, 80)}” has no ${entry}. Fix the entry or remove it.`,
        });
      else entries.set(connection, entry);
    }
    ledger.set(folder, entries);
  }
  return withUnread(ledger, unread);
}
