import * as vscode from 'vscode';
import {
  TreeError,
  type FileDetails,
  type FileTree,
  type LinkTarget,
  type TreeEntry,
  type TreeErrorKind,
} from '../../core/bundle/fileTree.ts';
import { l10n } from '../../core/text/l10n.ts';

/**
 * The files of a folder in any workspace, through VS Code's own file systems: for folders that are not on this
 * machine's disk. Links are seen but not followed; whether a file may be executed is not known.
 */
export class WorkspaceTree implements FileTree {
  readonly #folder: vscode.Uri;

  constructor(folder: vscode.Uri) {
    this.#folder = folder;
  }

  async readDirectory(path: string, _most: number, signal?: AbortSignal): Promise<readonly TreeEntry[]> {
    signal?.throwIfAborted();
    return guarded(path, async () =>
      (await vscode.workspace.fs.readDirectory(this.#uri(path))).map(([name, type]) => ({
        name,
        kind: kindOfType(type),
      })),
    );
  }

  async fileDetails(path: string, signal?: AbortSignal): Promise<FileDetails> {
    signal?.throwIfAborted();
    return guarded(path, async () => ({
      size: (await vscode.workspace.fs.stat(this.#uri(path))).size,
      executable: false,
    }));
  }

  async readFile(path: string, signal?: AbortSignal): Promise<Uint8Array> {
    signal?.throwIfAborted();
    return guarded(path, async () => {
      const uri = this.#uri(path);
      const { type } = await vscode.workspace.fs.stat(uri);
      if (kindOfType(type) !== 'file')
        throw new TreeError('notRegular', path, l10n.t`“${path}” is not a regular file.`);
      return vscode.workspace.fs.readFile(uri);
    });
  }

  resolveLink(): Promise<LinkTarget> {
    return Promise.resolve({ kind: 'outside' });
  }

  #uri(path: string): vscode.Uri {
    return path === '' ? this.#folder : vscode.Uri.joinPath(this.#folder, ...path.split('/'));
  }
}

function kindOfType(type: vscode.FileType): TreeEntry['kind'] {
  if ((type & vscode.FileType.SymbolicLink) !== 0) return 'symlink';
  if (type === vscode.FileType.File) return 'file';
  return type === vscode.FileType.Directory ? 'directory' : 'special';
}

async function guarded<T>(path: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof vscode.FileSystemError)) throw error;
    throw new TreeError(kinds[error.code] ?? 'failed', path, l10n.t`“${path}” cannot be read.`, { cause: error });
  }
}

const kinds: Readonly<Record<string, TreeErrorKind>> = { FileNotFound: 'missing', NoPermissions: 'denied' };
