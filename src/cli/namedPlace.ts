import { visiblePath } from '../core/text/paths.ts';
import { isSystemError } from '../node/disk/systemError.ts';
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

/** `ENOENT: no such file or directory`, without the paths that follow, which may be of files nobody named. */
function systemReason(error: NodeJS.ErrnoException): string {
  const [reason = ''] = error.message.split(', ');
  return error.code !== undefined && reason.startsWith(error.code) ? reason : (error.code ?? reason);
}
