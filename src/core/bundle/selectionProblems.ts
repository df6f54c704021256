import type { Finding, Range } from '../skill/problem.ts';
import { incomingProblem } from '../text/incoming.ts';
import { mentionOf } from './mentions.ts';
import { visiblePath } from '../text/paths.ts';
import type { LeftOut, SelectedFile } from './selection.ts';

const nowhere: Range = { start: 0, end: 0 };

/** A Git repository among the files: no version that holds it can be written to a folder. */
export function findRefused(files: readonly SelectedFile[]): Finding[] {
  const problem = incomingProblem(files.map(({ path }) => path));
  if (!problem) return [];
  return [
    {
      code: 'package/refused',
      file: problem.path,
      range: nowhere,
      message:
        `The skill holds ${problem.what}. Nobody can add such a version to a folder. Remove it, or leave it out ` +
        'with .skillignore.',
    },
  ];
}

/** How a SKILL.md is made to be sent that stays for this reason. */
function mendOf(kind: LeftOut['kind']): string {
  if (kind === 'ignored') return 'Take it back with a line !SKILL.md in .skillignore.';
  return kind === 'unreadable' ? 'Make it readable.' : 'Put an ordinary file in its place.';
}

/** Files that stay although SKILL.md mentions them, and SKILL.md itself. `text`: of SKILL.md. */
export function findMentionedLeftOut(leftOut: readonly LeftOut[], text: string): Finding[] {
  const problems: Finding[] = [];
  // Of tens of thousands of files that stay, a text names few: only those are looked for in it.
  const words = new Set(plainWords(`${text} ${text.replace(/%[\da-f]{2}/gi, ' ')}`));
  for (const { path, kind, reason, link = kind === 'link' } of leftOut) {
    if (/^skill\.md$/i.test(path)) {
      problems.push({
        code: 'package/left-out',
        file: path,
        range: nowhere,
        isRefusal: true,
        message: `SKILL.md itself would stay behind: ${reason} ${mendOf(kind)}`,
      });
      continue;
    }
    if (text === '' || !plainWords(path).every((word) => words.has(word))) continue;
    const range = mentionOf(text, path) ?? (link ? mentionOf(text, `${path}/`) : undefined);
    if (!range) continue;
    problems.push({
      code: link ? 'package/link' : 'package/left-out',
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

/** A text that names a path holds each of its words as one. */
function plainWords(text: string): readonly string[] {
  return text.match(/[A-Za-z\d]+/g) ?? [];
}
