import { findEntry } from '../frontMatter.ts';
import { quoteYaml } from '../yamlText.ts';
import { type Fixer, fix, insertLine, replaceValue } from './fix.ts';
import { l10n } from '../../text/l10n.ts';

/** A description to be filled in. */
export const placeholder = 'Describe what the skill does. Use when the user asks for …';

/** Adds a description to be filled in, or puts it where an empty one stands. */
export const addDescription: Fixer = (context) => {
  const { frontMatter, text } = context;
  const line = quoteYaml(placeholder);
  const entry = findEntry(frontMatter, 'description');
  if (entry) {
    const edit = replaceValue(context, entry, line);
    return edit && !entry.broken && !entry.value.properties
      ? [fix(context, l10n.t`Write a description`, 'preferred', edit)]
      : [];
  }
  const name = findEntry(frontMatter, 'name');
  const at = name && !name.broken ? name.range.end : frontMatter.content.start;
  return [fix(context, l10n.t`Add a description`, 'preferred', insertLine(context, at, `description: ${line}`, text))];
};

const htmlTag =
  /<\/?(?:a|abbr|b|big|br|code|div|em|h[1-6]|hr|i|img|kbd|li|ol|p|pre|q|s|small|span|strong|sub|sup|table|td|th|tr|tt|u|ul)\b[^<>]*>/gi;

/** Words and signs for angle brackets. Removes tags of HTML and keeps the name of any other. */
function withoutAngles(text: string): string {
  return text
    .replace(htmlTag, '')
    .replace(/<\/?([A-Za-z][^<>]*?)\/?>/g, '$1')
    .replace(/(?<!\s)\s*(?:(?<!-)-+|(?<!=)=+)>\s*/g, ' → ')
    .replace(/>=\s*(?=[\d$€£])/g, 'at least ')
    .replace(/<=\s*(?=[\d$€£])/g, 'at most ')
    .replace(/>\s*(?=[\d$€£])/g, 'more than ')
    .replace(/<\s*(?=[\d$€£])/g, 'less than ')
    .replace(/[<>]/g, '')
    .replace(/[ \t]{2,}/g, ' ')
    .trim();
}

/** The description without tags and angle brackets. */
export const removeAngles: Fixer = (context) => {
  const entry = findEntry(context.frontMatter, 'description');
  const newText = withoutAngles(entry?.value.text ?? '');
  if (!entry || entry.broken || entry.value.properties || newText === '') return [];
  const edit = replaceValue(context, entry, quoteYaml(newText));
  return edit ? [fix(context, l10n.t`Write it without angle brackets`, 'preferred', edit)] : [];
};
