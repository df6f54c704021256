import * as vscode from 'vscode';
import { HumanError } from '../../host/humanError.ts';
import { toAge, toDateTime } from '../../host/labels.ts';
import { isSkillNode, type RegistryNode } from '../../host/registryNode.ts';
import { deleteSkillWithVersions } from '../../../core/registry/deletion.ts';
import { toDisplayText } from '../../../core/text/display.ts';
import type { RemoteSkill } from '../../../core/registry/model.ts';
import { confirmAndDelete, nameToType, subjectOf, usesOf } from './deleteRows.ts';
import type { DeletionSubject } from './deletionSubject.ts';
import type { Deleting } from './deleting.ts';
import { plural } from '../../../core/text/size.ts';
import { rowsOf } from '../registry/registryRows.ts';
import type { With } from '../session.ts';
import { l10n } from '../../../core/text/l10n.ts';

/** Deletes an own skill with all its versions, after saying what dies. */
export async function deleteSkill(session: Deleting, argument: unknown, selection: unknown): Promise<void> {
  const rows = rowsOf(session, argument, selection).filter(isSkillNode);
  const [row] = rows;
  if (!row) throw new HumanError(l10n.t`Select a skill in the Registry view first.`);
  if (rows.length > 1) throw new HumanError(l10n.t`Skills are deleted one at a time. Select one.`);
  await deleteWholeSkill(session, row);
}

/** Asks, and deletes the skill a row stands for or belongs to. */
export async function deleteWholeSkill(
  session: Deleting,
  row: RegistryNode & { readonly skill: RemoteSkill },
): Promise<void> {
  const subject = await subjectOf(session, row);
  const { connection, skill, versions, label } = subject;
  const several = versions.length > 1 || connection.production;
  const question = {
    what: label,
    message: l10n.t`Delete “${label}” from ${connection.name}?`,
    detail: await skillDetails(session, subject),
    button: several ? l10n.t`Delete Skill…` : l10n.t`Delete Skill`,
    dying: versions,
    typed: several ? nameToType(subject) : undefined,
  };
  const isDeleted = await confirmAndDelete(session, subject, question, (options) =>
    deleteSkillWithVersions(subject.registry, skill.id, versions, options),
  );
  if (isDeleted)
    vscode.window.setStatusBarMessage(
      l10n.t`$(check) Deleted the skill and ${plural(versions.length, 'version')}`,
      5000,
    );
}

async function skillDetails(
  session: With<'ledgers'>,
  { connection, skill, versions }: DeletionSubject,
): Promise<readonly string[]> {
  const [newest] = versions;
  const folders = await session.ledgers.foldersOf(skill.id, connection).catch(() => []);
  const where = folders
    .slice(0, 3)
    .map((folder) => toDisplayText(vscode.workspace.asRelativePath(folder), 80))
    .join(', ');
  return [
    ...(newest ? [l10n.t`Name: ${toDisplayText(newest.name, 64)}`] : []),
    l10n.t`Created: ${toDateTime(skill.createdAt)}`,
    newest
      ? l10n.t`${plural(versions.length, 'version')} will be deleted with it, the latest published ${toAge(newest.createdAt)}.`
      : l10n.t`It has no version.`,
    ...(where === '' ? [] : [l10n.t`Published from this workspace: ${where}. The files are kept.`]),
    ...(await usesOf([skill.id])),
    '',
    l10n.t`Every caller that uses this skill will fail, pinned or not. This cannot be undone.`,
  ];
}
