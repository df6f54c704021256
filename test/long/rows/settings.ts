import type { Row } from '../row.ts';
import { runInWindow, runSuites } from '../suite.ts';

export const settings: Row = {
  id: 'G11',
  title: 'hostile settings of a workspace',
  goal: '0 requests to a host that a workspace names',
  measure: async () => {
    const manifest = await runSuites(['test/unit/manifest.test.ts'], {
      grep: 'untrusted|out of the reach of a workspace',
    });
    const window = await runInWindow('a workspace cannot send a key elsewhere');
    const failed = manifest.failed + window.failed;
    return {
      value: `${manifest.passed} tests of the manifest, ${window.passed} in a window, ${failed} failures`,
      held: failed === 0 && manifest.passed > 0 && window.passed > 0,
    };
  },
};
