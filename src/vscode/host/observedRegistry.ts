import { isGone, RegistryError } from '../../core/registry/errors.ts';
import type { Dialect, Page, RemoteSkill, RemoteVersion, Upload } from '../../core/registry/model.ts';
import type { ListOptions, Registry, UploadOptions } from '../../core/registry/registry.ts';
import type { KnownSkills } from './knownSkills.ts';

/** A registry that tells `KnownSkills` what its answers say about skills. Sends nothing by itself. */
export class ObservedRegistry implements Registry {
  readonly #registry: Registry;
  readonly #known: KnownSkills;
  readonly #key: string;

  /** `key`: as in `connectionKey`. */
  constructor(registry: Registry, known: KnownSkills, key: string) {
    this.#registry = registry;
    this.#known = known;
    this.#key = key;
  }

  get dialect(): Dialect | undefined {
    return this.#registry.dialect;
  }

  async listSkills(
    options?: ListOptions & { readonly source?: 'custom' | 'anthropic' | undefined },
  ): Promise<Page<RemoteSkill>> {
    const page = await this.#registry.listSkills(options);
    this.#known.saw(this.#key, page.items);
    return page;
  }

  async retrieveSkill(skillId: string, options?: { readonly signal?: AbortSignal | undefined }): Promise<RemoteSkill> {
    try {
      const skill = await this.#registry.retrieveSkill(skillId, options);
      this.#known.saw(this.#key, [skill]);
      return skill;
    } catch (error) {
      if (isGone(error)) this.#known.sawGone(this.#key, skillId);
      throw error;
    }
  }

  async createSkill(
    upload: Upload,
    options?: UploadOptions & { readonly label?: string | undefined },
  ): Promise<RemoteSkill> {
    const skill = await this.#registry.createSkill(upload, options);
    this.#known.saw(this.#key, [skill]);
    return skill;
  }

  async deleteSkill(skillId: string, options?: { readonly signal?: AbortSignal | undefined }): Promise<void> {
    await this.#registry.deleteSkill(skillId, options);
    this.#known.sawGone(this.#key, skillId);
  }

  async listVersions(skillId: string, options?: ListOptions): Promise<Page<RemoteVersion>> {
    const page = await this.#registry.listVersions(skillId, options);
    this.#known.sawVersions(this.#key, skillId, page, options?.page);
    return page;
  }

  async createVersion(skillId: string, upload: Upload, options?: UploadOptions): Promise<RemoteVersion> {
    const version = await this.#registry.createVersion(skillId, upload, options);
    this.#known.sawVersion(this.#key, skillId, version);
    return version;
  }

  async retrieveVersion(
    skillId: string,
    ref: string,
    options?: { readonly signal?: AbortSignal | undefined },
  ): Promise<RemoteVersion> {
    const version = await this.#registry.retrieveVersion(skillId, ref, options);
    this.#known.versions.sawVersion(this.#key, version);
    return version;
  }

  async deleteVersion(
    skillId: string,
    ref: string,
    options?: { readonly signal?: AbortSignal | undefined },
  ): Promise<void> {
    await this.#registry.deleteVersion(skillId, ref, options);
    this.#known.sawVersionGone(this.#key, skillId, ref);
  }

  async downloadVersion(
    skillId: string,
    ref: string,
    options?: { readonly signal?: AbortSignal | undefined },
  ): Promise<Uint8Array> {
    try {
      const bytes = await this.#registry.downloadVersion(skillId, ref, options);
      this.#known.sawFiles(this.#key, true);
      return bytes;
    } catch (error) {
      if (error instanceof RegistryError && error.kind === 'unsupported') this.#known.sawFiles(this.#key, false);
      throw error;
    }
  }
}
