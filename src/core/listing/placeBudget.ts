import type { PlaceBudget } from '../skill/collection.ts';
import { listingOverBudget } from '../skill/rules/listing.ts';
import { show } from '../skill/rules/show.ts';
import { plural } from '../text/size.ts';
import { fullCost } from './listing.ts';
import { budgetOf, profileOf, type ListingProfile } from './profile.ts';

/** Whose list the skills of a place are told of: agents whose budget was seen at work. */
const owners: ReadonlyMap<string, string> = new Map([
  ['.claude/skills', 'claude-code'],
  ['.agents/skills', 'codex'],
]);

/** The profile by which the skills of a place are compared; where it belongs to no agent, one that cuts nothing. */
export function profileOfPlace(place: string): string {
  return owners.get(homeIn(place) ?? '') ?? 'goose';
}

function homeIn(place: string): string | undefined {
  return /(?:^|\/)(\.[\w-]+\/skills)$/.exec(place)?.[1];
}

/** What the list of the agent of a place has room for; `undefined` for other places. */
export function placeBudget(place: string): PlaceBudget | undefined {
  const home = homeIn(place);
  const id = home === undefined ? undefined : owners.get(home);
  if (home === undefined || id === undefined) return undefined;
  const profile = profileOf(id);
  const amount = budgetOf(profile);
  if (!amount) return undefined;
  const room = amount.most - (profile.reserved?.characters ?? 0);
  return {
    costOf: (collected) => fullCost({ collected }, profile),
    findingFor: (total, { listed: { description } }) => {
      if (total <= room || !description) return undefined;
      const unit = amount.unit.slice(0, -1);
      const message =
        `The skills in ${show(home)} take about ${plural(total, unit)} in the list of ${profile.agent}, which has ` +
        `room for ${plural(room, unit)}${conditionOf(profile)}, and ${consequenceOf(profile)}. This is the longest ` +
        'one: shorten it.';
      return listingOverBudget.found({ message, range: description.range, data: { total } });
    },
  };
}

/** What that number depends on. */
function conditionOf({ budget, reserved, agent }: ListingProfile): string {
  const window = budget.kind === 'share' ? ` with a window of ${plural(budget.window, 'token')}` : '';
  return reserved ? `${window} beside the ${reserved.what} of ${agent}` : window;
}

function consequenceOf({ overflow }: ListingProfile): string {
  return overflow === 'shorten'
    ? 'cuts all long descriptions to one length'
    : 'leaves out the whole descriptions of those that are used least';
}
