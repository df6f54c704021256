import { isGone } from '../registry/errors.ts';
import type { RemoteSkill, RemoteVersion } from '../registry/model.ts';
import type { Registry } from '../registry/registry.ts';
import { baseTime, type CheckedBase, type KnownSkill } from './folderState.ts';
import { listAllVersions } from './remote.ts';

/** A skill and the version a folder is based on. */
interface Base {
  readonly skillId: string;
  readonly version: string;
  /** When the ledger says that it was published, ISO 8601: what counts once the version itself is gone. */
  readonly time: string;
}

/** Skills that are asked for one by one for each page that may be listed instead. */
const skillsPerPage = 5;
/** Versions that are asked for at first: all that most skills have, and little to send for those that are up to date. */
const firstVersions = 100;

/**
 * Asks the registry how the skills stand: few lists for all of them, and one request for each that these do not show to
 * be up to date, unless it has more versions than a page. Keys of the result are skill ids. Rejects with `RegistryError`.
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
    const standing = await checkBase(registry, base, listed.get(base.skillId), signal).catch((error: unknown) => {
      if (isGone(error)) return { latest: undefined, exists: false, updatedAt: '' };
      throw error;
    });
    found.set(base.skillId, { ...standing, seenAt: now().toISOString() });
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

type Standing = Omit<KnownSkill, 'seenAt'>;

/** `listed`: the skill as a list had it. Versions on one page tell all of a skill; of more, the skill itself is asked. */
async function checkBase(
  registry: Registry,
  base: Base,
  listed: RemoteSkill | undefined,
  signal: AbortSignal | undefined,
): Promise<Standing> {
  const { skillId, version } = base;
  const upToDate = { base: version, baseExists: true, newer: 0 };
  if (listed?.latestVersion === version) return standingOf(listed, upToDate);
  const first = await registry.listVersions(skillId, { limit: firstVersions, signal });
  // What could not be understood may be the latest.
  const isWhole = first.nextPage === undefined && first.unreadable === 0;
  const skill = listed ?? (isWhole ? undefined : await registry.retrieveSkill(skillId, { signal }));
  if (skill?.latestVersion === version) return standingOf(skill, upToDate);
  const { items } = await listAllVersions(registry, skillId, signal, first);
  const [newest] = items;
  return standingOf(
    skill ?? { latestVersion: newest?.ref, updatedAt: newest?.createdAt ?? '' },
    placeAmong(items, base),
  );
}

function standingOf(skill: Pick<RemoteSkill, 'latestVersion' | 'updatedAt'>, checked: CheckedBase): Standing {
  return { latest: skill.latestVersion, exists: true, updatedAt: skill.updatedAt, checked };
}

/** `versions`: all of the skill, newest first. */
function placeAmong(versions: readonly RemoteVersion[], base: Base): CheckedBase {
  const { version } = base;
  const place = versions.findIndex(({ ref, id }) => ref === version || id === version);
  const newer = place < 0 ? versions.filter(({ createdAt }) => Date.parse(createdAt) > baseTime(base)).length : place;
  return { base: version, baseExists: place >= 0, newer };
}
