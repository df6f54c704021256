import * as vscode from 'vscode';

/** What the built-in Git extension would say of every folder, and the tags that were asked for. */
export interface FakeGit {
  readonly tags: string[];
  /** Absolute paths. */
  uncommitted: readonly string[];
  /** `off`: the extension is not there. `failing`: its status rejects. */
  state: 'on' | 'off' | 'failing';
}

/** Runs `work` with a Git extension that knows one repository and says what the test wants. */
export async function withGit(state: FakeGit['state'], work: (git: FakeGit) => PromiseLike<unknown>): Promise<void> {
  const git: FakeGit = { tags: [], uncommitted: [], state };
  const repository = {
    get state() {
      return {
        HEAD: { commit: 'c'.repeat(40) },
        workingTreeChanges: git.uncommitted.map((path) => ({ uri: vscode.Uri.file(path) })),
        indexChanges: [],
        mergeChanges: [],
      };
    },
    status: () => (git.state === 'failing' ? Promise.reject(new Error('git status failed')) : Promise.resolve()),
    tag: (name: string) => {
      if (git.tags.includes(name)) return Promise.reject(new Error('the tag exists'));
      git.tags.push(name);
      return Promise.resolve();
    },
  };
  const api = { enabled: true, getAPI: () => ({ state: 'initialized', getRepository: () => repository }) };
  const extensions = vscode.extensions as unknown as Record<string, unknown>;
  const original = vscode.extensions.getExtension.bind(vscode.extensions);
  extensions['getExtension'] = (id: string) =>
    id !== 'vscode.git' ? original(id) : git.state === 'off' ? undefined : { activate: () => Promise.resolve(api) };
  try {
    await work(git);
  } finally {
    extensions['getExtension'] = original;
  }
}
