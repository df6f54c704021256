import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { buildArchive } from '../../src/core/bundle/archive.ts';
import { startRegistry } from '../long/registryProcess.ts';
import { readSkillFolder } from '../support/readSkillFolder.ts';
import { writeSkill, type CorpusSkill } from './corpus.ts';
import { report } from './figure.ts';
import { costOfProgram, interleave, medianCost, type ProgramCost } from './meter.ts';
import { isThere } from './peers.ts';

const rounds = 9;
const megabyte = 1_000_000;
const cli = path.resolve('dist/npm/dist/cli.js');
const sdk = path.resolve('out/program/sdkUpload.js');

const skills: readonly (CorpusSkill & { readonly title: string; readonly most: number })[] = [
  { title: '29 MB pictures', name: 'pictures-29', kind: 'pictures', files: 100, bytes: 29 * megabyte, most: 1.3 },
  { title: '25 MB mixed', name: 'mixed-25', kind: 'mixed', files: 500, bytes: 25 * megabyte, most: 2 },
  { title: '26 KB archive', name: 'text-small', kind: 'text', files: 10, bytes: 85_000, most: 1.5 },
];

describe('publishing from the command line', () => {
  for (const skill of skills) {
    it(`P6 ${skill.title}, beside the SDK that uploads the same archive`, async () => {
      const root = mkdtempSync(path.join(os.tmpdir(), 'bench-publish-'));
      const registry = await startRegistry(path.join(root, 'registry.sqlite'));
      try {
        const folder = writeSkill(root, skill);
        const zip = path.join(root, `${skill.name}.zip`);
        writeFileSync(zip, await buildArchive(skill.name, (await readSkillFolder(folder)).files));
        const env = { ...process.env, SKILL_REGISTRY_API_KEY: 'a-key-for-measuring', XDG_STATE_HOME: root };
        const start = async (program: string, ...args: readonly string[]): Promise<ProgramCost> => {
          const cost = await costOfProgram(program, args, { cwd: root, env });
          assert.equal(cost.status, 0, args.join(' '));
          return cost;
        };
        const hasZip = isThere('zip');
        // Nothing is checked before it.
        const zipped = 'rm -f by-hand.zip && zip -6 -r -q by-hand.zip "$1" && "$2" "$3" "$4" by-hand.zip';
        const flags = ['--yes', '--new', '--allow-unchanged', '--base-url', registry.url, '--workspace', root];
        const { ours, peer, byHand } = await interleave(rounds, {
          ours: () => start(process.execPath, cli, 'publish', folder, ...flags),
          peer: () => start(process.execPath, sdk, registry.url, zip),
          byHand: () =>
            hasZip
              ? start('bash', '-c', zipped, 'bash', skill.name, process.execPath, sdk, registry.url)
              : start('true'),
        });
        const [own, theirs] = [medianCost(ours), medianCost(peer)];
        report({
          id: `P6 publish ${skill.title}, wall`,
          value: own.wall,
          unit: 'ms',
          goal: { most: skill.most, of: 'ratio' },
          peer: { name: 'SDK, same archive', value: theirs.wall },
        });
        report({
          id: `P6 publish ${skill.title}, cpu`,
          value: own.cpu,
          unit: 'ms',
          peer: { name: 'SDK, same archive', value: theirs.cpu },
        });
        const id = `P6 publish ${skill.title} beside zip and SDK, wall`;
        if (!hasZip) report({ id, missing: 'there is no Info-ZIP here (Debian package zip)' });
        else
          report({
            id,
            value: own.wall,
            unit: 'ms',
            peer: { name: 'zip -6 -r, then SDK', value: medianCost(byHand).wall },
          });
      } finally {
        await registry.stop();
        rmSync(root, { recursive: true });
      }
    });
  }
});
