import type { Page, RemoteVersion } from '../../core/registry/model.ts';
import { versionName } from './labels.ts';

type Version = Pick<RemoteVersion, 'ref' | 'createdAt'>;

interface Listed {
  /** As far as they were listed. */
  readonly versions: readonly Version[];
  /** Cursor of the page that comes next; `undefined`: every version that exists is in `versions`. */
  readonly nextPage: string | undefined;
  /** Some of the answers could not be understood, so nothing is known of places. */
  readonly unreadable: boolean;
}

/**
 * What people call the versions of published skills, from what passed by: `v3` where the whole list of a skill is
 * known, else when the version was published. Asks for nothing. Places are not stored, for after a delete later ones
 * move up. `connection` is always as in `connectionKey`.
 */
export class VersionNames {
  readonly #lists = new Map<string, Listed>();
  readonly #times = new Map<string, string>();

  /**
   * True when the places of all versions became known by it.
   *
   * @param page Cursor that was asked for; `undefined`: the first page.
   */
  sawPage(connection: string, skillId: string, answer: Page<RemoteVersion>, page: string | undefined): boolean {
    for (const version of answer.items) this.sawVersion(connection, version);
    const key = listKey(connection, skillId);
    const before = page === undefined ? none : this.#lists.get(key);
    // A page out of order says nothing of places.
    if (!before || before.nextPage !== page) return false;
    const wasKnown = this.#isComplete(key);
    const known = new Set(before.versions.map(({ ref }) => ref));
    this.#lists.set(key, {
      versions: [...before.versions, ...answer.items.filter(({ ref }) => !known.has(ref))],
      nextPage: answer.nextPage,
      unreadable: before.unreadable || answer.unreadable > 0,
    });
    return !wasKnown && this.#isComplete(key);
  }

  sawVersion(connection: string, { ref, createdAt }: Version): void {
    this.#times.set(listKey(connection, ref), createdAt);
  }

  /** A version that was just published. */
  sawNew(connection: string, skillId: string, version: Version): void {
    this.sawVersion(connection, version);
    this.#change(connection, skillId, (versions) =>
      versions.some(({ ref }) => ref === version.ref) ? versions : [version, ...versions],
    );
  }

  /** The latest one of a skill: where it is not among those that are known, the list is an old one. */
  sawLatest(connection: string, skillId: string, latest: string | undefined): void {
    const key = listKey(connection, skillId);
    const newest = byTimeDown(this.#lists.get(key)?.versions ?? [])[0];
    if (newest?.ref !== latest) this.#lists.delete(key);
  }

  sawGone(connection: string, skillId: string, gone: string): void {
    this.#change(connection, skillId, (versions) => versions.filter(({ ref }) => ref !== gone));
  }

  /** Place among the versions that exist, oldest = 1; `undefined` unless the whole list is known. */
  ordinalOf(connection: string, skillId: string, ref: string): number | undefined {
    const key = listKey(connection, skillId);
    const listed = this.#lists.get(key);
    if (!listed || !this.#isComplete(key)) return undefined;
    const index = byTimeDown(listed.versions).findIndex((version) => version.ref === ref);
    return index < 0 ? undefined : listed.versions.length - index;
  }

  /** `v3`, else local date and time; of a version that nothing is known of, a shortened id. */
  nameOf(connection: string, skillId: string, ref: string): string {
    const createdAt = this.#times.get(listKey(connection, ref)) ?? '';
    return versionName({ ref, createdAt }, this.ordinalOf(connection, skillId, ref));
  }

  #isComplete(key: string): boolean {
    const listed = this.#lists.get(key);
    return listed !== undefined && listed.nextPage === undefined && !listed.unreadable;
  }

  #change(connection: string, skillId: string, change: (versions: readonly Version[]) => readonly Version[]): void {
    const key = listKey(connection, skillId);
    const listed = this.#lists.get(key);
    if (listed) this.#lists.set(key, { ...listed, versions: change(listed.versions) });
  }
}

const none: Listed = { versions: [], nextPage: undefined, unreadable: false };

function listKey(connection: string, id: string): string {
  return `${connection}\n${id}`;
}

/** By the server's time only: one dialect lists the oldest first (`skills-api.md` 3). Equal times keep its order. */
function byTimeDown(versions: readonly Version[]): readonly Version[] {
  return versions.toSorted((a, b) => (a.createdAt < b.createdAt ? 1 : a.createdAt > b.createdAt ? -1 : 0));
}
