import { lineAt } from '../envelope.ts';
import type { Range } from '../problem.ts';
import type { SkillDocuments } from './documents.ts';
import { kindOfBlock, kindOfFile, withoutTexts } from './programText.ts';
import { type Finding, type RuleContext, group, levels, rule } from './rule.ts';
import { show } from './show.ts';
import { anyOf, sequence } from '../../text/patterns.ts';

const runtimeInstall = rule({
  code: 'runtime/install',
  title: 'Nothing is installed at run time',
  documentation:
    'The container of the Skills API has no network and no package installation. Use what is installed ' +
    'there, put small code into the skill, or say what to do when a package is missing. Comments, messages ' +
    'and what the text forbids or leaves to the user are not reported.',
  severity: levels('warning', 'off', 'off', 'off'),
  source: 'Platform documentation: "No runtime package installation"; 23.6 % of 869 public skills do it',
});

const runtimeNetwork = rule({
  code: 'runtime/network',
  title: 'Nothing is fetched from the network',
  documentation:
    'The container of the Skills API has no network access. Put the data into the skill or ask the user for it.',
  severity: levels('information', 'off', 'off', 'off'),
  source: 'Platform documentation: "No network access"; 16.1 % of 869 public skills do it',
});

export const runtimeRules = group([runtimeInstall, runtimeNetwork], checkRuntime);

const install = anyOf(
  'g',
  sequence(
    '',
    /\b(?:pip3?|uv pip|pipx|conda|mamba|poetry|uv|uv tool|brew|cargo|gem|go|apk|dnf|yum) (?:install|add)/,
    /[ \t]+(?!-h\b|--help\b)\S+/,
  ),
  /\bnpm (?:install|i|ci|add)\b|\b(?:yarn|pnpm|bun) (?:add|install)\b/,
  /\bapt(?:-get)? (?:-\S+ )*install\b/,
);
/** A command with an address somewhere in it, lines that go on included; calls of the usual libraries. */
const elsewhere = 'https?:\\/\\/(?!localhost|127\\.|0\\.0\\.0\\.0|\\[::1\\])';
const network = new RegExp(
  [
    `(?<![\\w./-])(?:curl|wget)(?=[ \\t])(?:\\\\\\r?\\n|\\\\.|(?!\\s(?:[|&]{1,2}|;)\\s)[^\\n\\\\]){0,400}?${elsewhere}`,
    '(?<![\\w./-])(?:curl|wget)[ \\t]+(?:-[^\\s]+[ \\t]+(?:[A-Z]+[ \\t]+)?)*["\']?\\$\\{?\\w',
    '\\bgit clone[ \\t]+(?:-\\S+[ \\t]+)*(?:https?:|git@)',
    '(?<![\\w.])requests\\.(?:get|post|put|patch|delete|request|Session)\\(',
    '(?<![\\w.])httpx\\.(?:get|post|put|patch|delete|request|stream|Client|AsyncClient)\\(',
    '\\burllib\\.request\\b|\\burlopen\\(',
    `(?<![\\w.])(?:fetch|axios(?:\\.\\w+)?)\\(\\s*["'\`]${elsewhere}`,
  ].join('|'),
  'g',
);
const localhost = /https?:\/\/(?:localhost|127\.|0\.0\.0\.0|\[::1\])/;
const perFile = 5;

/** Rules about what the container of the Skills API cannot do, in the code of the Markdown and in scripts. */
function* checkRuntime({ documents, target }: RuleContext): Iterable<Finding> {
  if (target !== 'api') return;
  for (const file of codeOf(documents)) {
    const { path, text } = file;
    for (const { range, found } of runIn(file, install)) {
      yield runtimeInstall.found({
        file: path,
        message:
          `${show(found)} fails in the container of the Skills API: nothing can be installed there. Use ` +
          'what is installed, or put the code into the skill.',
        range,
      });
    }
    for (const { range, found } of runIn(
      file,
      network,
      (each) => !localhost.test(text.slice(each.start, lineAt(text, each.end).end)),
    )) {
      yield runtimeNetwork.found({
        file: path,
        message:
          `${show(found)} fails in the container of the Skills API: it has no network. Put the data ` +
          'into the skill, or ask the user for it.',
        range,
      });
    }
  }
}

interface CodeFile {
  readonly path: string;
  readonly text: string;
  readonly parts: readonly CodePart[];
}

interface CodePart {
  readonly range: Range;
  /** What of it is run: comments and texts blanked. `undefined` where all is. */
  readonly program: string | undefined;
  /** Where the sentence ends that tells what to do with it; `undefined` when the match itself stands in it. */
  readonly toldBefore: number | undefined;
}

function* codeOf(documents: SkillDocuments): Iterable<CodeFile> {
  for (const { path, text, markdown } of documents.all) {
    const spans = markdown.spans.map(
      ({ textRange }): CodePart => ({ range: textRange, program: undefined, toldBefore: undefined }),
    );
    const blocks = markdown.blocks.map(({ range, textRange, language }): CodePart => {
      return {
        range: textRange,
        program: withoutTexts(text.slice(textRange.start, textRange.end), kindOfBlock(language)),
        toldBefore: range.start,
      };
    });
    yield { path, text, parts: [...spans, ...blocks].sort((a, b) => a.range.start - b.range.start) };
  }
  for (const { path, text } of documents.scripts) {
    yield {
      path,
      text,
      parts: [
        { range: { start: 0, end: text.length }, program: withoutTexts(text, kindOfFile(path, text)), toldBefore: 0 },
      ],
    };
  }
}

/** Matches of `pattern` that an agent is told to run, or that run in a script; `perFile` at most. */
function* runIn(
  { text, parts }: CodeFile,
  pattern: RegExp,
  isMeant: (range: Range) => boolean = () => true,
): Iterable<{ readonly range: Range; readonly found: string }> {
  let count = 0;
  for (const {
    range: { start, end },
    program,
    toldBefore,
  } of parts) {
    for (const match of text.slice(start, end).matchAll(pattern)) {
      const at = start + match.index;
      const range = { start: at, end: at + match[0].length };
      if (
        program !== undefined &&
        (program[match.index] !== match[0][0] || isPrinted(program.slice(Math.max(0, match.index - 300), match.index)))
      )
        continue;
      if (!isMeant(range) || isAdvice(text, toldBefore ?? at, toldBefore === undefined ? range.end : undefined))
        continue;
      count += 1;
      if (count > perFile) return;
      yield { range, found: match[0].replace(/\\?\s+/g, ' ') };
    }
  }
}

/** True behind an `echo` on the same line. */
function isPrinted(before: string): boolean {
  return /(?:^|[;&|{\n]|\bthen\b|\bdo\b)[ \t]*(?:echo|printf|log\w*|warn\w*|err|error|die|info)[ \t]+(?!=)[^;&|\n]*$/.test(
    before,
  );
}

/** Told not to do it, to leave it to the user, or to do it only where something is missing. */
const advice = anyOf(
  'i',
  /\b(?:do not|don['’]t|never|must not|mustn['’]t|cannot|can['’]t|avoid|without|instead of|rather than|no need to)\b/,
  /\b(?:tell|ask|instruct|advise) (?:the |your )?users?\b/,
  sequence(
    '',
    /\b(?:if|when|in case|unless)\b[^.!?]*/,
    /\b(?:missing|absent|unavailable|not\b[^.!?]{0,20}(?:installed|found|available|present))/,
  ),
  /\bcommand not found\b|\bno\s+["'`]*$/,
);
const needless =
  /^[^.!?\n]{0,60}\b(?:(?:is|are) (?:not|never)|isn['’]t|aren['’]t) (?:needed|required|necessary|allowed|possible|available)\b/i;

/** Judges the sentence that ends at `before`, and how it goes on at `after`. */
function isAdvice(text: string, before: number, after: number | undefined): boolean {
  const lead = text.slice(Math.max(0, before - 300), before).trimEnd();
  const sentence = lead.slice(lead.search(/(?:(?!\r?\n[ \t]*\r?\n|[.!?]["')*_]*\s|\n[ \t]*(?:[-*+|]|\d+[.)]))[^])*$/));
  return advice.test(sentence) || (after !== undefined && needless.test(text.slice(after, after + 100)));
}
