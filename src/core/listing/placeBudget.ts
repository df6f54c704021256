import type { PlaceBudget } from '../skill/collection.ts';
import { listingOverBudget } from '../skill/rules/listing.ts';
import { show } from '../skill/rules/show.ts';
import { plural } from '../text/size.ts';
import { fullCost } from './listing.ts';
import { amountText, budgetOf, profileOf, type ListingProfile } from './profile.ts';
import { l10n } from '../text/l10n.ts';

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
      const message = overText(
        profile,
        home,
        [total, room].map((count) => amountText(count, amount.unit)),
      );
      return listingOverBudget.found({ message, range: description.range, data: { total } });
    },
  };
}

function overText({ agent, budget, overflow }: ListingProfile, home: string, amounts: readonly string[]): string {
  const [total = '', room = ''] = amounts;
  const window = budget.kind === 'share' ? plural(budget.window, 'token') : '';
  return overflow === 'shorten'
    ? l10n.t`The skills in ${show(home)} take about ${total} in the list of ${agent}, which has room for ${room} with a window of ${window}. It cuts all long descriptions to one length. This is the longest one: shorten it.`
    : l10n.t`The skills in ${show(home)} take about ${total} in the list of ${agent}, which has room for ${room} with a window of ${window} beside its bundled skills. The least used lose their whole descriptions. This is the longest one: shorten it.`;
}
