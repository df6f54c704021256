import { stat } from 'node:fs/promises';
import path from 'node:path';
import { visiblePath } from '../core/text/paths.ts';
import type { CliIo } from './io.ts';

/** Wrong arguments. `message` is one sentence; the exit code is 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/**
 * The skill folder an argument means: the folder itself, or the one a SKILL.md lies in. Throws `UsageError` when it is
 * not there.
 */
export async function resolveFolder(argument: string, io: Pick<CliIo, 'cwd'>): Promise<string> {
  const full = path.resolve(io.cwd, argument);
  const info = await stat(full).catch(() => undefined);
  if (info?.isDirectory()) return full;
  if (info?.isFile() && path.basename(full).toLowerCase() === 'skill.md') return path.dirname(full);
  if (argument.includes('\ufffd'))
    throw new UsageError(`'${visiblePath(argument)}' cannot be opened: its name is not valid UTF-8. Rename the folder`);
  throw new UsageError(info ? `'${argument}' is not a folder` : `'${argument}' does not exist`);
}

export async function resolveOneFolder(positionals: readonly string[], io: CliIo): Promise<string> {
  const [folder, ...more] = positionals;
  if (folder === undefined) throw new UsageError('Missing argument: skill folder');
  if (more.length > 0) throw new UsageError('Name one skill folder');
  return resolveFolder(folder, io);
}
