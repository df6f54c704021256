import * as vscode from 'vscode';
import { differences } from '../../../core/bundle/difference.ts';
import { toAbortSignal } from '../../host/cancellation.ts';
import { HumanError } from '../../host/failures.ts';
import type { PublishChoices } from '../../../core/publish/guards.ts';
import type { PreparedPublish, PublishPlan } from '../../../core/publish/plan.ts';
import { maxNoteLength } from '../../../core/publish/release.ts';
import { RegistryError } from '../../../core/registry/errors.ts';
import type { VersionAddress } from '../../remote/publishedVersions.ts';
import { compareWithFolder, comparePublished } from '../compare/compare.ts';
import { saveEditors } from '../workspace/pickSkillFolder.ts';
import { fingerprintNow, preparePublish } from './preparePublish.ts';
import { sourceName, type PublishIntent } from './publishIntent.ts';
import { notePlan } from './publishNotes.ts';
import { runPublish } from './runPublish.ts';
import { count, showPublishSheet, type SheetDecision, type SheetViews } from './publishSheet.ts';
import { selectConnection } from '../connection/selectConnection.ts';
import { settleUploads } from './settleUploads.ts';
import type { Session } from '../session.ts';

/** Goes round plan and sheet until the user publishes or leaves. */
export async function publishFlow(session: Session, first: PublishIntent): Promise<void> {
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
    if (refuseIfBlocked(session, prepared.plan, intent)) return;
    const ready = prepared.plan.blockers.every(({ code }) => code === 'production');
    const asked: boolean = !ready || changed || (!decided && !goesDirectly(prepared.plan, intent));
    decided = false;
    const decision: SheetDecision | undefined = asked
      ? await showPublishSheet(prepared.plan, {
          choices: intent.choices,
          views: viewsOf(session, prepared, intent),
          changed,
        })
      : publishNow(intent);
    if (!decision) return;
    if (decision.kind === 'note') intent = { ...intent, note: (await askNote(intent.note)) ?? intent.note };
    else if (decision.kind === 'target') intent = await changeTarget(session, prepared.plan, intent);
    else if (decision.choices !== intent.choices) {
      if (
        decision.choices.secrets === true &&
        intent.choices.secrets !== true &&
        !(await confirmSecrets(prepared.plan))
      )
        continue;
      intent = { ...intent, choices: decision.choices };
      decided = decision.kind === 'publish';
    } else if (!(await confirmAndRun(session, prepared, intent))) return;
  }
}

function publishNow({ choices }: PublishIntent): SheetDecision {
  return { kind: 'publish', choices };
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

/** Errors, the user's own key and the like end a publish before the sheet. True when it ended. */
function refuseIfBlocked(
  session: Session,
  { blockers, guards, name, folder }: PublishPlan,
  intent: PublishIntent,
): boolean {
  const final = blockers.find(({ choice, code }) => choice === undefined && code !== 'dirty');
  const dirty = blockers.find(({ choice, code }) => choice === undefined && code === 'dirty');
  if (!final && !dirty) return false;
  const action = final ? 'Show Problems' : 'Open Source Control';
  const commit = guards.some(({ kind }) => kind === 'dirty') ? ': commit first' : '';
  const sentence = final
    ? final.message
    : `${dirty?.message ?? ''} The setting skillPublisher.publish.requireCleanGit asks for a clean folder${commit}.`;
  session.log.warn(`Publish of ${folder}: ${sentence}`);
  void vscode.window
    .showErrorMessage(`${name ?? sourceName(intent.source)} was not published. ${sentence}`, action)
    .then(async (chosen) => {
      if (chosen === undefined) return;
      if (final) await showProblems(intent);
      else await vscode.commands.executeCommand('workbench.view.scm');
    });
  return true;
}

async function showProblems({ source }: PublishIntent): Promise<void> {
  if (source.kind === 'folder')
    await vscode.window
      .showTextDocument(vscode.Uri.joinPath(source.folder, 'SKILL.md'), { preview: true })
      .then(undefined, () => undefined);
  await vscode.commands.executeCommand('workbench.actions.view.problems');
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

/**
 * The second word of production, a last look at the folder, then the upload. True when the plan must be made and shown
 * again.
 */
async function confirmAndRun(session: Session, prepared: PreparedPublish, intent: PublishIntent): Promise<boolean> {
  const { connection, name, target } = prepared.plan;
  if (connection.production && intent.choices.production !== true) {
    const publish = 'Publish to Production';
    const detail =
      `${target.skillId === undefined ? 'A new skill' : `A new version of ${target.label ?? target.skillId}`} ` +
      `on ${connection.host ?? connection.name}. Callers that do not pin a version get it at once.`;
    if (
      (await vscode.window.showWarningMessage(
        `Publish ${name ?? ''} to ${connection.name}?`,
        { modal: true, detail },
        publish,
      )) !== publish
    )
      return true;
  }
  // What is on disk is sent: while the sheet was open, the folder stayed open for editing too.
  if (intent.source.kind === 'folder' && (await fingerprintNow(intent.source.folder)) !== prepared.plan.fingerprint)
    return true;
  const blockers = prepared.plan.blockers.filter(({ code }) => code !== 'production');
  return runPublish(session, { ...prepared, plan: { ...prepared.plan, blockers } }, intent);
}

async function confirmSecrets({ secrets }: PublishPlan): Promise<boolean> {
  const publish = 'Publish With These Values';
  const list = secrets
    .slice(0, 5)
    .map(({ path, line, what, preview }) => `${path}${line === undefined ? '' : `:${line}`}  ${what}, ${preview}`);
  const more = secrets.length > 5 ? [`and ${secrets.length - 5} more`] : [];
  const detail = [
    ...list,
    ...more,
    '',
    'Whoever can read the skill can use them. This holds for this publish only.',
  ].join('\n');
  return (
    (await vscode.window.showWarningMessage(
      `${count(secrets.length, 'place')} of the skill look like secrets. Publish anyway?`,
      { modal: true, detail },
      publish,
    )) === publish
  );
}

function viewsOf(session: Session, { plan: shown, files }: PreparedPublish, intent: PublishIntent): SheetViews {
  const { source, connection } = intent;
  const { skillId, latestVersion: ref } = shown.target;
  const look = (what: string, work: () => Promise<unknown>) => (): unknown => session.failures.guard(what, work);
  const compare = async (from: VersionAddress): Promise<void> => {
    if (source.kind === 'folder') await compareWithFolder(session, connection, from.skillId, from.ref, source.folder);
    else await comparePublished(session, from, source);
  };
  const latest = skillId === undefined || ref === undefined ? undefined : { connection, skillId, ref };
  return {
    changes: latest && look('Compare', () => compare(latest)),
    countChanges: latest && (async () => differences((await session.published.load(latest)).files, files).length),
    package: look('Preview package', () => session.packagePreviews.show(shown)),
    problems: look('Show problems', () => showProblems(intent)),
  };
}

async function askNote(note: string | undefined): Promise<string | undefined> {
  return vscode.window.showInputBox({
    title: 'Release note',
    prompt: 'One line, kept in the ledger and shown in the registry view. Not sent to the service.',
    value: note ?? '',
    ignoreFocusOut: true,
    validateInput: (text) => (text.length > maxNoteLength ? `At most ${maxNoteLength} characters.` : undefined),
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
