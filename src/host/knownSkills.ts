import type { KnownSkill } from '../publish/folderState.ts';
import type { RemoteSkill } from '../registry/model.ts';

/** What passed by of published skills, whoever asked for it. Lives as long as the window. */
export class KnownSkills {
  readonly #known = new Map<string, KnownSkill>();
  readonly #listeners = new Set<() => void>();

  /** Calls `listener` after something became known. */
  onDidChange(listener: () => void): { dispose(): void } {
    this.#listeners.add(listener);
    return { dispose: () => this.#listeners.delete(listener) };
  }

  /** `connection`: as in `connectionKey`. */
  get(connection: string, skillId: string): KnownSkill | undefined {
    return this.#known.get(keyOf(connection, skillId));
  }

  /** Takes over what a check found out. */
  put(connection: string, skillId: string, known: KnownSkill): void {
    this.#known.set(keyOf(connection, skillId), known);
    this.#fire();
  }

  /** Skills as the registry sent them just now. What a check counted stays while the latest version is the same. */
  saw(connection: string, skills: readonly RemoteSkill[]): void {
    let news = false;
    for (const { id, latestVersion, updatedAt } of skills) {
      const before = this.get(connection, id);
      const same = before?.exists === true && before.latest === latestVersion;
      news ||= !same;
      const checked = same ? before.checked : undefined;
      this.#known.set(keyOf(connection, id), { latest: latestVersion, exists: true, updatedAt, seenAt: new Date().toISOString(), checked });
    }
    if (news) this.#fire();
  }

  /** A version that was just published is the latest. */
  sawVersion(connection: string, skillId: string, ref: string, createdAt: string): void {
    this.put(connection, skillId, { latest: ref, exists: true, updatedAt: createdAt, seenAt: new Date().toISOString() });
  }

  sawGone(connection: string, skillId: string): void {
    this.put(connection, skillId, { latest: undefined, exists: false, updatedAt: '', seenAt: new Date().toISOString() });
  }

  /** Nothing is known any more, for example after a version was deleted. */
  forget(connection: string, skillId: string): void {
    if (this.#known.delete(keyOf(connection, skillId))) this.#fire();
  }

  #fire(): void {
    for (const listener of this.#listeners) listener();
  }
}

function keyOf(connection: string, skillId: string): string {
  return `${connection}\n${skillId}`;
}
