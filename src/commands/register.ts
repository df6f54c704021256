import * as vscode from 'vscode';
import { localConnection } from '../host/connection.ts';
import { isMoreNode, isSkillNode, isVersionNode } from '../host/registryNode.ts';
import { newSkill } from './newSkill.ts';
import { publishVersion } from './publishVersion.ts';
import { selectConnection } from './selectConnection.ts';
import type { Session } from './session.ts';
import { setApiKey, signOut } from './setApiKey.ts';

type Command = readonly [id: string, what: string, run: (session: Session, argument: unknown) => unknown];

const commands: readonly Command[] = [
  ['newSkill', 'New skill', (_session, argument) => newSkill(argument)],
  ['useLocalRegistry', 'Use the local registry', ({ connections }) => connections.activate(localConnection)],
  ['selectConnection', 'Select connection', (session) => selectConnection(session)],
  ['setApiKey', 'Set API key', (session) => setApiKey(session)],
  ['signOut', 'Sign out', (session) => signOut(session)],
  ['refreshRegistry', 'Refresh', ({ registryView }) => registryView.refresh()],
  ['loadMore', 'Load more', ({ registryView }, node) => registryView.loadMore(isMoreNode(node) ? node.skill : undefined)],
  ['publishVersion', 'Publish version', publishVersion],
  ['copyId', 'Copy id', (_session, node) => copyId(node)],
  ['showLog', 'Show log', ({ log }) => { log.show(); }],
];

/** Registers every command; what one throws is shown once, in one place. */
export function registerCommands(session: Session): vscode.Disposable {
  return vscode.Disposable.from(
    ...commands.map(([id, what, run]) =>
      vscode.commands.registerCommand(`skillPublisher.${id}`, (argument: unknown) => session.failures.guard(what, () => Promise.resolve(run(session, argument)))),
    ),
  );
}

async function copyId(node: unknown): Promise<void> {
  const id = isSkillNode(node) ? node.skill.id : isVersionNode(node) ? node.version.ref : undefined;
  if (id === undefined) return;
  await vscode.env.clipboard.writeText(id);
  vscode.window.setStatusBarMessage(`$(check) Copied ${id.replaceAll('$(', '\\$(')}`, 3000);
}
