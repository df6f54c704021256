import type { Finding, Range } from '../skill/problem.ts';
import { incomingProblem } from '../text/incoming.ts';
import { mentionOf } from './mentions.ts';
import { visiblePath } from '../text/paths.ts';
import type { LeftOut, SelectedFile } from './selection.ts';
import { l10n } from '../text/l10n.ts';

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
      message: l10n.t`The skill contains ${problem.what}. Nobody can add such a version to a folder. Remove it, or exclude it with .skillignore.`,
    },
  ];
}

/** How a SKILL.md is made to be sent that stays for this reason. */
function mendOf(kind: LeftOut['kind']): string {
  if (kind === 'ignored') return l10n.t`Include it with a line !SKILL.md in .skillignore.`;
  return kind === 'unreadable' ? l10n.t`Make it readable.` : l10n.t`Put a regular file in its place.`;
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
        message: `${l10n.t`SKILL.md itself would be excluded: ${reason}`} ${mendOf(kind)}`,
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
      message: [
        l10n.t`SKILL.md mentions “${visiblePath(path)}”, which is not sent: ${reason}`,
        ...(link ? [l10n.t`Replace the link with what the skill needs from it.`] : []),
      ].join(' '),
    });
  }
  return problems;
}

/** A text that names a path holds each of its words as one. */
function plainWords(text: string): readonly string[] {
  return text.match(/[A-Za-z\d]+/g) ?? [];
}
