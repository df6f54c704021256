import path from 'node:path';
import { changesOf, formatPlanFile, PlanFileError, type PlanFile } from '../core/publish/planFile.ts';
import { plannedDifference } from '../core/publish/planCheck.ts';
import { toDisplayText } from '../core/text/display.ts';
import { plural } from '../core/text/size.ts';
import type { Run } from './command.ts';
import type { CliIo } from './io.ts';
import { makePlan, openPlanner, type Planner } from './makePlan.ts';
import { writeToNamed } from './namedPlace.ts';
import { toPlanAge } from './planDuration.ts';
import { readPlan, writePlan } from './planFolderFiles.ts';
import { formatPlan } from './planReport.ts';
import { reportedMessage } from './publishReport.ts';
import { formatProblems, toReported } from './report.ts';
import type { planFlags } from './rows/plan.ts';
import { namedSkills } from './skillArguments.ts';
import { someOf } from './someOf.ts';

/** `skill-publisher plan`. */
export const planCommand: Run<typeof planFlags> = async ({ values, positionals }, io) => {
  toPlanAge(values.expires, 'expires');
  const planner = await openPlanner(values, io);
  const { stderr } = planner.connection.io;
  const skills = await namedSkills(positionals, io);
  try {
    const { file, archives } = await makePlan(skills, values, planner, ({ skill, prepared }) => {
      stderr(formatProblems(skill.shown, toReported(prepared.plan.problems, prepared.files)));
      stderr(formatPlan(prepared.plan));
    });
    const { out } = values;
    if (out !== undefined)
      await writeToNamed('The plan', out, () => writePlan(path.resolve(io.cwd, out), file, archives));
    tell(file, values.format === 'json', planner);
    const blocked = file.skills.some(({ blockers }) => blockers.length > 0);
    const same =
      values.compare === undefined || (await isSame(file, path.resolve(io.cwd, values.compare), planner.connection.io));
    return blocked || !same ? 1 : 0;
  } catch (error) {
    if (error instanceof PlanFileError) {
      stderr(`${error.message}\n`);
      return 1;
    }
    const message = reportedMessage(error, planner.wordsOf);
    if (message === undefined) throw error;
    stderr(`Nothing was planned: ${message}\n`);
    return 1;
  }
};

function tell(file: PlanFile, asJson: boolean, { connection: { io, name } }: Planner): void {
  if (asJson) {
    io.stdout(formatPlanFile(file));
    return;
  }
  const blocked = file.skills.filter(({ blockers }) => blockers.length > 0).length;
  const none = file.skills.filter(({ action }) => action === 'none').length;
  io.stderr(
    `${plural(changesOf(file), 'skill')} to publish to ${toDisplayText(name, 60)}, ${none} ` +
      `unchanged, ${blocked} blocked.\n`,
  );
  io.stdout(`${file.digest}\n`);
}

async function isSame(file: PlanFile, folder: string, { stderr }: CliIo): Promise<boolean> {
  const different = plannedDifference(file, await readPlan(folder));
  if (different.length === 0) return true;
  const names = different.map((name) => toDisplayText(name, 64));
  stderr(`This plan differs from the one of --compare in ${someOf(names)}.\n`);
  return false;
}
