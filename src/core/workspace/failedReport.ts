import { TreeError } from '../bundle/fileTree.ts';
import { checkFailureOf } from '../skill/failure.ts';
import { nowhere, type PlacedProblem, type SkillReport } from './report.ts';
import { l10n } from '../text/l10n.ts';

/** A report of a folder that could not be judged at all, because of an error that was met. Always an error of its own. */
export function failedReport(error: unknown): SkillReport {
  const { code, message } =
    error instanceof TreeError
      ? { code: 'package/unreadable', message: l10n.t`The skill could not be checked: ${error.message}` }
      : checkFailureOf(error);
  const range = { start: 0, end: 0 };
  const problem: PlacedProblem = { code, severity: 'error', message, file: '', range, at: nowhere };
  return { problems: [problem], unreadable: message };
}
