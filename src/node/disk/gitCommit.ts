import { readFile } from 'node:fs/promises';
import path from 'node:path';

/**
 * The commit that is checked out in a work tree, read from its files: no git process is started, for a work tree's
 * configuration can name commands to run. `undefined` when there is none or it cannot be told.
 */
export async function gitCommit(root: string): Promise<string | undefined> {
  const pointer = await text(path.join(root, '.git'));
  const named = /^gitdir: (.+)$/m.exec(pointer ?? '')?.[1];
  const directory = named === undefined ? path.join(root, '.git') : path.resolve(root, named);
  const head = (await text(path.join(directory, 'HEAD')))?.trim();
  if (head === undefined) return undefined;
  const reference = /^ref: (refs\/[^\s\0]+)$/.exec(head)?.[1];
  if (reference === undefined) return asCommit(head);
  if (reference.split('/').includes('..')) return undefined;
  const common = (await text(path.join(directory, 'commondir')))?.trim();
  const shared = common === undefined ? directory : path.resolve(directory, common);
  for (const place of new Set([directory, shared])) {
    const loose = asCommit((await text(path.join(place, ...reference.split('/'))))?.trim());
    if (loose !== undefined) return loose;
  }
  const packed = (await text(path.join(shared, 'packed-refs'))) ?? '';
  return asCommit(
    packed
      .split('\n')
      .find((line) => line.endsWith(` ${reference}`))
      ?.split(' ', 1)[0],
  );
}

function asCommit(word: string | undefined): string | undefined {
  return word !== undefined && /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/.test(word) ? word : undefined;
}

async function text(file: string): Promise<string | undefined> {
  return readFile(file, 'utf8').catch(() => undefined);
}
