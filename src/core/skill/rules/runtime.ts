import { isForPeople } from '../audience.ts';
import { lineAt, lineStart } from '../envelope.ts';
import type { Heading } from '../markdown.ts';
import { isTestPath } from '../path.ts';
import type { Range } from '../problem.ts';
import { paragraphBefore } from '../whose.ts';
import { type SkillDocument, matchesOf } from './documents.ts';
import { type Need, needs } from './needs.ts';
import { kindOfBlock, kindOfFile, programOf, withoutTexts } from './programText.ts';
import { perObject, perText } from './remembered.ts';
import { type Finding, type RuleContext, group } from './rule.ts';
import { anyOf, sequence } from '../../text/patterns.ts';

export const runtimeRules = group(
  needs.map(({ rule }) => rule),
  checkRuntime,
);

const localhost = /https?:\/\/(?:localhost|127\.|0\.0\.0\.0|\[::1\])/;
/** Places of one need in one file. */
const perFile = 5;

/**
 * What the container of the Skills API does not have and the skill needs, in the code of the Markdown and in scripts. A
 * need is told once, and only when SKILL.md or a script has it: a reference may be about anything.
 */
function* checkRuntime({ documents, target }: RuleContext): Iterable<Finding> {
  if (target !== 'api') return;
  const body = codeOfDocument(documents.body);
  const scripts = documents.scripts
    .filter(({ path }) => !isTestPath(path))
    .map(({ path, text }) => codeOfScript(text)(path));
  const own = [body, ...scripts].flatMap((file) => needsIn(file));
  if (own.length === 0) return;
  const needed = new Set(own.map(needOf));
  const references = documents.references
    .filter(({ path }) => !isForPeople(path))
    .flatMap((each) => needsIn(codeOfDocument(each)));
  for (const each of [...own, ...references.filter((found) => needed.has(needOf(found)))])
    if (!documents.isAboutClaudeCode || each.code !== 'runtime/agent-tool') yield each;
}

function needOf({ code, subject = '' }: Finding): string {
  return `${code} ${subject}`;
}

const needsIn = perObject((file: CodeFile): readonly Finding[] => {
  const words = new Set(file.text.slice(file.start).match(anyWord));
  return needs.filter((need) => need.words.some((word) => words.has(word))).flatMap((need) => [...needIn(file, need)]);
});

/** One pass over the text tells which of the needs are worth a look at each of its thousand pieces. */
const anyWord = new RegExp(
  needs.flatMap(({ words }) => words.map((word) => word.replaceAll('.', '\\.'))).join('|'),
  'g',
);

interface CodeFile {
  readonly path: string;
  readonly text: string;
  /** Where its parts begin, behind the front matter. */
  readonly start: number;
  /** In their order; made when a need may be in one of them. */
  readonly parts: () => readonly CodePart[];
  readonly headings: readonly Heading[];
}

interface CodePart {
  readonly range: Range;
  /** What of it is run: comments and texts blanked, when first asked for. `undefined` where all is. */
  readonly program: (() => string) | undefined;
  /** Where the sentence ends that tells what to do with it; `undefined` when the match itself stands in it. */
  readonly toldBefore: number | undefined;
  readonly isProse: boolean;
}

/** A script of this text; of the last path it is the same object. */
const codeOfScript = perText((text) => {
  let last: CodeFile | undefined;
  return (path: string): CodeFile => {
    if (last?.path !== path) {
      const program = (): string => programOf(text, kindOfFile(path, text));
      const parts = [{ range: { start: 0, end: text.length }, program, toldBefore: 0, isProse: false }];
      last = { path, text, start: 0, parts: () => parts, headings: [] };
    }
    return last;
  };
});

/** Programs that a reader writes into a project and no agent runs from a document. */
const writtenOnly = anyOf(
  '',
  /^(?:typescript|[jt]sx|ts|vue|svelte|html|css|json\w*|go|rust|java|kotlin|csharp|cs|php|swift|dart)$/,
  /^(?:diff|patch|md|markdown|ya?ml|toml|ini|dockerfile|hcl|xml)$/,
);

const codeOfDocument = perObject((document: SkillDocument): CodeFile => {
  const { path, text, start, markdown } = document;
  return { path, text, start, parts: whenAsked(() => codePartsOf(document)), headings: markdown.headings };
});

function codePartsOf({ text, markdown }: SkillDocument): readonly CodePart[] {
  const spans = markdown.spans.map(
    ({ textRange }): CodePart => ({ range: textRange, program: undefined, toldBefore: undefined, isProse: false }),
  );
  const prose = markdown.prose.map(
    (range): CodePart => ({ range, program: undefined, toldBefore: undefined, isProse: true }),
  );
  const blocks = markdown.blocks
    .filter(({ language }) => !writtenOnly.test(language ?? ''))
    .map(
      ({ range, textRange, language }): CodePart => ({
        range: textRange,
        program: whenAsked(() => withoutTexts(text.slice(textRange.start, textRange.end), kindOfBlock(language))),
        toldBefore: range.start,
        isProse: false,
      }),
    );
  return [...spans, ...prose, ...blocks].sort((a, b) => a.range.start - b.range.start);
}

/** Places where an agent is told to run or use something, or where a script does; `perFile` at most. */
function* needIn({ path, text, parts, headings }: CodeFile, need: Need): Iterable<Finding> {
  if (need.alternative?.test(text) === true) return;
  let count = 0;
  const search = new RegExp(need.pattern);
  for (const part of parts()) {
    if (part.isProse && need.inProse !== true) continue;
    for (const match of matchesOf(search, text.slice(part.range.start, part.range.end))) {
      const at = part.range.start + match.index;
      const range = { start: at, end: at + match[0].length };
      if (!isRun(part, match) || isLocal(need, text, range) || isOptional(text, part, range, headings)) continue;
      count += 1;
      if (count > perFile) return;
      const written = text.slice(at, Math.max(range.end, lineAt(text, range.end - 1).end)).slice(0, 200);
      const command = part.isProse ? match[0] : written.replace(/\\?\s+/g, ' ').replace(/`.*/, '');
      const subject = need.kindOf(match[0]);
      yield need.rule.found({ file: path, message: need.message(command, subject), range, subject });
    }
  }
}

function whenAsked<T>(make: () => NonNullable<T>): () => T {
  let made: T | undefined;
  return () => (made ??= make());
}

function isRun({ program: make }: CodePart, { 0: found, index }: RegExpExecArray): boolean {
  if (make === undefined) return true;
  const program = make();
  return program[index] === found[0] && !isPrinted(program.slice(Math.max(0, index - 300), index));
}

function isLocal({ rule }: Need, text: string, { start, end }: Range): boolean {
  return rule.code === 'runtime/network' && localhost.test(text.slice(start, lineAt(text, end).end));
}

/** True behind an `echo` on the same line. */
function isPrinted(before: string): boolean {
  return /(?:^|[;&|{\n]|\bthen\b|\bdo\b)[ \t]*(?:echo|printf|log\w*|warn\w*|err|error|die|info)[ \t](?![ \t]*=)[^;&|\n]*$/.test(
    before,
  );
}

/** A heading of a part that is not for every use of the skill. */
const asideHeading = anyOf(
  'i',
  /\b(?:optional|alternative|contribut|troubleshoot|faq\b)/,
  /\b(?:common|known|top|frequent) (?:\w+ )?(?:issue|error|problem|pitfall|mistake|failure)/,
);
/** What a shell does only where something is there, or is not: `if [ -f package.json ]; then …`, `command -v x || …`. */
const conditional = /(?:\bif\b|\[\s|\btest\s|\b(?:command -v|which|type|hash)\s)/;
const consequence = /(?:\bthen\b|&&|\|\|)/;
/** An example among others. */
const exampleLead = /\be\.g\.[^.!?)]*$|\b(?:for example|such as)\b[^.!?)]*$/i;

function isOptional(text: string, { toldBefore }: CodePart, range: Range, headings: readonly Heading[]): boolean {
  if (isAdvice(text, toldBefore ?? range.start, toldBefore === undefined ? range.end : undefined)) return true;
  if (toldBefore !== undefined && isOtherWay(text, range.start)) return true;
  const line = text.slice(Math.max(lineStart(text, range.start), range.start - 300), range.start);
  if (toldBefore === undefined ? exampleLead.test(line) || isRemedy(text, range.start) : isConsequence(line))
    return true;
  const heading = headings.findLast((each) => each.range.start < range.start);
  return heading !== undefined && asideHeading.test(heading.text);
}

/** True below a comment such as `# Or from source`. */
function isOtherWay(text: string, at: number): boolean {
  const start = lineStart(text, at);
  const before = start === 0 ? '' : text.slice(lineStart(text, start - 1), start);
  return /^[ \t]*(?:#|\/\/)[ \t]*(?:or\b|alternative|optional|option \d|[^\n]{0,60}\bif you\b)/i.test(before);
}

function isConsequence(line: string): boolean {
  const from = line.search(conditional);
  return from >= 0 && consequence.test(line.slice(from));
}

/** Lines of a table above a row that are searched for its head. */
const mostRows = 60;

/** True in a table of errors: what it says is done when one happens. */
function isRemedy(text: string, at: number): boolean {
  let head = '';
  let start = lineStart(text, at);
  for (let row = 0; row < mostRows; row += 1) {
    const line = text.slice(start, lineAt(text, start).end);
    if (!/^\s*\|/.test(line)) break;
    head = line;
    if (start === 0) break;
    start = lineStart(text, start - 1);
  }
  return /\b(?:error|symptom|problem|issue|failure|cause|pitfall)s?\b/i.test(head);
}

/** Told not to do it, to leave it to the user, or to do it only where something is missing or wanted. */
const advice = anyOf(
  'i',
  /\b(?:do not|don['’]t|never|must not|mustn['’]t|cannot|can['’]t|avoid|without|instead of|rather than|no need to)\b/,
  /\b(?:tell|ask|instruct|advise) (?:the |your )?users?\b/,
  /\bonly (?:(?:run|do|use) )?(?:(?:this|it) )?(?:when|if|where)\b/,
  /\b(?:optional|optionally|alternatively|may be (?:necessary|needed|required))\b/,
  /\bif (?:you|needed|necessary|desired|preferred|available|possible)\b/,
  sequence(
    '',
    /\b(?:if|when|in case|unless)\b[^.!?]*/,
    /\b(?:missing|absent|unavailable|available|not\b[^.!?]{0,20}(?:installed|found|available|present))/,
  ),
  /\bcommand not found\b|\bno\s+["'`]*$/,
);
const needless = anyOf(
  'i',
  /^[^.!?\n]{0,60}\b(?:(?:is|are) (?:not|never)|isn['’]t|aren['’]t) (?:needed|required|necessary|allowed|possible|available)\b/,
  /^[^.!?\n]{0,30}\((?:optional|if (?:needed|available))\)/,
  /^[`"')*\s]{0,4}(?:\(?if (?:available|supported)|(?:where|when|is|are) (?:not )?available)/,
);

/** Judges the sentence that ends at `before`, and how it goes on at `after`. */
function isAdvice(text: string, before: number, after: number | undefined): boolean {
  let end = before;
  while (end > 0 && /\s/.test(text.charAt(end - 1))) end -= 1;
  const lead = paragraphBefore(text, end);
  const stop = [...lead.matchAll(/[.!?]["')*_]*\s/g)].at(-1);
  const sentence = lead.slice(stop ? stop.index + 1 : 0);
  return advice.test(sentence) || (after !== undefined && needless.test(text.slice(after, after + 100)));
}
