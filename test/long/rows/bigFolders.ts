import { shown } from '../format.ts';
import { measureApart } from '../program.ts';
import type { Row } from '../row.ts';

export const bigFolders: Row = {
  id: 'G13',
  title: 'a skill folder of 100,000 files, the best of five runs',
  goal: 'ignored: <= 50 ms; not ignored: refused in <= 1 s, event loop blocked <= 20 ms (by the clock)',
  measure: async () => {
    const found = await measureApart('test/long/programs/bigFolder.ts');
    const { pruned = NaN, refused = NaN, blocked = NaN, refusals = 0, complaints = NaN } = found;
    return {
      value: `ignored ${shown(pruned)} ms; refused in ${shown(refused)} ms, blocked ${shown(blocked)} ms`,
      held: pruned <= 50 && complaints === 0 && refused <= 1_000 && refusals > 0 && blocked <= 20,
    };
  },
};
