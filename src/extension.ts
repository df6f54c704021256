import { setImmediate } from 'node:timers/promises';
import * as vscode from 'vscode';
import { PackagePreviews } from './vscode/commands/publish/packagePreview.ts';
import type { Reviews } from './vscode/host/reviews.ts';
import { registerCommands } from './vscode/commands/register.ts';
import type { Session } from './vscode/commands/session.ts';
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
import type { RegistryNode } from './vscode/host/registryNode.ts';
import { registerLanguage } from './vscode/language/language.ts';
import { registerSkillIds } from './vscode/language/registerSkillIds.ts';
import { Disposables } from './core/text/disposables.ts';
import { useTranslations } from './core/text/l10n.ts';
import { PublishLock } from './core/publish/publishLock.ts';
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
 * Builds, wires and registers, in two turns, so that no other extension waits long for its own. Nothing here reads or
 * sends: all of that begins with the user's first view or command.
 */
export async function activate(context: vscode.ExtensionContext): Promise<ExtensionApi> {
  useTranslations(vscode.l10n.bundle && { language: vscode.env.language, words: vscode.l10n.bundle });
  const own = new Disposables();
  context.subscriptions.push(own);
  const log = own.add(new Log());
  const failures = new Failures(log);
  const local = own.add(
    new LocalRegistryHost({
      workerPath: vscode.Uri.joinPath(context.extensionUri, 'dist', 'localRegistry.js').fsPath,
      databasePath: vscode.Uri.joinPath(context.globalStorageUri, 'registry.sqlite').fsPath,
      onCrash: (message) => {
        log.error(message);
        connections.forget(localConnection);
        void vscode.window.showWarningMessage(message);
      },
      onNotice: (message) => void vscode.window.showWarningMessage(message),
    }),
  );
  const { secrets, workspaceState, globalState } = context;
  const knownSkills = new KnownSkills();
  const connections = own.add(new Connections({ secrets, workspaceState, globalState, local, knownSkills, log }));
  const published = openPublishedVersions(connections, log, context.globalStorageUri);
  const ledgers = own.add(new Ledgers());
  const onError = (error: unknown): void => {
    log.error('A skill could not be checked.', error);
  };
  const judge = openJudge(context);
  const skills = own.add(
    new Skills({
      judge,
      publishedName: (folder) => ledgers.publishedName(folder),
      onError,
    }),
  );
  const unsettledUploads = new UnsettledUploads(
    vscode.Uri.joinPath(context.globalStorageUri, 'unsettled-uploads.json').fsPath,
  );
  const registryView = own.add(new RegistryView({ connections, log, globalState, published, ledgers, knownSkills }));
  const workspaceView = own.add(
    new WorkspaceView({ connections, skills, ledgers, knownSkills, unsettledUploads, log }),
  );
  own.add(registerPublishedFileSystem(connections, published));
  await setImmediate();
  const rulesPage = vscode.Uri.joinPath(context.extensionUri, 'docs', 'rules.md');
  const language = own.add(registerLanguage({ skills, rulesPage, onError }));
  let reviews: Promise<Reviews> | undefined;
  let rows: ReturnType<Session['listing']> | undefined;
  const listing = (): ReturnType<Session['listing']> =>
    (rows ??= import('./vscode/views/listingRows.ts').then(({ ListingRows }) => own.add(new ListingRows(skills))));
  const session: Session = {
    connections,
    failures,
    local,
    log,
    published,
    registryView,
    workspaceView,
    listing,
    skills,
    ledgers,
    knownSkills,
    unsettledUploads,
    publishLock: new PublishLock(),
    publishProblems: language.diagnostics.published,
    packagePreviews: own.add(new PackagePreviews()),
    reviews: () => (reviews ??= import('./vscode/host/reviews.ts').then((made) => own.add(new made.Reviews()))),
    impact: judge,
    storage: context.globalStorageUri.fsPath,
  };
  // Shown right after the start, and no part of it.
  void import('./vscode/host/statusBar.ts').then((item) => own.add(item.registerConnectionItem(connections)));
  own.add(registerCommands(session, context.extension));
  own.add(registerSkillIds(connections, knownSkills, failures));
  skills.start();
  skills.find().then(listing).catch(onError);
  return {
    registryTree: {
      getChildren: (node) => registryView.getChildren(node),
      getTreeItem: (node) => registryView.getTreeItem(node),
    },
    workspaceTree: workspaceView,
  };
}
