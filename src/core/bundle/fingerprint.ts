import { createHash } from 'node:crypto';
import type { ArchiveFile } from './extract.ts';
import { comparePaths } from './pathOrder.ts';
import { beginsBinary } from '../text/bytes.ts';

/** A file by what its fingerprint is made of. */
export interface HashedFile {
  readonly path: string;
  readonly mode: number;
  /** `sha256` of its content. */
  readonly hash: string;
}

/**
 * Names the content of a skill: `sha256:` and the hash over `path\0mode\0sha256(content)\n` of its files, sorted by
 * path, modes in octal. Paths are relative to the skill, so folder, archive and downloaded version of the same content
 * have the same fingerprint.
 */
export async function fingerprint(files: readonly ArchiveFile[]): Promise<string> {
  const hashed: HashedFile[] = [];
  for (const { path, mode, content } of files) hashed.push({ path, mode, hash: await sha256(content) });
  return fingerprintOfHashes(hashed);
}

/**
 * The fingerprint that the same content has when every text file ends its lines with LF: two checkouts that differ in
 * line ends only share it. Files with a NUL at their beginning are no text and count as they are.
 */
export function contentKey(files: readonly ArchiveFile[]): Promise<string> {
  return fingerprint(files.map((file) => ({ ...file, content: withLineFeeds(file.content) })));
}

function withLineFeeds(content: Uint8Array): Uint8Array {
  if (!content.includes(0x0d) || beginsBinary(content)) return content;
  const bytes = Buffer.from(content.buffer, content.byteOffset, content.byteLength);
  return Buffer.from(bytes.toString('latin1').replaceAll('\r\n', '\n'), 'latin1');
}

/** Like `hashOf`, of the content with LF; `undefined` when that is the content itself. */
export function lineFeedHash(content: Uint8Array): string | undefined {
  const same = withLineFeeds(content);
  return same === content ? undefined : hashOf(same);
}

/** The fingerprint of files that were hashed already. */
export function fingerprintOfHashes(files: readonly HashedFile[]): string {
  const lines = files
    .toSorted((a, b) => comparePaths(a.path, b.path))
    .map(({ path, mode, hash }) => `${path}\0${mode.toString(8)}\0${hash}\n`);
  return `sha256:${hashOf(new TextEncoder().encode(lines.join('')))}`;
}

/** SHA-256 in lower case hexadecimal. */
export async function sha256(bytes: Uint8Array): Promise<string> {
  const digest = await globalThis.crypto.subtle.digest('SHA-256', bytes);
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** By bytes, which nobody changes: a file that is published is named by its hash in more than one place. */
const hashes = new WeakMap<Uint8Array, string>();

/** `hashOf` the content of a file, which is worked out once. */
export function contentHash(content: Uint8Array): string {
  const hash = hashes.get(content) ?? hashOf(content);
  hashes.set(content, hash);
  return hash;
}

/** The same at once: for many small files, where waiting for a thread takes longer than the work. */
export function hashOf(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
