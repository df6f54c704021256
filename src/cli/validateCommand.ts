import type { Run } from './command.ts';
import { judgeFolders } from './skills.ts';
import { formatProblems, toReportedAt } from './report.ts';
import { plural } from '../core/text/size.ts';
import type { validateFlags } from './rows/validate.ts';
import { findSkills } from './skillArguments.ts';

/** `skill-publisher validate`. */
export const validateCommand: Run<typeof validateFlags> = async ({ values, positionals }, io) => {
  const { format = 'text', target = 'api' } = values;
  const skills = await findSkills(positionals, io);
  const reports = await judgeFolders(
    skills.map(({ folder }) => folder),
    target,
    io,
  );
  const results = skills.map(({ shown: folder }, index) => ({
    folder,
    problems: toReportedAt(reports[index]?.problems ?? []),
  }));
  const all = results.flatMap(({ problems }) => problems);
  const errors = all.filter(({ severity }) => severity === 'error').length;
  if (format === 'json') io.stdout(`${JSON.stringify(results, undefined, 2)}\n`);
  else {
    for (const { folder, problems } of results) io.stdout(formatProblems(folder, problems));
    const warnings = all.filter(({ severity }) => severity === 'warning').length;
    io.stdout(
      `${plural(results.length, 'skill')}: ${plural(errors, 'error')}, ` +
        `${plural(warnings, 'warning')}, ${plural(all.length - errors - warnings, 'hint')}\n`,
    );
  }
  return errors > 0 ? 1 : 0;
};
