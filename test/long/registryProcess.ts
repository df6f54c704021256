import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

export interface RegistryProcess {
  readonly url: string;
  stop(): Promise<void>;
}

/** `skill-publisher registry` with a database of its own, as a process of its own. */
export async function startRegistry(database: string): Promise<RegistryProcess> {
  const args = ['out/program/registry.js', '--database', database, '--port', '0', '--quiet'];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = new Promise<void>((resolve) => {
    child.once('exit', () => {
      resolve();
    });
  });
  for await (const line of createInterface({ input: child.stdout })) {
    const url = /http:\/\/127\.0\.0\.1:\d+/.exec(line)?.[0];
    if (url === undefined) continue;
    const stop = (): Promise<void> => {
      child.kill('SIGTERM');
      return ended;
    };
    return { url, stop };
  }
  throw new Error('the registry did not start');
}
