import { createHash } from 'node:crypto';

/** The same for the same parts, 16 hexadecimal digits. */
export function hashOf(...parts: readonly string[]): string {
  return createHash('sha256').update(parts.join('\0')).digest('hex').slice(0, 16);
}

export function compareStrings(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}

interface Drawn {
  readonly id: string;
  readonly repository: string;
  readonly skill: string;
  readonly code: string;
}

/** Findings of one kind in one skill that are drawn: a folder of archives is one statement, not thirty. */
const mostAlike = 3;

/**
 * At most `count` findings: the repositories in turn, first one of each skill, at most three of a kind in a skill. A
 * finding that is found no longer changes the place of few others, so that a seed draws nearly the same after a check was
 * fixed.
 */
export function draw<Item extends Drawn>(findings: readonly Item[], count: number, seed: number): readonly Item[] {
  const ranked = findings.toSorted((a, b) => compareStrings(hashOf(`${seed}`, a.id), hashOf(`${seed}`, b.id)));
  const queues = new Map<string, Item[][]>();
  const counts = new Map<string, number>();
  for (const each of ranked) {
    const alike = [each.repository, each.skill, each.code].join('\0');
    counts.set(alike, (counts.get(alike) ?? 0) + 1);
    if ((counts.get(alike) ?? 0) > mostAlike) continue;
    const rounds = queues.get(each.repository) ?? [];
    queues.set(each.repository, rounds);
    const free = rounds.find((round) => !round.some(({ skill }) => skill === each.skill));
    if (free) free.push(each);
    else rounds.push([each]);
  }
  const left = [...queues.entries()]
    .sort(([a], [b]) => compareStrings(hashOf(`${seed}`, a), hashOf(`${seed}`, b)))
    .map(([, rounds]) => rounds.flat());
  const taken: Item[] = [];
  for (let at = 0; taken.length < count && left.some((queue) => queue.length > at); at += 1)
    for (const queue of left) {
      const item = queue[at];
      if (item && taken.length < count) taken.push(item);
    }
  return taken;
}
