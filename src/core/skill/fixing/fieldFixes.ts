import { lineBreakOf } from '../edits.ts';
import { findEntry } from '../frontMatter.ts';
import { nameMaxCharacters, namePattern, reservedNameWords } from '../limits.ts';
import { toSkillName } from '../skillName.ts';
import { quoteYaml } from '../yamlText.ts';
import { type Fix, type FixContext, type Fixer, fix, replace, replaceValue, textOf } from './fix.ts';

/** A name that every agent and the Skills API take. */
export function isValidName(name: string): boolean {
  const hasReserved = reservedNameWords.some((word) => name.includes(word));
  return namePattern.test(name) && name.length <= nameMaxCharacters && !/^-|-$|--/.test(name) && !hasReserved;
}

function setName(
  context: FixContext,
  name: string,
  title: string,
  trust: 'safe' | 'preferred' | 'possible',
): readonly Fix[] {
  const entry = findEntry(context.frontMatter, 'name');
  if (!isValidName(name) || !entry || entry.broken || entry.value.properties) return [];
  const edit = replaceValue(context, entry, name);
  return edit ? [fix(context, title, trust, edit)] : [];
}

const toValidName: Fixer = (context) => {
  const { skill, problem } = context;
  const { folderName } = skill;
  const suggestion = textOf(problem, 'suggestion');
  const fixes =
    suggestion === undefined
      ? []
      : setName(
          context,
          suggestion,
          `Change the name to “${suggestion}”`,
          suggestion === folderName ? 'safe' : 'preferred',
        );
  if (folderName === undefined || folderName === suggestion) return fixes;
  return [...fixes, ...setName(context, folderName, `Use the name of the folder, “${folderName}”`, 'possible')];
};

const addName: Fixer = (context) => {
  const name = textOf(context.problem, 'suggestion');
  const { frontMatter, text } = context;
  if (name === undefined || !isValidName(name) || !frontMatter.opening) return [];
  return [
    fix(
      context,
      `Add the name “${name}”`,
      'safe',
      insertLine(context, frontMatter.content.start, `name: ${name}`, text),
    ),
  ];
};

function insertLine(context: FixContext, at: number, line: string, text: string): ReturnType<typeof replace> {
  const eol = lineBreakOf(text);
  const lead = at > 0 && !/[\r\n]/.test(text.charAt(at - 1)) ? eol : '';
  return replace(context, { start: at, end: at }, `${lead}${line}${eol}`);
}

const addDescription: Fixer = (context) => {
  const { frontMatter, text } = context;
  const line = quoteYaml('Describe what the skill does. Use when the user asks for …');
  const entry = findEntry(frontMatter, 'description');
  if (entry) {
    const edit = replaceValue(context, entry, line);
    return edit && !entry.broken && !entry.value.properties
      ? [fix(context, 'Write a description', 'preferred', edit)]
      : [];
  }
  const name = findEntry(frontMatter, 'name');
  const at = name && !name.broken ? name.range.end : frontMatter.content.start;
  return [fix(context, 'Add a description', 'preferred', insertLine(context, at, `description: ${line}`, text))];
};

const matchFolder: Fixer = (context) => {
  const { problem, skill } = context;
  const name = textOf(problem, 'name') ?? '';
  const folderName = textOf(problem, 'folderName') ?? '';
  const isPublished = skill.publishedName === name;
  const change = isPublished
    ? []
    : setName(context, folderName, `Change the name to “${folderName}”, like the folder`, 'preferred');
  const rename = isValidName(name)
    ? [
        fix(context, `Rename the folder to “${name}”`, change.length === 0 ? 'preferred' : 'possible', {
          kind: 'renameFolder',
          to: name,
        }),
      ]
    : [];
  return [...change, ...rename];
};

const withoutReserved: Fixer = (context) => {
  const entry = findEntry(context.frontMatter, 'name');
  const words = new RegExp(reservedNameWords.join('|'), 'gi');
  const name = toSkillName((entry?.value.text ?? '').replace(words, '-'));
  return name === undefined ? [] : setName(context, name, `Change the name to “${name}”`, 'possible');
};

const publishedName: Fixer = (context) => {
  const name = textOf(context.problem, 'publishedName') ?? '';
  return setName(context, name, `Go back to the published name “${name}”`, 'preferred');
};

const htmlTag =
  /<\/?(?:a|abbr|b|big|br|code|div|em|h[1-6]|hr|i|img|kbd|li|ol|p|pre|q|s|small|span|strong|sub|sup|table|td|th|tr|tt|u|ul)\b[^<>]*>/gi;

/** Words and signs for angle brackets. Removes tags of HTML and keeps the name of any other. */
function withoutAngles(text: string): string {
  return text
    .replace(htmlTag, '')
    .replace(/<\/?([A-Za-z][^<>]*?)\/?>/g, '$1')
    .replace(/\s*(?:-+|=+)>\s*/g, ' → ')
    .replace(/>=\s*(?=[\d$€£])/g, 'at least ')
    .replace(/<=\s*(?=[\d$€£])/g, 'at most ')
    .replace(/>\s*(?=[\d$€£])/g, 'more than ')
    .replace(/<\s*(?=[\d$€£])/g, 'less than ')
    .replace(/[<>]/g, '')
    .replace(/[ \t]{2,}/g, ' ')
    .trim();
}

const removeAngles: Fixer = (context) => {
  const entry = findEntry(context.frontMatter, 'description');
  const newText = withoutAngles(entry?.value.text ?? '');
  if (!entry || entry.broken || entry.value.properties || newText === '') return [];
  const edit = replaceValue(context, entry, quoteYaml(newText));
  return edit ? [fix(context, 'Write it without angle brackets', 'preferred', edit)] : [];
};

const otherLicense: Fixer = (context) => {
  const missing = textOf(context.problem, 'path');
  const entry = findEntry(context.frontMatter, 'license');
  const existing = (context.skill.files ?? []).find(({ path }) => /^(?:LICEN[CS]E|COPYING)[^/]*$/i.test(path))?.path;
  if (missing === undefined || !entry || existing === undefined || entry.value.properties) return [];
  const edit = replaceValue(context, entry, quoteYaml(entry.value.text.replace(missing, () => existing)));
  return edit ? [fix(context, `Name “${existing}”`, 'preferred', edit)] : [];
};

/** Fixes of rules about name, description and licence. */
export const fieldFixers: Readonly<Record<string, Fixer>> = {
  'name/required': addName,
  'name/empty': toValidName,
  'name/length': toValidName,
  'name/charset': toValidName,
  'name/namespace': toValidName,
  'name/edge-hyphen': toValidName,
  'name/double-hyphen': toValidName,
  'name/xml': toValidName,
  'name/reserved': withoutReserved,
  'name/dir-mismatch': matchFolder,
  'name/immutable': publishedName,
  'desc/required': addDescription,
  'desc/xml': removeAngles,
  'desc/angle': removeAngles,
  'license/file': otherLicense,
};
