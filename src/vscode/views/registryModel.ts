import type { Connection } from '../host/connection.ts';
import type { EntryNode, NoticeNode, RegistryNode, SkillNode, VersionNode } from '../host/registryNode.ts';
import { isGone } from '../../core/registry/errors.ts';
import type { KnownSkill } from '../../core/publish/folderState.ts';
import type { RemoteSkill, RemoteVersion } from '../../core/registry/model.ts';
import type { Registry } from '../../core/registry/registry.ts';
import { applyFilter, showAll, type RegistryFilter } from './registryFilter.ts';
import { RegistryListing, skillsPageSize, toServerSource, versionsPageSize, type Listed } from './registryListing.ts';
import { entryRows, skillRows, versionRows } from './registryChildren.ts';
import { failureText, mendingAction } from './registryNotice.ts';

interface RegistryModelPorts {
  readonly registry: (connection: Connection) => Promise<Registry>;
  /** Files of a version; rejects when it cannot be read. */
  readonly files: (
    connection: Connection,
    skillId: string,
    ref: string,
  ) => Promise<readonly { readonly path: string }[]>;
  /** A slug that is known without the service, from the workspace. */
  readonly knownName?: (skillId: string) => string | undefined;
  /** Told about every failure that became a row. */
  readonly onFailure: (error: unknown) => void;
}

/** Pages that one step may ask for while nothing of them matches the filter. */
const maxPagesPerStep = 10;

/**
 * What the registry view shows, as data: the rows of one connection, listed lazily. A failed refresh keeps the rows
 * that were there, with a row that says so; an answer that arrives after the connection changed is dropped.
 */
export class RegistryModel {
  readonly #ports: RegistryModelPorts;
  #connection: Connection | undefined;
  #listing: RegistryListing | undefined;
  /** The one that is under way, and is told too what is written and deleted meanwhile. */
  #next: RegistryListing | undefined;
  /** The listing before the last refresh: what it knew stays shown where the new one cannot be had. */
  #before: RegistryListing | undefined;
  #filter: RegistryFilter = showAll;
  #shown = skillsPageSize;
  readonly #shownVersions = new Map<string, number>();
  readonly #names = new Map<string, string>();
  #failure: unknown;
  #loadedAt: Date | undefined;
  #generation = 0;
  /** The listing that is under way: whoever asks meanwhile waits for the same one. */
  #listingNow: Promise<boolean> | undefined;
  /** A listing of everything that is under way: whoever types on waits for the same one. */
  #gathering: Promise<boolean> | undefined;

  constructor(ports: RegistryModelPorts) {
    this.#ports = ports;
  }

  get connection(): Connection | undefined {
    return this.#connection;
  }

  get filter(): RegistryFilter {
    return this.#filter;
  }

  /** What the rows are missing; `undefined` while they are as of the last answer. */
  get failure(): unknown {
    return this.#failure;
  }

  /** When the rows were listed; `undefined` before the first answer. */
  get loadedAt(): Date | undefined {
    return this.#loadedAt;
  }

  get listed(): Listed<RemoteSkill> | undefined {
    return this.#listing?.skills;
  }

  /** Skills that match the filter, of those listed so far. */
  get matching(): readonly RemoteSkill[] {
    return this.#matchingOf(this.listed?.items ?? []);
  }

  /** The words of the service for where a listed skill comes from. */
  get sources(): readonly string[] {
    return [...new Set(['custom', 'anthropic', ...(this.listed?.items.map(({ source }) => source) ?? [])])];
  }

  /** The slug, once a version of the skill was listed or where the workspace knows it. */
  nameOf(skillId: string): string | undefined {
    return this.#names.get(skillId) ?? this.#ports.knownName?.(skillId);
  }

  /** For example `12` or `50+`; `undefined` while the versions were not listed. */
  versionCount(skillId: string): string | undefined {
    const listed = this.#listing?.versions(skillId);
    return listed && `${listed.items.length}${listed.nextPage === undefined && listed.cut !== true ? '' : '+'}`;
  }

  /** Forgets every row; the next `load` lists anew. */
  start(connection: Connection | undefined): void {
    this.#generation += 1;
    if (connection?.id !== this.#connection?.id) this.#filter = { ...showAll, sort: this.#filter.sort };
    this.#connection = connection;
    this.#listing = undefined;
    this.#listingNow = undefined;
    this.#next = undefined;
    this.#before = undefined;
    this.#failure = undefined;
    this.#loadedAt = undefined;
    this.#shown = skillsPageSize;
    this.#shownVersions.clear();
    this.#names.clear();
  }

  /**
   * Lists the first page unless that was done. False when another start, refresh or filter overtook it. Rejects when it
   * fails.
   */
  async load(): Promise<boolean> {
    return this.#listing ? true : (this.#listingNow ?? this.#relist());
  }

  /** Lists again what is shown. On failure the rows stay and `failure` says why; rejects only when there are none. */
  async refresh(): Promise<boolean> {
    if (!this.#listing) return this.#relist();
    try {
      return await this.#relist();
    } catch (error) {
      this.#failure = error;
      this.#ports.onFailure(error);
      return true;
    }
  }

  /**
   * Changes what is shown and in what order. Words are searched in all skills, so the rest is listed first; a failure
   * of that is a row.
   */
  async setFilter(filter: RegistryFilter): Promise<boolean> {
    const relist = toServerSource(filter.source) !== toServerSource(this.#filter.source);
    this.#filter = filter;
    this.#shown = skillsPageSize;
    if (!this.#listing) return true;
    if (relist) return this.refresh();
    if (!this.#wantsAll() || this.listed?.nextPage === undefined) return true;
    this.#gathering ??= this.refresh().finally(() => {
      this.#gathering = undefined;
    });
    return this.#gathering;
  }

  /** Shows the next rows of the skills, or of one skill's versions. */
  async showMore(skill: RemoteSkill | undefined): Promise<void> {
    const listing = this.#listing;
    if (!listing) return;
    if (skill) {
      const shown = this.#versionsShown(skill.id) + versionsPageSize;
      const listed = await listing.loadVersions(skill.id);
      if (listed.items.length < shown) await listing.loadMoreVersions(skill.id);
      this.#shownVersions.set(skill.id, shown);
    } else {
      const shown = this.#shown + skillsPageSize;
      await this.#fill(listing, shown);
      this.#shown = shown;
    }
  }

  rows(): RegistryNode[] {
    const connection = this.#connection;
    if (!connection || !this.listed) return [];
    const matching = this.matching;
    const connectionId = connection.id;
    const rows: RegistryNode[] = this.#failure === undefined ? [] : [this.notice(this.#failure)];
    return [...rows, ...skillRows(connectionId, { items: matching, nextPage: this.listed.nextPage }, this.#shown)];
  }

  /** Rows below a row. What cannot be listed is a row too, beside those known from before. */
  async children(node: RegistryNode): Promise<RegistryNode[]> {
    while (node.connectionId === this.#connection?.id) {
      const generation = this.#generation;
      const children =
        node.kind === 'skill'
          ? await this.#versions(node)
          : node.kind === 'version' || node.kind === 'folder'
            ? await this.#entries(node)
            : [];
      if (generation === this.#generation) return children;
    }
    return [];
  }

  /** Puts in a skill that was just written. */
  put(skill: RemoteSkill): void {
    this.#listing?.put(skill);
    this.#next?.put(skill);
  }

  /** Takes over what became known elsewhere of the skills that are listed. True when that changed something. */
  agree(knownOf: (skillId: string) => KnownSkill | undefined): boolean {
    let changed = false;
    for (const skill of this.listed?.items ?? []) {
      const known = knownOf(skill.id);
      if (!known || (known.exists && known.latest === skill.latestVersion)) continue;
      // What is known of may be an earlier change than the one that was listed.
      const updatedAt = known.updatedAt > skill.updatedAt ? known.updatedAt : skill.updatedAt;
      if (known.exists) this.put({ ...skill, latestVersion: known.latest, updatedAt });
      else this.remove(skill.id);
      changed = true;
    }
    return changed;
  }

  /** Takes out a skill that was deleted. */
  remove(skillId: string): void {
    this.#listing?.remove(skillId);
    this.#next?.remove(skillId);
    this.#before?.remove(skillId);
  }

  /** Makes a skill one of the rows: lets go of a filter that hides it, and shows as many rows as it takes. */
  async uncover(skill: RemoteSkill): Promise<void> {
    const place = (): number => this.matching.findIndex(({ id }) => id === skill.id);
    if (place() < 0) {
      await this.setFilter({ ...showAll, sort: this.#filter.sort });
      this.put(skill);
    }
    this.#shown = Math.max(this.#shown, place() + 1);
  }

  /**
   * Asks for a skill below which something could not be shown, so that what was deleted meanwhile goes away. False when
   * nothing was learned.
   */
  async recheck(skillId: string): Promise<boolean> {
    const [connection, generation] = [this.#connection, this.#generation];
    if (!connection) return false;
    try {
      const skill = await (await this.#ports.registry(connection)).retrieveSkill(skillId);
      if (generation === this.#generation) this.put(skill);
      return true;
    } catch (error) {
      if (isGone(error) && generation === this.#generation) this.remove(skillId);
      else this.#ports.onFailure(error);
      return isGone(error);
    }
  }

  /** False when it was overtaken, also by failing: then nobody waits for it anymore. */
  async #relist(): Promise<boolean> {
    const connection = this.#connection;
    if (!connection) return false;
    const running = this.#list(connection, ++this.#generation);
    this.#listingNow = running;
    try {
      return await running;
    } finally {
      if (this.#listingNow === running) this.#listingNow = undefined;
    }
  }

  async #list(connection: Connection, generation: number): Promise<boolean> {
    let listing: RegistryListing;
    try {
      const registry = await this.#ports.registry(connection);
      if (generation !== this.#generation) return false;
      listing = new RegistryListing(registry, toServerSource(this.#filter.source));
      this.#next = listing;
      await (this.#wantsAll() ? listing.loadAllSkills() : this.#fill(listing, this.#shown));
    } catch (error) {
      if (generation !== this.#generation) return false;
      throw error;
    }
    if (generation !== this.#generation) return false;
    this.#next = undefined;
    this.#before = this.#listing;
    this.#listing = listing;
    this.#failure = undefined;
    this.#loadedAt = new Date();
    return true;
  }

  /** Lists until `count` skills match, or a few pages brought nothing. */
  async #fill(listing: RegistryListing, count: number): Promise<void> {
    let listed = await listing.loadSkills();
    for (let page = 0; page < maxPagesPerStep && listed.nextPage !== undefined; page += 1) {
      if (this.#matchingOf(listed.items).length >= count) return;
      await listing.loadMoreSkills();
      listed = await listing.loadSkills();
    }
  }

  async #versions(node: SkillNode): Promise<RegistryNode[]> {
    const { skill } = node;
    try {
      await this.load();
      const listed = await this.#listing?.loadVersions(skill.id);
      if (!listed) return [];
      this.#learnName(skill, listed.items);
      return versionRows(node, listed, this.#versionsShown(skill.id));
    } catch (error) {
      this.#ports.onFailure(error);
      const old = this.#before?.versions(skill.id);
      return [
        this.notice(error, skill),
        ...(old ? versionRows(node, { ...old, nextPage: undefined }, this.#versionsShown(skill.id)) : []),
      ];
    }
  }

  async #entries(node: VersionNode | EntryNode): Promise<RegistryNode[]> {
    const { connectionId, skill, version } = node;
    const connection = this.#connection;
    if (connection?.id !== connectionId) return [];
    try {
      return entryRows(node, await this.#ports.files(connection, skill.id, version.ref));
    } catch (error) {
      this.#ports.onFailure(error);
      return [this.notice(error, skill, version)];
    }
  }

  /** The row that says why something could not be shown. */
  notice(error: unknown, skill?: RemoteSkill, version?: RemoteVersion): NoticeNode {
    const connectionId = this.#connection?.id ?? '';
    return {
      kind: 'notice',
      connectionId,
      skill,
      version,
      text: failureText(error),
      action: mendingAction(error, skill !== undefined),
    };
  }

  #matchingOf(skills: readonly RemoteSkill[]): readonly RemoteSkill[] {
    return applyFilter(skills, this.#filter, (id) => this.nameOf(id));
  }

  #learnName(skill: RemoteSkill, versions: readonly RemoteVersion[]): void {
    const name = versions[0]?.name;
    if (name !== undefined && name !== '') this.#names.set(skill.id, name);
  }

  #versionsShown(skillId: string): number {
    return this.#shownVersions.get(skillId) ?? versionsPageSize;
  }

  /** Words are searched in everything there is, and only all names have an order. */
  #wantsAll(): boolean {
    return this.#filter.text.trim() !== '' || this.#filter.sort === 'name';
  }
}
