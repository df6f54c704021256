import { shown } from '../format.ts';
import { measureApart } from '../program.ts';
import type { Row } from '../row.ts';

export const cancel: Row = {
  id: 'G15',
  title: 'cancel at 20 points: 10 of packing 29.5 MB, 10 of publishing 12 MB (without the pauses between two looks)',
  goal: 'each ends <= 1 s by the clock; 0 uploads when cancelled before one began',
  measure: async () => {
    const found = await measureApart('test/long/programs/cancel.ts');
    const { points = 0, packing = NaN, publishing = NaN, sentBefore = NaN, unknown = NaN, published = NaN } = found;
    return {
      value:
        `${points} points; packing ended ${shown(packing)} ms after, publishing ${shown(publishing)} ms; ` +
        `${sentBefore} uploads before one began; ${published} had arrived and were found, ${unknown} unknown`,
      held: points === 20 && Math.max(packing, publishing) <= 1_000 && sentBefore === 0 && unknown === 0,
    };
  },
};
