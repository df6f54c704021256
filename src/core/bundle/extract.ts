// An own reader, because no library refuses what must be refused: of 41 hostile archives (absolute and backslash names,
// symlinks, two names for one file, overlapping entries, size lies, case twins …) jszip refused 12, fflate 8, yauzl 20,
// zip.js 17, adm-zip 15; a policy layer over one of them would still have to read the local headers again, which is
// most of this reader. It needs `node:zlib` only and reads nothing that is ambiguous.
import { ArchiveError } from './archiveError.ts';
import { incomingProblem } from '../text/incoming.ts';
import { collisionKey, pathFault, visiblePath, visibleTwins } from '../text/paths.ts';
import { readDirectory, viewOf, type DirectoryRecord } from './zipDirectory.ts';
import { Turns } from './turns.ts';
import { isKnownMethod, locateData, unpack, unpackInPool } from './zipEntry.ts';
import { decodeUtf8 } from '../text/bytes.ts';
import { toSize } from '../text/size.ts';
import { l10n } from '../text/l10n.ts';

export { ArchiveError } from './archiveError.ts';

/** A regular file read from an archive. */
export interface ArchiveFile {
  /** As stored in the archive: `/` separators, with the wrapper folder when there is one. */
  readonly path: string;
  readonly content: Uint8Array;
  /** Permission bits, 0o644 or 0o755. */
  readonly mode: number;
}

interface ExtractLimits {
  /** Files and folders. 10,000: the guard of the official SDK's own extraction. */
  readonly maxEntries: number;
  /** Bytes of one file, unpacked. */
  readonly maxFileBytes: number;
  /** Bytes of all files, unpacked. */
  readonly maxTotalBytes: number;
  /**
   * How many times larger than the archive its files may be, once they are over 16 MiB together. Text reaches 20, a
   * bomb 1,000.
   */
  readonly maxRatio: number;
}

const mebibyte = 1 << 20;
/** A request holds at most 30 MiB (skills-api 6.1), so these bounds leave room for text that packs well. */
const defaultLimits: ExtractLimits = {
  maxEntries: 10_000,
  maxFileBytes: 64 * mebibyte,
  maxTotalBytes: 128 * mebibyte,
  maxRatio: 100,
};
const ratioFree = 16 * mebibyte;

interface Entry {
  readonly record: DirectoryRecord;
  readonly name: string;
  readonly folder: boolean;
}

/**
 * Reads an untrusted zip archive completely, in memory. Files in the archive's order, without folder entries. Throws
 * `ArchiveError` when anything about it is damaged, ambiguous, unsafe to write to a disk, over a limit, or refused by
 * the policy for what comes in; sizes are judged before anything is unpacked.
 */
export function extractArchive(bytes: Uint8Array, limits?: Partial<ExtractLimits>): readonly ArchiveFile[] {
  return readNow(judgeEntries(bytes, limits, checkIncoming));
}

/**
 * The same for a version that is published already and is only looked at: what `incomingProblem` refuses is read too.
 * Before any of it is written it must be judged by that function.
 */
export function inspectArchive(bytes: Uint8Array, limits?: Partial<ExtractLimits>): readonly ArchiveFile[] {
  return readNow(judgeEntries(bytes, limits));
}

function readNow(judging: Generator<undefined, readonly OpenEntry[], undefined>): readonly ArchiveFile[] {
  let judged = judging.next();
  while (judged.done !== true) judged = judging.next();
  const unpacked = judged.value.map((entry) => toFile(entry, unpack(entry.data, entry.record, entry.name)));
  return unpacked.filter((file) => file !== undefined);
}

/**
 * As `inspectArchive`, one file after the other and without holding this thread for longer than a few milliseconds.
 * Throws the signal's reason, too. What was yielded before it throws must not be used.
 */
export async function* inspectInTurns(
  bytes: Uint8Array,
  limits?: Partial<ExtractLimits>,
  signal?: AbortSignal,
): AsyncGenerator<ArchiveFile, void, undefined> {
  const turns = new Turns(signal);
  const judging = judgeEntries(bytes, limits);
  let judged = judging.next();
  for (; judged.done !== true; judged = judging.next()) await turns.next();
  for (const entry of judged.value) {
    const { record, data, name } = entry;
    const content = record.size > inPool ? await unpackInPool(data, record, name, turns) : unpack(data, record, name);
    await turns.worked(content.length);
    const file = toFile(entry, content);
    if (file) yield file;
  }
}

/** Files up to so many bytes are unpacked faster in this thread than they are handed to another. */
const inPool = 256 << 10;

interface OpenEntry extends Entry {
  readonly data: Uint8Array;
}

/** Entries judged before others may have their turn: 2 ms. */
const judgedAtOnce = 100;

/** Everything that is judged before anything is unpacked, in pieces. */
function* judgeEntries(
  bytes: Uint8Array,
  limits: Partial<ExtractLimits> | undefined,
  judge?: (entries: readonly Entry[]) => void,
): Generator<undefined, readonly OpenEntry[], undefined> {
  const bounds = { ...defaultLimits, ...limits };
  refuseOtherFormats(bytes);
  const directory = readDirectory(bytes, bounds.maxEntries);
  yield;
  const entries: Entry[] = [];
  for (const record of directory.records) {
    const stored = decodeName(record);
    const folder = stored.endsWith('/');
    const entry = { record, name: folder ? stored.slice(0, -1) : stored, folder };
    refuseBadName(entry.name);
    checkKind(entry);
    entries.push(entry);
    if (entries.length % judgedAtOnce === 0) yield;
  }
  judge?.(entries);
  checkSizes(entries, bounds, bytes.length);
  yield;
  refuseCollisions(entries);
  yield;
  const data = locateAll(bytes, entries, directory.start);
  return entries.map((entry) => ({ ...entry, data: data.get(entry) ?? new Uint8Array() }));
}

function toFile({ folder, name, record }: Entry, content: Uint8Array): ArchiveFile | undefined {
  return folder ? undefined : { path: name, content, mode: (record.mode & 0o100) !== 0 ? 0o755 : 0o644 };
}

function refuseOtherFormats(bytes: Uint8Array): void {
  if (bytes.length === 0) throw new ArchiveError('NOT_ZIP', l10n.t`The archive is empty: 0 bytes arrived.`);
  const head = new TextDecoder('latin1').decode(bytes.subarray(0, 512));
  if (head.startsWith('PK\x03\x04') || head.startsWith('PK\x05\x06')) return;
  if (/^(?:\xef\xbb\xbf)?\s*(?:<!doctype|<html|<\?xml)/i.test(head)) {
    throw new ArchiveError(
      'NOT_ZIP',
      l10n.t`A web page arrived instead of a zip archive: a proxy or a sign-in page may be in the way.`,
    );
  }
  if (
    head.startsWith('\x1f\x8b') ||
    head.startsWith('BZh') ||
    head.startsWith('\xfd7zXZ') ||
    head.startsWith('7z\xbc\xaf') ||
    head.slice(257, 262) === 'ustar'
  ) {
    throw new ArchiveError(
      'UNSUPPORTED_ARCHIVE',
      l10n.t`This is a tar, gzip, xz, or 7z archive; only zip archives are read.`,
    );
  }
  if (bytes.length >= 22 && findsDirectory(bytes))
    throw new ArchiveError('LEADING_DATA', l10n.t`Other data precedes the zip archive.`);
  throw new ArchiveError('NOT_ZIP', l10n.t`This is not a zip archive.`);
}

function findsDirectory(bytes: Uint8Array): boolean {
  return viewOf(bytes).getUint32(bytes.length - 22, true) === 0x06054b50;
}

/**
 * UTF-8, flagged or not: Info-ZIP does not set the flag. Names in older code pages are refused, for every reader
 * guesses another one.
 */
function decodeName(record: DirectoryRecord): string {
  const name = decodeUtf8(record.nameBytes);
  if (name === undefined) {
    throw new ArchiveError(
      'NAME_ENCODING',
      l10n.t`The archive contains a file name that is not UTF-8 (“${visiblePath(new TextDecoder('latin1').decode(record.nameBytes))}”).`,
    );
  }
  const unicodePath = record.extra.get(0x7075);
  if (unicodePath && decodeUtf8(unicodePath.subarray(5)) !== name) {
    throw new ArchiveError(
      'NAME_MISMATCH',
      l10n.t`The archive gives “${visiblePath(name)}” a second, different name in Unicode.`,
    );
  }
  return name;
}

function refuseBadName(name: string): void {
  const fault = pathFault(name);
  if (fault)
    throw new ArchiveError(
      fault.code,
      l10n.t`The archive contains a bad name: “${visiblePath(name)}” ${fault.reason}.`,
    );
}

/** Folder entries count: others may make them, and empty folders make a repository too. */
function checkIncoming(entries: readonly Entry[]): void {
  const problem = incomingProblem(entries.map(({ name, folder }) => (folder ? `${name}/` : name)));
  if (problem) throw new ArchiveError(problem.code, l10n.t`The archive contains ${problem.what}.`);
}

function checkKind({ record, name, folder }: Entry): void {
  const shown = visiblePath(name);
  if ((record.flags & 0x2041) !== 0)
    throw new ArchiveError('ENCRYPTED', l10n.t`“${shown}” is encrypted; only plain archives are read.`);
  const kind = record.mode & 0o170000;
  if (kind === 0o120000)
    throw new ArchiveError('SYMLINK', l10n.t`“${shown}” is a symbolic link; a link in an archive can lead anywhere.`);
  if (kind !== 0 && kind !== 0o100000 && !(kind === 0o040000 && folder))
    throw new ArchiveError('SPECIAL_FILE', l10n.t`“${shown}” is neither a file nor a folder.`);
  if (!isKnownMethod(record.method) || (record.flags & 0x20) !== 0)
    throw new ArchiveError(
      'METHOD',
      l10n.t`“${shown}” is packed in a way that is not supported (method ${record.method}).`,
    );
  if (folder && record.size > 0)
    throw new ArchiveError('FILE_AND_DIR', l10n.t`“${shown}” is a folder and contains data.`);
}

function checkSizes(entries: readonly Entry[], bounds: ExtractLimits, archiveBytes: number): void {
  let total = 0;
  for (const { record, name } of entries) {
    if (record.size > bounds.maxFileBytes) {
      throw new ArchiveError(
        'ENTRY_TOO_LARGE',
        l10n.t`“${visiblePath(name)}” would unpack to ${toSize(record.size)}; at most ${toSize(bounds.maxFileBytes)} are read.`,
      );
    }
    total += record.size;
  }
  if (total > bounds.maxTotalBytes)
    throw new ArchiveError(
      'TOTAL_TOO_LARGE',
      l10n.t`The archive would unpack to ${toSize(total)}; at most ${toSize(bounds.maxTotalBytes)} are read.`,
    );
  if (total > ratioFree && total > archiveBytes * bounds.maxRatio) {
    throw new ArchiveError(
      'RATIO',
      l10n.t`The archive would unpack to more than ${bounds.maxRatio} times its size (${toSize(total)}), as only a zip bomb does.`,
    );
  }
}

/** No two entries may be one file on macOS or Windows, and none both a file and a folder. */
function refuseCollisions(entries: readonly Entry[]): void {
  const files = new Map<string, string>();
  const folders = new Set<string>();
  for (const { name, folder } of entries) {
    const key = collisionKey(name);
    for (let slash = key.indexOf('/'); slash >= 0; slash = key.indexOf('/', slash + 1))
      folders.add(key.slice(0, slash));
    if (folder) {
      folders.add(key);
      continue;
    }
    const twin = files.get(key);
    if (twin !== undefined) {
      const [second, first] = visibleTwins({ path: name, twin });
      throw new ArchiveError(
        'DUPLICATE',
        l10n.t`The archive contains “${first}” and “${second}”, which are one file on macOS and Windows.`,
      );
    }
    files.set(key, name);
  }
  for (const [key, name] of files) {
    if (folders.has(key))
      throw new ArchiveError(
        'FILE_AND_DIR',
        l10n.t`The archive contains “${visiblePath(name)}” as a file and as a folder.`,
      );
  }
}

/** Each entry must begin exactly where the one before it ends: nothing shared, nothing hidden between. */
function locateAll(
  bytes: Uint8Array,
  entries: readonly Entry[],
  directoryStart: number,
): ReadonlyMap<Entry, Uint8Array> {
  const sorted = entries.toSorted((a, b) => a.record.offset - b.record.offset);
  if ((sorted[0]?.record.offset ?? directoryStart) !== 0)
    throw new ArchiveError('LEADING_DATA', l10n.t`Other data precedes the zip archive.`);
  const found = new Map<Entry, Uint8Array>();
  for (const [index, entry] of sorted.entries()) {
    const end = sorted[index + 1]?.record.offset ?? directoryStart;
    found.set(entry, locateData(bytes, entry.record, entry.name, end));
  }
  return found;
}
