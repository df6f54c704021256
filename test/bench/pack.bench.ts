import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import os from 'node:os';
import path from 'node:path';
import { buildArchive } from '../../src/core/bundle/archive.ts';
import { inspectInTurns, type ArchiveFile } from '../../src/core/bundle/extract.ts';
import { readSkillFolder } from '../support/readSkillFolder.ts';
import { writeSkill, type CorpusSkill } from './corpus.ts';
import { report } from './figure.ts';
import { isThere, peerPackage } from './peers.ts';
import { costOf, costOfProgram, interleave, median, medianCost, type Cost } from './meter.ts';

const rounds = 9;
const megabyte = 1_000_000;

const skills: readonly CorpusSkill[] = [
  { name: 'mixed-25', kind: 'mixed', files: 500, bytes: 25 * megabyte },
  { name: 'pictures-29', kind: 'pictures', files: 100, bytes: 29 * megabyte },
  { name: 'text-1', kind: 'text', files: 20, bytes: megabyte },
];

interface Yazl {
  readonly ZipFile: new () => {
    addBuffer(bytes: Buffer, name: string, options: { readonly mtime: Date; readonly mode: number }): void;
    end(): void;
    readonly outputStream: AsyncIterable<Uint8Array>;
  };
}

/** Another library for Node that compresses with its zlib. */
function yazlWriter(): {
  readonly missing: string | undefined;
  readonly write: ((name: string, files: readonly ArchiveFile[]) => Promise<number>) | undefined;
} {
  const found = peerPackage('yazl');
  if ('missing' in found) return { missing: found.missing, write: undefined };
  const { ZipFile } = createRequire(path.resolve('package.json'))(found.path) as Yazl;
  return {
    missing: undefined,
    write: async (name, files) => {
      const zip = new ZipFile();
      for (const { path: file, content, mode } of files) {
        const bytes = Buffer.from(content.buffer, content.byteOffset, content.byteLength);
        zip.addBuffer(bytes, `${name}/${file}`, { mtime: new Date(Date.UTC(1980, 0, 1)), mode: 0o100000 | mode });
      }
      zip.end();
      let length = 0;
      for await (const piece of zip.outputStream) length += piece.length;
      return length;
    },
  };
}

for (const skill of skills) {
  const title = `${skill.bytes / megabyte} MB ${skill.kind} in ${skill.files} files`;

  describe(`packing ${title}`, () => {
    let root = '';
    let folder = '';
    before(() => {
      root = mkdtempSync(path.join(os.tmpdir(), 'skill-publisher-bench-'));
      folder = writeSkill(root, skill);
    });
    after(() => {
      rmSync(root, { recursive: true });
    });

    const pack = async (): Promise<Uint8Array> => buildArchive(skill.name, (await readSkillFolder(folder)).files);
    const zip = async (): Promise<Cost> => {
      const target = path.join(root, 'peer.zip');
      rmSync(target, { force: true });
      const cost = await costOfProgram('zip', ['-6', '-r', '-q', target, skill.name], { cwd: root });
      assert.equal(cost.status, 0);
      return cost;
    };

    it('is measured beside zip -6 -r', async () => {
      if (!isThere('zip')) {
        report({ id: `P5 pack ${title}`, missing: 'there is no Info-ZIP here (Debian package zip)' });
        return;
      }
      const yazl = yazlWriter();
      const { ours, peer, library } = await interleave(rounds, {
        ours: () => costOf(pack),
        peer: zip,
        library: () => costOf(async () => yazl.write?.(skill.name, (await readSkillFolder(folder)).files)),
      });
      const [own, theirs] = [medianCost(ours), medianCost(peer)];
      const id = `P5 pack ${title}, cpu, beside yazl`;
      if (yazl.missing !== undefined) report({ id, missing: yazl.missing });
      else report({ id, value: own.cpu, unit: 'ms', peer: { name: 'yazl', value: medianCost(library).cpu } });
      for (const what of ['wall', 'cpu'] as const) {
        report({
          id: `P5 pack ${title}, ${what}`,
          value: own[what],
          unit: 'ms',
          goal: { most: 1.2, of: 'ratio' },
          peer: { name: 'zip -6 -r', value: theirs[what] },
        });
      }
      const size = (await pack()).length;
      const zipped = statSync(path.join(root, 'peer.zip')).size;
      report({
        id: `P5 size of ${title}`,
        value: size / 1000,
        unit: 'KB',
        peer: { name: 'zip -6 -r', value: zipped / 1000 },
      });
    });

    it('does not hold the thread nor much memory', () => {
      const runs = Array.from(
        { length: rounds },
        () =>
          JSON.parse(execFileSync(process.execPath, ['out/program/pack.js', folder], { encoding: 'utf8' })) as {
            readonly base: number;
            readonly peak: number;
            readonly block: number;
            readonly blockWall: number;
          },
      );
      report({
        id: `P5 longest block of ${title}, cpu`,
        value: median(runs.map(({ block }) => block)),
        unit: 'ms',
        goal: { most: 16 },
      });
      report({
        id: `P5 peak of ${title}, times the payload`,
        value: median(runs.map(({ base, peak }) => (peak - base) / (skill.bytes / megabyte))),
        unit: 'x',
        goal: { most: 4 },
      });
    });

    it('is read back beside unzip -t', async () => {
      const bytes = await pack();
      const read = async (): Promise<number> => {
        let count = 0;
        for await (const file of inspectInTurns(bytes)) count += file.content.length;
        return count;
      };
      const ours = (): Promise<Cost> => costOf(read);
      if (!isThere('unzip')) {
        report({
          id: `P5b read back ${title}, wall`,
          value: medianCost((await interleave(rounds, { ours })).ours).wall,
          unit: 'ms',
        });
        return;
      }
      await zip();
      const target = path.join(root, 'peer.zip');
      assert.ok(readFileSync(target).length > 0);
      const costs = await interleave(rounds, { ours, peer: () => costOfProgram('unzip', ['-tq', target]) });
      report({
        id: `P5b read back ${title}, wall`,
        value: medianCost(costs.ours).wall,
        unit: 'ms',
        goal: { most: 500 },
        peer: { name: 'unzip -t', value: medianCost(costs.peer).wall },
      });
    });
  });
}
