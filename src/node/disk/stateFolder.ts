import os from 'node:os';
import path from 'node:path';

/**
 * Where this tool keeps what must outlive a process and is no setting and no cache, for this user: `XDG_STATE_HOME` on
 * every system where it is set (absolute, as its specification asks), else the place the system has for that. Absolute;
 * need not exist.
 */
export function stateFolder(
  env: Readonly<Record<string, string | undefined>>,
  platform: NodeJS.Platform = process.platform,
): string {
  const home = env['HOME'] ?? env['USERPROFILE'] ?? os.homedir();
  const named = env['XDG_STATE_HOME'];
  return path.join(named !== undefined && path.isAbsolute(named) ? named : systemFolder(), 'skill-publisher');

  function systemFolder(): string {
    if (platform === 'darwin') return path.join(home, 'Library', 'Application Support');
    if (platform === 'win32') return env['LOCALAPPDATA'] ?? path.join(home, 'AppData', 'Local');
    return path.join(home, '.local', 'state');
  }
}
