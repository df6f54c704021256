import { shown } from '../format.ts';
import type { Row } from '../row.ts';
import { most, runSuites } from '../suite.ts';

export const archiveMutations: Row = {
  id: 'G4',
  title: 'archives with changed bytes',
  goal: '200,000: 0 crashes, each <= 50 ms',
  measure: async () => {
    const result = await runSuites(['test/unit/core/bundle/extract.test.ts'], { grep: 'whatever bytes are changed' });
    const [count, worst] = [most(result, 'mutations'), most(result, 'worst mutation')];
    return {
      value: `${shown(count)} archives, ${result.failed} failures, worst ${shown(worst)} ms`,
      held: result.failed === 0 && count >= 200_000 && worst <= 50,
    };
  },
};
