import { fields } from './fields.ts';
import { frontMatterMaxLength } from './limits.ts';
import type { Range } from './problem.ts';

/**
 * How far the front matter can be found. `misplaced`: it is complete, but something stands before it, so that no agent
 * sees it. `tooLarge`: it is longer than this product parses; it has no entries then.
 */
type EnvelopeState = 'present' | 'missing' | 'misplaced' | 'unclosed' | 'tooLarge';

/** Where the lines of a SKILL.md lie; offsets into the whole text, byte order mark included. */
export interface Envelope {
  readonly state: EnvelopeState;
  readonly hasBom: boolean;
  /** What stands before the opening line of misplaced front matter: blank lines, a comment, a code fence. */
  readonly before: Range | undefined;
  /** The opening `---` with the whitespace behind it, without its line break. */
  readonly opening: Range | undefined;
  /** The YAML between the two lines. For `unclosed` it ends where the text stops to look like YAML. */
  readonly content: Range;
  /** The closing `---`, like `opening`. */
  readonly closing: Range | undefined;
  /** A line that was probably meant to close (`...`, `----`), when nothing else does. */
  readonly meantToClose: Range | undefined;
  /** Where the Markdown begins. */
  readonly bodyStart: number;
}

const looksLikeYaml = /^(?:[ \t].*|#.*|-(?:[ \t].*)?|["']?[A-Za-z_][\w.-]*["']?[ \t]*(?::(?:[ \t].*)?)?)$/;
const blankLine = /^[ \t]*$/;

interface Line extends Range {
  /** Offset of the next line. */
  readonly next: number;
}

const lineBreak = /[\n\r]/g;

/** The line that begins at `start`; line breaks are LF, CRLF and CR. */
export function lineAt(text: string, start: number): Line {
  lineBreak.lastIndex = start;
  const end = lineBreak.test(text) ? lineBreak.lastIndex - 1 : text.length;
  const next = text.startsWith('\r\n', end) ? end + 2 : Math.min(end + 1, text.length);
  return { start, end, next };
}

/** Where the line that holds `offset` begins. */
export function lineStart(text: string, offset: number): number {
  return offset === 0 ? 0 : Math.max(text.lastIndexOf('\n', offset - 1), text.lastIndexOf('\r', offset - 1)) + 1;
}

/** Finds the front matter's lines. Never throws; linear in the length of the text. */
export function findEnvelope(text: string): Envelope {
  const hasBom = text.startsWith('\uFEFF');
  const start = hasBom ? 1 : 0;
  if (isDelimiter(text, start)) return { ...findEnd(text, start), hasBom, before: undefined };
  const opening = findMisplaced(text, start);
  const found = opening === undefined ? undefined : findEnd(text, opening);
  if (opening !== undefined && found?.state === 'present') {
    return { ...found, state: 'misplaced', hasBom, before: { start, end: opening } };
  }
  return {
    state: 'missing',
    hasBom,
    before: undefined,
    opening: undefined,
    content: { start, end: start },
    closing: undefined,
    meantToClose: undefined,
    bodyStart: start,
  };
}

function isDelimiter(text: string, start: number): boolean {
  if (!text.startsWith('---', start)) return false;
  let at = start + 3;
  while (text[at] === ' ' || text[at] === '\t') at += 1;
  return at >= text.length || text[at] === '\n' || text[at] === '\r';
}

type Found = Omit<Envelope, 'hasBom' | 'before'>;

function findEnd(text: string, start: number): Found {
  const opening = lineAt(text, start);
  const contentStart = opening.next;
  const base = { opening: { start, end: opening.end }, closing: undefined, meantToClose: undefined };
  const end = /(?<![^\r\n])(?:---|\.\.\.)[ \t]*(?![^\r\n])/g;
  end.lastIndex = contentStart;
  const match = contentStart < text.length || opening.end < opening.next ? end.exec(text) : null;
  const guessed = guessEnd(text, contentStart);
  if (
    match?.[0].startsWith('---') === true &&
    !isBody(text.slice(guessed, Math.min(match.index, guessed + frontMatterMaxLength)))
  ) {
    const state = match.index - contentStart > frontMatterMaxLength ? 'tooLarge' : 'present';
    const closing = { start: match.index, end: match.index + match[0].length };
    return {
      ...base,
      state,
      content: { start: contentStart, end: match.index },
      closing,
      bodyStart: lineAt(text, match.index).next,
    };
  }
  const meant =
    match?.[0].startsWith('.') === true ? match : firstMatch(/(?<![^\r\n])-{4,}[ \t]*(?![^\r\n])/g, text, contentStart);
  if (meant && meant.index <= guessed) {
    const meantToClose = { start: meant.index, end: meant.index + meant[0].length };
    const state = meant.index - contentStart > frontMatterMaxLength ? 'tooLarge' : 'unclosed';
    return {
      ...base,
      state,
      content: { start: contentStart, end: meant.index },
      meantToClose,
      bodyStart: lineAt(text, meant.index).next,
    };
  }
  const state = guessed - contentStart > frontMatterMaxLength ? 'tooLarge' : 'unclosed';
  return { ...base, state, content: { start: contentStart, end: guessed }, bodyStart: guessed };
}

const documentedKey = new RegExp(`^["']?(?:${fields.map(({ key }) => key).join('|')})["']?[ \\t]*:(?:[ \\t]|$)`, 'm');
const anyKey = /^[^\s#:][^:]*:(?:[ \t].*)?$/;

/**
 * True when what stands between the front matter, as far as it looks like YAML, and a line `---` is Markdown: the line
 * is a rule then, and the closing line is missing. A documented key in it says that it is front matter with a mistake;
 * so does a lone comment above more keys.
 */
function isBody(between: string): boolean {
  const source = between.trimEnd().replaceAll(/\r\n?/g, '\n');
  if (documentedKey.test(source.split(/^ {0,3}(?:`{3,}|~{3,})/m, 1)[0] ?? '')) return false;
  const blank = /(?:^|\n)[ \t]*\n/.exec(source);
  const afterBlank = blank ? source.slice(blank.index + blank[0].length).trimStart() : '';
  const lines = afterBlank.split('\n').filter((line) => !blankLine.test(line));
  if (lines.some((line) => !looksLikeYaml.test(line) && !anyKey.test(line))) return true;
  return /^#{1,6} [^\n]*\n[ \t]*\n/.test(afterBlank);
}

function firstMatch(pattern: RegExp, text: string, from: number): RegExpExecArray | null {
  pattern.lastIndex = from;
  return pattern.exec(text);
}

/**
 * Where unclosed front matter stops to look like YAML: behind the last line that does, so that trailing blank lines
 * belong to the body.
 */
function guessEnd(text: string, start: number): number {
  let end = start;
  let blankBefore = false;
  for (let at = start; at < text.length && at - start < frontMatterMaxLength; ) {
    const line = lineAt(text, at);
    const content = text.slice(line.start, Math.min(line.end, line.start + frontMatterMaxLength));
    if (blankLine.test(content)) {
      blankBefore = true;
    } else {
      if (!looksLikeYaml.test(content) || (blankBefore && content.startsWith('#'))) break;
      blankBefore = false;
      end = line.next;
    }
    at = line.next;
  }
  return end;
}

/** The offset of an opening line that has only blank lines, HTML comments or the line of a code fence before it. */
function findMisplaced(text: string, start: number): number | undefined {
  const limit = start + frontMatterMaxLength;
  let at = start;
  while (at < text.length && at < limit) {
    const head = text.slice(at, at + 80);
    const indented = at + head.length - head.replace(/^[ \t]+/, '').length;
    if (isDelimiter(text, indented)) return indented;
    const line = lineAt(text, at);
    const content = text.slice(line.start, Math.min(line.end, line.start + 80)).trim();
    if (content.startsWith('<!--')) {
      const close = text.indexOf('-->', indented);
      if (close < 0 || close > limit) return undefined;
      at = close + 3;
    } else if (content === '' || /^(?:`{3,}|~{3,})[\w-]*$/.test(content)) {
      if (line.next === at) return undefined;
      at = line.next;
    } else {
      return undefined;
    }
  }
  return undefined;
}
