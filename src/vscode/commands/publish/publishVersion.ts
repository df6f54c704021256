import type * as vscode from 'vscode';
import type { Connection } from '../../host/connection.ts';
import { isSkillNode, type SkillNode } from '../../host/registryNode.ts';
import type { PublishChoices } from '../../../core/publish/guards.ts';
import { folderOfSkill, type FolderQuestion } from '../compare/compareTarget.ts';
import { latestOf } from '../compare/openVersion.ts';
import { assertOnDisk, pickSkillFolder } from '../workspace/pickSkillFolder.ts';
import { assertTrusted } from '../../host/trust.ts';
import { publishFlow } from './publishFlow.ts';
import { connectionOf } from '../registry/registryRows.ts';
import { currentConnection } from '../connection/selectConnection.ts';
import type { Publishing } from './publishing.ts';
import type { With } from '../session.ts';
import { l10n } from '../../../core/text/l10n.ts';

interface Start {
  readonly folder: vscode.Uri;
  readonly connection: Connection;
  readonly choices: PublishChoices;
}

const toPublish: FolderQuestion = {
  title: (name) => l10n.t`Publish which folder as a new version of ${name}?`,
  get none() {
    return l10n.t`There is no skill in this workspace to publish: no folder has a SKILL.md. Create one with “Skills: New Skill…”.`;
  },
};

/** Publishes the skill in front of the user: checks, shows the plan, asks once, uploads, and says what happened. */
export async function publishVersion(session: Publishing & With<'workspaceView'>, argument: unknown): Promise<void> {
  assertTrusted(l10n.t`Publishing`);
  const start = isSkillNode(argument) ? await fromRow(session, argument) : await startFromFolder(session, argument);
  if (start)
    await publishFlow(session, {
      source: { kind: 'folder', folder: start.folder },
      connection: start.connection,
      choices: start.choices,
      note: undefined,
    });
}

async function startFromFolder(
  session: With<'connections' | 'log' | 'skills' | 'workspaceView'>,
  argument: unknown,
): Promise<Start | undefined> {
  const folder = await pickSkillFolder(argument, session, l10n.t`Publish which skill?`);
  if (!folder) return undefined;
  assertOnDisk(folder);
  const connection = await currentConnection(session);
  return connection && { folder, connection, choices: {} };
}

/**
 * From a row of the registry: the folder of the workspace that belongs to this skill, and this skill as the target,
 * whatever the ledger says.
 */
async function fromRow(
  session: With<'connections' | 'ledgers' | 'skills'>,
  row: SkillNode,
): Promise<Start | undefined> {
  const connection = connectionOf(session, row);
  const { skill } = row;
  const folder = await folderOfSkill(session, { connection, skill, ref: latestOf(skill) }, toPublish);
  if (!folder) return undefined;
  assertOnDisk(folder);
  const entry = await session.ledgers.entryOf(folder, connection);
  return { folder, connection, choices: entry?.skillId === skill.id ? {} : { target: { skillId: skill.id } } };
}
