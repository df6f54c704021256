export interface PlanConnection {
  /** What ledgers remember it by. */
  readonly key: string;
  readonly name: string;
  /** Host that is asked, for people. */
  readonly host?: string | undefined;
  readonly production: boolean;
}

/** What is known of the work tree; `undefined` parts are not known. */
export interface GitState {
  readonly commit?: string | undefined;
  /** Who publishes, as `parseAuthor` gives it; `undefined` also where it is not to be recorded. */
  readonly author?: string | undefined;
  /** Uncommitted files of the skill folder. */
  readonly dirtyFiles?: readonly string[] | undefined;
  /** A setting asks for a clean tree. */
  readonly requireClean?: boolean | undefined;
}
