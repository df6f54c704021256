import { openProblems, type LintResult } from '../core/lint/result.ts';
import { plural } from '../core/text/size.ts';
import { applyFixes, isNothing, planFixes, toPatch } from './applyFixes.ts';
import type { CliIo } from './io.ts';
import type { LintRun } from './lintRun.ts';
import { printExact } from './printExact.ts';
import type { NamedSkill } from './skillArguments.ts';
import { toId } from './workspace.ts';

interface FixedSkills {
  /** Under the names they have now. */
  readonly skills: readonly NamedSkill[];
  /** How many problems were fixed, by the shown folder. */
  readonly solved: ReadonlyMap<string, number>;
}

/** Fixes skills, those that are wanted; writes the fixes. */
export async function fixSkills(
  run: LintRun,
  skills: readonly NamedSkill[],
  isWanted: (skill: NamedSkill) => boolean,
  unsafe: boolean,
  io: CliIo,
): Promise<FixedSkills> {
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

/** A report with how many problems were fixed. */
export function withFixed(result: LintResult, solved: FixedSkills['solved']): LintResult {
  return { ...result, skills: result.skills.map((skill) => ({ ...skill, fixed: solved.get(skill.folder) ?? 0 })) };
}

/** `Fixed 3 problems; 5 are left.`; nothing where there was none. */
export function fixedText(result: LintResult): string {
  const fixed = result.skills.reduce((sum, skill) => sum + (skill.fixed ?? 0), 0);
  const { length: left } = openProblems(result);
  if (fixed + left === 0) return '';
  const rest = left === 0 ? 'none are left' : left === 1 ? '1 is left' : `${left} are left`;
  return `Fixed ${fixed === 0 ? 'no problems' : plural(fixed, 'problem')}; ${rest}.\n`;
}

/** Prints what fixing would change; gives the exit code. */
export async function showDiff(
  run: LintRun,
  skills: readonly NamedSkill[],
  unsafe: boolean,
  io: CliIo,
): Promise<number> {
  const settingsOf = await run.settingsOf(skills);
  let isClean = true;
  for (const skill of skills) {
    const plan = await planFixes(skill, settingsOf(toId(skill.folder)), unsafe, io);
    if (isNothing(plan)) continue;
    isClean = false;
    printExact(toPatch(plan), io);
  }
  return isClean ? 0 : 1;
}
