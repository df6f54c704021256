import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { findEnvelope } from '../../src/core/skill/envelope.ts';
import type { Skill } from '../../src/core/skill/skill.ts';
import { validate } from '../../src/core/skill/validate.ts';
import { writeManySkills } from '../support/manySkills.ts';
import { readSkillFolder } from '../support/readSkillFolder.ts';
import { report } from './figure.ts';
import { costOf, interleave, median, type Cost } from './meter.ts';
import { peerPackage } from './peers.ts';

const rounds = 9;
/** Skills of each corpus; of a folder of real ones every so many-th. */
const most = 200;
const realFolder = process.env['SKILL_PUBLISHER_BENCH_REAL'];

interface ReferenceLibrary {
  validate(folder: string): unknown;
}

/** The folders below that hold a SKILL.md, spread over all of them. */
function skillFolders(root: string): readonly string[] {
  const found: string[] = [];
  const look = (folder: string): void => {
    const entries = readdirSync(folder, { withFileTypes: true }).filter(({ name }) => name !== '.git');
    if (entries.some(({ name }) => name === 'SKILL.md')) found.push(folder);
    for (const entry of entries) if (entry.isDirectory()) look(path.join(folder, entry.name));
  };
  look(root);
  const step = Math.max(1, Math.floor(found.length / most));
  return found
    .sort()
    .filter((_, index) => index % step === 0)
    .slice(0, most);
}

/** A skill as it is read anew: nothing that was found out of its files before is known. */
function asNew(skill: Skill): Skill {
  return { ...skill, files: skill.files?.map((file) => ({ ...file })) };
}

function perSecond(skills: number, costs: readonly Cost[]): number {
  return (1000 * skills) / median(costs.map(({ cpu }) => cpu));
}

async function measure(corpus: string, folders: readonly string[]): Promise<void> {
  const skills = await Promise.all(folders.map(async (folder) => (await readSkillFolder(folder)).skill));
  const peer = peerPackage('skills-ref');
  const reference =
    'path' in peer
      ? ((await import(pathToFileURL(path.join(peer.path, 'dist', 'index.js')).href)) as ReferenceLibrary)
      : undefined;
  // Both read SKILL.md from the disk.
  const frontMatter = (): void => {
    for (const folder of folders) {
      const text = readFileSync(path.join(folder, 'SKILL.md'), 'utf8');
      const head = text.slice(0, findEnvelope(text).bodyStart);
      validate({ folderName: path.basename(folder), fileName: 'SKILL.md', text: head, files: undefined }, 'api');
    }
  };
  const everything = (): void => {
    for (const skill of skills) validate(asNew(skill), 'api');
  };
  const costs = await interleave(rounds, {
    frontMatter: () => costOf(frontMatter),
    everything: () => costOf(everything),
    reference: () =>
      costOf(async () => {
        for (const folder of folders) await reference?.validate(folder);
      }),
  });
  report({
    id: `P3 front matter, ${corpus}`,
    value: perSecond(skills.length, costs.frontMatter),
    unit: '/s',
    goal: { least: 5000 },
    ...(reference ? { peer: { name: 'skills-ref', value: perSecond(skills.length, costs.reference) } } : {}),
  });
  if ('missing' in peer) report({ id: `P3 skills-ref, ${corpus}`, missing: peer.missing });
  report({
    id: `P3 everything, ${corpus}`,
    value: perSecond(skills.length, costs.everything),
    unit: '/s',
    goal: { least: 400 },
  });
  const characters = skills.reduce(
    (sum, { text, files = [] }) => sum + text.length + files.reduce((all, file) => all + (file.text?.length ?? 0), 0),
    0,
  );
  report({
    id: `P3 everything, ${corpus}, megabytes of text`,
    value: (characters / 1e6) * (1000 / median(costs.everything.map(({ cpu }) => cpu))),
    unit: '/s',
  });
}

describe('checked in a second of processor time', () => {
  it('P3 generated skills', async () => {
    const root = mkdtempSync(path.join(os.tmpdir(), 'bench-rate-'));
    try {
      await measure('generated', await writeManySkills(root, most, 20));
    } finally {
      rmSync(root, { recursive: true });
    }
  });

  it('P3 public skills', async () => {
    if (realFolder === undefined) {
      report({ id: 'P3 everything, public', missing: 'no folder of public skills was named (-- --real FOLDER)' });
      return;
    }
    const folders = skillFolders(realFolder);
    assert.ok(folders.length > 0, `no skill below ${realFolder}`);
    await measure('public', folders);
  });
});
