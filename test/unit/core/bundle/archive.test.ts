import assert from 'node:assert/strict';
import fc from 'fast-check';
import { buildArchive } from '../../../../src/core/bundle/archive.ts';
import { extractArchive, type ArchiveFile } from '../../../../src/core/bundle/extract.ts';
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
const golden = '50a7c1ff83cfa13e3040a3e5b5d0da6784de994c3a5e9a9cf3a2fe7f4fefe4ee';

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
