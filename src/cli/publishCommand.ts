import path from 'node:path';
import { gitCommit } from '../node/disk/gitCommit.ts';
import { gitUserName } from '../node/disk/gitUserName.ts';
import { gitRoot } from '../node/disk/ignoreFiles.ts';
import { isInside } from '../node/disk/isInside.ts';
import { skillIndexFile } from '../node/disk/skillIndexFile.ts';
import { stateFolder } from '../node/disk/stateFolder.ts';
import { TextFile } from '../node/disk/textFile.ts';
import { parseAuthor } from '../core/publish/author.ts';
import { PublishGuard } from '../core/publish/guard.ts';
import type { PublishChoices } from '../core/publish/guards.ts';
import { findInLedger, ledgerFileName, parseLedger, recordInLedger } from '../core/publish/ledger.ts';
import { planPublish, type GitState, type PreparedPublish, type PublishPlan } from '../core/publish/plan.ts';
import { publish, toRepair, type PublishOutcome } from '../core/publish/publish.ts';
import { RegistryError } from '../core/registry/errors.ts';
import { toDisplayText } from '../core/text/display.ts';
import { allowedFingerprints, toAllowedSecrets } from './allowSecret.ts';
import { resolveOneFolder, UsageError } from './arguments.ts';
import type { Run } from './command.ts';
import { connectionFailureText, openConnection, type CliConnection } from './connection.ts';
import { EarlierUpload, type Settled } from './earlierUpload.ts';
import type { CliIo } from './io.ts';
import { formatPlan } from './planReport.ts';
import { formatReport, nothingMore, toReportedError, type PublishReport } from './publishReport.ts';
import { formatProblems, toReported } from './report.ts';
import type { publishFlags } from './rows/publish.ts';
import { findLocked, findWorkspace, type Workspace } from './workspace.ts';
import { takeSnapshot } from './skills.ts';

/** `skill-publisher publish`. */
export const publishCommand: Run<typeof publishFlags> = async ({ values, positionals }, io) => {
  const { format = 'text' } = values;
  if (values.new === true && values['skill-id'] !== undefined)
    throw new UsageError('Say --new or --skill-id, not both');
  const skillFolder = await resolveOneFolder(positionals, io);
  const connection = openConnection(values, io);
  const workspace = await findWorkspace(
    skillFolder,
    values.workspace === undefined ? undefined : path.resolve(io.cwd, values.workspace),
    io.cwd,
  );
  if (!isInside(workspace.root, skillFolder)) throw new UsageError('The skill folder does not lie in the --workspace');
  const choices: PublishChoices = {
    ...(values.new === true
      ? { target: 'new' }
      : values['skill-id'] === undefined
        ? {}
        : { target: { skillId: values['skill-id'] } }),
    unchanged: values['allow-unchanged'],
    remoteNewer: values['allow-newer'],
    allowedSecrets: toAllowedSecrets(allowedFingerprints(values), values.reason, io),
  };
  const dry = values['dry-run'] === true;
  const run = new PublishRun(connection, workspace, {
    skillFolder,
    shown: positionals[0] ?? '',
    format,
    choices,
    note: values.note,
    author: values['no-author'] !== true,
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

interface RunOptions {
  readonly skillFolder: string;
  readonly shown: string;
  readonly format: 'text' | 'json';
  readonly choices: PublishChoices;
  readonly note: string | undefined;
  /** Whether who publishes is kept. */
  readonly author: boolean;
  /** Writes nothing, not even what was learned of the registry. */
  readonly dry: boolean;
}

/** One run of the command: plan, ask, publish, report. */
class PublishRun {
  readonly #connection: CliConnection;
  readonly #workspace: Workspace;
  readonly #options: RunOptions;
  readonly #io: CliIo;
  readonly #ledger: TextFile;
  readonly #earlier: EarlierUpload;

  constructor(connection: CliConnection, workspace: Workspace, options: RunOptions) {
    this.#connection = connection;
    this.#workspace = workspace;
    this.#options = options;
    this.#io = connection.io;
    this.#ledger = new TextFile(path.join(workspace.root, ledgerFileName));
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
          ? `It had arrived at ${there}: it is version ${settled.version} of ${settled.skillId}.\n`
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
  finishFound(prepared: PreparedPublish, { skillId, version }: Extract<Settled, { kind: 'found' }>): number {
    const message = `This content was published before as version ${version} of ${skillId}; nothing was sent now.`;
    if (this.#options.format === 'text') {
      this.#io.stderr(`${message}\n`);
      this.#io.stdout(`${skillId}\t${version}\n`);
    }
    const outcome = { kind: 'published', skillId, version, how: 'found', message, ledgerFailure: undefined } as const;
    return this.finish(prepared, 0, { outcome });
  }

  /** The plan, shown; or the exit code when it cannot be made. */
  async plan(): Promise<PreparedPublish | number> {
    const { skillFolder, choices, note, author, dry } = this.#options;
    const { registry, key, name, host, apiKey, baseUrl, workspaceId } = this.#connection;
    const { signal, env } = this.#io;
    const index = skillIndexFile(stateFolder(env), key);
    try {
      const content = await takeSnapshot(skillFolder, this.#workspace, this.#io);
      const prepared = await planPublish({
        folder: this.#workspace.folder,
        content,
        registry,
        choices,
        note,
        skillIndex: dry ? { ...index, write: () => Promise.resolve() } : index,
        signal,
        connection: { key, name, host, production: false },
        forbidden: [apiKey],
        entry: findInLedger(parseLedger(await this.#ledger.read()), this.#workspace.folder, key),
        locked: await findLocked(skillFolder, this.#workspace.root, { baseUrl, workspaceId }),
        git: await this.#git(author),
      });
      if (this.#options.format === 'text') {
        this.#io.stderr(formatProblems(this.#options.shown, toReported(prepared.plan.problems, content.files)));
        this.#io.stderr(formatPlan(prepared.plan));
      }
      return prepared;
    } catch (error) {
      return this.#fail(error, undefined);
    }
  }

  /** What is known of the work tree and, unless that is not to be kept, of who publishes. */
  async #git(keepAuthor: boolean): Promise<GitState> {
    const root = await gitRoot(this.#options.skillFolder);
    const author = keepAuthor ? parseAuthor(await gitUserName({ root, env: this.#io.env })) : undefined;
    return {
      ...(root === undefined ? {} : { commit: await gitCommit(root) }),
      ...(author === undefined ? {} : { author }),
    };
  }

  async publish(prepared: PreparedPublish, yes: boolean): Promise<number> {
    const { plan } = prepared;
    if (plan.blockers.length > 0) return this.blocked(prepared);
    try {
      if (!yes && !(await this.#confirm(plan))) return this.finish(prepared, 1);
    } catch (error) {
      return this.#fail(error, prepared);
    }
    const outcome = await this.#earlier.during((onSend) =>
      publish({
        prepared,
        registry: this.#connection.registry,
        guard: new PublishGuard(),
        ledger: this.#ledger,
        signal: this.#io.signal,
        giveUp: this.#io.giveUp,
        onSend,
        onProgress: ({ phase }) => {
          if (phase === 'confirming')
            this.#io.stderr(
              'The answer is missing. Looking whether it was published… (Ctrl+C ' +
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

  async #confirm(plan: PublishPlan): Promise<boolean> {
    if (!this.#io.ask)
      throw new UsageError('There is no terminal to ask on. Add --yes to publish, or --dry-run to look only');
    const answer = await this.#io.ask(
      `Publish ${plan.name ?? ''} to ${plan.connection.name} (${plan.connection.host ?? ''})? [y/N] `,
    );
    return /^y(?:es)?$/i.test(answer.trim());
  }

  /**
   * The end of a plan that is not published as it is. After a crash between upload and ledger, what the registry has is
   * noted.
   */
  async blocked(prepared: PreparedPublish): Promise<number> {
    const { plan } = prepared;
    const entry = plan.blockers.every(({ code }) => code === 'unchanged') ? toRepair(plan) : undefined;
    if (!entry) return this.finish(prepared, planCode(plan));
    try {
      await recordInLedger(this.#ledger, plan.folder, plan.connection.key, entry);
    } catch (error) {
      return this.#fail(error, prepared);
    }
    if (this.#options.format === 'text')
      this.#io.stderr(
        `The ledger was brought up to date: this folder is version ${entry.version} of ${entry.skillId}.\n`,
      );
    return this.finish(prepared, planCode(plan), { repaired: true });
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

/** Exit code of a plan that is not published. */
export function planCode({ blockers }: PublishPlan): number {
  return blockers.every(({ code }) => code === 'unchanged') ? 0 : 1;
}

export function publishCode(outcome: PublishOutcome): number {
  switch (outcome.kind) {
    case 'published':
      return 0;
    case 'unknown':
      return 3;
    case 'notPublished':
      return outcome.reason === 'cancelled' ? 130 : 1;
    case 'stale':
    case 'busy':
      return 1;
  }
}
