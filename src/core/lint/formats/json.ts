import { toJson } from '../../text/json.ts';
import type { Format } from './format.ts';

/** An array of `{folder, problems}`, after a fix with `fixed`; lines and characters count from 0. */
export const json: Format = ({ skills }) => {
  const results = skills.map(({ folder, problems, fixed }) => ({
    folder,
    fixed,
    problems: problems.map(({ code, severity, message, file, at, related, url, fix, fingerprint, baselined }) => ({
      code,
      severity,
      message,
      file,
      range: at,
      related: related?.map((each) => ({ file: each.file, range: each.at })),
      url,
      fixable: fix ? (fix.isSafe ? 'safe' : 'unsafe') : false,
      fingerprint,
      baselined,
    })),
  }));
  return toJson(results);
};
