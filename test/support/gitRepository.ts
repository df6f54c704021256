import { execFileSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import path from 'node:path';

/** Runs Git in a folder, as somebody. */
export function git(folder: string, ...args: readonly string[]): string {
  const identity = ['-c', 'user.name=x', '-c', 'user.email=x@example.com', '-c', 'init.defaultBranch=main'];
  return execFileSync('git', [...identity, ...args], { cwd: folder, encoding: 'utf8', stdio: 'pipe' });
}

/** A bare repository of a name below a folder, which others clone and push to. */
export function bareRepository(folder: string, name: string): string {
  const origin = path.join(folder, name);
  mkdirSync(origin, { recursive: true });
  git(origin, 'init', '--quiet', '--bare');
  return origin;
}

/** Makes a folder a work tree with everything in it committed and pushed to `origin`. */
export function pushAll(folder: string, origin: string): void {
  git(folder, 'init', '--quiet');
  git(folder, 'remote', 'add', 'origin', origin);
  git(folder, 'add', '.');
  git(folder, 'commit', '--quiet', '-m', 'one');
  git(folder, 'push', '--quiet', 'origin', 'HEAD:refs/heads/main');
}
