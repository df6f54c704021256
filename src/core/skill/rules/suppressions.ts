import { lineAt } from '../envelope.ts';
import type { Problem } from '../problem.ts';
import type { SkillDocument, SkillDocuments } from './documents.ts';

const word = 'skill-publisher-disable-next-line';
const comment = new RegExp(`^<!--\\s*${word}(?:\\s+([a-z-]+/[a-z-]+(?:[\\s,]+[a-z-]+/[a-z-]+)*))?\\s*-->$`);

interface Suppression {
  readonly start: number;
  readonly end: number;
  /** `undefined`: every rule. */
  readonly codes: ReadonlySet<string> | undefined;
}

/** A comment that silences these rules on the line below it. */
export function suppressionComment(codes: readonly string[]): string {
  return `<!-- ${word} ${codes.join(' ')} -->`;
}

/**
 * The rules that a line consisting of such a comment names; `undefined` when it is no such comment, or one for every
 * rule.
 */
export function suppressionIn(line: string): readonly string[] | undefined {
  return comment.exec(line.trim())?.[1]?.split(/[\s,]+/);
}

/**
 * Leaves out the problems on the line after `<!-- skill-publisher-disable-next-line ref/exists -->` in a Markdown file,
 * and in the code block when one begins there; several codes are separated by spaces or commas, none means all. The
 * front matter has no such comment: what the upload refuses stays reported.
 */
export function withoutSuppressed(problems: readonly Problem[], documents: SkillDocuments): readonly Problem[] {
  const byFile = new Map<string, readonly Suppression[]>();
  for (const document of documents.all) {
    if (document.text.includes(word)) byFile.set(document.path, suppressionsOf(document));
  }
  if (byFile.size === 0) return problems;
  return problems.filter(({ code, file, range }) => {
    return (
      byFile
        .get(file)
        ?.some(({ start, end, codes }) => range.start >= start && range.start <= end && (codes?.has(code) ?? true)) !==
      true
    );
  });
}

function suppressionsOf({ text, markdown, start }: SkillDocument): Suppression[] {
  return markdown.html.flatMap((range) => {
    const match = range.start < start ? null : comment.exec(text.slice(range.start, range.end).trim());
    if (!match) return [];
    const line = lineAt(text, lineAt(text, range.end).next);
    const block = markdown.blocks.find((each) => each.range.start >= line.start && each.range.start <= line.end);
    return [
      {
        start: line.start,
        end: block?.range.end ?? line.end,
        codes: match[1] === undefined ? undefined : new Set(match[1].split(/[\s,]+/)),
      },
    ];
  });
}
