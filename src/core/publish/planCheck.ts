import { toDisplayText } from '../text/display.ts';
import type { PublishChoices } from './guards.ts';
import type { PreparedPublish } from './plan.ts';
import { maxPlanAge, PlanFileError, releaseOf, type PlanFile, type PlannedSkill } from './planFile.ts';
import type { PublishTarget } from './target.ts';

/** Milliseconds that two clocks may differ by. */
const clockSkew = 5 * 60_000;

/** What a plan must answer to before anything of it is done. */
export interface PlanDemands {
  /** `name version` of this tool. */
  readonly tool: string;
  readonly connectionKey: string;
  /** The digest that came by another way than the plan. */
  readonly digest: string | undefined;
  /** Milliseconds; only shortens. */
  readonly maxAge: number;
  readonly now: Date;
}

/** Throws `PlanFileError` when a plan is not to be carried out here and now. */
export function checkPlan(file: PlanFile, { tool, connectionKey, digest, maxAge, now }: PlanDemands): void {
  if (digest !== undefined && digest !== file.digest)
    throw new PlanFileError('This is another plan than the one that --digest names. Nothing was sent.');
  if (file.tool !== tool)
    throw new PlanFileError(`The plan was made by ${toDisplayText(file.tool, 60)}, and this is ${tool}. Plan again.`);
  if (file.connection.key !== connectionKey)
    throw new PlanFileError(
      'The plan was made for another connection or workspace than the one that is named here. Nothing was sent.',
    );
  if (file.who === null) throw new PlanFileError('The plan was made offline, only to be looked at. Plan again.');
  const [made, expires, time] = [Date.parse(file.made), Date.parse(file.expires), now.getTime()];
  if (!(made <= time + clockSkew) || !(expires <= made + maxPlanAge))
    throw new PlanFileError('The times of the plan cannot be right. Set the clock, and plan again.');
  if (time >= Math.min(expires, made + maxAge)) throw new PlanFileError('The plan has expired. Plan again.');
  const blocked = file.skills.find(({ blockers }) => blockers.length > 0);
  if (blocked)
    throw new PlanFileError(
      `${blocked.name || blocked.folder} cannot be published: ${blocked.blockers[0]?.message ?? ''} Plan again.`,
    );
}

/** Names of the skills with which two plans do not do the same; all of those of the one when only more is different. */
export function plannedDifference(one: PlanFile, other: PlanFile): readonly string[] {
  const releases = (file: PlanFile): ReadonlyMap<string, string> =>
    new Map(file.skills.map((skill) => [`${skill.folder}\0${skill.name}`, releaseOf(file.connection.key, [skill])]));
  if (one.release === other.release) return [];
  const [mine, theirs] = [releases(one), releases(other)];
  const keys = [...new Set([...mine.keys(), ...theirs.keys()])].filter((key) => mine.get(key) !== theirs.get(key));
  return (keys.length === 0 ? [...mine.keys()] : keys).map((key) => key.split('\0')[1] ?? '');
}

/** The choices that a planned publish goes by. */
export function plannedChoices({ action, skillId, choices }: PlannedSkill): PublishChoices {
  const target = action === 'version' && skillId !== null ? { skillId } : choices.target;
  return { ...choices, ...(target === undefined ? {} : { target }) };
}

/**
 * Whether what is there now is what the plan relied on. `already`: its content is the latest version, so there is
 * nothing to do. Throws `PlanFileError` when something moved.
 */
export function checkPlannedBase(skill: PlannedSkill, { plan }: PreparedPublish): 'ready' | 'already' {
  const { target } = plan;
  if (plan.fingerprint !== skill.fingerprint || plan.name !== skill.name)
    throw new PlanFileError(`The archive of ${skill.name} does not hold what was planned. Nothing was sent.`);
  if (target.skillId !== undefined && plan.publishedFingerprint === skill.fingerprint) return 'already';
  const isThere =
    (target.skillId ?? null) === skill.skillId && (target.latestVersion ?? null) === (skill.base?.version ?? null);
  if (!isThere) throw new PlanFileError(movedMessage(skill.name, target));
  const [blocker] = plan.blockers;
  if (blocker) throw new PlanFileError(`${skill.name} is not published: ${blocker.message}`);
  return 'ready';
}

function movedMessage(name: string, { skillId, latestVersion, latestTime }: PublishTarget): string {
  const time = latestTime === undefined ? '' : ` of ${latestTime}`;
  const now =
    skillId === undefined ? 'the skill is gone' : `${skillId} has ${latestVersion ?? 'no version'}${time} now`;
  return `${name} is not what it was when the plan was made: ${now}. Plan again.`;
}
