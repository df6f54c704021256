import type { ArchiveFile } from './extract.ts';
import { comparePaths } from './pathOrder.ts';

/**
 * Names the content of a skill: `sha256:` and the hash over `path\0mode\0sha256(content)\n` of its files, sorted by
 * path, modes in octal. Paths are relative to the skill, so folder, archive and downloaded version of the same content
 * have the same fingerprint.
 */
export async function fingerprint(files: readonly ArchiveFile[]): Promise<string> {
  const lines: string[] = [];
  for (const { path, mode, content } of files.toSorted((a, b) => comparePaths(a.path, b.path))) {
    lines.push(`${path}\0${mode.toString(8)}\0${await sha256(content)}\n`);
  }
  return `sha256:${await sha256(new TextEncoder().encode(lines.join('')))}`;
}

/** SHA-256 in lower case hexadecimal. */
export async function sha256(bytes: Uint8Array): Promise<string> {
  const digest = await globalThis.crypto.subtle.digest('SHA-256', bytes);
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0')).join('');
}
