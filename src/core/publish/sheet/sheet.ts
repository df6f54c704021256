import type { Blocker, PublishChoices } from '../guards.ts';
import type { PreparedPublish } from '../plan.ts';
import { sheetCases, type Case } from './cases.ts';
import type { Facts, SecondQuestion, Sheet, SheetAction, SheetCase, SheetOptions, SheetRow } from './model.ts';
import { impactRows } from './impactRows.ts';
import { meanwhileRow, noticeRows, optionRows, packageRow, reviewRows, rowsNamed } from './rows.ts';
import { clip, tail } from './words.ts';
import { l10n } from '../../text/l10n.ts';

/** The plan as the user decides about it. Pure: the surface draws it and carries out the actions. */
export function toSheet(prepared: PreparedPublish, options: SheetOptions): Sheet {
  const facts: Facts = { prepared, plan: prepared.plan, options };
  const found = sheetCases.filter((each) => each.applies(facts));
  const lead = found[0] ?? { case: 'new', preselected: ['publish' as const] };
  const told = found.filter((each) => each.point(facts) !== '');
  const safe = lead.preselected.find((name) => name !== 'despite' && rowsNamed(name, facts).length > 0);
  const named = [
    ...(safe === undefined ? [] : [safe]),
    ...told.flatMap(({ preselected, ways }) => [...preselected.filter((name) => name === 'open'), ...ways]),
  ];
  const names = [...new Set(named)].filter((name) => name !== 'despite' || mayGoOn(facts, told));
  const decisions = names.flatMap((name) => (name === 'despite' ? [despiteRow(facts, told)] : rowsNamed(name, facts)));
  const first = decisions[0];
  const warnings = told.map((each) => pointRow(each, facts, first?.action));
  const taken = new Set(decisions.map(({ id }) => id));
  return {
    case: lead.case,
    title: l10n.t`Publish ${prepared.plan.name ?? tail(prepared.plan.folder)} · ${prepared.plan.connection.name}`,
    groups: [
      { title: '', rows: [...meanwhileRow(options), ...warnings, ...decisions, ...noticeRows(facts)] },
      { title: l10n.t`Changes for users`, rows: impactRows(facts) },
      { title: l10n.t`Review`, rows: reviewRows(facts).filter(({ id }) => !taken.has(id)) },
      { title: l10n.t`Options`, rows: optionRows(facts).filter(({ id }) => !taken.has(id)) },
    ].filter(({ rows }) => rows.length > 0),
    preselected: first?.id ?? 'package',
  };
}

/** Everything in the way can be decided by the user, and needs no other target. */
function mayGoOn({ plan, prepared }: Facts, told: readonly Case[]): boolean {
  return (
    prepared.upload !== undefined &&
    told.every(({ despite }) => despite !== undefined) &&
    plan.blockers.every(({ choice }) => choice !== undefined && choice !== 'target')
  );
}

/** Says what is the matter; Enter on it does what the preselected row does. */
function pointRow(each: Case, facts: Facts, action: SheetAction | undefined): SheetRow {
  const message = pointDetail(each.case) ?? facts.plan.blockers.find(({ code }) => code === codeOf[each.case])?.message;
  return {
    id: `point:${each.case}`,
    icon: each.despite === undefined ? 'error' : 'warning',
    label: clip(each.point(facts)),
    detail: message,
    action: action ?? { kind: 'say' },
  };
}

const codeOf: Readonly<Partial<Record<SheetCase, Blocker['code']>>> = {
  nothing: 'nothing',
  readOnly: 'readOnly',
  ownKey: 'ownKey',
  notScanned: 'scanFailed',
  tooCostly: 'problems',
  tooLarge: 'problems',
  errors: 'problems',
  dirty: 'dirty',
  secret: 'secrets',
  renamed: 'renamed',
  production: 'production',
};

function pointDetail(found: SheetCase): string | undefined {
  switch (found) {
    case 'missing':
      return l10n.t`Choose another skill, or publish this folder as a new one.`;
    case 'gone':
      return l10n.t`It was deleted after this folder was published to it. Publish it as a new skill, or choose another one.`;
    case 'sameName':
      return l10n.t`It is not in the publish history of this workspace. Look at it before you publish over it.`;
    case 'newer':
      return l10n.t`The publish history has another version of this folder. Review the changes before you replace it.`;
    case 'unchanged':
      return l10n.t`A new version would be the same for everyone who uses it.`;
    case 'impact':
      return l10n.t`Callers and users get this with the next version. The lines below show where it is.`;
    case 'unsettled':
      return l10n.t`Could not confirm whether the last upload of this folder arrived. Check before you publish again.`;
    default:
      return undefined;
  }
}

function despiteRow(facts: Facts, told: readonly Case[]): SheetRow {
  const [first] = told;
  const production = told.some((each) => each.case === 'production');
  const label = (told.length === 1 ? first?.despite?.().label : undefined) ?? l10n.t`Publish despite all of this…`;
  return {
    id: 'despite',
    icon: 'warning',
    label: clip(label),
    action: {
      kind: 'publish',
      choices: { ...facts.options.choices, ...choicesOf(told) },
      ask: secondQuestion(
        facts,
        told,
        production ? l10n.t`Publish to Production` : (first?.despite?.().go ?? l10n.t`Publish Anyway`),
      ),
    },
  };
}

function choicesOf(told: readonly Case[]): PublishChoices {
  const is = (name: SheetCase): boolean => told.some((each) => each.case === name);
  return {
    ...(is('unchanged') ? { unchanged: true } : {}),
    ...(is('newer') ? { remoteNewer: true } : {}),
    ...(is('production') ? { production: true } : {}),
  };
}

function secondQuestion(facts: Facts, told: readonly Case[], go: string): SecondQuestion {
  const { plan } = facts;
  const [safe] = (told[0]?.preselected ?? []).flatMap((name) => (name === 'despite' ? [] : rowsNamed(name, facts)));
  const fallback = packageRow(plan);
  const reach =
    plan.target.kind === 'newVersion' ? ['', l10n.t`Callers that do not pin a version get it at once.`] : [];
  return {
    message: l10n.t`Publish ${plan.name ?? tail(plan.folder)} to ${plan.connection.name}?`,
    detail: [...told.map((each) => each.point(facts)), ...reach].join('\n'),
    safe: { label: (safe ?? fallback).button ?? (safe ?? fallback).label, action: (safe ?? fallback).action },
    go,
  };
}
