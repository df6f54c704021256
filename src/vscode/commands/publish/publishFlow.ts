import * as vscode from 'vscode';
import { differences } from '../../../core/bundle/difference.ts';
import { toAbortSignal } from '../../host/cancellation.ts';
import { HumanError } from '../../host/failures.ts';
import { toAge } from '../../host/labels.ts';
import type { PublishChoices } from '../../../core/publish/guards.ts';
import type { PreparedPublish, PublishPlan } from '../../../core/publish/plan.ts';
import { maxNoteLength } from '../../../core/publish/release.ts';
import type { SheetAction, SheetOptions } from '../../../core/publish/sheet/model.ts';
import { displayNameMaxCharacters } from '../../../core/skill/limits.ts';
import { RegistryError } from '../../../core/registry/errors.ts';
import { compareWithFolder, comparePublished } from '../compare/compare.ts';
import { saveEditors } from '../workspace/pickSkillFolder.ts';
import { fingerprintNow, preparePublish } from './preparePublish.ts';
import { sourceName, type PublishIntent } from './publishIntent.ts';
import { notePlan } from './publishNotes.ts';
import { runPublish } from './runPublish.ts';
import { askAgain, showPublishSheet } from './publishSheet.ts';
import { selectConnection } from '../connection/selectConnection.ts';
import { settleUploads, settleWithProgress } from './settleUploads.ts';
import type { Session } from '../session.ts';

/** Goes round plan and sheet until the user publishes or leaves. */
export async function publishFlow(session: Session, first: PublishIntent): Promise<void> {
  const key = publishSubject(first.source);
  session.reviews.supersede(key);
  let intent = first;
  // The user has said "publish" with a decision that the plan at hand did not know yet.
  let decided = false;
  // Fingerprint of the content that the user has decided about.
  let seen: string | undefined;
  for (;;) {
    const { source } = intent;
    if (source.kind === 'folder') await saveEditors(source.folder);
    const prepared = await plan(session, intent);
    const changed = seen !== undefined && seen !== prepared.plan.fingerprint;
    seen = prepared.plan.fingerprint;
    await notePlan(session, prepared.plan, intent);
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
  }
}

/** What the sheet decides about; a second publish of it takes the place of the first. */
function publishSubject(source: PublishIntent['source']): string {
  return source.kind === 'folder'
    ? source.folder.toString()
    : `${source.connection.id}/${source.skillId}/${source.ref}`;
}

async function isUnsettled(session: Session, { source, connection }: PublishIntent): Promise<boolean> {
  return source.kind === 'folder' && (await session.unsettledUploads.of(source.folder, connection)) !== undefined;
}

async function askInSheet(
  session: Session,
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
  session: Session,
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
    case 'note':
      return { intent: { ...intent, note: (await askNote(intent.note)) ?? intent.note }, decided: false };
    case 'displayName':
      return { intent: { ...intent, label: (await askDisplayName(intent.label)) ?? intent.label }, decided: false };
    case 'target':
      return { intent: await changeTarget(session, prepared.plan, intent), decided: false };
    case 'settle':
      if (intent.source.kind === 'folder') await settleWithProgress(session, intent.connection, [intent.source.folder]);
      return again;
    case 'changes':
    case 'package':
      return (await session.reviews.untilClosed(publishSubject(intent.source), () =>
        look(session, prepared, intent, action.kind),
      ))
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
  session: Session,
  { plan: shown }: PreparedPublish,
  { source, connection }: PublishIntent,
  what: 'changes' | 'package',
): Promise<unknown> {
  const { skillId, latestVersion: ref } = shown.target;
  return session.failures.guard(what === 'changes' ? 'Compare' : 'Preview package', async () => {
    if (what === 'package' || skillId === undefined || ref === undefined) await session.packagePreviews.show(shown);
    else if (source.kind === 'folder') await compareWithFolder(session, connection, skillId, ref, source.folder);
    else await comparePublished(session, { connection, skillId, ref }, source);
  });
}

/** Goes where something is to be mended; the user publishes again afterwards. */
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

function plan(session: Session, intent: PublishIntent): Promise<PreparedPublish> {
  const title = `Checking ${sourceName(intent.source)} and ${intent.connection.name}…`;
  return Promise.resolve(
    vscode.window.withProgress(
      { location: vscode.ProgressLocation.Notification, title, cancellable: true },
      async (_progress, token) => {
        const signal = toAbortSignal(token);
        if (intent.source.kind === 'folder')
          await settleUploads(session, intent.connection, [intent.source.folder], signal);
        return preparePublish(session, intent, signal);
      },
    ),
  ).catch((error: unknown) => {
    if (!(error instanceof RegistryError) || error.kind === 'aborted') throw error;
    // What mends it is about this connection, which need not be the active one.
    session.failures.show('Publish version', error, intent.connection);
    throw new vscode.CancellationError();
  });
}

/** Where the user has asked for one step, and nothing needs a look. Never for production. */
function goesDirectly({ connection, blockers, secrets }: PublishPlan, intent: PublishIntent): boolean {
  const confirm = vscode.workspace.getConfiguration('skillPublisher').inspect('publish.confirm')?.globalValue;
  return (
    confirm === 'direct' &&
    !connection.production &&
    blockers.length === 0 &&
    secrets.length === 0 &&
    intent.note === undefined
  );
}

/** A last look at the folder, then the upload. True when the plan must be made and shown again. */
async function lastLookAndRun(session: Session, prepared: PreparedPublish, intent: PublishIntent): Promise<boolean> {
  // What is on disk is sent: while the sheet was open, the folder stayed open for editing too.
  if (
    intent.source.kind === 'folder' &&
    (await fingerprintNow(session, intent.source.folder)) !== prepared.plan.fingerprint
  )
    return true;
  return runPublish(session, prepared, intent);
}

async function askNote(note: string | undefined): Promise<string | undefined> {
  return vscode.window.showInputBox({
    title: 'Release note',
    prompt: 'One line, kept in the publish history and shown in the registry view. Not sent to the service.',
    value: note ?? '',
    ignoreFocusOut: true,
    validateInput: (text) => (text.length > maxNoteLength ? `At most ${maxNoteLength} characters.` : undefined),
  });
}

async function askDisplayName(label: string | undefined): Promise<string | undefined> {
  return vscode.window.showInputBox({
    title: 'Display name',
    prompt: 'Shown in lists of skills. The name in SKILL.md stays as it is; a display name cannot be changed later.',
    value: label ?? '',
    ignoreFocusOut: true,
    validateInput: (text) => {
      if (text.trim() === '') return 'Enter a display name, or press Escape to keep the name of the skill.';
      return text.length > displayNameMaxCharacters ? `At most ${displayNameMaxCharacters} characters.` : undefined;
    },
  });
}

interface TargetRow extends vscode.QuickPickItem {
  readonly apply?: (intent: PublishIntent) => PublishIntent | Promise<PublishIntent>;
}

/** Another skill of this connection, a new skill, or another connection. */
async function changeTarget(
  session: Session,
  { target, name }: PublishPlan,
  intent: PublishIntent,
): Promise<PublishIntent> {
  const choose =
    (choice: PublishChoices['target']) =>
    (before: PublishIntent): PublishIntent => ({ ...before, choices: { ...before.choices, target: choice } });
  const rows: TargetRow[] = [
    { label: '$(add) A new skill', description: name ?? '', apply: choose('new') },
    ...target.sameName.map(
      (skillId): TargetRow => ({
        label: `$(package) ${skillId}`,
        description: 'has the same name',
        apply: choose({ skillId }),
      }),
    ),
    { label: '$(symbol-string) A skill by its id…', apply: async (before) => byId(before, choose) },
    {
      label: '$(plug) Another connection…',
      apply: async (before) => {
        const picked = await selectConnection(session);
        return !picked || picked.id === before.connection.id ? before : { ...before, connection: picked, choices: {} };
      },
    },
  ];
  const chosen = await vscode.window.showQuickPick(rows, { title: 'Publish where?', ignoreFocusOut: true });
  return chosen?.apply ? chosen.apply(intent) : intent;
}

async function byId(
  before: PublishIntent,
  choose: (choice: PublishChoices['target']) => (intent: PublishIntent) => PublishIntent,
): Promise<PublishIntent> {
  const skillId = await vscode.window.showInputBox({
    title: 'Id of the skill',
    placeHolder: 'skill_…',
    ignoreFocusOut: true,
  });
  if (skillId === undefined || skillId.trim() === '') return before;
  const { isId } = await import('../../../core/registry/decode.ts');
  if (!isId(skillId.trim())) throw new HumanError('This is not the id of a skill. It looks like skill_01….');
  return choose({ skillId: skillId.trim() })(before);
}
