import type { Row } from '../row.ts';
import { runInWindow, runSuites } from '../suite.ts';

export const key: Row = {
  id: 'G10',
  title: 'the API key',
  goal: '0 hits of a canary key in what is shown, logged, stored or sent elsewhere; redirects leak nothing',
  measure: async () => {
    const client = await runSuites(['test/unit/core/registry/*.test.ts'], { grep: 'key|redirect' });
    const window = await runInWindow('connections');
    const failed = client.failed + window.failed;
    return {
      value: `${client.passed} tests of the client, ${window.passed} in a window, ${failed} failures`,
      held: failed === 0 && client.passed > 0 && window.passed > 0,
    };
  },
};
