import type { Problem, Range } from '../skill/problem.ts';
import { incomingProblem } from './incoming.ts';
import { mentionOf } from './mentions.ts';
import { collisionKey, visiblePath } from './pathRules.ts';
import type { LeftOut, SelectedFile } from './select.ts';

const nowhere: Range = { start: 0, end: 0 };

/** Files that would be one file on macOS or Windows, a file and a folder included. */
export function findCollisions(files: readonly SelectedFile[]): Problem[] {
  const seen = new Map<string, string>();
  const problems: Problem[] = [];
  const report = (path: string, twin: string): void => {
    problems.push({
      code: 'package/collision',
      severity: 'error',
      file: path,
      range: nowhere,
      message:
        `'${visiblePath(path)}' and '${visiblePath(twin)}' are one name on macOS and Windows: one would ` +
        'overwrite the other. Rename one of them.',
    });
  };
  for (const { path } of files) {
    const key = collisionKey(path);
    const twin = seen.get(key);
    if (twin !== undefined) report(path, twin);
    else seen.set(key, path);
  }
  for (const { path } of files) {
    for (let slash = path.indexOf('/'); slash >= 0; slash = path.indexOf('/', slash + 1)) {
      const twin = seen.get(collisionKey(path.slice(0, slash)));
      if (twin !== undefined) report(path, twin);
    }
  }
  return problems;
}

/** A Git repository among the files: no version that holds it can be written to a folder. */
export function findRefused(files: readonly SelectedFile[]): Problem[] {
  const problem = incomingProblem(files.map(({ path }) => path));
  if (!problem) return [];
  return [
    {
      code: 'package/refused',
      severity: 'error',
      file: problem.path,
      range: nowhere,
      message:
        `The skill holds ${problem.what}. Nobody can add such a version to a folder. Remove it, or leave it out ` +
        'with .skillignore.',
    },
  ];
}

/** Files that stay although SKILL.md mentions them, and SKILL.md itself. `text`: of SKILL.md. */
export function findMentionedLeftOut(leftOut: readonly LeftOut[], text: string): Problem[] {
  const problems: Problem[] = [];
  for (const { path, kind, reason, link = kind === 'link' } of leftOut) {
    if (/^skill\.md$/i.test(path)) {
      problems.push({
        code: 'package/left-out',
        severity: 'error',
        file: path,
        range: nowhere,
        message: `SKILL.md itself would stay behind: ${reason} Take it back with a line !SKILL.md in .skillignore.`,
      });
      continue;
    }
    const range = text === '' ? undefined : (mentionOf(text, path) ?? (link ? mentionOf(text, `${path}/`) : undefined));
    if (!range) continue;
    problems.push({
      code: link ? 'package/link' : 'package/left-out',
      severity: link ? 'error' : 'warning',
      file: 'SKILL.md',
      range,
      data: { path },
      message:
        `SKILL.md mentions '${visiblePath(path)}', which is not sent: ` +
        `${reason}${link ? ' Replace the link by what the skill needs of it.' : ''}`,
    });
  }
  return problems;
}
