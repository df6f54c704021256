import type { KnownSkill } from '../../core/publish/folderState.ts';
import type { RemoteSkill, RemoteVersion } from '../../core/registry/model.ts';
import { VersionNames } from './versionNames.ts';

/** What passed by of published skills, whoever asked for it. Lives as long as the window. */
export class KnownSkills {
  /** What people call their versions. */
  readonly versions = new VersionNames();
  readonly #known = new Map<string, KnownSkill>();
  /**
   * Versions that were deleted in this window. A version never comes back, so this stays true whatever is seen later.
   */
  readonly #deleted = new Set<string>();
  readonly #listeners = new Set<() => void>();

  /** Calls `listener` after something became known. */
  onDidChange(listener: () => void): { dispose(): void } {
    this.#listeners.add(listener);
    return { dispose: () => this.#listeners.delete(listener) };
  }

  /** `connection`: as in `connectionKey`. */
  get(connection: string, skillId: string): KnownSkill | undefined {
    return this.#known.get(skillKey(connection, skillId));
  }

  /** Takes over what a check found out. */
  put(connection: string, skillId: string, known: KnownSkill): void {
    this.#known.set(skillKey(connection, skillId), known);
    this.#fire();
  }

  /** Skills as the registry sent them just now. What a check counted stays while the latest version is the same. */
  saw(connection: string, skills: readonly RemoteSkill[]): void {
    let news = false;
    for (const { id, latestVersion, updatedAt } of skills) {
      const before = this.get(connection, id);
      const same = before?.exists === true && before.latest === latestVersion;
      news ||= !same;
      this.versions.sawLatest(connection, id, latestVersion);
      const checked = same ? before.checked : undefined;
      this.#known.set(skillKey(connection, id), {
        latest: latestVersion,
        exists: true,
        updatedAt,
        seenAt: new Date().toISOString(),
        checked,
      });
    }
    if (news) this.#fire();
  }

  /** A version that was just published is the latest. */
  sawVersion(connection: string, skillId: string, version: RemoteVersion): void {
    const { ref, createdAt } = version;
    this.versions.sawNew(connection, skillId, version);
    this.put(connection, skillId, {
      latest: ref,
      exists: true,
      updatedAt: createdAt,
      seenAt: new Date().toISOString(),
    });
  }

  sawGone(connection: string, skillId: string): void {
    this.put(connection, skillId, {
      latest: undefined,
      exists: false,
      updatedAt: '',
      seenAt: new Date().toISOString(),
    });
  }

  /** A version was deleted: of the skill nothing else is known until it is seen again. */
  sawVersionGone(connection: string, skillId: string, ref: string): void {
    this.versions.sawGone(connection, skillId, ref);
    this.#deleted.add(`${skillKey(connection, skillId)}\n${ref}`);
    this.#known.delete(skillKey(connection, skillId));
    this.#fire();
  }

  /** True when the version was deleted in this window. */
  isDeleted(connection: string, skillId: string, ref: string): boolean {
    return this.#deleted.has(`${skillKey(connection, skillId)}\n${ref}`);
  }

  #fire(): void {
    for (const listener of this.#listeners) listener();
  }
}

function skillKey(connection: string, skillId: string): string {
  return `${connection}\n${skillId}`;
}
