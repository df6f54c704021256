import { UsageError } from '../cli/arguments.ts';
import { bugReport } from '../cli/bugReport.ts';
import type { CliIo } from '../cli/io.ts';
import { guardOutput } from '../cli/run.ts';
import { redact } from '../core/registry/redact.ts';
import { isSystemError } from '../node/disk/systemError.ts';
import { checkStep } from './checkStep.ts';
import { GitHub, GitHubError, pullRequestOfEvent } from './github.ts';
import { inputOf, parseInputs, withoutInputs, type Inputs } from './inputs.ts';
import { renderPage, type Page } from './page.ts';
import { planStep } from './planStep.ts';
import { publishStep } from './publishStep.ts';
import { commentMark, keepReviewed } from './reviewed.ts';
import { maxSummary, Runner } from './runner.ts';
import { keyVariable, type StepEnd } from './step.ts';

/** Characters of a comment; the service takes 65,536. */
const maxComment = 65_000;

/** Runs the action; resolves to the exit code of the step. Never rejects. */
export async function runAction(process: CliIo, version: string): Promise<number> {
  const io = await guardOutput({ ...process, version, env: environment(process.env) });
  for (const name of ['api-key', 'token'] as const) {
    const secret = inputOf(process.env, name);
    if (secret !== undefined) io.mask?.(secret);
  }
  const runner = new Runner(io);
  try {
    if (io.env['GITHUB_EVENT_NAME'] === 'pull_request_target')
      throw new UsageError(
        'pull_request_target hands the rights of the repository to whoever opens a pull request. Use pull_request',
      );
    const inputs = parseInputs(process.env);
    const end = await runStep(inputs, runner, io);
    runner.summarize(renderPage(end.page, maxSummary));
    runner.setOutputs({ result: end.result, ...end.outputs });
    if (end.failure === undefined) return 0;
    runner.tell('error', end.failure);
    return 1;
  } catch (error) {
    const words = error instanceof UsageError || isSystemError(error) ? redact(error.message, []) : undefined;
    if (words === undefined) io.stderr(bugReport(error, version));
    runner.setOutputs({ result: 'error' });
    runner.tell(
      'error',
      words === undefined ? 'This is a bug in skill-publisher; the log says more.' : words.replace(/(?<![.?])$/, '.'),
    );
    return 1;
  }
}

/** As commands have it: a key and a token as variables, and no inputs. */
function environment(env: CliIo['env']): CliIo['env'] {
  const [key, token] = [inputOf(env, 'api-key'), inputOf(env, 'token')];
  return {
    ...withoutInputs(env),
    ...(key === undefined ? {} : { [keyVariable]: key }),
    ...(token === undefined ? {} : { GITHUB_TOKEN: token }),
  };
}

async function runStep(inputs: Inputs, runner: Runner, io: CliIo): Promise<StepEnd> {
  if (inputs.command === 'plan') return planStep(inputs, io);
  if (inputs.command === 'publish') return publishStep(inputs, io);
  const end = await checkStep(inputs, runner, io);
  if (inputs.comment) {
    const kept = end.plan ? `${keepReviewed(end.plan.file)}\n` : '';
    await comment({ ...end.page, head: `${commentMark}\n${kept}${end.page.head}` }, runner, io);
  }
  return end;
}

/** A comment is a courtesy: that it could not be written fails nothing. */
async function comment(page: Page, runner: Runner, io: CliIo): Promise<void> {
  const number = pullRequestOfEvent(io);
  const github = GitHub.open(io);
  if (number === undefined || !github) return;
  try {
    await github.comment(number, redact(renderPage(page, maxComment), []));
  } catch (error) {
    if (!(error instanceof GitHubError)) throw error;
    if (error.isDenied)
      io.stdout('The token is not allowed to comment, as in pull requests from forks: see the summary.\n');
    else runner.tell('warning', `The pull request could not be commented on: ${error.message}.`);
  }
}
