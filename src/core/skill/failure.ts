import { messageOf } from '../text/message.ts';
import { TooCostlyError } from './budget.ts';
import type { Finding } from './problem.ts';
import { l10n, translated } from '../text/l10n.ts';

export const wholeSkill = l10n.mark('the skill');

/** What is said of a check that ended with an error. `names`: the rules, or whatever else was checked, in English. */
export function checkFailureOf(
  error: unknown,
  names: readonly string[] = [wholeSkill],
): Pick<Finding, 'code' | 'message'> {
  if (error instanceof TooCostlyError)
    return {
      code: 'check/too-costly',
      message: l10n.t`Checking this skill takes more work than is allowed, so the rest of it was not checked and it cannot be published. Shorten its longest texts, mention fewer files by patterns, or leave out what is not needed with .skillignore.`,
    };
  const first = translated(names[0] ?? wholeSkill);
  const what = names.length > 1 ? l10n.t`${first} and ${names.length - 1} more` : first;
  const why = messageOf(error).slice(0, 200);
  return {
    code: 'check/failed',
    message: l10n.t`The check of ${what} failed (${why}), so the skill cannot be published. This is a bug of Skill Publisher; please report it with this message and the file.`,
  };
}
