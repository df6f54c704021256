import os from 'node:os';
import path from 'node:path';

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Where this tool keeps what must outlive a process and is no setting and no cache, for this user: `XDG_STATE_HOME` on
 * every system where it is set (absolute, as its specification asks), else the place the system has for that. Absolute;
 * need not exist.
 */
export function stateFolder(env: Environment, platform: NodeJS.Platform = process.platform): string {
  return userFolder(env, platform, {
    variable: 'XDG_STATE_HOME',
    mac: path.join('Library', 'Application Support'),
    other: path.join('.local', 'state'),
  });
}

/** The same for what can always be made again: `XDG_CACHE_HOME`, else the place the system has for that. */
export function cacheFolder(env: Environment, platform: NodeJS.Platform = process.platform): string {
  return userFolder(env, platform, {
    variable: 'XDG_CACHE_HOME',
    mac: path.join('Library', 'Caches'),
    other: '.cache',
  });
}

interface Places {
  readonly variable: string;
  /** Below the home folder. */
  readonly mac: string;
  readonly other: string;
}

function userFolder(env: Environment, platform: NodeJS.Platform, { variable, mac, other }: Places): string {
  const named = env[variable];
  return path.join(named !== undefined && path.isAbsolute(named) ? named : systemFolder(), 'skill-publisher');

  function systemFolder(): string {
    const home = env['HOME'] ?? env['USERPROFILE'] ?? os.homedir();
    if (platform === 'win32') return env['LOCALAPPDATA'] ?? path.join(home, 'AppData', 'Local');
    return path.join(home, platform === 'darwin' ? mac : other);
  }
}
