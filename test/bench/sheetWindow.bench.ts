import { writeSkill } from './corpus.ts';
import { report } from './figure.ts';
import { median } from './meter.ts';
import { toldInWindows } from './windows.ts';

/** Milliseconds until each sheet of a skill, the first one first. */
interface Sheets {
  readonly name: string;
  readonly values: readonly number[];
}

describe('publishing in a window', () => {
  it('P6 shows the sheet', async () => {
    const found = await toldInWindows<Sheets>('sheetSuite', 1, (work) => {
      writeSkill(work, { name: 'text-small', kind: 'text', files: 10, bytes: 85_000 });
      writeSkill(work, { name: 'mixed-25', kind: 'mixed', files: 500, bytes: 25_000_000 });
    });
    const tell = (name: string, title: string, most: number): void => {
      const [first = Number.NaN, ...others] = found.find((each) => each.name === name)?.values ?? [];
      report({ id: `P6 sheet of ${title}, first of the window`, value: first, unit: 'ms', goal: { most } });
      report({ id: `P6 sheet of ${title}, median`, value: median(others), unit: 'ms', goal: { most } });
    };
    tell('text-small', 'a skill of 10 files', 300);
    tell('mixed-25', '25 MB mixed in 500 files', 1000);
  });
});
