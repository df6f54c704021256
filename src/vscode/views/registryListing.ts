import type { Page, RemoteSkill, RemoteVersion } from '../../core/registry/model.ts';
import { collectPages } from '../../core/registry/paging.ts';
import type { Registry } from '../../core/registry/registry.ts';

type ServerSource = 'custom' | 'anthropic';

/** The sources that the service itself can filter by (`skills-api.md` 3). */
export function toServerSource(source: string | undefined): ServerSource | undefined {
  return source === 'custom' || source === 'anthropic' ? source : undefined;
}

/** Skills asked for at a time. */
export const skillsPageSize = 100;
/** Versions asked for at a time. */
export const versionsPageSize = 50;
/** Where everything is wanted; the client takes what the dialect allows. */
const wholePageSize = 1000;

export interface Listed<T> {
  readonly items: readonly T[];
  readonly nextPage: string | undefined;
  readonly unreadable: number;
  /** True when the service had more than is ever listed (`reliability.md` N5). */
  readonly cut?: boolean;
}

/**
 * What was listed so far of one registry: the skills page by page and the versions of the skills that were opened. Each
 * page is asked for once, also when several ask at the same time; a repeated cursor ends a list (`reliability.md` N5).
 */
export class RegistryListing {
  readonly #registry: Registry;
  readonly #source: ServerSource | undefined;
  readonly #versions = new Map<string, PagedList<RemoteVersion>>();
  readonly #skills: PagedList<RemoteSkill>;
  /** What was written or deleted since this listing began, in order: a page that was asked for before does not know it. */
  readonly #changes: ((skills: readonly RemoteSkill[]) => readonly RemoteSkill[])[] = [];

  /** With `source` only skills of that source are listed. */
  constructor(registry: Registry, source?: ServerSource) {
    this.#registry = registry;
    this.#source = source;
    this.#skills = new PagedList({
      first: () => this.#page(undefined, skillsPageSize),
      next: (cursor) => this.#page(cursor, skillsPageSize),
      idOf: (skill) => skill.id,
    });
  }

  /** The skills listed so far; `undefined` before the first page. */
  get skills(): Listed<RemoteSkill> | undefined {
    return this.#skills.listed;
  }

  /** The versions of a skill listed so far; `undefined` before its first page. */
  versions(skillId: string): Listed<RemoteVersion> | undefined {
    return this.#versions.get(skillId)?.listed;
  }

  loadSkills(): Promise<Listed<RemoteSkill>> {
    return this.#replaying(() => this.#skills.load());
  }

  loadMoreSkills(): Promise<void> {
    return this.#replaying(() => this.#skills.loadMore());
  }

  /** Every skill there is, up to 10,000, in few large pages. Begins anew, for cursors belong to one page size. */
  loadAllSkills(): Promise<Listed<RemoteSkill>> {
    return this.#replaying(() => this.#loadAllSkills());
  }

  async #loadAllSkills(): Promise<Listed<RemoteSkill>> {
    const known = this.#skills.listed;
    if (known && known.nextPage === undefined) return known;
    let unreadable = 0;
    const { items, cut } = await collectPages(async (cursor) => {
      const page = await this.#page(cursor, wholePageSize);
      unreadable += page.unreadable;
      return page;
    });
    const unique = [...new Map(items.map((skill) => [skill.id, skill])).values()];
    const listed = { items: unique, nextPage: undefined, unreadable, cut };
    this.#skills.listed = listed;
    return listed;
  }

  loadVersions(skillId: string): Promise<Listed<RemoteVersion>> {
    return this.#versionsOf(skillId).load();
  }

  loadMoreVersions(skillId: string): Promise<void> {
    return this.#versionsOf(skillId).loadMore();
  }

  /** Puts a skill that was just written in front and forgets its versions, without listing again. */
  put(skill: RemoteSkill): void {
    this.#versions.delete(skill.id);
    this.#changeSkills((items) =>
      items.some(({ id }) => id === skill.id)
        ? items.map((other) => (other.id === skill.id ? skill : other))
        : [skill, ...items],
    );
  }

  /** Takes a deleted skill out. */
  remove(skillId: string): void {
    this.#versions.delete(skillId);
    this.#changeSkills((items) => items.filter((skill) => skill.id !== skillId));
  }

  #changeSkills(change: (items: readonly RemoteSkill[]) => readonly RemoteSkill[]): void {
    this.#changes.push(change);
    this.#apply([change]);
  }

  /** What changed while it loaded is so afterward too. Gives the list as it is then, where the load gives one. */
  async #replaying<T>(load: () => Promise<T>): Promise<T> {
    const from = this.#changes.length;
    const loaded = await load();
    const changes = this.#changes.slice(from);
    if (changes.length === 0) return loaded;
    const before = this.#skills.listed;
    this.#apply(changes);
    return loaded === before ? (this.#skills.listed as T) : loaded;
  }

  #apply(changes: readonly ((skills: readonly RemoteSkill[]) => readonly RemoteSkill[])[]): void {
    const { listed } = this.#skills;
    if (listed)
      this.#skills.listed = { ...listed, items: changes.reduce((items, change) => change(items), listed.items) };
  }

  #versionsOf(skillId: string): PagedList<RemoteVersion> {
    const known = this.#versions.get(skillId);
    if (known) return known;
    const list = new PagedList<RemoteVersion>({
      first: () => this.#firstVersions(skillId),
      next: (page) => this.#registry.listVersions(skillId, { limit: versionsPageSize, page }),
      idOf: (version) => version.ref,
      sort: newestFirst,
    });
    this.#versions.set(skillId, list);
    return list;
  }

  /** Beta lists the oldest version first, so its newest are known only after the last page (`skills-api.md` 3). */
  async #firstVersions(skillId: string): Promise<Listed<RemoteVersion>> {
    const list = (page: string | undefined, limit: number): Promise<Page<RemoteVersion>> =>
      this.#registry.listVersions(skillId, { limit, page });
    if (this.#registry.dialect !== 'skills-2025-10-02') return list(undefined, versionsPageSize);
    const { items, cut } = await collectPages((page) => list(page, 100));
    return { items, nextPage: undefined, unreadable: 0, cut };
  }

  #page(page: string | undefined, limit: number): Promise<Page<RemoteSkill>> {
    return this.#registry.listSkills({ limit, page, source: this.#source });
  }
}

interface PagedListPorts<T> {
  readonly first: () => Promise<Listed<T>>;
  readonly next: (cursor: string) => Promise<Page<T>>;
  readonly idOf: (item: T) => string;
  readonly sort?: (items: readonly T[]) => readonly T[];
}

/** One list with its own cursors. Whoever asks while a page is under way waits for that page. */
class PagedList<T> {
  /** `undefined` before the first page. */
  listed: Listed<T> | undefined;
  readonly #ports: PagedListPorts<T>;
  readonly #cursors = new Set<string>();
  #loading: Promise<Listed<T>> | undefined;
  #loadingMore: Promise<void> | undefined;

  constructor(ports: PagedListPorts<T>) {
    this.#ports = ports;
  }

  async load(): Promise<Listed<T>> {
    if (this.listed) return this.listed;
    this.#loading ??= this.#first().finally(() => {
      this.#loading = undefined;
    });
    return this.#loading;
  }

  async loadMore(): Promise<void> {
    this.#loadingMore ??= this.#next().finally(() => {
      this.#loadingMore = undefined;
    });
    return this.#loadingMore;
  }

  async #first(): Promise<Listed<T>> {
    const first = await this.#ports.first();
    this.listed = { ...first, items: this.#sorted(first.items) };
    return this.listed;
  }

  async #next(): Promise<void> {
    const { nextPage } = await this.load();
    if (nextPage === undefined) return;
    const page = await this.#ports.next(nextPage);
    // What was written or deleted meanwhile is in the list as it is now.
    const known = await this.load();
    if (known.nextPage !== nextPage) return;
    const ids = new Set(known.items.map(this.#ports.idOf));
    const items = this.#sorted([...known.items, ...page.items.filter((item) => !ids.has(this.#ports.idOf(item)))]);
    const repeated = page.nextPage !== undefined && (page.nextPage === nextPage || this.#cursors.has(page.nextPage));
    if (page.nextPage !== undefined) this.#cursors.add(page.nextPage);
    this.listed = {
      items,
      nextPage: repeated ? undefined : page.nextPage,
      unreadable: known.unreadable + page.unreadable,
    };
  }

  #sorted(items: readonly T[]): readonly T[] {
    return this.#ports.sort?.(items) ?? items;
  }
}

/** By the server's time only; equal times keep the server's order. */
function newestFirst(versions: readonly RemoteVersion[]): readonly RemoteVersion[] {
  return [...versions].sort((a, b) => (a.createdAt < b.createdAt ? 1 : a.createdAt > b.createdAt ? -1 : 0));
}
