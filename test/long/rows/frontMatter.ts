import { shown } from '../format.ts';
import type { Row } from '../row.ts';
import { most, runSuites } from '../suite.ts';

export const frontMatter: Row = {
  id: 'G1',
  title: 'front matter parser, random input',
  goal: '100,000 inputs: 0 uncaught, 0 prototype changes, each <= 100 ms, 99 % <= 5 ms',
  measure: async () => {
    const result = await runSuites(['test/unit/core/skill/property.test.ts'], { grep: 'parses any front matter' });
    const [inputs, worst, common] = [most(result, 'inputs'), most(result, 'worst'), most(result, 'most')];
    return {
      value: `${shown(inputs)} inputs, ${result.failed} failures, worst ${shown(worst)} ms, 99 % within ${shown(common)} ms`,
      held: result.failed === 0 && inputs >= 100_000 && worst <= 100 && common <= 5,
      notMeasurable: ['the inputs of yaml-test-suite, which are not part of this repository'],
    };
  },
};
