import { messageOf } from '../text/message.ts';
import { TooCostlyError } from './budget.ts';
import type { Finding } from './problem.ts';

const tooCostly =
  'Checking this skill takes more work than is allowed, so the rest of it was not checked and it cannot be published. ' +
  'Shorten its longest texts, mention fewer files by patterns, or leave out what is not needed with .skillignore.';

/** What is said of a check that ended with an error. `names`: the rules, or whatever else was checked. */
export function checkFailureOf(
  error: unknown,
  names: readonly string[] = ['the skill'],
): Pick<Finding, 'code' | 'message'> {
  if (error instanceof TooCostlyError) return { code: 'check/too-costly', message: tooCostly };
  const others = names.length > 1 ? ` and ${names.length - 1} more` : '';
  const why = messageOf(error).slice(0, 200);
  return {
    code: 'check/failed',
    message:
      `The check of ${names[0]}${others} failed (${why}), so the skill cannot be published. ` +
      'This is a bug of Skill Publisher; please report it with this message and the file.',
  };
}
