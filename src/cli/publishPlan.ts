import { stat } from 'node:fs/promises';
import path from 'node:path';
import { buildArchive } from '../core/bundle/archive.ts';
import { inspectArchive } from '../core/bundle/extract.ts';
import { ArchiveError } from '../core/bundle/archiveError.ts';
import { hashOf } from '../core/bundle/fingerprint.ts';
import { skillArchive } from '../core/bundle/skillArchive.ts';
import { PublishLock } from '../core/publish/publishLock.ts';
import { notRecorded, recordPublished } from '../core/publish/ledger.ts';
import { planPublish, type PreparedPublish } from '../core/publish/plan.ts';
import { changesOf, PlanFileError, type PlanFile, type PlannedSkill } from '../core/publish/planFile.ts';
import { checkPlan, checkPlannedBase, plannedChoices } from '../core/publish/planCheck.ts';
import { publish, toRepair } from '../core/publish/publish.ts';
import { contentOfVersion } from '../core/publish/versionContent.ts';
import { toJson } from '../core/text/json.ts';
import { plural } from '../core/text/size.ts';
import { factsFolder } from '../node/disk/factsFolder.ts';
import { gitRoot } from '../node/disk/ignoreFiles.ts';
import { UsageError } from './arguments.ts';
import type { Input } from './command.ts';
import { connectionFailureText, openConnection, type CliConnection } from './connection.ts';
import { EarlierUpload } from './earlierUpload.ts';
import type { CliIo } from './io.ts';
import { writeNamedFile } from './namedPlace.ts';
import { toPlanAge } from './planDuration.ts';
import { openLedger, type OpenedLedger } from './ledgers.ts';
import { isPlannedArchive, readPlan, readPlannedArchive } from './planFolderFiles.ts';
import { publishCode } from './exitCodes.ts';
import { confirm } from './publishedSkill.ts';
import { reportedMessage } from './publishReport.ts';
import { choiceFlags } from './rows/choiceFlags.ts';
import type { publishFlags } from './rows/publish.ts';
import { snapshotOf, takeSnapshot } from './skills.ts';
import { nearestLedger } from './workspace.ts';

type Values = Input<typeof publishFlags>['values'];

/** What became of a planned skill. */
interface SkillResult {
  readonly folder: string;
  readonly name: string;
  readonly result: 'published' | 'already' | 'none' | 'notPublished' | 'unknown' | 'notTried';
  readonly skillId: string | null;
  readonly version: string | null;
  readonly message: string;
}

/** `skill-publisher publish --plan`: exactly what was planned, or nothing. */
export async function publishPlan(
  folder: string,
  values: Values,
  positionals: readonly string[],
  io: CliIo,
): Promise<number> {
  const given = [...Object.keys(choiceFlags), 'note', 'dry-run', 'send-again'].find(
    (name) => values[name as keyof Values] !== undefined,
  );
  if (given !== undefined)
    throw new UsageError(`--${given} cannot be combined with --plan: the plan contains all decisions`);
  if (positionals.length > 0) throw new UsageError('--plan takes no folder: the plan names its skills');
  const connection = await openConnection(values, io);
  // Before anything is sent: a place that cannot be written ends the run here, and one that is killed has said so.
  await keepResult(resultText([], 'This run did not end.'), values, io);
  const { code, skills, error } = await runPlanIn(folder, values, connection);
  const report = resultText(skills, error);
  if (values.format === 'json') connection.io.stdout(report);
  try {
    await keepResult(report, values, io);
    return code;
  } catch (failure) {
    if (!(failure instanceof UsageError)) throw failure;
    connection.io.stderr(`${failure.message}.\n`);
    return code === 0 ? 2 : code;
  }
}

function resultText(skills: readonly SkillResult[], error: string | undefined): string {
  return toJson({ format: 1, skills, error: error ?? null });
}

async function keepResult(report: string, { result }: Values, { cwd }: CliIo): Promise<void> {
  if (result === undefined) return;
  await writeNamedFile('The result', { file: path.resolve(cwd, result), shown: result }, report);
}

/** What became of a plan. */
export interface PlanOutcome {
  /** Exit code. */
  readonly code: number;
  readonly skills: readonly SkillResult[];
  /** Why nothing was published, or no more. */
  readonly error: string | undefined;
  /** True when the plan does not hold: it was changed, has expired, or what it relied on moved. */
  readonly isStale: boolean;
}

/** Does what the plan in a folder says, and tells what becomes of each skill. Throws `UsageError`. */
export async function runPlanIn(folder: string, values: Values, connection: CliConnection): Promise<PlanOutcome> {
  const maxAge = toPlanAge(values['max-age'], 'max-age');
  const skills: SkillResult[] = [];
  try {
    const code = await runPlan(path.resolve(connection.io.cwd, folder), values, {
      connection,
      maxAge,
      results: skills,
    });
    return { code, skills, error: undefined, isStale: false };
  } catch (cause) {
    const error =
      cause instanceof PlanFileError || cause instanceof ArchiveError
        ? cause.message
        : reportedMessage(cause, (failure) => connectionFailureText(failure, connection));
    if (error === undefined) throw cause;
    connection.io.stderr(`${skills.length === 0 ? 'Nothing' : 'No more'} was published: ${error}\n`);
    return { code: 1, skills, error, isStale: cause instanceof PlanFileError };
  }
}

interface Work {
  readonly connection: CliConnection;
  readonly maxAge: number;
  readonly results: SkillResult[];
}

async function runPlan(folder: string, values: Values, { connection, maxAge, results }: Work): Promise<number> {
  const { io } = connection;
  const file = await readPlan(folder);
  checkPlan(file, {
    tool: `skill-publisher ${io.version ?? ''}`,
    connectionKey: connection.key,
    digest: values.digest,
    maxAge,
    now: new Date(),
  });
  const root = await skillsRoot(file, values, io);
  const ledger = await openLedger({ kept: values.ledger, root, name: file.source.ledger }, io);
  const place = { connection, root, ledger };
  // Everything is looked at before anything is sent.
  const all: { readonly skill: PlannedSkill; readonly prepared: PreparedPublish | undefined }[] = [];
  for (const skill of file.skills) {
    const bytes =
      skill.action === 'none'
        ? undefined
        : values.rebuild === true
          ? await rebuild(skill, place)
          : await readPlannedArchive(folder, skill);
    const prepared = bytes && (await prepare(skill, bytes, place));
    if (prepared) checkPlannedBase(skill, prepared);
    all.push({ skill, prepared });
  }
  if (all.some(({ prepared }) => prepared)) {
    await ledger.check();
    const question = `Publish ${plural(changesOf(file), 'skill')} to ${connection.name} (${connection.host})?`;
    if (!(await confirm(question, values.yes, io, 'Add --yes to publish'))) return 1;
  }
  let ended = 0;
  for (const { skill, prepared } of all) {
    const result = ended > 0 ? resultOf(skill, 'notTried', 'Not tried: one before it was not published.') : undefined;
    const done =
      result ?? (prepared ? await publishOne(skill, prepared, place) : resultOf(skill, 'none', 'Nothing changed.'));
    results.push(done);
    io.stderr(`${skill.name}: ${done.message}\n`);
    if (values.format !== 'json' && done.version !== null) io.stdout(`${done.skillId ?? ''}\t${done.version}\n`);
    if (done.result === 'unknown') ended = 3;
    else if (done.result === 'notPublished') ended = 1;
  }
  return ended;
}

interface Place {
  readonly connection: CliConnection;
  /** The folder that skills are named from. */
  readonly root: string;
  readonly ledger: OpenedLedger;
}

/** Where the skills of a plan are, or would be. */
async function skillsRoot(
  { source }: PlanFile,
  { workspace, rebuild: packs }: Values,
  { cwd }: CliIo,
): Promise<string> {
  if (workspace !== undefined) return path.resolve(cwd, workspace);
  const top = packs === true ? await gitRoot(cwd) : undefined;
  return top === undefined ? (nearestLedger(cwd) ?? cwd) : path.dirname(path.join(top, source.ledger));
}

/** The archive of a planned skill, packed out of the work tree. Throws `PlanFileError` where that is another. */
async function rebuild(skill: PlannedSkill, { connection: { io }, root }: Place): Promise<Uint8Array> {
  const folder = path.join(root, skill.folder);
  const info = await stat(folder).catch(() => undefined);
  if (info?.isDirectory() !== true)
    throw new PlanFileError(`The work tree has no skill ${skill.folder}. Check out what was planned.`);
  const { files } = await takeSnapshot(folder, { root, folder: skill.folder }, io);
  const bytes = await buildArchive(skill.name, files, { signal: io.signal });
  if (skill.archive && isPlannedArchive(bytes, skill.archive)) return bytes;
  throw new PlanFileError(
    `The work tree does not give the archive of ${skill.name} that was planned. Check out ` +
      'the commit of the plan, or plan again.',
  );
}

/** Plans the archive anew: rules and search for secrets run again, whatever the plan says. */
async function prepare(skill: PlannedSkill, bytes: Uint8Array, { connection, root }: Place): Promise<PreparedPublish> {
  const { registry, key, name, host, io } = connection;
  const { files } = skillArchive(inspectArchive(bytes));
  const planned = new Map(skill.files.map((each) => [each.path, each]));
  const isPlanned = files.every(({ path: at, mode, content }) => {
    const each = planned.get(at);
    return each?.mode === mode && each.size === content.length && each.sha256 === hashOf(content);
  });
  if (!isPlanned || files.length !== planned.size)
    throw new PlanFileError(`The archive of ${skill.name} does not hold the files that were planned. Plan again.`);
  const { DirectImpactReader } = await import('../core/impact/impact.ts');
  return planPublish({
    folder: skill.folder,
    content: await snapshotOf(contentOfVersion(skill.name, bytes, files), io),
    registry,
    choices: plannedChoices(skill),
    note: skill.note ?? undefined,
    label: skill.label ?? undefined,
    signal: io.signal,
    connection: { key, name, host, production: false },
    forbidden: await connection.forbidden(),
    impact: { reader: new DirectImpactReader(), kept: factsFolder(root, io.version ?? '') },
  });
}

async function publishOne(
  skill: PlannedSkill,
  prepared: PreparedPublish,
  { connection, root, ledger }: Place,
): Promise<SkillResult> {
  const { registry, key, io } = connection;
  const skillFolder = path.join(root, skill.folder);
  const earlier = new EarlierUpload({ connection, skillFolder, folder: skill.folder, ledger });
  const attempt = await earlier.open();
  if (attempt) {
    const settled = await earlier.settle(attempt, false);
    if (settled.kind === 'unclear')
      return resultOf(skill, 'unknown', `It is still not known whether an earlier upload arrived: ${settled.reason}`);
    if (settled.kind === 'found' && attempt.fingerprint === skill.fingerprint)
      return resultOf(
        skill,
        'already',
        withFailure('An earlier upload of it had arrived.', settled.ledgerFailure),
        settled,
      );
  }
  if (checkPlannedBase(skill, prepared) === 'already') {
    const entry = toRepair(prepared.plan);
    const failure = entry && (await recordPublished(ledger, skill.folder, key, entry));
    const { skillId, latestVersion: version } = prepared.plan.target;
    return resultOf(skill, 'already', withFailure('It is published already.', failure), { skillId, version });
  }
  const outcome = await earlier.during((onSend) =>
    publish({
      prepared,
      registry,
      lock: new PublishLock(),
      ledger,
      kept: factsFolder(root, io.version ?? ''),
      signal: io.signal,
      giveUp: io.giveUp,
      onSend,
    }),
  );
  if (outcome.kind === 'published') return resultOf(skill, 'published', outcome.message, outcome);
  return resultOf(skill, publishCode(outcome) === 3 ? 'unknown' : 'notPublished', outcome.message);
}

function withFailure(message: string, ledgerFailure: string | undefined): string {
  return ledgerFailure === undefined ? message : `${message} ${notRecorded(ledgerFailure)}`;
}

function resultOf(
  { folder, name }: PlannedSkill,
  result: SkillResult['result'],
  message: string,
  where: { readonly skillId?: string | undefined; readonly version?: string | undefined } = {},
): SkillResult {
  return { folder, name, result, skillId: where.skillId ?? null, version: where.version ?? null, message };
}
