import * as vscode from 'vscode';
import { differences } from '../../../core/bundle/difference.ts';
import { HumanError } from '../../host/humanError.ts';
import { toAge, toIconSafe } from '../../host/labels.ts';
import { withLateProgress } from '../../host/lateProgress.ts';
import type { Finding } from '../../../core/impact/model.ts';
import type { SecretFinding } from '../../../core/bundle/secrets.ts';
import { secretWords } from '../../../core/bundle/secretWords.ts';
import { toDisplayText } from '../../../core/text/display.ts';
import type { PublishChoices } from '../../../core/publish/guards.ts';
import type { PreparedPublish, PublishPlan } from '../../../core/publish/plan.ts';
import { maxNoteLength } from '../../../core/publish/release.ts';
import { gatedFindings } from '../../../core/publish/sheet/impactRows.ts';
import type { SheetAction, SheetOptions } from '../../../core/publish/sheet/model.ts';
import { displayNameMaxCharacters } from '../../../core/skill/limits.ts';
import { RegistryError } from '../../../core/registry/errors.ts';
import { compareWithFolder, comparePublished } from '../compare/compare.ts';
import { saveEditors } from '../workspace/pickSkillFolder.ts';
import { fingerprintNow, preparePublish } from './preparePublish.ts';
import { confirmedImpact, copyNote, draftNote, showImpact } from './publishImpact.ts';
import { sourceName, type PublishIntent } from './publishIntent.ts';
import { notePlan } from './publishNotes.ts';
import { runPublish } from './runPublish.ts';
import { askAgain, showPublishSheet } from './publishSheet.ts';
import { selectConnection } from '../connection/selectConnection.ts';
import { settleUploads, settleWithProgress } from './settleUploads.ts';
import type { Planning, Publishing } from './publishing.ts';
import type { With } from '../session.ts';
import { l10n } from '../../../core/text/l10n.ts';

/** Goes round plan and sheet until the user publishes or leaves. */
export async function publishFlow(session: Publishing, first: PublishIntent): Promise<void> {
  const key = publishSubject(first.source);
  const reviews = await session.reviews();
  reviews.supersede(key);
  let intent = first;
  // The user has said "publish" with a decision that the plan at hand did not know yet.
  let decided = false;
  // Fingerprint of the content that the user has decided about.
  let seen: string | undefined;
  for (;;) {
    const { source } = intent;
    if (source.kind === 'folder') await saveEditors(source.folder);
    // The archive is made while the user looks at the sheet, and for nobody else.
    const wanted = new AbortController();
    try {
      const prepared = await plan(session, intent, wanted.signal);
      const changed = seen !== undefined && seen !== prepared.plan.fingerprint;
      seen = prepared.plan.fingerprint;
      await notePlan(session, prepared, intent);
      const unsettled = !decided && (await isUnsettled(session, intent));
      const ready = prepared.plan.blockers.length === 0 && !unsettled;
      const asked = !ready || changed || (!decided && !goesDirectly(prepared.plan, intent));
      const action: SheetAction | undefined = asked
        ? await askInSheet(session, prepared, intent, { unsettled, changedMeanwhile: changed })
        : { kind: 'publish', choices: intent.choices };
      if (!action) return;
      const step = await carryOut(session, prepared, intent, action);
      if (!step) return;
      decided = step.decided;
      ({ intent } = step);
    } finally {
      wanted.abort();
    }
  }
}

/** What the sheet decides about; a second publish of it takes the place of the first. */
function publishSubject(source: PublishIntent['source']): string {
  return source.kind === 'folder'
    ? source.folder.toString()
    : `${source.connection.id}/${source.skillId}/${source.ref}`;
}

async function isUnsettled(session: With<'unsettledUploads'>, { source, connection }: PublishIntent): Promise<boolean> {
  return source.kind === 'folder' && (await session.unsettledUploads.of(source.folder, connection)) !== undefined;
}

async function askInSheet(
  session: With<'published'>,
  prepared: PreparedPublish,
  intent: PublishIntent,
  found: Pick<SheetOptions, 'unsettled' | 'changedMeanwhile'>,
): Promise<SheetAction | undefined> {
  const { toSheet } = await import('../../../core/publish/sheet/sheet.ts');
  const { plan: shown, files } = prepared;
  const { skillId, latestVersion: ref } = shown.target;
  const latest =
    skillId === undefined || ref === undefined ? undefined : { connection: intent.connection, skillId, ref };
  const sheet = toSheet(prepared, {
    ...found,
    choices: intent.choices,
    fromFolder: intent.source.kind === 'folder',
    confirmImpact: confirmedImpact(),
    displayName: intent.label,
    ago: toAge,
  });
  return showPublishSheet(
    sheet,
    latest && (async () => differences((await session.published.load(latest)).files, files).length),
  );
}

interface Step {
  readonly intent: PublishIntent;
  readonly decided: boolean;
}

/** Carries out what was chosen. `undefined` ends the publish; else it is planned and shown again. */
async function carryOut(
  session: Publishing,
  prepared: PreparedPublish,
  intent: PublishIntent,
  action: SheetAction,
): Promise<Step | undefined> {
  const again: Step = { intent, decided: false };
  switch (action.kind) {
    case 'publish': {
      const answer = action.ask ? await askAgain(action.ask) : true;
      if (answer === undefined) return again;
      if (answer !== true) return carryOut(session, prepared, intent, answer);
      if (action.ask) return { intent: { ...intent, choices: action.choices }, decided: true };
      return (await lastLookAndRun(session, prepared, intent)) ? again : undefined;
    }
    case 'replan':
      return { intent: { ...intent, choices: action.choices }, decided: false };
    case 'allow': {
      const reason = await askWhySecret(action.place);
      return { intent: reason === undefined ? intent : withAllowed(intent, action.place, reason), decided: false };
    }
    case 'accept': {
      const reason = await askWhyChange(action.change);
      const accepted = reason !== undefined && withAccepted(intent, action.change, reason, prepared.plan.fingerprint);
      return { intent: accepted || intent, decided: false };
    }
    case 'note':
      return {
        intent: { ...intent, note: (await askNote(intent.note ?? draftNote(prepared.plan))) ?? intent.note },
        decided: false,
      };
    case 'copyNote':
      await copyNote(prepared.plan);
      return again;
    case 'displayName':
      return { intent: { ...intent, label: (await askDisplayName(intent.label)) ?? intent.label }, decided: false };
    case 'target':
      return { intent: await changeTarget(session, prepared.plan, intent), decided: false };
    case 'settle':
      if (intent.source.kind === 'folder') await settleWithProgress(session, intent.connection, [intent.source.folder]);
      return again;
    case 'changes':
    case 'package':
    case 'impact':
      return (await (
        await session.reviews()
      ).untilClosed(publishSubject(intent.source), () => look(session, prepared, intent, action)))
        ? again
        : undefined;
    case 'open':
    case 'problems':
    case 'update':
    case 'sourceControl':
      await leaveFor(intent, action);
      return undefined;
    case 'say':
      return again;
  }
}

function look(
  session: Publishing,
  prepared: PreparedPublish,
  intent: PublishIntent,
  action: Extract<SheetAction, { readonly kind: 'changes' | 'package' | 'impact' }>,
): Promise<unknown> {
  const { source, connection } = intent;
  const { skillId, latestVersion: ref } = prepared.plan.target;
  return session.failures.guard(action.kind === 'package' ? l10n.t`Preview package` : l10n.t`Compare`, async () => {
    if (action.kind === 'impact') await showImpact(session, prepared.plan, intent, action.class);
    else if (action.kind === 'package' || skillId === undefined || ref === undefined) {
      const { whenPacked } = await import('../../../core/publish/plan.ts');
      await session.packagePreviews.show((await whenPacked(prepared)).plan);
    } else if (source.kind === 'folder') await compareWithFolder(session, connection, skillId, ref, source.folder);
    else await comparePublished(session, { connection, skillId, ref }, source);
  });
}

/** Goes where something is to be mended; the user publishes again afterward. */
async function leaveFor({ source }: PublishIntent, action: SheetAction): Promise<void> {
  if (action.kind === 'sourceControl') await vscode.commands.executeCommand('workbench.view.scm');
  if (action.kind === 'problems') await vscode.commands.executeCommand('workbench.actions.view.problems');
  if (source.kind !== 'folder') return;
  if (action.kind === 'update') await vscode.commands.executeCommand('skillPublisher.updateWorkspace', source.folder);
  if (action.kind !== 'open') return;
  const place = new vscode.Position(Math.max(0, (action.line ?? 1) - 1), 0);
  await vscode.commands.executeCommand('vscode.open', vscode.Uri.joinPath(source.folder, action.path), {
    selection: new vscode.Range(place, place),
  });
}

/** @param wanted Aborted when nobody needs the plan anymore. */
function plan(session: Planning, intent: PublishIntent, wanted: AbortSignal): Promise<PreparedPublish> {
  const title = l10n.t`Checking ${sourceName(intent.source)} and ${intent.connection.name}…`;
  return withLateProgress(title, async (canceled) => {
    const signal = AbortSignal.any([canceled, wanted]);
    if (intent.source.kind === 'folder')
      await settleUploads(session, intent.connection, [intent.source.folder], signal);
    return preparePublish(session, intent, signal);
  }).catch(async (error: unknown) => {
    if (!(error instanceof RegistryError) || error.kind === 'aborted') throw error;
    // What mends it is about this connection, which need not be the active one.
    await session.failures.show(l10n.t`Publish version`, error, intent.connection);
    throw new vscode.CancellationError();
  });
}

/** Where the user has asked for one step, and nothing needs a look. Never for production. */
function goesDirectly(plan: PublishPlan, intent: PublishIntent): boolean {
  const { connection, blockers, secrets } = plan;
  const confirm = vscode.workspace.getConfiguration('skillPublisher').inspect('publish.confirm')?.globalValue;
  return (
    confirm === 'direct' &&
    !connection.production &&
    blockers.length === 0 &&
    secrets.length === 0 &&
    gatedFindings(plan, confirmedImpact()).length === 0 &&
    intent.note === undefined
  );
}

/** A last look at the folder, then the upload. True when the plan must be made and shown again. */
async function lastLookAndRun(session: Publishing, prepared: PreparedPublish, intent: PublishIntent): Promise<boolean> {
  // What is on disk is sent: while the sheet was open, the folder stayed open for editing too.
  if (
    intent.source.kind === 'folder' &&
    (await fingerprintNow(session, intent.source.folder)) !== prepared.plan.fingerprint
  )
    return true;
  return runPublish(session, prepared, intent);
}

/** Why one place holds no secret; `undefined` when the user leaves. */
async function askWhySecret({ path: file, line, what, preview }: SecretFinding): Promise<string | undefined> {
  return askReason({
    title: l10n.t`Allow ${toDisplayText(file, 200)}${line === undefined ? '' : `:${line}`}`,
    prompt: l10n.t`It looks like ${secretWords(what)}: ${toDisplayText(preview, 100)}. Why is it not a secret? Your answer is kept in the publish history.`,
    placeHolder: l10n.t`A sample value from the documentation`,
  });
}

/** Why one change is meant; `undefined` when the user leaves. */
async function askWhyChange({ code, message }: Finding): Promise<string | undefined> {
  return askReason({
    title: l10n.t`Accept ${code}`,
    prompt: l10n.t`${toDisplayText(message, 200)} Why is this intended? Your answer is kept with this version in the publish history.`,
    placeHolder: l10n.t`Announced to everyone who uses it`,
  });
}

async function askReason(
  options: Pick<vscode.InputBoxOptions, 'title' | 'prompt' | 'placeHolder'>,
): Promise<string | undefined> {
  const reason = await vscode.window.showInputBox({
    ...options,
    ignoreFocusOut: true,
    validateInput: (text) => {
      if (text.trim() === '') return l10n.t`Enter a reason, or press Escape to leave it as it is.`;
      return text.length > maxNoteLength ? l10n.t`At most ${maxNoteLength} characters.` : undefined;
    },
  });
  return reason?.trim();
}

function withAllowed(intent: PublishIntent, { fingerprint }: SecretFinding, reason: string): PublishIntent {
  const allowed = { fingerprint, reason, time: new Date().toISOString() };
  const allowedSecrets = [...(intent.choices.allowedSecrets ?? []), allowed];
  return { ...intent, choices: { ...intent.choices, allowedSecrets } };
}

function withAccepted(
  intent: PublishIntent,
  { code, subject }: Finding,
  reason: string,
  fingerprint: string,
): PublishIntent {
  const accepted = { code, subject, reason, time: new Date().toISOString(), fingerprint };
  const acceptedChanges = [...(intent.choices.acceptedChanges ?? []), accepted];
  return { ...intent, choices: { ...intent.choices, acceptedChanges } };
}

async function askNote(note: string | undefined): Promise<string | undefined> {
  return vscode.window.showInputBox({
    title: l10n.t`Release note`,
    prompt: l10n.t`One line, kept in the publish history and shown in the Registry view. It is not sent to the service.`,
    value: note ?? '',
    ignoreFocusOut: true,
    validateInput: (text) => (text.length > maxNoteLength ? l10n.t`At most ${maxNoteLength} characters.` : undefined),
  });
}

async function askDisplayName(label: string | undefined): Promise<string | undefined> {
  return vscode.window.showInputBox({
    title: l10n.t`Display name`,
    prompt: l10n.t`Shown in lists of skills. The name in SKILL.md is not changed. A display name cannot be changed later.`,
    value: label ?? '',
    ignoreFocusOut: true,
    validateInput: (text) => {
      if (text.trim() === '') return l10n.t`Enter a display name, or press Escape to keep the name of the skill.`;
      return text.length > displayNameMaxCharacters
        ? l10n.t`At most ${displayNameMaxCharacters} characters.`
        : undefined;
    },
  });
}

interface TargetRow extends vscode.QuickPickItem {
  readonly apply?: (intent: PublishIntent) => PublishIntent | Promise<PublishIntent>;
}

/** Another skill of this connection, a new skill, or another connection. */
async function changeTarget(
  session: With<'connections' | 'log'>,
  { target, name }: PublishPlan,
  intent: PublishIntent,
): Promise<PublishIntent> {
  const choose =
    (choice: PublishChoices['target']) =>
    (before: PublishIntent): PublishIntent => ({ ...before, choices: { ...before.choices, target: choice } });
  const rows: TargetRow[] = [
    { label: l10n.t`$(add) A new skill`, description: name ?? '', apply: choose('new') },
    ...target.sameName.map(
      ({ skillId, label, updatedAt }): TargetRow => ({
        label: `$(package) ${toIconSafe(label ?? name ?? l10n.t`A skill with this name`)}`,
        description: l10n.t`has the same name · updated ${toAge(updatedAt)}`,
        apply: choose({ skillId }),
      }),
    ),
    { label: l10n.t`$(symbol-string) A skill by its ID…`, apply: async (before) => byId(before, choose) },
    {
      label: l10n.t`$(plug) Another connection…`,
      apply: async (before) => {
        const picked = await selectConnection(session);
        return !picked || picked.id === before.connection.id ? before : { ...before, connection: picked, choices: {} };
      },
    },
  ];
  const chosen = await vscode.window.showQuickPick(rows, { title: l10n.t`Publish where?`, ignoreFocusOut: true });
  return chosen?.apply ? chosen.apply(intent) : intent;
}

async function byId(
  before: PublishIntent,
  choose: (choice: PublishChoices['target']) => (intent: PublishIntent) => PublishIntent,
): Promise<PublishIntent> {
  const skillId = await vscode.window.showInputBox({
    title: l10n.t`Skill ID`,
    placeHolder: 'skill_…',
    ignoreFocusOut: true,
  });
  if (skillId === undefined || skillId.trim() === '') return before;
  const { isId } = await import('../../../core/registry/decode.ts');
  if (!isId(skillId.trim())) throw new HumanError(l10n.t`This is not a skill ID. It looks like skill_01….`);
  return choose({ skillId: skillId.trim() })(before);
}
