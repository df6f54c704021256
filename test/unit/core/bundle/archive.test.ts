import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import JSZip from 'jszip';
import { buildArchive } from '../../../../src/core/bundle/archive.ts';
import { extractArchive, inspectInTurns, type ArchiveFile } from '../../../../src/core/bundle/extract.ts';
import { fingerprint, sha256 } from '../../../../src/core/bundle/fingerprint.ts';
import { comparePaths } from '../../../../src/core/bundle/pathOrder.ts';
import { pathFault } from '../../../../src/core/text/paths.ts';
import { fileMode, readFiles } from '../../../../src/core/workspace/readFiles.ts';
import { selectFiles } from '../../../../src/core/bundle/select.ts';
import { skillArchive } from '../../../../src/core/bundle/skillArchive.ts';
import { MemoryTree, type MemoryNode } from '../../../support/memoryTree.ts';

const nodes: Record<string, MemoryNode> = {
  'scripts/run.py': '#!/usr/bin/env python3\nprint("hello")\n',
  'scripts/tool': { content: 'binary', executable: true },
  'assets/logo.png': Buffer.from('\x89PNG\r\n\x1a\n not really', 'latin1'),
  'assets/data.csv': 'a,b\n'.repeat(500),
  'référence.md': '# Référence\n',
  'SKILL.md': '---\nname: golden\ndescription: A skill that never changes.\n---\n\n# Golden\n',
};

/**
 * SHA-256 of the archive made of `nodes`. It changes only when what is sent for an unchanged folder changes: say so in
 * the changelog then.
 */
const golden = 'cba6a67fb4079d30fecc8c9f4190d2a8feaafd22a019eab29f4e15c95caa41a8';

async function pack(tree: MemoryTree): Promise<{ bytes: Uint8Array; files: readonly ArchiveFile[] }> {
  const { files: selected } = await selectFiles(tree);
  const { files } = await readFiles(tree, selected, { contents: true });
  return { bytes: await buildArchive('golden', files), files };
}

describe('buildArchive', () => {
  it('makes the golden archive, byte for byte', async () => {
    const { bytes } = await pack(new MemoryTree(nodes));
    assert.equal(await sha256(bytes), golden);
  });

  for (const zone of ['UTC', 'America/St_Johns', 'Pacific/Kiritimati']) {
    it(`does not depend on the order of the listing nor on the time zone (${zone})`, async () => {
      const before = process.env['TZ'];
      try {
        process.env['TZ'] = zone;
        const shuffled = Object.fromEntries(Object.entries(nodes).reverse());
        const [one, other] = await Promise.all([
          pack(new MemoryTree(shuffled, { reversed: true })),
          pack(new MemoryTree(nodes)),
        ]);
        assert.equal(await sha256(one.bytes), golden);
        assert.equal(await sha256(other.bytes), golden);
      } finally {
        if (before === undefined) delete process.env['TZ'];
        else process.env['TZ'] = before;
      }
    });
  }

  it('puts SKILL.md first and everything into one folder, without folder entries', async () => {
    const { bytes } = await pack(new MemoryTree(nodes));
    assert.deepEqual(
      extractArchive(bytes).map(({ path, mode }) => `${mode.toString(8)} ${path}`),
      [
        '644 golden/SKILL.md',
        '644 golden/assets/data.csv',
        '644 golden/assets/logo.png',
        '644 golden/référence.md',
        '755 golden/scripts/run.py',
        '755 golden/scripts/tool',
      ],
    );
    assert.equal(Buffer.from(bytes).includes('golden/scripts/\0'), false);
  });

  it('stores what is compressed already, told by content', async () => {
    const png = {
      path: 'a.txt',
      mode: 0o644,
      content: Buffer.concat([Buffer.from('\x89PNG', 'latin1'), Buffer.alloc(5000)]),
    };
    const bytes = await buildArchive('s', [png]);
    assert.ok(bytes.length > 5000);
    assert.ok((await buildArchive('s', [{ ...png, content: Buffer.alloc(5000) }])).length < 500);
  });

  it('stores what does not shrink, whatever it is', async () => {
    for (const size of [1, 3000, 50_000, 1_000_000]) {
      const noise = { path: 'a.bin', mode: 0o644, content: randomBytes(size) };
      assert.deepEqual(extractArchive(await buildArchive('s', [noise]))[0]?.content.length, size);
      assert.ok((await buildArchive('s', [noise])).length < size + 300, `${size}`);
    }
  });

  it('packs what shrinks, even when it begins or ends like noise', async () => {
    const [noise, text] = [randomBytes(100_000), Buffer.from('Some words. '.repeat(40_000))];
    for (const parts of [
      [noise, text],
      [text, noise],
      [noise, text, noise],
      [noise.subarray(0, 5000), text.subarray(0, 20_000)],
    ]) {
      const content = Buffer.concat(parts);
      const bytes = await buildArchive('s', [{ path: 'a', mode: 0o644, content }]);
      const noisy = parts.filter((part) => part.buffer === noise.buffer).reduce((sum, { length }) => sum + length, 0);
      assert.ok(bytes.length < noisy + 5000, `${bytes.length} of ${content.length}`);
    }
  });

  it('packs what only repeats itself, with all bytes as frequent as in noise', async () => {
    const block = randomBytes(8000);
    for (const count of [2, 10, 100]) {
      const content = Buffer.concat(Array.from({ length: count }, () => block.subarray(0, count === 2 ? 2500 : 8000)));
      const bytes = await buildArchive('s', [{ path: 'a', mode: 0o644, content }]);
      assert.ok(bytes.length < block.length + content.length / 50 + 300, `${bytes.length} of ${content.length}`);
    }
  });

  it('writes what jszip writes itself, but for the compressed bytes', async () => {
    const { bytes, files } = await pack(
      new MemoryTree({ ...nodes, 'empty.txt': '', 'noise.bin': randomBytes(70_000) }),
    );
    const oracle = new JSZip();
    for (const { path, content, mode } of extractArchive(bytes)) {
      const date = new Date(Date.UTC(1980, 0, 1));
      oracle.file(path, content, { binary: true, createFolders: false, date, unixPermissions: mode });
    }
    const expected = await oracle.generateAsync({ type: 'uint8array', platform: 'UNIX', compression: 'DEFLATE' });
    assert.equal(files.length, 8);
    for (const archive of [bytes, expected]) {
      const read = await JSZip.loadAsync(archive, { checkCRC32: true });
      assert.deepEqual(
        Object.keys(read.files),
        extractArchive(bytes).map(({ path }) => path),
      );
      for (const { path, content, mode } of extractArchive(bytes)) {
        const entry = read.files[path];
        assert.deepEqual(await entry?.async('nodebuffer'), Buffer.from(content), path);
        assert.equal(entry?.date.toISOString(), '1980-01-01T00:00:00.000Z');
        assert.equal(Number(entry.unixPermissions) & 0o777, mode, path);
      }
    }
  });

  it('stops when it is told to', async () => {
    const controller = new AbortController();
    const files = Array.from({ length: 50 }, (_, index) => ({
      path: `f${index}`,
      mode: 0o644,
      content: new Uint8Array(20_000),
    }));
    const building = buildArchive('s', files, {
      signal: controller.signal,
      onProgress: () => {
        controller.abort();
      },
    });
    await assert.rejects(building, { name: 'AbortError' });
    await assert.rejects(buildArchive('s', files, { signal: AbortSignal.abort() }), { name: 'AbortError' });
  });

  it('stops in the middle of a large file', async () => {
    const controller = new AbortController();
    const content = Buffer.from('Some words that compress. '.repeat(400_000));
    const building = buildArchive('s', [{ path: 'large', mode: 0o644, content }], { signal: controller.signal });
    const turn = (): Promise<unknown> => new Promise((resolve) => setImmediate(resolve));
    for (let turns = 0; turns < 50; turns += 1) await turn();
    controller.abort();
    let ended = false;
    const stopped = assert.rejects(building, { name: 'AbortError' }).then(() => {
      ended = true;
    });
    for (let turns = 0; turns < 20; turns += 1) await turn();
    const early = ended;
    await stopped;
    assert.ok(early, 'it went on for more than 20 turns');
  });

  it('reports progress up to the end', async () => {
    const shares: number[] = [];
    await buildArchive('s', [{ path: 'SKILL.md', mode: 0o644, content: new Uint8Array(10) }], {
      onProgress: (share) => shares.push(share),
    });
    assert.equal(shares.at(-1), 1);
  });

  it('is read back unchanged by the strict reader, whatever the files', async () => {
    const path = fc
      .array(
        fc
          .string({ unit: 'grapheme', minLength: 1, maxLength: 8 })
          .filter((name) => !name.includes('/') && !pathFault(name)),
        { minLength: 1, maxLength: 3 },
      )
      .map((parts) => parts.join('/'));
    const file = fc.record({ path, content: fc.uint8Array({ maxLength: 300 }), mode: fc.constantFrom(0o644, 0o755) });
    const set = fc.uniqueArray(file, {
      selector: ({ path }) => (path.split('/')[0] ?? '').normalize('NFC').toLowerCase().normalize('NFC'),
      minLength: 1,
      maxLength: 6,
    });
    await fc.assert(
      fc.asyncProperty(set, async (files) => {
        const found = skillArchive([
          ...extractArchive(
            await buildArchive('s', [...files, { path: 'SKILL.md', mode: 0o644, content: new Uint8Array(1) }]),
          ),
        ]);
        assert.equal(
          await fingerprint(found.files.filter(({ path }) => path !== 'SKILL.md')),
          await fingerprint(files),
        );
      }),
      { numRuns: 40 },
    );
  });
});

describe('inspectInTurns', () => {
  const read = async (bytes: Uint8Array, signal?: AbortSignal): Promise<readonly ArchiveFile[]> => {
    const files: ArchiveFile[] = [];
    for await (const file of inspectInTurns(bytes, {}, signal)) files.push(file);
    return files;
  };

  it('reads what the strict reader reads', async () => {
    const { bytes } = await pack(new MemoryTree({ ...nodes, large: Buffer.alloc(3_000_000, 'Some words. ') }));
    assert.deepEqual(await read(bytes), extractArchive(bytes));
  });

  it('refuses what the strict reader refuses, in large entries too', async () => {
    const content = Buffer.alloc(3_000_000, 'Some words. ');
    const bytes = await buildArchive('s', [{ path: 'a', mode: 0o644, content }]);
    const code = (refuse: () => unknown): unknown => {
      try {
        refuse();
      } catch (error) {
        return error instanceof Error && 'code' in error ? error.code : error;
      }
      return undefined;
    };
    for (const [at, value] of [
      [60, 0xff],
      [14, bytes[14] === 0 ? 1 : 0],
      [100, 0xff],
    ] as const) {
      const damaged = Uint8Array.from(bytes);
      damaged[at] = value;
      const expected = code(() => extractArchive(damaged));
      assert.ok(expected !== undefined, `${at}`);
      await assert.rejects(read(damaged), { code: expected }, `${at}`);
    }
  });

  it('lets others run in between, and stops when it is told to', async () => {
    const files = Array.from({ length: 8 }, (_, index) => ({
      path: `f${index}`,
      mode: 0o644,
      content: Buffer.alloc(2_000_000, 'Some words. '),
    }));
    const bytes = await buildArchive('s', files);
    let turns = 0;
    let ended = false;
    const count = (): void => {
      turns += 1;
      if (!ended) setImmediate(count);
    };
    setImmediate(count);
    await read(bytes);
    ended = true;
    assert.ok(turns >= 14, `${turns} turns for 16 MB`);
    await assert.rejects(read(bytes, AbortSignal.abort()), { name: 'AbortError' });
  });
});

describe('fingerprint', () => {
  it('is the same for folder, archive and unpacked version', async () => {
    const { bytes, files } = await pack(new MemoryTree(nodes));
    assert.equal(await fingerprint(skillArchive(extractArchive(bytes)).files), await fingerprint(files));
  });

  it('is SHA-256 over path, mode and hash of each file, sorted by bytes', async () => {
    const content = new TextEncoder().encode('x');
    const line = ['a', '644', `${await sha256(content)}\n`].join('\0');
    assert.equal(
      await fingerprint([{ path: 'a', mode: 0o644, content }]),
      `sha256:${await sha256(new TextEncoder().encode(line))}`,
    );
  });

  it('changes with path, mode and content, not with order', async () => {
    const file = { path: 'a', mode: 0o644, content: Uint8Array.of(1) };
    const other = { path: 'b', mode: 0o644, content: Uint8Array.of(2) };
    const all = await Promise.all(
      [
        [file],
        [{ ...file, path: 'b' }],
        [{ ...file, mode: 0o755 }],
        [{ ...file, content: Uint8Array.of(3) }],
        [file, other],
        [],
      ].map(fingerprint),
    );
    assert.equal(new Set(all).size, all.length);
    assert.equal(await fingerprint([other, file]), await fingerprint([file, other]));
  });
});

describe('comparePaths', () => {
  it('orders by UTF-8 bytes', () => {
    const text = fc
      .array(fc.constantFrom('a', 'b', '/', '.', '\u00e9', '\ue000', '\uffee', '\u{10000}', '\u{1f600}'), {
        maxLength: 4,
      })
      .map((parts) => parts.join(''));
    fc.assert(
      fc.property(text, text, (a, b) => {
        assert.equal(Math.sign(comparePaths(a, b)), Buffer.compare(Buffer.from(a), Buffer.from(b)));
      }),
    );
  });
});

describe('fileMode', () => {
  it('is 755 for what is executable and for scripts, on every system', () => {
    assert.equal(fileMode(Buffer.from('#!/bin/sh'), false), 0o755);
    assert.equal(fileMode(Buffer.from('x'), true), 0o755);
    assert.equal(fileMode(Buffer.from('# not a script'), false), 0o644);
  });
});

describe('readFiles', () => {
  it('names what cannot be read and reads the rest', async () => {
    const tree = new MemoryTree({ 'SKILL.md': 'x', bad: { unreadable: true } });
    const { files, problems } = await readFiles(tree, (await selectFiles(tree)).files, { contents: true });
    assert.deepEqual(
      files.map(({ path }) => path),
      ['SKILL.md'],
    );
    assert.deepEqual(
      problems.map(({ code, file }) => [code, file]),
      [['package/unreadable', 'bad']],
    );
  });
});
