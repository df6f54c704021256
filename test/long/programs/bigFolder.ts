// Reads a folder of 100,000 files, ignored and not ignored; prints milliseconds and how long the event loop was blocked.
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { readSkillFolder } from '../../support/readSkillFolder.ts';
import { inFolder } from '../program.ts';

interface Cost {
  readonly milliseconds: number;
  readonly blocked: number;
  readonly problems: number;
}

function fill(folder: string): void {
  mkdirSync(folder, { recursive: true });
  for (let index = 0; index < 100_000; index += 1) writeFileSync(path.join(folder, `f${index}`), '');
}

/** The least of five runs: what the work costs where nothing else runs. */
async function read(folder: string): Promise<Cost> {
  let best: Cost = { milliseconds: Infinity, blocked: Infinity, problems: 0 };
  for (let run = 0; run < 5; run += 1) {
    globalThis.gc?.();
    const delay = monitorEventLoopDelay({ resolution: 1 });
    delay.enable();
    const begun = performance.now();
    const { problems } = await readSkillFolder(folder);
    const milliseconds = Math.min(best.milliseconds, performance.now() - begun);
    delay.disable();
    best = { milliseconds, blocked: Math.min(best.blocked, delay.max / 1e6 || 0), problems: problems.length };
  }
  return best;
}

await inFolder(async (folder) => {
  const [ignored, plain] = [path.join(folder, 'ignored'), path.join(folder, 'plain')];
  for (const skill of [ignored, plain]) {
    mkdirSync(skill);
    writeFileSync(path.join(skill, 'SKILL.md'), '---\nname: big\n---\n');
  }
  fill(path.join(ignored, 'data'));
  writeFileSync(path.join(ignored, '.skillignore'), 'data/\n');
  fill(plain);
  const [pruned, refused] = [await read(ignored), await read(plain)];
  console.log(
    JSON.stringify({
      pruned: pruned.milliseconds,
      complaints: pruned.problems,
      refused: refused.milliseconds,
      refusals: refused.problems,
      blocked: refused.blocked,
    }),
  );
});
