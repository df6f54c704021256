import { RegistryError } from '../registry/errors.ts';
import type { RemoteSkill } from '../registry/model.ts';
import type { Registry } from '../registry/registry.ts';
import { toSkillName } from '../skill/skillName.ts';
import type { LockedSkill } from './claudeLock.ts';
import type { LedgerEntry } from './ledger.ts';
import { formatIndex, refreshIndex, type IndexedSkill, type SkillIndexFile } from './skillIndex.ts';

/** What the user chose instead of what was found. */
export type TargetChoice = 'new' | { readonly skillId: string };

/** A skill that has the name of the one that is published. */
interface SameNamedSkill {
  readonly skillId: string;
  readonly label: string | undefined;
  /** ISO 8601. */
  readonly updatedAt: string;
}

/** The skill a publish goes to. */
export interface PublishTarget {
  readonly kind: 'newSkill' | 'newVersion';
  /** How it was found: `name` needs the user's word, the others do not. */
  readonly source: 'ledger' | 'claudeLock' | 'name' | 'chosen' | 'none';
  readonly skillId?: string | undefined;
  readonly label?: string | undefined;
  /** The latest version when the plan was made; `undefined` when the skill has none. */
  readonly latestVersion?: string | undefined;
  readonly latestTime?: string | undefined;
  /** The immutable name, where it is known. */
  readonly publishedName?: string | undefined;
  /** Other skills of the same name. */
  readonly sameName: readonly SameNamedSkill[];
  /** True when the service has more own skills than were looked through for the name: one of it may exist. */
  readonly unlisted?: boolean | undefined;
  /** A skill the ledger or the lock file names and that no longer exists. */
  readonly gone?: string | undefined;
  /** True when the skill that was chosen does not exist: nothing else is taken in its place. */
  readonly missing?: boolean | undefined;
  /** True when the version the ledger names was deleted there. */
  readonly lastGone?: boolean | undefined;
  /** Not `custom`: it cannot be written. */
  readonly readOnly?: string | undefined;
}

interface TargetFacts {
  readonly name: string | undefined;
  readonly entry: LedgerEntry | undefined;
  readonly locked: LockedSkill | undefined;
  readonly choice: TargetChoice | undefined;
  /** What is known of the own skills between two runs; left out: nothing. */
  readonly index?: SkillIndexFile | undefined;
}

/** Skills without a label whose versions are looked at for their name: more would be a request each. */
const maxNameLookUps = 10;

/**
 * Finds out where a publish goes: the user's choice, the ledger, the neighbor's lock file, a skill of the same name,
 * else a new one. Reads only.
 */
export async function findTarget(registry: Registry, facts: TargetFacts, signal?: AbortSignal): Promise<PublishTarget> {
  const { name, entry, locked, choice } = facts;
  const known =
    typeof choice === 'object'
      ? choice.skillId
      : choice === undefined
        ? (entry?.skillId ?? locked?.skillId)
        : undefined;
  let gone: string | undefined;
  if (known !== undefined) {
    const skill = await orNotFound(registry.retrieveSkill(known, { signal }));
    const source = typeof choice === 'object' ? 'chosen' : entry ? 'ledger' : 'claudeLock';
    if (skill) {
      const own = entry?.skillId === known ? entry : undefined;
      return {
        ...(await versionOf(registry, skill, source, own?.name, signal)),
        ...(own && (await isVersionGone(registry, skill, own.version, signal)) ? { lastGone: true } : {}),
      };
    }
    if (source === 'chosen') return { kind: 'newVersion', source, skillId: known, sameName: [], missing: true };
    gone = known;
  }
  const { same, all } = name === undefined ? noSkills : await findByName(registry, name, facts.index, signal);
  const [first] = same;
  const sameName = same.map(({ id, label, updatedAt }): SameNamedSkill => ({ skillId: id, label, updatedAt }));
  if (choice === 'new') return { kind: 'newSkill', source: 'chosen', sameName, gone };
  if (!first) return { kind: 'newSkill', source: 'none', sameName, gone, ...(all ? {} : { unlisted: true }) };
  return { ...(await versionOf(registry, first, 'name', name, signal)), sameName, gone };
}

async function versionOf(
  registry: Registry,
  skill: RemoteSkill,
  source: PublishTarget['source'],
  name: string | undefined,
  signal?: AbortSignal,
): Promise<PublishTarget> {
  const latest =
    skill.latestVersion === undefined
      ? undefined
      : await registry.retrieveVersion(skill.id, skill.latestVersion, { signal });
  return {
    kind: 'newVersion',
    source,
    skillId: skill.id,
    label: skill.label,
    latestVersion: skill.latestVersion,
    latestTime: latest?.createdAt,
    publishedName: latest?.name ?? name,
    sameName: [],
    readOnly: skill.source === 'custom' ? undefined : skill.source,
  };
}

/**
 * Whether a version that is not the latest anymore is there at all. Refs of the other dialect cannot be looked for, so
 * nothing is said of them.
 */
async function isVersionGone(
  registry: Registry,
  { id, latestVersion }: RemoteSkill,
  version: string,
  signal?: AbortSignal,
): Promise<boolean> {
  if (latestVersion === undefined || latestVersion === version || isNumber(latestVersion) !== isNumber(version))
    return false;
  return (await orNotFound(registry.retrieveVersion(id, version, { signal }))) === undefined;
}

function isNumber(ref: string): boolean {
  return /^\d+$/.test(ref);
}

async function orNotFound<T>(answer: Promise<T>): Promise<T | undefined> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof RegistryError && error.kind === 'notFound') return undefined;
    throw error;
  }
}

interface SkillsByName {
  readonly same: readonly RemoteSkill[];
  /** True when no other own skill can have the name. */
  readonly all: boolean;
}

const noSkills: SkillsByName = { same: [], all: true };

/**
 * Own skills of this name. Lists know labels only, so those decide whose version is looked at, once: a name never
 * changes.
 */
async function findByName(
  registry: Registry,
  name: string,
  index: SkillIndexFile | undefined,
  signal?: AbortSignal,
): Promise<SkillsByName> {
  const { skills, complete, seen } = await refreshIndex(registry, index, signal);
  const may = (test: (label: string) => boolean): IndexedSkill[] =>
    skills.filter((skill) => (skill.name === undefined ? test(skill.label ?? '') : skill.name === name));
  const candidates = new Set([
    ...may((label) => label !== '' && toSkillName(label) === name),
    ...may((label) => label === ''),
  ]);
  const learned = new Map<string, string | undefined>();
  const same: RemoteSkill[] = [];
  for (const { id, name: known } of [...candidates].slice(0, maxNameLookUps)) {
    const skill = seen.get(id) ?? (await orNotFound(registry.retrieveSkill(id, { signal })));
    if (skill?.latestVersion === undefined) {
      learned.set(id, undefined);
      continue;
    }
    const found = known ?? (await registry.retrieveVersion(id, skill.latestVersion, { signal })).name;
    learned.set(id, found);
    if (found === name) same.push(skill);
  }
  const kept = skills.flatMap((skill): IndexedSkill[] => {
    const found = learned.get(skill.id);
    if (!learned.has(skill.id)) return [skill];
    return found === undefined && !seen.has(skill.id) ? [] : [{ ...skill, name: found }];
  });
  await index?.write(formatIndex({ skills: kept, complete }));
  return { same, all: complete && candidates.size <= maxNameLookUps };
}
