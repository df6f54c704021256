/** What is remembered of one skill folder on one connection: its last publish. */
export interface LedgerEntry {
  readonly skillId: string;
  /** The immutable name it was published under. */
  readonly name: string;
  /** What addresses the version in the connection's dialect. */
  readonly version: string;
  readonly fingerprint: string;
  /** ISO 8601, UTC. */
  readonly time: string;
  /** Git commit of the work tree at that time. */
  readonly commit?: string | undefined;
  /** Who published it: Git's `user.name`, never an e-mail address. */
  readonly author?: string | undefined;
  /** Display name of the skill, where it is another than its name. */
  readonly title?: string | undefined;
  /** Left out by ledgers of version 1: not known. */
  readonly action?: LedgerAction | undefined;
  /** Fingerprint of the same content with the line ends of its text files as LF. */
  readonly contentKey?: string | undefined;
  /** What looks like a secret and may be published all the same, each decided by somebody, in the order of the file. */
  readonly allowedSecrets?: readonly AllowedSecret[] | undefined;
  /** What this very version changes and is meant to change, each decided by somebody. The next version has its own. */
  readonly acceptedChanges?: readonly AcceptedChange[] | undefined;
  /** Release notes by version, one line each. */
  readonly notes: Readonly<Record<string, string>>;
}

/** How the version came to be: from the folder, or from a version that was published before. */
export interface LedgerAction {
  readonly kind: 'publish' | 'restore' | 'promote';
  /** The version that it restores or came from. */
  readonly version?: string | undefined;
  /** Key of the connection that it was promoted from. */
  readonly connection?: string | undefined;
  /** The skill it was promoted from. */
  readonly skillId?: string | undefined;
}

/** Somebody's decision that one finding is no secret. */
export interface AllowedSecret {
  /** Of the finding, never the value itself. */
  readonly fingerprint: string;
  /** Who decided; left out where authors are not recorded. */
  readonly by?: string | undefined;
  readonly reason: string;
  /** ISO 8601, UTC. */
  readonly time: string;
}

/** Somebody's decision that one finding of a comparison is meant. */
export interface AcceptedChange {
  /** Code and subject of the finding. */
  readonly code: string;
  readonly subject: string;
  /** Who decided; left out where authors are not recorded. */
  readonly by?: string | undefined;
  readonly reason: string;
  /** ISO 8601, UTC. */
  readonly time: string;
}

/** What stands in the file and cannot be used. It is written back as it is, so that nothing gets lost. */
export interface UnreadEntry {
  readonly folder: string;
  /** `undefined`: all that stands below the folder. */
  readonly connection: string | undefined;
  readonly value: unknown;
  /** One sentence: what is wrong, and what to do. */
  readonly reason: string;
}

/**
 * Skill folder (relative to the workspace root, `/` separators, `.` for the root itself) to connection key to entry.
 */
export interface Ledger extends ReadonlyMap<string, ReadonlyMap<string, LedgerEntry>> {
  readonly unread?: readonly UnreadEntry[];
}
