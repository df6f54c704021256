import { targets, type Target } from '../core/skill/skill.ts';
import { parseArguments, parseWord, resolveFolder, UsageError } from './arguments.ts';
import type { CliIo } from './io.ts';
import { judgeFolders } from './judgeFolders.ts';
import { countWords, formatProblems, toReportedAt, type ReportedProblem } from './report.ts';

export const validateUsage = `Usage: skill-publisher validate <folder>... [options]

Checks skill folders: SKILL.md, the files that would travel, and the limits of the target; several folders also against each other.

  --target TARGET     api (default), claude-code, vscode or spec
  --format FORMAT     text (default) or json: an array of {folder, problems}; lines and characters count from 0

Exit codes: 0 no errors (warnings are free), 1 errors, 2 wrong arguments, 130 stopped.
`;

/** `skill-publisher validate`. */
export async function validateCommand(args: readonly string[], io: CliIo): Promise<number> {
  const { values, positionals } = parseArguments(args, { format: { type: 'string' }, target: { type: 'string' } });
  const format = parseWord('format', values.format, ['text', 'json'], 'text');
  const target = parseWord('target', values.target, targets, 'api');
  if (positionals.length === 0) throw new UsageError('Name at least one skill folder');
  const results = await judgeAll(positionals, target, io);
  const all = results.flatMap(({ problems }) => problems);
  const errors = all.filter(({ severity }) => severity === 'error').length;
  if (format === 'json') io.stdout(`${JSON.stringify(results, undefined, 2)}\n`);
  else {
    for (const { folder, problems } of results) io.stdout(formatProblems(folder, problems));
    const warnings = all.filter(({ severity }) => severity === 'warning').length;
    io.stdout(
      `${countWords(results.length, 'skill')}: ${countWords(errors, 'error')}, ` +
        `${countWords(warnings, 'warning')}, ${countWords(all.length - errors - warnings, 'hint')}\n`,
    );
  }
  return errors > 0 ? 1 : 0;
}

interface Result {
  /** As it was given. */
  readonly folder: string;
  readonly problems: readonly ReportedProblem[];
}

/** Judges each folder, and all of them side by side. */
async function judgeAll(folders: readonly string[], target: Target, io: CliIo): Promise<readonly Result[]> {
  const places = await Promise.all(folders.map((folder) => resolveFolder(folder, io)));
  const reports = await judgeFolders(places, target, io);
  return folders.map((folder, index) => ({ folder, problems: toReportedAt(reports[index]?.problems ?? []) }));
}
