import * as vscode from 'vscode';
import { PackagePreviews } from './vscode/commands/publish/packagePreview.ts';
import { Reviews } from './vscode/host/reviews.ts';
import { registerCommands } from './vscode/commands/register.ts';
import { localConnection } from './vscode/host/connection.ts';
import { Connections } from './vscode/host/connections.ts';
import { Failures } from './vscode/host/failures.ts';
import { KnownSkills } from './vscode/host/knownSkills.ts';
import { Ledgers } from './vscode/host/ledgers.ts';
import { LocalRegistryHost } from './vscode/host/localRegistry.ts';
import { Log } from './vscode/host/log.ts';
import { openJudge } from './vscode/host/openJudge.ts';
import { Skills } from './vscode/host/skills.ts';
import { UnsettledUploads } from './vscode/host/unsettledUploads.ts';
import { registerConnectionItem } from './vscode/host/statusBar.ts';
import type { RegistryNode } from './vscode/host/registryNode.ts';
import { registerLanguage } from './vscode/language/language.ts';
import { registerSkillIds } from './vscode/language/registerSkillIds.ts';
import { PublishGuard } from './core/publish/guard.ts';
import { openPublishedVersions } from './vscode/remote/published.ts';
import { registerPublishedFileSystem } from './vscode/remote/publishedFileSystem.ts';
import { RegistryView } from './vscode/views/registryView.ts';
import { WorkspaceView } from './vscode/views/workspaceView.ts';

/** What other extensions, and the tests, may see: rows, nothing that writes or knows a key. */
export interface ExtensionApi {
  readonly registryTree: vscode.TreeDataProvider<RegistryNode>;
  readonly workspaceTree: vscode.TreeDataProvider<vscode.Uri>;
}

/**
 * Builds, wires and registers. Nothing here waits, reads or sends: all of that begins with the user's first view or
 * command.
 */
export function activate(context: vscode.ExtensionContext): ExtensionApi {
  const log = new Log();
  const failures = new Failures(log);
  const local = new LocalRegistryHost({
    workerPath: vscode.Uri.joinPath(context.extensionUri, 'dist', 'localRegistry.js').fsPath,
    databasePath: vscode.Uri.joinPath(context.globalStorageUri, 'registry.sqlite').fsPath,
    onCrash: (message) => {
      log.error(message);
      connections.forget(localConnection);
      void vscode.window.showWarningMessage(message);
    },
    onNotice: (message) => void vscode.window.showWarningMessage(message),
  });
  const { secrets, workspaceState, globalState } = context;
  const knownSkills = new KnownSkills();
  const connections = new Connections({ secrets, workspaceState, globalState, local, knownSkills, log });
  const published = openPublishedVersions(connections, log, context.globalStorageUri);
  const ledgers = new Ledgers();
  const onError = (error: unknown): void => {
    log.error('A skill could not be checked.', error);
  };
  const skills = new Skills({
    judge: openJudge(context),
    publishedName: (folder) => ledgers.publishedName(folder),
    onError,
  });
  const rulesPage = vscode.Uri.joinPath(context.extensionUri, 'docs', 'rules.md');
  const language = registerLanguage({ skills, rulesPage, onError });
  const unsettledUploads = new UnsettledUploads(
    vscode.Uri.joinPath(context.globalStorageUri, 'unsettled-uploads.json').fsPath,
  );
  const registryView = new RegistryView({ connections, log, globalState, published, ledgers, knownSkills });
  const workspaceView = new WorkspaceView({ connections, skills, ledgers, knownSkills, unsettledUploads, log });
  const packagePreviews = new PackagePreviews();
  const reviews = new Reviews();
  const session = {
    connections,
    failures,
    local,
    log,
    published,
    registryView,
    workspaceView,
    skills,
    ledgers,
    knownSkills,
    unsettledUploads,
    publishGuard: new PublishGuard(),
    publishProblems: language.diagnostics.published,
    packagePreviews,
    reviews,
    storage: context.globalStorageUri.fsPath,
  };
  context.subscriptions.push(
    log,
    local,
    connections,
    registryView,
    skills,
    ledgers,
    workspaceView,
    language,
    packagePreviews,
    reviews,
  );
  context.subscriptions.push(
    registerConnectionItem(connections),
    registerCommands(session),
    registerPublishedFileSystem(connections, published),
    registerSkillIds(connections, knownSkills, failures),
  );
  skills.start();
  return {
    registryTree: {
      getChildren: (node) => registryView.getChildren(node),
      getTreeItem: (node) => registryView.getTreeItem(node),
    },
    workspaceTree: workspaceView,
  };
}
