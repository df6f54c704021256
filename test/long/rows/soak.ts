import { shown } from '../format.ts';
import { measureApart } from '../program.ts';
import type { Row } from '../row.ts';
import { most, runInWindow } from '../suite.ts';

export const soak: Row = {
  id: 'G16',
  title: '300 skills of 20 versions, listed and shown again and again',
  goal: 'heap after collection rises <= 2 KB per 1,000 refreshes (registry and client: 10,000; view in a window: 4,000); handles flat',
  measure: async () => {
    // At the same time: neither measures time.
    const [apart, window] = await Promise.all([
      measureApart('test/long/programs/soak.ts'),
      // Alone: what all the suites together hold in the heap moves by more than what is looked for.
      runInWindow('the registry view over time', 'registry/soak'),
    ]);
    const { lists = NaN, slope = NaN, moreHandles = NaN } = apart;
    const [refreshes, inWindow] = [most(window, 'refreshes'), most(window, 'slope')];
    return {
      value:
        `registry and client: ${shown(slope)} bytes per 1,000 of ${shown(lists)}, ${moreHandles} more handles; ` +
        `view in a window: ${shown(inWindow)} bytes per 1,000 of ${shown(refreshes)}, ${window.failed} failures`,
      held: slope <= 2_048 && moreHandles <= 0 && inWindow <= 2_048 && window.failed === 0,
    };
  },
};
