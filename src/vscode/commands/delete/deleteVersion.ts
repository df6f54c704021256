import * as vscode from 'vscode';
import { HumanError } from '../../host/failures.ts';
import { toAge } from '../../host/labels.ts';
import { isVersionNode } from '../../host/registryNode.ts';
import { deleteVersions } from '../../../core/registry/deletion.ts';
import type { RemoteVersion } from '../../../core/registry/model.ts';
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
import { deleteWholeSkill } from './deleteSkill.ts';
import { versionLabel } from '../registry/versionLabel.ts';
import { rowsOf } from '../registry/registryRows.ts';
import type { Session } from '../session.ts';

/** Deletes the selected versions of one own skill, after saying what that changes for callers. */
export async function deleteVersion(session: Session, argument: unknown, selection: unknown): Promise<void> {
  const rows = rowsOf(session, argument, selection).filter(isVersionNode);
  const [row] = rows;
  if (!row) throw new HumanError('Select a version in the Registry view first.');
  if (rows.some(({ skill }) => skill.id !== row.skill.id))
    throw new HumanError('The selected versions belong to several skills. Select versions of one.');
  const subject = await subjectOf(session, row);
  const chosen = new Set(rows.map(({ version }) => version.ref));
  const dying = subject.versions.filter(({ ref }) => chosen.has(ref));
  if (dying.length === 0) {
    session.registryView.update(subject.skill);
    throw new HumanError('The selected versions were deleted already.');
  }
  const staying = subject.versions.filter(({ ref }) => !chosen.has(ref));
  if (staying.length === 0 && subject.registry.dialect !== 'skills-2025-10-02') {
    await offerWholeSkill(subject, dying, () => deleteWholeSkill(session, row));
    return;
  }
  const what =
    dying.length === 1
      ? `version ${dying[0] ? versionLabel(session, subject.connection, dying[0]) : ''}`
      : plural(dying.length, 'version');
  const confirmed = await confirmDeletion(session, subject, {
    message: `Delete ${what} of “${subject.label}” from ${subject.connection.name}?`,
    detail: [...versionDetails(session, subject, dying, staying), ...(await usesOf(dying.map(({ ref }) => ref)))],
    button: dying.length === 1 ? 'Delete Version' : `Delete ${dying.length} Versions`,
    dying,
    typed: subject.connection.production ? nameToType(subject) : undefined,
  });
  if (!confirmed) return;
  await settleDeletion(
    session,
    subject,
    await runDeletion(`Deleting ${what}…`, (options) =>
      deleteVersions(subject.registry, subject.skill.id, dying, options),
    ),
  );
  vscode.window.setStatusBarMessage(`$(check) Deleted ${plural(dying.length, 'version')}`, 5000);
}

/** A skill's last version cannot be deleted alone (`skills-api.md` 5). */
async function offerWholeSkill(
  { label }: DeletionSubject,
  dying: readonly RemoteVersion[],
  deleteAll: () => Promise<void>,
): Promise<void> {
  const look = 'Delete the Skill…';
  const message =
    dying.length === 1 ? `This is the only version of “${label}”.` : `These are all versions of “${label}”.`;
  const detail = 'A skill cannot be without a version. Delete the whole skill, or publish another version first.';
  if ((await vscode.window.showWarningMessage(message, { modal: true, detail }, 'Keep It', look)) === look)
    await deleteAll();
}

function versionDetails(
  session: Session,
  { connection, skill }: DeletionSubject,
  dying: readonly RemoteVersion[],
  staying: readonly RemoteVersion[],
): readonly string[] {
  const [next] = staying;
  const nameOf = (version: RemoteVersion): string => versionLabel(session, connection, version);
  const moveUp = staying.some(({ createdAt }) => dying.some((each) => each.createdAt < createdAt));
  const latest = dying.some(({ ref }) => ref === skill.latestVersion);
  const shown = dying.slice(0, 5).map((version) => `${nameOf(version)}, published ${toAge(version.createdAt)}`);
  return [
    ...shown,
    ...(dying.length > 5 ? [`and ${dying.length - 5} more`] : []),
    '',
    `Callers that are pinned to ${dying.length === 1 ? 'it' : 'them'} fail from then on. This cannot be undone.`,
    ...(latest && next ? [`Callers that are not pinned get ${nameOf(next)} at once.`] : []),
    ...(moveUp ? ['Later versions move up: what is v3 now is called v2 then. Their IDs stay.'] : []),
    ...(next ? [] : ['The skill stays without a version: every caller fails.']),
  ];
}
