import type { AcceptedChange, AllowedSecret, LedgerAction, LedgerEntry } from './ledgerEntry.ts';
import { type Fields, toRecord } from '../text/record.ts';
import { quoteKey, sortedEntries } from './ledgerText.ts';

/**
 * The later entry with what outlives a publish of the same skill: the notes of earlier versions, and the allowed
 * secrets unless `last` has a list of its own, which may be empty. Accepted changes are those of its version alone.
 */
export function laterEntry(first: LedgerEntry, last: LedgerEntry): LedgerEntry {
  if (first.skillId !== last.skillId) return last;
  const allowedSecrets = last.allowedSecrets ?? first.allowedSecrets;
  return {
    ...last,
    ...(allowedSecrets === undefined ? {} : { allowedSecrets }),
    notes: { ...first.notes, ...last.notes },
  };
}

/** Of two publishes that did not know of each other the later one, with what both remember of the same skill. */
export function mergeEntries(one: LedgerEntry, other: LedgerEntry): LedgerEntry {
  const [last, first] = Date.parse(other.time) > Date.parse(one.time) ? [other, one] : [one, other];
  if (first.skillId !== last.skillId) return last;
  const allowed = [...(first.allowedSecrets ?? []), ...(last.allowedSecrets ?? [])];
  const bySecret = new Map(allowed.map((secret) => [secret.fingerprint, secret]));
  return laterEntry(
    first,
    allowed.length === 0 ? last : { ...last, allowedSecrets: sortedEntries(bySecret).map(([, secret]) => secret) },
  );
}

/** Text of an entry at its place in the ledger: sorted keys, one fact a line, indented by six spaces. */
export function serializeEntry(entry: LedgerEntry): string {
  const { action, allowedSecrets = [], acceptedChanges = [], notes, ...texts } = entry;
  const lines = new Map<string, string>();
  for (const [key, value] of Object.entries(texts)) if (value !== undefined) lines.set(key, JSON.stringify(value));
  if (action) lines.set('action', oneLine({ ...action }));
  if (allowedSecrets.length > 0) {
    const sorted = sortedEntries(new Map(allowedSecrets.map((secret) => [secret.fingerprint, secret])));
    lines.set(
      'allowedSecrets',
      block(
        '[',
        ']',
        sorted.map(([, secret]) => `${' '.repeat(10)}${oneLine({ ...secret })}`),
      ),
    );
  }
  if (acceptedChanges.length > 0) {
    const sorted = sortedEntries(new Map(acceptedChanges.map((each) => [`${each.code} ${each.subject}`, each])));
    lines.set(
      'acceptedChanges',
      block(
        '[',
        ']',
        sorted.map(([, change]) => `${' '.repeat(10)}${oneLine({ ...change })}`),
      ),
    );
  }
  const kept = sortedEntries(new Map(Object.entries(notes)));
  if (kept.length > 0)
    lines.set(
      'notes',
      block(
        '{',
        '}',
        kept.map(([ref, note]) => `${quoteKey(ref, 10)}${JSON.stringify(note)}`),
      ),
    );
  const body = sortedEntries(lines).map(([key, text]) => `${quoteKey(key, 8)}${text}`);
  return `{\n${body.join(',\n')}\n      }`;
}

function block(open: string, close: string, lines: readonly string[]): string {
  return `${open}\n${lines.join(',\n')}\n        ${close}`;
}

/** An object of texts in one line, so that Git never merges halves of two. */
function oneLine(texts: Readonly<Record<string, string | undefined>>): string {
  const facts = sortedEntries(new Map(Object.entries(texts))).filter(([, value]) => value !== undefined);
  return `{ ${facts.map(([key, value]) => `${JSON.stringify(key)}: ${JSON.stringify(value)}`).join(', ')} }`;
}

/** The entry, or the key without which it cannot be used. What is optional and cannot be read is left out. */
export function decodeEntry(value: unknown): LedgerEntry | string {
  const entry = toRecord(value) ?? {};
  const text = (key: string): string => stringAt(entry, key) ?? '';
  const missing = ['skillId', 'name', 'version', 'fingerprint', 'time'].find((key) => text(key) === '');
  if (missing !== undefined) return missing;
  const notes = Object.entries(toRecord(entry['notes']) ?? {}).filter(
    (note): note is [string, string] => typeof note[1] === 'string',
  );
  const allowedSecrets = Array.isArray(entry['allowedSecrets'])
    ? entry['allowedSecrets'].flatMap((each) => decodeAllowedSecret(each) ?? [])
    : [];
  const acceptedChanges = Array.isArray(entry['acceptedChanges'])
    ? entry['acceptedChanges'].flatMap((each) => decodeAcceptedChange(each) ?? [])
    : [];
  const action = decodeAction(entry['action']);
  return {
    skillId: text('skillId'),
    name: text('name'),
    version: text('version'),
    fingerprint: text('fingerprint'),
    time: text('time'),
    ...stringsAt(entry, ['commit', 'author', 'title', 'contentKey']),
    ...(action ? { action } : {}),
    ...(allowedSecrets.length > 0 ? { allowedSecrets } : {}),
    ...(acceptedChanges.length > 0 ? { acceptedChanges } : {}),
    notes: Object.fromEntries(notes),
  };
}

function decodeAction(value: unknown): LedgerAction | undefined {
  const action = toRecord(value) ?? {};
  const kind = (['publish', 'restore', 'promote'] as const).find((each) => each === action['kind']);
  return kind && { kind, ...stringsAt(action, ['version', 'connection', 'skillId']) };
}

function decodeAllowedSecret(value: unknown): AllowedSecret | undefined {
  const secret = toRecord(value) ?? {};
  const [fingerprint, reason, time] = ['fingerprint', 'reason', 'time'].map((key) => stringAt(secret, key));
  if (fingerprint === undefined || reason === undefined || time === undefined) return undefined;
  return { fingerprint, reason, time, ...stringsAt(secret, ['by']) };
}

function decodeAcceptedChange(value: unknown): AcceptedChange | undefined {
  const change = toRecord(value) ?? {};
  const [code, subject, reason, time] = ['code', 'subject', 'reason', 'time'].map((key) => stringAt(change, key));
  if (code === undefined || subject === undefined || reason === undefined || time === undefined) return undefined;
  return { code, subject, reason, time, ...stringsAt(change, ['by']) };
}

function stringAt(from: Fields, key: string): string | undefined {
  const found = from[key];
  return typeof found === 'string' ? found : undefined;
}

/** Those of the keys that have a text. */
function stringsAt<const K extends string>(from: Fields, keys: readonly K[]): Partial<Record<K, string>> {
  const found: Partial<Record<K, string>> = {};
  for (const key of keys) {
    const text = stringAt(from, key);
    if (text !== undefined) found[key] = text;
  }
  return found;
}
