/** A text that gets as much of a budget as the others do. */
interface Vessel {
  /** Characters of the whole text. */
  readonly length: number;
  /** What its first characters cost, from 0 to `length`: 0 for none of them, and never less for more. */
  costOf(characters: number): number;
}

/**
 * How many characters each text gets when a budget is dealt out one character at a time, in turns, until none can be
 * paid anymore: short texts stay whole, all others end at about the same length. By the level that all reach, not by
 * the turns: the last few, in which some texts get a character and others do not, are dealt.
 */
export function waterLevel(vessels: readonly Vessel[], budget: number): readonly number[] {
  const costAt = (level: number): number =>
    vessels.reduce((sum, vessel) => sum + vessel.costOf(Math.min(level, vessel.length)), 0);
  let low = 0;
  let high = vessels.reduce((most, { length }) => Math.max(most, length), 0);
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (costAt(middle) <= budget) low = middle;
    else high = middle - 1;
  }
  const given = vessels.map(({ length }) => Math.min(low, length));
  let left = budget - costAt(low);
  for (let isMoving = true; isMoving; ) {
    isMoving = false;
    for (const [index, vessel] of vessels.entries()) {
      const own = given[index] ?? 0;
      if (own >= vessel.length) continue;
      const price = vessel.costOf(own + 1) - vessel.costOf(own);
      if (price > left) continue;
      given[index] = own + 1;
      left -= price;
      isMoving = true;
    }
  }
  return given;
}
