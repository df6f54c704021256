import * as vscode from 'vscode';
import { toAbortSignal } from '../../host/cancellation.ts';
import { HumanError } from '../../host/humanError.ts';
import { skillName } from '../../host/labels.ts';
import type { RegistryNode } from '../../host/registryNode.ts';
import type { DeletionOutcome, DeletionOptions } from '../../../core/registry/deletion.ts';
import { isGone } from '../../../core/registry/errors.ts';
import type { RemoteSkill, RemoteVersion } from '../../../core/registry/model.ts';
import { toDisplayText } from '../../../core/text/display.ts';
import type { DeletionSubject } from './deletionSubject.ts';
import { downloadCopies } from './downloadCopies.ts';
import { findUses, type SearchLimits } from '../workspace/findUses.ts';
import { connectionOf } from '../registry/registryRows.ts';
import { versionLabel } from '../registry/versionLabel.ts';
import type { Deleting } from './deleting.ts';
import type { With } from '../session.ts';
import { plural } from '../../../core/text/size.ts';
import { l10n } from '../../../core/text/l10n.ts';

interface DeletionQuestion {
  /** What is deleted, as the progress names it. */
  readonly what: string;
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
  session: With<'connections' | 'registryView'>,
  row: RegistryNode & { readonly skill: RemoteSkill },
): Promise<DeletionSubject> {
  if (!vscode.workspace.isTrusted)
    throw new HumanError(
      l10n.t`Deleting requires a trusted workspace. Run “Workspaces: Manage Workspace Trust” first.`,
    );
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
        l10n.t`Only your own skills can be deleted; the source of this one is ${toDisplayText(skill.source, 40)}.`,
      );
    if (cut)
      throw new HumanError(
        l10n.t`This skill has more versions than can be listed. Delete it where it was published from.`,
      );
    return { connection, registry, skill, versions, label: skillName(skill, versions[0]?.name) };
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
          l10n.t`Not all files in this workspace could be searched. Use “Find References in Workspace” to search them all.`,
        ]
      : [];
  return [
    l10n.t`Used in this workspace in ${cut ? l10n.t`at least ` : ''}${plural(uses.length, 'place')}: ${second === undefined ? first : `${first}, ${second}${uses.length > 2 ? ' …' : ''}`}`,
  ];
}

/** A word that can be typed to mean this skill: its name, else `delete`. */
export function nameToType({ versions }: DeletionSubject): string {
  const name = versions[0]?.name ?? '';
  return /^[a-z0-9-]{1,64}$/.test(name) ? name : 'delete';
}

/** Asks, deletes with progress, and settles what is shown. False when the user keeps it. */
export async function confirmAndDelete(
  session: Deleting,
  subject: DeletionSubject,
  question: DeletionQuestion,
  work: (options: DeletionOptions) => Promise<DeletionOutcome>,
): Promise<boolean> {
  if (!(await confirmDeletion(session, subject, question))) return false;
  await settleDeletion(session, subject, await runDeletion(l10n.t`Deleting ${question.what}…`, work));
  return true;
}

/**
 * True when the user has said so in a modal and, where asked for, typed the name. The button that deletes is never the
 * first one.
 */
async function confirmDeletion(
  session: With<'published'>,
  subject: DeletionSubject,
  question: DeletionQuestion,
): Promise<boolean> {
  const copy = l10n.t`Download a Copy First…`;
  const first = question.dying.length > 0 ? copy : l10n.t`Keep It`;
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
    prompt: l10n.t`Type ${name} to delete. Escape keeps everything.`,
    placeHolder: name,
    ignoreFocusOut: true,
    validateInput: (text) =>
      text.trim() === name ? undefined : l10n.t`Type ${name} to delete. Escape keeps everything.`,
  });
  return typed?.trim() === name;
}

/** Deletes with progress and a way to stop between two steps. */
async function runDeletion(
  title: string,
  work: (options: DeletionOptions) => Promise<DeletionOutcome>,
): Promise<DeletionOutcome> {
  return vscode.window.withProgress(
    { location: vscode.ProgressLocation.Notification, title, cancellable: true },
    (progress, token) =>
      work({
        signal: toAbortSignal(token),
        onDeleted: (count, total) => {
          progress.report({ message: l10n.t`${count} of ${total} versions`, increment: 100 / total });
        },
      }),
  );
}

/** Forgets what is gone, and says what is left when not everything went. */
async function settleDeletion(
  session: Deleting,
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
    .map((ref) => versionLabel(session, connection, { skillId: skill.id, ref }))
    .join(', ');
  const left =
    outcome.left.length === 0
      ? l10n.t`All versions are gone, but the skill itself is still there.`
      : l10n.t`Still there: ${shown}${outcome.left.length > 5 ? l10n.t` and ${outcome.left.length - 5} more` : ''}.`;
  const total = outcome.deleted.length + outcome.left.length;
  const stopped = outcome.error.kind === 'aborted' ? l10n.t`It was stopped.` : outcome.error.message;
  throw new HumanError(
    l10n.t`${label}: ${outcome.deleted.length} of ${total} versions were deleted. ${stopped} ${left}`,
  );
}
