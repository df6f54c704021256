import type { Range } from './problem.ts';
import { anyOf } from '../text/patterns.ts';

/**
 * What the words around a path say about its file. `run`: a command that is run, or the order to run it. `told`: the
 * order to read it. `read`: nothing speaks against that it is there already. `unsure`: perhaps it is made. `made`: it
 * is made where it stands, so that it need not be there elsewhere in the text either. `sample`: it is shown, not used.
 * `others`: it belongs to another skill, to the user or to their project.
 */
export type Role = 'run' | 'told' | 'read' | 'unsure' | 'made' | 'sample' | 'others';

const makes =
  '(?:(?:creat|writ|sav|generat|produc|output|stor|export|render|dump|download|convert|renam)\\w*|' +
  'cop(?:y|ies|ied|ying)|mov(?:e|es|ed|ing)|plac(?:e|es|ed|ing)|ends? up)';

/** What is only an example, also one of how not to do it. */
const sample = anyOf(
  'i',
  /\b(?:for example|for instance|such as|examples?\*{0,2}:)|\be\.g\.|\blike\s+["'`*]*$/,
  /[✓✔✗✘✅❌]\W{0,200}$|\b(?:good|bad|avoid|wrong|right|correct|incorrect)\b[*_]*\s*:/,
);

/** A file that may be there or not: "if the project has a …", `[ -f … ]`. */
const condition = /\b(?:if|whether|unless)\b[^.,;:!?()—]*$|\[ -[a-z] +["']?\S*$/i;
const doubtful = /^[^.!?\n]{0,100}?\b(?:would|could|might|(?:if|when) (?:it )?(?:exists|present))\b/;

/** A verb or program directly in front of the path that works only with a file that exists. */
const runners =
  'runs?|running|execut(?:e[sd]?|ing)|invokes?|calls?|' +
  'python[\\d.]*|bash|sh|zsh|node|bun|deno run|uv run|tsx|ruby|perl|pwsh|source|Rscript';
const readers = 'reads?|reading|see|load(?:s|ing)?|open(?:s|ing)?|consult|follow(?:s|ing)?|review|refer to';
const users = 'us(?:es?|ing)|via|from';
const directly =
  '(?::?\\s+--?[\\w-]{1,30}(?:[= ][\\w.,:@-]{1,40})?)*:?\\s+(?:the\\s+)?["\'`*_(<[]{0,9}(?:[^\\s"\'`]{0,200}[/\\\\])?$';
const called = new RegExp(`(?:^|[^\\w-])(?:(${runners})|(${readers})|${users})${directly}`, 'i');
/** What may stand in front of the path of a program that a command line begins with. */
const beginning = /(?:^|[;&|(])[ \t]*(?:[$>][ \t]+)?(?:sudo[ \t]+)?["']?(?:[^\s"'`;|&]{1,80}\/)?$/;
const programFile = /\.(?:py|sh|bash|zsh|js|mjs|cjs|ts|rb|pl|ps1)$/i;

/** Words and switches in front of a path that say it is made, or only perhaps there. */
const doubt = new RegExp(
  `\\b(?:${makes}|add|adds|new|optional|optionally|examples?|like|your|would|could|might)\\b`,
  'i',
);
const madeHere = new RegExp(
  `\\b${makes}(?:\\s+[\\w./-]+){0,4}\\s+["'\`*_(]{0,9}(?:\\S{0,200}/)?$|>\\s*["']?(?:\\S{0,200}/)?$|` +
    '(?:^|\\s)(?:-o|-O|--out[\\w-]*|--save[\\w-]*|touch|mkdir|tee)(?:[ =].*)?$',
  'i',
);
/**
 * "Create the script …" and "create and run": what is called afterward is what was made; "to create the form, run" is
 * not.
 */
const madeBeforeCall = new RegExp(
  `(?<!\\bto ` +
    `)\\b(?:${makes}|add|new)\\b(?:[^.;:|]*\\b(?:scripts?|files?|programs?|modules?|helpers?|it|them|this)\\b|(?:\\s|,|and|then|or|&)*$)`,
  'i',
);
/** "Generate a report: `scripts/report.py`" and the same in a row of a table. */
const labeled = new RegExp(
  `\\b${makes}\\s{1,9}(?![^:|]*\\b(?:scripts?|files?|programs?|modules?|helpers?|tests?|tools?)\\b)\\w[^:|]*[:|]\\W{0,200}$`,
  'i',
);

/** Characters around a path that are looked at. */
const context = 200;

/** Judges the path at `range` by its line. `codeStart`: where the code begins that the path stands in. */
export function roleOf(text: string, range: Range, codeStart: number | undefined): Role {
  const role = roleInLine(text, range, codeStart);
  return role === 'read' && codeStart !== undefined && startsCommand(text, range, codeStart) ? 'run' : role;
}

/** The path itself is the program of a command line: alone in a line of a block, or with arguments behind it. */
function startsCommand(text: string, { start, end }: Range, codeStart: number): boolean {
  if (!programFile.test(text.slice(start, end))) return false;
  const lead = text.slice(Math.max(codeStart, start - context), start);
  if (!beginning.test(lead.slice(lead.lastIndexOf('\n') + 1))) return false;
  return text[codeStart - 1] !== '`' || /^["']?[ \t]+[\w"'$<-]/.test(text.slice(end, end + 10));
}

function roleInLine(text: string, range: Range, codeStart: number | undefined): Role {
  const lead = text.slice(Math.max(0, range.start - context), range.start);
  const before = lead.slice(lead.lastIndexOf('\n') + 1);
  const call = called.exec(before);
  if (sample.test(before)) return 'sample';
  const start = Math.max(codeStart ?? range.start, range.start - before.length);
  if (isArgument(text.slice(start, range.start))) return 'made';
  if (call) {
    if (madeBeforeCall.test(before.slice(0, call.index + 1))) return 'made';
    if (call[1] !== undefined) return 'run';
    return call[2] === undefined ? 'read' : 'told';
  }
  if (condition.test(before)) return 'made';
  if (doubtful.test(text.slice(range.end, range.end + context).split('\n', 1)[0] ?? '')) return 'unsure';
  if (madeHere.test(before)) return 'made';
  if (!doubt.test(before)) return 'read';
  return programFile.test(text.slice(range.start, range.end)) && labeled.test(before) ? 'read' : 'unsure';
}

const copying = /^(?:cp|mv|ln|rsync|install|convert|magick|pandoc|ffmpeg)$/;
const program = /(?:^|\/)(?:python[\d.]*|bash|sh|zsh|node|npx|bun|deno|uv|tsx|ruby|perl|pwsh)$/;
const pathLike = /^["'(]*[\w@~.${}/-]{0,200}(?:\/|\.[a-z])[\w./*{}$-]{0,200}["',;)]*$/i;

/** True when a command in front of the path names a file already: what follows it may be what the command makes. */
function isArgument(code: string): boolean {
  const [command = ''] = code.split(/&&|\|\||[;|]|\$\(/).slice(-1);
  // The last word is the beginning of the path.
  const words = command
    .split(/\s+/)
    .slice(0, -1)
    .filter((word) => word !== '' && !/^(?:[$!#>-]|sudo$|\w+=)/.test(word));
  if (copying.test(words[0] ?? '')) return words.length > 1;
  return words.some((word) => pathLike.test(word) && !program.test(word));
}
