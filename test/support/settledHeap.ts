import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/** Looks in a row that find no less than those before, until the least is taken for what cannot be collected. */
const enough = 10;
/** Milliseconds between two looks: what waits for a moment, to be collected or to end, has it. */
const pause = 20;

/** Bytes in use in this process when everything that can be collected is: the least of many looks. */
export async function settledHeap(): Promise<number> {
  setFlagsFromString('--expose-gc');
  const gc = runInNewContext('gc') as () => void;
  let least = Infinity;
  for (let same = 0; same < enough; same += 1) {
    gc();
    const used = process.memoryUsage().heapUsed;
    if (used < least) [least, same] = [used, 0];
    await new Promise((resolve) => setTimeout(resolve, pause));
  }
  return least;
}
