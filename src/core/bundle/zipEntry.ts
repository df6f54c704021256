import { crc32, inflateRaw, inflateRawSync } from 'node:zlib';
import { ArchiveError } from './archiveError.ts';
import { visiblePath } from '../text/paths.ts';
import type { Turns } from './turns.ts';
import { readExtra, viewOf, widen, zip64Extra, type DirectoryRecord } from './zipDirectory.ts';
import { sameBytes } from '../text/bytes.ts';
import { l10n } from '../text/l10n.ts';

const localSignature = 0x04034b50;
const localLength = 30;
const descriptorSignature = 0x08074b50;
const stored = 0;
const deflated = 8;
/** Sizes and CRC follow the data instead of preceding them. */
const descriptorFlag = 0x8;

/** Where an entry's data lie, after its local header was found to say the same as the directory. */
export function locateData(bytes: Uint8Array, record: DirectoryRecord, name: string, nextStart: number): Uint8Array {
  const view = viewOf(bytes);
  const start = record.offset;
  if (start + localLength > nextStart) throw overlap(name);
  if (view.getUint32(start, true) !== localSignature)
    throw new ArchiveError(
      'DATA_BOUNDS',
      l10n.t`The archive is damaged: “${visiblePath(name)}” is not where the directory says.`,
    );
  const nameEnd = start + localLength + view.getUint16(start + 26, true);
  const dataStart = nameEnd + view.getUint16(start + 28, true);
  const dataEnd = dataStart + record.compressedSize;
  if (dataStart > nextStart || dataEnd > nextStart) throw dataEnd > bytes.length ? outOfFile(name) : overlap(name);
  if (!sameBytes(bytes.subarray(start + localLength, nameEnd), record.nameBytes)) {
    throw new ArchiveError(
      'NAME_MISMATCH',
      l10n.t`The archive gives one file two names (“${visiblePath(name)}” in its directory): two programs would unpack different files.`,
    );
  }
  compareHeaders(bytes, record, name, { start, nameEnd, dataStart });
  checkTail(bytes.subarray(dataEnd, nextStart), record, name);
  return bytes.subarray(dataStart, dataEnd);
}

interface LocalHeader {
  readonly start: number;
  readonly nameEnd: number;
  readonly dataStart: number;
}

function compareHeaders(bytes: Uint8Array, record: DirectoryRecord, name: string, header: LocalHeader): void {
  const view = viewOf(bytes);
  const flags = view.getUint16(header.start + 6, true);
  const [size, compressedSize] = widen(
    [view.getUint32(header.start + 22, true), view.getUint32(header.start + 18, true)],
    readExtra(bytes.subarray(header.nameEnd, header.dataStart)).get(zip64Extra),
  );
  const crc = view.getUint32(header.start + 14, true);
  const streamed = (flags & descriptorFlag) !== 0;
  const agrees = (local: number | undefined, central: number): boolean =>
    local === central || (streamed && local === 0);
  const same =
    ((flags ^ record.flags) & (0x1 | descriptorFlag)) === 0 &&
    view.getUint16(header.start + 8, true) === record.method &&
    agrees(crc, record.crc) &&
    agrees(size, record.size) &&
    agrees(compressedSize, record.compressedSize);
  if (!same)
    throw new ArchiveError(
      'HEADER_MISMATCH',
      l10n.t`The archive contradicts itself about “${visiblePath(name)}”: its two headers differ.`,
    );
}

/** Between an entry's data and the next entry there is nothing, or its data descriptor. */
function checkTail(tail: Uint8Array, record: DirectoryRecord, name: string): void {
  if ((record.flags & descriptorFlag) === 0) {
    if (tail.length > 0)
      throw new ArchiveError(
        'HIDDEN_DATA',
        l10n.t`The archive contains data that belongs to no file, after “${visiblePath(name)}”.`,
      );
    return;
  }
  const signed = tail.length === 16 || tail.length === 24;
  const long = tail.length === 20 || tail.length === 24;
  if (!signed && !long && tail.length !== 12) throw badDescriptor(name);
  const view = viewOf(tail);
  if (signed && view.getUint32(0, true) !== descriptorSignature) throw badDescriptor(name);
  const at = signed ? 4 : 0;
  const compressedSize = long ? Number(view.getBigUint64(at + 4, true)) : view.getUint32(at + 4, true);
  const size = long ? Number(view.getBigUint64(at + 12, true)) : view.getUint32(at + 8, true);
  if (view.getUint32(at, true) !== record.crc || compressedSize !== record.compressedSize || size !== record.size)
    throw badDescriptor(name);
}

/** Unpacks one entry. Never makes more than the declared size, which the caller has held against its limits. */
export function unpack(data: Uint8Array, record: DirectoryRecord, name: string): Uint8Array {
  const content = record.method === stored ? readStored(data, record, name) : inflate(data, record, name);
  if (content.length !== record.size) throw sizeLie(name);
  if (crc32(content) !== record.crc) throw badChecksum(name);
  return content;
}

/** As `unpack`, for large entries: inflated in the thread pool, summed in pieces. */
export async function unpackInPool(
  data: Uint8Array,
  record: DirectoryRecord,
  name: string,
  turns: Turns,
): Promise<Uint8Array> {
  const content = record.method === stored ? readStored(data, record, name) : await inflateInPool(data, record, name);
  if (content.length !== record.size) throw sizeLie(name);
  let crc = 0;
  for (let start = 0; start < content.length; start += piece) {
    const part = content.subarray(start, start + piece);
    crc = crc32(part, crc);
    await turns.worked(part.length);
  }
  if (crc !== record.crc) throw badChecksum(name);
  return content;
}

const piece = 1 << 20;

export function isKnownMethod(method: number): boolean {
  return method === stored || method === deflated;
}

function readStored(data: Uint8Array, record: DirectoryRecord, name: string): Uint8Array {
  if (data.length !== record.size) throw sizeLie(name);
  // A view: an archive of 30 MB is not held twice.
  return data;
}

function inflate(data: Uint8Array, record: DirectoryRecord, name: string): Uint8Array {
  try {
    // With `info` zlib also tells how much of the input it used; the type definitions know only the plain result.
    return whole(inflateRawSync(data, inflateOptions(record)) as unknown as Inflated, data, name);
  } catch (error) {
    throw toArchiveError(error, name);
  }
}

async function inflateInPool(data: Uint8Array, record: DirectoryRecord, name: string): Promise<Uint8Array> {
  const result = await new Promise<Inflated | Error>((resolve) => {
    inflateRaw(data, inflateOptions(record), (error, inflated) => {
      resolve(error ?? (inflated as unknown as Inflated));
    });
  });
  if (result instanceof Error) throw toArchiveError(result, name);
  return whole(result, data, name);
}

interface Inflated {
  readonly buffer: Buffer;
  readonly engine: { readonly bytesWritten: number };
}

function inflateOptions({ size }: DirectoryRecord): { maxOutputLength: number; chunkSize: number; info: true } {
  return { maxOutputLength: Math.max(size, 1), chunkSize: Math.min(Math.max(size + 1, 4096), 1 << 20), info: true };
}

function whole({ buffer, engine }: Inflated, data: Uint8Array, name: string): Uint8Array {
  if (engine.bytesWritten !== data.length)
    throw new ArchiveError('BAD_DEFLATE', l10n.t`“${visiblePath(name)}” is damaged: data follows its end.`);
  return new Uint8Array(buffer.buffer, buffer.byteOffset, buffer.byteLength);
}

function toArchiveError(error: unknown, name: string): ArchiveError {
  if (error instanceof ArchiveError) return error;
  if (error instanceof Error && 'code' in error && error.code === 'ERR_BUFFER_TOO_LARGE') return sizeLie(name);
  return new ArchiveError('BAD_DEFLATE', l10n.t`“${visiblePath(name)}” is damaged: it cannot be decompressed.`);
}

function badChecksum(name: string): ArchiveError {
  return new ArchiveError('CRC', l10n.t`“${visiblePath(name)}” is damaged: its checksum is wrong.`);
}

function sizeLie(name: string): ArchiveError {
  return new ArchiveError('SIZE_LIE', l10n.t`“${visiblePath(name)}” is not as large as the archive says.`);
}

function badDescriptor(name: string): ArchiveError {
  return new ArchiveError(
    'DESCRIPTOR',
    l10n.t`The archive contradicts itself about “${visiblePath(name)}”: the record after its data is missing or differs.`,
  );
}

function outOfFile(name: string): ArchiveError {
  return new ArchiveError('DATA_BOUNDS', l10n.t`The archive is damaged: “${visiblePath(name)}” runs over its end.`);
}

function overlap(name: string): ArchiveError {
  return new ArchiveError(
    'OVERLAP',
    l10n.t`The archive uses the same bytes for “${visiblePath(name)}” and for another file.`,
  );
}
