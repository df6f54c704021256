import { shown } from '../format.ts';
import type { Row } from '../row.ts';
import { countOf, most, runSuites } from '../suite.ts';

export const networkFaults: Row = {
  id: 'G9',
  title: 'network faults at every operation of the client',
  goal: '>= 140 scenarios: each ends with a typed error, <= 1 s after its deadline, 0 unhandled rejections',
  measure: async () => {
    const result = await runSuites(['test/unit/core/registry/hostile.test.ts']);
    const [scenarios, late] = [countOf(result, 'scenario'), most(result, 'scenario')];
    return {
      value: `${scenarios} scenarios, ${result.failed} failures, at most ${shown(Math.max(0, late))} ms after the deadline (clock)`,
      held: result.failed === 0 && scenarios >= 140 && late <= 1_000,
    };
  },
};
