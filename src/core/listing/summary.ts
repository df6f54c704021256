import { plural } from '../text/size.ts';
import {
  toListing,
  type Listing,
  type ListingEntry,
  type ListingOptions,
  type ListingSkill,
  type ListingState,
} from './listing.ts';
import { listingProfiles, type ListingProfile } from './profile.ts';

/** How many skills are in each state. */
export type StateCounts = Readonly<Record<ListingState, number>>;

export function countStates(entries: readonly ListingEntry[]): StateCounts {
  const counts = { full: 0, cut: 0, 'name only': 0, omitted: 0, hidden: 0 };
  for (const { state } of entries) counts[state] += 1;
  return counts;
}

/** The state that a skill must reckon with: what it gets if it is never used, where use counts. */
export function surestState({ state, byUse }: ListingEntry): ListingState {
  return byUse?.never ?? state;
}

/** What the models and settings of one agent make of the same skills. */
export interface SideBySide {
  readonly id: string;
  readonly label: string;
  readonly short: string;
  readonly counts: StateCounts;
}

/** The same skills by every profile of the agent of `profile`; one alone has nothing beside it. */
export function sideBySide(
  skills: readonly ListingSkill[],
  { agentId }: ListingProfile,
  options: Pick<ListingOptions, 'overrides' | 'reserved'> = {},
): readonly SideBySide[] {
  const all = listingProfiles.filter((profile) => profile.agentId === agentId);
  if (all.length < 2) return [];
  return all.map((profile) => ({
    id: profile.id,
    label: profile.label,
    short: profile.short ?? profile.label,
    counts: countStates(toListing(skills, profile, options).entries),
  }));
}

/** The profiles of an agent in one line, for example `1M context: 12 described, 3 name only`. */
export function sideBySideText(all: readonly SideBySide[]): string {
  return all.map(({ label, counts }) => `${label}: ${countsText(counts)}`).join(' · ');
}

/** The same as numbers: described, and name only or left out, of each. */
export function sideBySideNumbers(all: readonly SideBySide[]): string {
  return all
    .map(({ short, counts }) => `${short}: ${counts.full + counts.cut}/${counts['name only'] + counts.omitted}`)
    .join(' · ');
}

/** What is described, and what is not. */
export function countsText(counts: StateCounts): string {
  const rest = (['name only', 'omitted'] as const).filter((state) => counts[state] > 0);
  return [`${counts.full + counts.cut} described`, ...rest.map((state) => `${counts[state]} ${state}`)].join(', ');
}

/** What there is room for, and what takes it. */
export function budgetText({ budget, unit, used, reserved }: Listing): string {
  const own = used - reserved;
  const amount = (count: number): string => plural(count, unit.slice(0, -1));
  if (budget === undefined) return `${amount(own)}; there is no budget`;
  const shares = reserved > 0 ? ` and ${amount(reserved)} of bundled skills` : '';
  return `${amount(own)}${shares}, of ${unit === 'tokens' ? 'about ' : ''}${amount(budget)}`;
}
