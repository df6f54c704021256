import type { Page, RemoteSkill, RemoteVersion } from '../registry/model.ts';
import { collectPages } from '../registry/paging.ts';
import type { Registry } from '../registry/registry.ts';

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
 * What was listed so far of one registry: the skills page by page and the versions of the skills that were opened. Each page is asked for
 * once; a repeated cursor ends a list (`reliability.md` N5).
 */
export class RegistryListing {
  readonly #registry: Registry;
  readonly #source: 'custom' | 'anthropic' | undefined;
  readonly #versions = new Map<string, Listed<RemoteVersion>>();
  readonly #cursors = new Set<string>();
  #skills: Listed<RemoteSkill> | undefined;

  /** With `source` only skills of that source are listed. */
  constructor(registry: Registry, source?: 'custom' | 'anthropic') {
    this.#registry = registry;
    this.#source = source;
  }

  /** The skills listed so far; `undefined` before the first page. */
  get skills(): Listed<RemoteSkill> | undefined {
    return this.#skills;
  }

  /** The versions of a skill listed so far; `undefined` before its first page. */
  versions(skillId: string): Listed<RemoteVersion> | undefined {
    return this.#versions.get(skillId);
  }

  async loadSkills(signal?: AbortSignal): Promise<Listed<RemoteSkill>> {
    this.#skills ??= await this.#page(undefined, skillsPageSize, signal);
    return this.#skills;
  }

  async loadMoreSkills(signal?: AbortSignal): Promise<void> {
    const known = await this.loadSkills(signal);
    if (known.nextPage === undefined) return;
    const page = await this.#page(known.nextPage, skillsPageSize, signal);
    this.#skills = this.#append(known, page, (skill) => skill.id);
  }

  /** Every skill there is, up to 10,000, in few large pages. Begins anew, for cursors belong to one page size. */
  async loadAllSkills(signal?: AbortSignal): Promise<Listed<RemoteSkill>> {
    if (this.#skills && this.#skills.nextPage === undefined) return this.#skills;
    let unreadable = 0;
    const { items, cut } = await collectPages(async (cursor) => {
      const page = await this.#page(cursor, wholePageSize, signal);
      unreadable += page.unreadable;
      return page;
    });
    const unique = [...new Map(items.map((skill) => [skill.id, skill])).values()];
    this.#skills = { items: unique, nextPage: undefined, unreadable, cut };
    return this.#skills;
  }

  async loadVersions(skillId: string, signal?: AbortSignal): Promise<Listed<RemoteVersion>> {
    const known = this.#versions.get(skillId);
    if (known) return known;
    const listed = await this.#firstVersions(skillId, signal);
    this.#versions.set(skillId, listed);
    return listed;
  }

  async loadMoreVersions(skillId: string, signal?: AbortSignal): Promise<void> {
    const known = await this.loadVersions(skillId, signal);
    if (known.nextPage === undefined) return;
    const page = await this.#registry.listVersions(skillId, { limit: versionsPageSize, page: known.nextPage, signal });
    const appended = this.#append(known, page, (version) => version.ref);
    this.#versions.set(skillId, { ...appended, items: newestFirst(appended.items) });
  }

  /** Puts a skill that was just written in front and forgets its versions, without listing again. */
  put(skill: RemoteSkill): void {
    this.#versions.delete(skill.id);
    if (!this.#skills) return;
    const known = this.#skills.items.some((other) => other.id === skill.id);
    const items = known ? this.#skills.items.map((other) => (other.id === skill.id ? skill : other)) : [skill, ...this.#skills.items];
    this.#skills = { ...this.#skills, items };
  }

  /** Takes a deleted skill out. */
  remove(skillId: string): void {
    this.#versions.delete(skillId);
    if (this.#skills) this.#skills = { ...this.#skills, items: this.#skills.items.filter((skill) => skill.id !== skillId) };
  }

  /** Beta lists the oldest version first, so its newest are known only after the last page (`skills-api.md` 3). */
  async #firstVersions(skillId: string, signal: AbortSignal | undefined): Promise<Listed<RemoteVersion>> {
    const list = (page: string | undefined, limit: number): Promise<Page<RemoteVersion>> => this.#registry.listVersions(skillId, { limit, page, signal });
    if (this.#registry.dialect !== 'skills-2025-10-02') {
      const page = await list(undefined, versionsPageSize);
      return { ...page, items: newestFirst(page.items) };
    }
    const { items, cut } = await collectPages((page) => list(page, 100));
    return { items: newestFirst(items), nextPage: undefined, unreadable: 0, cut };
  }

  #page(page: string | undefined, limit: number, signal: AbortSignal | undefined): Promise<Page<RemoteSkill>> {
    return this.#registry.listSkills({ limit, page, source: this.#source, signal });
  }

  #append<T>(known: Listed<T>, page: Page<T>, idOf: (item: T) => string): Listed<T> {
    const ids = new Set(known.items.map(idOf));
    const items = [...known.items, ...page.items.filter((item) => !ids.has(idOf(item)))];
    const repeated = page.nextPage !== undefined && (page.nextPage === known.nextPage || this.#cursors.has(page.nextPage));
    if (page.nextPage !== undefined) this.#cursors.add(page.nextPage);
    return { items, nextPage: repeated ? undefined : page.nextPage, unreadable: known.unreadable + page.unreadable };
  }
}

/** By the server's time only; equal times keep the server's order. */
function newestFirst(versions: readonly RemoteVersion[]): readonly RemoteVersion[] {
  return [...versions].sort((a, b) => (a.createdAt < b.createdAt ? 1 : a.createdAt > b.createdAt ? -1 : 0));
}
