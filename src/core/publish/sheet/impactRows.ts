import { type Ability, describeAbilities } from '../../impact/ability.ts';
import type { Finding } from '../../impact/model.ts';
import { classTitles, groupsOf, releaseNote } from '../../impact/show.ts';
import { plural } from '../../text/size.ts';
import type { PublishPlan } from '../plan.ts';
import type { ConfirmImpact, Facts, SheetRow } from './model.ts';
import { clip } from './words.ts';
import { l10n } from '../../text/l10n.ts';

/** What must be looked at before the version is published: not what is accepted. */
export function gatedFindings(
  { impact, acceptedChanges = [] }: PublishPlan,
  confirm: ConfirmImpact,
): readonly Finding[] {
  if (impact?.kind !== 'compared' || confirm === 'none') return [];
  return impact.findings
    .filter(({ severity, class: kind }) =>
      confirm === 'high' ? severity === 'high' : severity !== 'low' && kind !== 'neutral',
    )
    .filter(({ code, subject }) => !acceptedChanges.some((each) => each.code === code && each.subject === subject));
}

/** Changes that can be accepted in one sheet; when one is accepted, the next one moves up. */
const shownChanges = 5;

/** One row for each change that must be looked at. */
export function acceptRows({ plan, options }: Facts): readonly SheetRow[] {
  return gatedFindings(plan, options.confirmImpact)
    .slice(0, shownChanges)
    .map((change) => ({
      id: `accept:${change.code} ${change.subject}`,
      icon: 'change',
      label: clip(l10n.t`Accept ${change.code.replace('impact/', '')} (${change.subject})…`),
      description: change.message,
      detail: l10n.t`Asks why it is intended. The answer is kept with this version; the next version asks again.`,
      action: { kind: 'accept', change },
    }));
}

/** A line for each class that has something to see; what is low, or changes nothing for anybody, is left out. */
export function impactRows({ plan: { impact, acceptedChanges } }: Facts): readonly SheetRow[] {
  if (impact?.kind === 'unknown')
    return [
      {
        id: 'impact',
        icon: 'info',
        label: l10n.t`Could not determine what changes for users`,
        detail: impact.reason,
        action: { kind: 'say' },
      },
    ];
  if (impact?.kind === 'first') return firstRow(impact.abilities);
  if (impact?.kind !== 'compared') return [];
  const seen = impact.findings.filter(({ severity, class: kind }) => severity !== 'low' && kind !== 'neutral');
  const rows = groupsOf(seen).map(
    ({ class: kind, severity, findings }): SheetRow => ({
      id: `impact:${kind}`,
      icon: severity === 'high' ? 'warning' : 'info',
      label: clip(`${classTitles[kind]}: ${plural(findings.length, 'change')}`),
      description: findings[0]?.message ?? '',
      action: { kind: 'impact', class: kind },
    }),
  );
  if (releaseNote(impact.findings) === '') return rows;
  return [
    ...rows,
    ...acceptedRow(acceptedChanges),
    { id: 'copyNote', icon: 'change', label: l10n.t`Copy as release note`, action: { kind: 'copyNote' } },
  ];
}

function acceptedRow(changes: PublishPlan['acceptedChanges'] = []): readonly SheetRow[] {
  if (changes.length === 0) return [];
  return [
    {
      id: 'impact:accepted',
      icon: 'info',
      label: plural(changes.length, 'accepted change'),
      detail: changes.map(({ by, reason }) => (by === undefined ? reason : `${reason} (${by})`)).join('; '),
      action: { kind: 'say' },
    },
  ];
}

/** Abilities that a row names. */
const mostNamed = 10;

function firstRow(abilities: readonly Ability[]): readonly SheetRow[] {
  if (abilities.length === 0) return [];
  const named = abilities
    .slice(0, mostNamed)
    .map(({ kind, path, what }) =>
      kind === 'host'
        ? l10n.t`names the host ${what}`
        : kind === 'danger' || kind === 'deed'
          ? what
          : `${path}: ${what}`,
    );
  const more = abilities.length - named.length;
  return [
    {
      id: 'impact:first',
      icon: 'info',
      label: clip(l10n.t`It has ${describeAbilities(abilities)}`),
      detail: [...named, ...(more > 0 ? [l10n.t`and ${more} more`] : [])].join('; '),
      action: { kind: 'say' },
    },
  ];
}
