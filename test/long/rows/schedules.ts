import { shown } from '../format.ts';
import type { Row } from '../row.ts';
import { most, runSuites } from '../suite.ts';

export const schedules: Row = {
  id: 'G8',
  title: 'one click, one version, under random faults, rivals and cancels',
  goal: '500 schedules: <= 1 version a click, no wrong verdict',
  measure: async () => {
    const result = await runSuites(['test/unit/core/publish/reconcileModel.test.ts']);
    const count = most(result, 'schedules');
    return {
      value: `${shown(count)} schedules of up to 4 clicks, ${result.failed} failures`,
      held: result.failed === 0 && count >= 500,
    };
  },
};
