import { secretWords } from '../../bundle/secretWords.ts';
import type { SecretFinding } from '../../bundle/secrets.ts';
import type { PreparedPublish, PublishPlan } from '../plan.ts';
import type { Facts, RowName, SheetAction, SheetIcon, SheetOptions, SheetRow } from './model.ts';
import { acceptRows } from './impactRows.ts';
import { plural } from '../../text/size.ts';
import { clip, errorsOf, placeName } from './words.ts';
import { l10n } from '../../text/l10n.ts';

/** The rows of a name: none where they make no sense. */
export function rowsNamed(name: Exclude<RowName, 'despite'>, facts: Facts): readonly SheetRow[] {
  const { plan, options } = facts;
  const row = (
    id: string,
    icon: SheetIcon,
    label: string,
    action: SheetAction,
    more: Partial<SheetRow> = {},
  ): SheetRow[] => [{ id, icon, label: clip(label), action, ...more }];
  switch (name) {
    case 'publish':
      return row(
        'publish',
        'publish',
        publishLabel(plan),
        { kind: 'publish', choices: options.choices },
        callers(plan, options),
      );
    case 'changes':
      return plan.target.latestVersion === undefined ? [] : [changesRow()];
    case 'package':
      return [packageRow(plan)];
    case 'open':
      return openRow(facts);
    case 'allow':
      return plan.secrets
        .filter(({ overridable }) => overridable)
        .slice(0, shownPlaces)
        .map((place) => allowRow(place));
    case 'accept':
      return acceptRows(facts);
    case 'update':
      return options.fromFolder
        ? row(
            'update',
            'update',
            l10n.t`Update workspace from it…`,
            { kind: 'update' },
            { description: l10n.t`your changes are shown first` },
          )
        : [];
    case 'asNew':
      return row('asNew', 'add', l10n.t`Publish as a new skill…`, {
        kind: 'replan',
        choices: { ...options.choices, target: 'new' },
      });
    case 'sameName':
      return sameNameRows(facts);
    case 'target':
      return [targetRow(plan)];
    case 'settle':
      return row(
        'settle',
        'look',
        l10n.t`Check whether it arrived`,
        { kind: 'settle' },
        { button: l10n.t`Check Whether It Arrived` },
      );
    case 'sourceControl':
      return row('sourceControl', 'look', l10n.t`Open Source Control`, { kind: 'sourceControl' });
  }
}

/** Places that can be allowed in one sheet; when one is allowed, the next one moves up. */
const shownPlaces = 5;

function allowRow(place: SecretFinding): SheetRow {
  return {
    id: `allow:${place.fingerprint}`,
    icon: 'change',
    label: clip(l10n.t`Allow ${placeName(place)} (${secretWords(place.what)})…`),
    description: place.preview,
    detail: l10n.t`Asks why it is not a secret. The publish history keeps your answer until the value changes.`,
    action: { kind: 'allow', place },
  };
}

/** One row for each skill that has the name, told apart by display name and age. */
function sameNameRows({ plan: { target, name }, options }: Facts): readonly SheetRow[] {
  const { skillId, label, latestTime } = target;
  const found =
    target.sameName.length > 0 || skillId === undefined
      ? target.sameName
      : [{ skillId, label, updatedAt: latestTime ?? '' }];
  return found.map((each) => ({
    id: `sameName:${each.skillId}`,
    icon: 'publish',
    label: clip(sameNameLabel(each.label ?? name)),
    description: found.length > 1 ? options.ago(each.updatedAt) : '',
    action: { kind: 'replan', choices: { ...options.choices, target: { skillId: each.skillId } } },
  }));
}

function sameNameLabel(name: string | undefined): string {
  return name === undefined ? l10n.t`New version of the skill…` : l10n.t`New version of ${name}…`;
}

function publishLabel({ target }: PublishPlan): string {
  return target.kind === 'newSkill' ? l10n.t`Publish version, as a new skill` : l10n.t`Publish version`;
}

/** Only a skill that exists has callers. */
function callers({ target }: PublishPlan, { ago }: SheetOptions): Partial<SheetRow> {
  if (target.kind === 'newSkill') return {};
  const age = target.latestTime === undefined ? '' : ago(target.latestTime);
  return {
    description: age === '' ? (target.label ?? '') : l10n.t`latest: ${age}`,
    detail: l10n.t`Callers that do not pin a version get it at once.`,
  };
}

function changesRow(): SheetRow {
  return {
    id: 'changes',
    icon: 'look',
    label: l10n.t`Review changes`,
    button: l10n.t`Review Changes`,
    description: l10n.t`against the latest version`,
    action: { kind: 'changes' },
  };
}

export function packageRow({ sizes, leftOut }: PublishPlan): SheetRow {
  const files = plural(sizes.files, 'file');
  return {
    id: 'package',
    icon: 'look',
    label:
      leftOut.length === 0
        ? l10n.t`Review package (${files})`
        : l10n.t`Review package (${files}, ${leftOut.length} excluded)`,
    button: l10n.t`Review Package`,
    action: { kind: 'package' },
  };
}

/** The place to mend: of the leading secret or error. */
function openRow({ plan, prepared, options }: Facts): readonly SheetRow[] {
  if (!options.fromFolder) return [];
  const secret = plan.secrets.find(({ overridable }) => !overridable) ?? plan.secrets[0];
  const [error] = errorsOf(plan);
  const blocked = plan.blockers.some(({ code }) => code === 'problems');
  const renamed = plan.blockers.some(({ code }) => code === 'renamed');
  const place =
    blocked && error
      ? { path: error.file, line: lineIn(prepared, error.file, error.range.start) }
      : secret
        ? { path: secret.path, line: secret.line }
        : renamed
          ? { path: 'SKILL.md', line: lineIn(prepared, 'SKILL.md', Math.max(0, prepared.skill.text.search(/^name:/m))) }
          : undefined;
  if (!place || place.path === '') return [];
  return [
    { id: 'open', icon: 'file', label: clip(l10n.t`Open ${placeName(place)}`), action: { kind: 'open', ...place } },
  ];
}

function lineIn({ files, skill }: PreparedPublish, path: string, offset: number): number | undefined {
  const bytes = files.find((file) => file.path === path)?.content;
  const text = path === 'SKILL.md' ? skill.text : bytes && new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);
  return text === undefined ? undefined : text.slice(0, offset).split(/\r\n|\r|\n/).length;
}

export function meanwhileRow({ changedMeanwhile }: SheetOptions): SheetRow[] {
  if (!changedMeanwhile) return [];
  return [
    {
      id: 'meanwhile',
      icon: 'info',
      label: l10n.t`The folder changed while this was open`,
      detail: l10n.t`Nothing was sent. This is the plan for the folder as it is now: review it, then publish.`,
      action: { kind: 'say' },
    },
  ];
}

/** What does not stand in the way, and is good to know. */
export function noticeRows({ plan }: Facts): readonly SheetRow[] {
  const blocked = new Set(plan.blockers.map(({ code }) => code));
  const guards = plan.guards.flatMap(({ kind, message }): SheetRow[] => {
    const label = noticeOf(kind);
    if (label === undefined || blocked.has(kind)) return [];
    return [{ id: `notice:${kind}`, icon: 'info', label, detail: message, action: { kind: 'say' } }];
  });
  return [...guards, ...allowedRow(plan)];
}

function allowedRow({ allowedSecrets = [] }: PublishPlan): readonly SheetRow[] {
  if (allowedSecrets.length === 0) return [];
  const reasons = allowedSecrets.map(({ by, reason }) => (by === undefined ? reason : `${reason} (${by})`));
  return [
    {
      id: 'notice:allowed',
      icon: 'info',
      label: plural(allowedSecrets.length, 'possible secret allowed', 'possible secrets allowed'),
      detail: reasons.join('; '),
      action: { kind: 'say' },
    },
  ];
}

function noticeOf(kind: PublishPlan['guards'][number]['kind']): string | undefined {
  switch (kind) {
    case 'dirty':
      return l10n.t`Uncommitted changes will be published`;
    case 'unlisted':
      return l10n.t`An older skill with this name may exist`;
    case 'claudeLock':
      return l10n.t`claude-lock.json names this skill, too`;
    case 'remoteNewer':
      return l10n.t`The publish history has another version of this folder`;
    default:
      return undefined;
  }
}

export function reviewRows({ plan }: Facts): readonly SheetRow[] {
  const counted = plan.problems.filter(
    ({ severity, code }) => (severity === 'error' || severity === 'warning') && !code.startsWith('secret/'),
  );
  const errors = counted.filter(({ severity }) => severity === 'error').length;
  const parts = [
    errors === 0 ? '' : plural(errors, 'error'),
    counted.length === errors ? '' : plural(counted.length - errors, 'warning'),
  ].filter((part) => part !== '');
  return [
    ...(plan.target.latestVersion === undefined ? [] : [changesRow()]),
    packageRow(plan),
    ...(counted.length === 0
      ? []
      : [
          {
            id: 'problems',
            icon: errors > 0 ? ('error' as const) : ('warning' as const),
            label: parts.join(', '),
            description: counted[0]?.message ?? '',
            action: { kind: 'problems' as const },
          },
        ]),
  ];
}

export function optionRows({ plan, options }: Facts): readonly SheetRow[] {
  const naming: SheetRow[] =
    plan.target.kind === 'newSkill'
      ? [
          {
            id: 'displayName',
            icon: 'change',
            label: l10n.t`Display name…`,
            description: options.displayName ?? plan.name ?? '',
            action: { kind: 'displayName' },
          },
        ]
      : [];
  return [
    {
      id: 'note',
      icon: 'change',
      label: l10n.t`Release note…`,
      description: plan.note ?? l10n.t`none`,
      action: { kind: 'note' },
    },
    ...naming,
    targetRow(plan),
  ];
}

function targetRow({ connection }: PublishPlan): SheetRow {
  return {
    id: 'target',
    icon: 'change',
    label: l10n.t`Change target…`,
    description: connection.name,
    action: { kind: 'target' },
  };
}
