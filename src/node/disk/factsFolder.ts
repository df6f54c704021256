import { readdir, realpath, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { makeFolder } from './makeFolder.ts';
import { nothingOnSystemError } from './systemError.ts';
import { TextFile } from './textFile.ts';

/** Files that stay; of more the oldest go. */
const most = 200;

/**
 * What is kept of versions in `.skill-publisher/facts` at the root of a workspace, a file each, written whole or not at
 * all. It can always be had again: a failure of the disk, and a folder that leads elsewhere, are taken as nothing kept.
 *
 * @param root Absolute. @param tool See `KeptFor`.
 */
export function factsFolder(
  root: string,
  tool: string,
): {
  readonly tool: string;
  read(fingerprint: string): Promise<string | undefined>;
  write(fingerprint: string, text: string): Promise<void>;
} {
  const folder = path.join(root, '.skill-publisher', 'facts');
  return {
    tool,
    read: async (fingerprint) => {
      const name = fileOf(fingerprint);
      return name === undefined ? undefined : new TextFile(path.join(folder, name)).read().catch(nothingOnSystemError);
    },
    write: async (fingerprint, text) => {
      const name = fileOf(fingerprint);
      if (name !== undefined) await writeIn(folder, root, name, text).catch(nothingOnSystemError);
    },
  };
}

async function writeIn(folder: string, root: string, name: string, text: string): Promise<void> {
  await makeFolder(folder);
  if ((await realpath(folder)) !== path.join(await realpath(root), '.skill-publisher', 'facts')) return;
  const file = new TextFile(path.join(folder, name));
  if ((await file.read()) === text) return;
  await file.write(text);
  const names = (await readdir(folder)).filter((each) => /^[0-9a-f]{64}\.json$/.test(each) && each !== name);
  if (names.length < most) return;
  const aged = await Promise.all(
    names.map(async (each) => ({ each, time: (await stat(path.join(folder, each))).mtimeMs })),
  );
  for (const { each } of aged.sort((a, b) => b.time - a.time).slice(most - 1)) await rm(path.join(folder, each));
}

/** A fingerprint comes from a file that anybody may have written. */
function fileOf(fingerprint: string): string | undefined {
  const hash = /^sha256:([0-9a-f]{64})$/.exec(fingerprint)?.[1];
  return hash === undefined ? undefined : `${hash}.json`;
}
