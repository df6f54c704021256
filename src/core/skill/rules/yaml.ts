import type { FrontMatter, YamlError } from '../frontMatter.ts';
import { lineAt } from '../envelope.ts';
import { useSpaces } from '../fixing/layout.ts';
import { type QuoteRange, quoteMeant } from '../fixing/quote.ts';
import { meantRange } from '../meantValue.ts';
import type { Range } from '../problem.ts';
import { type Finding, type RuleContext, group, levels, rule } from './rule.ts';
import { codePoint } from '../../text/display.ts';
import { show } from './show.ts';
import { l10n } from '../../text/l10n.ts';

const fmYaml = rule<QuoteRange | undefined>({
  code: 'fm/yaml',
  title: 'The front matter is a YAML map',
  documentation:
    'Strict parsers refuse the skill, although VS Code and Claude Code often guess what was meant and hide ' +
    'the error. The message says what the parser stumbled over.',
  severity: levels('error', 'warning', 'warning', 'error'),
  source: 'Open specification; server: `malformed YAML frontmatter in SKILL.md`',
  fix: quoteMeant,
});

const fmUnquotedColon = rule<QuoteRange>({
  code: 'fm/unquoted-colon',
  title: 'A value that contains “: ” is quoted',
  documentation:
    'Strict YAML takes the text before the colon for a key of its own. It is the most frequent YAML error in ' +
    'public skills, and VS Code and Claude Code hide it. Put the value in quotes.',
  severity: levels('error', 'warning', 'warning', 'error'),
  source: 'Guide of the specification: "The most common issue is unquoted values containing colons"',
  fix: quoteMeant,
});

const fmQuotingStart = rule<QuoteRange>({
  code: 'fm/quoting-start',
  title: 'A value that begins with a special character is quoted',
  documentation:
    'A value must not begin with a backtick, `@`, `%`, `&`, `*`, `!`, `|`, `>`, `[` or `{` unless that is ' +
    'meant as YAML. Put it in quotes.',
  severity: levels('error', 'warning', 'warning', 'error'),
  source: 'YAML 1.2.2, indicator characters; strict parsers fail',
  fix: quoteMeant,
});

const fmTab = rule({
  code: 'fm/tab',
  title: 'Indentation is made of spaces',
  documentation: 'YAML forbids tabs in indentation. VS Code and Claude Code accept them, the Skills API does not.',
  severity: levels('error', 'warning', 'warning', 'error'),
  source: 'YAML 1.2.2, section 6.1; all strict parsers',
  fix: useSpaces,
});

export const yamlRules = group([fmYaml, fmUnquotedColon, fmQuotingStart, fmTab], checkYaml);

/** YAML 1.2.2, section 5.1: everything else is printable. */
const notPrintable = /(?![\t\n\r\x85])[\p{Cc}\uFFFE\uFFFF]/u;

/** What is wrong and what to do about it, a sentence each. */
function oftenHidden(what: string, advice = ''): string {
  return l10n.t`${what} VS Code and Claude Code may hide this; the Skills API answers “malformed YAML frontmatter in SKILL.md”. ${advice}`.trimEnd();
}

/** Rules about YAML that a strict parser refuses. */
function* checkYaml({ frontMatter, skill: { text } }: RuleContext): Iterable<Finding> {
  if (!frontMatter.opening || frontMatter.state === 'tooLarge') return;
  const seen = new Set<number>();
  for (const error of frontMatter.errors) {
    const finding = explain(error, frontMatter, text);
    if (!seen.has(finding.range.start)) yield finding;
    seen.add(finding.range.start);
  }
  const control = notPrintable.exec(frontMatter.raw);
  if (control) {
    const start = frontMatter.content.start + control.index;
    yield fmYaml.found({
      message: oftenHidden(
        l10n.t`${codePoint(control[0])} is not allowed in YAML.`,
        l10n.t`Delete it, or re-encode the text.`,
      ),
      range: { start, end: start + control[0].length },
    });
  }
  if (frontMatter.errors.length > 0 || frontMatter.root === 'map') return;
  if (frontMatter.root === 'other') {
    yield fmYaml.found({
      message: l10n.t`The front matter must consist of keys and values, such as “name: my-skill”. The Skills API rejects anything else.`,
      range: trimmed(text, frontMatter.content),
    });
  }
}

function explain(error: YamlError, frontMatter: FrontMatter, text: string): Finding {
  const at = Math.min(error.range.start, frontMatter.content.end);
  const tab = tabsBefore(text, frontMatter, at);
  if (tab && (error.code === 'TAB_AS_INDENT' || error.code === 'BAD_INDENT')) {
    return fmTab.found({
      message: oftenHidden(l10n.t`Tabs are not allowed as indentation in YAML.`, l10n.t`Use spaces.`),
      range: tab,
    });
  }
  const value = valueAt(error, frontMatter, text);
  if (!value) return other(error, frontMatter, text);
  const source = text.slice(value.start, value.end);
  const data = { quoteRange: { start: value.start, end: value.end } };
  if (/^["']/.test(source)) {
    const message = quoteMessage(error, source);
    return fmYaml.found({
      message: oftenHidden(message, l10n.t`Quote the whole value.`),
      range: value,
      data,
    });
  }
  if (/^[`@%&*!|>[\]{},]/.test(source)) {
    return fmQuotingStart.found({
      message: oftenHidden(
        l10n.t`A value must not begin with ${show(source.charAt(0))} unless it is quoted.`,
        l10n.t`Put it in quotes.`,
      ),
      range: value,
      data,
    });
  }
  if (/:(?:\s|$)/.test(source)) {
    return fmUnquotedColon.found({
      message: oftenHidden(l10n.t`A value that contains “: ” must be quoted.`, l10n.t`Put it in quotes.`),
      range: value,
      data,
    });
  }
  return other(error, frontMatter, text);
}

function other(error: YamlError, frontMatter: FrontMatter, text: string): Finding {
  const { start, end } = error.range;
  const line = lineAt(
    text,
    lineStartAfter(
      text,
      Math.min(start, Math.max(frontMatter.content.start, frontMatter.content.end - 1)),
      frontMatter.content.start,
    ),
  );
  const range =
    end > start && end <= frontMatter.content.end && start < line.end
      ? { start, end: Math.min(end, Math.max(line.end, start + 1)) }
      : trimmed(text, line);
  const message = error.message.replace(/[\p{C}\p{Zl}\p{Zp}]+/gu, ' ').slice(0, 160);
  return fmYaml.found({
    message: oftenHidden(l10n.t`This is not valid YAML: ${message}.`),
    range,
  });
}

/** The value that an error lies in: the whole value of its top-level entry, else the one on its line. */
function valueAt(error: YamlError, frontMatter: FrontMatter, text: string): Range | undefined {
  const { content, entries } = frontMatter;
  const at = Math.max(content.start, Math.min(error.range.start, content.end - 1));
  const entry = entries.findLast(({ keyRange }) => keyRange.start <= at);
  const whole = entry?.broken === true ? meantRange(text, frontMatter, entry) : undefined;
  if (whole && isSuspect(text.slice(whole.start, whole.end))) return whole;
  return valueOfLine(text, lineAt(text, lineStartAfter(text, at, content.start)));
}

function isSuspect(source: string): boolean {
  return /^["'`@%&*!|>[\]{},]/.test(source) || /:(?:\s|$)/.test(source);
}

function valueOfLine(text: string, line: Range): Range | undefined {
  const source = text.slice(line.start, line.end);
  const [, indent = '', items = ''] = /^([ \t]*)((?:- +)*)/.exec(source) ?? [];
  const start = indent.length + items.length;
  const key = /^["']?[A-Za-z_][\w.$-]*["']?[ \t]*:[ \t]+/.exec(source.slice(start))?.[0] ?? '';
  const isValue = (key !== '' || items !== '') && /\S/.test(source.charAt(start + key.length));
  return isValue ? trimmed(text, { start: line.start + start + key.length, end: line.end }) : undefined;
}

function quoteMessage(error: YamlError, source: string): string {
  if (error.code === 'BAD_DQ_ESCAPE')
    return l10n.t`A backslash between double quotes begins an escape, and YAML does not know this one.`;
  if (!source.slice(1).includes(source.charAt(0))) return l10n.t`The quote at the start of this value is never closed.`;
  return l10n.t`Text follows the closing quote of this value, or a quote inside it ends it.`;
}

function tabsBefore(text: string, { content }: FrontMatter, at: number): Range | undefined {
  for (const start of [lineStartAfter(text, at, content.start), lineAt(text, at).next]) {
    const indent = /^[ \t]*/.exec(text.slice(start, content.end))?.[0] ?? '';
    if (indent.includes('\t')) return { start, end: start + indent.length };
  }
  return undefined;
}

function lineStartAfter(text: string, at: number, from: number): number {
  let start = at;
  while (start > from && !/[\r\n]/.test(text.charAt(start - 1))) start -= 1;
  return start;
}

function trimmed(text: string, { start, end }: Range): Range {
  const source = text.slice(start, end);
  const leading = source.length - source.trimStart().length;
  return leading === source.length
    ? { start, end: start }
    : { start: start + leading, end: start + source.trimEnd().length };
}
