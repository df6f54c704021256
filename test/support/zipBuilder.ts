import { crc32, deflateRawSync } from 'node:zlib';

/** One entry as a test wants it; everything that is left out is as an honest writer would have it. */
export interface ZipEntry {
  readonly name: string | Uint8Array;
  readonly content?: string | Uint8Array;
  readonly mode?: number;
  readonly flags?: number;
  readonly method?: number;
  /** Packed bytes as they are, instead of `content` packed. */
  readonly data?: Uint8Array;
  /** Lies, in both headers. */
  readonly size?: number;
  readonly crc?: number;
  readonly compressedSize?: number;
  /** In the local header only. */
  readonly localName?: string;
  readonly localCrc?: number;
  readonly localExtra?: Uint8Array;
  readonly extra?: Uint8Array;
  /** Sizes and CRC after the data: `plain`, `signed`, `long` (zip64), or `lie` (a wrong size). */
  readonly descriptor?: 'plain' | 'signed' | 'long' | 'lie';
  /** 0xffffffff in the local header and the sizes in its zip64 field, as Python's `force_zip64`. */
  readonly zip64?: boolean;
  /** Bytes written after this entry that belong to nothing. */
  readonly junk?: Uint8Array;
  /** Offset to name in the directory instead of the true one. */
  readonly offset?: number;
}

export interface ZipOptions {
  readonly before?: Uint8Array;
  readonly after?: Uint8Array;
  readonly comment?: Uint8Array;
  readonly count?: number;
  /** Adds the zip64 end record and locator. */
  readonly zip64?: boolean;
}

const encode = (text: string | Uint8Array): Uint8Array =>
  typeof text === 'string' ? new TextEncoder().encode(text) : text;

/** Packs numbers little-endian: `[value, width]` with widths 2, 4 and 8. */
export function little(...fields: readonly (readonly [number, 2 | 4 | 8])[]): Uint8Array {
  const bytes = Buffer.alloc(fields.reduce((sum, [, width]) => sum + width, 0));
  let position = 0;
  for (const [value, width] of fields) {
    if (width === 2) bytes.writeUInt16LE(value & 0xffff, position);
    else if (width === 4) bytes.writeUInt32LE(value >>> 0, position);
    else bytes.writeBigUInt64LE(BigInt(value), position);
    position += width;
  }
  return bytes;
}

/** Writes a zip archive byte by byte, honest or not. */
export function buildZip(entries: readonly ZipEntry[], options: ZipOptions = {}): Uint8Array {
  const body: Uint8Array[] = [options.before ?? new Uint8Array()];
  const directory: Uint8Array[] = [];
  let position = 0;
  for (const entry of entries) {
    const { local, central } = headers(entry, position);
    body.push(...local);
    directory.push(central);
    position += local.reduce((sum, part) => sum + part.length, 0);
  }
  const size = directory.reduce((sum, part) => sum + part.length, 0);
  const count = options.count ?? entries.length;
  const comment = options.comment ?? new Uint8Array();
  const zip64 = options.zip64
    ? [
        little(
          [0x06064b50, 4],
          [44, 8],
          [45, 2],
          [45, 2],
          [0, 4],
          [0, 4],
          [count, 8],
          [count, 8],
          [size, 8],
          [position, 8],
        ),
        little([0x07064b50, 4], [0, 4], [position + size, 8], [1, 4]),
      ]
    : [];
  const end = little(
    [0x06054b50, 4],
    [0, 4],
    [options.zip64 ? 0xffff : count, 2],
    [options.zip64 ? 0xffff : count, 2],
    [size, 4],
    [options.zip64 ? 0xffffffff : position, 4],
    [comment.length, 2],
  );
  return Buffer.concat([...body, ...directory, ...zip64, end, comment, options.after ?? new Uint8Array()]);
}

function headers(entry: ZipEntry, position: number): { local: Uint8Array[]; central: Uint8Array } {
  const content = encode(entry.content ?? '');
  const method = entry.method ?? (content.length > 0 ? 8 : 0);
  const data = entry.data ?? (method === 8 ? deflateRawSync(content) : content);
  const name = encode(entry.name);
  const localName = encode(entry.localName ?? entry.name);
  const crc = entry.crc ?? crc32(content);
  const size = entry.size ?? content.length;
  const packed = entry.compressedSize ?? data.length;
  const flags = (entry.flags ?? 0x800) | (entry.descriptor ? 0x8 : 0);
  const later = entry.descriptor !== undefined;
  const localExtra = entry.zip64
    ? Buffer.concat([little([1, 2], [16, 2], [size, 8], [packed, 8])])
    : (entry.localExtra ?? new Uint8Array());
  const shown = (value: number): number => (entry.zip64 ? 0xffffffff : later ? 0 : value);
  const local = [
    little(
      [0x04034b50, 4],
      [20, 2],
      [flags, 2],
      [method, 2],
      [0, 2],
      [0x21, 2],
      [later ? 0 : (entry.localCrc ?? crc), 4],
      [shown(packed), 4],
      [shown(size), 4],
      [localName.length, 2],
      [localExtra.length, 2],
    ),
    localName,
    localExtra,
    data,
    descriptor(entry.descriptor, crc, packed, size),
    entry.junk ?? new Uint8Array(),
  ];
  const extra = entry.extra ?? new Uint8Array();
  const head = little(
    [0x02014b50, 4],
    [0x0314, 2],
    [20, 2],
    [flags, 2],
    [method, 2],
    [0, 2],
    [0x21, 2],
    [crc, 4],
    [packed, 4],
    [size, 4],
    [name.length, 2],
    [extra.length, 2],
    [0, 2],
    [0, 2],
    [0, 2],
    [((entry.mode ?? 0o100644) << 16) >>> 0, 4],
    [entry.offset ?? position, 4],
  );
  return { local, central: Buffer.concat([head, name, extra]) };
}

function descriptor(kind: ZipEntry['descriptor'], crc: number, packed: number, size: number): Uint8Array {
  if (kind === undefined) return new Uint8Array();
  if (kind === 'plain') return little([crc, 4], [packed, 4], [size, 4]);
  if (kind === 'long') return little([0x08074b50, 4], [crc, 4], [packed, 8], [size, 8]);
  return little([0x08074b50, 4], [crc, 4], [packed, 4], [kind === 'lie' ? size + 1 : size, 4]);
}
