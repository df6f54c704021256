import { lineBreakOf } from '../edits.ts';
import { lineStart } from '../envelope.ts';
import type { FrontMatterValue } from '../frontMatter.ts';
import { readScalar } from '../scalar.ts';
import { toSkillName } from '../skillName.ts';
import { quoteYaml } from '../yamlText.ts';
import { placeholder } from './description.ts';
import { findField } from '../fields.ts';
import { type Fix, type FixContext, type Fixer, entryAt, fix, replace, replaceValue, valueMarkedAt } from './fix.ts';
import { l10n } from '../../text/l10n.ts';

/** Whether something stands before the front matter that should go. */
export interface Misplaced {
  readonly remove?: boolean;
}

/** Adds or completes the lines around the front matter, or removes what stands before it. */
export const addEnvelope: Fixer<Misplaced | undefined> = (context) => {
  const { skill, text, frontMatter, data } = context;
  const eol = lineBreakOf(text);
  if (data?.remove === true && frontMatter.before) return [removeBefore(context)];
  const start = frontMatter.hasBom ? 1 : 0;
  const dashes = /^-{4,}[ \t]*(?=[\r\n])/.exec(text.slice(start, start + 200));
  if (dashes)
    return [
      fix(
        context,
        l10n.t`Write the opening line as “---”`,
        'preferred',
        replace(context, { start, end: start + dashes[0].length }, '---'),
      ),
    ];
  if (
    /^(?:name|description)[ \t]*:[^\r\n]*(?:\r\n|\n|\r(?!\n))(?:[^\r\n]*(?:\r\n|\n|\r(?!\n))){0,50}?---[ \t]*(?:[\r\n]|$)/.test(
      text.slice(start, start + 10_000),
    )
  ) {
    return [
      fix(
        context,
        l10n.t`Add the opening line “---”`,
        'preferred',
        replace(context, { start, end: start }, `---${eol}`),
      ),
    ];
  }
  const name = toSkillName(skill.folderName ?? '') ?? 'my-skill';
  const lines = ['---', `name: ${name}`, `description: ${quoteYaml(placeholder)}`, '---', ''];
  const gap = text.slice(start).trim() === '' ? '' : eol;
  return [
    fix(context, l10n.t`Add front matter`, 'preferred', replace(context, { start, end: start }, lines.join(eol) + gap)),
  ];
};

/** Removes what stands before the front matter, and the end of the code fence that the whole file was put into. */
function removeBefore(context: FixContext): Fix {
  const { text, frontMatter } = context;
  const before = frontMatter.before ?? { start: 0, end: 0 };
  const source = text.slice(before.start, before.end);
  const edits = [replace(context, before, '')];
  const fence = /^(?:`{3,}|~{3,})/m.exec(source)?.[0];
  const closing =
    fence === undefined ? null : new RegExp(`(?:\\r\\n|\\n|\\r)${fence}\\s*$`).exec(text.slice(frontMatter.bodyStart));
  if (closing) {
    const start = frontMatter.bodyStart + closing.index;
    edits.push(replace(context, { start, end: text.length }, lineBreakOf(text)));
  }
  const isBlank = source.trim() === '';
  return fix(
    context,
    isBlank ? l10n.t`Remove the blank lines before the front matter` : l10n.t`Remove what precedes the front matter`,
    isBlank ? 'safe' : 'preferred',
    ...edits,
  );
}

/** Adds the closing line of the front matter, or mends the line that was meant as one. */
export const closeEnvelope: Fixer = (context) => {
  const { frontMatter, text } = context;
  if (frontMatter.meantToClose)
    return [
      fix(context, l10n.t`Write the closing line as “---”`, 'safe', replace(context, frontMatter.meantToClose, '---')),
    ];
  const at = frontMatter.content.end;
  const eol = lineBreakOf(text);
  const before = at > 0 && !/[\r\n]/.test(text.charAt(at - 1)) ? eol : '';
  return [
    fix(
      context,
      l10n.t`Add the closing line “---”`,
      'preferred',
      replace(context, { start: at, end: at }, `${before}---${eol}`),
    ),
  ];
};

/** Spaces for tabs in the indentation of the front matter. */
export const useSpaces: Fixer = (context) => {
  const { text, frontMatter } = context;
  const { start, end } = frontMatter.content;
  const source = text.slice(start, end);
  let [from, indent] = [0, ''];
  let last: string | undefined;
  const edits = [...source.matchAll(/(?<![^\r\n])[ \t]*\t[ \t]*/g)].map((match) => {
    const to = match.index + match[0].length;
    const isKey = /^["']?[A-Za-z_][\w.-]*["']?[ \t]*:(?:\s|$)/.test(source.slice(to));
    last = lastAtMargin(indent + source.slice(from, match.index)) ?? last;
    indent = isKey && !canNest(last) ? '' : match[0].replaceAll('\t', '  ');
    from = to;
    return replace(context, { start: start + match.index, end: start + to }, indent);
  });
  return edits.length === 0 ? [] : [fix(context, l10n.t`Indent with spaces`, 'safe', ...edits)];
};

/** The last of some lines that is not indented. */
function lastAtMargin(lines: string): string | undefined {
  return lines.split(/[\r\n]+/).findLast((each) => /^[^\s#]/.test(each));
}

/** True when a key can lie in the last one at the start of a line: there is one, and its value does not stand beside it. */
function canNest(line: string | undefined): boolean {
  return line !== undefined && !/:[ \t]+[^\s#|>&!]/.test(line);
}

/** A dash for every “---” inside of the front matter. */
export const removeDashes: Fixer = (context) => {
  const { text, frontMatter } = context;
  const { start, end } = frontMatter.content;
  const edits = [...text.slice(start, end).matchAll(/-{3,}/g)].map((match) => {
    const at = start + match.index;
    return replace(context, { start: at, end: at + match[0].length }, '–');
  });
  return [fix(context, l10n.t`Write a dash (–) instead of “---”`, 'preferred', ...edits)];
};

/** One item per line for a list or a map in brackets. */
export const toBlockStyle: Fixer = (context) => {
  const entry = entryAt(context.frontMatter.entries, context.problem.range);
  if (!entry || entry.value.properties || entry.value.style !== 'flow') return [];
  const { text } = context;
  const source = text.slice(entry.value.range.start, entry.value.range.end);
  // Where a text is wanted, brackets are part of it.
  if (findField(entry.key)?.type === 'text') {
    const edit = replaceValue(context, entry, quoteYaml(source));
    return edit ? [fix(context, l10n.t`Quote the value`, 'safe', edit)] : [];
  }
  const lines = blockLines(entry.value, text);
  if (lines === undefined || lines.length === 0 || source.includes('#')) return [];
  const column = entry.keyRange.start - lineStart(text, entry.keyRange.start);
  const eol = lineBreakOf(text);
  const colon = text.indexOf(':', entry.keyRange.end);
  if (colon < 0 || text.slice(colon + 1, entry.value.range.start).trim() !== '') return [];
  const block = lines.map((line) => `${eol}${' '.repeat(column + 2)}${line}`).join('');
  return [
    fix(
      context,
      l10n.t`Write one item per line`,
      'safe',
      replace(context, { start: colon + 1, end: entry.value.range.end }, block),
    ),
  ];
};

function blockLines(value: FrontMatterValue, text: string): string[] | undefined {
  const source = (scalar: FrontMatterValue): string | undefined => {
    const raw = text.slice(scalar.range.start, scalar.range.end);
    return scalar.items.length + scalar.entries.length > 0 ||
      scalar.style === 'flow' ||
      /[\r\n]/.test(raw) ||
      scalar.properties
      ? undefined
      : raw;
  };
  const lines =
    value.kind === 'list'
      ? value.items.map((item) => [source(item)].map((raw) => (raw === undefined ? undefined : `- ${raw}`))[0])
      : value.entries.map(
          (entry) =>
            [source(entry.value)].map((raw) =>
              raw === undefined ? undefined : `${text.slice(entry.keyRange.start, entry.keyRange.end)}: ${raw}`,
            )[0],
        );
  return lines.every((line) => line !== undefined) ? lines : undefined;
}

/** A value without its anchor or tag; an alias becomes the text it looks like. */
export const withoutProperties: Fixer = (context) => {
  const { problem, frontMatter, text } = context;
  const value = valueMarkedAt(frontMatter.entries, problem.range);
  if (!value) return [];
  if (value.kind === 'alias')
    return [fix(context, l10n.t`Quote the value`, 'preferred', replace(context, value.range, quoteYaml(value.text)))];
  if (!value.properties) return [];
  const source = text.slice(value.properties.start, value.properties.end);
  const isScalar = value.style === 'plain';
  const newText =
    isScalar && readScalar(value.text).kind !== 'text'
      ? quoteYaml(value.text)
      : text.slice(value.range.start, value.range.end);
  const range = { start: value.properties.start, end: Math.max(value.properties.end, value.range.end) };
  if (!isScalar && value.style !== 'single' && value.style !== 'double') return [];
  return [
    fix(
      context,
      l10n.t`Remove “${source.slice(0, 40)}”`,
      source === '!!str' ? 'safe' : 'preferred',
      replace(context, range, newText),
    ),
  ];
};
