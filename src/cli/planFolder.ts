import { acceptedBefore } from '../core/publish/acceptedChanges.ts';
import type { PublishChoices } from '../core/publish/guards.ts';
import type { KeptFacts } from '../core/impact/keptFacts.ts';
import { findInLedger, type Ledger, type LedgerEntry } from '../core/publish/ledger.ts';
import type { Registry } from '../core/registry/registry.ts';
import { planPublish, type GitState, type PreparedPublish } from '../core/publish/plan.ts';
import { parseAuthor } from '../core/publish/author.ts';
import { GitError } from '../node/disk/git.ts';
import { uncommittedFiles } from '../node/disk/gitChanges.ts';
import { gitCommit } from '../node/disk/gitCommit.ts';
import { gitUserName } from '../node/disk/gitUserName.ts';
import { gitRoot } from '../node/disk/ignoreFiles.ts';
import { skillIndexFile } from '../node/disk/skillIndexFile.ts';
import { stateFolder } from '../node/disk/stateFolder.ts';
import type { CliConnection } from './connection.ts';
import type { CliIo } from './io.ts';
import { CliConfigs } from './lintConfigs.ts';
import { takeSnapshot } from './skills.ts';
import { findLocked, type Workspace } from './workspace.ts';

/** What a folder is planned with. */
export interface FolderPlanning {
  readonly connection: Omit<CliConnection, 'registry' | 'who' | 'from'>;
  /** Who is asked: a service, or without one what the ledger remembers. */
  readonly registryFor: (entry: LedgerEntry | undefined) => Registry;
  readonly workspace: Workspace;
  /** What is remembered of the skills of the workspace. */
  readonly ledger: Ledger;
  /** Absolute. */
  readonly skillFolder: string;
  readonly choices: PublishChoices;
  readonly note: string | undefined;
  /** What is known of the work tree and, unless that is not to be kept, of who publishes. */
  readonly git: GitState;
  readonly kept: KeptFacts;
  /** Writes nothing, not even what was learned of the registry. */
  readonly dry: boolean;
}

/** Works out what publishing a skill folder would do. Throws what `planPublish` throws. */
export async function planFolder(planning: FolderPlanning): Promise<PreparedPublish> {
  const { connection, workspace, ledger, skillFolder, choices, note, git, kept, dry } = planning;
  const { key, name, host, baseUrl, workspaceId, io } = connection;
  const { signal, env } = io;
  const index = skillIndexFile(stateFolder(env), key);
  const { DirectImpactReader } = await import('../core/impact/impact.ts');
  const configs = new CliConfigs(io);
  const content = await takeSnapshot(skillFolder, workspace, io, configs);
  const entry = findInLedger(ledger, workspace.folder, key);
  return planPublish({
    folder: workspace.folder,
    content,
    registry: planning.registryFor(entry),
    choices,
    acceptedBefore: acceptedBefore(ledger, workspace.folder),
    note,
    skillIndex: dry ? { ...index, write: () => Promise.resolve() } : index,
    signal,
    connection: { key, name, host, production: false },
    forbidden: await connection.forbidden(),
    impact: { reader: new DirectImpactReader(), kept },
    entry,
    locked: await findLocked(skillFolder, workspace.root, { baseUrl, workspaceId }),
    git: {
      ...git,
      ...((await configs.of(skillFolder)).config.publish.requireCleanGit === true
        ? { requireClean: true, dirtyFiles: await dirtyFiles(skillFolder, signal) }
        : {}),
    },
  });
}

/** The commit and author of a folder; the author is `null` when it is not to be kept. */
export async function gitOf(
  skillFolder: string,
  withoutAuthor: boolean,
  { env }: CliIo,
): Promise<{ readonly git: GitState; readonly author: string | null | undefined }> {
  const root = await gitRoot(skillFolder);
  const author = withoutAuthor ? null : parseAuthor(await gitUserName({ root, env }));
  return {
    author,
    git: {
      ...(root === undefined ? {} : { commit: await gitCommit(root) }),
      ...(typeof author === 'string' ? { author } : {}),
    },
  };
}

/** `undefined` where Git does not say. */
async function dirtyFiles(folder: string, signal: AbortSignal): Promise<readonly string[] | undefined> {
  try {
    return await uncommittedFiles(folder, signal);
  } catch (error) {
    if (error instanceof GitError) return undefined;
    throw error;
  }
}
