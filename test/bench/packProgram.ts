// Packs a folder in a process of its own and says what that cost: `node pack.js <folder>` prints the peak of the process
// in MB before and after, and the longest block of its thread in milliseconds.
import path from 'node:path';
import { buildArchive } from '../../src/core/bundle/archive.ts';
import { readSkillFolder } from '../support/readSkillFolder.ts';
import { longestBlock } from './meter.ts';

const peak = (): number => process.resourceUsage().maxRSS / 1000;

async function measurePacking(folder: string): Promise<void> {
  // Loads everything, as a second publish would find it.
  await buildArchive('warm', [{ path: 'SKILL.md', mode: 0o644, content: Buffer.from('x'.repeat(5000)) }]);
  const base = peak();
  const { files } = await readSkillFolder(folder);
  const { cpu, wall } = await longestBlock(() => buildArchive(path.basename(folder), files));
  console.log(JSON.stringify({ base, peak: peak(), block: cpu, blockWall: wall }));
}

void measurePacking(process.argv[2] ?? '.');
