import { lstat, stat, writeFile } from 'node:fs/promises';
import { visiblePath } from '../core/text/paths.ts';
import { isSystemError, nothingOnSystemError } from '../node/disk/systemError.ts';
import { writeFileAtomic } from '../node/disk/writeFile.ts';
import { UsageError } from './arguments.ts';

/**
 * Runs what writes to a place that an argument names, as it was typed. Throws `UsageError` where the system does not let
 * it be written.
 *
 * @param what Begins a sentence: `The report`.
 */
export async function writeToNamed<T>(what: string, place: string, write: () => Promise<T>): Promise<T> {
  try {
    return await write();
  } catch (error) {
    if (!isSystemError(error)) throw error;
    throw new UsageError(`${what} cannot be written to '${visiblePath(place, 300)}' (${systemReason(error)})`);
  }
}

/**
 * The same for a file, absolute and as it is shown: whole or not at all. What is no file, such as a pipe or `/dev/null`,
 * is written to: a file never takes its place.
 */
export async function writeNamedFile(
  what: string,
  { file, shown }: { readonly file: string; readonly shown: string },
  content: string | Uint8Array,
): Promise<void> {
  await writeToNamed(what, shown, async () => {
    const info = await stat(file).catch(nothingOnSystemError);
    // What `/dev/stdout` leads to was opened by a shell, which would go on writing to it, or to what it was.
    if (info?.isFile() === true && /^\/(?:dev|proc)\//.test(file) && (await lstat(file)).isSymbolicLink())
      throw new UsageError(
        `${what} cannot be written to '${visiblePath(shown, 300)}', which leads to a file: name that`,
      );
    const isOther = info !== undefined && !info.isFile() && !info.isDirectory();
    await (isOther ? writeFile(file, content) : writeFileAtomic(file, content));
  });
}

/** `ENOENT: no such file or directory`, without the paths that follow, which may be of files nobody named. */
function systemReason(error: NodeJS.ErrnoException): string {
  const [reason = ''] = error.message.split(', ');
  return error.code !== undefined && reason.startsWith(error.code) ? reason : (error.code ?? reason);
}
