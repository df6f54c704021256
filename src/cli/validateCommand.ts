import path from 'node:path';
import { BaselineError } from '../core/lint/baseline.ts';
import { loadFormat, type FormatName } from '../core/lint/formats/loadFormat.ts';
import { isAtLeast, openProblems, type LintResult } from '../core/lint/result.ts';
import type { JudgedSkill } from '../core/lint/toResult.ts';
import { isInside } from '../node/disk/isInside.ts';
import { writeFileAtomic } from '../node/disk/writeFile.ts';
import { UsageError } from './arguments.ts';
import { paintFor } from './colors.ts';
import type { Input, Run } from './command.ts';
import type { CliIo } from './io.ts';
import { toId } from './workspace.ts';
import { printExact } from './printExact.ts';
import { LintRun } from './lintRun.ts';
import { writeToNamed } from './namedPlace.ts';
import { plural } from '../core/text/size.ts';
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
    if (values.diff === true) return await showDiff(run, named.filter(isWanted), values, io);
    const fixed = values.fix === true ? await fixSkills(run, named, isWanted, values.unsafe === true, io) : undefined;
    const skills = fixed?.skills ?? named;
    // All of them are judged: what a skill is told may come from its neighbors.
    const judged = (await run.judge(skills, input?.unsaved)).filter((_, index) => {
      const skill = skills[index];
      return skill !== undefined && isWanted(skill);
    });
    const shown = input ? judged.map((each) => onlyFile(each, input.file)) : judged;
    const result = withFixed(await run.result(shown, skills), fixed?.solved);
    if (fixed && values.quiet !== true) io.stderr(fixedText(result));
    await writeReport(result, values, io);
    return validateCode(result, values, maxWarnings);
  } catch (error) {
    if (error instanceof BaselineError) throw new UsageError(error.message);
    throw error;
  }
};

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

interface FixedSkills {
  /** Under the names they have now. */
  readonly skills: readonly NamedSkill[];
  /** How many problems were fixed, by the shown folder. */
  readonly solved: ReadonlyMap<string, number>;
}

async function fixSkills(
  run: LintRun,
  skills: readonly NamedSkill[],
  isWanted: (skill: NamedSkill) => boolean,
  unsafe: boolean,
  io: CliIo,
): Promise<FixedSkills> {
  const { applyFixes, planFixes } = await import('./applyFixes.ts');
  const settingsOf = await run.settingsOf(skills);
  const after: NamedSkill[] = [];
  const solved = new Map<string, number>();
  let left = 0;
  for (const skill of skills) {
    io.signal.throwIfAborted();
    if (!isWanted(skill)) {
      after.push(skill);
      continue;
    }
    const plan = await planFixes(skill, settingsOf(toId(skill.folder)), unsafe, io);
    const { skill: now, done } = await applyFixes(plan, io);
    after.push(now);
    solved.set(now.shown, done ? plan.fixed.solved : 0);
    left += plan.fixed.left;
  }
  if (left > 0) io.stderr(`${plural(left, 'fix', 'fixes')} had to wait for others. Run it again.\n`);
  return { skills: after, solved };
}

function withFixed(result: LintResult, solved: FixedSkills['solved'] | undefined): LintResult {
  if (!solved) return result;
  return { ...result, skills: result.skills.map((skill) => ({ ...skill, fixed: solved.get(skill.folder) ?? 0 })) };
}

/** `Fixed 3 problems; 5 are left.`; nothing where there was none. */
function fixedText(result: LintResult): string {
  const fixed = result.skills.reduce((sum, skill) => sum + (skill.fixed ?? 0), 0);
  const { length: left } = openProblems(result);
  if (fixed + left === 0) return '';
  const rest = left === 0 ? 'none are left' : left === 1 ? '1 is left' : `${left} are left`;
  return `Fixed ${fixed === 0 ? 'no problems' : plural(fixed, 'problem')}; ${rest}.\n`;
}

async function showDiff(run: LintRun, skills: readonly NamedSkill[], values: Values, io: CliIo): Promise<number> {
  const { isNothing, planFixes, toPatch } = await import('./applyFixes.ts');
  const settingsOf = await run.settingsOf(skills);
  let isClean = true;
  for (const skill of skills) {
    const plan = await planFixes(skill, settingsOf(toId(skill.folder)), values.unsafe === true, io);
    if (isNothing(plan)) continue;
    isClean = false;
    printExact(toPatch(plan), io);
  }
  return isClean ? 0 : 1;
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
  await writeToNamed('The report', output, () => writeFileAtomic(path.resolve(io.cwd, output), text));
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
