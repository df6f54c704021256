import { readFile, realpath, stat } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseGitConfig } from './gitConfig.ts';
import { isInside } from './isInside.ts';
import { isSystemError } from './systemError.ts';

/** A configuration with more bytes is not read. */
const maxBytes = 1_048_576;

/** The folder of a work tree's own files, and the one that it shares with the work trees linked to it. */
export async function gitDirectory(root: string): Promise<{ readonly own: string; readonly shared: string }> {
  const named = /^gitdir: (.+)$/m.exec((await readGitFile(path.join(root, '.git'))) ?? '')?.[1];
  const own = named === undefined ? path.join(root, '.git') : path.resolve(root, named);
  const common = (await readGitFile(path.join(own, 'commondir')))?.trim();
  return { own, shared: common === undefined ? own : path.resolve(own, common) };
}

/** The text of one of Git's files; `undefined` for what is no file, or cannot be read. */
export async function readGitFile(file: string): Promise<string | undefined> {
  try {
    const info = await stat(file);
    return info.isFile() && info.size <= maxBytes ? await readFile(file, 'utf8') : undefined;
  } catch (error) {
    if (isSystemError(error)) return undefined;
    throw error;
  }
}

/** The branch that is checked out in a work tree; `undefined` where none is. */
export async function gitBranch(root: string): Promise<string | undefined> {
  const { own } = await gitDirectory(root);
  return branchOf((await readGitFile(path.join(own, 'HEAD')))?.replace(/^ref: /, ''));
}

/** The branch that a full name of a reference (`refs/heads/…`) means. */
export function branchOf(reference: string | undefined): string | undefined {
  const name = /^refs\/heads\/(\S{1,250})\s*$/.exec(reference ?? '')?.[1];
  return name === undefined || /^-|\.\.|[\\~^:?*[]/.test(name) ? undefined : name;
}

/**
 * Where a work tree pushes to: the address of its `origin`, read from its file. `undefined` when there is none, and for one
 * that could make Git run something: only `https`, `ssh`, folders that are not the work tree's own, and `http` on this
 * machine.
 */
export async function gitOrigin(root: string): Promise<string | undefined> {
  const { shared } = await gitDirectory(root);
  const settings = parseGitConfig((await readGitFile(path.join(shared, 'config'))) ?? '');
  const urls = settings.filter(
    ({ section, subsection, key }) => section === 'remote' && subsection === 'origin' && key === 'url',
  );
  const url = parseGitAddress(urls.at(-1)?.value ?? '');
  if (url === undefined || !isOnDisk(url)) return url;
  const named = url.startsWith('file:') ? fileURLToPath(url) : path.resolve(url);
  const folder = await realpath(named).catch(() => named);
  return isInside(root, folder) || isInside(await realpath(root), folder) ? undefined : url;
}

function isOnDisk(url: string): boolean {
  return url.startsWith('file:') || path.isAbsolute(url);
}

/** An address that Git may be given; `undefined` for any other. */
export function parseGitAddress(text: string): string | undefined {
  if (!/^[\x21-\x7e][\x20-\x7e]{0,2000}$/.test(text) || text.includes('::')) return undefined;
  if (path.isAbsolute(text)) return text;
  const scheme = /^([a-z][a-z0-9+.-]*):\/\//i.exec(text)?.[1]?.toLowerCase();
  if (scheme === undefined) return /^(?:\w[\w.-]*@)?[A-Za-z0-9][\w.-]*:(?!-)./.test(text) ? text : undefined;
  if (scheme === 'http') return /^http:\/\/(?:127\.0\.0\.1|localhost|\[::1\])[:/]/i.test(text) ? text : undefined;
  if (!['https', 'ssh', 'file'].includes(scheme)) return undefined;
  return /^[a-z]+:\/\/(?:[^@/]*@)?-/i.test(text) ? undefined : text;
}
