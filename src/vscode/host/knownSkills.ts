import type { KnownSkill } from '../../core/publish/folderState.ts';
import type { RemoteSkill, RemoteVersion } from '../../core/registry/model.ts';
import { Emitter } from '../../core/text/emitter.ts';
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
  /** Connections whose service has no route for the files of versions. */
  readonly #withoutFiles = new Set<string>();
  readonly #changed = new Emitter<void>();
  /** Something became known. */
  readonly onDidChange = this.#changed.event;

  /** `connection`: as in `connectionKey`. */
  get(connection: string, skillId: string): KnownSkill | undefined {
    return this.#known.get(skillKey(connection, skillId));
  }

  /** Takes over what a check found out. */
  put(connection: string, skillId: string, known: KnownSkill): void {
    this.#known.set(skillKey(connection, skillId), known);
    this.#changed.fire();
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
    if (news) this.#changed.fire();
  }

  /** Versions as the registry listed them just now; see `VersionNames.sawPage`. */
  sawVersions(...seen: Parameters<VersionNames['sawPage']>): void {
    if (this.versions.sawPage(...seen)) this.#changed.fire();
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

  /** Tells of it once: who asks because of it, and finds the skill gone again, has no news for others. */
  sawGone(connection: string, skillId: string): void {
    const wasGone = this.get(connection, skillId)?.exists === false;
    this.#known.set(skillKey(connection, skillId), {
      latest: undefined,
      exists: false,
      updatedAt: '',
      seenAt: new Date().toISOString(),
    });
    if (!wasGone) this.#changed.fire();
  }

  /** A version was deleted: of the skill nothing else is known until it is seen again. */
  sawVersionGone(connection: string, skillId: string, ref: string): void {
    this.versions.sawGone(connection, skillId, ref);
    this.#deleted.add(`${skillKey(connection, skillId)}\n${ref}`);
    this.#known.delete(skillKey(connection, skillId));
    this.#changed.fire();
  }

  /** The service was asked for the files of a version: whether it has a route for that. */
  sawFiles(connection: string, has: boolean): void {
    if (has !== this.#withoutFiles.has(connection)) return;
    if (has) this.#withoutFiles.delete(connection);
    else this.#withoutFiles.add(connection);
    this.#changed.fire();
  }

  /** True once the service said that it does not hand out the files of versions. */
  hasNoFiles(connection: string): boolean {
    return this.#withoutFiles.has(connection);
  }

  /** True when the version was deleted in this window. */
  isDeleted(connection: string, skillId: string, ref: string): boolean {
    return this.#deleted.has(`${skillKey(connection, skillId)}\n${ref}`);
  }
}

function skillKey(connection: string, skillId: string): string {
  return `${connection}\n${skillId}`;
}
