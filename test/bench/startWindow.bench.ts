import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { writeManySkills } from '../support/manySkills.ts';
import { report } from './figure.ts';
import { median } from './meter.ts';
import { builtInExtensions, toldInWindows } from './windows.ts';

const windows = 9;
const own = 'skill-publisher.skill-publisher';

/** Milliseconds that VS Code tells of the start of an extension. */
interface Start {
  readonly id: string;
  readonly load: number;
  readonly call: number;
  readonly finish: number;
}

describe('windows with three skills', () => {
  it('P1 start this extension beside those of VS Code', async () => {
    const all = await toldInWindows<readonly Start[]>('startSuite', windows + 1, async (work) => {
      await writeManySkills(path.join(work, 'skills'), 3, 5);
      await writeFile(path.join(work, 'package.json'), '{ "name": "bench", "scripts": { "x": "true" } }\n');
      await writeFile(path.join(work, 'README.md'), '# Bench\n');
    });
    // The first one does not count: what is kept of programs and settings is not there yet.
    const counted = all.slice(1).flat();
    const middle = (id: string, of: (start: Start) => number): number | undefined => {
      const found = counted.filter((start) => start.id === id).map(of);
      return found.length === 0 ? undefined : median(found);
    };
    const whole = ({ load, call, finish }: Start): number => load + call + finish;
    const [call, ours] = [middle(own, (start) => start.call), middle(own, whole)];
    if (call === undefined || ours === undefined) throw new Error('Startup Performance does not name this extension.');
    report({ id: 'P1 activate(), called', value: call, unit: 'ms', goal: { most: 5 } });
    for (const name of builtInExtensions) {
      const [theirs, value] = [middle(name, (start) => start.call), middle(name, whole)];
      const id = `P1 load, call and finish, beside ${name}`;
      if (theirs === undefined || value === undefined) report({ id, missing: 'it did not start in these windows' });
      else {
        report({ id: `P1 ${name}: activate(), called`, value: theirs, unit: 'ms' });
        report({ id, value: ours, unit: 'ms', peer: { name, value }, goal: { most: 1, of: 'ratio' } });
      }
    }
  });
});
