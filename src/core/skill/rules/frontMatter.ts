import { fix, replace } from '../fixing/fix.ts';
import { type Removal, removeKey } from '../fixing/keys.ts';
import {
  type Misplaced,
  addEnvelope,
  closeEnvelope,
  removeDashes,
  toBlockStyle,
  withoutProperties,
} from '../fixing/layout.ts';
import { type QuoteRange, quoteWithComment } from '../fixing/quote.ts';
import type { FrontMatterEntry, FrontMatterValue } from '../frontMatter.ts';
import { frontMatterMaxLength } from '../limits.ts';
import { inHostFrontMatter } from './hostReading.ts';
import { type Finding, type RuleContext, group, levels, rule } from './rule.ts';
import { show } from './show.ts';
import { l10n } from '../../text/l10n.ts';

const fmMissing = rule<Misplaced | undefined>({
  code: 'fm/missing',
  title: 'The file begins with front matter',
  documentation:
    'The first line must be `---`, with nothing before it: no blank line, no comment, no code fence. Without ' +
    'front matter the skill has neither name nor description.',
  severity: levels('error', 'warning', 'error', 'error'),
  source: 'Open specification; server: `SKILL.md must start with YAML frontmatter (---)`',
  fix: addEnvelope,
});

const fmUnclosed = rule({
  code: 'fm/unclosed',
  title: 'The front matter ends with a line “---”',
  documentation: 'Without the closing line the whole file is front matter. `...` and `----` do not close it.',
  severity: levels('error', 'error', 'error', 'error'),
  source:
    'Reference validator: `SKILL.md frontmatter not properly closed with ---`; packaging check: `Invalid ' +
    'frontmatter format`',
  fix: closeEnvelope,
});

const fmTooLarge = rule({
  code: 'fm/too-large',
  title: 'The front matter is at most 16 KB long',
  documentation:
    'Nothing that belongs in front matter needs that much; longer YAML is not read, because hostile ' +
    'YAML can keep a parser busy for minutes.',
  severity: levels('error', 'error', 'error', 'error'),
  source: 'This product; the longest front matter of 15,879 public skills is far smaller',
});

const fmDelimiterSpace = rule({
  code: 'fm/delimiter-space',
  title: 'No whitespace follows the opening “---”',
  documentation: "The vendor's packaging check does not recognize the line otherwise.",
  severity: levels('warning', 'hint', 'hint', 'hint'),
  source: 'Packaging check: `Invalid frontmatter format`',
  fix: (context) => [fix(context, l10n.t`Remove the whitespace`, 'safe', replace(context, context.problem.range, ''))],
});

const fmDashInValue = rule({
  code: 'fm/dash-in-value',
  title: 'No “---” stands inside the front matter',
  documentation:
    'Claude Code and the reference validator end the front matter at the next `---`, wherever it stands: the ' +
    'rest of the value becomes body. Use a dash (`–`) or other words.',
  severity: levels('warning', 'error', 'information', 'error'),
  source: 'Both split at the first `---` after the opening line (read in their code)',
  fix: removeDashes,
});

const fmDuplicateKey = rule<Removal>({
  code: 'fm/duplicate-key',
  title: 'Every key appears once',
  documentation: 'Some parsers refuse a second one, others silently take the last. Remove one.',
  severity: levels('error', 'error', 'error', 'error'),
  source: 'Reference validator (strictyaml) and VS Code: error; PyYAML takes the last',
  fix: removeKey(l10n.mark('Remove this key'), 'preferred'),
  saidByHost: inHostFrontMatter(({ frontMatter }, { range }) =>
    frontMatter.entries.some(({ keyRange }) => keyRange.start === range.start),
  ),
});

const fmFlowStyle = rule<{ readonly key: string }>({
  code: 'fm/flow-style',
  title: 'Lists and maps are written line by line',
  documentation:
    '`[a, b]` and `{a: b}` are refused by the reference validator. A list with hyphens, or a text, is read ' +
    'everywhere.',
  severity: levels('warning', 'off', 'off', 'error'),
  source: 'Reference validator (strictyaml): "Found ugly disallowed JSONesque flow mapping"',
  fix: toBlockStyle,
});

const fmAnchorTag = rule({
  code: 'fm/anchor-tag',
  title: 'No anchors, aliases, or tags',
  documentation:
    '`&name`, `*name` and `!tag` are refused by the reference validator and read as text by VS Code. Aliases ' +
    'are never followed here. Write the value out, and quote it when it begins with one of these characters.',
  severity: levels('warning', 'information', 'warning', 'error'),
  source: 'Reference validator (strictyaml) disallows them',
  fix: withoutProperties,
});

const fmHashTruncation = rule<QuoteRange>({
  code: 'fm/hash-truncation',
  title: 'No “ #” cuts a value off',
  documentation: 'Every YAML parser takes what follows whitespace and `#` for a comment. Quote the value to keep it.',
  severity: levels('warning', 'warning', 'warning', 'warning'),
  source: 'YAML 1.2.2, section 6.6',
  fix: quoteWithComment('preferred'),
});

export const frontMatterRules = group(
  [
    fmMissing,
    fmUnclosed,
    fmTooLarge,
    fmDelimiterSpace,
    fmDashInValue,
    fmDuplicateKey,
    fmFlowStyle,
    fmAnchorTag,
    fmHashTruncation,
  ],
  checkFrontMatter,
);

/** Rules about the lines around the front matter and about forms of YAML that not every reader takes. */
function* checkFrontMatter(context: RuleContext): Iterable<Finding> {
  yield* checkEnvelope(context);
  const { frontMatter } = context;
  if (!frontMatter.opening || frontMatter.state === 'tooLarge') return;
  yield* checkDashes(frontMatter.raw, frontMatter.content.start);
  yield* checkDuplicates(frontMatter.entries);
  for (const entry of frontMatter.entries) yield* checkValue(entry.value, entry, context);
}

function* checkEnvelope({ frontMatter, skill: { text } }: RuleContext): Iterable<Finding> {
  const { state, opening, before } = frontMatter;
  if (state === 'missing') {
    const start = frontMatter.hasBom ? 1 : 0;
    const end = start + Math.min(120, text.slice(start, start + 121).split(/[\r\n]/, 1)[0]?.length ?? 0);
    yield fmMissing.found({
      message: l10n.t`SKILL.md must start with YAML front matter: a line “---”, name and description, and another “---”. Without it the Skills API rejects the skill.`,
      range: { start, end },
    });
  } else if (state === 'misplaced' && before) {
    yield fmMissing.found({
      message: l10n.t`Something precedes the front matter, so no agent sees it, and the Skills API rejects the skill. The opening “---” must be the first line.`,
      range: before,
      data: { remove: true },
    });
  } else if (state === 'unclosed' && opening) {
    yield fmUnclosed.found({
      message: l10n.t`The front matter is not closed: a line “---” must follow the last key. Without it the Skills API rejects the skill.`,
      range: frontMatter.meantToClose ?? opening,
    });
  } else if (state === 'tooLarge' && opening) {
    yield fmTooLarge.found({
      message: l10n.t`The front matter is longer than ${frontMatterMaxLength} characters and is not read. Keep name, description, and a few more keys; move the rest into the body.`,
      range: opening,
    });
  }
  if (opening && opening.end - opening.start > 3) {
    yield fmDelimiterSpace.found({
      message: l10n.t`Whitespace follows the opening “---”, so the vendor’s packaging check does not recognize the front matter.`,
      range: { start: opening.start + 3, end: opening.end },
    });
  }
}

function* checkDashes(raw: string, offset: number): Iterable<Finding> {
  const at = raw.indexOf('---');
  if (at < 0) return;
  const range = { start: offset + at, end: offset + at + 3 };
  yield fmDashInValue.found({
    message: l10n.t`Claude Code and the reference validator end the front matter at this “---”: what follows becomes the body. Use another dash.`,
    range,
  });
}

function* checkDuplicates(entries: readonly FrontMatterEntry[]): Iterable<Finding> {
  const seen = new Set<string>();
  for (const { key, keyRange, range } of entries) {
    if (seen.has(key)) {
      yield fmDuplicateKey.found({
        message: l10n.t`The key ${show(key)} appears twice; some parsers reject that, others use the last one. Remove one.`,
        range: keyRange,
        data: { remove: { start: range.start, end: range.end } },
      });
    }
    seen.add(key);
  }
}

function* checkValue(value: FrontMatterValue, entry: FrontMatterEntry, context: RuleContext): Iterable<Finding> {
  if (entry.broken) return;
  if (value.properties || value.kind === 'alias') {
    const range = value.properties ?? value.range;
    yield fmAnchorTag.found({
      message: l10n.t`The reference validator rejects YAML anchors, aliases, and tags, and VS Code reads them as text. Write the value out, in quotes if it begins with “&”, “*”, or “!”.`,
      range,
    });
  }
  if (value.style === 'flow' && !isInsideFlow(value, entry)) {
    yield fmFlowStyle.found({
      message: l10n.t`The reference validator rejects lists and maps in brackets. Write one item per line with a hyphen, or a string.`,
      range: value.range,
      data: { key: entry.key },
    });
  }
  yield* checkComment(value, context);
  for (const item of value.items) if (value.style !== 'flow') yield* checkValue(item, entry, context);
  for (const inner of value.entries) if (value.style !== 'flow') yield* checkValue(inner.value, inner, context);
  if (value.style !== 'flow') yield* checkDuplicates(value.entries);
}

function isInsideFlow(value: FrontMatterValue, entry: FrontMatterEntry): boolean {
  return value !== entry.value && entry.value.style === 'flow';
}

function* checkComment(
  { style, comment, range, kind }: FrontMatterValue,
  { skill: { text } }: RuleContext,
): Iterable<Finding> {
  if (
    !comment ||
    style !== 'plain' ||
    kind === 'alias' ||
    !/^#[^\s#]/.test(text.slice(comment.start, comment.start + 2))
  )
    return;
  const read = show(text.slice(range.start, range.end));
  yield fmHashTruncation.found({
    message: l10n.t`Only ${read} is read: to YAML, everything from “ #” on is a comment. Quote the value to keep it.`,
    range: comment,
    data: { quoteRange: { start: range.start, end: comment.end } },
  });
}
