import path from 'node:path';
import * as vscode from 'vscode';
import { connectionKey, type Connection } from '../host/connection.ts';
import { readGitState } from '../host/git.ts';
import { ledgerPlace, readLedger } from '../host/ledgerFile.ts';
import type { PlanInput, PreparedPublish } from '../publish/plan.ts';
import type { PublishChoices } from '../publish/guards.ts';
import type { Session } from './session.ts';

export interface PrepareOptions {
  readonly folder: vscode.Uri;
  readonly connection: Connection;
  readonly choices: PublishChoices;
  readonly note: string | undefined;
  readonly signal: AbortSignal;
}

/** Reads the folder, the ledger, Git and the registry, and makes the plan. Changes nothing. Throws what those throw. */
export async function preparePublish(session: Session, options: PrepareOptions): Promise<PreparedPublish> {
  const { folder, connection, choices, note, signal } = options;
  const { readSkillFolder } = await import('../disk/readSkill.ts');
  const { planPublish } = await import('../publish/plan.ts');
  const { findInLedger } = await import('../publish/ledger.ts');
  const place = ledgerPlace(folder);
  const registry = await session.connections.registry(connection);
  const [content, ledger, git, key] = await Promise.all([
    readSkillFolder(folder.fsPath, { workspaceRoot: place.root, signal }),
    readLedger(place.root),
    readGitState(folder),
    connection.endpoint ? session.connections.apiKey(connection) : undefined,
  ]);
  const settings = vscode.workspace.getConfiguration('skillPublisher', folder);
  const input: PlanInput = {
    folder: place.folder,
    content: { folderName: path.basename(folder.fsPath), selection: content.selection, files: content.files, problems: content.problems },
    connection: toPlanConnection(connection),
    registry,
    entry: findInLedger(ledger, place.folder, connectionKey(connection)),
    locked: connection.endpoint && (await findLocked(place.root, place.folder, connection)),
    git: git && { commit: git.commit, dirtyFiles: git.uncommitted, requireClean: settings.get<boolean>('publish.requireCleanGit') === true },
    note,
    choices,
    forbidden: key === undefined ? [] : [key],
    signal,
  };
  return planPublish(input);
}

export function toPlanConnection(connection: Connection): PlanInput['connection'] {
  const host = connection.endpoint && new URL(connection.endpoint.baseUrl).host;
  return { key: connectionKey(connection), name: connection.name, host, production: connection.production };
}

async function findLocked(root: string, folder: string, { endpoint }: Connection): Promise<PlanInput['locked']> {
  if (!endpoint) return undefined;
  const { claudeLockFileName, findInClaudeLock } = await import('../publish/claudeLock.ts');
  const text = await vscode.workspace.fs.readFile(vscode.Uri.file(path.join(root, claudeLockFileName))).then(
    (bytes) => new TextDecoder().decode(bytes),
    () => undefined,
  );
  return text === undefined ? undefined : findInClaudeLock(text, folder, endpoint);
}
