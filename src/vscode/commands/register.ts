import * as vscode from 'vscode';
import { localConnection } from '../host/connection.ts';
import type { Command } from './command.ts';
import { registryCommands } from './registry/registryCommands.ts';
import type { Session } from './session.ts';
import { workspaceCommands } from './workspace/workspaceCommands.ts';

const localRegistry = () => import('./connection/localRegistry.ts');
const apiKey = () => import('./connection/setApiKey.ts');
const packageSkill = () => import('./publish/packageSkill.ts');
const republish = () => import('./publish/republish.ts');

/** What a command does is loaded when it is first run. */
const commands: readonly Command[] = [
  ['newSkill', 'New skill', async (_session, argument) => (await import('./workspace/newSkill.ts')).newSkill(argument)],
  ['useLocalRegistry', 'Use the local registry', ({ connections }) => connections.activate(localConnection)],
  [
    'openLocalRegistryFolder',
    'Open local registry folder',
    async (session) => (await localRegistry()).openLocalRegistryFolder(session),
  ],
  [
    'exportLocalRegistry',
    'Export local registry',
    async (session) => (await localRegistry()).exportLocalRegistry(session),
  ],
  [
    'resetLocalRegistry',
    'Reset local registry',
    async (session) => (await localRegistry()).resetLocalRegistry(session),
  ],
  [
    'selectConnection',
    'Select connection',
    async (session) => (await import('./connection/selectConnection.ts')).selectConnection(session),
  ],
  ['setApiKey', 'Set API key', async (session, argument) => (await apiKey()).setApiKey(session, argument)],
  ['signOut', 'Sign out', async (session) => (await apiKey()).signOut(session)],
  [
    'publishVersion',
    'Publish version',
    async (session, argument) => (await import('./publish/publishVersion.ts')).publishVersion(session, argument),
  ],
  [
    'publishAllChanged',
    'Publish all changed skills',
    async (session) => (await import('./publish/publishAll.ts')).publishAllChanged(session),
  ],
  [
    'previewPackage',
    'Preview package',
    async (session, argument) => (await packageSkill()).previewPackage(session, argument),
  ],
  ['exportSkill', 'Export', async (session, argument) => (await packageSkill()).exportSkill(session, argument)],
  ['restoreVersion', 'Restore', async (...given) => (await republish()).restoreVersion(...given)],
  ['promoteVersion', 'Promote', async (...given) => (await republish()).promoteVersion(...given)],
  ['reportIssue', 'Report issue', async (session) => (await import('./reportIssue.ts')).reportIssue(session)],
  [
    'showLog',
    'Show log',
    ({ log }) => {
      log.show();
    },
  ],
  ...registryCommands,
  ...workspaceCommands,
];

/** Registers every command; what one throws is shown once, in one place. */
export function registerCommands(session: Session): vscode.Disposable {
  return vscode.Disposable.from(
    ...commands.map(([id, what, run]) =>
      vscode.commands.registerCommand(`skillPublisher.${id}`, (argument: unknown, selection: unknown) =>
        session.failures.guard(what, () => Promise.resolve(run(session, argument, selection))),
      ),
    ),
  );
}
