import { isGone } from '../../core/registry/errors.ts';
import type { RemoteSkill, RemoteVersion } from '../../core/registry/model.ts';
import { collectPages } from '../../core/registry/paging.ts';
import type { Registry } from '../../core/registry/registry.ts';

/** What is known of a published skill. */
export interface PublishedFacts {
  readonly skill: RemoteSkill;
  /** Newest first; as many as were listed. */
  readonly versions: readonly RemoteVersion[];
}

/** Asks for a skill and its versions; `undefined` when the registry does not know it. Rejects with `RegistryError`. */
export async function fetchFacts(registry: Registry, skillId: string): Promise<PublishedFacts | undefined> {
  try {
    const skill = await registry.retrieveSkill(skillId);
    const { items } = await collectPages((page) => registry.listVersions(skillId, { limit: 1000, page }), 5);
    return { skill, versions: items.toSorted((a, b) => (a.createdAt < b.createdAt ? 1 : -1)) };
  } catch (error) {
    if (isGone(error)) return undefined;
    throw error;
  }
}
