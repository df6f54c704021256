import { endOf } from '../text/ends.ts';
import { anyOf, sequence } from '../text/patterns.ts';
import { judgeSecretName, secretWord, type SecretName } from './secretNames.ts';
import { isPlaceholder, looksSecret } from './secretValues.ts';

/** Where a value begins and ends, UTF-16 units. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

interface AssignedSecret extends Span {
  /** The name is in capitals, as those of environment variables. */
  readonly environment: boolean;
}

interface NamedLine {
  readonly name: string;
  readonly line: string;
}

interface JudgedValue extends Span {
  readonly secret: boolean;
}

/** UTF-16 units; longer ones that are no secret are passed over whole. */
const longRun = 200;
/** UTF-16 units of a name before its word. */
const nameLength = 60;

// Every pattern starts at one place (sticky) and repeats single classes with a limit, so the whole is linear.
const restOfName = /[A-Za-z0-9_-]{0,24}/y;
/** Quotes, brackets and marks that close a name, and the type that TypeScript, Python and others write after it. */
const closing = /(?:\\?["'`*_\])]){0,4}(?:\s?:\s?[A-Za-z][\w.[\]<>]{0,30}(?=\s{0,2}=))?/y;
const separators: readonly RegExp[] = [
  // On the next line, as in JSON that was formatted narrowly, and in YAML.
  /[ \t]{0,4}[:=][ \t]{0,4}(?:[>|]-?)?\r?\n[ \t]{1,40}(?:- )?(?=["'\w])/y,
  // The first of a list.
  /[ \t]{0,4}[:=][ \t]{0,4}\[\s{0,40}(?=\\?["'`])/y,
  // `a = 1`, `a: 1`, `a := 1`, `a => 1`, a table's `| a | 1 |`, `**a:** 1`.
  /[ \t]{0,16}(?::[=-]|=>|\?\?=|\|\|=|=(?!=)|:(?!:)|\|(?!\|))(?:\*\*)?[ \t]{0,16}/y,
  // `name: A`, then `value: 1`.
  /(?:,\s{0,40}|\r?\n[ \t]{0,40})\\?["']?(?:value|default)\\?["']?[ \t]{0,4}[:=][ \t]{0,4}/y,
  // `get("A", "1")`, `a || "1"`, `a ?? '1'`, `a or "1"`, "the key is `1`", `--token "1"`.
  /[ \t]{0,4}(?:,|\|\||\?\?|or\b|is\b)\s{0,8}(?=\\?["'`])/y,
  // A property list's `<key>a</key> <string>1</string>`.
  /<\/key>\s{0,40}<string>/y,
  // `<a>1</a>`, and `<add key="a" value="1"/>`.
  /(?:>|\s{1,4}value=(?=["']))/y,
  // Terraform's `variable "a" { default = "1" }`.
  /\s{0,4}\{\s{0,40}(?:type\s{0,8}=\s{0,8}\w{1,20}\s{1,40})?default\s{0,8}=\s{0,8}(?=")/y,
];
/** Before a name that its value follows without a sign: `--token x`, `ENV TOKEN x`, `set -x TOKEN x`. */
const isCommand =
  /(?:^|[\s"'`([])--?[\w-]{0,60}$|(?:^|\n)[ \t]{0,8}(?:ENV|ARG|setx|set[ \t]{1,4}-[a-zA-Z]{1,4})[ \t]{1,4}\w{0,40}$/;
/** Between them. */
const flagSeparator = /[ \t]{1,4}/y;
const opening = /(?:[bru]{1,2}(?=["']))?\\?("{3}|'{3}|["'`]?)(?:(?:Bearer|Basic|Token|Bot|ApiKey|Key)[ \t]{1,2})?/iy;
const value = sequence('y', /(?:[\w+/=.~!#@%^&*?:-]|\$(?![{(A-Za-z_])){8,400}/);
const valueEnd = anyOf('y', /[\s"'`,;\\|<)}\]&]|$/);
/** Behind a value in a table: words that make it a part of a sentence. */
const sentence = /["'`*_]{0,4}(?:[ \t]{1,4}[A-Za-z][\w'’-]{0,30},?){3}/y;

/** Values that stand under the name of a secret, in whatever language. `text`: a window of a file. */
export function assignedSecrets(text: string, most: number): AssignedSecret[] {
  const found: AssignedSecret[] = [];
  // Names inside of a long run that is no secret (`token=token=…`) are not judged one by one: that would take long.
  let passed = 0;
  for (const match of text.matchAll(secretWord)) {
    if (match.index < passed) continue;
    const value = assignedAt(text, match.index, match[0]);
    if (value && value.end - value.start > longRun && !value.secret) passed = value.end;
    if (!value?.secret || found.at(-1)?.start === value.start) continue;
    found.push({ start: value.start, end: value.end, environment: /^[A-Z]+$/.test(match[0]) });
    if (found.length >= most) break;
  }
  return found;
}

/** Values in a column of a Markdown table whose head is the name of a secret. */
export function tabledSecrets(text: string, most: number): Span[] {
  if (!text.includes('|') || !text.includes('--')) return [];
  const found: Span[] = [];
  let names: readonly (SecretName | undefined)[] = [];
  let head = '';
  let start = 0;
  for (const line of text.split('\n')) {
    if (!line.includes('|')) names = [];
    else if (/^[\s|:-]+$/.test(line) && line.includes('--')) names = cellsOf(head).map((cell) => nameInCell(cell.text));
    else if (names.some((name) => name !== undefined))
      found.push(...secretsInRow(text, start, line, names).slice(0, most - found.length));
    if (found.length >= most) break;
    head = line;
    start += line.length + 1;
  }
  return found;
}

function secretsInRow(text: string, start: number, line: string, names: readonly (SecretName | undefined)[]): Span[] {
  return cellsOf(line).flatMap((cell, column) => {
    const name = names[column];
    const value = name && assignedValue(text, start + cell.start, name);
    return value?.secret === true ? [{ start: value.start, end: value.end }] : [];
  });
}

/** The cells of a row with what stands in them, and where that begins in the line. */
function cellsOf(line: string): readonly { readonly text: string; readonly start: number }[] {
  const first = line.length - line.trimStart().length + (line.trimStart().startsWith('|') ? 1 : 0);
  let start = first;
  return line
    .slice(first)
    .split('|')
    .map((cell) => {
      const at = start + cell.length - cell.trimStart().length;
      start += cell.length + 1;
      return { text: cell.trim(), start: at };
    });
}

function nameInCell(cell: string): SecretName | undefined {
  const words = [...cell.matchAll(secretWord)];
  const [word] = words.slice(-1);
  if (!word) return undefined;
  const { name } = nameBefore(cell, word.index);
  const after = take(restOfName, cell, word.index + word[0].length);
  const rest = cell.slice(word.index + word[0].length + after.length);
  return /^["'`*_]{0,4}$/.test(rest) ? judgeSecretName(name, word[0], after) : undefined;
}

function assignedAt(text: string, start: number, word: string): JudgedValue | undefined {
  const wordEnd = start + word.length;
  const after = take(restOfName, text, wordEnd);
  const marks = take(closing, text, wordEnd + after.length);
  const closed = wordEnd + after.length + marks.length;
  const before = nameBefore(text, start);
  const valueStart = afterSeparator(text, closed, isCommand.test(before.line));
  if (valueStart === undefined || (text[closed] === '>' && !isOfTag(before, marks))) return undefined;
  const name = judgeSecretName(before.name, word, after);
  if (!name) return undefined;
  const value = assignedValue(text, valueStart, name);
  const isSaid = name.kind === 'password' && /^\s*\|(?!\|)/.test(text.slice(closed, valueStart));
  return value && isSaid && take(sentence, text, value.end) !== '' ? { ...value, secret: false } : value;
}

/** True for the name of an element, and for one that is all of an attribute: not for one at the end of an address. */
function isOfTag({ name, line }: NamedLine, marks: string): boolean {
  return marks === '' || (/^\\?["']$/.test(marks) && line.endsWith(`${marks}${name}`));
}

/** What stands before the word: as a name, and with what is before that. `API key` and `client secret` are one name. */
function nameBefore(text: string, start: number): NamedLine {
  const line = text.slice(Math.max(0, start - nameLength), start);
  const [name = ''] = /[\w$.-]{0,60}$/.exec(line) ?? [];
  const spaced =
    name === '' ? /\b(?:api|access|secret|private|auth|client|webhook|signing|app|bot|bearer)[ ]$/i.exec(line) : null;
  return { name: spaced?.[0] ?? name, line };
}

function afterSeparator(text: string, at: number, flag: boolean): number | undefined {
  for (const separator of flag ? [...separators, flagSeparator] : separators) {
    const taken = take(separator, text, at);
    if (taken !== '') return at + taken.length;
  }
  return undefined;
}

function assignedValue(text: string, at: number, name: SecretName): JudgedValue | undefined {
  opening.lastIndex = at;
  const opened = opening.exec(text);
  const start = at + (opened?.[0].length ?? 0);
  const whole = take(value, text, start);
  const written = opened?.[1] === '' ? withoutQuery(whole) : whole;
  const mark = endOf(written, /[.,:!?*]/);
  const secret = mark === '!' ? written : written.slice(0, written.length - mark.length);
  // Cut short by who wrote it: a sample.
  if (secret === '' || whole.endsWith('..') || text.startsWith('…', start + whole.length)) return undefined;
  valueEnd.lastIndex = start + whole.length;
  if (whole.length < 400 && !valueEnd.test(text)) return undefined;
  return { start, end: start + secret.length, secret: accepts(secret, name) };
}

/** Of an address the value ends where the next parameter begins. */
function withoutQuery(text: string): string {
  return text.replace(/&[\w.-]{1,40}=.*$/, '');
}

function accepts(secret: string, { kind, coin, strong }: SecretName): boolean {
  if (coin && /^[1-9A-HJ-NP-Za-km-z]{32,44}$/.test(secret) && !/^[0-9a-f]+$/.test(secret)) return false;
  if (!strong && /^0x[0-9a-f]{64}$/i.test(secret)) return false;
  const pair = basicPair(secret);
  if (pair !== undefined) return pair !== '' && !isPlaceholder(pair);
  return looksSecret(secret, kind);
}

/** The password of a `user:password` in base64, as in HTTP and in Docker's settings. */
function basicPair(secret: string): string | undefined {
  if (!/^[A-Za-z0-9+/]{12,200}={0,2}$/.test(secret)) return undefined;
  const pair = /^[\x21-\x7e]{1,60}?:([\x21-\x7e]{1,140})$/.exec(Buffer.from(secret, 'base64').toString('latin1'));
  return pair?.[1];
}

function take(pattern: RegExp, text: string, at: number): string {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0] ?? '';
}
