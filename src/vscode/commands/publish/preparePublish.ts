import path from 'node:path';
import * as vscode from 'vscode';
import { type Connection, keyOfConnection } from '../../host/connection.ts';
import { readAuthor, readGitState } from '../../host/git.ts';
import { ledgerPlace, readLedger, type LedgerPlace } from '../../host/ledgerFile.ts';
import type { Blocker } from '../../../core/publish/guards.ts';
import type { PlanInput, PreparedPublish } from '../../../core/publish/plan.ts';
import { saveEditors } from '../workspace/pickSkillFolder.ts';
import type { PublishIntent, PublishSource } from './publishIntent.ts';
import type { Session } from '../session.ts';

/**
 * Reads the content, the ledger, Git and the registry, and makes the plan. Changes nothing. Throws what those throw.
 */
export async function preparePublish(
  session: Session,
  intent: PublishIntent,
  signal: AbortSignal,
): Promise<PreparedPublish> {
  const { connection, choices, note, label, source } = intent;
  const { planPublish } = await import('../../../core/publish/plan.ts');
  const { skillIndexFile } = await import('../../../node/disk/skillIndexFile.ts');
  const [registry, key, content] = await Promise.all([
    session.connections.registry(connection),
    connection.endpoint ? session.connections.apiKey(connection) : undefined,
    source.kind === 'folder'
      ? readToPublish(session, source.folder, connection, signal)
      : readVersion(session, source, signal),
  ]);
  const prepared = await planPublish({
    ...content,
    connection: toPlanConnection(connection),
    registry,
    note,
    label: label ?? (source.kind === 'version' ? source.title : undefined),
    choices,
    forbidden: key === undefined ? [] : [key],
    readVersion: async (skillId, ref, aborted) =>
      (await session.published.load({ connection, skillId, ref }, aborted)).files,
    skillIndex: skillIndexFile(session.storage, keyOfConnection(connection)),
    signal,
  });
  if (source.kind === 'folder')
    return prepared.plan.git.requireClean === true && prepared.plan.git.dirtyFiles === undefined
      ? withBlocker(prepared, gitUnknown)
      : prepared;
  return (await import('../../../core/publish/versionContent.ts')).asTakenBefore(prepared);
}

/** A clean folder was asked for, and nobody can say that it is clean. */
const gitUnknown: Blocker = {
  code: 'dirty',
  choice: undefined,
  message:
    'Whether it has uncommitted changes is not known: it is in no repository that VS Code has opened, the Git ' +
    'extension is off, or Git failed.',
};

function withBlocker(prepared: PreparedPublish, blocker: Blocker): PreparedPublish {
  return { ...prepared, plan: { ...prepared.plan, blockers: [...prepared.plan.blockers, blocker] } };
}

/** Fingerprint of what the folder would send now, its unsaved editors saved first. */
export async function fingerprintNow({ skills }: Session, folder: vscode.Uri): Promise<string> {
  await saveEditors(folder);
  return (await skills.snapshot(folder)).fingerprint;
}

type Content = Pick<PlanInput, 'folder' | 'content' | 'entry' | 'locked' | 'git'>;

async function readToPublish(
  { skills }: Session,
  folder: vscode.Uri,
  connection: Connection,
  signal: AbortSignal,
): Promise<Content> {
  const { findInLedger } = await import('../../../core/publish/ledger.ts');
  const place = ledgerPlace(folder);
  const [content, ledger, git, author] = await Promise.all([
    skills.snapshot(folder, signal),
    readLedger(place.root),
    readGitState(folder),
    readAuthor(folder),
  ]);
  const requireClean =
    vscode.workspace.getConfiguration('skillPublisher', folder).get<boolean>('publish.requireCleanGit') === true;
  return {
    folder: place.folder,
    content,
    entry: findInLedger(ledger, place.folder, keyOfConnection(connection)),
    locked: await findLockedBeside(place, connection),
    git: { commit: git?.commit, dirtyFiles: git?.uncommitted, requireClean, author },
  };
}

/** The exact archive of a published version. */
async function readVersion(
  { published, skills }: Session,
  source: Extract<PublishSource, { kind: 'version' }>,
  signal: AbortSignal,
): Promise<Content> {
  const { bytes, files } = await published.load(source, signal);
  const { contentOfVersion } = await import('../../../core/publish/versionContent.ts');
  const content = await skills.snapshotOf(contentOfVersion(source.label, bytes, files));
  return { folder: `${source.skillId}/${source.ref}`, content, entry: undefined, locked: undefined, git: undefined };
}

export function toPlanConnection(connection: Connection): PlanInput['connection'] {
  const host = connection.endpoint && new URL(connection.endpoint.baseUrl).host;
  return { key: keyOfConnection(connection), name: connection.name, host, production: connection.production };
}

async function findLockedBeside({ root, folder }: LedgerPlace, { endpoint }: Connection): Promise<PlanInput['locked']> {
  if (!endpoint) return undefined;
  const { claudeLockFileName, findInClaudeLock } = await import('../../../core/publish/claudeLock.ts');
  const text = await vscode.workspace.fs.readFile(vscode.Uri.file(path.join(root, claudeLockFileName))).then(
    (bytes) => new TextDecoder().decode(bytes),
    () => undefined,
  );
  return text === undefined ? undefined : findInClaudeLock(text, folder, endpoint);
}
