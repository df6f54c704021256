import type * as vscode from 'vscode';
import { isSkillNode } from '../host/registryNode.ts';
import { folderOfSkill } from './compareTarget.ts';
import { latestOf } from './openVersion.ts';
import { assertOnDisk, assertTrusted, pickSkillFolder } from './pickSkillFolder.ts';
import { publishFlow } from './publishFlow.ts';
import { connectionOf } from './registryRows.ts';
import { currentConnection } from './selectConnection.ts';
import type { Session } from './session.ts';

/** Publishes the skill in front of the user: checks, shows the plan, asks once, uploads, and says what happened. */
export async function publishVersion(session: Session, argument: unknown): Promise<void> {
  assertTrusted();
  const folder = await folderToPublish(session, argument);
  if (!folder) return;
  assertOnDisk(folder);
  const connection = await currentConnection(session);
  if (connection) await publishFlow(session, { source: { kind: 'folder', folder }, connection, choices: {}, note: undefined });
}

/** From a row of the registry: the folder of the workspace that was published as this skill. */
function folderToPublish(session: Session, argument: unknown): Promise<vscode.Uri | undefined> {
  if (!isSkillNode(argument)) return pickSkillFolder(argument, { skillFolders: session.skillFolders, title: 'Publish which skill?' });
  return folderOfSkill(session, { connection: connectionOf(session, argument), skill: argument.skill, ref: latestOf(argument.skill) });
}
