import type { CollectedSkill } from '../skill/collectSkill.ts';
import { findConfusion, type Confusion } from './confusable.ts';
import { toCompared, toListing } from './listing.ts';
import { profileOf } from './profile.ts';

/** Skills that one agent lists side by side. Plain JSON: it crosses threads. */
export interface ConfusionQuestion {
  readonly profile: string;
  readonly skills: readonly CollectedSkill[];
  readonly window?: number | undefined;
}

/** Which of them share their words, as the agent lists them. */
export function confusionOf({ profile: id, skills, window }: ConfusionQuestion): Confusion {
  const profile = profileOf(id);
  const some = skills.map((collected) => ({ collected }));
  return findConfusion(toCompared(some, toListing(some, profile, { window }), profile));
}
