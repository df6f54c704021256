import type { CollectedSkill } from '../skill/collectSkill.ts';
import { confusionPieces, type Confusion } from './confusable.ts';
import { listingPieces, toCompared } from './listing.ts';
import { profileOf } from './profile.ts';
import type { Pieces } from '../text/pieces.ts';

/** Skills that one agent lists side by side. Plain JSON: it crosses threads. */
export interface ConfusionQuestion {
  readonly profile: string;
  readonly skills: readonly CollectedSkill[];
  readonly window?: number | undefined;
}

/** Which of them share their words, as the agent lists them. */
export function* confusionOf({ profile: id, skills, window }: ConfusionQuestion): Pieces<Confusion> {
  const profile = profileOf(id);
  const some = skills.map((collected) => ({ collected }));
  const listing = yield* listingPieces(some, profile, { window });
  return yield* confusionPieces(toCompared(some, listing, profile));
}
