import path from 'node:path';
import { BaselineError } from '../core/lint/baseline.ts';
import { loadFormat, type FormatName } from '../core/lint/formats/loadFormat.ts';
import { isAtLeast, openProblems, type LintResult } from '../core/lint/result.ts';
import type { JudgedSkill } from '../core/lint/toResult.ts';
import { isInside } from '../node/disk/isInside.ts';
import { UsageError } from './arguments.ts';
import { paintFor } from './colors.ts';
import type { Input, Run } from './command.ts';
import type { CliIo } from './io.ts';
import { toId } from './workspace.ts';
import { LintRun } from './lintRun.ts';
import type { validateFlags } from './rows/validate.ts';
import type { NamedSkill } from './skillArguments.ts';

type Values = Input<typeof validateFlags>['values'];

/** `skill-publisher validate`. */
export const validateCommand: Run<typeof validateFlags> = async ({ values, positionals }, io) => {
  const maxWarnings = parseCount(values['max-warnings']);
  checkTogether(values, positionals);
  const run = new LintRun(values, io);
  try {
    const input = values['stdin-path'] === undefined ? undefined : await readInput(values['stdin-path'], io);
    const named = input ? [input.skill] : await run.find(positionals);
    const isWanted = await wantedBy(values, io);
    if (values.diff === true)
      return await (await fixes()).showDiff(run, named.filter(isWanted), values.unsafe === true, io);
    const fixed =
      values.fix === true
        ? await (await fixes()).fixSkills(run, named, isWanted, values.unsafe === true, io)
        : undefined;
    const skills = fixed?.skills ?? named;
    // All of them are judged: what a skill is told may come from its neighbors.
    const judged = (await run.judge(skills, input?.unsaved)).filter((_, index) => {
      const skill = skills[index];
      return skill !== undefined && isWanted(skill);
    });
    const shown = input ? judged.map((each) => onlyFile(each, input.file)) : judged;
    const judgedNow = await run.result(shown, skills);
    const result = fixed ? (await fixes()).withFixed(judgedNow, fixed.solved) : judgedNow;
    if (fixed && values.quiet !== true) io.stderr((await fixes()).fixedText(result));
    await writeReport(result, values, io);
    return validateCode(result, values, maxWarnings);
  } catch (error) {
    if (error instanceof BaselineError) throw new UsageError(error.message);
    throw error;
  }
};

const fixes = () => import('./fixSkills.ts');

function checkTogether(values: Values, positionals: readonly string[]): void {
  if (values.since !== undefined && values.staged === true)
    throw new UsageError('Use either --since or --staged, not both');
  if (values.fix === true && values.diff === true) throw new UsageError('Use either --fix or --diff, not both');
  if (values.unsafe === true && values.fix !== true && values.diff !== true)
    throw new UsageError('--unsafe needs --fix or --diff');
  const hasInput = values['stdin-path'] !== undefined;
  if (hasInput && (values.fix === true || values.diff === true || values.since !== undefined || values.staged === true))
    throw new UsageError('--stdin-path checks one text and changes nothing');
  if (hasInput && positionals.some((each) => each !== '-'))
    throw new UsageError('--stdin-path already names the file: use - instead of a folder');
  if (!hasInput && positionals.includes('-')) throw new UsageError('Name the file of the text with --stdin-path');
}

function parseCount(text: string | undefined): number {
  if (text === undefined) return Infinity;
  if (!/^\d{1,9}$/.test(text)) throw new UsageError(`--max-warnings must be a whole number, not '${text}'`);
  return Number(text);
}

/** Which skills are reported: those with a changed file, where that is asked. */
async function wantedBy(values: Values, io: CliIo): Promise<(skill: NamedSkill) => boolean> {
  if (values.since === undefined && values.staged !== true) return () => true;
  const [{ changedFiles }, { GitError }] = await Promise.all([
    import('../node/disk/gitChanges.ts'),
    import('../node/disk/git.ts'),
  ]);
  try {
    const changed = await changedFiles(io.cwd, { since: values.since, signal: io.signal });
    return ({ folder }) => changed.some((file) => isInside(folder, file));
  } catch (error) {
    if (error instanceof GitError) throw new UsageError(error.message);
    throw error;
  }
}

interface TextInput {
  readonly skill: NamedSkill;
  /** From the skill folder. */
  readonly file: string;
  readonly unsaved: ReadonlyMap<string, ReadonlyMap<string, string>>;
}

async function readInput(name: string, io: CliIo): Promise<TextInput> {
  if (!io.stdin) throw new UsageError('There is no standard input to read');
  const full = path.resolve(io.cwd, name);
  const { findAbove } = await import('../node/disk/configFile.ts');
  const main = await findAbove(path.dirname(full), 'SKILL.md');
  const folder = main === undefined ? path.dirname(full) : path.dirname(main);
  const file = path.relative(folder, full).split(path.sep).join('/');
  const { namedSkills } = await import('./skillArguments.ts');
  const [skill] = await namedSkills([folder], io);
  if (!skill) throw new UsageError(`'${name}' is not in a skill`);
  return { skill, file, unsaved: new Map([[toId(folder), new Map([[file, await io.stdin()]])]]) };
}

function onlyFile(judged: JudgedSkill, file: string): JudgedSkill {
  return { ...judged, problems: judged.problems.filter((problem) => problem.file === file) };
}

/** With a file for the report the terminal gets a line a problem. */
async function writeReport(
  result: LintResult,
  { format = 'text', output, quiet, color }: Values,
  io: CliIo,
): Promise<void> {
  const write = async (name: FormatName, paint = paintFor('stdout', color, io)): Promise<string> =>
    (await loadFormat(name))(result, { quiet, paint });
  if (output === undefined) {
    // Commands and colors of our own: these formats make what they quote harmless themselves.
    const own = format === 'github' ? io.command : format === 'text' ? io.styled?.stdout : undefined;
    const print = own ?? io.stdout;
    print(await write(format));
    return;
  }
  const text = await write(format, (_style, plain) => plain);
  const { writeNamedFile } = await import('./namedPlace.ts');
  await writeNamedFile('The report', { file: path.resolve(io.cwd, output), shown: output }, text);
  io.stdout(await write('concise'));
}

/** The exit code that problems give. */
export function validateCode(
  result: LintResult,
  values: Pick<Values, 'fail-on' | 'strict-baseline'>,
  maxWarnings = Infinity,
): number {
  const open = openProblems(result);
  const isBad = open.some((problem) => isAtLeast(problem, values['fail-on'] ?? 'error'));
  const warnings = open.filter(({ severity }) => severity === 'warning').length;
  const isStale = values['strict-baseline'] === true && result.stale > 0;
  return isBad || warnings > maxWarnings || isStale ? 1 : 0;
}
