import { buildArchive, mostArchiveBytes } from '../bundle/archive.ts';
import type { ArchiveFile } from '../bundle/extract.ts';
import type { LeftOut } from '../bundle/select.ts';
import { secretWords } from '../bundle/secretWords.ts';
import { scanSecrets, type SecretFinding, type SecretScan } from '../bundle/secrets.ts';
import type { Registry } from '../registry/registry.ts';
import { requestBodyLength } from '../registry/upload.ts';
import { namePattern, uploadMaxBodyBytes } from '../skill/limits.ts';
import type { Finding, Problem } from '../skill/problem.ts';
import type { Skill } from '../skill/skill.ts';
import { findCollisions } from '../text/paths.ts';
import { toNumber } from '../text/size.ts';
import { isRefusal } from '../skill/rules/package.ts';
import { toProblems } from '../skill/validate.ts';
import { acceptanceOf, type ChosenChange } from './acceptedChanges.ts';
import type { LockedSkill } from './claudeLock.ts';
import type { GitState, PlanConnection } from './circumstances.ts';
import { headOf } from '../workspace/judge.ts';
import type { SkillSnapshot } from '../workspace/snapshot.ts';
import { findBlockers, findGuards, type Blocker, type Guard, type PublishChoices } from './guards.ts';
import type { AcceptedChange, AllowedSecret, LedgerEntry } from './ledger.ts';
import { parseNote } from './release.ts';
import { type ImpactPorts, planImpact, type PlannedImpact, type ReleaseImpact } from './releaseImpact.ts';
import { downloadWith, type ReadVersion, fingerprintOfVersion } from './remote.ts';
import type { SkillIndexFile } from './skillIndex.ts';
import { findTarget, type PublishTarget } from './target.ts';
import { l10n } from '../text/l10n.ts';

export type { GitState } from './circumstances.ts';

export interface PlanInput {
  /** The folder as the ledger names it. */
  readonly folder: string;
  readonly content: SkillSnapshot;
  readonly connection: PlanConnection;
  readonly registry: Registry;
  readonly entry?: LedgerEntry | undefined;
  readonly locked?: LockedSkill | undefined;
  readonly git?: GitState | undefined;
  readonly note?: string | undefined;
  /** Label of a new skill; its name when left out. */
  readonly label?: string | undefined;
  readonly choices?: PublishChoices | undefined;
  /** Changes that were accepted with an earlier publish; those of other content are passed over. */
  readonly acceptedBefore?: readonly ChosenChange[] | undefined;
  /** Values that must not leave, whatever anybody chooses: the user's own key. */
  readonly forbidden?: readonly string[] | undefined;
  /** Reads a published version, for example from a cache; downloads when left out. */
  readonly readVersion?: ReadVersion | undefined;
  /** Compares with the latest version; left out: nothing is said of what changes. */
  readonly impact?: ImpactPorts | undefined;
  /** What is known of the connection's own skills between two runs. */
  readonly skillIndex?: SkillIndexFile | undefined;
  /** Bytes a request may have: the service's limit when left out. */
  readonly requestLimit?: number | undefined;
  /** True: who looks at the plan does not wait for the archive, unless only that can tell whether it is too large. */
  readonly packLater?: boolean | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** Everything a publish would do, as data: what is not in here does not happen. Plain JSON. */
export interface PublishPlan {
  readonly folder: string;
  readonly name: string | undefined;
  readonly connection: PlanConnection;
  readonly target: PublishTarget;
  readonly files: readonly PlannedFile[];
  readonly leftOut: readonly LeftOut[];
  readonly sizes: PlanSizes;
  readonly problems: readonly Problem[];
  /** What looks like a secret and is not allowed. */
  readonly secrets: readonly SecretFinding[];
  /** What looks like one and is allowed, now or by the publish history. */
  readonly allowedSecrets?: readonly AllowedSecret[] | undefined;
  readonly fingerprint: string;
  /** The same but for the line ends of text files. */
  readonly contentKey: string;
  /** Fingerprint of the latest published version, where it is known. */
  readonly publishedFingerprint: string | undefined;
  /** What changes for those who use the skill. */
  readonly impact?: ReleaseImpact | undefined;
  /** What of that is meant, as somebody decided for this content. */
  readonly acceptedChanges?: readonly AcceptedChange[] | undefined;
  /** Facts the user should know before, each with what can be done. */
  readonly guards: readonly Guard[];
  /** Why it cannot be published as it is; empty: it can. */
  readonly blockers: readonly Blocker[];
  readonly request: PlannedRequest | undefined;
  readonly git: GitState;
  readonly note: string | undefined;
}

interface PlannedFile {
  readonly path: string;
  readonly size: number;
  readonly mode: number;
  /** A binary file: the rules for secrets see the readable text in it. */
  readonly unsearched?: true;
}

interface PlanSizes {
  readonly files: number;
  readonly uncompressed: number;
  readonly archive: number;
  /** The complete body that would be sent. */
  readonly request: number;
  readonly requestLimit: number;
  /** True while the archive is made: then `archive` and `request` are the most that they can be. */
  readonly packing?: true;
}

interface PlannedRequest {
  readonly method: 'POST';
  readonly path: string;
  readonly fileName: string;
  readonly label?: string | undefined;
}

interface PlannedUpload {
  readonly fileName: string;
  /** Of the archive, which is made while everything else is asked and looked at. */
  readonly bytes: Promise<Uint8Array>;
}

/** A plan with the bytes it speaks of. */
export interface PreparedPublish {
  readonly plan: PublishPlan;
  /** `undefined` when there is nothing that could be sent: no usable name, no files. */
  readonly upload: PlannedUpload | undefined;
  /** The files that travel, with their content. */
  readonly files: readonly ArchiveFile[];
  /** The skill as it was read, to place in it what is found. */
  readonly skill: Skill;
  readonly description: string | undefined;
  /** What is to be kept of the new version for the next comparison. */
  readonly kept?: string | undefined;
}

/**
 * Works out what publishing a folder would do. Asks the registry for the target and, where the ledger does not know the
 * latest version, for its content; changes nothing. Throws `RegistryError` when the registry cannot be asked, and the
 * signal's reason.
 */
export async function planPublish(input: PlanInput): Promise<PreparedPublish> {
  const { content, signal } = input;
  const { skill, fingerprint: own, contentKey: ownKey } = content;
  const { name, description } = headOf(skill);
  const early = input.packLater === true ? undefined : beginUpload(input, name);
  const [{ target, problems, published, impact }, secrets] = await Promise.all([
    compareWithRegistry(input, name),
    scanSecrets(content.files, { forbidden: input.forbidden, signal }),
  ]);
  // Who waits for the plan waits for no archive beside it.
  const upload = early ?? beginUpload(input, name);
  const allowed = allowedIn(input);
  const open = secrets.findings.filter(({ overridable, fingerprint }) => !overridable || !allowed.has(fingerprint));
  const label = target.kind === 'newSkill' ? (input.label ?? name) : undefined;
  const sizes = await measureSizes(input, upload, label);
  const facts = {
    target,
    entry: input.entry,
    locked: input.locked,
    name,
    fingerprint: own,
    contentKey: ownKey,
    published,
    git: input.git ?? {},
    connection: input.connection,
  };
  const guards = findGuards(facts);
  const all = [...problems, ...toProblems([...secretFindings(open), ...sizeFindings(sizes)], 'api')];
  const plan: PublishPlan = {
    folder: input.folder,
    name,
    connection: input.connection,
    target,
    files: content.files.map(({ path, content: { length: size }, mode }) => ({
      path,
      size,
      mode,
      ...(secrets.unsearched.includes(path) ? { unsearched: true } : {}),
    })),
    leftOut: content.selection.leftOut,
    sizes,
    problems: all,
    secrets: open,
    ...(allowed.size > 0 ? { allowedSecrets: usedOf(allowed, secrets) } : {}),
    fingerprint: own,
    contentKey: ownKey,
    publishedFingerprint: published,
    ...(impact ? { impact: impact.impact } : {}),
    ...acceptedIn(input, impact?.impact),
    guards,
    blockers: findBlockers(
      {
        guards,
        problems: all,
        secrets,
        allowed: new Set(allowed.keys()),
        sendable: upload !== undefined,
        git: input.git ?? {},
      },
      input.choices ?? {},
    ),
    request: upload && toRequest(target, upload, label),
    git: input.git ?? {},
    note: parseNote(input.note),
  };
  return { plan, upload, files: content.files, skill, description, kept: impact?.kept };
}

interface Compared {
  readonly target: PublishTarget;
  /** For its name may have to be that of the target. */
  readonly problems: readonly Problem[];
  readonly published: string | undefined;
  readonly impact: PlannedImpact | undefined;
}

async function compareWithRegistry(input: PlanInput, name: string | undefined): Promise<Compared> {
  const { registry, entry, locked, choices, skillIndex: index, content, signal } = input;
  const target = await findTarget(registry, { name, entry, locked, choice: choices?.target, index }, signal);
  const problems = await content.judge(target.publishedName, signal);
  const published = await publishedFingerprint(input, target);
  return { target, problems, published, impact: await impactOf(input, target, published) };
}

/** What is allowed to look like a secret, by fingerprint: what the publish history remembers, and the choices. */
function allowedIn({ entry, choices, git }: PlanInput): ReadonlyMap<string, AllowedSecret> {
  const by = git?.author === undefined ? {} : { by: git.author };
  const chosen = (choices?.allowedSecrets ?? []).map((each) => ({ ...by, ...each }));
  const all = [...(entry?.allowedSecrets ?? []), ...chosen];
  return new Map(all.map((each) => [each.fingerprint, each]));
}

/** Those that are still needed; all when the search ended early and some may only not have been reached. */
function usedOf(allowed: ReadonlyMap<string, AllowedSecret>, { findings, cut }: SecretScan): AllowedSecret[] {
  const found = new Set(findings.map(({ fingerprint }) => fingerprint));
  return [...allowed.values()].filter(({ fingerprint }) => cut || found.has(fingerprint));
}

/** The accepted changes that the comparison finds: as decided now, else as remembered of the same content. */
function acceptedIn(
  { choices, acceptedBefore = [], content, git }: PlanInput,
  impact: ReleaseImpact | undefined,
): Pick<PublishPlan, 'acceptedChanges'> {
  if (impact?.kind !== 'compared') return {};
  const decided = (choices?.acceptedChanges ?? []).map((each) => ({ ...each, by: each.by ?? git?.author }));
  const accepted = impact.findings.flatMap(
    (finding) => acceptanceOf(finding, [...decided, ...acceptedBefore], content.fingerprint) ?? [],
  );
  return accepted.length === 0 ? {} : { acceptedChanges: accepted };
}

/** From the ledger when it knows the latest version, else by reading that version. */
async function publishedFingerprint(
  { entry, registry, readVersion, signal }: PlanInput,
  target: PublishTarget,
): Promise<string | undefined> {
  const { skillId, latestVersion } = target;
  if (skillId === undefined || latestVersion === undefined) return undefined;
  if (entry?.skillId === skillId && entry.version === latestVersion) return entry.fingerprint;
  return fingerprintOfVersion(readVersion ?? downloadWith(registry), skillId, latestVersion, signal);
}

async function impactOf(
  { content, impact, registry, readVersion, signal }: PlanInput,
  { skillId, latestVersion: version }: PublishTarget,
  published: string | undefined,
): Promise<PlannedImpact | undefined> {
  return (
    impact &&
    planImpact({
      ...impact,
      now: { fingerprint: content.fingerprint, files: content.files },
      latest: skillId === undefined || version === undefined ? undefined : { skillId, version },
      published,
      read: readVersion ?? downloadWith(registry),
      signal,
    })
  );
}

/**
 * The same plan with the sizes of the archive that was made meanwhile. Throws what packing throws.
 */
export async function whenPacked(prepared: PreparedPublish): Promise<PreparedPublish> {
  const { plan, upload } = prepared;
  const { packing, archive, request, ...sizes } = plan.sizes;
  if (packing !== true || !upload) return prepared;
  const { length } = await upload.bytes;
  return { ...prepared, plan: { ...plan, sizes: { ...sizes, archive: length, request: request - archive + length } } };
}

function beginUpload({ content, signal }: PlanInput, name: string | undefined): PlannedUpload | undefined {
  if (name === undefined || !namePattern.test(name) || content.files.length === 0) return undefined;
  // An archive is only made of what can be read back: names that are refused are problems already.
  if (content.problems.some(isRefusal) || !findCollisions(content.files.map(({ path }) => path)).next().done)
    return undefined;
  const bytes = content.archive ? Promise.resolve(content.archive) : buildArchive(name, content.files, { signal });
  // Who waits for it hears of a failure; a plan that failed before that has said enough.
  bytes.catch(() => undefined);
  return { fileName: `${name}.zip`, bytes };
}

async function measureSizes(
  { content, registry, requestLimit = uploadMaxBodyBytes, packLater }: PlanInput,
  upload: PlannedUpload | undefined,
  label: string | undefined,
): Promise<PlanSizes> {
  const sizes = {
    files: content.files.length,
    uncompressed: content.files.reduce((sum, file) => sum + file.content.length, 0),
    requestLimit,
  };
  if (!upload) return { ...sizes, archive: 0, request: 0 };
  const { fileName } = upload;
  const toRequestLength = (archive: number): Promise<number> =>
    requestBodyLength({ fileName, archive }, registry.dialect ?? 'ga', label);
  const most = mostArchiveBytes(fileName, content.files);
  const mostRequest = packLater === true && !content.archive ? await toRequestLength(most) : Infinity;
  if (mostRequest <= requestLimit) return { ...sizes, archive: most, request: mostRequest, packing: true };
  const { length } = await upload.bytes;
  return { ...sizes, archive: length, request: await toRequestLength(length) };
}

function sizeFindings({ request, requestLimit }: PlanSizes): Finding[] {
  if (request <= requestLimit) return [];
  return [
    {
      code: 'package/too-large',
      file: 'SKILL.md',
      range: { start: 0, end: 0 },
      message: l10n.t`The upload would be ${toNumber(request)} bytes; the Skills API accepts ${toNumber(requestLimit)}. Exclude files you don’t need with .skillignore.`,
    },
  ];
}

function secretFindings(findings: readonly SecretFinding[]): Finding[] {
  return findings.map(({ path, range, rule, what, preview, overridable }) => ({
    code: `secret/${rule}`,
    file: path,
    range,
    message: overridable
      ? l10n.t`This looks like ${secretWords(what)}: ${preview}. Anyone who can read the skill could use it. Remove it; if it was ever published, revoke it.`
      : l10n.t`This file contains ${secretWords(what)} ${preview}. It is never published. Remove it, and revoke the key if it was shared.`,
  }));
}

function toRequest(target: PublishTarget, { fileName }: PlannedUpload, label: string | undefined): PlannedRequest {
  const path =
    target.skillId === undefined ? '/v1/skills' : `/v1/skills/${encodeURIComponent(target.skillId)}/versions`;
  return { method: 'POST', path, fileName, ...(label === undefined ? {} : { label }) };
}
