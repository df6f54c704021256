/** How the service is spoken to: the response shapes of GA, or those selected by the beta header of that name. */
export type Dialect = 'ga' | 'skills-2025-10-02';

/** A skill as both dialects mean it. */
export interface RemoteSkill {
  readonly id: string;
  /** Beta `display_title`, GA `display_name`; `undefined` when the service has none. */
  readonly label: string | undefined;
  /** What addresses the latest version in this dialect: beta `latest_version`, GA `latest_version_id`. */
  readonly latestVersion: string | undefined;
  /**
   * `custom`, `anthropic`, `anthropic_example`, `plugin` or a word this client does not know. Only `custom` can be
   * written.
   */
  readonly source: string;
  /** ISO 8601. */
  readonly createdAt: string;
  readonly updatedAt: string;
}

/** A published version. Never changes. */
export interface RemoteVersion {
  /** What addresses this version in this dialect's URLs: beta `version` (epoch microseconds), GA `id` (`skver_…`). */
  readonly ref: string;
  /** `id` as sent; equal to `ref` in GA. */
  readonly id: string;
  readonly skillId: string;
  /** The immutable slug. */
  readonly name: string;
  readonly description: string;
  readonly directory: string | undefined;
  readonly createdAt: string;
}

export interface Page<T> {
  readonly items: readonly T[];
  /** Opaque cursor of the next page; `undefined` on the last one. Belongs to one dialect and one list. */
  readonly nextPage: string | undefined;
  /** Items of the answer that could not be understood and were left out. */
  readonly unreadable: number;
}

/** What is sent: one zip, with the name its part carries. */
export interface Upload {
  /** Ends in `.zip`; the server decides by it. */
  readonly fileName: string;
  readonly bytes: Uint8Array;
}
