import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { buildArchive } from '../../src/core/bundle/archive.ts';
import type { ArchiveFile } from '../../src/core/bundle/extract.ts';
import { fingerprint } from '../../src/core/bundle/fingerprint.ts';
import { scanSecrets } from '../../src/core/bundle/secrets.ts';
import { readSkillFolder } from '../support/readSkillFolder.ts';

const mebibyte = 1 << 20;

/**
 * Processor milliseconds, of all threads: what a clock would show on a machine that does nothing else. Says also the
 * longest block of the event loop.
 */
async function measure(what: string, run: () => Promise<unknown>): Promise<number> {
  globalThis.gc?.();
  const delay = monitorEventLoopDelay({ resolution: 1 });
  delay.enable();
  const begun = process.cpuUsage();
  await run();
  const { user, system } = process.cpuUsage(begun);
  delay.disable();
  const spent = (user + system) / 1000;
  console.log(
    `      ${what}: ${spent.toFixed(0)} ms of processor time, event loop blocked ` +
      `${(delay.max / 1e6).toFixed(0)} ms at most, resident ${(process.memoryUsage().rss / 1e6).toFixed(0)} MB`,
  );
  return spent;
}

/** 500 files of 30 MiB: half prose, half bytes that do not compress. */
function atTheLimit(): readonly ArchiveFile[] {
  const size = Math.floor((30 * mebibyte) / 500);
  const prose = Buffer.from(
    'Some words of prose, again and again, with a number 4711.\n'.repeat(size / 58 + 1),
  ).subarray(0, size);
  return Array.from({ length: 500 }, (_, index) => ({
    path: `assets/${index}`,
    mode: 0o644,
    content: index % 2 === 0 ? prose : randomBytes(size),
  }));
}

describe('a skill of 30 MiB in 500 files', function () {
  const files = atTheLimit();

  it('is searched, packed and named in 5 s', async () => {
    let spent = await measure('searching for secrets', () => scanSecrets(files));
    spent += await measure('packing and reading back', () => buildArchive('skill', files));
    spent += await measure('fingerprint', () => fingerprint(files));
    assert.ok(spent <= 5000, `${spent} ms`);
  });

  it('is packed as one file too', async () => {
    const content = Buffer.concat(files.map((file) => file.content));
    assert.ok(
      (await measure('packing one file', () => buildArchive('skill', [{ path: 'large', mode: 0o644, content }]))) <=
        5000,
    );
  });
});

/** Texts that cost a careless pattern most, repeated to 1 MB. */
const hostile: Readonly<Record<string, string>> = {
  prose: 'Some words of prose, again and again.\n',
  names: 'TOKEN',
  'names in a row': 'TOKEN_SECRET_',
  'unfinished values': `A_TOKEN=${'aB3'.repeat(130)}( `,
  'heads of keys': ['-----BEGIN PRIVATE', 'KEY-----\n'].join(' '),
  numbers: '12345678:aB1',
  quotes: 'A_SECRET="',
  'token-like lines': 'qW3eR5tY7uI9oP1aS2dF4gH6jK8lZ0xC\n',
};

describe('the search for secrets', () => {
  before(() => scanSecrets([{ path: 'a', mode: 0o644, content: Buffer.from('x') }]));

  for (const [name, text] of Object.entries(hostile)) {
    it(`takes at most 1 s for 1 MB of ${name}`, async () => {
      const content = Buffer.from(text.repeat(1e6 / text.length));
      assert.ok((await measure(name, () => scanSecrets([{ path: 'a.md', mode: 0o644, content }]))) <= 1000);
    });
  }
});

describe('a folder of 100,001 files', function () {
  let folder = '';
  before(() => {
    folder = mkdtempSync(path.join(os.tmpdir(), 'skill-publisher-'));
    writeFileSync(path.join(folder, 'SKILL.md'), '---\nname: skill\n---\n');
    for (let index = 0; index < 100_001; index += 1) writeFileSync(path.join(folder, `f${index}`), '');
  });
  after(() => {
    rmSync(folder, { recursive: true });
  });

  it('is refused in 1 s', async () => {
    for (let run = 0; run < 3; run += 1) {
      assert.ok(
        (await measure('reading', async () => {
          const { problems, files } = await readSkillFolder(folder);
          assert.deepEqual([problems.map(({ code }) => code), files.length], [['package/too-many-files'], 1]);
        })) <= 1000,
      );
    }
  });
});
