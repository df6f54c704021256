import * as vscode from 'vscode';
import { localConnection } from '../host/connection.ts';
import type { Command } from './command.ts';
import { exportLocalRegistry, openLocalRegistryFolder, resetLocalRegistry } from './localRegistry.ts';
import { newSkill } from './newSkill.ts';
import { exportSkill, previewPackage } from './packageSkill.ts';
import { publishAllChanged } from './publishAll.ts';
import { publishVersion } from './publishVersion.ts';
import { registryCommands } from './registryCommands.ts';
import { promoteVersion, restoreVersion } from './republish.ts';
import { selectConnection } from './selectConnection.ts';
import type { Session } from './session.ts';
import { setApiKey, signOut } from './setApiKey.ts';
import { workspaceCommands } from './workspaceCommands.ts';

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
