import { ArchiveError } from './archiveError.ts';
import { l10n } from '../text/l10n.ts';
import { toNumber } from '../text/size.ts';

/** One record of the central directory, fields as stored, zip64 values put in. */
export interface DirectoryRecord {
  readonly nameBytes: Uint8Array;
  readonly flags: number;
  readonly method: number;
  readonly crc: number;
  readonly compressedSize: number;
  readonly size: number;
  /** UNIX mode from the external attributes; 0 where the producer had none. */
  readonly mode: number;
  /** Offset of the local header. */
  readonly offset: number;
  readonly extra: ReadonlyMap<number, Uint8Array>;
}

interface ZipDirectory {
  readonly records: readonly DirectoryRecord[];
  /** Where the central directory begins: all entries must end here. */
  readonly start: number;
}

interface EndRecord {
  readonly count: number;
  readonly size: number;
  readonly offset: number;
  /** Where the first end record (zip64's if there is one) begins: the directory must end here. */
  readonly position: number;
}

const endSignature = 0x06054b50;
const locatorSignature = 0x07064b50;
const zip64EndSignature = 0x06064b50;
const recordSignature = 0x02014b50;
const endLength = 22;
const locatorLength = 20;
const zip64EndLength = 56;
const recordLength = 46;
const maxCommentLength = 0xffff;

export function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

/** Reads the directory at the end of the archive; the archive must be that directory, its entries and nothing else. */
export function readDirectory(bytes: Uint8Array, maxEntries: number): ZipDirectory {
  const view = viewOf(bytes);
  const end = readEnd(view, findEndRecord(view));
  if (end.count > maxEntries) {
    throw new ArchiveError(
      'TOO_MANY',
      l10n.t`The archive contains ${toNumber(end.count)} entries; at most ${toNumber(maxEntries)} are read.`,
    );
  }
  if (end.offset + end.size !== end.position) {
    if (end.offset + end.size < end.position)
      throw new ArchiveError(
        'LEADING_DATA',
        l10n.t`The archive has data that belongs to none of its files (before its first file or inside its directory).`,
      );
    throw new ArchiveError('CD_BOUNDS', l10n.t`The archive is damaged: its directory is not where it says.`);
  }
  const records: DirectoryRecord[] = [];
  let position = end.offset;
  for (let index = 0; index < end.count; index += 1) {
    const { record, next } = readRecord(bytes, view, position, end.position);
    records.push(record);
    position = next;
  }
  if (position !== end.position)
    throw new ArchiveError('COUNT', l10n.t`The archive is damaged: its directory contains more files than it says.`);
  return { records, start: end.offset };
}

/** Position of the only end record whose comment reaches exactly to the end of the archive. */
function findEndRecord(view: DataView): number {
  const found: number[] = [];
  let elsewhere = false;
  const last = view.byteLength - endLength;
  for (let position = last; position >= Math.max(0, last - maxCommentLength); position -= 1) {
    if (view.getUint8(position) !== 0x50 || view.getUint32(position, true) !== endSignature) continue;
    if (position + endLength + view.getUint16(position + 20, true) === view.byteLength) found.push(position);
    else elsewhere = true;
  }
  const [only, second] = found;
  if (only === undefined) {
    if (elsewhere) throw new ArchiveError('TRAILING_DATA', l10n.t`The archive is cut off, or other data follows it.`);
    throw new ArchiveError('NOT_ZIP', l10n.t`The zip archive is incomplete: its directory at the end is missing.`);
  }
  if (second !== undefined)
    throw new ArchiveError(
      'AMBIGUOUS_EOCD',
      l10n.t`The archive has two directories: two programs would read different files from it.`,
    );
  return only;
}

function readEnd(view: DataView, position: number): EndRecord {
  if (view.getUint16(position + 20, true) > 0) refuseDirectoryInComment(view, position + endLength);
  const plain = {
    disk: view.getUint16(position + 4, true),
    directoryDisk: view.getUint16(position + 6, true),
    countHere: view.getUint16(position + 8, true),
    count: view.getUint16(position + 10, true),
    size: view.getUint32(position + 12, true),
    offset: view.getUint32(position + 16, true),
  };
  const locator = position - locatorLength;
  if (locator >= 0 && view.getUint32(locator, true) === locatorSignature) return readZip64End(view, locator, plain);
  if (plain.disk !== 0 || plain.directoryDisk !== 0) throw multiDisk();
  if (plain.countHere !== plain.count)
    throw new ArchiveError('COUNT', l10n.t`The archive is damaged: it names two different numbers of files.`);
  return { count: plain.count, size: plain.size, offset: plain.offset, position };
}

function refuseDirectoryInComment(view: DataView, start: number): void {
  for (let position = start; position + 4 <= view.byteLength; position += 1) {
    if (view.getUint32(position, true) === endSignature)
      throw new ArchiveError('AMBIGUOUS_EOCD', l10n.t`The archive’s comment contains a second directory.`);
  }
}

interface PlainEnd {
  readonly disk: number;
  readonly directoryDisk: number;
  readonly countHere: number;
  readonly count: number;
  readonly size: number;
  readonly offset: number;
}

function readZip64End(view: DataView, locator: number, plain: PlainEnd): EndRecord {
  const position = wide(view, locator + 8);
  if (view.getUint32(locator + 4, true) !== 0 || view.getUint32(locator + 16, true) > 1) throw multiDisk();
  if (
    position + zip64EndLength > locator ||
    view.getUint32(position, true) !== zip64EndSignature ||
    position + 12 + wide(view, position + 4) !== locator
  ) {
    throw new ArchiveError(
      'ZIP64_EOCD',
      l10n.t`The archive is damaged: its zip64 directory record is not where it says.`,
    );
  }
  if (view.getUint32(position + 16, true) !== 0 || view.getUint32(position + 20, true) !== 0) throw multiDisk();
  const end = {
    count: wide(view, position + 32),
    size: wide(view, position + 40),
    offset: wide(view, position + 48),
    position,
  };
  const agree =
    wide(view, position + 24) === end.count &&
    (plain.count === 0xffff || plain.count === end.count) &&
    (plain.countHere === 0xffff || plain.countHere === end.count) &&
    (plain.size === 0xffffffff || plain.size === end.size) &&
    (plain.offset === 0xffffffff || plain.offset === end.offset);
  if (!agree)
    throw new ArchiveError('AMBIGUOUS_EOCD', l10n.t`The archive has two directory records that contradict each other.`);
  return end;
}

function readRecord(
  bytes: Uint8Array,
  view: DataView,
  position: number,
  limit: number,
): { record: DirectoryRecord; next: number } {
  if (position + recordLength > limit)
    throw new ArchiveError('COUNT', l10n.t`The archive is damaged: its directory contains fewer files than it says.`);
  if (view.getUint32(position, true) !== recordSignature)
    throw new ArchiveError('CD_BOUNDS', l10n.t`The archive is damaged: its directory cannot be read.`);
  const nameEnd = position + recordLength + view.getUint16(position + 28, true);
  const extraEnd = nameEnd + view.getUint16(position + 30, true);
  const next = extraEnd + view.getUint16(position + 32, true);
  if (next > limit)
    throw new ArchiveError('CD_BOUNDS', l10n.t`The archive is damaged: its directory runs over its end.`);
  if (view.getUint16(position + 34, true) !== 0) throw multiDisk();
  const extra = readExtra(bytes.subarray(nameEnd, extraEnd));
  const [size, compressedSize, offset] = widen(
    [view.getUint32(position + 24, true), view.getUint32(position + 20, true), view.getUint32(position + 42, true)],
    extra.get(zip64Extra),
  );
  const record = {
    nameBytes: bytes.subarray(position + recordLength, nameEnd),
    flags: view.getUint16(position + 8, true),
    method: view.getUint16(position + 10, true),
    crc: view.getUint32(position + 16, true),
    compressedSize: compressedSize ?? 0,
    size: size ?? 0,
    mode: view.getUint16(position + 40, true),
    offset: offset ?? 0,
    extra,
  };
  return { record, next };
}

export const zip64Extra = 0x0001;

/** Extra fields by id. A list that does not add up is refused: readers disagree on what it means. */
export function readExtra(bytes: Uint8Array): ReadonlyMap<number, Uint8Array> {
  const fields = new Map<number, Uint8Array>();
  const view = viewOf(bytes);
  let position = 0;
  while (position + 4 <= bytes.length) {
    const id = view.getUint16(position, true);
    const end = position + 4 + view.getUint16(position + 2, true);
    if (end > bytes.length)
      throw new ArchiveError('BAD_EXTRA', l10n.t`The archive is damaged: an extra field runs over its end.`);
    if (fields.has(id) && (id === zip64Extra || id === 0x7075))
      throw new ArchiveError('BAD_EXTRA', l10n.t`The archive names a size or a name twice.`);
    fields.set(id, bytes.subarray(position + 4, end));
    position = end;
  }
  // Up to three bytes of padding are left by zipalign and by some JDKs.
  return fields;
}

/** Replaces the fields that are 0xffffffff by the 64-bit values of the zip64 extra field, in its fixed order. */
export function widen(fields: readonly number[], extra: Uint8Array | undefined): number[] {
  let position = 0;
  return fields.map((field) => {
    if (field !== 0xffffffff) return field;
    if (extra === undefined || position + 8 > extra.length)
      throw new ArchiveError('ZIP64_EXTRA', l10n.t`The archive is damaged: a large size is announced but missing.`);
    position += 8;
    return wide(viewOf(extra), position - 8);
  });
}

function wide(view: DataView, position: number): number {
  const value = view.getBigUint64(position, true);
  if (value > BigInt(Number.MAX_SAFE_INTEGER))
    throw new ArchiveError('ENTRY_TOO_LARGE', l10n.t`The archive names a size that no computer can hold.`);
  return Number(value);
}

function multiDisk(): ArchiveError {
  return new ArchiveError('MULTI_DISK', l10n.t`The archive is one part of several; only whole archives are read.`);
}
