import * as vscode from 'vscode';
import { HumanError } from '../../host/humanError.ts';
import { toAge } from '../../host/labels.ts';
import { isVersionNode } from '../../host/registryNode.ts';
import { deleteVersions } from '../../../core/registry/deletion.ts';
import type { RemoteVersion } from '../../../core/registry/model.ts';
import { confirmAndDelete, nameToType, subjectOf, usesOf } from './deleteRows.ts';
import type { DeletionSubject } from './deletionSubject.ts';
import { plural } from '../../../core/text/size.ts';
import { deleteWholeSkill } from './deleteSkill.ts';
import { versionLabel } from '../registry/versionLabel.ts';
import { rowsOf } from '../registry/registryRows.ts';
import type { Deleting } from './deleting.ts';
import type { With } from '../session.ts';
import { l10n } from '../../../core/text/l10n.ts';

/** Deletes the selected versions of one own skill, after saying what that changes for callers. */
export async function deleteVersion(session: Deleting, argument: unknown, selection: unknown): Promise<void> {
  const rows = rowsOf(session, argument, selection).filter(isVersionNode);
  const [row] = rows;
  if (!row) throw new HumanError(l10n.t`Select a version in the Registry view first.`);
  if (rows.some(({ skill }) => skill.id !== row.skill.id))
    throw new HumanError(l10n.t`The selected versions belong to several skills. Select versions of one.`);
  const subject = await subjectOf(session, row);
  const chosen = new Set(rows.map(({ version }) => version.ref));
  const dying = subject.versions.filter(({ ref }) => chosen.has(ref));
  if (dying.length === 0) {
    session.registryView.update(subject.skill);
    throw new HumanError(l10n.t`The selected versions were deleted already.`);
  }
  const staying = subject.versions.filter(({ ref }) => !chosen.has(ref));
  if (staying.length === 0 && subject.registry.dialect !== 'skills-2025-10-02') {
    await offerWholeSkill(subject, dying, () => deleteWholeSkill(session, row));
    return;
  }
  const what =
    dying.length === 1
      ? l10n.t`version ${dying[0] ? versionLabel(session, subject.connection, dying[0]) : ''}`
      : plural(dying.length, 'version');
  const question = {
    what,
    message: l10n.t`Delete ${what} of “${subject.label}” from ${subject.connection.name}?`,
    detail: [...versionDetails(session, subject, dying, staying), ...(await usesOf(dying.map(({ ref }) => ref)))],
    button: dying.length === 1 ? l10n.t`Delete Version` : l10n.t`Delete ${dying.length} Versions`,
    dying,
    typed: subject.connection.production ? nameToType(subject) : undefined,
  };
  const isDeleted = await confirmAndDelete(session, subject, question, (options) =>
    deleteVersions(subject.registry, subject.skill.id, dying, options),
  );
  if (isDeleted) vscode.window.setStatusBarMessage(l10n.t`$(check) Deleted ${plural(dying.length, 'version')}`, 5000);
}

/** A skill's last version cannot be deleted alone (`skills-api.md` 5). */
async function offerWholeSkill(
  { label }: DeletionSubject,
  dying: readonly RemoteVersion[],
  deleteAll: () => Promise<void>,
): Promise<void> {
  const look = l10n.t`Delete the Skill…`;
  const message =
    dying.length === 1
      ? l10n.t`This is the only version of “${label}”.`
      : l10n.t`These are all versions of “${label}”.`;
  const detail = l10n.t`A skill must have at least one version. Delete the whole skill, or publish another version first.`;
  if ((await vscode.window.showWarningMessage(message, { modal: true, detail }, l10n.t`Keep It`, look)) === look)
    await deleteAll();
}

function versionDetails(
  session: With<'knownSkills'>,
  { connection, skill }: DeletionSubject,
  dying: readonly RemoteVersion[],
  staying: readonly RemoteVersion[],
): readonly string[] {
  const [next] = staying;
  const nameOf = (version: RemoteVersion): string => versionLabel(session, connection, version);
  const moveUp = staying.some(({ createdAt }) => dying.some((each) => each.createdAt < createdAt));
  const latest = dying.some(({ ref }) => ref === skill.latestVersion);
  const shown = dying.slice(0, 5).map((version) => l10n.t`${nameOf(version)}, published ${toAge(version.createdAt)}`);
  return [
    ...shown,
    ...(dying.length > 5 ? [l10n.t`and ${dying.length - 5} more`] : []),
    '',
    dying.length === 1
      ? l10n.t`Callers pinned to this version will fail. This cannot be undone.`
      : l10n.t`Callers pinned to these versions will fail. This cannot be undone.`,
    ...(latest && next ? [l10n.t`Callers that do not pin a version get ${nameOf(next)} at once.`] : []),
    ...(moveUp ? [l10n.t`Later versions move up: v3 becomes v2. Their IDs stay the same.`] : []),
    ...(next ? [] : [l10n.t`The skill will have no versions: every call that uses it fails.`]),
  ];
}
