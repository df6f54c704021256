import { crc32 } from 'node:zlib';
import type { PackedContent } from './deflate.ts';
import type { Turns } from './turns.ts';

/** A file as it goes into an archive. */
export interface ZipEntry {
  /** With the folders it stands in, `/` separators. */
  readonly name: string;
  /** UNIX permission bits. */
  readonly mode: number;
  /** Bytes of the file, unpacked. */
  readonly size: number;
  readonly packed: PackedContent;
}

/** 1980-01-01 00:00: the first moment a zip archive can name. */
const fixedDate = 0x21;
/** UNIX, version 3.0 of the format. */
const madeBy = 0x03_1e;
const needed = 10;
const utf8Flag = 0x0800;
const methods = { STORE: 0, DEFLATE: 8 } as const;
/** The field of Info-ZIP that holds a name in UTF-8, for readers that do not know the flag. */
const unicodePath = 0x7075;

/** Bytes copied before others get their turn: 2 ms. */
const copied = 4 << 20;

/**
 * A zip archive of these files, in their order: no folder entries, no comments, one fixed date. Each entry begins where
 * the one before it ends. No zip64: below 65,536 files and 4 GiB, which whoever packs has long refused. The same entries
 * give the same bytes. Throws the signal's reason.
 */
export async function writeZip(entries: readonly ZipEntry[], turns: Turns): Promise<Uint8Array> {
  const names = entries.map(({ name }) => nameFields(name));
  const contents = entries.reduce((sum, { packed }) => sum + packed.bytes.length, 0);
  const inNames = names.reduce((sum, { name, extra }) => sum + name.length + extra.length, 0);
  const bytes = Buffer.alloc(contents + 2 * inNames + entries.length * (localLength + recordLength) + endLength);
  const offsets: number[] = [];
  let position = 0;
  for (const [index, entry] of entries.entries()) {
    const fields = names[index] ?? nameFields(entry.name);
    offsets.push(position);
    bytes.writeUInt32LE(0x04034b50, position);
    writeShared(bytes, position + 4, entry, fields);
    position = writeName(bytes, position + localLength, fields);
    position = await writeContent(bytes, position, entry.packed.bytes, turns);
  }
  const directory = position;
  for (const [index, entry] of entries.entries()) {
    const fields = names[index] ?? nameFields(entry.name);
    bytes.writeUInt32LE(0x02014b50, position);
    bytes.writeUInt16LE(madeBy, position + 4);
    writeShared(bytes, position + 6, entry, fields);
    bytes.writeUInt16LE(entry.mode, position + 40);
    bytes.writeUInt32LE(offsets[index] ?? 0, position + 42);
    position = writeName(bytes, position + recordLength, fields);
  }
  bytes.writeUInt32LE(0x06054b50, position);
  bytes.writeUInt16LE(entries.length, position + 8);
  bytes.writeUInt16LE(entries.length, position + 10);
  bytes.writeUInt32LE(position - directory, position + 12);
  bytes.writeUInt32LE(directory, position + 16);
  return bytes;
}

/** The most that an archive of files of these names holds besides their contents. */
export function mostZipOverhead(names: readonly string[]): number {
  return names.reduce((sum, name) => {
    const {
      name: { length },
      extra,
    } = nameFields(name);
    return sum + 2 * (length + extra.length) + localLength + recordLength;
  }, endLength);
}

const localLength = 30;
const recordLength = 46;
const endLength = 22;

interface NameFields {
  readonly name: Buffer;
  /** Empty for a name in ASCII. */
  readonly extra: Buffer;
}

function nameFields(text: string): NameFields {
  const name = Buffer.from(text);
  if (name.length === text.length) return { name, extra: Buffer.alloc(0) };
  const head = Buffer.alloc(9);
  head.writeUInt16LE(unicodePath, 0);
  head.writeUInt16LE(5 + name.length, 2);
  head.writeUInt8(1, 4);
  head.writeUInt32LE(crc32(name), 5);
  return { name, extra: Buffer.concat([head, name]) };
}

/** The part that a file's own header and its record in the directory have in common. */
function writeShared(bytes: Buffer, at: number, { packed, size }: ZipEntry, { name, extra }: NameFields): void {
  bytes.writeUInt16LE(needed, at);
  bytes.writeUInt16LE(extra.length > 0 ? utf8Flag : 0, at + 2);
  bytes.writeUInt16LE(methods[packed.method], at + 4);
  bytes.writeUInt16LE(fixedDate, at + 8);
  bytes.writeUInt32LE(packed.crc, at + 10);
  bytes.writeUInt32LE(packed.bytes.length, at + 14);
  bytes.writeUInt32LE(size, at + 18);
  bytes.writeUInt16LE(name.length, at + 22);
  bytes.writeUInt16LE(extra.length, at + 24);
}

function writeName(bytes: Buffer, at: number, { name, extra }: NameFields): number {
  bytes.set(name, at);
  bytes.set(extra, at + name.length);
  return at + name.length + extra.length;
}

async function writeContent(bytes: Buffer, at: number, content: Uint8Array, turns: Turns): Promise<number> {
  for (let start = 0; start < content.length; start += copied) {
    if (start > 0) await turns.next();
    bytes.set(content.subarray(start, start + copied), at + start);
  }
  await turns.worked(content.length);
  return at + content.length;
}
