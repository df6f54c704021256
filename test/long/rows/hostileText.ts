import { shown } from '../format.ts';
import type { Row } from '../row.ts';
import { countOf, most, runSuites } from '../suite.ts';

export const hostileText: Row = {
  id: 'G2',
  title: 'hostile SKILL.md files (Y1 to Y15)',
  goal: '>= 40 made by hand, each as expected and <= 100 ms; larger than 20 KB: <= 1 s',
  measure: async () => {
    const result = await runSuites(['test/unit/core/skill/hostile.test.ts']);
    const [small, large] = [most(result, 'small'), most(result, 'large')];
    const files = countOf(result, 'small') + countOf(result, 'large');
    return {
      value: `${files} files, ${result.failed} failures, worst ${shown(small)} ms, of the large ones ${shown(large)} ms`,
      held: result.failed === 0 && files >= 40 && small <= 100 && large <= 1_000,
    };
  },
};
