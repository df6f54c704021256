import { shown } from '../format.ts';
import { measureApart } from '../program.ts';
import type { Row } from '../row.ts';

export const cancel: Row = {
  id: 'G15',
  title: 'cancel at 20 points: 10 of packing 29.5 MB, 10 of publishing 12 MB (without the pauses between two looks)',
  goal: 'each ends <= 1 s by the clock; 0 uploads when canceled before one began, and nothing said of one that is not so',
  measure: async () => {
    const found = await measureApart('test/long/programs/cancel.ts');
    const { points = 0, packing = NaN, publishing = NaN, sentBefore = NaN } = found;
    const { unknown = NaN, published = NaN, wrong = NaN } = found;
    return {
      value:
        `${points} points; packing ended ${shown(packing)} ms after, publishing ${shown(publishing)} ms; ` +
        `${sentBefore} uploads before one began; ${published} had arrived and were found, ${unknown} were called unknown ` +
        `because they may still arrive, ${wrong} verdicts the registry contradicts`,
      held: points === 20 && Math.max(packing, publishing) <= 1_000 && sentBefore === 0 && wrong === 0,
    };
  },
};
