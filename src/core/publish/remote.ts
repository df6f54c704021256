import { ArchiveError } from '../bundle/archiveError.ts';
import { inspectArchive, type ArchiveFile } from '../bundle/extract.ts';
import { fingerprint } from '../bundle/fingerprint.ts';
import { skillArchive } from '../bundle/skillArchive.ts';
import { RegistryError } from '../registry/errors.ts';
import type { Page, RemoteSkill, RemoteVersion } from '../registry/model.ts';
import { collectPages, type Collected } from '../registry/paging.ts';
import type { Registry } from '../registry/registry.ts';

/** The files of a published version, paths relative to the skill. Throws `RegistryError` or `ArchiveError`. */
export type ReadVersion = (skillId: string, ref: string, signal?: AbortSignal) => Promise<readonly ArchiveFile[]>;

export function downloadWith(registry: Registry): ReadVersion {
  return async (skillId, ref, signal) =>
    skillArchive(inspectArchive(await registry.downloadVersion(skillId, ref, { signal }))).files;
}

/**
 * All versions, newest first by the server's time: the two dialects list in opposite orders (`skills-api.md` 3). At most
 * 20,000. `first`: the first page, where it is there already.
 */
export async function listAllVersions(
  registry: Registry,
  skillId: string,
  signal?: AbortSignal,
  first?: Page<RemoteVersion>,
): Promise<Collected<RemoteVersion>> {
  const all = await collectPages(
    (page) =>
      page === undefined && first
        ? Promise.resolve(first)
        : registry.listVersions(skillId, { limit: 1000, page, signal }),
    20,
    20_000,
  );
  return { ...all, items: all.items.toSorted((a, b) => byTime(b.createdAt, a.createdAt)) };
}

/** The beginning of a list that is sorted by time. */
export interface Newest<T> {
  /** Newest first. */
  readonly items: readonly T[];
  /** What of the list is not among `items`: nothing, only older ones, or any (a long list that begins with the oldest). */
  readonly rest: 'none' | 'older' | 'any';
  readonly unreadable: number;
}

/** The newest versions of a skill: one request wherever the service begins with them. */
export function newestVersions(
  registry: Registry,
  skillId: string,
  signal?: AbortSignal,
): Promise<Newest<RemoteVersion>> {
  // Beta begins with the oldest (`skills-api.md` 3): as many at a time as it gives.
  const limit = registry.dialect === 'skills-2025-10-02' ? 1000 : newestLimit;
  return newestOf((page) => registry.listVersions(skillId, { limit, page, signal }), 20);
}

/** Items of a page that is asked for what is new on it. */
const newestLimit = 100;

/** The newest of the workspace's own skills, at most `limit`: one request wherever the service begins with them. */
export function newestOwnSkills(
  registry: Registry,
  { limit = newestLimit, signal }: { readonly limit?: number; readonly signal?: AbortSignal | undefined } = {},
): Promise<Newest<RemoteSkill>> {
  return newestOf((page) => registry.listSkills({ limit, source: 'custom', page, signal }), 50);
}

/** One page is read at once, so nothing shifts meanwhile; only a list that begins with the oldest is read on. */
async function newestOf<T extends { readonly createdAt: string }>(
  list: (page: string | undefined) => Promise<Page<T>>,
  maxPages: number,
): Promise<Newest<T>> {
  const first = await list(undefined);
  const newestFirst = byTime(first.items[0]?.createdAt ?? '', first.items.at(-1)?.createdAt ?? '') >= 0;
  const { items, cut, unreadable } =
    first.nextPage === undefined || newestFirst
      ? { ...first, cut: first.nextPage !== undefined }
      : await collectPages((page) => (page === undefined ? Promise.resolve(first) : list(page)), maxPages);
  return {
    items: items.toSorted((a, b) => byTime(b.createdAt, a.createdAt)),
    rest: !cut ? 'none' : newestFirst ? 'older' : 'any',
    unreadable,
  };
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
export async function fingerprintOfVersion(
  read: ReadVersion,
  skillId: string,
  ref: string,
  signal?: AbortSignal,
): Promise<string | undefined> {
  try {
    return await fingerprint(await read(skillId, ref, signal));
  } catch (error) {
    signal?.throwIfAborted();
    if (error instanceof RegistryError || error instanceof ArchiveError) return undefined;
    throw error;
  }
}
