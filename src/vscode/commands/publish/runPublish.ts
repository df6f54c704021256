import * as vscode from 'vscode';
import { toAbortSignal } from '../../host/cancellation.ts';
import { createTag } from '../../host/git.ts';
import { completeStep } from '../../host/steps.ts';
import type { PreparedPublish } from '../../../core/publish/plan.ts';
import { isMendedByKey } from '../../../core/registry/errors.ts';
import type { NotPublished, Published, PublishOutcome, PublishUnknown } from '../../../core/publish/outcome.ts';
import type { PublishInput, PublishProgress } from '../../../core/publish/publish.ts';
import { gitTag, gitTagMessage, tagObstacle } from '../../../core/publish/release.ts';
import { copySnippet } from '../registry/copySnippet.ts';
import { toSize } from '../../../core/text/size.ts';
import { keptFactsOf } from './preparePublish.ts';
import { rememberRepublish } from './rememberRepublish.ts';
import { settleWithProgress } from './settleUploads.ts';
import type { PublishIntent } from './publishIntent.ts';
import type { Publishing, Settling } from './publishing.ts';
import type { With } from '../session.ts';
import { inEnglish, l10n } from '../../../core/text/l10n.ts';

/**
 * Uploads with progress and cancel, then tells what happened. True when the plan no longer held and must be shown
 * again.
 */
export async function runPublish(
  session: Publishing,
  prepared: PreparedPublish,
  intent: PublishIntent,
): Promise<boolean> {
  const outcome = await upload(session, prepared, intent);
  noteOutcome(session, prepared, intent, outcome);
  if (outcome.kind === 'stale')
    return (await vscode.window.showWarningMessage(outcome.message, l10n.t`Show New Plan`)) !== undefined;
  if (outcome.kind !== 'published') {
    void tellOutcome(session, intent, outcome);
    return false;
  }
  completeStep('publish');
  const unnoted = await rememberRepublish(session, prepared, intent, outcome);
  const untaggable = tagObstacleOf(prepared, intent, outcome.version);
  const message = [outcome.message, unnoted, untaggable].filter((sentence) => sentence !== undefined).join(' ');
  // Told at once: what follows asks the registry, which may take long.
  void tellOutcome(session, intent, { ...outcome, message });
  const warnings = await Promise.all([
    tagIfWanted(session, prepared, intent, outcome.version),
    readBack(session, prepared, intent, outcome),
    showInView(session, intent, outcome.skillId),
  ]);
  for (const warning of warnings)
    if (warning !== undefined)
      void vscode.window.showWarningMessage(warning, l10n.t`Show Log`).then((action) => {
        if (action !== undefined) session.log.show();
      });
  return false;
}

/** What follows from an outcome besides telling it, without asking anybody: log and problems. */
export function noteOutcome(
  session: With<'log' | 'publishProblems'>,
  prepared: PreparedPublish,
  intent: PublishIntent,
  outcome: PublishOutcome,
): void {
  const { source } = intent;
  session.log.info(`Publish of ${prepared.plan.folder} to ${prepared.plan.connection.name}: ${outcome.message}`);
  if (outcome.kind === 'notPublished' && outcome.problem && source.kind === 'folder')
    session.publishProblems.set(source.folder, prepared.skill, [outcome.problem]);
  if (outcome.kind === 'published' && source.kind === 'folder') session.publishProblems.clear(source.folder);
}

/** Uploads with a notification that shows bytes and can be canceled. */
export async function upload(
  session: With<'connections' | 'ledgers' | 'publishLock' | 'unsettledUploads'>,
  prepared: PreparedPublish,
  { source, connection }: PublishIntent,
): Promise<PublishOutcome> {
  const { publish } = await import('../../../core/publish/publish.ts');
  const registry = await session.connections.registry(connection);
  const kept = await keptFactsOf(source);
  const title = l10n.t`Publishing ${prepared.plan.name ?? prepared.plan.folder} to ${connection.name}`;
  const send = async (onSend?: PublishInput['onSend']): Promise<PublishOutcome> =>
    vscode.window.withProgress(
      { location: vscode.ProgressLocation.Notification, title, cancellable: true },
      (progress, token) => {
        let shown = 0;
        // After the upload nothing can be taken back: *Cancel* then ends only the search for what became of it.
        const giveUp = new AbortController();
        let confirming: Promise<void> | undefined;
        token.onCancellationRequested(() => {
          if (confirming) giveUp.abort();
        });
        const done = publish({
          prepared,
          registry,
          lock: session.publishLock,
          ledger: source.kind === 'folder' ? session.ledgers.file(source.folder) : undefined,
          kept,
          signal: toAbortSignal(token),
          giveUp: giveUp.signal,
          onSend,
          onProgress: (step) => {
            if (step.phase === 'confirming')
              confirming ??= token.isCancellationRequested
                ? showSearch(title, sentenceOf(step), () => done, giveUp)
                : Promise.resolve();
            const percent = step.phase === 'uploading' && step.total ? (100 * (step.sent ?? 0)) / step.total : 0;
            progress.report({ message: sentenceOf(step), increment: Math.max(0, percent - shown) });
            shown = Math.max(shown, percent);
          },
        });
        return done;
      },
    );
  return source.kind === 'folder' ? session.unsettledUploads.during(source.folder, connection, send) : send();
}

/** A notification goes when it is canceled; what is still found out after that is shown in one of its own. */
async function showSearch(
  title: string,
  message: string,
  done: () => Promise<unknown>,
  giveUp: AbortController,
): Promise<void> {
  await vscode.window.withProgress(
    { location: vscode.ProgressLocation.Notification, title, cancellable: true },
    async (progress, token) => {
      token.onCancellationRequested(() => {
        giveUp.abort();
      });
      progress.report({ message });
      await done().catch(() => undefined);
    },
  );
}

function sentenceOf({ phase, sent = 0, total = 0 }: PublishProgress): string {
  switch (phase) {
    case 'checking':
      return l10n.t`checking that the plan is still valid…`;
    case 'uploading':
      return sent < total ? l10n.t`${toSize(sent)} of ${toSize(total)}` : l10n.t`sent, waiting for the answer…`;
    case 'confirming':
      return l10n.t`no clear answer: checking whether it was published…`;
  }
}

async function tellOutcome(
  session: Settling & With<'failures' | 'knownSkills' | 'registryView'>,
  intent: PublishIntent,
  outcome: Exclude<PublishOutcome, { kind: 'stale' }>,
): Promise<void> {
  switch (outcome.kind) {
    case 'published':
      await tellPublished(session, intent, outcome);
      return;
    case 'notPublished':
      await tellRefused(session, intent, outcome);
      return;
    case 'unknown':
      await tellUnknown(session, intent, outcome);
      return;
    case 'busy':
      await vscode.window.showInformationMessage(outcome.message);
      return;
  }
}

/**
 * The view is updated by the one skill, which is made to be seen when that was `asked` for; that it could not be read
 * again is no failure of the publish.
 */
export async function showInView(
  session: With<'connections' | 'log' | 'registryView'>,
  { connection }: Pick<PublishIntent, 'connection'>,
  skillId: string,
  asked = false,
): Promise<undefined> {
  try {
    const registry = await session.connections.registry(connection);
    await session.registryView.show(connection, await registry.retrieveSkill(skillId), asked);
  } catch (error) {
    session.log.error('The registry view could not be updated after the publish.', error);
  }
}

/**
 * Content that was published again is read back and compared, for nobody has a folder to compare it with. Resolves to a
 * sentence when it is not known to be the same.
 */
async function readBack(
  session: With<'log' | 'published'>,
  { plan }: PreparedPublish,
  { source, connection }: PublishIntent,
  { skillId, version }: { readonly skillId: string; readonly version: string },
): Promise<string | undefined> {
  if (source.kind === 'folder') return undefined;
  const name = plan.name ?? skillId;
  const { fingerprintOfVersion } = await import('../../../core/publish/remote.ts');
  const found = await fingerprintOfVersion(
    async () => (await session.published.load({ connection, skillId, ref: version })).files,
    skillId,
    version,
  );
  if (found === undefined) return l10n.t`${name} was published, but could not be read back to be compared.`;
  if (found !== plan.fingerprint)
    return l10n.t`${name} was published, but its content was read back and differs from what was sent: compare the versions.`;
  session.log.info(`${name}: its content was read back and is the same.`);
  return undefined;
}

async function tellPublished(
  session: With<'connections' | 'failures' | 'knownSkills' | 'log' | 'registryView'>,
  intent: PublishIntent,
  outcome: Published,
): Promise<void> {
  const action = await vscode.window.showInformationMessage(
    outcome.message,
    l10n.t`Show in Registry`,
    l10n.t`Copy ID`,
    l10n.t`Copy Snippet…`,
    l10n.t`Show Log`,
  );
  await session.failures.guard(l10n.t`After the publish`, async () => {
    if (action === l10n.t`Copy ID`) await vscode.env.clipboard.writeText(outcome.skillId);
    if (action === l10n.t`Copy Snippet…`)
      await copySnippet(session, {
        connection: intent.connection,
        dialect: (await session.connections.registry(intent.connection)).dialect ?? 'ga',
        skillId: outcome.skillId,
        version: outcome.version,
        source: 'custom',
      });
    if (action === l10n.t`Show in Registry`) {
      await vscode.commands.executeCommand('skillPublisher.registry.focus');
      await showInView(session, intent, outcome.skillId, true);
    }
    if (action === l10n.t`Show Log`) session.log.show();
  });
}

async function tellUnknown(
  session: Settling & With<'failures' | 'registryView'>,
  intent: PublishIntent,
  { message, skillId }: PublishUnknown,
): Promise<void> {
  const { source, connection } = intent;
  const look = skillId === undefined ? l10n.t`Refresh Registry` : l10n.t`Show in Registry`;
  const check = source.kind === 'folder' ? [l10n.t`Check Again`] : [];
  const action = await vscode.window.showWarningMessage(message, ...check, look, l10n.t`Show Log`);
  await session.failures.guard(l10n.t`After the publish`, async () => {
    if (action === l10n.t`Check Again` && source.kind === 'folder')
      await settleWithProgress(session, connection, [source.folder]);
    if (action === l10n.t`Refresh Registry`) await session.registryView.refresh();
    if (action === l10n.t`Show in Registry` && skillId !== undefined) await showInView(session, intent, skillId);
    if (action === l10n.t`Show Log`) session.log.show();
  });
}

async function tellRefused(session: With<'log'>, intent: PublishIntent, outcome: NotPublished): Promise<void> {
  if (outcome.reason === 'canceled') {
    void vscode.window.showInformationMessage(outcome.message);
    return;
  }
  const again = intent.source.kind === 'folder' ? [l10n.t`Try Again`] : [];
  const mend = outcome.problem
    ? [l10n.t`Show Problems`]
    : outcome.error && isMendedByKey(outcome.error)
      ? [l10n.t`Set API Key`]
      : again;
  const action = await vscode.window.showErrorMessage(session.log.redact(outcome.message), ...mend, l10n.t`Show Log`);
  if (action === l10n.t`Show Problems`) await vscode.commands.executeCommand('workbench.actions.view.problems');
  if (action === l10n.t`Set API Key`)
    await vscode.commands.executeCommand('skillPublisher.setApiKey', intent.connection.id);
  if (action === l10n.t`Try Again` && intent.source.kind === 'folder')
    await vscode.commands.executeCommand('skillPublisher.publishVersion', intent.source.folder);
  if (action === l10n.t`Show Log`) session.log.show();
}

/** The sentence that says why a tag that is wanted cannot be made; `undefined`: nothing is in its way. */
export function tagObstacleOf(
  { plan }: PreparedPublish,
  { source }: PublishIntent,
  version: string,
): string | undefined {
  if (!isTagWanted(source)) return undefined;
  const obstacle = tagObstacle(plan.git);
  return (
    obstacle && l10n.t`But the Git tag ${gitTag(plan.name ?? plan.folder, version)} could not be created: ${obstacle}.`
  );
}

function isTagWanted(source: PublishIntent['source']): source is Extract<PublishIntent['source'], { kind: 'folder' }> {
  return (
    source.kind === 'folder' &&
    vscode.workspace.getConfiguration('skillPublisher', source.folder).get<boolean>('publish.tag') === true
  );
}

/** Makes the tag where it is wanted and nothing is in its way. Resolves to a sentence when it could not be made. */
export async function tagIfWanted(
  session: With<'log'>,
  { plan }: PreparedPublish,
  { source, connection }: PublishIntent,
  version: string,
): Promise<string | undefined> {
  const { commit } = plan.git;
  if (!isTagWanted(source) || tagObstacle(plan.git) !== undefined || commit === undefined) return undefined;
  const name = plan.name ?? plan.folder;
  try {
    const message = inEnglish(() => gitTagMessage(name, version, connection.name, plan.note));
    await createTag(source.folder, gitTag(name, version), message, commit);
    return undefined;
  } catch (error) {
    session.log.error('The Git tag could not be made.', error);
    return l10n.t`Published, but the Git tag ${gitTag(name, version)} could not be created. See the log for details.`;
  }
}
