import { mkdtemp } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import type { CliIo } from '../cli/io.ts';
import { makePlan, openPlanner, type MadePlan } from '../cli/makePlan.ts';
import { writePlan } from '../cli/planFolderFiles.ts';
import { formatPlan } from '../cli/planReport.ts';
import { reportedMessage } from '../cli/publishReport.ts';
import { formatProblems, toReported } from '../cli/report.ts';
import { changesOf, type PlanFile } from '../core/publish/planFile.ts';
import { plural } from '../core/text/size.ts';
import { GitHub, GitHubError } from './github.ts';
import type { Inputs } from './inputs.ts';
import type { Section } from './page.ts';
import { compareReviewed, parseReviewed } from './reviewed.ts';
import { acceptedSection, acceptInputs, connectionInputs, planLines, skillsOf, type StepEnd } from './step.ts';

/** Plans a publish, for a later job that does exactly that. */
export async function planStep(inputs: Inputs, io: CliIo): Promise<StepEnd> {
  const values = { ...connectionInputs(inputs), ...acceptInputs(inputs) };
  const planner = await openPlanner(values, io);
  const { clean, io: own } = planner.connection;
  const skills = await skillsOf(inputs, own);
  let made: MadePlan;
  try {
    made = await makePlan(skills, values, planner, ({ skill, prepared }) => {
      own.stdout(formatProblems(skill.shown, toReported(prepared.plan.problems, prepared.files)));
      own.stdout(formatPlan(prepared.plan));
    });
  } catch (error) {
    const failure = reportedMessage(error, planner.wordsOf);
    if (failure === undefined) throw error;
    return {
      result: 'error',
      outputs: {},
      page: { head: '### Skills: not planned', sections: said(clean(failure)) },
      failure,
    };
  }
  const { file, archives } = made;
  const folder = await mkdtemp(path.join(io.env['RUNNER_TEMP'] ?? os.tmpdir(), 'skills-plan-'));
  await writePlan(folder, file, archives);
  const changes = changesOf(file);
  const blocked = file.skills.filter(({ blockers }) => blockers.length > 0).length;
  const problems = (severity: string): number =>
    file.skills.reduce((sum, skill) => sum + skill.problems.filter((each) => each.severity === severity).length, 0);
  return {
    result: blocked > 0 ? 'findings' : changes > 0 ? 'changes' : 'ok',
    outputs: {
      errors: String(problems('error')),
      warnings: String(problems('warning')),
      changes: String(changes),
      digest: file.digest,
      release: file.release,
      plan: folder,
      skills: JSON.stringify(
        file.skills.map(({ folder: at, name, action, skillId, base }) => ({ folder: at, name, action, skillId, base })),
      ),
    },
    page: {
      head: `### Skills: ${changes} to publish, ${blocked} blocked`,
      sections: [
        { title: 'Plan', lines: planLines(file).map(clean) },
        ...acceptedSection(made).map((section) => ({ ...section, lines: section.lines.map(clean) })),
        ...(await review(file, own)),
        {
          title: 'Files, and what changes for users',
          lines: made.skills.flatMap(({ prepared }) => clean(formatPlan(prepared.plan)).trimEnd().split('\n')),
        },
        {
          title: 'The plan',
          lines: [
            `made with ${madeBy(file)}`,
            `digest ${file.digest}`,
            `release ${file.release}`,
            `expires ${file.expires}`,
          ],
        },
      ],
    },
    failure: blocked > 0 ? `${plural(blocked, 'skill')} cannot be published.` : undefined,
  };
}

function said(message: string): readonly Section[] {
  return [{ title: 'Why', lines: [message] }];
}

/** Who was signed in, without anything that names a person. */
function madeBy({ who }: PlanFile): string {
  if (!who) return 'no sign-in';
  const { kind, profile, rule, organization, workspace } = who;
  const parts = [
    profile ?? rule,
    organization && `organization ${organization}`,
    workspace && `workspace ${workspace}`,
  ];
  return [{ key: 'an API key', profile: 'profile', federation: 'federation rule' }[kind], ...parts]
    .filter(Boolean)
    .join(' ');
}

/** Whether it is what the pull request of this commit was said to publish. */
async function review(file: PlanFile, io: CliIo): Promise<readonly Section[]> {
  const github = GitHub.open(io);
  const { GITHUB_SHA: commit = '' } = io.env;
  if (!github || !/^[0-9a-f]{40,64}$/.test(commit)) return [];
  const title = 'Compared with the review';
  try {
    const number = await github.pullRequestOf(commit);
    if (number === undefined) return [{ title, lines: ['This commit belongs to no pull request.'] }];
    const comment = await github.findComment(number);
    const reviewed = comment && parseReviewed(comment.body);
    if (!reviewed)
      return [{ title, lines: [`Pull request #${number} has no comment that says what would be published.`] }];
    const { same, lines } = compareReviewed(file, reviewed);
    return [{ title: same ? 'As reviewed' : 'Not as reviewed', lines: [`Pull request #${number}:`, ...lines] }];
  } catch (error) {
    if (!(error instanceof GitHubError)) throw error;
    return [{ title, lines: [`Could not be determined: ${error.message}.`] }];
  }
}
