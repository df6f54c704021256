import assert from 'node:assert/strict';
import { deflateRawSync } from 'node:zlib';
import fc from 'fast-check';
import { ArchiveError, extractArchive } from '../../../../src/core/bundle/extract.ts';
import { note, notePeakMemory, times } from '../../../support/figures.ts';
import { leastProcessorTime } from '../../../support/processorTime.ts';
import { buildZip, little, type ZipEntry } from '../../../support/zipBuilder.ts';

const skill: ZipEntry = { name: 's/SKILL.md', content: '---\nname: s\n---\nHello\n' };
const named = (...names: string[]): Uint8Array => buildZip(names.map((name) => ({ name, content: 'x' })));
const withName = (name: string): Uint8Array => buildZip([skill, { name, content: 'x' }]);
const zeros = (megabytes: number): Uint8Array => new Uint8Array(megabytes << 20);
const honest = (): Uint8Array => buildZip([skill, { name: 's/run.sh', content: '#!/bin/sh\n', mode: 0o100755 }]);
const endRecord = little([0x06054b50, 4], [0, 4], [0, 2], [0, 2], [0, 4], [0, 4], [0, 2]);

/** An archive with other bytes at a place, counted from its end. */
function withBytes(archive: Uint8Array, fromEnd: number, bytes: Uint8Array): Uint8Array {
  archive.set(bytes, archive.length - fromEnd);
  return archive;
}
/** Where the fields of the end record lie, and what stands before it with zip64. */
const [disk, directorySize] = [22 - 4, 22 - 12];
const zip64Locator = 22 + 20;

/** id, what is wrong, code, the archive. Made when the test runs: nothing hostile lies in the repository. */
const hostile: readonly (readonly [string, string, string, () => Uint8Array])[] = [
  ['A1', 'a name that begins with ..', 'NAME_TRAVERSAL', () => withName('../x')],
  ['A1', 'a name with .. inside', 'NAME_TRAVERSAL', () => withName('s/../../x')],
  ['A1', 'a name with the part .', 'NAME_DOT', () => withName('./x')],
  ['A2', 'an absolute name', 'NAME_ABSOLUTE', () => withName('/abs/x')],
  ['A2', 'a drive letter', 'NAME_ABSOLUTE', () => withName('C:/x')],
  ['A3', 'backslashes that lead out', 'NAME_BACKSLASH', () => withName('..\\..\\x')],
  ['A3', 'a UNC name', 'NAME_BACKSLASH', () => withName('\\\\srv\\x')],
  ['A4', 'a symlink', 'SYMLINK', () => buildZip([skill, { name: 's/l', content: '/etc/passwd', mode: 0o120777 }])],
  [
    'A4',
    'a file through a symlink',
    'SYMLINK',
    () =>
      buildZip([
        { name: 's/l', content: '/tmp', mode: 0o120777 },
        { name: 's/l/x', content: 'x' },
      ]),
  ],
  ['A5', 'a FIFO', 'SPECIAL_FILE', () => buildZip([skill, { name: 's/f', mode: 0o010644 }])],
  ['A5', 'a device', 'SPECIAL_FILE', () => buildZip([skill, { name: 's/d', mode: 0o060644 }])],
  ['A6', 'one entry of 65 MiB', 'ENTRY_TOO_LARGE', () => buildZip([skill, { name: 's/b', content: zeros(65) }])],
  [
    'A7',
    'an entry that holds more than it says',
    'SIZE_LIE',
    () => buildZip([skill, { name: 's/b', content: zeros(20), size: 10 }]),
  ],
  [
    'A7',
    'an entry that holds less than it says',
    'SIZE_LIE',
    () => buildZip([skill, { name: 's/b', content: 'x', size: 10 }]),
  ],
  [
    'A7',
    'a stored entry with two sizes',
    'SIZE_LIE',
    () => buildZip([skill, { name: 's/b', content: 'xyz', method: 0, size: 2 }]),
  ],
  [
    'A8',
    'an entry that says 3.9 GB and holds 10 bytes',
    'ENTRY_TOO_LARGE',
    () => buildZip([skill, { name: 's/b', content: '0123456789', size: 3_900_000_000 }]),
  ],
  [
    'A9',
    'entries over one blob',
    'OVERLAP',
    () => buildZip([skill, { name: 's/b', content: zeros(1) }, { name: 's/c', content: zeros(1), offset: 0 }]),
  ],
  ['A9', 'two records of one entry', 'DUPLICATE', () => buildZip([skill, { ...skill, offset: 0 }])],
  [
    'A9',
    'an entry whose data reach into the next',
    'OVERLAP',
    () =>
      buildZip([
        { ...skill, compressedSize: 60 },
        { name: 's/b', content: 'x' },
      ]),
  ],
  [
    'A10',
    '60 x 10 MB',
    'TOTAL_TOO_LARGE',
    () => {
      const data = deflateRawSync(zeros(10));
      return buildZip(
        Array.from({ length: 60 }, (_, index) => ({ name: `s/${index}`, method: 8, data, size: 10 << 20 })),
      );
    },
  ],
  ['A10', 'files 1,000 times the archive', 'RATIO', () => buildZip([skill, { name: 's/b', content: zeros(40) }])],
  ['A11', 'a wrong checksum', 'CRC', () => buildZip([{ ...skill, crc: 1 }])],
  ['A12', 'half an archive', 'NOT_ZIP', () => honest().subarray(0, 100)],
  ['A12', 'an archive without its last 10 bytes', 'NOT_ZIP', () => honest().subarray(0, -10)],
  [
    'A12',
    'an archive cut inside its comment',
    'TRAILING_DATA',
    () => buildZip([skill], { comment: new Uint8Array(40) }).subarray(0, -10),
  ],
  ['A13', 'the encryption flag', 'ENCRYPTED', () => buildZip([{ ...skill, flags: 0x801 }])],
  ['A13', 'strong encryption', 'ENCRYPTED', () => buildZip([{ ...skill, flags: 0x840 }])],
  ['A14', 'the same name twice', 'DUPLICATE', () => named('s/a', 's/a')],
  ['A15', 'another name in the local header', 'NAME_MISMATCH', () => buildZip([{ ...skill, localName: 's/SKILL.mp' }])],
  [
    'A15',
    'another name in the Unicode field',
    'NAME_MISMATCH',
    () =>
      buildZip([
        {
          ...skill,
          extra: Buffer.concat([little([0x7075, 2], [8, 2]), Uint8Array.of(1, 0, 0, 0, 0), Buffer.from('s/x')]),
        },
      ]),
  ],
  ['A15', 'another checksum in the local header', 'HEADER_MISMATCH', () => buildZip([{ ...skill, localCrc: 7 }])],
  [
    'A16',
    '10,001 entries',
    'TOO_MANY',
    () => buildZip(Array.from({ length: 10_001 }, (_, index) => ({ name: `s/${index}`, method: 0 }))),
  ],
  ['A16', 'a count of 65,001 with zip64', 'TOO_MANY', () => buildZip([skill], { zip64: true, count: 65_001 })],
  ['A17', 'NUL in a name', 'NAME_CONTROL', () => withName('s/a\0b')],
  ['A17', 'a line break in a name', 'NAME_CONTROL', () => withName('s/a\nb')],
  [
    'A17',
    'a name that is not UTF-8',
    'NAME_ENCODING',
    () => buildZip([skill, { name: Uint8Array.of(0x73, 0x2f, 0xe9), content: 'x' }]),
  ],
  ['A17', 'a bidi override in a name', 'NAME_INVISIBLE', () => withName('s/a\u202egnp.exe')],
  ['A17', 'a zero width space in a name', 'NAME_INVISIBLE', () => withName('s/SKILL\u200b.md')],
  ['A17', 'a 60 KB name', 'NAME_TOO_LONG', () => withName(`s/${'a'.repeat(60_000)}`)],
  ['A17', 'a part of 300 bytes', 'NAME_TOO_LONG', () => withName(`s/${'ä'.repeat(150)}`)],
  ['A17', 'a Windows device', 'NAME_RESERVED', () => withName('s/CON')],
  ['A17', 'a Windows device with an extension', 'NAME_RESERVED', () => withName('s/nul.txt')],
  ['A17', 'a Windows device with a blank before its extension', 'NAME_RESERVED', () => withName('s/con .txt')],
  ['A17', 'the clock of Windows', 'NAME_RESERVED', () => withName('s/CLOCK$')],
  ['A17', 'an alternate data stream', 'NAME_CHARACTER', () => withName('s/a:b')],
  ['A17', 'a trailing dot', 'NAME_TRAILING', () => withName('s/t.')],
  ['A17', 'a trailing blank', 'NAME_TRAILING', () => withName('s/t /x')],
  ['A17', 'an empty part', 'NAME_EMPTY', () => withName('s//x')],
  ['A17', 'an empty name', 'NAME_EMPTY', () => withName('')],
  ['A18', 'names equal but for case', 'DUPLICATE', () => named('s/SKILL.md', 's/skill.MD')],
  ['A18', 'twins by an older letter', 'DUPLICATE', () => named('s/\u017f', 's/s')],
  ['A18', 'NFC and NFD twins', 'DUPLICATE', () => named('s/\u00e9', 's/e\u0301')],
  ['A19', '__proto__', 'NAME_PROTO', () => withName('__proto__')],
  ['A20', 'a file that is also a folder', 'FILE_AND_DIR', () => named('s/a', 's/a/b')],
  [
    'A20',
    'a file that is also a folder but for case',
    'FILE_AND_DIR',
    () => buildZip([{ name: 's/A/' }, { name: 's/a', content: 'x' }]),
  ],
  ['A20', 'a folder entry with content', 'FILE_AND_DIR', () => buildZip([skill, { name: 's/d/', content: 'x' }])],
  ['A21', 'data before', 'LEADING_DATA', () => buildZip([skill], { before: Buffer.from('#!/bin/sh\nexit\n') })],
  ['A21', 'a zip before the zip', 'LEADING_DATA', () => Buffer.concat([honest(), honest()])],
  ['A21', 'data after', 'TRAILING_DATA', () => buildZip([skill], { after: Buffer.from('junk') })],
  ['A21', 'a second end record in the comment', 'AMBIGUOUS_EOCD', () => buildZip([skill], { comment: endRecord })],
  [
    'A21',
    'an end record inside a longer comment',
    'AMBIGUOUS_EOCD',
    () => buildZip([skill], { comment: Buffer.concat([endRecord, Buffer.from('tail')]) }),
  ],
  ['A21', 'one part of several', 'MULTI_DISK', () => withBytes(honest(), disk, little([1, 2]))],
  [
    'A21',
    'a directory that runs over its end',
    'CD_BOUNDS',
    () => withBytes(honest(), directorySize, little([0xffff, 4])),
  ],
  [
    'A21',
    'a directory of something else',
    'CD_BOUNDS',
    () => withBytes(buildZip([skill]), 22 + 46 + 10, little([0, 4])),
  ],
  [
    'A21',
    'a zip64 record that lies elsewhere',
    'ZIP64_EOCD',
    () => withBytes(buildZip([skill], { zip64: true }), zip64Locator - 8, little([1, 8])),
  ],
  [
    'A21',
    'one part of several with zip64',
    'MULTI_DISK',
    () => withBytes(buildZip([skill], { zip64: true }), zip64Locator - 16, little([2, 4])),
  ],
  [
    'A21',
    'a large size that is announced and missing',
    'ZIP64_EXTRA',
    () => buildZip([{ ...skill, size: 0xffffffff }]),
  ],
  ['A21', 'a count too high', 'COUNT', () => buildZip([skill], { count: 2 })],
  ['A21', 'a count too low', 'COUNT', () => buildZip([skill, { name: 's/b', content: 'x' }], { count: 1 })],
  [
    'A21',
    'data between two files',
    'HIDDEN_DATA',
    () =>
      buildZip([
        { ...skill, junk: Buffer.from('hidden') },
        { name: 's/b', content: 'x' },
      ]),
  ],
  ['A21', 'data before the directory', 'HIDDEN_DATA', () => buildZip([{ ...skill, junk: Buffer.from('hidden') }])],
  ['A22', 'LZMA', 'METHOD', () => buildZip([{ ...skill, method: 14 }])],
  ['A22', 'broken deflate', 'BAD_DEFLATE', () => buildZip([{ ...skill, data: Uint8Array.of(0xff, 0xff, 0xff, 0xff) }])],
  [
    'A22',
    'deflate cut short',
    'BAD_DEFLATE',
    () => buildZip([{ ...skill, data: deflateRawSync('hello hello hello').subarray(0, 4) }]),
  ],
  [
    'A22',
    'data after the end of deflate',
    'BAD_DEFLATE',
    () =>
      buildZip([
        { ...skill, data: Buffer.concat([deflateRawSync(Buffer.from(String(skill.content))), Buffer.from('xx')]) },
      ]),
  ],
  ['A22', 'data that run out of the file', 'DATA_BOUNDS', () => buildZip([{ ...skill, compressedSize: 5000 }])],
  ['A22', 'an entry whose offset points at nothing', 'LEADING_DATA', () => buildZip([{ ...skill, offset: 3 }])],
  ['A22', 'a descriptor that lies', 'DESCRIPTOR', () => buildZip([{ ...skill, descriptor: 'lie' }])],
  ['A22', 'a descriptor that is missing', 'DESCRIPTOR', () => buildZip([{ ...skill, flags: 0x808 }])],
  [
    'A22',
    'an extra field over its end',
    'BAD_EXTRA',
    () => buildZip([{ ...skill, extra: little([0x5455, 2], [90, 2]) }]),
  ],
  ['A23', 'nothing', 'NOT_ZIP', () => new Uint8Array()],
  ['A23', 'a web page', 'NOT_ZIP', () => Buffer.from('<!DOCTYPE html><html><body>Sign in</body></html>')],
  [
    'A23',
    'a gzip file',
    'UNSUPPORTED_ARCHIVE',
    () => Buffer.concat([Uint8Array.of(0x1f, 0x8b, 8), new Uint8Array(60)]),
  ],
  [
    'A23',
    'a tar file',
    'UNSUPPORTED_ARCHIVE',
    () => {
      const tar = Buffer.alloc(1024, 'a');
      tar.write('ustar', 257);
      return tar;
    },
  ],
];

const refusal = (bytes: Uint8Array): ArchiveError => {
  try {
    extractArchive(bytes);
  } catch (error) {
    if (error instanceof ArchiveError) return error;
    throw error;
  }
  throw new assert.AssertionError({ message: 'the archive was accepted' });
};

describe('extractArchive', () => {
  notePeakMemory();

  for (const [id, what, code, archive] of hostile) {
    it(`refuses ${what} (${id}, ${code})`, () => {
      const bytes = archive();
      const error = refusal(bytes);
      const took = leastProcessorTime(100, () => refusal(bytes));
      note('refused', took);
      assert.ok(took <= 100, `${took} ms`);
      assert.equal(error.code, code, error.message);
      assert.match(error.message, /^[A-Z“0-9].*\.$/);
      assert.doesNotMatch(error.message, /[\p{Cc}\p{Cf}]/u);
    });
  }

  it('judges sizes before it unpacks anything', () => {
    const bomb = buildZip([skill, { name: 's/b', method: 8, data: deflateRawSync(zeros(60)), size: 60 << 20 }]);
    assert.equal(refusal(bomb).code, 'RATIO');
    const took = leastProcessorTime(20, () => refusal(bomb));
    assert.ok(took <= 20, `${took} ms`);
  });

  it('shows twins that look alike by their code points', () => {
    const twins = buildZip([skill, { name: 's/\u00e9', content: 'x' }, { name: 's/e\u0301', content: 'x' }]);
    assert.match(refusal(twins).message, /“s\/U\+00E9” and “s\/eU\+0301”/);
  });

  it('keeps to the limits it is given', () => {
    assert.throws(() => extractArchive(honest(), { maxEntries: 1 }), { code: 'TOO_MANY' });
    assert.throws(() => extractArchive(honest(), { maxFileBytes: 5 }), { code: 'ENTRY_TOO_LARGE' });
    assert.throws(() => extractArchive(honest(), { maxTotalBytes: 25 }), { code: 'TOTAL_TOO_LARGE' });
  });

  it('reads paths, contents and modes, without folder entries', () => {
    const files = extractArchive(
      buildZip([
        { name: 's/', mode: 0o040755 },
        skill,
        { name: 's/run.sh', content: '#!/bin/sh\n', mode: 0o100755 },
        { name: 's/empty' },
      ]),
    );
    assert.deepEqual(
      files.map((file) => [file.path, Buffer.from(file.content).toString(), file.mode]),
      [
        ['s/SKILL.md', skill.content, 0o644],
        ['s/run.sh', '#!/bin/sh\n', 0o755],
        ['s/empty', '', 0o644],
      ],
    );
  });

  const honestKinds: readonly (readonly [string, () => Uint8Array])[] = [
    ['UTF-8 names without the flag (Info-ZIP)', () => buildZip([{ ...skill, name: 's/é.md', flags: 0 }])],
    ['zip64 fields in the local header (Python force_zip64)', () => buildZip([{ ...skill, zip64: true }])],
    ['a zip64 end record', () => buildZip([skill], { zip64: true })],
    [
      'a descriptor with signature (macOS)',
      () =>
        buildZip([
          { ...skill, descriptor: 'signed' },
          { ...skill, name: 's/b' },
        ]),
    ],
    [
      'a descriptor without signature',
      () =>
        buildZip([
          { ...skill, descriptor: 'plain' },
          { ...skill, name: 's/b' },
        ]),
    ],
    ['a zip64 descriptor (Info-ZIP from a pipe)', () => buildZip([{ ...skill, descriptor: 'long', zip64: true }])],
    ['a comment', () => buildZip([skill], { comment: Buffer.from('made by hand') })],
    ['an empty archive', () => buildZip([])],
    [
      'timestamps in extra fields',
      () =>
        buildZip([
          {
            ...skill,
            extra: little([0x5455, 2], [5, 2], [0, 2], [0, 2], [0, 2]).subarray(0, 9),
            localExtra: little([0x5455, 2], [4, 2], [0, 4]),
          },
        ]),
    ],
    ['no UNIX modes', () => buildZip([{ ...skill, mode: 0 }])],
  ];
  for (const [what, archive] of honestKinds) {
    it(`reads ${what}`, () => {
      for (const file of extractArchive(archive())) assert.equal(Buffer.from(file.content).toString(), skill.content);
    });
  }

  it('never does anything but answer or refuse, each in 50 ms, whatever bytes are changed', function () {
    this.timeout(times(60_000, 3_600_000));
    const plain = buildZip(
      [skill, { name: 's/b', content: 'abc'.repeat(50), descriptor: 'signed' }, { name: 's/c/' }],
      { comment: Buffer.from('c') },
    );
    const originals = [plain, ...honestKinds.map(([, archive]) => archive())];
    const changed = fc.constantFrom(...originals).chain((original) => {
      const change = fc.tuple(fc.nat(original.length - 1), fc.nat(255));
      return fc.tuple(fc.constant(original), fc.array(change, { minLength: 1, maxLength: 6 }), fc.nat(original.length));
    });
    const read = (bytes: Uint8Array): void => {
      try {
        extractArchive(bytes);
      } catch (error) {
        if (!(error instanceof ArchiveError)) throw error;
      }
    };
    let worst = 0;
    let mutations = 0;
    fc.assert(
      fc.property(changed, ([original, changes, length]) => {
        const bytes = Uint8Array.from(original);
        for (const [position, value] of changes) bytes[position] = value;
        for (const candidate of [bytes, bytes.subarray(0, length)]) {
          mutations += 1;
          worst = Math.max(
            worst,
            leastProcessorTime(worst, () => {
              read(candidate);
            }),
          );
        }
      }),
      { numRuns: times(3_000, 100_000) },
    );
    note('mutations', mutations);
    note('worst mutation', worst);
    assert.ok(worst <= 50, `${worst} ms`);
  });
});
