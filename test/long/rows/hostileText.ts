import { shown } from '../format.ts';
import type { Row } from '../row.ts';
import { countOf, most, runSuites } from '../suite.ts';

export const hostileText: Row = {
  id: 'G2',
  title: 'hostile SKILL.md files (Y1 to Y15)',
  goal: '>= 40 made by hand, each as expected and judged in <= 100 ms, also one of 10 MB; folders of many files, and all fixes: <= 1 s',
  measure: async () => {
    const result = await runSuites(['test/unit/core/skill/hostile.test.ts']);
    const [text, more] = [most(result, 'text'), most(result, 'more')];
    const files = countOf(result, 'text') + countOf(result, 'more');
    return {
      value: `${files} files, ${result.failed} failures, worst ${shown(text)} ms; folders and fixes ${shown(more)} ms`,
      held: result.failed === 0 && files >= 40 && text <= 100 && more <= 1_000,
    };
  },
};
