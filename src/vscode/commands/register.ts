import * as vscode from 'vscode';
import { localConnection } from '../host/connection.ts';
import type { Command } from './command.ts';
import { detailsCommand, registerDetails } from './details/detailsCommands.ts';
import { registryCommands } from './registry/registryCommands.ts';
import type { Session } from './session.ts';
import { workspaceCommands } from './workspace/workspaceCommands.ts';

const localRegistry = () => import('./connection/localRegistry.ts');
const apiKey = () => import('./connection/setApiKey.ts');
const packageSkill = () => import('./publish/packageSkill.ts');
const republish = () => import('./publish/republish.ts');

/** What a command does is loaded when it is first run. */
const commands: readonly Command[] = [
  ['newSkill', async (_session, argument) => (await import('./workspace/newSkill.ts')).newSkill(argument)],
  ['useLocalRegistry', ({ connections }) => connections.activate(localConnection)],
  ['openLocalRegistryFolder', async (session) => (await localRegistry()).openLocalRegistryFolder(session)],
  ['exportLocalRegistry', async (session) => (await localRegistry()).exportLocalRegistry(session)],
  ['resetLocalRegistry', async (session) => (await localRegistry()).resetLocalRegistry(session)],
  ['selectConnection', async (session) => (await import('./connection/selectConnection.ts')).selectConnection(session)],
  ['setApiKey', async (session, argument) => (await apiKey()).setApiKey(session, argument)],
  [
    'signInWithProfile',
    async (session) => (await import('./connection/signInWithProfile.ts')).signInWithProfile(session),
  ],
  ['signOut', async (session) => (await apiKey()).signOut(session)],
  [
    'publishVersion',
    async (session, argument) => (await import('./publish/publishVersion.ts')).publishVersion(session, argument),
  ],
  ['publishAllChanged', async (session) => (await import('./publish/publishAll.ts')).publishAllChanged(session)],
  ['previewPackage', async (session, argument) => (await packageSkill()).previewPackage(session, argument)],
  ['exportSkill', async (session, argument) => (await packageSkill()).exportSkill(session, argument)],
  ['restoreVersion', async (...given) => (await republish()).restoreVersion(...given)],
  ['promoteVersion', async (...given) => (await republish()).promoteVersion(...given)],
  ['reportIssue', async (session) => (await import('./reportIssue.ts')).reportIssue(session)],
  [
    'showLog',
    ({ log }) => {
      log.show();
    },
  ],
  detailsCommand,
  ...registryCommands,
  ...workspaceCommands,
];

/** `contributes.commands` of the manifest, titles in the user's language. */
interface Manifest {
  readonly contributes: { readonly commands: readonly { readonly command: string; readonly title: string }[] };
}

/** Registers every command; what one throws is shown once, in one place, under its title. */
export function registerCommands(session: Session, { packageJSON }: vscode.Extension<unknown>): vscode.Disposable {
  const { commands: declared } = (packageJSON as Manifest).contributes;
  return vscode.Disposable.from(
    registerDetails(session),
    ...commands.map(([id, run]) => {
      const command = `skillPublisher.${id}`;
      const title = declared.find((each) => each.command === command)?.title ?? command;
      return vscode.commands.registerCommand(command, (argument: unknown, selection: unknown) =>
        session.failures.guard(title, () => Promise.resolve(run(session, argument, selection))),
      );
    }),
  );
}
