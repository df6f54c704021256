import * as vscode from 'vscode';
import { HumanError } from '../../host/failures.ts';
import { toAge } from '../../host/labels.ts';
import { isSkillNode, type RegistryNode } from '../../host/registryNode.ts';
import { deleteSkillWithVersions } from '../../../core/registry/deletion.ts';
import { toDisplayText } from '../../../core/text/display.ts';
import type { RemoteSkill } from '../../../core/registry/model.ts';
import {
  confirmDeletion,
  nameToType,
  runDeletion,
  subjectOf,
  usesOf,
  type DeletionSubject,
  settleDeletion,
} from './deleteRows.ts';
import { plural } from '../../../core/text/size.ts';
import { rowsOf } from '../registry/registryRows.ts';
import type { Session } from '../session.ts';

/** Deletes an own skill with all its versions, after saying what dies. */
export async function deleteSkill(session: Session, argument: unknown, selection: unknown): Promise<void> {
  const rows = rowsOf(session, argument, selection).filter(isSkillNode);
  const [row] = rows;
  if (!row) throw new HumanError('Select a skill in the Registry view first.');
  if (rows.length > 1) throw new HumanError('Skills are deleted one at a time. Select one.');
  await deleteWholeSkill(session, row);
}

/** Asks, and deletes the skill a row stands for or belongs to. */
export async function deleteWholeSkill(
  session: Session,
  row: RegistryNode & { readonly skill: RemoteSkill },
): Promise<void> {
  const subject = await subjectOf(session, row);
  const { connection, skill, versions, label } = subject;
  const several = versions.length > 1 || connection.production;
  const confirmed = await confirmDeletion(session, subject, {
    message: `Delete “${label}” from ${connection.name}?`,
    detail: await skillDetails(session, subject),
    button: several ? 'Delete Skill…' : 'Delete Skill',
    dying: versions,
    typed: several ? nameToType(subject) : undefined,
  });
  if (!confirmed) return;
  await settleDeletion(
    session,
    subject,
    await runDeletion(`Deleting ${label}…`, (options) =>
      deleteSkillWithVersions(subject.registry, skill.id, versions, options),
    ),
  );
  vscode.window.setStatusBarMessage(`$(check) Deleted the skill and ${plural(versions.length, 'version')}`, 5000);
}

async function skillDetails(
  session: Session,
  { connection, skill, versions }: DeletionSubject,
): Promise<readonly string[]> {
  const [newest] = versions;
  const folders = await session.ledgers.foldersOf(skill.id, connection).catch(() => []);
  const where = folders
    .slice(0, 3)
    .map((folder) => toDisplayText(vscode.workspace.asRelativePath(folder), 80))
    .join(', ');
  return [
    `Id: ${toDisplayText(skill.id, 200)}`,
    ...(newest ? [`Name: ${toDisplayText(newest.name, 64)}`] : []),
    newest
      ? `${plural(versions.length, 'version')} ${versions.length === 1 ? 'dies' : 'die'} with it, the latest ` +
        `published ${toAge(newest.createdAt)}.`
      : 'It has no version.',
    ...(where === '' ? [] : [`Published from this workspace: ${where}. The files stay.`]),
    ...(await usesOf([skill.id])),
    '',
    'Every caller that uses this skill fails from then on, pinned or not. This cannot be undone.',
  ];
}
