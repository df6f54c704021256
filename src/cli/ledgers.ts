import path from 'node:path';
import {
  LedgerError,
  ledgerFileName,
  mergeLedgers,
  parseLedger,
  type Ledger,
  type LedgerFile,
} from '../core/publish/ledger.ts';
import { GitError, runGit } from '../node/disk/git.ts';
import { GitFile } from '../node/disk/gitFile.ts';
import { branchOf, gitBranch, gitOrigin, parseGitAddress } from '../node/disk/gitRemote.ts';
import { gitRoot } from '../node/disk/ignoreFiles.ts';
import { TextFile } from '../node/disk/textFile.ts';
import { UsageError } from './arguments.ts';
import type { CliIo } from './io.ts';
import { isCiLog } from './workflowCommands.ts';

/** The branch that holds the ledger and nothing else, where no job may push to the branch of the skills. */
const ledgerBranch = 'skill-publisher-ledger';

/** Where a ledger is kept: pushed to the branch of the skills, or to one of its own, or in a file here. */
export type LedgerPlace = 'commit' | 'branch' | 'file';

/** A ledger that a publish is remembered in. */
export interface OpenedLedger extends LedgerFile {
  /** Rejects with `LedgerError` when it could not be written. To be asked before anything is sent. */
  check(): Promise<void>;
}

/** Where others get the ledger from. */
interface Repository {
  readonly url: string;
  readonly authorization: string | undefined;
  /** The branch of the skills; `undefined` where none is known. */
  readonly branch: string | undefined;
}

interface LedgerOptions {
  /** How it is asked for; left out: a branch of its own in CI, else a file. */
  readonly kept: LedgerPlace | undefined;
  /** Absolute: the folder of the file. */
  readonly root: string;
  /** Its name from the top of the repository, where a plan knows that. */
  readonly name?: string | undefined;
}

/** The ledger that is written. Throws `UsageError` where it cannot be kept as it was asked for. */
export async function openLedger({ kept, root, name }: LedgerOptions, io: CliIo): Promise<OpenedLedger> {
  const inCi = isCiLog(io.env);
  const wanted = kept ?? (inCi ? 'branch' : 'file');
  if (wanted === 'file') return fileLedger(root);
  const repository = await repositoryOf(root, io);
  if (!repository) {
    if (kept !== undefined)
      throw new UsageError(
        `--ledger ${kept} needs a Git repository to push to: a work tree with an origin, or in GitHub Actions ` +
          'GITHUB_TOKEN in the environment',
      );
    io.stderr(
      `There is no Git repository to push the publish history to: it is written to ${ledgerFileName} here. Keep that file, for the ` +
        'next plan reads it.\n',
    );
    return fileLedger(root);
  }
  const branch = wanted === 'branch' ? ledgerBranch : repository.branch;
  if (branch === undefined) throw new UsageError('--ledger commit needs a branch that is checked out');
  // What was sent is noted also after somebody asked to stop.
  return branchLedger(repository, branch, name ?? (await ledgerNameOf(root)), io.giveUp);
}

/** A ledger from the top of the repository that its folder lies in, as plans name it. */
export async function ledgerNameOf(root: string): Promise<string> {
  const top = await gitRoot(root);
  const inside = top === undefined ? '' : path.relative(top, root).split(path.sep).join('/');
  return inside === '' ? ledgerFileName : `${inside}/${ledgerFileName}`;
}

/**
 * What is remembered of the skills below a folder: its file, and the branch where there is one; of each skill the newer
 * publish counts. In CI the branch is fetched, elsewhere and `offline` it is what was fetched last. Throws `LedgerError`.
 */
export async function rememberedSkills(
  root: string,
  io: CliIo,
  { offline }: { readonly offline: boolean },
): Promise<Ledger> {
  const own = parseLedger(await new TextFile(path.join(root, ledgerFileName)).read());
  const fetched = offline || !isCiLog(io.env) ? undefined : await fetchBranch(root, io);
  const text = fetched ?? (await lastFetched(root, io));
  return text === undefined ? own : mergeLedgers(own, parseLedger(text));
}

async function fetchBranch(root: string, io: CliIo): Promise<string | undefined> {
  const repository = await repositoryOf(root, io);
  if (!repository) return undefined;
  try {
    return await branchLedger(repository, ledgerBranch, await ledgerNameOf(root), io.signal).read();
  } catch (error) {
    if (!(error instanceof LedgerError)) throw error;
    io.stderr(`The branch ${ledgerBranch} was not read: ${error.message}\n`);
    return undefined;
  }
}

/** The branch as the work tree knows it. */
async function lastFetched(root: string, { signal }: CliIo): Promise<string | undefined> {
  const top = await gitRoot(root);
  if (top === undefined) return undefined;
  for (const place of ['refs/remotes/origin', 'refs/heads']) {
    const name = `${place}/${ledgerBranch}:${await ledgerNameOf(root)}`;
    try {
      return await runGit(top, ['cat-file', 'blob', name], { signal });
    } catch (error) {
      if (!(error instanceof GitError)) throw error;
    }
  }
  return undefined;
}

/**
 * The repository that a job runs for, with its own token; else where the work tree pushes to, as the user's Git signs in.
 * A token is never sent where a work tree says.
 */
async function repositoryOf(root: string, { env, mask }: CliIo): Promise<Repository | undefined> {
  const { GITHUB_ACTIONS, GITHUB_SERVER_URL, GITHUB_REPOSITORY, GITHUB_TOKEN, GITHUB_REF, CI_COMMIT_BRANCH } = env;
  if (GITHUB_ACTIONS === 'true' && GITHUB_TOKEN !== undefined && GITHUB_TOKEN !== '') {
    const url = parseGitAddress(`${GITHUB_SERVER_URL ?? ''}/${GITHUB_REPOSITORY ?? ''}`);
    if (url !== undefined) {
      const signIn = Buffer.from(`x-access-token:${GITHUB_TOKEN}`).toString('base64');
      mask?.(signIn);
      return { url, authorization: `basic ${signIn}`, branch: branchOf(GITHUB_REF) };
    }
  }
  const top = await gitRoot(root);
  const url = top === undefined ? undefined : await gitOrigin(top);
  if (top === undefined || url === undefined) return undefined;
  const named = CI_COMMIT_BRANCH === undefined ? undefined : branchOf(`refs/heads/${CI_COMMIT_BRANCH}`);
  return { url, authorization: undefined, branch: named ?? (await gitBranch(top)) };
}

function fileLedger(root: string): OpenedLedger {
  const file = new TextFile(path.join(root, ledgerFileName));
  return {
    read: () => file.read(),
    write: (text) => file.write(text),
    exclusive: (work) => file.exclusive(work),
    check: () => Promise.resolve(),
  };
}

function branchLedger(
  { url, authorization }: Repository,
  branch: string,
  name: string,
  signal: AbortSignal | undefined,
): OpenedLedger {
  // `[skip ci]`: what was published is no reason to run the jobs that publish.
  const place = { url, authorization, branch, path: name, message: 'Record what was published [skip ci]' };
  const file = new GitFile(place, signal);
  const telling = async <T>(work: Promise<T>): Promise<T> => {
    try {
      return await work;
    } catch (error) {
      if (!(error instanceof GitError)) throw error;
      throw new LedgerError(`The publish history on branch ${branch} cannot be used. ${error.message}.`);
    }
  };
  return {
    read: () => telling(file.read()),
    write: (text) => file.write(text),
    exclusive: (work) => telling(file.exclusive(work)),
    check: () => telling(file.check()),
  };
}
