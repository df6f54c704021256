import { inspectArchive, type ArchiveFile } from '../bundle/extract.ts';
import { fingerprint } from '../bundle/fingerprint.ts';
import { skillArchive } from '../bundle/skillArchive.ts';
import { RegistryError } from '../registry/errors.ts';
import type { RemoteSkill, RemoteVersion } from '../registry/model.ts';
import { collectPages, type Collected } from '../registry/paging.ts';
import type { Registry } from '../registry/registry.ts';

/** The files of a published version, paths relative to the skill. Throws `RegistryError` or `ArchiveError`. */
export type ReadVersion = (skillId: string, ref: string, signal?: AbortSignal) => Promise<readonly ArchiveFile[]>;

export function downloadWith(registry: Registry): ReadVersion {
  return async (skillId, ref, signal) =>
    skillArchive(inspectArchive(await registry.downloadVersion(skillId, ref, { signal }))).files;
}

/** All versions, newest first by the server's time. */
export async function listAllVersions(
  registry: Registry,
  skillId: string,
  signal?: AbortSignal,
): Promise<Collected<RemoteVersion>> {
  const all = await collectPages((page) => registry.listVersions(skillId, { limit: 100, page, signal }), 20);
  return { ...all, items: all.items.toSorted((a, b) => byTime(b.createdAt, a.createdAt)) };
}

/** The workspace's own skills. */
export function listOwnSkills(registry: Registry, signal?: AbortSignal): Promise<Collected<RemoteSkill>> {
  return collectPages((page) => registry.listSkills({ limit: 100, source: 'custom', page, signal }), 50);
}

/** Compares two ISO times; texts that are no times count as oldest. */
export function byTime(a: string, b: string): number {
  const time = (text: string): number => (Number.isNaN(Date.parse(text)) ? 0 : Date.parse(text));
  return time(a) - time(b) || (a < b ? -1 : Number(a > b));
}

/**
 * Fingerprint of a published version; `undefined` when it cannot be had: not readable with this key, or not a skill
 * archive.
 */
export async function fingerprintOf(
  read: ReadVersion,
  skillId: string,
  ref: string,
  signal?: AbortSignal,
): Promise<string | undefined> {
  try {
    return await fingerprint(await read(skillId, ref, signal));
  } catch (error) {
    signal?.throwIfAborted();
    if (error instanceof RegistryError || (error instanceof Error && error.name === 'ArchiveError')) return undefined;
    throw error;
  }
}
