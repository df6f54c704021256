import { UsageError } from '../cli/arguments.ts';
import type { CliIo } from '../cli/io.ts';
import type { MadePlan, PlanValues } from '../cli/makePlan.ts';
import { acceptedLines } from '../cli/planReport.ts';
import { namedSkills, type NamedSkill, type SearchRules } from '../cli/skillArguments.ts';
import type { PlannedSkill, PlanFile } from '../core/publish/planFile.ts';
import { isExcludedBy, parseExclusions } from '../core/workspace/exclusions.ts';
import { plural, toSize } from '../core/text/size.ts';
import { wordOf, type Inputs } from './inputs.ts';
import type { Page, Section } from './page.ts';

/** What a step ends with, as its output `result` says it. */
export type StepResult = 'ok' | 'findings' | 'changes' | 'published' | 'stale' | 'unknown' | 'error';

/** What became of a step. */
export interface StepEnd {
  readonly result: StepResult;
  readonly outputs: Readonly<Record<string, string>>;
  readonly page: Page;
  /** Why the step fails, in one sentence; left out: it does not. */
  readonly failure?: string | undefined;
}

/** What is left over where nothing else names the variable of a key. */
export const keyVariable = 'SKILL_PUBLISHER_ACTION_KEY';

/** How the inputs say that one signs in, and where. Throws `UsageError`. */
export function connectionInputs(inputs: Inputs): Omit<PlanValues, 'format'> {
  const { of } = inputs;
  return {
    'base-url': of('base-url'),
    auth: wordOf(inputs, 'auth', ['auto', 'key', 'federation']),
    'federation-rule': of('federation-rule'),
    organization: of('organization'),
    'service-account': of('service-account'),
    'workspace-id': of('workspace'),
    audience: of('audience'),
    'api-key-env': of('api-key') === undefined ? undefined : keyVariable,
  };
}

/** What the inputs say of changes that are meant. */
export function acceptInputs({ of }: Inputs): Pick<PlanValues, 'accept-change' | 'reason'> {
  const given = (of('accept-change') ?? '').split('\n').map((line) => line.trim());
  return { 'accept-change': given.filter((line) => line !== ''), reason: of('reason') };
}

/** What of the changes is accepted, with the reasons; nothing where nothing is. */
export function acceptedSection({ skills }: Pick<MadePlan, 'skills'>): readonly Section[] {
  const lines = skills.flatMap(({ skill, prepared }) =>
    acceptedLines(prepared.plan).map((line) => `${prepared.plan.name ?? skill.shown}: ${line}`),
  );
  return lines.length === 0 ? [] : [{ title: 'Accepted changes', lines }];
}

/** The skills that folders and patterns mean. Throws `UsageError` when there is none. */
export async function skillsOf(
  { folders }: Inputs,
  io: CliIo,
  rulesOf?: (folder: string) => Promise<SearchRules>,
): Promise<readonly NamedSkill[]> {
  const patterns = folders.filter((line) => /[*?{]/.test(line));
  const plain = folders.filter((line) => !patterns.includes(line));
  const named = plain.length === 0 ? [] : await namedSkills(plain, io, rulesOf);
  const below = patterns.length === 0 ? [] : await namedSkills(['.'], io, rulesOf);
  const matchers = parseExclusions(patterns.map((line) => line.replace(/^\.\//, '').replace(/\/$/, '')));
  const found = [...named, ...below.filter(({ shown }) => isExcludedBy(matchers, shown))];
  if (found.length === 0) throw new UsageError(`No skill is at or below ${patterns.join(', ')}`);
  return found.filter(({ folder }, index) => found.findIndex((each) => each.folder === folder) === index);
}

/** A line for each planned skill, and why one cannot be published. */
export function planLines({ skills }: PlanFile): readonly string[] {
  return skills.flatMap((skill) => {
    const { folder, name, archive, files, blockers } = skill;
    const what = blockers.length > 0 ? 'blocked' : actionWords[skill.action];
    const size = archive ? `  ${plural(files.length, 'file')}, ${toSize(archive.bytes)}` : '';
    return [
      `${what.padEnd(11)}  ${name === '' ? folder : name}  (${folder})${size}${followed(skill)}`,
      ...blockers.map(({ message }) => `             ${message}`),
    ];
  });
}

const actionWords = { skill: 'new skill', version: 'new version', none: 'unchanged' } as const;

function followed({ action, base, skillId }: PlannedSkill): string {
  return action === 'version' && base ? `  follows ${base.version} of ${skillId ?? ''}` : '';
}
