import * as vscode from 'vscode';
import { toAbortSignal } from '../../host/cancellation.ts';
import type { Connection } from '../../host/connection.ts';
import { HumanError } from '../../host/failures.ts';
import { toAge, toIconSafe } from '../../host/labels.ts';
import type { PreparedPublish } from '../../../core/publish/plan.ts';
import { RegistryError } from '../../../core/registry/errors.ts';
import { assertOnDisk, saveEditors } from '../workspace/pickSkillFolder.ts';
import { assertTrusted } from '../../host/trust.ts';
import { uriName } from '../../host/uris.ts';
import { fingerprintNow, preparePublish } from './preparePublish.ts';
import type { PublishIntent } from './publishIntent.ts';
import { notePlan } from './publishNotes.ts';
import { plural } from '../../../core/text/size.ts';
import { noteOutcome, showInView, tagIfWanted, tagObstacleOf, upload } from './runPublish.ts';
import { currentConnection } from '../connection/selectConnection.ts';
import { settleUploads } from './settleUploads.ts';
import type { Session } from '../session.ts';

/** A skill of the workspace and what its publish would do; `obstacle`: why it cannot be published now. */
interface Candidate {
  readonly intent: PublishIntent;
  readonly prepared: PreparedPublish | undefined;
  readonly obstacle: string | undefined;
  readonly unchanged: boolean;
}

/** Publishes every changed skill of the workspace: one sheet for all, on after a failure, a summary at the end. */
export async function publishAllChanged(session: Session): Promise<void> {
  assertTrusted('Publishing');
  const folders = await session.skills.findAgain();
  const [first] = folders;
  if (!first)
    throw new HumanError(
      'There is no skill in this workspace: no folder has a SKILL.md. Make one with “Skills: New Skill…”.',
    );
  assertOnDisk(first);
  const connection = await currentConnection(session);
  if (!connection) return;
  const candidates = await planAll(session, folders, connection);
  const chosen = await choose(candidates, connection);
  if (!chosen || chosen.length === 0) return;
  if (connection.production && !(await confirmProduction(chosen, connection))) return;
  await publishEach(session, chosen, candidates);
}

function planAll(session: Session, folders: readonly vscode.Uri[], connection: Connection): Thenable<Candidate[]> {
  return vscode.window.withProgress(
    {
      location: vscode.ProgressLocation.Notification,
      title: `Checking ${plural(folders.length, 'skill')}…`,
      cancellable: true,
    },
    async (progress, token) => {
      const candidates: Candidate[] = [];
      for (const folder of folders) {
        if (token.isCancellationRequested) throw new vscode.CancellationError();
        progress.report({ message: uriName(folder), increment: 100 / folders.length });
        candidates.push(
          await toCandidate(
            session,
            { source: { kind: 'folder', folder }, connection, choices: {}, note: undefined },
            folder,
            toAbortSignal(token),
          ),
        );
      }
      return candidates;
    },
  );
}

async function toCandidate(
  session: Session,
  intent: PublishIntent,
  folder: vscode.Uri,
  signal: AbortSignal,
): Promise<Candidate> {
  try {
    await saveEditors(folder);
    await settleUploads(session, intent.connection, [folder], signal);
    const prepared = await preparePublish(session, intent, signal);
    await notePlan(session, prepared.plan, intent);
    const blockers = prepared.plan.blockers.filter(({ code }) => code !== 'production');
    const unchanged = blockers.length > 0 && blockers.every(({ code }) => code === 'unchanged');
    return { intent, prepared, obstacle: blockers[0]?.message, unchanged };
  } catch (error) {
    // Where the registry cannot be asked for one it cannot be asked for any.
    if (error instanceof RegistryError || !(error instanceof Error) || signal.aborted) throw error;
    return { intent, prepared: undefined, obstacle: error.message, unchanged: false };
  }
}

async function choose(
  candidates: readonly Candidate[],
  connection: Connection,
): Promise<readonly Candidate[] | undefined> {
  const ready = candidates.filter(({ obstacle }) => obstacle === undefined);
  const blocked = candidates.filter(({ obstacle, unchanged }) => obstacle !== undefined && !unchanged);
  const unchanged = candidates.filter((candidate) => candidate.unchanged);
  if (ready.length === 0) {
    const why = blocked.map(
      ({ prepared, intent, obstacle }) => `${prepared?.plan.name ?? sourceTitle(intent)}: ${obstacle ?? ''}`,
    );
    const summary = [
      `${plural(unchanged.length, 'skill')} unchanged`,
      ...(blocked.length === 0 ? [] : [`${blocked.length} cannot be published as they are`]),
    ].join(', ');
    void vscode.window.showInformationMessage(
      `Nothing to publish to ${connection.name}: ${summary}. ${why.join(' ')}`.trim(),
    );
    return undefined;
  }
  const rows = ready.map((candidate) => ({
    label: toIconSafe(candidate.prepared?.plan.name ?? sourceTitle(candidate.intent)),
    description: describeTarget(candidate),
    picked: true,
    candidate,
  }));
  const others = [
    ...(unchanged.length === 0 ? [] : [`${unchanged.length} unchanged`]),
    ...(blocked.length === 0 ? [] : [`${blocked.length} with obstacles: publish them one by one`]),
  ];
  const chosen = await vscode.window.showQuickPick(rows, {
    title: `Publish to ${toIconSafe(connection.name)} — callers that do not pin a version get these at once`,
    placeHolder: others.length === 0 ? 'All skills have changes' : `Not listed: ${others.join(', ')}`,
    canPickMany: true,
    ignoreFocusOut: true,
  });
  return chosen?.map(({ candidate }) => candidate);
}

function describeTarget({ prepared }: Candidate): string {
  const target = prepared?.plan.target;
  if (target?.skillId === undefined) return 'new skill';
  return target.latestTime === undefined ? 'new version' : `new version · latest: ${toAge(target.latestTime)}`;
}

function sourceTitle({ source }: PublishIntent): string {
  return source.kind === 'folder' ? uriName(source.folder) : source.label;
}

async function confirmProduction(chosen: readonly Candidate[], connection: Connection): Promise<boolean> {
  const publish = 'Publish to Production';
  const detail =
    `${chosen.map(({ intent }) => sourceTitle(intent)).join(', ')}. Callers that do not pin a ` +
    'version get them at once.';
  return (
    (await vscode.window.showWarningMessage(
      `Publish ${plural(chosen.length, 'skill')} to ${connection.name}?`,
      { modal: true, detail },
      publish,
    )) === publish
  );
}

async function publishEach(session: Session, chosen: readonly Candidate[], all: readonly Candidate[]): Promise<void> {
  const published: string[] = [];
  const failed: string[] = [];
  const notes: string[] = [];
  for (const { intent, prepared } of chosen) {
    if (!prepared) continue;
    if (
      intent.source.kind === 'folder' &&
      (await fingerprintNow(session, intent.source.folder)) !== prepared.plan.fingerprint
    ) {
      failed.push(
        `${prepared.plan.name ?? prepared.plan.folder}: the folder changed while you looked, so nothing of it ` +
          'was sent. Publish it again.',
      );
      continue;
    }
    const plan = { ...prepared.plan, blockers: prepared.plan.blockers.filter(({ code }) => code !== 'production') };
    const outcome = await upload(session, { ...prepared, plan }, intent);
    await noteOutcome(session, { ...prepared, plan }, intent, outcome);
    if (outcome.kind === 'published') {
      void showInView(session, intent, outcome.skillId);
      const untagged =
        tagObstacleOf(prepared, intent, outcome.version) ??
        (await tagIfWanted(session, prepared, intent, outcome.version));
      if (untagged !== undefined) notes.push(untagged);
      published.push(plan.name ?? plan.folder);
      if (outcome.ledgerFailure !== undefined) notes.push(outcome.message);
    } else {
      failed.push(`${plan.name ?? plan.folder}: ${outcome.message}`);
      // Cancelling one means the rest is not wanted either.
      if (outcome.kind === 'notPublished' && outcome.reason === 'cancelled') break;
    }
  }
  const untouched = all.length - published.length - failed.length;
  const summary =
    `${published.length} published${published.length === 0 ? '' : ` (${published.join(', ')})`}, ` +
    `${failed.length} failed, ${untouched} left as they are.`;
  const show =
    failed.length + notes.length === 0 ? vscode.window.showInformationMessage : vscode.window.showWarningMessage;
  void show([summary, ...failed, ...notes].join(' '), 'Show Log').then((action) => {
    if (action !== undefined) session.log.show();
  });
}
