import { UsageError } from '../cli/arguments.ts';
import { openConnection } from '../cli/connection.ts';
import type { CliIo } from '../cli/io.ts';
import { runPlanIn, type PlanOutcome } from '../cli/publishPlan.ts';
import { wordOf, type Inputs } from './inputs.ts';
import { connectionInputs, type StepEnd, type StepResult } from './step.ts';

/** Does what a plan says, and nothing else. */
export async function publishStep(inputs: Inputs, io: CliIo): Promise<StepEnd> {
  const { of } = inputs;
  const [plan, digest] = [of('plan'), of('digest')];
  if (plan === undefined || digest === undefined)
    throw new UsageError(
      'publish needs plan, the folder of the plan, and digest, both as the step that planned gives them',
    );
  const values = {
    ...connectionInputs(inputs),
    format: 'json',
    plan,
    digest,
    yes: true,
    ledger: wordOf(inputs, 'ledger', ['commit', 'branch', 'file']) ?? 'branch',
  } as const;
  const connection = await openConnection(values, io);
  const outcome = await runPlanIn(plan, values, connection);
  const { skills, code, error } = outcome;
  const published = skills.filter((each) => each.result === 'published').length;
  const lines = skills.map(({ name, folder, result, version, message }) => {
    return `${resultWords[result].padEnd(17)}  ${name}  (${folder})${version === null ? '' : `  ${version}`} ${message}`;
  });
  const said = [...lines, ...(error === undefined ? [] : [error])].map(connection.clean);
  return {
    result: stepResult(outcome),
    outputs: { changes: String(published), skills: connection.clean(JSON.stringify(skills)) },
    page: {
      head: `### Skills: ${published} published`,
      sections: [{ title: 'What happened to the plan', lines: said }],
    },
    failure:
      code === 0
        ? undefined
        : connection.clean(
            error ??
              skills.find(({ result }) => result === 'unknown' || result === 'notPublished')?.message ??
              'Nothing was published.',
          ),
  };
}

const resultWords: Readonly<Record<PlanOutcome['skills'][number]['result'], string>> = {
  published: 'published',
  already: 'published already',
  none: 'unchanged',
  notPublished: 'not published',
  unknown: 'unknown',
  notTried: 'not tried',
};

function stepResult({ code, skills, isStale }: PlanOutcome): StepResult {
  if (code === 3) return 'unknown';
  if (code !== 0) return isStale ? 'stale' : 'error';
  return skills.every(({ result }) => result === 'none') ? 'ok' : 'published';
}
