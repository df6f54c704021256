import { anyOf, sequence } from '../text/patterns.ts';

/** Words that forbid what is shown: in the line in front of a block, or in a comment of one. */
export const forbids = new RegExp(
  String.raw`\b(?:never|do not|don['’]t|avoid|wrong|bad|incorrect|anti-?pattern|instead of|not this|` +
    String.raw`forbidden|prohibited|must not)\b|❌|🚫|✗|禁止|금지|请勿|切勿|悪い例|错误示例`,
  'i',
);

/** What leaves no doubt; other words may be about something else than the block. */
export const strictly = /\b(?:never|do not|don['’]t|forbidden|prohibited|must not)\b|🚫/i;

/** Of a block of commands, those that a reader is to run: what else stands there is left out. Same length. */
export function commandsIn(body: string): string {
  return withoutWords(withoutTables(withoutData(withoutConflicts(withoutForbidden(withoutPrompts(body))))));
}

/** In a comment behind a command that is not to be run. */
const forbidsLine =
  /\s#\s*(?:❌|🚫|✗|(?:bad|wrong|incorrect|forbidden|never|don['’]t|do not)\b[!.:]?\s*$|禁止|금지|请勿|切勿)/i;

/** Commands behind a comment that calls them wrong are left out, up to the next comment or empty line. Same length. */
function withoutForbidden(body: string): string {
  return withoutForbiddenParts(body.replace(/^[^\n]+$/gm, (line) => (forbidsLine.test(line) ? blank(line) : line)));
}

/** A comment that forbids what stands below, or calls it what to look for, or how it was. */
const forbiddingComment = anyOf(
  'i',
  sequence('', /^#.*/, forbids),
  /^#+ ?(?:block|reject|deny|refuse|catch|detect|flag)s? (?:all|any|such|these|this)\b/,
  /^#+ ?before(?: \([^()]{1,60}\))?:?$/,
);

function withoutForbiddenParts(body: string): string {
  let skip = false;
  return body
    .split('\n')
    .map((line) => {
      const words = line.trim();
      if (words.startsWith('#')) skip = forbiddingComment.test(words);
      else if (words === '') skip = false;
      return skip ? blank(line) : line;
    })
    .join('\n');
}

/** What a merge leaves behind of two versions of a file is shown, whatever the file is. Same length. */
function withoutConflicts(body: string): string {
  return body.includes('<<<<<<< ')
    ? withoutParts(body, (line) => (line.startsWith('<<<<<<< ') ? '>>>>>>>' : undefined))
    : body;
}

/** What is answered or configured in JSON or tags, and stands with the commands. Same length. */
function withoutData(body: string): string {
  const opened = (line: string, next: string): string | undefined => {
    const [, indent = '', bracket] = /^([ \t]*)([[{])[ \t]*$/.exec(line) ?? [];
    return bracket === undefined || !/^[ \t]*["{[]/.test(next) ? undefined : `${indent}${bracket === '[' ? ']' : '}'}`;
  };
  return withoutParts(body, opened)
    .replace(/^[ \t]*<\/?[A-Z]\w{1,40}(?: [^<>\n]{1,200})?>[ \t]*$/gm, blank)
    .replace(/ \^$/gm, ' \\');
}

/** Leaves out lines from one that opens something up to one that begins with what closes it. Same length. */
function withoutParts(body: string, open: (line: string, next: string) => string | undefined): string {
  const lines = body.split('\n');
  let close: string | undefined;
  return lines
    .map((line, index) => {
      close ??= open(line, lines[index + 1] ?? '');
      if (close === undefined) return line;
      if (line.startsWith(close)) close = undefined;
      return blank(line);
    })
    .join('\n');
}

/** Lines around a rule such as `----+----`, and lines of columns, are a table that something prints. Same length. */
function withoutTables(body: string): string {
  const text = body.replace(/^[\w./-]+(?: {2,20}[\w./-]+){3,20}[ \t]*$/gm, blank);
  if (!/[-=]{3}/.test(text)) return text;
  return text
    .split(/(\n[ \t]*\n)/)
    .map((part) => (part.split('\n').some(isTableRule) ? part.replace(/[^\n]/g, ' ') : part))
    .join('');
}

function isTableRule(line: string): boolean {
  return /^[\s|+:=-]+$/.test(line) && /[|+]/.test(line) && /[-=]{3}/.test(line);
}

/** `for each bed with weeds:` is no loop of a shell, and a sentence no command. Same length. */
function withoutWords(body: string): string {
  return body.replace(/^[^\n]*$/gm, (line) => (isWords(line.trim()) ? blank(line) : line));
}

function isWords(line: string): boolean {
  // A setting with a space is none of a shell: `BEDS= north`.
  if (/^[A-Z][A-Z\d_]*= \S/.test(line)) return true;
  if (/^for (?:each|every|all)\b(?! in )/i.test(line) || /^[a-z]\w*\([^()]+\)$/.test(line)) return true;
  const words = line.split(/ +/);
  if (words.length > 3 && /^[a-z][^"'$`|&;=#]*[a-z]:$/.test(line)) return true;
  if (words.length < 5 || !words.every((word) => /^[`'"(]?[A-Za-z][\w'-]*[`'"),]{0,2}[.:]?$/.test(word))) return false;
  return /^[A-Z]/.test(line) || /[a-z]\.(?:$| [A-Z])/.test(line);
}

const anyPrompt = /^[ \t]*(?:[\w.@~:/-]{0,40})?[$%>#][ \t]+/;

/** Of a block that shows a session, the lines that are typed. Same length. */
export function typedIn(body: string): string {
  let continues = false;
  // Where `$` is the prompt, `#` begins a comment.
  const prompts = /^[ \t]*(?:[\w.@~:/-]{0,40})?\$[ \t]/m.test(body)
    ? /^[ \t]*(?:[\w.@~:/-]{0,40})?[$>][ \t]+/
    : anyPrompt;
  return body
    .split('\n')
    .map((line) => {
      const prompt = prompts.exec(line)?.[0];
      const isTyped = prompt !== undefined || continues;
      continues = isTyped && line.trimEnd().endsWith('\\');
      return isTyped ? `${blank(prompt ?? '')}${line.slice(prompt?.length ?? 0)}` : blank(line);
    })
    .join('\n');
}

function withoutPrompts(body: string): string {
  return body.replace(/^[ \t]*(?:[$%>] (?=\S)|>[ \t]{2,}|>$|@(?=[a-z]+ ))/gm, blank);
}

export function blank(line: string): string {
  return ' '.repeat(line.length);
}
