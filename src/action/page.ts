import { utf8Length } from '../core/text/bytes.ts';

/** A part of a page: a title of ours, and lines that may come from anywhere. */
export interface Section {
  readonly title: string;
  readonly lines: readonly string[];
  /** Closed until somebody opens it. */
  readonly folded?: boolean;
}

export interface Page {
  /** Of ours: Markdown. */
  readonly head: string;
  readonly sections: readonly Section[];
}

/**
 * Markdown of at most so many bytes. What is not ours stands in code fences longer than any run of backticks in it, so
 * that no mention, link or picture in it comes alive; where it is too long, lines go from its end, with their number.
 */
export function renderPage({ head, sections }: Page, limit: number): string {
  let text = `${head}\n`;
  for (const [index, { title, lines, folded = false }] of sections.entries()) {
    const safe = lines.flatMap((line) => line.split(/\r\n|[\n\r]/)).map(harmless);
    const fence = '`'.repeat(Math.max(3, ...safe.map((line) => longestRun(line) + 1)));
    const [before, after] = folded
      ? [`\n<details><summary>${title}</summary>\n\n${fence}text\n`, `${fence}\n\n</details>\n`]
      : [`\n**${title}**\n\n${fence}text\n`, `${fence}\n`];
    // Those that follow have a right to a few lines as well.
    const room =
      (limit - utf8Length(text)) / (sections.length - index) - utf8Length(before) - utf8Length(after) - noteLength;
    const shown = fitting(safe, room);
    if (room < 0) continue;
    const rest = safe.length - shown.length;
    const note = rest === 0 ? '' : `… and ${rest} more ${rest === 1 ? 'line' : 'lines'}\n`;
    text += `${before}${shown.map((line) => `${line}\n`).join('')}${note}${after}`;
  }
  return text;
}

const noteLength = 60;

/** The first lines that fit into so many bytes; one that is too long alone is cut. */
function fitting(lines: readonly string[], room: number): readonly string[] {
  let used = 0;
  const shown: string[] = [];
  for (const line of lines) {
    used += utf8Length(line) + 1;
    if (used > room) break;
    shown.push(line);
  }
  return shown;
}

const maxLine = 2000;

/** Without what ends a line, moves the cursor or turns the direction of a text. */
function harmless(line: string): string {
  const safe = line.replace(/[\p{Cc}\u2028\u2029\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu, ' ').trimEnd();
  return safe.length <= maxLine ? safe : `${safe.slice(0, maxLine - 1)}…`;
}

function longestRun(line: string): number {
  return Math.max(0, ...[...line.matchAll(/`+/g)].map(([run]) => run.length));
}
