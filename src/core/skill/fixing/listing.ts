import { withoutEnd } from '../../text/ends.ts';
import { sequence } from '../../text/patterns.ts';
import { findEntry } from '../frontMatter.ts';
import { quoteYaml } from '../yamlText.ts';
import { fix, replaceValue, type Fix, type FixContext, type Fixer } from './fix.ts';
import { l10n } from '../../text/l10n.ts';

const sentenceEnd = /(?<=[.!?]["')\]]?)\s+|(?<=[。！？])/;
/** Words that say when a skill is to be used. */
const trigger = sequence(
  'i',
  /\b(?:use|used|useful|invoke|apply|triggers?|triggered|activate|activated)\b/,
  /[^.!?]{0,80}\b(?:when|whenever|if|for|on|before|after)\b/,
);
const condition = /^(?:when|whenever|if)\b/i;
const exclusion = /\b(?:not|never|don['’]t|instead)\b/i;

/** Moves the sentences that say when the skill is to be used behind the first one; changes no word. */
export const moveTriggers: Fixer = (context) =>
  toDescription(context, l10n.t`Move the trigger words to the front`, (text) => {
    const [first = '', ...rest] = text.split(sentenceEnd);
    const isTrigger = (sentence: string): boolean =>
      (trigger.test(sentence) || condition.test(sentence)) && !exclusion.test(sentence);
    const moved = [first, ...rest.filter(isTrigger), ...rest.filter((sentence) => !isTrigger(sentence))];
    return moved.every((sentence, index) => sentence === [first, ...rest][index]) ? undefined : moved.join(' ');
  });

/** Adds a sentence that sends to the other skill, with a place to fill in. */
export const addNotFor: Fixer<{ readonly name: string }> = (context) => {
  const { name } = context.data;
  return toDescription(context, l10n.t`Add “Not for …, use ${name}”`, (text) =>
    text.includes(name) ? undefined : `${withoutEnd(text, /[.\s]/)}. Not for …, use ${name}.`,
  );
};

/** A fix that writes the description anew; it is shown before it is applied. */
function toDescription(
  context: FixContext,
  title: string,
  change: (text: string) => string | undefined,
): readonly Fix[] {
  const entry = findEntry(context.frontMatter, 'description');
  if (!entry || entry.broken || entry.value.properties) return [];
  const text = change(entry.value.text.replace(/\s+/g, ' ').trim());
  const edit = text === undefined ? undefined : replaceValue(context, entry, quoteYaml(text));
  return edit ? [{ ...fix(context, title, 'possible', edit), isPreviewed: true }] : [];
}
