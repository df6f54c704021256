import { lineAt, lineStart } from '../skill/envelope.ts';
import { chooseFix, fixesFor } from '../skill/fixes.ts';
import { fixableText } from '../skill/fixSkill.ts';
import type { Problem } from '../skill/problem.ts';
import type { Skill } from '../skill/skill.ts';
import type { placesIn, ProblemDetails } from './report.ts';

/** Longest line that is handed on, UTF-16 code units. */
const maxLine = 10_000;

/** What a report shows of a problem beside its message. `placeOf`: of this very skill. */
export function detailsOf(skill: Skill, problem: Problem, placeOf: ReturnType<typeof placesIn>): ProblemDetails {
  const { file, range } = problem;
  const text = fixableText(skill, file) ?? '';
  const line = lineAt(text, lineStart(text, Math.min(range.start, text.length)));
  const fix = chooseFix(fixesFor(skill, problem), true);
  const isText = fix?.edits.every((edit) => edit.kind === 'text' && edit.file === file) === true;
  return {
    line: text.slice(line.start, Math.min(line.end, line.start + maxLine)),
    ...(fix
      ? {
          fix: {
            title: fix.title,
            isSafe: fix.isSafe,
            edits: isText
              ? fix.edits.flatMap((edit) =>
                  edit.kind === 'text' ? [{ at: placeOf(file, edit.range), newText: edit.newText }] : [],
                )
              : [],
          },
        }
      : {}),
  };
}
