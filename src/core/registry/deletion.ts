import { isGone, RegistryError } from './errors.ts';
import type { RemoteVersion } from './model.ts';
import type { Registry } from './registry.ts';

/** What a deletion did. */
export interface DeletionOutcome {
  /** Versions that are gone, as `ref`. */
  readonly deleted: readonly string[];
  /** Versions that were to go and are still there. */
  readonly left: readonly string[];
  /** True when the skill itself is gone. */
  readonly skillDeleted: boolean;
  /** Why it stopped; `undefined` when everything went. */
  readonly error: RegistryError | undefined;
}

export interface DeletionOptions {
  readonly signal?: AbortSignal | undefined;
  /** Called after each deleted version. */
  readonly onDeleted?: ((count: number, total: number) => void) | undefined;
}

/**
 * Deletes a skill with these versions, which must be all it has. In GA the versions go with the skill in one step; in
 * beta they are deleted one by one, oldest first, so that `latest` stays the longest (`skills-api.md` 5). Never throws
 * a `RegistryError`: the outcome says how far it came.
 */
export async function deleteSkillWithVersions(
  registry: Registry,
  skillId: string,
  versions: readonly RemoteVersion[],
  options: DeletionOptions = {},
): Promise<DeletionOutcome> {
  const refs = versions.map(({ ref }) => ref);
  if (registry.dialect === 'skills-2025-10-02') {
    const outcome = await deleteVersions(registry, skillId, versions, options);
    if (outcome.error) return outcome;
  }
  const error = await attempt(
    () => registry.deleteSkill(skillId, { signal: options.signal }),
    () => registry.retrieveSkill(skillId, { signal: options.signal }),
  );
  if (!error) return { deleted: refs, left: [], skillDeleted: true, error: undefined };
  return registry.dialect === 'skills-2025-10-02'
    ? { deleted: refs, left: [], skillDeleted: false, error }
    : { deleted: [], left: refs, skillDeleted: false, error };
}

/** Deletes these versions one by one, oldest first. Never throws a `RegistryError`. */
export async function deleteVersions(
  registry: Registry,
  skillId: string,
  versions: readonly RemoteVersion[],
  options: DeletionOptions = {},
): Promise<DeletionOutcome> {
  const refs = versions.toSorted((a, b) => (a.createdAt < b.createdAt ? -1 : 1)).map(({ ref }) => ref);
  for (const [index, ref] of refs.entries()) {
    const error = await attempt(
      () => registry.deleteVersion(skillId, ref, { signal: options.signal }),
      () => registry.retrieveVersion(skillId, ref, { signal: options.signal }),
    );
    if (error) return { deleted: refs.slice(0, index), left: refs.slice(index), skillDeleted: false, error };
    options.onDeleted?.(index + 1, refs.length);
  }
  return { deleted: refs, left: [], skillDeleted: false, error: undefined };
}

/**
 * `undefined` when it is gone, also when somebody else deleted it first. Not found may also mean that a gateway does
 * not offer to delete, so then it is looked for, and only the service's own words count: a gateway that knows neither
 * route proves nothing.
 */
async function attempt(remove: () => Promise<void>, look: () => Promise<unknown>): Promise<RegistryError | undefined> {
  const error = await failureOf(remove());
  if (error?.kind !== 'notFound') return error;
  return isGone(await failureOf(look())) ? undefined : error;
}

async function failureOf(work: Promise<unknown>): Promise<RegistryError | undefined> {
  try {
    await work;
    return undefined;
  } catch (error) {
    if (!(error instanceof RegistryError)) throw error;
    return error;
  }
}
