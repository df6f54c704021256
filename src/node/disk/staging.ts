import { randomBytes } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import path from 'node:path';

/** A name beside `target` for what is not finished: hidden, with this process' id, never the same twice. */
export function stagingPath(target: string, kind: 'tmp' | 'old'): string {
  return path.join(
    path.dirname(target),
    `.${path.basename(target)}.${kind}-${process.pid}-${randomBytes(6).toString('hex')}`,
  );
}

/** What a process that is no longer alive left beside `target`, by kind. Absolute paths. */
export async function leftovers(target: string, kind: 'tmp' | 'old'): Promise<readonly string[]> {
  const folder = path.dirname(target);
  const prefix = `.${path.basename(target)}.${kind}-`;
  const names = await readdir(folder).catch((): string[] => []);
  return names
    .filter((name) => name.startsWith(prefix))
    .filter((name) => {
      const match = /^(\d+)-[0-9a-f]{12}$/.exec(name.slice(prefix.length));
      return match !== null && !isAlive(Number(match[1]));
    })
    .map((name) => path.join(folder, name));
}

function isAlive(pid: number): boolean {
  if (pid === process.pid) return true;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: it lives and belongs to somebody else.
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
