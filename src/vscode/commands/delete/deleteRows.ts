import * as vscode from 'vscode';
import { toAbortSignal } from '../../host/cancellation.ts';
import { HumanError } from '../../host/failures.ts';
import type { RegistryNode } from '../../host/registryNode.ts';
import type { DeletionOutcome, DeletionOptions } from '../../../core/registry/deletion.ts';
import { isGone } from '../../../core/registry/errors.ts';
import type { RemoteSkill, RemoteVersion } from '../../../core/registry/model.ts';
import { toDisplayText } from '../../../core/text/display.ts';
import type { DeletionSubject } from './deletionSubject.ts';
import { downloadCopies } from './downloadCopies.ts';
import { findUses, type SearchLimits } from '../workspace/findUses.ts';
import { connectionOf } from '../registry/registryRows.ts';
import type { Session } from '../session.ts';
import { plural } from '../../../core/text/size.ts';

export type { DeletionSubject } from './deletionSubject.ts';

export interface DeletionQuestion {
  readonly message: string;
  readonly detail: readonly string[];
  /** The button that deletes. */
  readonly button: string;
  /** What dies, for *Download a Copy First*. */
  readonly dying: readonly RemoteVersion[];
  /** Must be typed before anything is deleted; `undefined` when the button is enough. */
  readonly typed: string | undefined;
}

/**
 * Asks the service what there is to delete now: the rows may be old. Throws `HumanError` where deleting is not allowed.
 */
export async function subjectOf(
  session: Session,
  row: RegistryNode & { readonly skill: RemoteSkill },
): Promise<DeletionSubject> {
  if (!vscode.workspace.isTrusted)
    throw new HumanError('Deleting needs a trusted workspace. Run “Workspaces: Manage Workspace Trust” first.');
  const connection = connectionOf(session, row);
  const registry = await session.connections.registry(connection);
  const { listAllVersions } = await import('../../../core/publish/remote.ts');
  const work = async (): Promise<DeletionSubject> => {
    const [skill, { items: versions, cut }] = await Promise.all([
      registry.retrieveSkill(row.skill.id),
      listAllVersions(registry, row.skill.id),
    ]);
    if (skill.source !== 'custom')
      throw new HumanError(
        `Only your own skills can be deleted; the source of this one is ${toDisplayText(skill.source, 40)}.`,
      );
    if (cut)
      throw new HumanError('This skill has more versions than can be listed. Delete it where it was published from.');
    return { connection, registry, skill, versions, label: toDisplayText(skill.label ?? skill.id, 60) };
  };
  try {
    return await vscode.window.withProgress({ location: { viewId: 'skillPublisher.registry' } }, work);
  } catch (error) {
    if (isGone(error)) session.registryView.remove(row.skill.id);
    throw error;
  }
}

/** Where code of the workspace names one of the ids, as a line of the question; nothing when it does not. */
export async function usesOf(ids: readonly string[], limits?: SearchLimits): Promise<readonly string[]> {
  const { uses, cut } = await vscode.window.withProgress({ location: { viewId: 'skillPublisher.registry' } }, () =>
    findUses(ids, limits),
  );
  const [first, second] = uses.map(
    ({ location }) =>
      `${toDisplayText(vscode.workspace.asRelativePath(location.uri), 80)}:${location.range.start.line + 1}`,
  );
  if (first === undefined)
    return cut
      ? [
          'Not all files of this workspace could be searched for uses; use “Find References in Workspace” to search all.',
        ]
      : [];
  return [
    `Used in this workspace in ${cut ? 'at least ' : ''}${plural(uses.length, 'place')}: ` +
      (second === undefined ? first : `${first}, ${second}${uses.length > 2 ? ' …' : ''}`),
  ];
}

/** A word that can be typed to mean this skill: its name, else its id. */
export function nameToType({ skill, versions }: DeletionSubject): string {
  const name = versions[0]?.name ?? '';
  return /^[a-z0-9-]{1,64}$/.test(name) ? name : skill.id;
}

/**
 * True when the user has said so in a modal and, where asked for, typed the name. The button that deletes is never the
 * first one.
 */
export async function confirmDeletion(
  session: Session,
  subject: DeletionSubject,
  question: DeletionQuestion,
): Promise<boolean> {
  const copy = 'Download a Copy First…';
  const first = question.dying.length > 0 ? copy : 'Keep It';
  for (;;) {
    const chosen = await vscode.window.showWarningMessage(
      question.message,
      { modal: true, detail: question.detail.join('\n') },
      first,
      question.button,
    );
    if (chosen === copy) await downloadCopies(session, subject, question.dying);
    else if (chosen !== question.button) return false;
    else return question.typed === undefined || typesName(question.typed, question.message);
  }
}

async function typesName(name: string, title: string): Promise<boolean> {
  const typed = await vscode.window.showInputBox({
    title,
    prompt: `Type ${name} to delete. Escape keeps everything.`,
    placeHolder: name,
    ignoreFocusOut: true,
    validateInput: (text) => (text.trim() === name ? undefined : `Type ${name} to delete. Escape keeps everything.`),
  });
  return typed?.trim() === name;
}

/** Deletes with progress and a way to stop between two steps. */
export async function runDeletion(
  title: string,
  work: (options: DeletionOptions) => Promise<DeletionOutcome>,
): Promise<DeletionOutcome> {
  return vscode.window.withProgress(
    { location: vscode.ProgressLocation.Notification, title, cancellable: true },
    (progress, token) =>
      work({
        signal: toAbortSignal(token),
        onDeleted: (count, total) => {
          progress.report({ message: `${count} of ${total} versions`, increment: 100 / total });
        },
      }),
  );
}

/** Forgets what is gone, and says what is left when not everything went. */
export async function settleDeletion(
  session: Session,
  { connection, registry, skill, label }: DeletionSubject,
  outcome: DeletionOutcome,
): Promise<void> {
  await Promise.all(outcome.deleted.map((ref) => session.published.forget({ connection, skillId: skill.id, ref })));
  const active = connection.id === session.connections.active?.id;
  if (outcome.skillDeleted) {
    if (active) session.registryView.remove(skill.id);
  } else if (outcome.deleted.length > 0 && active) {
    // The skill without those versions; where it cannot be asked for, the rows are listed again.
    const now = await registry.retrieveSkill(skill.id).catch(() => undefined);
    if (now) session.registryView.update(now);
    else await session.registryView.refresh();
  }
  if (!outcome.error) return;
  const shown = outcome.left
    .slice(0, 5)
    .map((ref) => toDisplayText(ref, 60))
    .join(', ');
  const left =
    outcome.left.length === 0
      ? 'All versions are gone, but the skill itself is still there.'
      : `Still there: ${shown}${outcome.left.length > 5 ? ` and ${outcome.left.length - 5} more` : ''}.`;
  const total = outcome.deleted.length + outcome.left.length;
  const stopped = outcome.error.kind === 'aborted' ? 'It was stopped.' : outcome.error.message;
  throw new HumanError(`${label}: ${outcome.deleted.length} of ${total} versions were deleted. ${stopped} ${left}`);
}
