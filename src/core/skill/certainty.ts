import type { Range } from './problem.ts';
import { anyOf } from '../text/patterns.ts';

/**
 * What the words around a path say about its file. `read`: it is there already. `unsure`: perhaps it is made. `made`:
 * it is made where it stands, so that it need not be there elsewhere in the text either. `sample`: it is shown, not
 * used.
 */
export type Role = 'read' | 'unsure' | 'made' | 'sample';

const makes =
  '(?:(?:creat|writ|sav|generat|produc|output|stor|export|render|dump|download|convert|renam)\\w*|' +
  'cop(?:y|ies|ied|ying)|mov(?:e|es|ed|ing)|plac(?:e|es|ed|ing)|ends? up)';

/** What is only an example, also one of how not to do it. */
const sample = anyOf(
  'i',
  /\b(?:for example|for instance|such as|example:)|\be\.g\.|\blike\s+["'`*]*$/,
  /[✓✔✗✘✅❌]\W*$|\b(?:good|bad|avoid|wrong|right|correct|incorrect)\b[*_]*\s*:/,
);

/** A file that may be there or not: "if the project has a …", `[ -f … ]`. */
const condition = /\b(?:if|whether|unless)\b[^.,;:!?()—]*$|\[ -[a-z] +["']?\S*$/i;
const doubtful = /^[^.!?\n]{0,100}?\b(?:would|could|might|(?:if|when) (?:it )?(?:exists|present))\b/;

/** A verb or program directly in front of the path that works only with a file that exists. */
const callers =
  'runs?|running|execut(?:e[sd]?|ing)|reads?|reading|see|load|consult|calls?|us(?:es?|ing)|invoke|follow|via|from|' +
  'python[\\d.]*|bash|sh|zsh|node|bun|deno run|uv run|tsx|ruby|perl|pwsh|source|Rscript';
const called = new RegExp(
  `(?:^|[^\\w-])(?:${callers})(?::?\\s+--?[\\w-]{1,30})*:?\\s+(?:the\\s+)?["'\`*_(<]*(?:[^\\s"'\`]*[/\\\\])?$`,
  'i',
);

/** Words and switches in front of a path that say it is made, or only perhaps there. */
const doubt = new RegExp(
  `\\b(?:${makes}|add|adds|new|optional|optionally|examples?|like|your|would|could|might)\\b`,
  'i',
);
const madeHere = new RegExp(
  `\\b${makes}(?:\\s+[\\w./-]+){0,4}\\s+["'\`*_(]*(?:\\S*/)?$|>\\s*["']?(?:\\S*/)?$|` +
    '(?:^|\\s)(?:-o|-O|--out[\\w-]*|--save[\\w-]*|touch|mkdir|tee)(?:[ =].*)?$',
  'i',
);
/**
 * "Create the script …" and "create and run": what is called afterwards is what was made; "to create the form, run" is
 * not.
 */
const madeBeforeCall = new RegExp(
  `(?<!\\bto ` +
    `)\\b(?:${makes}|add|new)\\b(?:[^.;:|]*\\b(?:scripts?|files?|programs?|modules?|helpers?|it|them|this)\\b|(?:\\s|,|and|then|or|&)*$)`,
  'i',
);
/** "Generate a report: `scripts/report.py`" and the same in a row of a table. */
const labelled = new RegExp(
  `\\b${makes}\\s+(?![^:|]*\\b(?:scripts?|files?|programs?|modules?|helpers?|tests?|tools?)\\b)\\w[^:|]*[:|]\\W*$`,
  'i',
);

/** Characters around a path that are looked at. */
const context = 200;

/** Judges the path at `range` by its line. `codeStart`: where the code begins that the path stands in. */
export function roleOf(text: string, range: Range, codeStart: number | undefined): Role {
  const lead = text.slice(Math.max(0, range.start - context), range.start);
  const before = lead.slice(lead.lastIndexOf('\n') + 1);
  const call = called.exec(before);
  if (sample.test(before)) return 'sample';
  const start = Math.max(codeStart ?? range.start, range.start - before.length);
  if (isArgument(text.slice(start, range.start))) return 'made';
  if (call) return madeBeforeCall.test(before.slice(0, call.index + 1)) ? 'made' : 'read';
  if (condition.test(before)) return 'made';
  if (doubtful.test(text.slice(range.end, range.end + context).split('\n', 1)[0] ?? '')) return 'unsure';
  if (madeHere.test(before)) return 'made';
  if (!doubt.test(before)) return 'read';
  return /\.(?:py|sh|bash|js|mjs|ts|rb|pl|ps1)$/i.test(text.slice(range.start, range.end)) && labelled.test(before)
    ? 'read'
    : 'unsure';
}

const copying = /^(?:cp|mv|ln|rsync|install|convert|magick|pandoc|ffmpeg)$/;
const program = /(?:^|\/)(?:python[\d.]*|bash|sh|zsh|node|npx|bun|deno|uv|tsx|ruby|perl|pwsh)$/;
const pathLike = /^["'(]*[\w@~.${}/-]*(?:\/|\.[a-z])[\w./*{}$-]*["',;)]*$/i;

/** True when a command in front of the path names a file already: what follows it may be what the command makes. */
function isArgument(code: string): boolean {
  const command = code.slice(code.search(/(?:(?!&&|\|\||[;|]|\$\().)*$/));
  const words = command
    .slice(0, command.search(/\S*$/))
    .trim()
    .split(/\s+/)
    .filter((word) => word !== '' && !/^(?:[$!#>-]|sudo$|\w+=)/.test(word));
  if (copying.test(words[0] ?? '')) return words.length > 1;
  return words.some((word) => pathLike.test(word) && !program.test(word));
}
