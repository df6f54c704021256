import { toJson } from '../../text/json.ts';
import { openProblems } from '../result.ts';
import type { Format } from './format.ts';

/** GitLab's code quality report. */
export const gitlab: Format = (result) => {
  const issues = openProblems(result).map(({ message, code, severity, path, at, fingerprint }) => ({
    description: message,
    check_name: code,
    fingerprint,
    severity: severity === 'error' ? 'major' : severity === 'warning' ? 'minor' : 'info',
    location: { path, lines: { begin: at.start.line + 1 } },
  }));
  return toJson(issues);
};
