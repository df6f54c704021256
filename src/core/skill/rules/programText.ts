import { perText } from './remembered.ts';

/** How comments and texts are written. `shell` stands for every language with `#` in front of a comment. */
type ProgramKind = 'python' | 'javascript' | 'shell';

const quoted = '"(?:\\\\[^]|[^"\\\\\\n])*"?|\'(?:\\\\[^]|[^\'\\\\\\n])*\'?';
const notRun: Readonly<Record<ProgramKind, RegExp>> = {
  python: new RegExp(`("""|''')[^]*?(?:\\1|$(?![^]))|${quoted}|#[^\\n]*`, 'g'),
  javascript: new RegExp(`//[^\\n]*|/\\*[^]*?(?:\\*/|$(?![^]))|\`(?:\\\\[^]|[^\`\\\\])*\`?|${quoted}`, 'g'),
  // A here-document that is printed is a text as well.
  shell: new RegExp(
    `\\bcat[ \\t]*(?:[12]?>&[12][ \\t]*)?<<-?[ \\t]*["']?(\\w+)(?!\\w)[^\\n]*` +
      `(?:\\n[^]*?(?:^[ \\t]*\\1[ \\t]*$|$(?![^]))|$(?![^]))|"(?:\\\\[^]|[^"\\\\\\n])*"?|'[^'\\n]*'?|(?<![^\\s])#[^\\n]*`,
    'gm',
  ),
};
/** What runs the text behind it: `os.system("…")`, `bash -c "…"`. */
const runner =
  /(?:\b(?:system|run|call|check_call|check_output|popen|exec\w*|spawn\w*|shell|sh)\s*\(\s*f?|\s-l?c\s+|\beval\s+)$/i;

/** The kind of a file of a skill, by its extension or its first line. */
export function kindOfFile(path: string, text: string): ProgramKind {
  if (/\.py$/i.test(path) || /^#![^\n]*python/.test(text)) return 'python';
  return /\.(?:js|mjs|cjs|ts)$/i.test(path) || /^#![^\n]*\b(?:node|deno|bun)\b/.test(text) ? 'javascript' : 'shell';
}

/** The kind of a code block, by its language. */
export function kindOfBlock(language: string | undefined): ProgramKind {
  if (/^(?:python3?|py)$/.test(language ?? '')) return 'python';
  return /^(?:javascript|typescript|[jt]sx?|mjs)$/.test(language ?? '') ? 'javascript' : 'shell';
}

/**
 * The text with blanks for comments and texts that nothing runs; what else there is keeps its offset. A rough reading,
 * line by line: a text that goes on over several lines counts as one in Python and JavaScript only.
 */
export function withoutTexts(text: string, kind: ProgramKind): string {
  return text.replace(notRun[kind], (found: string, ...more: readonly unknown[]) => {
    const offset = more.find((each) => typeof each === 'number') ?? 0;
    const isRun =
      /^["'`](?!"")/.test(found) &&
      (runner.test(text.slice(Math.max(0, offset - 60), offset)) ||
        (kind === 'shell' && found.startsWith('"') && /\$\(|`/.test(found)));
    return isRun ? found : found.replace(/[^\r\n]/g, ' ');
  });
}

const wholeFiles: Readonly<Record<ProgramKind, (text: string) => string>> = {
  python: perText((text) => withoutTexts(text, 'python')),
  javascript: perText((text) => withoutTexts(text, 'javascript')),
  shell: perText((text) => withoutTexts(text, 'shell')),
};

/** The same for a whole file, which several rules ask for. */
export function programOf(text: string, kind: ProgramKind): string {
  return wholeFiles[kind](text);
}
