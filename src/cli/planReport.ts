import { visiblePath } from '../core/text/paths.ts';
import type { AcceptedChange } from '../core/publish/ledger.ts';
import type { PublishChoices } from '../core/publish/guards.ts';
import type { PublishPlan } from '../core/publish/plan.ts';
import type { ReleaseImpact } from '../core/publish/releaseImpact.ts';
import { classTitles, groupsOf } from '../core/impact/show.ts';
import { toDisplayText } from '../core/text/display.ts';
import { plural, toSize } from '../core/text/size.ts';

/** Flag that makes each choice. */
const flags: Readonly<Record<keyof PublishChoices, string>> = {
  target: '--new or --skill-id',
  unchanged: '--allow-unchanged',
  remoteNewer: '--allow-newer',
  allowedSecrets: '--allow-secret with the fingerprint of each',
  acceptedChanges: '--accept-change with code and subject of each',
  production: '--yes',
};

/** A plan for a terminal: what goes where, what stays, what stands in the way and what opens it. */
export function formatPlan(plan: PublishPlan): string {
  const { target, sizes, connection } = plan;
  const labelOf = (label: string | undefined): string =>
    label === undefined ? '' : ` (“${toDisplayText(label, 60)}”)`;
  const to =
    target.kind === 'newSkill' ? 'a new skill' : `a new version of ${target.skillId ?? ''}${labelOf(target.label)}`;
  const lines = [
    `${plan.name ?? plan.folder} → ${connection.name} (${connection.host ?? ''}): ${to}`,
    `  ${plural(sizes.files, 'file')}, ${toSize(sizes.uncompressed)}; request ${toSize(sizes.request)} of at ` +
      `most ${toSize(sizes.requestLimit)}`,
    `  ${plan.fingerprint}`,
    ...plan.files.map(
      ({ path, size, mode, unsearched }) =>
        `  + ${visiblePath(path)}  ` +
        `${toSize(size)}${mode === 0o755 ? ', executable' : ''}${unsearched ? ', binary' : ''}`,
    ),
    ...binaryLine(plan),
    ...plan.leftOut.map(({ path, reason }) => `  - ${visiblePath(path)}  excluded: ${reason}`),
    ...plan.guards
      .filter(({ kind }) => !plan.blockers.some(({ code }) => code === kind))
      .map(({ message }) => `  note: ${toDisplayText(message, 600)}`),
    ...plan.secrets
      .filter(({ overridable }) => overridable)
      .map(
        ({ path, line, what, fingerprint }) =>
          `  secret? ${visiblePath(path)}${line === undefined ? '' : `:${line}`}  ${what}; fingerprint ${fingerprint}`,
      ),
    ...target.sameName.map(
      ({ skillId, label, updatedAt }) =>
        `  same name: ${toDisplayText(skillId, 100)}${labelOf(label)}, updated ${toDisplayText(updatedAt, 40)}`,
    ),
    ...impactLines(plan.impact),
    ...acceptedLines(plan).map((line) => `  accepted: ${line}`),
    ...plan.blockers.map(
      ({ message, choice }) =>
        `  not published: ${toDisplayText(message, 600)}${choice === undefined ? '' : ` Or add ${flags[choice]}.`}`,
    ),
  ];
  return `${lines.join('\n')}\n`;
}

/** What the search for secrets does not see, once for all files. */
function binaryLine({ files }: PublishPlan): readonly string[] {
  const count = files.filter(({ unsearched }) => unsearched).length;
  return count === 0
    ? []
    : [`  note: of ${plural(count, 'file')} only the readable text was searched for secrets (binary)`];
}

/** What is meant of what changes, and why; one line each, for whom it concerns. */
export function acceptedLines({ acceptedChanges = [] }: Pick<PublishPlan, 'acceptedChanges'>): readonly string[] {
  return acceptedChanges.map((each) => `${each.code}:${toDisplayText(each.subject, 100)}: ${acceptanceText(each)}`);
}

/** Why a change is meant, and who says so. */
export function acceptanceText({ by, reason }: Pick<AcceptedChange, 'by' | 'reason'>): string {
  return `${toDisplayText(reason, 300)}${by === undefined ? '' : ` (${toDisplayText(by, 100)})`}`;
}

/** Findings that are shown of each class. */
const mostFindings = 10;

/** What changes for users and callers, without what is low. */
function impactLines(impact: ReleaseImpact | undefined): readonly string[] {
  if (impact?.kind === 'unknown') return [`  what changes is not known: ${toDisplayText(impact.reason, 300)}`];
  if (impact?.kind === 'first')
    return impact.abilities.length === 0
      ? []
      : [
          '  what it can do:',
          ...impact.abilities
            .slice(0, mostFindings)
            .map(({ kind, path, what }) => `    ${kind.padEnd(7)}  ${visiblePath(path)}  ${toDisplayText(what, 300)}`),
          ...(impact.abilities.length > mostFindings ? [`    and ${impact.abilities.length - mostFindings} more`] : []),
        ];
  if (impact?.kind !== 'compared') return [];
  const loud = impact.findings.filter(({ severity }) => severity !== 'low');
  return groupsOf(loud).flatMap(({ class: kind, findings }) => [
    `  ${classTitles[kind].toLowerCase()}:`,
    ...findings
      .slice(0, mostFindings)
      .map(
        ({ severity, message, code, subject }) =>
          `    ${severity.padEnd(6)}  ${toDisplayText(message, 300)}  ${code}:${toDisplayText(subject, 100)}`,
      ),
    ...(findings.length > mostFindings ? [`    and ${findings.length - mostFindings} more`] : []),
  ]);
}
