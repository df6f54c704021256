import { createHash } from 'node:crypto';
import { constants, crc32, deflateRawSync } from 'node:zlib';

interface PackedFile {
  /** Relative, `/` separators. */
  readonly path: string;
  readonly content: Uint8Array;
  /** Permission bits. */
  readonly mode: number;
}

const localHeaderSignature = 0x04034b50;
const centralHeaderSignature = 0x02014b50;
const endRecordSignature = 0x06054b50;
/** 2.0: deflate and folders. The upper byte of "made by" 3 says UNIX, so that the mode counts. */
const zipVersion = 20;
const madeBy = (3 << 8) | zipVersion;
/** File names are UTF-8. */
const generalFlags = 0x0800;
/** 1980-01-01, the first day a zip can name. */
const dosDate = (1 << 5) | 1;
const sampleBytes = 16_384;
const regularFile = 0o100000;

/**
 * A zip of the files: what the service makes of an upload of many parts. Same files, same bytes: SKILL.md first, the
 * rest sorted, fixed dates. Sizes must fit the upload limits (no zip64).
 */
export function writeArchive(files: readonly PackedFile[]): Buffer {
  const chunks: Buffer[] = [];
  const central: Buffer[] = [];
  let offset = 0;
  const sorted = [...files].sort((left, right) => (sortKey(left.path) < sortKey(right.path) ? -1 : 1));
  for (const file of sorted) {
    const name = Buffer.from(file.path, 'utf8');
    const deflated = shrinks(file.content)
      ? deflateRawSync(file.content, { level: constants.Z_BEST_SPEED })
      : undefined;
    const stored = deflated === undefined || deflated.length >= file.content.length;
    const data = stored ? Buffer.from(file.content) : deflated;
    const fields = commonFields(file.content, data.length, stored, name.length);
    const local = Buffer.alloc(4);
    local.writeUInt32LE(localHeaderSignature);
    chunks.push(local, fields, name, data);
    central.push(centralHeader(fields, file.mode, offset), name);
    offset += local.length + fields.length + name.length + data.length;
  }
  const directory = Buffer.concat(central);
  return Buffer.concat([...chunks, directory, endRecord(files.length, directory.length, offset)]);
}

/** Pictures and archives do not get smaller; a sample from their middle tells before the time is spent. */
function shrinks(content: Uint8Array): boolean {
  if (content.length < 4 * sampleBytes) return true;
  const start = Math.floor((content.length - sampleBytes) / 2);
  return (
    deflateRawSync(content.subarray(start, start + sampleBytes), { level: constants.Z_BEST_SPEED }).length <
    sampleBytes * 0.98
  );
}

function sortKey(path: string): string {
  return /(?:^|^[^/]+\/)SKILL\.md$/.test(path) ? '' : path;
}

/** The 26 bytes that a local header and a central one share. */
function commonFields(content: Uint8Array, size: number, stored: boolean, nameLength: number): Buffer {
  const fields = Buffer.alloc(26);
  fields.writeUInt16LE(zipVersion, 0);
  fields.writeUInt16LE(generalFlags, 2);
  fields.writeUInt16LE(stored ? 0 : 8, 4);
  fields.writeUInt16LE(0, 6);
  fields.writeUInt16LE(dosDate, 8);
  fields.writeUInt32LE(crc32(content), 10);
  fields.writeUInt32LE(size, 14);
  fields.writeUInt32LE(content.length, 18);
  fields.writeUInt16LE(nameLength, 22);
  return fields;
}

function centralHeader(fields: Buffer, mode: number, offset: number): Buffer {
  const start = Buffer.alloc(6);
  start.writeUInt32LE(centralHeaderSignature, 0);
  start.writeUInt16LE(madeBy, 4);
  const end = Buffer.alloc(14);
  end.writeUInt32LE(((regularFile | (mode & 0o777)) << 16) >>> 0, 6);
  end.writeUInt32LE(offset, 10);
  return Buffer.concat([start, fields, end]);
}

function endRecord(count: number, directorySize: number, directoryOffset: number): Buffer {
  const record = Buffer.alloc(22);
  record.writeUInt32LE(endRecordSignature, 0);
  record.writeUInt16LE(count, 8);
  record.writeUInt16LE(count, 10);
  record.writeUInt32LE(directorySize, 12);
  record.writeUInt32LE(directoryOffset, 16);
  return record;
}

/** What an archive is stored under: SHA-256, hex. */
export function archiveHashOf(archive: Uint8Array): string {
  return createHash('sha256').update(archive).digest('hex');
}
