import * as vscode from 'vscode';
import { toAbortSignal } from '../../host/cancellation.ts';
import type { Connection } from '../../host/connection.ts';
import { HumanError } from '../../host/humanError.ts';
import { toAge, toIconSafe } from '../../host/labels.ts';
import type { Finding } from '../../../core/impact/model.ts';
import { summaryOf } from '../../../core/impact/show.ts';
import { gatedFindings } from '../../../core/publish/sheet/impactRows.ts';
import type { PreparedPublish } from '../../../core/publish/plan.ts';
import { RegistryError } from '../../../core/registry/errors.ts';
import { assertOnDisk, saveEditors } from '../workspace/pickSkillFolder.ts';
import { assertTrusted } from '../../host/trust.ts';
import { uriName } from '../../host/uris.ts';
import { fingerprintNow, preparePublish } from './preparePublish.ts';
import type { PublishIntent } from './publishIntent.ts';
import { confirmedImpact } from './publishImpact.ts';
import { notePlan } from './publishNotes.ts';
import { plural } from '../../../core/text/size.ts';
import { noteOutcome, showInView, tagIfWanted, tagObstacleOf, upload } from './runPublish.ts';
import { currentConnection } from '../connection/selectConnection.ts';
import { settleUploads } from './settleUploads.ts';
import type { Planning, Publishing } from './publishing.ts';
import { l10n } from '../../../core/text/l10n.ts';

/** A skill of the workspace and what its publish would do; `obstacle`: why it cannot be published now. */
interface Candidate {
  readonly intent: PublishIntent;
  readonly prepared: PreparedPublish | undefined;
  readonly obstacle: string | undefined;
  readonly unchanged: boolean;
}

/** Publishes every changed skill of the workspace: one sheet for all, on after a failure, a summary at the end. */
export async function publishAllChanged(session: Publishing): Promise<void> {
  assertTrusted(l10n.t`Publishing`);
  const folders = await session.skills.findAgain();
  const [first] = folders;
  if (!first)
    throw new HumanError(
      l10n.t`There is no skill in this workspace: no folder has a SKILL.md. Create one with “Skills: New Skill…”.`,
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

function planAll(session: Planning, folders: readonly vscode.Uri[], connection: Connection): Thenable<Candidate[]> {
  return vscode.window.withProgress(
    {
      location: vscode.ProgressLocation.Notification,
      title: l10n.t`Checking ${plural(folders.length, 'skill')}…`,
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
  session: Planning,
  intent: PublishIntent,
  folder: vscode.Uri,
  signal: AbortSignal,
): Promise<Candidate> {
  try {
    await saveEditors(folder);
    await settleUploads(session, intent.connection, [folder], signal);
    const prepared = await preparePublish(session, intent, signal);
    await notePlan(session, prepared, intent);
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
    const why = blocked.map((candidate) => `${titleOf(candidate)}: ${candidate.obstacle ?? ''}`);
    const summary = [
      l10n.t`${plural(unchanged.length, 'skill')} unchanged`,
      ...(blocked.length === 0 ? [] : [l10n.t`${blocked.length} cannot be published as they are`]),
    ].join(', ');
    void vscode.window.showInformationMessage(
      l10n.t`Nothing to publish to ${connection.name}: ${summary}. ${why.join(' ')}`.trim(),
    );
    return undefined;
  }
  const isFirst = ({ prepared }: Candidate): boolean => prepared?.plan.target.skillId === undefined;
  const rows = [
    ...candidateRows(
      l10n.t`Changed`,
      ready.filter((candidate) => !isFirst(candidate)),
      true,
    ),
    // What was never published may not be meant to be.
    ...candidateRows(l10n.t`Never published`, ready.filter(isFirst), false),
  ];
  const others = [
    ...(unchanged.length === 0 ? [] : [l10n.t`${unchanged.length} unchanged`]),
    ...(blocked.length === 0 ? [] : [l10n.t`${blocked.map(titleOf).join(', ')} cannot be published as they are`]),
  ];
  const chosen = await vscode.window.showQuickPick(rows, {
    title: l10n.t`Publish to ${toIconSafe(connection.name)} — callers that do not pin a version get these at once`,
    placeHolder:
      others.length === 0 ? l10n.t`All skills have changes` : l10n.t`Not listed: ${toIconSafe(others.join('; '))}`,
    canPickMany: true,
    ignoreFocusOut: true,
  });
  return chosen?.flatMap(({ candidate }) => candidate ?? []);
}

interface CandidateRow extends vscode.QuickPickItem {
  readonly candidate?: Candidate;
}

function candidateRows(title: string, candidates: readonly Candidate[], picked: boolean): readonly CandidateRow[] {
  if (candidates.length === 0) return [];
  const rows = candidates.map((candidate) => ({
    label: toIconSafe(titleOf(candidate)),
    description: describeTarget(candidate),
    picked: picked && gatedOf(candidate).length === 0,
    candidate,
  }));
  return [{ label: title, kind: vscode.QuickPickItemKind.Separator }, ...rows];
}

function titleOf({ prepared, intent }: Candidate): string {
  return prepared?.plan.name ?? sourceTitle(intent);
}

function describeTarget(candidate: Candidate): string {
  const target = candidate.prepared?.plan.target;
  if (target?.skillId === undefined) return l10n.t`new skill`;
  const impact = summaryOf(gatedOf(candidate));
  return [
    l10n.t`new version`,
    ...(target.latestTime === undefined ? [] : [l10n.t`latest: ${toAge(target.latestTime)}`]),
    ...(impact === '' ? [] : [impact]),
  ].join(' · ');
}

/** What somebody should look at first; such a skill is not chosen from the start. */
function gatedOf({ prepared }: Candidate): readonly Finding[] {
  return prepared ? gatedFindings(prepared.plan, confirmedImpact()) : [];
}

function sourceTitle({ source }: PublishIntent): string {
  return source.kind === 'folder' ? uriName(source.folder) : source.label;
}

async function confirmProduction(chosen: readonly Candidate[], connection: Connection): Promise<boolean> {
  const publish = l10n.t`Publish to Production`;
  const detail = l10n.t`${chosen.map(({ intent }) => sourceTitle(intent)).join(', ')}. Callers that do not pin a version get them at once.`;
  return (
    (await vscode.window.showWarningMessage(
      l10n.t`Publish ${plural(chosen.length, 'skill')} to ${connection.name}?`,
      { modal: true, detail },
      publish,
    )) === publish
  );
}

async function publishEach(
  session: Publishing,
  chosen: readonly Candidate[],
  all: readonly Candidate[],
): Promise<void> {
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
        l10n.t`${prepared.plan.name ?? prepared.plan.folder}: the folder changed while this was open, so nothing in it was sent. Publish it again.`,
      );
      continue;
    }
    const plan = { ...prepared.plan, blockers: prepared.plan.blockers.filter(({ code }) => code !== 'production') };
    const outcome = await upload(session, { ...prepared, plan }, intent);
    noteOutcome(session, { ...prepared, plan }, intent, outcome);
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
      // Canceling one means the rest is not wanted either.
      if (outcome.kind === 'notPublished' && outcome.reason === 'canceled') break;
    }
  }
  const untouched = all.length - published.length - failed.length;
  const summary = l10n.t`${published.length} published${published.length === 0 ? '' : ` (${published.join(', ')})`}, ${failed.length} failed, ${untouched} left as they are.`;
  const show =
    failed.length + notes.length === 0 ? vscode.window.showInformationMessage : vscode.window.showWarningMessage;
  void show([summary, ...failed, ...notes].join(' '), l10n.t`Show Log`).then((action) => {
    if (action !== undefined) session.log.show();
  });
}
