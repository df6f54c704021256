import { Baseline } from '../core/lint/baseline.ts';
import { readIfThere } from '../node/disk/configFile.ts';
import type { Run } from './command.ts';
import { keysOf, LintRun, toScope } from './lintRun.ts';
import { writeNamedFile } from './namedPlace.ts';
import { plural } from '../core/text/size.ts';
import type { baselineFlags } from './rows/baseline.ts';
import { shownPath } from './skillArguments.ts';

const actions = ['write', 'prune', 'check'] as const;

/** `skill-publisher baseline`. */
export const baselineCommand: Run<typeof baselineFlags> = async ({ values, positionals }, io) => {
  const action = actions.find((each) => each === positionals[0]);
  const run = new LintRun(values, io);
  const judged = await run.judge(await run.find(action === undefined ? positionals : positionals.slice(1)));
  const file = await run.baselineFile();
  const shown = shownPath(file, io.cwd);
  const keys = keysOf(judged);
  const scope = toScope(judged);
  const text = await readIfThere(file);
  const before = text === undefined ? new Baseline() : Baseline.parse(text);
  const stale = before.stale(keys, scope);
  if (action === 'check') {
    io.stdout(`${shown}: ${plural(before.size, 'problem')} known, ${stale} out of date.\n`);
    return stale > 0 ? 1 : 0;
  }
  const after = action === 'prune' ? before.pruned(keys, scope) : before.replaced(keys, scope);
  // Of a folder without problems nothing needs to be written down.
  if (text !== undefined || after.size > 0) await writeNamedFile('The baseline', { file, shown }, after.format());
  io.stdout(
    action === 'prune'
      ? `${shown}: ${plural(after.size, 'problem')} known, ${before.size - after.size} removed.\n`
      : `${shown}: ${plural(after.size, 'problem')} known.\n`,
  );
  return 0;
};
