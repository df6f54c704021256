import { open, readdir, realpath, type FileHandle } from 'node:fs/promises';
import path from 'node:path';
import { withFileLock } from './fileLock.ts';
import { isSystemError } from './systemError.ts';
import { l10n } from '../../core/text/l10n.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** A file of a profile that somebody else may read or change. `message` says what to do. */
export class UnsafeFileError extends Error {
  override readonly name = 'UnsafeFileError';
}

/** Bits of a mode that others than the owner have. */
const writableByOthers = 0o022;
const openToOthers = 0o077;
const maxBytes = 1_048_576;
/**
 * Milliseconds after which the lock of a renewal was left by a process that is gone: an exchange may take 20 seconds. Who
 * waits, waits longer.
 */
const staleRenewal = 30_000;

/**
 * Where the vendor's command line keeps its profiles, for this user. Absolute; need not exist. `undefined` where the
 * environment names no home.
 */
export function profileFolder(env: Environment, platform: NodeJS.Platform = process.platform): string | undefined {
  const set = (name: string): string | undefined => (env[name] === '' ? undefined : env[name]);
  const named = set('ANTHROPIC_CONFIG_DIR');
  if (named !== undefined) return path.resolve(named);
  const roaming = platform === 'win32' ? set('APPDATA') : undefined;
  if (roaming !== undefined) return path.join(roaming, 'Anthropic');
  const home = set('HOME') ?? set('USERPROFILE');
  const config = set('XDG_CONFIG_HOME') ?? (home === undefined ? undefined : path.join(home, '.config'));
  return config === undefined ? undefined : path.resolve(config, 'anthropic');
}

/** The profiles of one user, as files. Reads and locks; what stands in them is for others to understand. */
export class ProfileFolder {
  /** Absolute. */
  readonly folder: string;

  constructor(folder: string) {
    this.folder = folder;
  }

  /** What the file says that names the profile in use; `undefined` when there is none. */
  async active(): Promise<string | undefined> {
    const text = (await readSafely(path.join(this.folder, 'active_config'), writableByOthers))?.trim();
    return text === '' ? undefined : text;
  }

  /** What the profiles are called, in no order; none when there is no folder of them. */
  async names(): Promise<readonly string[]> {
    const files = await readdir(path.join(this.folder, 'configs')).catch((error: unknown) => {
      if (isSystemError(error) && isAbsent(error)) return [];
      throw error;
    });
    return files.filter((file) => file.endsWith('.json')).map((file) => file.slice(0, -'.json'.length));
  }

  /**
   * The text of a profile; `undefined` when there is none of that name. Throws `UnsafeFileError` when others may change
   * it.
   */
  read(name: string): Promise<string | undefined> {
    return readSafely(path.join(this.folder, 'configs', `${name}.json`), writableByOthers);
  }

  /** Where a profile keeps its token: where it says, from the folder of profiles, or at the usual place. Links resolved. */
  async credentialsPath(name: string, named: string | undefined): Promise<string> {
    const file = path.resolve(this.folder, named ?? path.join('credentials', `${name}.json`));
    return realpath(file).catch((error: unknown) => {
      if (!isSystemError(error)) throw error;
      return file;
    });
  }
}

/** The text of a credentials file; `undefined` when it is not there. Throws `UnsafeFileError` when others may read it. */
export function readCredentials(file: string, onWarning: (message: string) => void): Promise<string | undefined> {
  return readSafely(file, openToOthers, onWarning);
}

/** Runs `work`, which renews and replaces a credentials file, while no other process of this tool does. */
export function renewAlone<T>(file: string, work: () => Promise<T>): Promise<T> {
  return withFileLock(file, work, { stale: staleRenewal, deadline: 2 * staleRenewal });
}

function isAbsent({ code }: NodeJS.ErrnoException): boolean {
  return code === 'ENOENT' || code === 'ENOTDIR';
}

/** The mode is that of what is read, for both are asked of the same open file. */
async function readSafely(
  file: string,
  refused: number,
  onWarning?: (message: string) => void,
): Promise<string | undefined> {
  let handle: FileHandle;
  try {
    handle = await open(file, 'r');
  } catch (error) {
    if (isSystemError(error) && isAbsent(error)) return undefined;
    throw error;
  }
  try {
    const { mode, uid, size } = await handle.stat();
    const others = process.platform === 'win32' ? 0 : mode & refused;
    if (others !== 0)
      throw new UnsafeFileError(
        (others & writableByOthers) === 0
          ? l10n.t`Others can read ${file}, which contains a token. Run chmod 600 on it.`
          : l10n.t`Others can change ${file}, and so where tokens are sent. Run chmod 600 on it.`,
      );
    if (size > maxBytes) throw new UnsafeFileError(l10n.t`${file} is too large for a profile file.`);
    if (process.getuid && uid !== process.getuid())
      onWarning?.(l10n.t`${file} belongs to another user. Is that intended?`);
    return await handle.readFile('utf8');
  } finally {
    await handle.close();
  }
}
