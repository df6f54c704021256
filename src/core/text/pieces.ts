/** Work that ends between two of its pieces, so that whoever does it may do something else first. */
export type Pieces<T> = Generator<undefined, T, undefined>;

/** Does all of it without a break. */
export function atOnce<T>(pieces: Pieces<T>): T {
  for (;;) {
    const piece = pieces.next();
    if (piece.done === true) return piece.value;
  }
}

/** Does it with a turn for others before each piece. Throws what waiting for a turn throws. */
export async function inTurns<T>(pieces: Pieces<T>, turns: { next(): Promise<void> }): Promise<T> {
  for (;;) {
    await turns.next();
    const piece = pieces.next();
    if (piece.done === true) return piece.value;
  }
}
