import { hashOf } from '../bundle/fingerprint.ts';
import type { SignedIn } from '../registry/signedIn.ts';
import { toDisplayText } from '../text/display.ts';
import type { PublishChoices } from './guards.ts';
import type { PreparedPublish } from './plan.ts';
import {
  maxPlanAge,
  planDigest,
  releaseOf,
  type PlanFile,
  type PlannedBy,
  type PlannedChoices,
  type PlannedSkill,
} from './planFile.ts';

export interface PlanContext extends Pick<PlanFile, 'tool' | 'connection' | 'who' | 'source'> {
  readonly now: Date;
  /** Milliseconds until it expires. */
  readonly life: number;
}

/** A skill as it was planned, with the choices that it was planned with. */
export interface PlannedPublish {
  readonly prepared: PreparedPublish;
  readonly choices: PublishChoices;
}

/** A plan for skills, and by file name the archives that it speaks of. */
export async function toPlanFile(
  planned: readonly PlannedPublish[],
  { now, life, ...context }: PlanContext,
): Promise<{ readonly file: PlanFile; readonly archives: ReadonlyMap<string, Uint8Array> }> {
  const archives = new Map<string, Uint8Array>();
  const skills: PlannedSkill[] = [];
  for (const { prepared, choices } of planned) {
    const bytes = prepared.plan.blockers.length === 0 ? await prepared.upload?.bytes : undefined;
    const skill = toPlannedSkill(prepared, bytes, choices);
    if (skill.archive && bytes) archives.set(skill.archive.file, bytes);
    skills.push(skill);
  }
  const body = {
    format: 1,
    ...context,
    made: now.toISOString(),
    expires: new Date(now.getTime() + Math.min(life, maxPlanAge)).toISOString(),
    skills,
    release: releaseOf(context.connection.key, skills),
  } as const;
  return { file: { ...body, digest: planDigest(body) }, archives };
}

export function toPlannedBy(who: SignedIn, workspace: string | undefined): PlannedBy {
  return {
    kind: who.kind,
    ...(who.kind === 'profile' ? { profile: who.profile } : {}),
    ...(who.kind === 'federation' ? { rule: who.rule } : {}),
    organization: who.kind === 'key' ? null : (who.organization ?? null),
    workspace: workspace ?? null,
  };
}

function toPlannedSkill(
  { plan, files }: PreparedPublish,
  bytes: Uint8Array | undefined,
  choices: PublishChoices,
): PlannedSkill {
  const { target, name = '', impact } = plan;
  const same = plan.blockers.length > 0 && plan.blockers.every(({ code }) => code === 'unchanged');
  const hash = bytes ? hashOf(bytes) : '';
  return {
    folder: plan.folder,
    name,
    action: same ? 'none' : target.skillId === undefined ? 'skill' : 'version',
    skillId: target.skillId ?? null,
    base:
      target.latestVersion === undefined
        ? null
        : {
            version: target.latestVersion,
            fingerprint: plan.publishedFingerprint ?? null,
            createdAt: target.latestTime ?? null,
          },
    fingerprint: plan.fingerprint,
    archive: bytes ? { file: `${name}-${hash.slice(0, 16)}.zip`, sha256: hash, bytes: bytes.length } : null,
    files: files.map(({ path, mode, content }) => ({ path, size: content.length, mode, sha256: hashOf(content) })),
    label: plan.request?.label ?? null,
    note: plan.note ?? null,
    choices: toPlannedChoices({
      ...choices,
      allowedSecrets: plan.allowedSecrets,
      acceptedChanges: plan.acceptedChanges,
    }),
    guards: plan.guards.map(({ kind, message }) => ({ code: kind, message: toDisplayText(message, 600) })),
    problems: plan.problems.map(({ code, severity, file, message }) => ({
      code,
      severity,
      file,
      message: toDisplayText(message, 600),
    })),
    impact:
      impact?.kind === 'compared'
        ? impact.findings.map((each) => ({
            code: each.code,
            class: each.class,
            severity: each.severity,
            message: toDisplayText(each.message, 300),
          }))
        : [],
    blockers: same ? [] : plan.blockers.map(({ code, message }) => ({ code, message: toDisplayText(message, 600) })),
  };
}

function toPlannedChoices({
  target,
  unchanged,
  remoteNewer,
  allowedSecrets = [],
  acceptedChanges = [],
}: PublishChoices): PlannedChoices {
  return {
    ...(target === undefined ? {} : { target }),
    ...(unchanged === true ? { unchanged } : {}),
    ...(remoteNewer === true ? { remoteNewer } : {}),
    ...(allowedSecrets.length > 0 ? { allowedSecrets } : {}),
    ...(acceptedChanges.length > 0 ? { acceptedChanges } : {}),
  };
}
