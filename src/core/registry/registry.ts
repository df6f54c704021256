import type { Dialect, Page, RemoteSkill, RemoteVersion, Upload } from './model.ts';

export interface ListOptions {
  /** Page size; the dialect's own maximum applies (skills: 100 in beta, 1,000 in GA). */
  readonly limit?: number;
  readonly page?: string | undefined;
  readonly signal?: AbortSignal | undefined;
}

export interface UploadOptions {
  readonly signal?: AbortSignal | undefined;
  /** Called as the body leaves, with bytes sent so far and in all. */
  readonly onProgress?: ((sent: number, total: number) => void) | undefined;
}

export interface Signal {
  readonly signal?: AbortSignal | undefined;
}

/** The Skills API, one connection of it. Every method rejects with `RegistryError` and nothing else. */
export interface Registry {
  /** The dialect in use; `undefined` until the first answer told (dialect `auto`). */
  readonly dialect: Dialect | undefined;
  listSkills(
    options?: ListOptions & { readonly source?: 'custom' | 'anthropic' | undefined },
  ): Promise<Page<RemoteSkill>>;
  retrieveSkill(skillId: string, options?: Signal): Promise<RemoteSkill>;
  /** Never retried. `label` is beta's `display_title` (at most 64 characters) or GA's `display_name` (at most 255). */
  createSkill(upload: Upload, options?: UploadOptions & { readonly label?: string | undefined }): Promise<RemoteSkill>;
  /** In beta the versions must be deleted first; in GA they go with the skill. */
  deleteSkill(skillId: string, options?: Signal): Promise<void>;
  listVersions(skillId: string, options?: ListOptions): Promise<Page<RemoteVersion>>;
  /** Never retried. */
  createVersion(skillId: string, upload: Upload, options?: UploadOptions): Promise<RemoteVersion>;
  retrieveVersion(skillId: string, ref: string, options?: Signal): Promise<RemoteVersion>;
  deleteVersion(skillId: string, ref: string, options?: Signal): Promise<void>;
  /**
   * The archive as bytes, at most 64 MiB. Always asked for in GA dialect (`skills-api.md` 7). Not yet checked: hand it
   * to `bundle/extract`.
   */
  downloadVersion(skillId: string, ref: string, options?: Signal): Promise<Uint8Array>;
}
