import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { bytesAtActivation } from '../support/activation.ts';
import { writeManySkills } from '../support/manySkills.ts';
import { report } from './figure.ts';
import { costOfProgram, interleave, medianCost, type ProgramCost } from './meter.ts';
import { peerPackage } from './peers.ts';

const cli = path.resolve('dist/npm/dist/cli.js');
const node = (...args: readonly string[]): Promise<ProgramCost> => costOfProgram(process.execPath, args);
const nothing = (): Promise<ProgramCost> => node('-e', '0');

interface PeerProgram {
  readonly name: string;
  readonly run: () => Promise<ProgramCost>;
  /** Why it cannot be run; it does nothing then. */
  readonly missing: string | undefined;
}

function peerProgram(name: 'skills-ref' | 'skill-check', program: string, ...args: readonly string[]): PeerProgram {
  const found = peerPackage(name);
  if ('missing' in found) return { name, run: nothing, missing: found.missing };
  return { name, run: () => node(path.join(found.path, program), ...args), missing: undefined };
}

describe('what is loaded', () => {
  it('P2 at activation, and as a package', () => {
    report({ id: 'P2 bytes loaded at activation', value: bytesAtActivation() / 1024, unit: 'KB', goal: { most: 80 } });
    const folder = mkdtempSync(path.join(os.tmpdir(), 'bench-package-'));
    try {
      const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as {
        readonly scripts: Readonly<Record<string, string>>;
      };
      const [program = '', ...args] = (scripts['package'] ?? '').split(' ');
      const file = path.join(folder, 'bench.vsix');
      const tool = path.resolve('node_modules', '.bin', program);
      execFileSync(tool, [...args.slice(0, -1), file], {
        stdio: 'ignore',
        env: { ...process.env, npm_config_ignore_scripts: 'true' },
      });
      report({ id: 'P2 .vsix', value: statSync(file).size / 1024, unit: 'KB', goal: { most: 1228 } });
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

describe('the command line', () => {
  let root: string;
  let folders: readonly string[];
  before(async () => {
    root = mkdtempSync(path.join(os.tmpdir(), 'bench-cli-'));
    folders = await writeManySkills(root, 1000, 5);
  });
  after(() => {
    rmSync(root, { recursive: true });
  });

  it('P9 says its version, and checks one skill', async () => {
    const [, one = ''] = folders;
    const library = peerProgram('skills-ref', 'dist/cli.js', 'validate', one);
    const checker = peerProgram('skill-check', 'bin/skill-check.js', 'check', '--no-security-scan', one);
    const costs = await interleave(11, {
      bare: nothing,
      version: () => node(cli, '--version'),
      one: () => node(cli, 'validate', one),
      library: library.run,
      checker: checker.run,
    });
    const bare = { name: 'node -e 0', value: medianCost(costs.bare).wall };
    const wall = (key: 'version' | 'one'): number => medianCost(costs[key]).wall;
    report({ id: 'P9 --version', value: wall('version'), unit: 'ms', goal: { most: 40 }, peer: bare });
    report({ id: 'P9 validate one skill', value: wall('one'), unit: 'ms', goal: { most: 110 }, peer: bare });
    for (const [{ name, missing }, cost] of [
      [library, costs.library],
      [checker, costs.checker],
    ] as const) {
      const id = `P9 validate one skill, beside ${name}`;
      if (missing !== undefined) report({ id, missing });
      else report({ id, value: wall('one'), unit: 'ms', peer: { name, value: medianCost(cost).wall } });
    }
  });

  it('P9 checks 1,000 skills', async () => {
    const checker = peerProgram('skill-check', 'bin/skill-check.js', 'check', '--no-security-scan', root);
    const costs = await interleave(3, { ours: () => node(cli, 'validate', root), checker: checker.run });
    report({
      id: 'P9 validate 1,000 skills of 5 files, wall',
      value: medianCost(costs.ours).wall,
      unit: 'ms',
      goal: { most: 3000 },
      ...(checker.missing === undefined ? { peer: { name: checker.name, value: medianCost(costs.checker).wall } } : {}),
    });
    report({ id: 'P9 validate 1,000 skills of 5 files, cpu', value: medianCost(costs.ours).cpu, unit: 'ms' });
    if (checker.missing !== undefined)
      report({ id: 'P9 validate 1,000 skills, skill-check', missing: checker.missing });
  });

  for (const count of [10, 100, 1000, 10_000])
    it(`grows: ${count} skills`, async () => {
      const many = mkdtempSync(path.join(os.tmpdir(), 'bench-growth-'));
      try {
        await writeManySkills(many, count, 3);
        const { wall, cpu } = await node(cli, 'validate', many);
        const what = `growth: validate ${count.toLocaleString('en')} skills of 3 files`;
        report({ id: `${what}, wall`, value: wall, unit: 'ms' });
        report({ id: `${what}, cpu`, value: cpu, unit: 'ms' });
      } finally {
        rmSync(many, { recursive: true });
      }
    });
});
