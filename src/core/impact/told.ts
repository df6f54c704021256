import { addressesIn } from './addresses.ts';
import { dangersOf, usesNetwork } from './shell/dangers.ts';
import { packagesOfCommand } from './shell/packages.ts';
import { outsidePath } from './outsidePaths.ts';
import type { Sink } from './sink.ts';
import { commonPrograms, shellWords, usualPrograms } from './words.ts';

/** UTF-16 units of one line that are looked at. */
const maxLine = 500;
/** In front of a command: a prompt, variables, who runs it. */
const lead = /^\s*(?:[$%>]\s+)?(?:[A-Z_]+=\S*\s+)*(?:sudo\s+)?/;
/** Programs that find and run another one. */
const launcher =
  /^(?:(?:uv|poetry|pdm|rye|pipx|pipenv) run|npx|bunx|uvx|(?:pnpm|yarn|npm) (?:exec|dlx)|bundle exec|mise exec|python3? -m)(?= )/;

/** In front of a command that another one is given: `claude mcp add x -- npx y`. */
export const handsOn = /(?<=\s)--\s(?=(?:npx|bunx|uvx?|docker) )/;
/** What stands between two commands of a line. */
const between = new RegExp(
  String.raw`(\s(?:&&|\|\|?|;)\s|(?<!\brun):\s(?=(?:npx|bunx|uvx?|npm|pnpm|pipx?|git|gh|docker) )|${handsOn.source})`,
);

/**
 * Facts of kind `told` for a line that shows a command outside of what is run: its programs, the packages they install, the
 * hosts they contact, and options that switch a protection off. What a version told is nothing new in a later one that runs it.
 */
export function addTold(sink: Sink, line: string, start: number): void {
  if (line.length > maxLine) return;
  let at = start;
  for (const part of line.split(between)) {
    addCommand(sink, part, at);
    at += part.length;
  }
}

/** The same for a path: what is put in is not compared. */
export function addToldPath(
  sink: Sink,
  written: string,
  range: { readonly start: number; readonly end: number },
): void {
  const path = /\s/.test(written) ? undefined : outsidePath(toldPath(written), 'script')?.path;
  if (path !== undefined) sink.add('told', path, range);
}

/** A path with its parts that are put in as one sign. */
export function toldPath(written: string): string {
  return written.replace(/\$\{\w+\}|(?!^\$HOME)\$\w+|<[\w -]+>|\{[\w-]+\}/g, 'X');
}

function addCommand(sink: Sink, part: string, at: number): void {
  const skipped = lead.exec(part)?.[0].length ?? 0;
  const command = part.slice(skipped).trimEnd();
  const range = { start: at + skipped, end: at + skipped + command.length };
  const words = command.split(/\s+/);
  for (const word of words)
    if (/^--(?:no-verify$|dangerously|allow-dangerously|yolo)/.test(word)) sink.add('told', word, range);
  const [name = '', ...rest] = words;
  // A word alone is a name; one that a sign follows is no command.
  if (rest.length === 0 || !/^[a-z][\w.+-]*$/.test(name) || /^(?:[=:({]|is$|are$)/.test(rest[0] ?? '')) return;
  addProgram(sink, name, range);
  const named = words.map((value) => ({ value, range, quoted: false }));
  // Which folders are deleted is what matters.
  for (const { subject, mild } of dangersOf({ name, words: named.slice(1), pipedTo: [], assigned: [] }))
    if (!mild && subject !== 'rm -r') sink.add('told', subject, range);
  if (/\bsudo\s/.test(lead.exec(part)?.[0] ?? '')) sink.add('told', 'sudo', range);
  for (const { subject } of packagesOfCommand(named)) sink.add('told', subject, range);
  const started = startedBy(words);
  if (started !== undefined) addProgram(sink, started, range);
  if (usesNetwork({ name, words: named.slice(1) }) || /\bgit\+https?:/.test(command))
    for (const { host } of addressesIn(command)) sink.add('told', host, range);
}

/** The same for a value of data or of a program: only where a well-known program is named, alone or with what follows it. */
export function addToldValue(sink: Sink, value: string, start: number): void {
  if (value.length > maxLine) return;
  for (const part of value.split(/(?:&&|\|\|?|;)\s+/)) {
    const name = /^(?:sudo )?([a-z][\w.+-]*)(?=\s|$)/.exec(part.trim())?.[1] ?? '';
    if (!commonPrograms.has(name)) continue;
    sink.add('told', name, { start, end: start + value.length });
    addTold(sink, part.trim(), start);
  }
}

/** The program that a line begins with, when options or a text follow it. */
export function addToldProgram(sink: Sink, line: string, start: number): void {
  const [, space = '', name = ''] = /^([ \t]*)([a-z][\w.+-]{1,40}) +["'$-]/.exec(line.slice(0, maxLine)) ?? [];
  const at = start + space.length;
  if (name !== '') addProgram(sink, name, { start: at, end: at + name.length });
}

function addProgram(sink: Sink, name: string, range: { readonly start: number; readonly end: number }): void {
  if (!shellWords.has(name) && !usualPrograms.has(name)) sink.add('told', name, range);
}

/** The program that `uv run`, `npx` and the like start; `words` with theirs first. */
export function startedBy(words: readonly string[]): string | undefined {
  const found = launcher.exec(words.join(' '))?.[0];
  if (found === undefined) return undefined;
  const name = words.slice(found.split(' ').length).find((word) => !word.startsWith('-'));
  return name !== undefined && /^[a-z][\w.+-]*$/.test(name) && !/\.\w{1,4}$/.test(name) ? name : undefined;
}
