import { extractArchive } from '../../src/core/bundle/extract.ts';
import { skillArchive } from '../../src/core/bundle/skillArchive.ts';
import { RegistryError } from '../../src/core/registry/errors.ts';
import type { Dialect, Page, RemoteSkill, RemoteVersion, Upload } from '../../src/core/registry/model.ts';
import type { ListOptions, Registry, UploadOptions } from '../../src/core/registry/registry.ts';

interface StoredVersion extends RemoteVersion {
  readonly bytes: Uint8Array;
  /** Lists that must still be asked before it shows. */
  hiddenFor: number;
}

interface StoredSkill {
  readonly id: string;
  readonly label: string | undefined;
  readonly source: string;
  readonly createdAt: string;
  readonly versions: StoredVersion[];
}

/** What happens to the next create: applied or not, answered or not; `late` shows only after so many lists. */
export type CreateFault = 'ok' | 'lostBefore' | 'lostAfter' | { readonly late: number } | RegistryError;

/** A registry in memory that can lose answers. Counts what it applied. */
export class FakeRegistry implements Registry {
  readonly dialect: Dialect = 'ga';
  readonly skills: StoredSkill[] = [];
  /** Taken from the front by each create; `ok` when empty. */
  readonly creates: CreateFault[] = [];
  /** Taken from the front by each list, retrieve and download; true, or an error, fails it. */
  readonly readFailures: (boolean | RegistryError)[] = [];
  /** Names of the calls so far. */
  readonly calls: string[] = [];
  /** Runs when a create has arrived, before it is applied. */
  onCreate: (() => void) | undefined;
  downloadable = true;
  /** Lists are newest first and cut to their limit, as those of a large registry; cursors count items, so pages shift. */
  paged = false;
  commits = 0;
  #clock = Date.parse('2026-11-01T00:00:00Z');
  #serial = 0;

  /** Publishes without a client: somebody else, or the state a test begins with. */
  seed(
    name: string,
    bytes: Uint8Array,
    options: { readonly skillId?: string; readonly label?: string | undefined; readonly source?: string } = {},
  ): RemoteVersion {
    const skill =
      this.skills.find(({ id }) => id === options.skillId) ??
      this.#makeSkill('label' in options ? options.label : name, options.source);
    return this.#addVersion(skill, bytes, 0);
  }

  remove(skillId: string): void {
    this.skills.splice(
      this.skills.findIndex(({ id }) => id === skillId),
      1,
    );
  }

  listSkills(options: ListOptions & { readonly source?: string | undefined } = {}): Promise<Page<RemoteSkill>> {
    return this.#read('listSkills', () => {
      const items = this.skills.filter(
        (skill) => (options.source === undefined || skill.source === options.source) && visible(skill).length > 0,
      );
      return this.#page(items.map(toRemote), options);
    });
  }

  retrieveSkill(skillId: string): Promise<RemoteSkill> {
    return this.#read('retrieveSkill', () => toRemote(this.#find(skillId)));
  }

  createSkill(
    upload: Upload,
    options: UploadOptions & { readonly label?: string | undefined } = {},
  ): Promise<RemoteSkill> {
    return this.#create('createSkill', upload, options, () => this.#makeSkill(options.label), toRemote);
  }

  deleteSkill(skillId: string): Promise<void> {
    this.remove(skillId);
    return Promise.resolve();
  }

  listVersions(skillId: string, options: ListOptions = {}): Promise<Page<RemoteVersion>> {
    return this.#read('listVersions', () => this.#page(visible(this.#find(skillId)), options));
  }

  #page<T>(items: readonly T[], { limit = 20, page = '0' }: ListOptions): Page<T> {
    if (!this.paged) return { items, nextPage: undefined, unreadable: 0 };
    const end = Number(page) + limit;
    const nextPage = end < items.length ? String(end) : undefined;
    return { items: items.toReversed().slice(Number(page), end), nextPage, unreadable: 0 };
  }

  createVersion(skillId: string, upload: Upload, options: UploadOptions = {}): Promise<RemoteVersion> {
    return this.#create(
      'createVersion',
      upload,
      options,
      () => this.#find(skillId),
      (_, version) => version,
    );
  }

  retrieveVersion(skillId: string, ref: string): Promise<RemoteVersion> {
    return this.#read('retrieveVersion', () => this.#findVersion(skillId, ref));
  }

  deleteVersion(skillId: string, ref: string): Promise<void> {
    const { versions } = this.#find(skillId);
    versions.splice(
      versions.findIndex((version) => version.ref === ref),
      1,
    );
    return Promise.resolve();
  }

  downloadVersion(skillId: string, ref: string): Promise<Uint8Array> {
    return this.#read('downloadVersion', () => {
      if (!this.downloadable)
        throw new RegistryError('denied', 'Not with this key.', { outcome: 'refused', status: 403 });
      return this.#findVersion(skillId, ref).bytes;
    });
  }

  async #read<T>(call: string, read: () => T): Promise<T> {
    this.calls.push(call);
    await Promise.resolve();
    // Time passes also for a list that fails.
    if (call === 'listSkills' || call === 'listVersions') this.#tick();
    const failure = this.readFailures.shift();
    if (failure instanceof RegistryError) throw failure;
    if (failure === true) throw new RegistryError('offline', 'The connection failed.', { outcome: 'refused' });
    return read();
  }

  async #create<T>(
    call: string,
    upload: Upload,
    options: UploadOptions,
    find: () => StoredSkill,
    answer: (skill: StoredSkill, version: StoredVersion) => T,
  ): Promise<T> {
    this.calls.push(call);
    const fault = this.creates.shift() ?? 'ok';
    await Promise.resolve();
    if (options.signal?.aborted === true)
      throw new RegistryError('aborted', 'The request was canceled.', { outcome: 'notSent' });
    if (fault instanceof RegistryError) throw fault;
    options.onProgress?.(upload.bytes.length, upload.bytes.length);
    this.onCreate?.();
    if (fault === 'lostBefore') throw lost(options);
    this.commits += 1;
    const skill = find();
    const version = this.#addVersion(skill, upload.bytes, typeof fault === 'object' ? fault.late : 0);
    if (fault !== 'ok') throw lost(options);
    return answer(skill, version);
  }

  #makeSkill(label: string | undefined, source = 'custom'): StoredSkill {
    const skill = { id: `skill_${(this.#serial += 1)}`, label, source, createdAt: this.#now(), versions: [] };
    this.skills.push(skill);
    return skill;
  }

  #addVersion(skill: StoredSkill, bytes: Uint8Array, hiddenFor: number): StoredVersion {
    const { wrapper, files } = skillArchive(extractArchive(bytes));
    const text = new TextDecoder().decode(files.find(({ path }) => path === 'SKILL.md')?.content);
    const ref = `skver_${(this.#serial += 1)}`;
    const version = {
      ref,
      id: ref,
      skillId: skill.id,
      name: /^name: *(.*)$/m.exec(text)?.[1] ?? '',
      description: '',
      directory: wrapper,
      createdAt: this.#now(),
      bytes,
      hiddenFor,
    };
    skill.versions.push(version);
    return version;
  }

  #now(): string {
    this.#clock += 1000;
    return new Date(this.#clock).toISOString();
  }

  #tick(): void {
    for (const { versions } of this.skills)
      for (const version of versions) version.hiddenFor = Math.max(0, version.hiddenFor - 1);
  }

  #find(skillId: string): StoredSkill {
    const skill = this.skills.find(({ id }) => id === skillId);
    if (!skill)
      throw new RegistryError('notFound', `Skill not found: ${skillId}`, {
        outcome: 'refused',
        status: 404,
        serverMessage: `Skill not found: ${skillId}`,
      });
    return skill;
  }

  #findVersion(skillId: string, ref: string): StoredVersion {
    const version = visible(this.#find(skillId)).find((each) => each.ref === ref);
    if (!version)
      throw new RegistryError('notFound', 'Skill version not found', {
        outcome: 'refused',
        status: 404,
        serverMessage: 'Skill version not found',
      });
    return version;
  }
}

function visible(skill: StoredSkill): StoredVersion[] {
  return skill.versions.filter(({ hiddenFor }) => hiddenFor === 0);
}

function toRemote(skill: StoredSkill): RemoteSkill {
  const { id, label, source, createdAt } = skill;
  return { id, label, source, createdAt, updatedAt: createdAt, latestVersion: visible(skill).at(-1)?.ref };
}

function lost(options: UploadOptions): RegistryError {
  const kind = options.signal?.aborted === true ? 'aborted' : 'offline';
  return new RegistryError(kind, 'The connection was reset.', { outcome: 'unknown' });
}
