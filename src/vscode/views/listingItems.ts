import * as vscode from 'vscode';
import type { Listing, ListingEntry, ListingState } from '../../core/listing/listing.ts';
import { profileTitle, type ListingProfile } from '../../core/listing/profile.ts';
import {
  budgetText,
  countStates,
  countsText,
  sideBySideNumbers,
  sideBySideText,
  stateText,
  surestState,
  type SideBySide,
} from '../../core/listing/summary.ts';
import { toDisplayText } from '../../core/text/display.ts';
import { plural, toNumber } from '../../core/text/size.ts';
import { l10n, translated } from '../../core/text/l10n.ts';

/** A line about the list of an agent, and what it means. */
interface FactRow {
  readonly kind: 'budget' | 'reserved' | 'beside';
  readonly profile: ListingProfile;
  readonly text: string;
  readonly meaning: string;
}

/** A row of the view: an agent with what its models make of the skills, or what is listed of one skill. */
export type ListingRow =
  | { readonly kind: 'agent'; readonly profile: ListingProfile; readonly listing: Listing; readonly isFirst: boolean }
  | FactRow
  | {
      readonly kind: 'skill';
      readonly profile: ListingProfile;
      readonly entry: ListingEntry;
      readonly uri: vscode.Uri;
    };

/** Who makes the lists that rows are made of. */
interface ListingSource {
  sideBySide(profile: ListingProfile): readonly SideBySide[];
  folderOf(entry: ListingEntry): vscode.Uri | undefined;
}

const icons: Readonly<Record<ListingState, readonly [icon: string, color?: string]>> = {
  full: ['pass', 'testing.iconPassed'],
  cut: ['screen-cut', 'list.warningForeground'],
  'name only': ['symbol-key', 'list.warningForeground'],
  omitted: ['circle-slash', 'list.errorForeground'],
  hidden: ['eye-closed'],
};

/** What stands below an agent: its budget, what is taken before, what other models make of it, the skills. */
export function listingChildren(row: ListingRow & { readonly kind: 'agent' }, rows: ListingSource): ListingRow[] {
  const { profile, listing } = row;
  const { reserved, budget, used, unit } = listing;
  const most = budget === undefined ? '' : l10n.t` of ${toNumber(budget)}`;
  const fact = (kind: FactRow['kind'], text: string, meaning: string): FactRow => ({ kind, profile, text, meaning });
  const beside = rows.sideBySide(profile);
  return [
    fact('budget', l10n.t`Skills: ${toNumber(used - reserved)}${most} ${translated(unit)}`, budgetText(listing)),
    ...(profile.reserved && reserved > 0
      ? [
          fact(
            'reserved',
            l10n.t`${capitalized(translated(profile.reserved.what))}: ${toNumber(reserved)}${most} ${translated(unit)}`,
            translated(profile.reserved.note),
          ),
        ]
      : []),
    ...(beside.length > 0
      ? [
          fact(
            'beside',
            sideBySideNumbers(beside),
            l10n.t`Described / name only or left out: ${sideBySideText(beside)}`,
          ),
        ]
      : []),
    ...listing.entries.flatMap((entry) => {
      const uri = rows.folderOf(entry);
      return uri ? [{ kind: 'skill' as const, profile, entry, uri }] : [];
    }),
  ];
}

/** The only maker of rows in the view of lists. */
export function toListingItem(row: ListingRow): vscode.TreeItem {
  const { None, Expanded, Collapsed } = vscode.TreeItemCollapsibleState;
  const { profile } = row;
  if (row.kind === 'skill') return toEntryItem(row);
  if (row.kind === 'agent') {
    const { listing, isFirst } = row;
    const item = new vscode.TreeItem(profileTitle(profile), isFirst ? Expanded : Collapsed);
    item.id = `${profile.id}${isFirst ? ' first' : ''}`;
    item.description = countsText(countStates(listing.entries));
    item.contextValue = 'listingAgent';
    item.accessibilityInformation = { label: `${profileTitle(profile)}, ${item.description}` };
    item.tooltip = [
      l10n.t`${profile.agent}, version ${translated(profile.version)}, as read in ${profile.readOn}`,
      l10n.t`Source: ${translated(profile.source)}`,
      budgetText(listing),
      ...listing.notes,
    ].join('\n\n');
    return item;
  }
  const item = new vscode.TreeItem(row.text, None);
  item.id = `${profile.id} ${row.kind}`;
  item.iconPath = new vscode.ThemeIcon({ budget: 'graph', reserved: 'lock', beside: 'versions' }[row.kind]);
  item.tooltip = row.meaning;
  item.contextValue = 'listingFact';
  item.accessibilityInformation = { label: `${row.text}, ${row.meaning}` };
  return item;
}

function capitalized(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function toEntryItem({ profile, entry, uri }: ListingRow & { readonly kind: 'skill' }): vscode.TreeItem {
  const name = toDisplayText(entry.name, 64);
  const item = new vscode.TreeItem(name, vscode.TreeItemCollapsibleState.None);
  const state = surestState(entry);
  const [icon, color] = icons[state];
  item.id = `${profile.id} ${entry.folder}`;
  item.iconPath = new vscode.ThemeIcon(icon, color === undefined ? undefined : new vscode.ThemeColor(color));
  const unit = profile.count === 'tokens' ? 'token' : 'character';
  item.description = [entryText(entry), entry.cost > 0 ? plural(entry.cost, unit) : '']
    .filter((part) => part !== '')
    .join(' · ');
  const { cut, reason, key } = entry;
  item.tooltip = [
    `${name}: ${entryText(entry)}`,
    reason === undefined ? '' : `${key === undefined ? '' : `${key}: `}${reason}`,
    cut ? l10n.t`The model sees the first ${plural(cut.offset, 'character')} of ${cut.field}.` : '',
    useText(entry),
  ]
    .filter((part) => part !== '')
    .join('\n');
  item.contextValue = 'listingSkill';
  item.command = {
    command: 'vscode.open',
    title: l10n.t`Open SKILL.md`,
    arguments: [vscode.Uri.joinPath(uri, 'SKILL.md')],
  };
  item.accessibilityInformation = { label: l10n.t`Skill ${name}, ${item.description}` };
  return item;
}

function entryText(entry: ListingEntry): string {
  const { state, cut, byUse } = entry;
  if (byUse && byUse.never !== state) return l10n.t`${stateText(state)}, ${stateText(byUse.never)} if never used`;
  return state !== 'full' && cut ? l10n.t`cut at ${toNumber(cut.offset)}` : stateText(state);
}

/** What its use would change, in the three cases that are told apart. */
function useText({ state, byUse }: ListingEntry): string {
  if (!byUse) return '';
  return l10n.t`Never used: ${stateText(byUse.never)}. Used like the others: ${stateText(state)}. Used most: ${stateText(byUse.most)}.`;
}
