import path from 'node:path';
import type { CliIo } from '../cli/io.ts';
import { LintRun } from '../cli/lintRun.ts';
import { makePlan, openPlanner, type MadePlan } from '../cli/makePlan.ts';
import { formatPlan } from '../cli/planReport.ts';
import { reportedMessage } from '../cli/publishReport.ts';
import { validateCode } from '../cli/validateCommand.ts';
import { concise } from '../core/lint/formats/concise.ts';
import { shownAnnotations } from '../core/lint/formats/github.ts';
import { sarif } from '../core/lint/formats/sarif.ts';
import { summary } from '../core/lint/formats/summary.ts';
import { countsOf, openProblems, severityOrder, worstFirst, type LintResult } from '../core/lint/result.ts';
import { changesOf } from '../core/publish/planFile.ts';
import { plural } from '../core/text/size.ts';
import { writeFileAtomic } from '../node/disk/writeFile.ts';
import { wordOf, type Inputs } from './inputs.ts';
import type { Section } from './page.ts';
import type { Runner } from './runner.ts';
import { acceptedSection, acceptInputs, connectionInputs, planLines, skillsOf, type StepEnd } from './step.ts';

/** Checks skills, and says what would be published; without any credential. */
export async function checkStep(
  inputs: Inputs,
  runner: Runner,
  io: CliIo,
): Promise<StepEnd & { readonly plan?: MadePlan }> {
  const { of } = inputs;
  const failOn = wordOf(inputs, 'fail-on', severityOrder);
  const target = wordOf(inputs, 'target', ['api', 'claude-code', 'vscode', 'spec']);
  const run = new LintRun({ target, config: of('config'), baseline: of('baseline'), quiet: true }, io);
  const skills = await skillsOf(inputs, io, (folder) => run.searchRules(folder));
  const result = await run.result(await run.judge(skills), skills);
  io.stdout(concise(result));
  const annotations = shownAnnotations(openProblems(result));
  runner.command(annotations.text);
  if (annotations.rest > 0)
    io.stdout(`${plural(annotations.rest, 'finding')} more than GitHub shows as annotations stand above.\n`);
  const report = of('sarif');
  if (report !== undefined) await writeFileAtomic(path.resolve(io.cwd, report), sarif(result));
  const would = await whatWould(inputs, io);
  const hasFindings = validateCode(result, { 'fail-on': failOn }) !== 0;
  const { errors, warnings } = countsOf(result);
  const changes = 'made' in would ? changesOf(would.made.file) : 0;
  return {
    result: hasFindings ? 'findings' : changes > 0 ? 'changes' : 'ok',
    outputs: {
      errors: String(errors),
      warnings: String(warnings),
      changes: String(changes),
      release: 'made' in would ? would.made.file.release : '',
      'sarif-file': report ?? '',
      skills: JSON.stringify(result.skills.map(({ folder, problems }) => ({ folder, problems: problems.length }))),
    },
    page: { head: `### Skills: ${summary(result)}`, sections: [...findings(result), ...would.sections] },
    failure: hasFindings ? `Findings at ${failOn ?? 'error'} or above: ${summary(result)}.` : undefined,
    ...('made' in would ? { plan: would.made } : {}),
  };
}

function findings(result: LintResult): readonly Section[] {
  const lines = concise({
    ...result,
    skills: result.skills.map((skill) => ({ ...skill, problems: worstFirst(skill.problems) })),
  })
    .trimEnd()
    .split('\n')
    .slice(0, -1);
  return lines.length === 0 ? [] : [{ title: 'Findings', lines }];
}

type Would =
  | { readonly sections: readonly Section[]; readonly made: MadePlan }
  | { readonly sections: readonly Section[] };

/** By the work tree and the ledger; what is wrong with these is no finding. */
async function whatWould(inputs: Inputs, io: CliIo): Promise<Would> {
  const { 'base-url': baseUrl, 'workspace-id': workspaceId } = connectionInputs(inputs);
  const values = {
    'base-url': baseUrl,
    'workspace-id': workspaceId,
    offline: true,
    'no-author': true,
    ...acceptInputs(inputs),
  };
  const planner = await openPlanner(values, io);
  try {
    const made = await makePlan(await skillsOf(inputs, io), values, planner);
    const details = made.skills.filter((_, index) => made.file.skills[index]?.action !== 'none');
    return {
      made,
      sections: [
        { title: 'What a publish would do, according to the publish history', lines: planLines(made.file) },
        ...acceptedSection(made),
        ...(details.length === 0
          ? []
          : [
              {
                title: 'Files, and what changes for users',
                lines: details.flatMap(({ prepared }) => formatPlan(prepared.plan).trimEnd().split('\n')),
                folded: true,
              },
            ]),
      ],
    };
  } catch (error) {
    const message = reportedMessage(error, planner.wordsOf);
    if (message === undefined) throw error;
    return { sections: [{ title: 'What a publish would do could not be determined', lines: [message] }] };
  }
}
