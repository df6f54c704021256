/** Processor milliseconds of this process that a call took: what a clock would show on a machine that does nothing else. */
export function processorTime(run: () => void): number {
  const begun = process.cpuUsage();
  run();
  const { user, system } = process.cpuUsage(begun);
  return (user + system) / 1000;
}

/**
 * The least of several runs, which is what the work itself costs: the others also had to compile, to collect garbage or
 * to share the processor's caches. Stops as soon as a run is within the limit.
 */
export function leastProcessorTime(limit: number, run: () => void, runs = 5): number {
  let least = Infinity;
  for (let done = 0; done < runs && least > limit; done += 1) least = Math.min(least, processorTime(run));
  return least;
}

/** What the work below costs on the machine that the limits of the tests were set on when nothing else runs there. */
const referenceMilliseconds = 10;

/** How many times slower this machine is just now, 1 to 4: processor time too grows when others share caches and cores. */
export function slowness(): number {
  const least = leastProcessorTime(referenceMilliseconds, referenceWork, 9);
  return Math.min(4, Math.max(1, least / referenceMilliseconds));
}

/** Texts, objects and garbage, as a parser makes them. */
function referenceWork(): void {
  const rows = Array.from({ length: 4_000 }, (_, index) => ({
    key: `key ${index}`,
    parts: [`${index}: a`, 'b'.repeat(9)],
  }));
  const read = JSON.parse(JSON.stringify(rows)) as typeof rows;
  read.sort((a, b) => (a.key < b.key ? -1 : 1));
  const words = read.flatMap(({ parts }) => parts.join(' ').split(/[: ]+/));
  if (new Map(words.entries()).size !== words.length) throw new Error('the reference work was not done');
}
