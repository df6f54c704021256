export type Source = 'custom' | 'anthropic' | 'anthropic_example' | 'plugin';

/** Skills of this workspace are seen in all of them. */
export const everyWorkspace = '*';

export interface SkillRow {
  readonly id: string;
  readonly workspace: string;
  readonly source: Source;
  /** The immutable slug. */
  readonly name: string;
  /** `null` when none was given at creation. */
  readonly label: string | null;
  /** Microseconds since 1970, unique. */
  readonly createdAt: number;
  readonly updatedAt: number;
  /** Number and id suffix of the newest version; `null` when the skill has none left. */
  readonly latestEpoch: number | null;
  readonly latestSuffix: string | null;
}

export interface VersionRow {
  /** Microseconds since 1970, unique: time of creation and number in beta. */
  readonly epoch: number;
  readonly idSuffix: string;
  readonly skillId: string;
  readonly name: string;
  readonly description: string;
  readonly directory: string;
  readonly archiveHash: string;
}

export interface NewSkill {
  readonly id: string;
  readonly workspace: string;
  readonly source: Source;
  readonly label: string | undefined;
}

export interface SkillQuery {
  readonly workspace: string;
  readonly source: Source | undefined;
  /** Only skills older than this; `undefined` starts at the newest. */
  readonly before: number | undefined;
  readonly limit: number;
  readonly withoutVersions: boolean;
}

export interface VersionQuery {
  readonly skillId: string;
  readonly order: 'newestFirst' | 'oldestFirst';
  /** Only versions after this one in that order. */
  readonly after: number | undefined;
  readonly limit: number;
}
