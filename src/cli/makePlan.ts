import { rememberedRegistry } from '../core/publish/offline.ts';
import type { Ledger } from '../core/publish/ledger.ts';
import type { PreparedPublish } from '../core/publish/plan.ts';
import type { PlanFile } from '../core/publish/planFile.ts';
import { toPlanFile, toPlannedBy } from '../core/publish/toPlanFile.ts';
import type { RegistryError } from '../core/registry/errors.ts';
import { factsFolder } from '../node/disk/factsFolder.ts';
import { UsageError } from './arguments.ts';
import type { Input } from './command.ts';
import { connectionFailureText, namedConnection, openConnection } from './connection.ts';
import type { CliIo } from './io.ts';
import { ledgerNameOf, rememberedSkills } from './ledgers.ts';
import { toPlanAge } from './planDuration.ts';
import { gitOf, planFolder, type FolderPlanning } from './planFolder.ts';
import { toChoices } from './publishCommand.ts';
import type { planFlags } from './rows/plan.ts';
import type { NamedSkill } from './skillArguments.ts';
import { findWorkspace } from './workspace.ts';

export type PlanValues = Input<typeof planFlags>['values'];

/** Whom a plan is made with. */
export interface Planner extends Pick<FolderPlanning, 'registryFor'> {
  readonly connection: FolderPlanning['connection'];
  readonly who: PlanFile['who'];
  readonly dialect: () => string;
  readonly wordsOf: (error: RegistryError) => string;
}

/** A plan for skills, with what it was made of. */
export interface MadePlan {
  readonly file: PlanFile;
  /** By file name. */
  readonly archives: ReadonlyMap<string, Uint8Array>;
  readonly skills: readonly { readonly skill: NamedSkill; readonly prepared: PreparedPublish }[];
}

/** Signs in, unless the plan is made offline; sends nothing. Throws `UsageError`. */
export async function openPlanner(values: PlanValues, io: CliIo): Promise<Planner> {
  if (values.offline === true) {
    if (values.out !== undefined)
      throw new UsageError(
        '--offline cannot be combined with --out: a plan that was not compared with the service cannot be published',
      );
    const connection = namedConnection(values, io);
    const { dialect = 'auto' } = values;
    return {
      connection,
      registryFor: rememberedRegistry,
      who: null,
      dialect: () => (dialect === 'auto' ? 'ga' : dialect),
      wordsOf: ({ message }) => message,
    };
  }
  const connection = await openConnection(values, io);
  return {
    connection,
    registryFor: () => connection.registry,
    who: toPlannedBy(connection.who, connection.workspaceId),
    dialect: () => connection.registry.dialect ?? 'ga',
    wordsOf: (error) => connectionFailureText(error, connection),
  };
}

/**
 * Works out what publishing skills would do; changes nothing. Throws what `planPublish` throws, `LedgerError`, and
 * `UsageError`.
 */
export async function makePlan(
  skills: readonly NamedSkill[],
  values: PlanValues,
  { connection, registryFor, who, dialect }: Planner,
  onPlanned: (made: MadePlan['skills'][number]) => void = () => undefined,
): Promise<MadePlan> {
  const { io } = connection;
  const life = toPlanAge(values.expires, 'expires');
  const planned = [];
  const ledgers = new Map<string, Ledger>();
  let ledgerName: string | undefined;
  for (const skill of skills) {
    const { git, author } = await gitOf(skill.folder, values['no-author'] === true, io);
    const choices = toChoices(values, author, io);
    const workspace = findWorkspace(skill.folder, undefined, io.cwd);
    const name = await ledgerNameOf(workspace.root);
    if (ledgerName !== undefined && name !== ledgerName)
      throw new UsageError(
        `The skills belong to two publish histories, ${ledgerName} and ${name}. Plan those of each on their own`,
      );
    ledgerName = name;
    const ledger =
      ledgers.get(workspace.root) ?? (await rememberedSkills(workspace.root, io, { offline: values.offline === true }));
    ledgers.set(workspace.root, ledger);
    const prepared = await planFolder({
      connection,
      registryFor,
      workspace,
      ledger,
      skillFolder: skill.folder,
      choices,
      note: values.note,
      git,
      kept: { ...factsFolder(workspace.root, io.version ?? ''), write: () => Promise.resolve() },
      dry: true,
    });
    planned.push({ skill, prepared, choices, commit: git.commit });
    onPlanned({ skill, prepared });
  }
  const { file, archives } = await toPlanFile(planned, {
    tool: `skill-publisher ${io.version ?? ''}`,
    connection: { key: connection.key, name: connection.name, dialect: dialect() },
    who,
    source: {
      commit: planned[0]?.commit ?? null,
      repository: io.env['GITHUB_REPOSITORY'] ?? io.env['CI_PROJECT_PATH'] ?? null,
      run: runOf(io),
      ledger: ledgerName ?? (await ledgerNameOf(io.cwd)),
    },
    now: new Date(),
    life,
  });
  return { file, archives, skills: planned.map(({ skill, prepared }) => ({ skill, prepared })) };
}

/** Where a person finds the job that planned. */
function runOf({ env }: CliIo): string | null {
  const { GITHUB_SERVER_URL: server, GITHUB_REPOSITORY: repository, GITHUB_RUN_ID: run, CI_JOB_URL: job } = env;
  return server !== undefined && repository !== undefined && run !== undefined
    ? `${server}/${repository}/actions/runs/${run}`
    : (job ?? null);
}
