import { l10n, translated } from '../text/l10n.ts';
import {
  toListing,
  type Listing,
  type ListingEntry,
  type ListingOptions,
  type ListingSkill,
  type ListingState,
} from './listing.ts';
import { amountText, listingProfiles, type ListingProfile } from './profile.ts';

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

/** What the models and settings of one agent make of the same skills. Labels are English, for `translated`. */
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
  return all.map(({ label, counts }) => `${translated(label)}: ${countsText(counts)}`).join(' · ');
}

/** The same as numbers: described, and name only or left out, of each. */
export function sideBySideNumbers(all: readonly SideBySide[]): string {
  return all
    .map(
      ({ short, counts }) =>
        `${translated(short)}: ${counts.full + counts.cut}/${counts['name only'] + counts.omitted}`,
    )
    .join(' · ');
}

/** What is described, and what is not. */
export function countsText(counts: StateCounts): string {
  const { full, cut, 'name only': names, omitted } = counts;
  return [
    l10n.t`${full + cut} described`,
    ...(names > 0 ? [l10n.t`${names} name only`] : []),
    ...(omitted > 0 ? [l10n.t`${omitted} omitted`] : []),
  ].join(', ');
}

/** A state in words. */
export function stateText(state: ListingState): string {
  switch (state) {
    case 'full':
      return l10n.t`described`;
    case 'cut':
      return l10n.t`cut`;
    case 'name only':
      return l10n.t`name only`;
    case 'omitted':
      return l10n.t`omitted`;
    case 'hidden':
      return l10n.t`hidden`;
  }
}

/** What there is room for, and what takes it. */
export function budgetText({ budget, unit, used, reserved }: Listing): string {
  const [own, before] = [amountText(used - reserved, unit), amountText(reserved, unit)];
  if (budget === undefined) return l10n.t`${own}; there is no budget`;
  const most = amountText(budget, unit);
  if (unit === 'tokens')
    return reserved > 0
      ? l10n.t`${own} and ${before} of bundled skills, of about ${most}`
      : l10n.t`${own}, of about ${most}`;
  return reserved > 0 ? l10n.t`${own} and ${before} of bundled skills, of ${most}` : l10n.t`${own}, of ${most}`;
}
