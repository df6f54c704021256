import { isGone } from '../registry/errors.ts';
import type { RemoteSkill } from '../registry/model.ts';
import type { Registry } from '../registry/registry.ts';
import { listAllVersions } from './remote.ts';
import { baseTime, type CheckedBase, type KnownSkill } from './folderState.ts';

/** A skill and the version a folder is based on. */
interface Base {
  readonly skillId: string;
  readonly version: string;
  /** When the ledger says that it was published, ISO 8601: what counts once the version itself is gone. */
  readonly time: string;
}

/** Skills that are asked for one by one for each page that may be listed instead. */
const skillsPerPage = 5;

/**
 * Asks the registry how the skills stand: few lists for all of them, and the versions of those whose latest is another
 * one. Keys of the result are skill ids. Rejects with `RegistryError`.
 */
export async function checkBases(
  registry: Registry,
  bases: readonly Base[],
  now: () => Date,
  signal?: AbortSignal,
): Promise<ReadonlyMap<string, KnownSkill>> {
  const ids = new Set(bases.map(({ skillId }) => skillId));
  const listed = await listSome(registry, ids, signal);
  const found = new Map<string, KnownSkill>();
  for (const base of bases) {
    const { skillId, version } = base;
    const skill = listed.get(skillId) ?? (await retrieve(registry, skillId, signal));
    const seenAt = now().toISOString();
    if (!skill) {
      found.set(skillId, { latest: undefined, exists: false, updatedAt: '', seenAt });
      continue;
    }
    const checked =
      skill.latestVersion === version
        ? { base: version, baseExists: true, newer: 0 }
        : await checkBase(registry, base, signal);
    found.set(skillId, { latest: skill.latestVersion, exists: true, updatedAt: skill.updatedAt, seenAt, checked });
  }
  return found;
}

/**
 * Skills that large pages hold, newest first: as many pages as may be fewer requests than asking one by one, however
 * many skills there are.
 */
async function listSome(
  registry: Registry,
  ids: ReadonlySet<string>,
  signal: AbortSignal | undefined,
): Promise<ReadonlyMap<string, RemoteSkill>> {
  const found = new Map<string, RemoteSkill>();
  let page: string | undefined;
  for (let left = Math.floor((ids.size - 1) / skillsPerPage); left > 0 && found.size < ids.size; left -= 1) {
    const { items, nextPage } = await registry.listSkills({ limit: 1000, source: 'custom', page, signal });
    for (const skill of items) if (ids.has(skill.id)) found.set(skill.id, skill);
    if (nextPage === undefined || nextPage === page) break;
    page = nextPage;
  }
  return found;
}

async function retrieve(
  registry: Registry,
  skillId: string,
  signal: AbortSignal | undefined,
): Promise<RemoteSkill | undefined> {
  try {
    return await registry.retrieveSkill(skillId, { signal });
  } catch (error) {
    if (isGone(error)) return undefined;
    throw error;
  }
}

/** By the server's times: the two dialects list in opposite orders (`skills-api.md` 3). */
async function checkBase(registry: Registry, base: Base, signal: AbortSignal | undefined): Promise<CheckedBase> {
  const { skillId, version } = base;
  const { items } = await listAllVersions(registry, skillId, signal);
  const own = items.find(({ ref, id }) => ref === version || id === version);
  const published = own ? Date.parse(own.createdAt) : baseTime(base);
  const newer = items.filter((item) => item !== own && Date.parse(item.createdAt) > published).length;
  return { base: version, baseExists: own !== undefined, newer };
}
