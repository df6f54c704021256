import { shown } from '../format.ts';
import type { Row } from '../row.ts';
import { most, runSuites } from '../suite.ts';

export const kills: Row = {
  id: 'G14',
  title: 'killed while a folder is replaced by another version',
  goal: '100 kills: 0 partial folders, nothing left after the next start',
  measure: async () => {
    const result = await runSuites(['test/unit/node/disk/replaceKilled.test.ts']);
    const count = most(result, 'kills');
    return { value: `${shown(count)} kills, ${result.failed} failures`, held: result.failed === 0 && count >= 100 };
  },
};
