import * as vscode from 'vscode';
import { pathInWorkspace } from '../../host/uris.ts';
import { contentKey, fingerprint } from '../../../core/bundle/fingerprint.ts';
import { keyOfConnection } from '../../host/connection.ts';
import { exists } from '../../host/files.ts';
import { HumanError } from '../../host/humanError.ts';
import { toIconSafe } from '../../host/labels.ts';
import { toDisplayText } from '../../../core/text/display.ts';
import { makeFolder } from '../../../node/disk/makeFolder.ts';
import { writeNew } from './downloadVersion.ts';
import { chooseVersion, loadFiles } from './pullVersion.ts';
import { assertTrusted } from '../../host/trust.ts';
import { pulledFolderName } from '../../../core/publish/pull.ts';
import { confirmNew } from './trustSheet.ts';
import { versionLabel } from '../registry/versionLabel.ts';
import type { Pulling } from './pulling.ts';
import type { With } from '../session.ts';
import { skillRoots } from '../../../core/skill/newSkill.ts';
import { l10n } from '../../../core/text/l10n.ts';

/**
 * Writes a published skill that the workspace does not have into one of its skill folders, and remembers which version
 * it is.
 */
export async function addToWorkspace(session: Pulling & With<'log'>, argument: unknown): Promise<void> {
  assertTrusted(l10n.t`Writing skills to disk`);
  if (!vscode.workspace.workspaceFolders?.some(({ uri }) => uri.scheme === 'file'))
    throw new HumanError(l10n.t`Open a folder on disk first. The skill is added to it.`);
  const wanted = await chooseVersion(session, argument, l10n.t`Add which skill?`);
  if (!wanted) return;
  const { connection, version } = wanted;
  const [there] = await session.ledgers.foldersOf(version.skillId, connection);
  if (there && (await exists(there))) {
    await offerUpdate(there, argument);
    return;
  }
  const name = pulledFolderName(version);
  const root = await chooseSkillsFolder(session, name);
  if (!root) return;
  const target = vscode.Uri.joinPath(root, name);
  if (await exists(target))
    throw new HumanError(
      l10n.t`${pathInWorkspace(target)} already exists and is not overwritten. Choose another place, or use “Download Version to Folder”.`,
    );
  const files = await loadFiles(session, wanted);
  if (!(await confirmNew(session, wanted, files, { yes: l10n.t`Add it to the workspace`, no: l10n.t`Do not add it` })))
    return;
  await makeFolder(root.fsPath);
  await writeNew(target, files);
  await session.ledgers.record(target, connection, {
    skillId: version.skillId,
    name: version.name,
    version: version.ref,
    fingerprint: await fingerprint(files),
    contentKey: await contentKey(files),
    time: version.createdAt,
    notes: {},
  });
  session.log.info(`Added ${version.skillId} ${version.ref} of ${keyOfConnection(connection)} to the workspace.`);
  const open = l10n.t`Open SKILL.md`;
  const chosen = await vscode.window.showInformationMessage(
    l10n.t`${toDisplayText(version.name, 64)} ${versionLabel(session, connection, version)} is in ${pathInWorkspace(target)}. Read it before an agent uses it.`,
    open,
  );
  if (chosen === open) await vscode.window.showTextDocument(vscode.Uri.joinPath(target, 'SKILL.md'));
}

async function offerUpdate(there: vscode.Uri, argument: unknown): Promise<void> {
  const update = l10n.t`Update It…`;
  const chosen = await vscode.window.showInformationMessage(
    l10n.t`This skill is already in the workspace, in ${pathInWorkspace(there)}.`,
    update,
  );
  if (chosen === update) await vscode.commands.executeCommand('skillPublisher.updateWorkspace', argument);
}

interface Root extends vscode.QuickPickItem {
  readonly uri?: vscode.Uri;
}

async function chooseSkillsFolder(session: With<'skills'>, name: string): Promise<vscode.Uri | undefined> {
  const folders = (vscode.workspace.workspaceFolders ?? []).filter(({ uri }) => uri.scheme === 'file');
  const used = new Map(
    (await session.skills.find())
      .map((folder) => vscode.Uri.joinPath(folder, '..'))
      .filter((uri) => vscode.workspace.getWorkspaceFolder(uri))
      .map((uri) => [uri.toString(), uri]),
  );
  const usual = folders.flatMap(({ uri }) => skillRoots.map((root) => vscode.Uri.joinPath(uri, root)));
  const rows: Root[] = [...used.values()].map((uri) => ({
    label: labelOf(uri),
    description: l10n.t`contains skills`,
    uri,
  }));
  for (const uri of usual) if (!used.has(uri.toString())) rows.push({ label: labelOf(uri), uri });
  const other: Root = { label: l10n.t`$(folder) Other folder…` };
  const chosen = await vscode.window.showQuickPick([...rows, other], {
    title: l10n.t`Add ${toDisplayText(name, 64)}: where?`,
    placeHolder: l10n.t`The folder that contains the skills`,
  });
  if (chosen !== other) return chosen?.uri;
  const picked = await vscode.window.showOpenDialog({
    canSelectFiles: false,
    canSelectFolders: true,
    openLabel: l10n.t`Add Here`,
    ...(folders[0] ? { defaultUri: folders[0].uri } : {}),
  });
  const root = picked?.[0];
  if (root && !vscode.workspace.getWorkspaceFolder(root))
    throw new HumanError(
      l10n.t`This folder is not in the workspace. Use “Download Version to Folder” for a copy elsewhere.`,
    );
  return root;
}

function labelOf(uri: vscode.Uri): string {
  return (
    '$(folder) ' +
    toIconSafe(
      vscode.workspace.getWorkspaceFolder(uri)?.uri.toString() === uri.toString()
        ? `${uri.path.split('/').at(-1) ?? ''}/`
        : pathInWorkspace(uri),
    )
  );
}
