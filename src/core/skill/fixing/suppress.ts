import { lineAt, lineStart } from '../envelope.ts';
import type { Problem } from '../problem.ts';
import { suppressionComment, suppressionIn } from '../rules/suppressions.ts';
import { ownFile, type Skill, textIn } from '../skill.ts';
import { l10n } from '../../text/l10n.ts';
import type { Fix } from './fix.ts';
import { lineBreakOf } from '../edits.ts';
import { frontMatterOf, markdownOf } from './parsed.ts';

/**
 * The way to silence a problem where it stands: a comment above its line, or above the code block it is in; another
 * rule is added to a comment that is there already. `undefined` where no comment can stand: in the front matter, in
 * tables, in files that are not Markdown.
 */
export function suppress(skill: Skill, { code, file, range }: Problem): Fix | undefined {
  const isOwn = file === ownFile(skill);
  const text = textIn(skill, file);
  if (text === undefined || !/\.md$/i.test(file)) return undefined;
  const start = isOwn ? frontMatterOf(skill).bodyStart : 0;
  if (range.start < start) return undefined;
  const block = markdownOf(skill, file, text, start).blocks.find(
    (each) => each.range.start <= range.start && range.start < each.range.end,
  );
  const isFenced = block !== undefined && block.textRange.start > block.range.start;
  if (block && !isFenced) return undefined;
  const line = lineAt(text, lineStart(text, block?.range.start ?? range.start));
  const lead = /^[ \t>]*/.exec(text.slice(line.start, line.end))?.[0] ?? '';
  if (text.startsWith('|', line.start + lead.length)) return undefined;
  const before =
    line.start > start
      ? lineAt(text, lineStart(text, line.start - (text.startsWith('\r\n', line.start - 2) ? 2 : 1)))
      : undefined;
  const known = before && suppressionIn(text.slice(before.start, before.end).replace(/^[ \t>]*/, ''));
  const title = block ? l10n.t`Ignore ${code} in this code block` : l10n.t`Ignore ${code} on this line`;
  const edit =
    before && known
      ? { range: { start: before.start, end: before.end }, newText: lead + suppressionComment([...known, code]) }
      : {
          range: { start: line.start, end: line.start },
          newText: lead + suppressionComment([code]) + lineBreakOf(text),
        };
  return { title, isPreferred: false, isSafe: false, problemCode: code, edits: [{ kind: 'text', file, ...edit }] };
}
