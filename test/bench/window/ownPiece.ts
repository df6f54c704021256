import { Session, type Profiler } from 'node:inspector/promises';

/** A moment at which the extension host was free: microseconds of the clock, and its processor time since the one before. */
export interface Beat {
  readonly at: number;
  readonly cpu: number;
}

/** Runs work while what the thread does is written down. */
export async function profiled<T>(
  work: () => Promise<T>,
): Promise<{ readonly profile: Profiler.Profile; readonly result: T }> {
  const session = new Session();
  session.connect();
  await session.post('Profiler.enable');
  await session.post('Profiler.setSamplingInterval', { interval: 500 });
  await session.post('Profiler.start');
  const result = await work();
  const { profile } = await session.post('Profiler.stop');
  session.disconnect();
  return { profile, result };
}

/**
 * Milliseconds of processor time that code below `folder`, a URL, and what it calls had in each piece between two beats: of
 * that piece the share of the samples that saw it.
 */
export function ownPieces(profile: Profiler.Profile, beats: readonly Beat[], folder: string): readonly number[] {
  const { nodes, samples = [], timeDeltas = [], startTime } = profile;
  const parents = new Map(
    nodes.flatMap(({ id, children = [] }) => children.map((child): [number, number] => [child, id])),
  );
  const own = new Set(nodes.filter(({ callFrame }) => callFrame.url.startsWith(folder)).map(({ id }) => id));
  const isOwn = (node: number | undefined): boolean =>
    node !== undefined && (own.has(node) || isOwn(parents.get(node)));
  const seen = beats.map(() => ({ own: 0, all: 0 }));
  let at = startTime;
  let beat = 0;
  for (const [index, node] of samples.entries()) {
    at += timeDeltas[index] ?? 0;
    while (beat < beats.length && (beats[beat]?.at ?? 0) < at) beat += 1;
    const piece = seen[beat];
    if (!piece) continue;
    piece.all += 1;
    if (isOwn(node)) piece.own += 1;
  }
  return seen.map((piece, index) => ((beats[index]?.cpu ?? 0) * piece.own) / Math.max(1, piece.all));
}
