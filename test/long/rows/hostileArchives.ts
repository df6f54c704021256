import { shown } from '../format.ts';
import type { Row } from '../row.ts';
import { countOf, most, runSuites } from '../suite.ts';

export const hostileArchives: Row = {
  id: 'G3',
  title: 'hostile archives: A1 to A23 and the shapes of yauzl, libarchive, Go, CPython and Info-ZIP',
  goal: '>= 180: 0 crashes, each decided in <= 100 ms and <= 100 MB',
  measure: async () => {
    const folder = 'test/unit/core/bundle';
    const result = await runSuites([`${folder}/extract.test.ts`, `${folder}/hostile.test.ts`], {
      grep: 'refuses|refused|read:',
    });
    const [refused, read] = [countOf(result, 'refused'), countOf(result, 'read')];
    const worst = Math.max(most(result, 'refused'), most(result, 'read'));
    const memory = most(result, 'memory');
    return {
      value:
        `${refused} refused, ${read} harmless ones read, ${result.failed} failures, ` +
        `worst ${shown(worst)} ms, +${shown(memory)} MB for a whole suite`,
      held: result.failed === 0 && refused >= 180 && worst <= 100 && memory <= 100,
    };
  },
};
