import path from 'node:path';
import * as vscode from 'vscode';
import type { ArchiveFile } from '../../../core/bundle/extract.ts';
import { fingerprint } from '../../../core/bundle/fingerprint.ts';
import type { SkillSnapshot } from '../../../core/workspace/snapshot.ts';
import { FolderError, replaceFolder } from '../../../node/disk/writeFolder.ts';
import { HumanError } from '../../host/humanError.ts';
import type { LedgerEntry } from '../../../core/publish/ledger.ts';
import { planPull, pulledEntry, pullRefusal, type PullPlan } from '../../../core/publish/pull.ts';
import type { VersionToPull } from './pullVersion.ts';
import type { With } from '../session.ts';
import { l10n } from '../../../core/text/l10n.ts';

/** A skill folder as it is, and what taking a version into it would do. */
export interface Pull {
  readonly folder: vscode.Uri;
  readonly wanted: VersionToPull;
  readonly incoming: readonly ArchiveFile[];
  readonly present: SkillSnapshot;
  readonly plan: PullPlan;
}

/**
 * Reads the folder and computes what would happen. Throws `HumanError` when the folder is not one that can be replaced.
 */
export async function preparePull(
  session: With<'skills'>,
  folder: vscode.Uri,
  wanted: VersionToPull,
  incoming: readonly ArchiveFile[],
): Promise<Pull> {
  assertReplaceable(folder);
  const present = await readCurrent(session, folder);
  const plan = planPull(present, incoming);
  const refusal = pullRefusal(present, plan);
  if (refusal !== undefined) throw new HumanError(refusal);
  return { folder, wanted, incoming, present, plan };
}

function assertReplaceable(folder: vscode.Uri): void {
  if (folder.scheme !== 'file') throw new HumanError(l10n.t`Only skills on disk can be updated.`);
  if (
    vscode.workspace.workspaceFolders?.some(
      ({ uri }) => uri.path === folder.path || uri.path.startsWith(`${folder.path}/`),
    ) === true
  ) {
    throw new HumanError(
      l10n.t`The skill is the workspace folder itself and is not replaced as a whole. Use “Download Version to Folder”, then copy what you need.`,
    );
  }
  const unsaved = vscode.workspace.textDocuments.find(
    (document) => document.isDirty && document.uri.path.startsWith(`${folder.path}/`),
  );
  if (unsaved)
    throw new HumanError(l10n.t`${path.basename(unsaved.uri.path)} has unsaved changes. Save or revert it first.`);
}

/**
 * Writes the version into the folder, all files or none, and remembers it. Throws `HumanError` when the folder changed
 * since it was read.
 */
export async function applyPull(session: With<'ledgers' | 'skills'>, pull: Pull): Promise<void> {
  const { folder, wanted, incoming, present } = pull;
  assertReplaceable(folder);
  const now = await readCurrent(session, folder);
  if (now.fingerprint !== present.fingerprint)
    throw new HumanError(l10n.t`The folder changed in the meantime, so nothing was written. Review the changes again.`);
  await replaceFiles(folder, incoming, now);
  await rememberPull(session, folder, wanted, await pulledEntry(wanted.version, incoming));
}

/**
 * Takes an update back: the files and the ledger's entry from before. Throws `HumanError` when the folder was changed
 * since.
 */
export async function undoPull(
  session: With<'ledgers' | 'skills'>,
  pull: Pull,
  entry: LedgerEntry | undefined,
): Promise<void> {
  assertReplaceable(pull.folder);
  const now = await readCurrent(session, pull.folder);
  if (now.fingerprint !== (await fingerprint(pull.incoming)))
    throw new HumanError(l10n.t`The folder changed after the update, so the update was not undone.`);
  await replaceFiles(pull.folder, pull.present.files, now);
  if (entry) await rememberPull(session, pull.folder, pull.wanted, entry);
}

async function rememberPull(
  session: With<'ledgers'>,
  folder: vscode.Uri,
  { connection }: VersionToPull,
  entry: LedgerEntry,
): Promise<void> {
  await session.ledgers.record(folder, connection, entry);
}

async function readCurrent({ skills }: With<'skills'>, folder: vscode.Uri): Promise<SkillSnapshot> {
  const { findIncomplete } = await import('../../../core/workspace/readSkill.ts');
  const found = await skills.snapshot(folder);
  // What was not read could not be carried over or brought back.
  const incomplete = findIncomplete(found);
  if (incomplete)
    throw new HumanError(
      l10n.t`The folder was not replaced, because not all of it could be read. ${incomplete.message}`,
    );
  return found;
}

async function replaceFiles(folder: vscode.Uri, files: readonly ArchiveFile[], now: SkillSnapshot): Promise<void> {
  try {
    await replaceFolder(folder.fsPath, files, { keep: now.selection.leftOut.map(({ path: left }) => left) });
  } catch (error) {
    if (error instanceof FolderError) throw new HumanError(error.message);
    throw error;
  }
}
