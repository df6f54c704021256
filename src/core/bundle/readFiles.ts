import type { Problem } from '../skill/problem.ts';
import type { ArchiveFile } from './extract.ts';
import { TreeError, type FileTree } from './fileTree.ts';
import type { SelectedFile } from './select.ts';

export interface ReadFiles {
  readonly files: readonly ArchiveFile[];
  /** A file that could not be read, or changed while it was: nothing may be sent then. */
  readonly problems: readonly Problem[];
}

/** Reads the files that travel, in their order. Throws only the signal's reason. */
export async function readFiles(
  tree: FileTree,
  selected: readonly SelectedFile[],
  signal?: AbortSignal,
): Promise<ReadFiles> {
  const files: ArchiveFile[] = [];
  const problems: Problem[] = [];
  for (const { path, source, executable } of selected) {
    signal?.throwIfAborted();
    try {
      const content = await tree.readFile(source, signal);
      files.push({ path, content, mode: fileMode(content, executable) });
    } catch (error) {
      if (!(error instanceof TreeError)) throw error;
      problems.push({
        code: 'package/unreadable',
        severity: 'error',
        file: path,
        range: { start: 0, end: 0 },
        message: `${error.message} Nothing is sent until it can be read.`,
      });
    }
  }
  return { files, problems };
}

/**
 * 0o755 for what may be executed and for every script with a `#!` line, else 0o644. The script rule holds on all
 * systems, so that Windows, which has no such bit, makes the same archive.
 */
export function fileMode(content: Uint8Array, executable: boolean): number {
  const script = content[0] === 0x23 && content[1] === 0x21;
  return executable || script ? 0o755 : 0o644;
}
