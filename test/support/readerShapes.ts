// The shapes of archives that other readers keep in their own tests, built anew: what a name says is the shape, not a file
// of theirs.
import { deflateRawSync } from 'node:zlib';
import { buildZip, little, type ZipEntry } from './zipBuilder.ts';

/** An archive that another reader had to learn about. */
export interface ReaderShape {
  /** Whose tests hold this shape, and what it is. */
  readonly name: string;
  /** Refused, or read as `honestFiles`. `either`: both are right, anything else is not. */
  readonly expected: 'refused' | 'read' | 'either';
  readonly bytes: () => Uint8Array;
}

const skill: ZipEntry = { name: 's/SKILL.md', content: '---\nname: s\n---\nHello\n' };
const script: ZipEntry = { name: 's/run.sh', content: '#!/bin/sh\nexit\n', mode: 0o100755 };
const honest: readonly ZipEntry[] = [skill, script];

/** What every shape that is read holds, path by path. */
export const honestFiles: ReadonlyMap<string, string> = new Map(
  honest.map(({ name, content }) => [String(name), String(content)]),
);

/** Name, offset and width of the fields of each record. */
type Field = readonly [name: string, offset: number, width: 2 | 4 | 8];

const localFields: readonly Field[] = [
  ['signature', 0, 4],
  ['version needed', 4, 2],
  ['flags', 6, 2],
  ['method', 8, 2],
  ['time', 10, 2],
  ['date', 12, 2],
  ['checksum', 14, 4],
  ['packed size', 18, 4],
  ['size', 22, 4],
  ['length of the name', 26, 2],
  ['length of the extra field', 28, 2],
];
const centralFields: readonly Field[] = [
  ['signature', 0, 4],
  ['version made by', 4, 2],
  ['version needed', 6, 2],
  ['flags', 8, 2],
  ['method', 10, 2],
  ['time', 12, 2],
  ['date', 14, 2],
  ['checksum', 16, 4],
  ['packed size', 20, 4],
  ['size', 24, 4],
  ['length of the name', 28, 2],
  ['length of the extra field', 30, 2],
  ['length of the comment', 32, 2],
  ['disk', 34, 2],
  ['internal attributes', 36, 2],
  ['offset', 42, 4],
];
const endFields: readonly Field[] = [
  ['signature', 0, 4],
  ['disk', 4, 2],
  ['disk of the directory', 6, 2],
  ['entries on this disk', 8, 2],
  ['entries', 10, 2],
  ['size of the directory', 12, 4],
  ['offset of the directory', 16, 4],
  ['length of the comment', 20, 2],
];
const end64Fields: readonly Field[] = [
  ['signature', 0, 4],
  ['size of the record', 4, 8],
  ['disk', 16, 4],
  ['disk of the directory', 20, 4],
  ['entries on this disk', 24, 8],
  ['entries', 32, 8],
  ['size of the directory', 40, 8],
  ['offset of the directory', 48, 8],
];
const locatorFields: readonly Field[] = [
  ['signature', 0, 4],
  ['disk of the zip64 record', 4, 4],
  ['offset of the zip64 record', 8, 8],
  ['disks', 16, 4],
];

/** Each field of each record at its bounds and beside its true value. */
function fieldShapes(): readonly ReaderShape[] {
  const [plain, large] = [buildZip(honest), buildZip(honest, { zip64: true })];
  const start = (bytes: Uint8Array, end: number): number => Buffer.from(bytes).readUInt32LE(end + 16);
  const end = plain.length - 22;
  const locator = large.length - 22 - 20;
  const records: readonly (readonly [string, Uint8Array, number, readonly Field[]])[] = [
    ['local header', plain, 0, localFields],
    ['directory entry', plain, start(plain, end), centralFields],
    ['end record', plain, end, endFields],
    ['zip64 end record', large, locator - 56, end64Fields],
    ['zip64 locator', large, locator, locatorFields],
  ];
  return records.flatMap(([record, bytes, position, fields]) =>
    fields.flatMap(([field, offset, width]) =>
      changesOf(bytes, position + offset, width).map(
        ([change, changed]): ReaderShape => ({
          name: `${field} of the ${record} ${change}`,
          expected: field === 'signature' ? 'refused' : 'either',
          bytes: () => changed,
        }),
      ),
    ),
  );
}

function changesOf(bytes: Uint8Array, at: number, width: number): readonly (readonly [string, Uint8Array])[] {
  const value = Buffer.from(bytes).readUIntLE(at, Math.min(width, 6));
  const largest = 2 ** (8 * Math.min(width, 6)) - 1;
  const wanted = { 'is 0': 0, 'is the largest': largest, 'is one more': value + 1, 'is one less': value - 1 };
  return Object.entries(wanted)
    .filter(([, number]) => number !== value && number >= 0 && number <= largest)
    .map(([change, number]) => {
      const changed = Buffer.from(bytes);
      changed.writeUIntLE(number, at, Math.min(width, 6));
      return [change, changed] as const;
    });
}

const refused = (name: string, bytes: () => Uint8Array): ReaderShape => ({ name, expected: 'refused', bytes });
const read = (name: string, bytes: () => Uint8Array): ReaderShape => ({ name, expected: 'read', bytes });
const withExtra =
  (extra: Uint8Array, more: Partial<ZipEntry> = {}) =>
  (): Uint8Array =>
    buildZip([{ ...skill, extra, ...more }, script]);
const withName = (name: string) => (): Uint8Array => buildZip([...honest, { name, content: 'x' }]);

/** yauzl: what its `test/failure` and `test/success` folders are about. */
const yauzl: readonly ReaderShape[] = [
  ...['/x', '//x', 'C:\\x', 'C:x', '\\x', '..\\x', '../x', 'a/../../x', 'a\\..\\..\\x', './../x'].map((name) =>
    refused(`yauzl: the name ${name}`, withName(name)),
  ),
  refused('yauzl: no end record', () => buildZip(honest).subarray(0, -22)),
  refused('yauzl: 4 bytes', () => Uint8Array.of(0x50, 0x4b, 3, 4)),
  refused('yauzl: 21 bytes of an end record', () => buildZip([]).subarray(0, 21)),
  refused('yauzl: a comment shorter than said', () =>
    buildZip(honest, { comment: Buffer.from('abc') }).subarray(0, -1),
  ),
  refused('yauzl: a stored file whose sizes differ', () => buildZip([{ ...skill, method: 0, size: 3 }])),
  refused('yauzl: zip64 sizes without their field', () => buildZip([{ ...skill, size: 0xffffffff }])),
  refused('yauzl: a zip64 field too short', withExtra(little([1, 2], [4, 2], [0, 4]), { size: 0xffffffff })),
  refused('yauzl: traditional encryption', () => buildZip([{ ...skill, flags: 0x801 }])),
  refused('yauzl: strong encryption', () => buildZip([{ ...skill, flags: 0x841 }])),
  refused('yauzl: an encrypted directory', () => buildZip([{ ...skill, flags: 0x2801 }])),
  read('yauzl: a comment', () => buildZip(honest, { comment: Buffer.from('hello') })),
  read('yauzl: folder entries', () => buildZip([{ name: 's/', mode: 0o040755 }, ...honest])),
  read('yauzl: all data in descriptors', () => buildZip(honest.map((entry) => ({ ...entry, descriptor: 'signed' })))),
  read('yauzl: a zip64 end record', () => buildZip(honest, { zip64: true })),
];

/** libarchive: what its `test_read_format_zip_*` references are about. */
const libarchive: readonly ReaderShape[] = [
  ...[1, 6, 9, 12, 14, 93, 95, 97, 98, 99].map((method) =>
    refused(`libarchive: method ${method}`, () => buildZip([{ ...skill, method }, script])),
  ),
  refused('libarchive: a symlink', () => buildZip([...honest, { name: 's/l', content: 'SKILL.md', mode: 0o120777 }])),
  refused('libarchive: a symlink with a descriptor', () =>
    buildZip([...honest, { name: 's/l', content: 'SKILL.md', mode: 0o120777, descriptor: 'signed' }]),
  ),
  ...[0o010644, 0o020644, 0o060644, 0o140644].map((mode) =>
    refused(`libarchive: file type ${mode.toString(8)}`, () => buildZip([...honest, { name: 's/x', mode }])),
  ),
  refused('libarchive: padding before', () => buildZip(honest, { before: new Uint8Array(100) })),
  refused('libarchive: padding after', () => buildZip(honest, { after: new Uint8Array(100) })),
  refused('libarchive: a self-extracting head', () => buildZip(honest, { before: Buffer.from('MZ\x90\0'.repeat(40)) })),
  refused('libarchive: two archives in a row', () => Buffer.concat([buildZip([skill]), buildZip([script])])),
  refused('libarchive: data between files', () => buildZip([{ ...skill, junk: new Uint8Array(9) }, script])),
  refused(
    'libarchive: a Unicode path field',
    withExtra(little([0x7075, 2], [9, 2], [1, 2], [0, 4], [0x2f73, 2], [0x78, 2]).subarray(0, 13)),
  ),
  refused('libarchive: an extra field cut off', withExtra(little([0x7855, 2], [40, 2]))),
  refused('libarchive: a length of 0xffff', () => buildZip([{ ...skill, size: 0xffff, method: 0 }])),
  refused('libarchive: deflate that ends early', () =>
    buildZip([{ ...skill, data: deflateRawSync('abc').subarray(0, 2) }]),
  ),
  refused('libarchive: deflate that is noise', () => buildZip([{ ...skill, data: Buffer.alloc(40, 0xa5) }])),
  read(
    'libarchive: UNIX ids',
    withExtra(little([0x7875, 2], [11, 2], [0x0401, 2], [0, 4], [4, 2], [0, 4]).subarray(0, 15)),
  ),
  read('libarchive: a zip64 descriptor', () => buildZip([{ ...skill, descriptor: 'long', zip64: true }, script])),
];

/** Go: what the tests of `archive/zip` are about. */
const go: readonly ReaderShape[] = [
  refused('Go: a name with NUL', withName('s/a\0b')),
  refused('Go: a name that is a drive', withName('c:/x')),
  refused('Go: the name CON', withName('s/con')),
  refused('Go: the name COM¹', withName('s/COM\u00b9')),
  refused('Go: a file below a file', () => buildZip([...honest, { name: 's/SKILL.md/x', content: 'x' }])),
  refused('Go: the same name as file and folder', () => buildZip([...honest, { name: 's/run.sh/' }])),
  refused('Go: one name twice', () => buildZip([...honest, script])),
  refused('Go: a count of 2^32 - 1', () => buildZip(honest, { zip64: true, count: 2 ** 32 - 1 })),
  refused('Go: a directory that overlaps its end', () => buildZip(honest, { count: 3 })),
  refused('Go: entries that share their data', () => buildZip([skill, { ...script, offset: 0 }])),
  refused('Go: a wrong checksum in the descriptor', () => buildZip([{ ...skill, descriptor: 'lie' }])),
  refused('Go: an entry that begins in the directory', () => buildZip([{ ...skill, offset: 60 }])),
  read('Go: no descriptor signature', () => buildZip(honest.map((entry) => ({ ...entry, descriptor: 'plain' })))),
  read('Go: UTF-8 without its flag', () => buildZip(honest.map((entry) => ({ ...entry, flags: 0 })))),
  read('Go: an extended timestamp', withExtra(little([0x5455, 2], [5, 2], [1, 2], [0, 4]).subarray(0, 9))),
];

/** CPython: what the tests of `zipfile` are about. */
const cpython: readonly ReaderShape[] = [
  refused('CPython: overlapping entries (a quoted bomb)', () => buildZip([{ ...skill, compressedSize: 70 }, script])),
  refused('CPython: a name with a separator of Windows', withName('s\\a')),
  refused('CPython: a name of two encodings', () =>
    buildZip([...honest, { name: Uint8Array.of(0x73, 0x2f, 0xff, 0xfe) }]),
  ),
  refused('CPython: a directory entry with content', () => buildZip([...honest, { name: 's/d/', content: 'x' }])),
  refused(
    'CPython: a zip64 field that is not needed but lies',
    withExtra(little([1, 2], [16, 2], [5, 8], [5, 8]), { size: 0xffffffff }),
  ),
  refused('CPython: bytes before the archive', () =>
    buildZip(honest, { before: Buffer.from('#!/usr/bin/env python3\n') }),
  ),
  refused('CPython: a comment that holds an end record', () => buildZip(honest, { comment: buildZip([]) })),
  refused('CPython: a truncated local header', () => buildZip(honest).subarray(0, 20)),
  refused('CPython: a text', () => Buffer.from('this is not a zip file')),
  refused('CPython: an empty file', () => new Uint8Array()),
  read('CPython: force_zip64', () => buildZip(honest.map((entry) => ({ ...entry, zip64: true })))),
  read('CPython: a long comment', () => buildZip(honest, { comment: Buffer.alloc(65_535, 'x') })),
];

/** Info-ZIP: what its advisories and its own archives are about. */
const infoZip: readonly ReaderShape[] = [
  refused('Info-ZIP: an extra field that runs into the name', withExtra(little([0x7875, 2], [0xffff, 2]))),
  refused('Info-ZIP: a name of 65,535 bytes', withName(`s/${'a'.repeat(65_533)}`)),
  refused('Info-ZIP: a name that ends in a slash twice', withName('s/d//')),
  refused('Info-ZIP: a name with an escape sequence', withName('s/\u001b[2J')),
  refused('Info-ZIP: 1,000 entries over one', () =>
    buildZip([skill, ...Array.from({ length: 999 }, (_, index) => ({ ...skill, name: `s/${index}`, offset: 0 }))]),
  ),
  refused('Info-ZIP: a bomb of 60 MiB', () =>
    buildZip([skill, { name: 's/b', method: 8, data: deflateRawSync(new Uint8Array(60 << 20)), size: 60 << 20 }]),
  ),
  refused('Info-ZIP: an archive of another disk', () => split(buildZip(honest))),
  read('Info-ZIP: MS-DOS attributes only', () => buildZip(honest.map((entry) => ({ ...entry, mode: 0 })))),
  read('Info-ZIP: stored files', () => buildZip(honest.map((entry) => ({ ...entry, method: 0 })))),
  read('Info-ZIP: streamed from a pipe', () => buildZip(honest.map((entry) => ({ ...entry, descriptor: 'signed' })))),
];

function split(bytes: Uint8Array): Uint8Array {
  const changed = Buffer.from(bytes);
  changed.writeUInt16LE(1, changed.length - 18);
  return changed;
}

/** All shapes, made when they are asked for. */
export function readerShapes(): readonly ReaderShape[] {
  return [...yauzl, ...libarchive, ...go, ...cpython, ...infoZip, ...fieldShapes()];
}
