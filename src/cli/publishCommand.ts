import path from 'node:path';
import { factsFolder } from '../node/disk/factsFolder.ts';
import { isInside } from '../node/disk/isInside.ts';
import type { KeptFacts } from '../core/impact/keptFacts.ts';
import { PublishLock } from '../core/publish/publishLock.ts';
import type { PublishChoices } from '../core/publish/guards.ts';
import { notRecorded, recordPublished } from '../core/publish/ledger.ts';
import type { GitState, PreparedPublish } from '../core/publish/plan.ts';
import { publish, toRepair } from '../core/publish/publish.ts';
import { RegistryError } from '../core/registry/errors.ts';
import type { Registry } from '../core/registry/registry.ts';
import { toDisplayText } from '../core/text/display.ts';
import { allowedFingerprints, toAcceptedChanges, toAllowedSecrets } from './allowSecret.ts';
import { resolveOneFolder, UsageError } from './arguments.ts';
import type { Input, Run } from './command.ts';
import { planCode, publishCode } from './exitCodes.ts';
import { connectionFailureText, openConnection, type CliConnection } from './connection.ts';
import { EarlierUpload, type Settled } from './earlierUpload.ts';
import type { CliIo } from './io.ts';
import { openLedger, rememberedSkills, type OpenedLedger } from './ledgers.ts';
import { gitOf, planFolder } from './planFolder.ts';
import { formatPlan } from './planReport.ts';
import { confirm } from './publishedSkill.ts';
import { formatReport, nothingMore, toReportedError, type PublishReport } from './publishReport.ts';
import { formatProblems, toReported } from './report.ts';
import type { choiceFlags } from './rows/choiceFlags.ts';
import type { publishFlags } from './rows/publish.ts';
import { findWorkspace, type Workspace } from './workspace.ts';

/** `skill-publisher publish`. */
export const publishCommand: Run<typeof publishFlags> = async ({ values, positionals }, io) => {
  const { format = 'text' } = values;
  if (values.plan !== undefined)
    return (await import('./publishPlan.ts')).publishPlan(values.plan, values, positionals, io);
  const ofPlan = (['digest', 'max-age', 'result', 'rebuild'] as const).find((name) => values[name] !== undefined);
  if (ofPlan !== undefined) throw new UsageError(`--${ofPlan} needs --plan`);
  chosenTarget(values);
  const skillFolder = await resolveOneFolder(positionals, io);
  const connection = await openConnection(values, io);
  const workspace = findWorkspace(
    skillFolder,
    values.workspace === undefined ? undefined : path.resolve(io.cwd, values.workspace),
    io.cwd,
  );
  if (!isInside(workspace.root, skillFolder)) throw new UsageError('The skill folder is not in the --workspace folder');
  const { git, author } = await gitOf(skillFolder, values['no-author'] === true, io);
  const choices = toChoices(values, author, io);
  const dry = values['dry-run'] === true;
  const ledger = await openLedger({ kept: dry ? 'file' : values.ledger, root: workspace.root }, connection.io);
  const run = new PublishRun(connection, workspace, ledger, {
    skillFolder,
    shown: positionals[0] ?? '',
    format,
    choices,
    note: values.note,
    git,
    dry,
  });
  const settled = await run.settle(dry, values['send-again'] === true);
  if (typeof settled === 'number') return settled;
  const prepared = await run.plan();
  if (typeof prepared === 'number') return prepared;
  if (dry) return run.finish(prepared, planCode(prepared.plan));
  if (settled?.kind === 'found' && settled.attempt.fingerprint === prepared.plan.fingerprint)
    return run.finishFound(prepared, settled);
  return run.publish(prepared, values.yes === true);
};

/** Throws `UsageError`. */
function chosenTarget(
  values: Pick<Input<typeof publishFlags>['values'], 'new' | 'skill-id'>,
): PublishChoices['target'] {
  const skillId = values['skill-id'];
  if (values.new === true && skillId !== undefined) throw new UsageError('Use either --new or --skill-id, not both');
  return values.new === true ? 'new' : skillId === undefined ? undefined : { skillId };
}

/** What the options choose; the author is `null` when it is not to be kept. Throws `UsageError`. */
export function toChoices(
  values: Pick<Input<typeof publishFlags>['values'], keyof typeof choiceFlags>,
  author: string | null | undefined,
  io: CliIo,
): PublishChoices {
  return {
    target: chosenTarget(values),
    unchanged: values['allow-unchanged'],
    remoteNewer: values['allow-newer'],
    allowedSecrets: toAllowedSecrets(allowedFingerprints(values), values.reason, author, io),
    acceptedChanges: toAcceptedChanges(values['accept-change'], values.reason, author, io),
  };
}

interface RunOptions {
  readonly skillFolder: string;
  readonly shown: string;
  readonly format: 'text' | 'json';
  readonly choices: PublishChoices;
  readonly note: string | undefined;
  /** What is known of the work tree and, unless that is not to be kept, of who publishes. */
  readonly git: GitState;
  /** Writes nothing, not even what was learned of the registry. */
  readonly dry: boolean;
}

/** One run of the command: plan, ask, publish, report. */
class PublishRun {
  readonly #connection: CliConnection;
  readonly #workspace: Workspace;
  readonly #options: RunOptions;
  readonly #io: CliIo;
  readonly #ledger: OpenedLedger;
  readonly #earlier: EarlierUpload;
  readonly #kept: KeptFacts;

  constructor(connection: CliConnection, workspace: Workspace, ledger: OpenedLedger, options: RunOptions) {
    this.#connection = connection;
    this.#workspace = workspace;
    this.#options = options;
    this.#io = connection.io;
    this.#ledger = ledger;
    const kept = factsFolder(workspace.root, connection.io.version ?? '');
    this.#kept = options.dry ? { ...kept, write: () => Promise.resolve() } : kept;
    const { skillFolder } = options;
    this.#earlier = new EarlierUpload({ connection, skillFolder, folder: workspace.folder, ledger: this.#ledger });
  }

  /**
   * What became of an upload that an earlier run left open: before anything else, for until that is known a second one
   * may be one too many. The exit code when it cannot be told; `undefined` when there is none. A dry run only says so.
   */
  async settle(dry: boolean, again: boolean): Promise<Settled | number | undefined> {
    try {
      const attempt = await this.#earlier.open();
      if (!attempt) return undefined;
      const [sent, there] = [`The upload sent at ${toDisplayText(attempt.time, 40)}`, this.#connection.name];
      this.#io.stderr(`${sent} has no known outcome. ${dry ? 'A publish looks for it first.' : 'Looking for it…'}\n`);
      if (dry) return undefined;
      const settled = await this.#earlier.settle(attempt, again);
      if (settled.kind === 'unclear')
        return this.#leaveOpen(
          `It is still not known whether the upload sent at ${toDisplayText(attempt.time, 40)} arrived at ${there}: ` +
            `${toDisplayText(settled.reason, 300)} Nothing was sent now. Look at the registry, and run this again; ` +
            '--send-again publishes all the same.',
        );
      this.#io.stderr(
        settled.kind === 'found'
          ? `It reached ${there}: it is version ${settled.version} of ${settled.skillId}.\n` +
              (settled.ledgerFailure === undefined ? '' : `${notRecorded(settled.ledgerFailure)}\n`)
          : `It was not seen at ${there}, so it is taken as lost.\n`,
      );
      return settled;
    } catch (error) {
      return this.#fail(error, undefined);
    }
  }

  #leaveOpen(message: string): number {
    this.#io.stderr(`${message}\n`);
    if (this.#options.format === 'json')
      this.#io.stdout(formatReport({ error: { kind: 'unsettled', message, ...nothingMore } }));
    return 3;
  }

  /** The end of a run whose content an earlier run has published already. */
  finishFound(
    prepared: PreparedPublish,
    { skillId, version, ledgerFailure }: Extract<Settled, { kind: 'found' }>,
  ): number {
    const message = `This content was published before as version ${version} of ${skillId}; nothing was sent now.`;
    if (this.#options.format === 'text') {
      this.#io.stderr(`${message}\n`);
      this.#io.stdout(`${skillId}\t${version}\n`);
    }
    const outcome = { kind: 'published', skillId, version, how: 'found', message, ledgerFailure } as const;
    return this.finish(prepared, 0, { outcome });
  }

  /** The plan, shown; or the exit code when it cannot be made. */
  async plan(): Promise<PreparedPublish | number> {
    const { skillFolder, choices, note, git, dry } = this.#options;
    const [connection, workspace, kept] = [this.#connection, this.#workspace, this.#kept];
    try {
      const registryFor = (): Registry => connection.registry;
      const settings = { skillFolder, choices, note, git, kept, dry };
      const ledger = await rememberedSkills(workspace.root, this.#io, { offline: false });
      const prepared = await planFolder({ connection, registryFor, workspace, ledger, ...settings });
      if (this.#options.format === 'text') {
        this.#io.stderr(formatProblems(this.#options.shown, toReported(prepared.plan.problems, prepared.files)));
        this.#io.stderr(formatPlan(prepared.plan));
      }
      return prepared;
    } catch (error) {
      return this.#fail(error, undefined);
    }
  }

  async publish(prepared: PreparedPublish, yes: boolean): Promise<number> {
    const { name = '', connection, blockers } = prepared.plan;
    if (blockers.length > 0) return this.blocked(prepared);
    const question = `Publish ${name} to ${connection.name} (${connection.host ?? ''})?`;
    const advice = 'Add --yes to publish, or --dry-run to only look';
    try {
      await this.#ledger.check();
      if (!(await confirm(question, yes, this.#io, advice))) return this.finish(prepared, 1);
    } catch (error) {
      return this.#fail(error, prepared);
    }
    const outcome = await this.#earlier.during((onSend) =>
      publish({
        prepared,
        registry: this.#connection.registry,
        lock: new PublishLock(),
        ledger: this.#ledger,
        kept: this.#kept,
        signal: this.#io.signal,
        giveUp: this.#io.giveUp,
        onSend,
        onProgress: ({ phase }) => {
          if (phase === 'confirming')
            this.#io.stderr(
              'The answer is missing. Checking whether it was published… (Ctrl+C ' +
                `${this.#io.signal.aborted ? 'again' : 'twice'} stops looking)\n`,
            );
        },
      }),
    );
    if (this.#options.format === 'text') {
      this.#io.stderr(`${outcome.message}\n`);
      if (outcome.kind === 'published') this.#io.stdout(`${outcome.skillId}\t${outcome.version}\n`);
    }
    return this.finish(prepared, publishCode(outcome), { outcome });
  }

  /**
   * The end of a plan that is not published as it is. After a crash between upload and ledger, what the registry has is
   * noted, where the ledger can be written.
   */
  async blocked(prepared: PreparedPublish): Promise<number> {
    const { plan } = prepared;
    const entry = plan.blockers.every(({ code }) => code === 'unchanged') ? toRepair(plan) : undefined;
    if (!entry) return this.finish(prepared, planCode(plan));
    const failure = await recordPublished(this.#ledger, plan.folder, plan.connection.key, entry);
    if (this.#options.format === 'text')
      this.#io.stderr(
        failure === undefined
          ? `The publish history was updated: this folder is version ${entry.version} of ${entry.skillId}.\n`
          : `${notRecorded(failure)}\n`,
      );
    return this.finish(prepared, planCode(plan), { repaired: failure === undefined });
  }

  /** Ends a run that came to its end with this exit code. */
  finish(prepared: PreparedPublish, code: number, rest: Pick<PublishReport, 'outcome' | 'repaired'> = {}): number {
    if (this.#options.format === 'json') this.#io.stdout(formatReport({ prepared, ...rest }));
    return code;
  }

  /**
   * Reports what ended a run too early, and gives the exit code. What is a bug is thrown on, and what `runCli` has
   * words for.
   */
  #fail(cause: unknown, prepared: PreparedPublish | undefined): number {
    const error = toReportedError(cause);
    if (!error) throw cause;
    if (this.#options.format === 'json') this.#io.stdout(formatReport({ prepared, error }));
    if (error.kind === 'usage' || (error.kind === 'aborted' && !(cause instanceof RegistryError))) throw cause;
    this.#io.stderr(
      error.kind === 'aborted'
        ? 'Stopped. Nothing was published.\n'
        : `Nothing was published: ${this.#wordsOf(cause, error.message)}\n`,
    );
    return error.kind === 'aborted' ? 130 : 1;
  }

  #wordsOf(cause: unknown, message: string): string {
    return cause instanceof RegistryError ? connectionFailureText(cause, this.#connection) : message;
  }
}
