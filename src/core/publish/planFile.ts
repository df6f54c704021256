import { hashOf } from '../bundle/fingerprint.ts';
import type { SignedIn } from '../registry/signedIn.ts';
import type { PublishChoices } from './guards.ts';
import type { AcceptedChange, AllowedSecret } from './ledger.ts';
import { hasPlanShape } from './planShape.ts';

/** Name of the plan in its folder; the archives lie beside it. */
export const planFileName = 'plan.json';
/** Characters of a plan that is read. */
export const maxPlanLength = 5_000_000;
/** Milliseconds that a plan holds at most. */
export const maxPlanAge = 72 * 3_600_000;

/** A plan that is not carried out. `message` is fit to show, and says what to do. */
export class PlanFileError extends Error {
  override readonly name = 'PlanFileError';
}

/** What is planned for one skill. */
export interface PlannedSkill {
  /** As the ledger names it. */
  readonly folder: string;
  readonly name: string;
  /** A new skill, a new version of one, or nothing: what is published is the same. */
  readonly action: 'skill' | 'version' | 'none';
  readonly skillId: string | null;
  /** The latest version, on which the new one is to follow. */
  readonly base: {
    readonly version: string;
    readonly fingerprint: string | null;
    readonly createdAt: string | null;
  } | null;
  readonly fingerprint: string;
  /** What is sent; `null` where nothing is. */
  readonly archive: { readonly file: string; readonly sha256: string; readonly bytes: number } | null;
  readonly files: readonly {
    readonly path: string;
    readonly size: number;
    readonly mode: number;
    readonly sha256: string;
  }[];
  readonly label: string | null;
  readonly note: string | null;
  readonly choices: PlannedChoices;
  readonly guards: readonly { readonly code: string; readonly message: string }[];
  readonly problems: readonly {
    readonly code: string;
    readonly severity: string;
    readonly file: string;
    readonly message: string;
  }[];
  /** What changes for users and callers. */
  readonly impact: readonly {
    readonly code: string;
    readonly class: string;
    readonly severity: string;
    readonly message: string;
  }[];
  /** Why it cannot be published. */
  readonly blockers: readonly { readonly code: string; readonly message: string }[];
}

/** Decisions that were made with the plan; its publish takes no others. */
export interface PlannedChoices extends Pick<PublishChoices, 'target'> {
  readonly unchanged?: true;
  readonly remoteNewer?: true;
  readonly allowedSecrets?: readonly AllowedSecret[];
  readonly acceptedChanges?: readonly AcceptedChange[];
}

/** Where a plan was made. */
export interface PlanSource {
  readonly commit: string | null;
  readonly repository: string | null;
  readonly run: string | null;
  /** The ledger that names the folders, from the top of the repository. */
  readonly ledger: string;
}

/** Who planned, without anything that names a person. */
export interface PlannedBy {
  readonly kind: SignedIn['kind'];
  /** Of a profile. */
  readonly profile?: string;
  /** Of federation. */
  readonly rule?: string;
  readonly organization: string | null;
  readonly workspace: string | null;
}

/** What a later publish does, and on what it relies. Holds no file content, no key and no absolute path. */
export interface PlanFile {
  readonly format: 1;
  readonly tool: string;
  /** ISO times. */
  readonly made: string;
  readonly expires: string;
  readonly connection: { readonly key: string; readonly name: string; readonly dialect: string };
  /** `null`: nobody was signed in; such a plan is only looked at. */
  readonly who: PlannedBy | null;
  readonly source: PlanSource;
  readonly skills: readonly PlannedSkill[];
  /** Names what is done: plans of the same release do the same, whoever made them and when. */
  readonly release: string;
  /** Names the whole plan. */
  readonly digest: string;
}

/** Skills of a plan that are published. */
export function changesOf({ skills }: PlanFile): number {
  return skills.filter(({ archive }) => archive !== null).length;
}

/** What plans of the same release have in common. */
export function releaseOf(connection: string, skills: readonly PlannedSkill[]): string {
  const what = skills.map(({ folder, name, action, skillId, base, fingerprint, archive, label, choices }) => ({
    folder,
    name,
    action,
    skillId,
    base: base?.version ?? null,
    fingerprint,
    archive: archive?.sha256 ?? null,
    label,
    choices: {
      ...choices,
      allowedSecrets: (choices.allowedSecrets ?? []).map((each) => each.fingerprint).sort(),
      ...(choices.acceptedChanges
        ? { acceptedChanges: choices.acceptedChanges.map(({ code, subject }) => `${code} ${subject}`).sort() }
        : {}),
    },
  }));
  return `sha256:${hashOf(new TextEncoder().encode(canonicalJson({ connection, skills: what })))}`;
}

/** What no other plan has. */
export function planDigest(body: Omit<PlanFile, 'digest'>): string {
  return `sha256:${hashOf(new TextEncoder().encode(canonicalJson(body)))}`;
}

/** JSON with sorted keys and no white space: equal values have equal texts. */
function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_key, each: unknown) =>
    typeof each === 'object' && each !== null && !Array.isArray(each)
      ? Object.fromEntries(Object.entries(each).sort(([a], [b]) => (a < b ? -1 : Number(a > b))))
      : each,
  );
}

/** The text of a plan, for its file. */
export function formatPlanFile(file: PlanFile): string {
  return `${JSON.stringify(file, undefined, 2)}\n`;
}

/** Reads a plan, and sees that nothing in it was changed. Throws `PlanFileError`. */
export function parsePlanFile(text: string): PlanFile {
  if (text.length > maxPlanLength) throw new PlanFileError(`${planFileName} is larger than 5 MB. Plan again.`);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new PlanFileError(`${planFileName} is not JSON. Plan again.`);
  }
  if (!isPlanFile(value)) throw new PlanFileError(`${planFileName} has a form that is not known here. Plan again.`);
  const { digest, ...body } = value;
  if (planDigest(body) !== digest || releaseOf(body.connection.key, body.skills) !== body.release)
    throw new PlanFileError(`${planFileName} was changed after it was made. Plan again.`);
  return value;
}

function isPlanFile(value: unknown): value is PlanFile {
  return hasPlanShape(value);
}
