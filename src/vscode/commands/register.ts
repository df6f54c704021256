import * as vscode from 'vscode';
import { localConnection } from '../host/connection.ts';
import type { Command } from './command.ts';
import { exportLocalRegistry, openLocalRegistryFolder, resetLocalRegistry } from './connection/localRegistry.ts';
import { newSkill } from './workspace/newSkill.ts';
import { exportSkill, previewPackage } from './publish/packageSkill.ts';
import { publishAllChanged } from './publish/publishAll.ts';
import { publishVersion } from './publish/publishVersion.ts';
import { registryCommands } from './registry/registryCommands.ts';
import { promoteVersion, restoreVersion } from './publish/republish.ts';
import { selectConnection } from './connection/selectConnection.ts';
import type { Session } from './session.ts';
import { setApiKey, signOut } from './connection/setApiKey.ts';
import { workspaceCommands } from './workspace/workspaceCommands.ts';

const commands: readonly Command[] = [
  ['newSkill', 'New skill', (_session, argument) => newSkill(argument)],
  ['useLocalRegistry', 'Use the local registry', ({ connections }) => connections.activate(localConnection)],
  ['openLocalRegistryFolder', 'Open local registry folder', openLocalRegistryFolder],
  ['exportLocalRegistry', 'Export local registry', exportLocalRegistry],
  ['resetLocalRegistry', 'Reset local registry', resetLocalRegistry],
  ['selectConnection', 'Select connection', (session) => selectConnection(session)],
  ['setApiKey', 'Set API key', setApiKey],
  ['signOut', 'Sign out', (session) => signOut(session)],
  ['publishVersion', 'Publish version', publishVersion],
  ['publishAllChanged', 'Publish all changed skills', publishAllChanged],
  ['previewPackage', 'Preview package', previewPackage],
  ['exportSkill', 'Export', exportSkill],
  ['restoreVersion', 'Restore', restoreVersion],
  ['promoteVersion', 'Promote', promoteVersion],
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
