import path from 'node:path';
import * as vscode from 'vscode';
import { type Connection, keyOfConnection } from '../../host/connection.ts';
import { HumanError } from '../../host/humanError.ts';
import { readAuthor, readGitState } from '../../host/git.ts';
import { ledgerPlace, readLedger, type LedgerPlace } from '../../host/ledgerFile.ts';
import type { KeptFacts } from '../../../core/impact/keptFacts.ts';
import type { PlanInput, PreparedPublish } from '../../../core/publish/plan.ts';
import { uriName } from '../../host/uris.ts';
import { saveEditors } from '../workspace/pickSkillFolder.ts';
import { extensionVersion } from '../extensionVersion.ts';
import type { PublishIntent, PublishSource } from './publishIntent.ts';
import type { With } from '../session.ts';
import { l10n } from '../../../core/text/l10n.ts';

/**
 * Reads the content, the ledger, Git and the registry, and makes the plan. Changes nothing. Throws what those throw.
 */
export async function preparePublish(
  session: With<'connections' | 'impact' | 'published' | 'skills' | 'storage'>,
  intent: PublishIntent,
  signal: AbortSignal,
): Promise<PreparedPublish> {
  const { connection, choices, note, label, source } = intent;
  const { planPublish } = await import('../../../core/publish/plan.ts');
  const kept = await keptFactsOf(source);
  const { skillIndexFile } = await import('../../../node/disk/skillIndexFile.ts');
  const [registry, forbidden, content] = await Promise.all([
    session.connections.registry(connection),
    session.connections.secrets(connection),
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
    forbidden,
    readVersion: async (skillId, ref, aborted) =>
      (await session.published.load({ connection, skillId, ref }, aborted)).files,
    skillIndex: skillIndexFile(session.storage, keyOfConnection(connection)),
    packLater: true,
    impact: { reader: session.impact, kept },
    signal,
  });
  if (source.kind === 'folder') return prepared;
  return (await import('../../../core/publish/versionContent.ts')).asTakenBefore(prepared);
}

/** Where what a comparison needs of the versions of a folder is kept; `undefined`: nowhere. */
export async function keptFactsOf(source: PublishSource): Promise<KeptFacts | undefined> {
  if (source.kind !== 'folder') return undefined;
  const { factsFolder } = await import('../../../node/disk/factsFolder.ts');
  return factsFolder(ledgerPlace(source.folder).root, extensionVersion() ?? '');
}

/** Fingerprint of what the folder would send now, its unsaved editors saved first. */
export async function fingerprintNow({ skills }: With<'skills'>, folder: vscode.Uri): Promise<string> {
  await saveEditors(folder);
  return (await skills.snapshot(folder)).fingerprint;
}

type Content = Pick<PlanInput, 'folder' | 'content' | 'entry' | 'acceptedBefore' | 'locked' | 'git'>;

async function readToPublish(
  { skills }: With<'skills'>,
  folder: vscode.Uri,
  connection: Connection,
  signal: AbortSignal,
): Promise<Content> {
  const { findInLedger } = await import('../../../core/publish/ledger.ts');
  const { acceptedBefore } = await import('../../../core/publish/acceptedChanges.ts');
  const broken = await skills.configFaultOf(folder);
  if (broken)
    throw new HumanError(
      l10n.t`${uriName(broken.uri)}, line ${broken.fault.start.line + 1}: ${broken.fault.message} Nothing is published with it until this is fixed, because it may require more than is checked now.`,
    );
  const place = ledgerPlace(folder);
  const [content, ledger, git, author, requireClean] = await Promise.all([
    skills.snapshot(folder, signal),
    readLedger(place.root),
    readGitState(folder),
    readAuthor(folder),
    skills.requiresCleanGit(folder),
  ]);
  return {
    folder: place.folder,
    content,
    entry: findInLedger(ledger, place.folder, keyOfConnection(connection)),
    acceptedBefore: acceptedBefore(ledger, place.folder),
    locked: await findLockedBeside(place, connection),
    git: { commit: git?.commit, dirtyFiles: git?.uncommitted, requireClean, author },
  };
}

/** The exact archive of a published version. */
async function readVersion(
  { published, skills }: With<'published' | 'skills'>,
  source: Extract<PublishSource, { kind: 'version' }>,
  signal: AbortSignal,
): Promise<Content> {
  const { bytes, files } = await published.load(source, signal);
  const { contentOfVersion } = await import('../../../core/publish/versionContent.ts');
  const content = await skills.snapshotOf(contentOfVersion(source.label, bytes, files));
  return { folder: `${source.skillId}/${source.ref}`, content, entry: undefined, locked: undefined, git: undefined };
}

function toPlanConnection(connection: Connection): PlanInput['connection'] {
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
