import { lineBefore } from '../../text/lines.ts';
import { findEntry } from '../frontMatter.ts';
import { templateSentences } from '../newSkillText.ts';
import { isMaterial } from '../meant.ts';
import { baseName } from '../path.ts';
import type { Range } from '../problem.ts';
import { matchesIn } from './documents.ts';
import { type Finding, type RuleContext, group, levels, rule } from './rule.ts';
import { show } from './show.ts';
import { l10n } from '../../text/l10n.ts';

const draftTemplate = rule({
  code: 'draft/template',
  title: 'The texts of a new skill are replaced',
  documentation:
    '*New Skill…* fills in sentences that say nothing about your skill. An agent would read them as instructions. ' +
    'Replace each of them with your own, or remove it.',
  severity: levels('error', 'warning', 'warning', 'warning'),
  source: 'This product: what *New Skill…* writes',
});

const draftUnfinished = rule({
  code: 'draft/unfinished',
  title: 'Nothing is left to be written',
  documentation:
    'A line that begins with `TODO:`, `TBD:` or `FIXME:`, a `[TODO: …]`, `[…]` alone on a line, or lorem ipsum is a ' +
    'place that was to be filled in. An agent takes it for an instruction or for nothing. Text in code is not looked at.',
  severity: levels('warning', 'warning', 'warning', 'warning'),
  source: 'This product',
});

export const draftRules = group([draftTemplate, draftUnfinished], checkDraft);

/** Is this skill finished? Looks at the description, the prose of all Markdown files, and scripts of the template. */
function* checkDraft({ skill, frontMatter, documents }: RuleContext): Iterable<Finding> {
  if (!frontMatter.opening || frontMatter.state === 'tooLarge') return;
  const description = findEntry(frontMatter, 'description');
  if (description && !description.broken) {
    const { range } = description.value;
    yield* checkTemplate(skill.text, [range]);
    yield* checkUnfinished(skill.text, [range], undefined);
  }
  for (const document of documents.all) {
    const file = document === documents.body ? undefined : document.path;
    yield* checkTemplate(document.text, document.markdown.prose, file);
    if (!isForm(document.path)) yield* checkUnfinished(document.text, document.markdown.prose, file);
  }
  for (const { path, text } of documents.scripts)
    yield* checkTemplate(text, [{ start: 0, end: Math.min(text.length, 1_000) }], path);
}

function* checkTemplate(text: string, ranges: Iterable<Range>, file?: string): Iterable<Finding> {
  const sentences = templateSentences.filter((sentence) => text.includes(sentence));
  if (sentences.length === 0) return;
  for (const { start, end } of ranges) {
    const part = text.slice(start, end);
    for (const sentence of sentences) {
      const at = part.indexOf(sentence);
      if (at < 0) continue;
      yield draftTemplate.found({
        message: l10n.t`This is the text of a new skill. Replace it with your own.`,
        range: { start: start + at, end: start + at + sentence.length },
        ...(file === undefined ? {} : { file }),
      });
    }
  }
}

/** What the reader fills in. */
function isForm(path: string): boolean {
  return isMaterial(path) || /template/i.test(baseName(path));
}

/** In brackets, alone on a line, or what nobody writes on purpose. */
const left = /\[(?:TODO|TBD|FIXME):[^\]\n]{0,200}\]|\blorem ipsum dolor\b/gi;
/** Only at the beginning of a line: in a sentence it may be what the skill is about. */
const leftFirst = /(?<=^["'*_]{0,2})(?:TODO|TBD|FIXME)(?::|[ \t]*$)|^\[…\][ \t]*$/gm;
/** Every match of the two holds one of these. */
const mayBeLeft = /TODO|TBD|FIXME|\[(?:[Tt](?:[Oo][Dd]|[Bb][Dd])|[Ff][Ii][Xx]|…)|[Ll][Oo][Rr][Ee][Mm]/;
const marks = /^(?:description:\s*|[\s*+\-_#\d.)]*)$/;

function* checkUnfinished(text: string, ranges: readonly Range[], file: string | undefined): Iterable<Finding> {
  if (!mayBeLeft.test(text)) return;
  const first = ranges.filter(({ start }) => marks.test(lineBefore(text, start) ?? 'far away'));
  for (const { range, match } of [...matchesIn(text, ranges, left), ...matchesIn(text, first, leftFirst)])
    yield draftUnfinished.found({
      message: l10n.t`${show(match[0].trim())} still has to be filled in. Fill it in, or remove the line.`,
      range,
      ...(file === undefined ? {} : { file }),
    });
}
