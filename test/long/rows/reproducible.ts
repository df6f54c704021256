import { createHash } from 'node:crypto';
import { chmodSync, mkdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { inFolder, runProgram } from '../program.ts';
import type { Row } from '../row.ts';

const zones = ['UTC', 'Pacific/Kiritimati', 'America/St_Johns'];
const files: Readonly<Record<string, string>> = {
  'SKILL.md': '---\nname: twice\ndescription: Packs the same. Use it to compare.\n---\n\nSee `scripts/run.sh`.\n',
  'scripts/run.sh': '#!/bin/sh\necho hello\n',
  'references/a.md': '# A\n'.repeat(500),
  'references/B.md': '# B\n',
  'assets/é.txt': 'x',
};

/** Writes the skill in one or the other order, as old as `age` seconds. */
function write(folder: string, backward: boolean, age: number): void {
  const names = Object.keys(files);
  for (const name of backward ? names.toReversed() : names) {
    const file = path.join(folder, name);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, files[name] ?? '');
    utimesSync(file, Date.now() / 1000 - age, Date.now() / 1000 - age);
  }
  chmodSync(path.join(folder, 'scripts/run.sh'), 0o755);
}

/** This Node, and the oldest that the command line promises, where one is on the path or named by NODE20. */
async function nodes(): Promise<readonly string[]> {
  const found = [process.execPath];
  const candidates = [
    process.env['NODE20'] ?? '',
    ...(process.env['PATH'] ?? '').split(path.delimiter).map((folder) => path.join(folder, 'node')),
  ];
  for (const candidate of candidates.filter((file) => file !== '')) {
    const version = await runProgram(candidate, ['--version']).then(
      ({ stdout }) => stdout,
      () => '',
    );
    if (version.startsWith('v20.')) return [...found, candidate];
  }
  return found;
}

export const reproducible: Row = {
  id: 'G7',
  title: 'the same skill gives the same archive',
  goal: '12 builds (Node 20 and 24, 3 time zones, 2 orders and ages of the files): 1 hash',
  measure: () =>
    inFolder(async (folder) => {
      const hashes: string[] = [];
      const found = await nodes();
      for (const node of found) {
        for (const zone of zones) {
          for (const backward of [false, true]) {
            const [skill, output] = [path.join(folder, 'twice'), path.join(folder, 'out.zip')];
            write(skill, backward, backward ? 40_000_000 : 0);
            const env = { ...process.env, TZ: zone, NODE_OPTIONS: '' };
            const { code, stderr } = await runProgram(node, ['dist/cli.js', 'pack', skill, '-o', output], { env });
            if (code !== 0) throw new Error(`pack ended with ${code}: ${stderr}`);
            hashes.push(createHash('sha256').update(readFileSync(output)).digest('hex'));
            rmSync(skill, { recursive: true });
            rmSync(output);
          }
        }
      }
      const different = new Set(hashes).size;
      return {
        value: `${hashes.length} builds, ${different} hash${different === 1 ? '' : 'es'}`,
        held: different === 1 && hashes.length >= (found.length === 2 ? 12 : 6),
        notMeasurable: found.length === 2 ? [] : ['Node 20 (none on the path; NODE20 names one)'],
      };
    }),
};
