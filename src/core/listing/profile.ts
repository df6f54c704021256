import type { HidingKey } from '../skill/collectSkill.ts';
import rows from './listingProfiles.json' with { type: 'json' };
import { l10n, translated } from '../text/l10n.ts';
import { plural } from '../text/size.ts';

/** What a budget counts. */
export type ListingUnit = 'characters' | 'tokens' | 'skills';

/** What there is room for. */
export type ListingBudget =
  | { readonly kind: 'none' }
  /** Of the context window, in tokens. */
  | { readonly kind: 'share'; readonly share: number; readonly charactersPerToken: number; readonly window: number }
  /** `names`: characters for the names of those that have no room. */
  | { readonly kind: 'characters'; readonly most: number; readonly names?: number }
  | { readonly kind: 'skills'; readonly most: number };

/** How one agent of one version lists skills: data that was read or seen, each with its source; words in English. */
interface ListingAgent {
  readonly id: string;
  /** Folders of a workspace that show that it is used there. */
  readonly signs?: readonly string[];
  readonly agent: string;
  readonly version: string;
  /** `YYYY-MM` or `YYYY-MM-DD`. */
  readonly readOn: string;
  readonly source: string;
  readonly template: {
    readonly name: 'dashLine' | 'dashLineWithPath' | 'xmlFile' | 'xmlLocation' | 'bullet';
    readonly escape: 'none' | 'xml' | 'lessThan';
  };
  /** Lines above and below the entries. */
  readonly heading: readonly string[];
  readonly ending?: readonly string[];
  /**
   * What an entry costs: columns that it takes on a screen, UTF-16 units, code points, or a quarter of its bytes; the
   * last three with its line break.
   */
  readonly count: 'width' | 'characters' | 'codePoints' | 'tokens';
  /** UTF-16 units; code points for `tokens` and `codePoints`. `mark` stands at the end of a text that is cut. */
  readonly caps: { readonly name?: number; readonly text?: number; readonly mark?: string };
  /** `home`: by the folder that it lies in, in the order of `homes`. */
  readonly order: 'folder' | 'home' | 'scope' | 'name' | 'given';
  readonly overflow: 'dropDescriptions' | 'nameRest' | 'shorten' | 'stop' | 'refuse' | 'none';
  /** A skill without a description is left out. */
  readonly needsDescription?: boolean;
  readonly hides: readonly HidingKey[];
  /** Folders in a workspace that it looks into, beside plain ones; all when left out. */
  readonly homes?: readonly string[];
  /** `metadata.short-description` stands for the description. */
  readonly shortDescription?: boolean;
  /** `when_to_use` is added to the description. */
  readonly whenToUse?: boolean;
  readonly foldsWhiteSpace?: boolean;
  /** What of the budget is taken before the first skill of an author. */
  readonly reserved?: { readonly characters: number; readonly what: string; readonly note: string };
  /** Names of the agent's own settings that change its list. */
  readonly settings: readonly string[];
  readonly note?: string;
}

/** A listing agent with the budget of one of its models or settings. */
export interface ListingProfile extends ListingAgent {
  /** Of all profiles of the same agent. */
  readonly agentId: string;
  /** Which models or settings; empty where there are no others. */
  readonly label: string;
  /** The same in a word or two. */
  readonly short?: string;
  readonly budget: ListingBudget;
}

interface Row extends ListingAgent {
  readonly variants: readonly (Pick<ListingProfile, 'id' | 'label' | 'short' | 'budget'> &
    Partial<Pick<ListingAgent, 'count'>>)[];
}

/** Every profile, those of one agent side by side. */
export const listingProfiles: readonly ListingProfile[] = (rows as readonly Row[]).flatMap(({ variants, ...agent }) =>
  variants.map((variant) => ({ ...agent, ...variant, agentId: agent.id })),
);

/** Every folder that shows which agent a workspace is for, the one that counts most first. */
export const agentSigns: readonly string[] = [...new Set(listingProfiles.flatMap(({ signs = [] }) => signs))];

/** The profile that is shown first: that of the agent whose folders are there, else that of Claude Code. */
export function profileBySigns(hasFolder: (sign: string) => boolean): ListingProfile {
  return listingProfiles.find(({ signs = [] }) => signs.some(hasFolder)) ?? profileOf('claude-code');
}

/** The profile of an id that is there. */
export function profileOf(id: string): ListingProfile {
  const found = findProfile(id);
  if (!found) throw new RangeError(`There is no profile ${id}.`);
  return found;
}

export function findProfile(id: string): ListingProfile | undefined {
  return listingProfiles.find((profile) => profile.id === id);
}

/** The agent with the models or settings that are meant. */
export function profileTitle({ agent, label }: Pick<ListingProfile, 'agent' | 'label'>): string {
  return label === '' ? agent : l10n.t`${agent} (${translated(label)})`;
}

const daysUntilOld = 120;
const day = 24 * 60 * 60 * 1000;

/** True when what a profile says was read too long ago to rely on. A month counts from its first day. */
export function isOldProfile({ readOn }: Pick<ListingProfile, 'readOn'>, today: Date): boolean {
  return today.getTime() - Date.parse(readOn.length === 7 ? `${readOn}-01` : readOn) > daysUntilOld * day;
}

/** What the user or the agent's settings say otherwise. */
export interface BudgetOptions {
  /** Tokens of the context window. */
  readonly window?: number | undefined;
  /** Share of the window. */
  readonly fraction?: number | undefined;
  /** The budget itself, in the unit of the profile: wins over everything else. */
  readonly budget?: number | undefined;
}

export interface BudgetAmount {
  readonly most: number;
  readonly unit: ListingUnit;
}

/** A number of what a budget counts. */
export function amountText(count: number, unit: ListingUnit): string {
  if (unit === 'skills') return plural(count, 'skill');
  return unit === 'tokens' ? plural(count, 'token') : plural(count, 'character');
}

/** What there is room for; `undefined` for a list without a budget. */
export function budgetOf(profile: ListingProfile, options: BudgetOptions = {}): BudgetAmount | undefined {
  const { budget, count } = profile;
  if (budget.kind === 'none') return undefined;
  const unit = budget.kind === 'skills' ? 'skills' : count === 'tokens' ? 'tokens' : 'characters';
  if (options.budget !== undefined) return { most: options.budget, unit };
  if (budget.kind !== 'share') return { most: budget.most, unit };
  const { window = budget.window, fraction = budget.share } = options;
  // Thousandths of a percent: 0.02 × 272,000 has a remainder in binary.
  const share = Math.round(fraction * 1e8);
  return { most: Math.max(1, Math.floor((window * budget.charactersPerToken * share) / 1e8)), unit };
}
