import * as vscode from 'vscode';
import { parseAuthor } from '../../core/publish/author.ts';
import { l10n } from '../../core/text/l10n.ts';

/**
 * The part of the built-in Git extension's API (version 1) that is read here. No git process is ever started by this
 * extension.
 */
interface GitApi {
  readonly state: 'uninitialized' | 'initialized';
  readonly onDidChangeState: vscode.Event<'uninitialized' | 'initialized'>;
  getRepository(uri: vscode.Uri): GitRepository | null;
  openRepository?(root: vscode.Uri): Promise<GitRepository | null>;
}

interface GitRepository {
  readonly rootUri: vscode.Uri;
  readonly state: {
    readonly HEAD: { readonly commit?: string; readonly name?: string } | undefined;
    readonly workingTreeChanges: readonly GitChange[];
    readonly indexChanges: readonly GitChange[];
    readonly mergeChanges: readonly GitChange[];
    readonly untrackedChanges?: readonly GitChange[];
  };
  status(): Promise<void>;
  getConfig?(key: string): Promise<string>;
  tag?(name: string, message: string, ref?: string): Promise<void>;
}

interface GitChange {
  readonly uri: vscode.Uri;
}

/** What Git knows of a folder. */
interface WorkTreeState {
  /** Full hash of HEAD; `undefined` before the first commit. */
  readonly commit: string | undefined;
  /** Files of the folder with changes that are not committed, as paths relative to it. */
  readonly uncommitted: readonly string[];
}

/**
 * `undefined` where nothing is known: there is no repository, the Git extension is off (as in Restricted Mode), or its
 * status failed.
 */
export async function readGitState(folder: vscode.Uri): Promise<WorkTreeState | undefined> {
  const repository = await findRepository(folder);
  if (!repository) return undefined;
  const answered = await repository.status().then(
    () => true,
    () => false,
  );
  // Without it, what the extension knows is of an earlier time.
  if (!answered) return undefined;
  const { HEAD, workingTreeChanges, indexChanges, mergeChanges, untrackedChanges = [] } = repository.state;
  const prefix = `${folder.path}/`;
  const paths = [...workingTreeChanges, ...indexChanges, ...mergeChanges, ...untrackedChanges]
    .map(({ uri }) => uri.path)
    .filter((path) => path.startsWith(prefix))
    .map((path) => path.slice(prefix.length));
  return { commit: HEAD?.commit, uncommitted: [...new Set(paths)].sort() };
}

/**
 * Git's `user.name` as it holds for a folder; `undefined` where there is none, or no repository, or where the setting
 * `publish.recordAuthor` is off.
 */
export async function readAuthor(folder: vscode.Uri): Promise<string | undefined> {
  if (vscode.workspace.getConfiguration('skillPublisher', folder).get<boolean>('publish.recordAuthor') === false)
    return undefined;
  const repository = await findRepository(folder);
  // Git fails for a key that is not set.
  return parseAuthor(await repository?.getConfig?.('user.name').catch(() => undefined));
}

/**
 * Makes an annotated tag at HEAD. Throws where there is no repository, the tag exists, or HEAD is another commit than
 * `commit` by now.
 */
export async function createTag(folder: vscode.Uri, name: string, message: string, commit: string): Promise<void> {
  const repository = await findRepository(folder);
  if (!repository?.tag) throw new Error(l10n.t`There is no Git repository to tag.`);
  await repository.status();
  if (repository.state.HEAD?.commit !== commit) throw new Error(l10n.t`The checked-out commit is no longer ${commit}.`);
  await repository.tag(name, message, commit);
}

async function findRepository(folder: vscode.Uri): Promise<GitRepository | undefined> {
  const extension = vscode.extensions.getExtension<{ readonly enabled: boolean; getAPI(version: 1): GitApi }>(
    'vscode.git',
  );
  if (!extension) return undefined;
  const git = await Promise.resolve(extension.activate()).catch(() => undefined);
  if (git?.enabled !== true) return undefined;
  const api = git.getAPI(1);
  await initialized(api);
  return api.getRepository(folder) ?? undefined;
}

/** Git looks for repositories when it starts; that takes a moment, and must not hold a publish up for long. */
async function initialized(api: GitApi): Promise<void> {
  if (api.state === 'initialized') return;
  await new Promise<void>((resolve) => {
    const timer = setTimeout(done, 3000);
    const listener = api.onDidChangeState(done);
    function done(): void {
      clearTimeout(timer);
      listener.dispose();
      resolve();
    }
  });
}
