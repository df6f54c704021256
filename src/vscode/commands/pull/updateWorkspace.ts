import * as vscode from 'vscode';
import type { Connection } from '../../host/connection.ts';
import { HumanError } from '../../host/humanError.ts';
import { readGitState } from '../../host/git.ts';
import { isSkillNode, isVersionNode } from '../../host/registryNode.ts';
import type { LedgerEntry } from '../../../core/publish/ledger.ts';
import { describePull, isNothingToPull } from '../../../core/publish/pull.ts';
import { RegistryError } from '../../../core/registry/errors.ts';
import { toDisplayText } from '../../../core/text/display.ts';
import { askFolder, foldersOfSkill } from '../compare/compareTarget.ts';
import { pickSkillFolder } from '../workspace/pickSkillFolder.ts';
import { uriName } from '../../host/uris.ts';
import { showChanges } from './pullChanges.ts';
import { applyPull, preparePull, undoPull, type Pull } from './pullInto.ts';
import { activeConnection, chooseVersion, loadFiles, type VersionToPull } from './pullVersion.ts';
import { assertTrusted } from '../../host/trust.ts';
import { abilityRows, judgeHere, type ViewRow } from './trustSheet.ts';
import { versionLabel } from '../registry/versionLabel.ts';
import type { Pulling } from './pulling.ts';
import type { With } from '../session.ts';
import { l10n } from '../../../core/text/l10n.ts';

/**
 * Makes a skill folder what a published version is: from a row of the registry view that version (of a skill its
 * latest), from a folder the latest version of what it was published as. Shows the differences first and asks; what is
 * neither committed nor published goes only by an explicit choice.
 */
export async function updateWorkspace(
  session: Pulling & With<'failures' | 'workspaceView'>,
  argument: unknown,
): Promise<void> {
  assertTrusted(l10n.t`Writing skills to disk`);
  const target =
    isSkillNode(argument) || isVersionNode(argument)
      ? await fromRegistry(session, argument)
      : await targetOfFolder(session, argument);
  if (!target) return;
  const { folder, wanted } = target;
  const pull = await preparePull(session, folder, wanted, await loadFiles(session, wanted));
  const entry = await session.ledgers.entryOf(folder, wanted.connection);
  if (isNothingToPull(pull.plan)) {
    await applyLedger(session, pull);
    void vscode.window.showInformationMessage(
      l10n.t`${uriName(folder)} already contains exactly ${shown(session, wanted)}.`,
    );
    return;
  }
  await showChanges(session, pull);
  if (!(await confirmUpdate(session, pull, await isPublished(session, pull, entry)))) return;
  await applyPull(session, pull);
  const undo = l10n.t`Undo`;
  const said = vscode.window.showInformationMessage(l10n.t`${uriName(folder)} is now ${shown(session, wanted)}.`, undo);
  void said.then((chosen) =>
    chosen === undo ? session.failures.guard(l10n.t`Undo the update`, () => undoPull(session, pull, entry)) : undefined,
  );
}

interface Target {
  readonly folder: vscode.Uri;
  readonly wanted: VersionToPull;
}

async function fromRegistry(
  session: With<'connections' | 'knownSkills' | 'ledgers' | 'skills'>,
  argument: unknown,
): Promise<Target | undefined> {
  const wanted = await chooseVersion(session, argument, '');
  if (!wanted) return undefined;
  const { connection, version } = wanted;
  const folders = await foldersOfSkill(session, {
    connection,
    skillId: version.skillId,
    name: () => Promise.resolve(version.name),
  });
  if (folders.length === 0) {
    const add = l10n.t`Add to Workspace…`;
    const chosen = await vscode.window.showInformationMessage(
      l10n.t`No folder in this workspace was published as ${toDisplayText(version.name, 64)} or has its name.`,
      add,
    );
    if (chosen === add) await vscode.commands.executeCommand('skillPublisher.addToWorkspace', argument);
    return undefined;
  }
  const folder = folders.length === 1 ? folders[0] : await askFolder(folders, l10n.t`Update which folder?`);
  return folder && { folder, wanted };
}

async function targetOfFolder(
  session: With<'connections' | 'ledgers' | 'skills' | 'workspaceView'>,
  argument: unknown,
): Promise<Target | undefined> {
  const connection: Connection = activeConnection(session);
  const folder = await pickSkillFolder(argument, session, l10n.t`Update which skill?`);
  if (!folder) return undefined;
  const entry = await session.ledgers.entryOf(folder, connection);
  if (!entry)
    throw new HumanError(
      l10n.t`${uriName(folder)} was not published to ${connection.name}, according to the publish history. Choose a version in the Registry view and update from there.`,
    );
  const registry = await session.connections.registry(connection);
  const skill = await registry.retrieveSkill(entry.skillId);
  if (skill.latestVersion === undefined)
    throw new HumanError(l10n.t`${entry.name} has no version at ${connection.name} anymore.`);
  return { folder, wanted: { connection, version: await registry.retrieveVersion(skill.id, skill.latestVersion) } };
}

/** The folder already is the version: only the ledger may not know. */
async function applyLedger(session: With<'ledgers'>, { folder, wanted, present }: Pull): Promise<void> {
  const { skillId, name, ref, createdAt } = wanted.version;
  const entry = await session.ledgers.entryOf(folder, wanted.connection);
  if (entry?.version === ref && entry.fingerprint === present.fingerprint) return;
  await session.ledgers.record(folder, wanted.connection, {
    skillId,
    name,
    version: ref,
    fingerprint: present.fingerprint,
    time: createdAt,
    notes: {},
  });
}

/**
 * True when the registry still holds what the folder holds now; asked for, because a deleted version is easily missed.
 */
async function isPublished(
  session: With<'connections'>,
  { wanted: { connection }, present }: Pull,
  entry: LedgerEntry | undefined,
): Promise<boolean> {
  if (entry?.fingerprint !== present.fingerprint) return false;
  try {
    await (await session.connections.registry(connection)).retrieveVersion(entry.skillId, entry.version);
    return true;
  } catch (error) {
    if (error instanceof RegistryError) return false;
    throw error;
  }
}

/**
 * True when the user wants it. The list stays open while the differences are read. `published`: what the folder holds
 * now is. The first row changes nothing; what the version can do that the last one could not stands below the answers.
 */
async function confirmUpdate(
  session: With<'impact' | 'knownSkills' | 'ledgers' | 'published'>,
  pull: Pull,
  published: boolean,
): Promise<boolean> {
  const { folder, wanted, incoming, present } = pull;
  const losses = await lossesOf(pull, published);
  const trust = await judgeHere(session, wanted, incoming, {
    folder,
    fingerprint: present.fingerprint,
    files: present.files,
  });
  const what = describePull(pull.plan);
  const update: vscode.QuickPickItem =
    losses.length === 0
      ? {
          label: l10n.t`$(cloud-download) Update: ${what}`,
          detail: l10n.t`The current contents of the folder are committed or published, so they can be restored.`,
        }
      : { label: l10n.t`$(warning) Replace: ${what}`, detail: l10n.t`Overwrites ${losses.join('; ')}.` };
  const again: vscode.QuickPickItem = { label: l10n.t`$(diff) Show the changes again` };
  const copy: vscode.QuickPickItem = { label: l10n.t`$(folder) Download it to another folder instead…` };
  const cancel: vscode.QuickPickItem = { label: l10n.t`$(close) Leave the folder as it is` };
  const rows: readonly ViewRow[] = [cancel, again, copy, update, ...abilityRows(session, wanted, trust)];
  const { describeAbilities } = await import('../../../core/impact/ability.ts');
  const summary = describeAbilities(trust.abilities);
  const kept = pull.plan.kept.length === 0 ? '' : l10n.t` · ${pull.plan.kept.length} not part of the skill are kept`;
  const found = summary === '' ? '' : ` ${trust.compared ? l10n.t`New: ${summary}` : l10n.t`Has: ${summary}`}`;
  for (;;) {
    const chosen = await vscode.window.showQuickPick(rows, {
      title: l10n.t`Update ${uriName(folder)} to ${shown(session, wanted)}?${found}`,
      placeHolder: `${what}${kept}`,
      ignoreFocusOut: true,
    });
    if (chosen === update) return true;
    if (chosen === again) await showChanges(session, pull);
    else if (chosen?.view) await chosen.view();
    else {
      if (chosen === copy) await vscode.commands.executeCommand('skillPublisher.downloadVersion', nodeOf(pull));
      return false;
    }
  }
}

function nodeOf({ wanted: { connection, version } }: Pull): unknown {
  const skill = {
    id: version.skillId,
    label: version.name,
    latestVersion: undefined,
    source: 'custom',
    createdAt: '',
    updatedAt: '',
  };
  return { kind: 'version', connectionId: connection.id, skill, version };
}

/** What cannot be had again after the update, as phrases; empty when it is committed or published. */
async function lossesOf(pull: Pull, published: boolean): Promise<readonly string[]> {
  const losses: string[] = [];
  const touched = new Set([...pull.plan.changed, ...pull.plan.removed]);
  const git = published ? undefined : await readGitState(pull.folder);
  if (!published && !git)
    losses.push(l10n.t`changes that are not published, in a folder that is not under version control`);
  else if (!published && git) {
    const uncommitted = git.uncommitted.filter(
      (path) => touched.has(path) || [...touched].some((file) => path.endsWith('/') && file.startsWith(path)),
    );
    if (git.commit === undefined) losses.push(l10n.t`changes that are neither published nor committed`);
    else if (uncommitted.length > 0)
      losses.push(l10n.t`changes that are neither published nor committed (${listed(uncommitted)})`);
    else losses.push(l10n.t`changes that are committed but not published`);
  }
  if (pull.plan.overwritten.length > 0)
    losses.push(l10n.t`files that are not part of the skill but are in the version (${listed(pull.plan.overwritten)})`);
  return losses;
}

function listed(paths: readonly string[]): string {
  const first = paths
    .slice(0, 3)
    .map((path) => toDisplayText(path, 60))
    .join(', ');
  return paths.length > 3 ? l10n.t`${first} and ${paths.length - 3} more` : first;
}

function shown(session: With<'knownSkills'>, { connection, version }: VersionToPull): string {
  return versionLabel(session, connection, version);
}
