import { findEntry } from '../frontMatter.ts';
import { nameMaxCharacters, namePattern, reservedNameWords } from '../limits.ts';
import { toSkillName } from '../skillName.ts';
import { type Fix, type FixContext, type Fixer, type Trust, fix, insertLine, replaceValue } from './fix.ts';
import { l10n } from '../../text/l10n.ts';

export interface Suggestion {
  /** A valid name near the present one; `undefined` when nothing is left of it. */
  readonly suggestion: string | undefined;
}

export interface OtherFolder {
  readonly name: string;
  readonly folderName: string;
}

export interface PublishedName {
  readonly publishedName: string;
}

/** A name that every agent and the Skills API take. */
function isValidName(name: string): boolean {
  const hasReserved = reservedNameWords.some((word) => name.includes(word));
  return namePattern.test(name) && name.length <= nameMaxCharacters && !/^-|-$|--/.test(name) && !hasReserved;
}

function setName(context: FixContext, name: string, title: string, trust: Trust): readonly Fix[] {
  const entry = findEntry(context.frontMatter, 'name');
  if (!isValidName(name) || !entry || entry.broken || entry.value.properties) return [];
  const edit = replaceValue(context, entry, name);
  return edit ? [fix(context, title, trust, edit)] : [];
}

/** The name made valid, and the name of the folder. */
export const toValidName: Fixer<Suggestion> = (context) => {
  const { folderName } = context.skill;
  const { suggestion } = context.data;
  const fixes =
    suggestion === undefined
      ? []
      : setName(
          context,
          suggestion,
          l10n.t`Change the name to “${suggestion}”`,
          suggestion === folderName ? 'safe' : 'preferred',
        );
  if (folderName === undefined || folderName === suggestion) return fixes;
  return [...fixes, ...setName(context, folderName, l10n.t`Use the name of the folder, “${folderName}”`, 'possible')];
};

/** Adds the missing key. */
export const addName: Fixer<Suggestion> = (context) => {
  const { frontMatter, text } = context;
  const name = context.data.suggestion;
  if (name === undefined || !isValidName(name) || !frontMatter.opening) return [];
  return [
    fix(
      context,
      l10n.t`Add the name “${name}”`,
      'safe',
      insertLine(context, frontMatter.content.start, `name: ${name}`, text),
    ),
  ];
};

/** Changes the name or the folder, so that both are the same; a published name stays. */
export const matchFolder: Fixer<OtherFolder> = (context) => {
  const { name, folderName } = context.data;
  const isPublished = context.skill.publishedName === name;
  const change = isPublished
    ? []
    : setName(context, folderName, l10n.t`Change the name to “${folderName}”, like the folder`, 'preferred');
  const rename = isValidName(name)
    ? [
        fix(context, l10n.t`Rename the folder to “${name}”`, change.length === 0 ? 'preferred' : 'possible', {
          kind: 'renameFolder',
          to: name,
        }),
      ]
    : [];
  return [...change, ...rename];
};

/** The name without the reserved words. */
export const withoutReserved: Fixer = (context) => {
  const entry = findEntry(context.frontMatter, 'name');
  const words = new RegExp(reservedNameWords.join('|'), 'gi');
  const name = toSkillName((entry?.value.text ?? '').replace(words, '-'));
  return name === undefined ? [] : setName(context, name, l10n.t`Change the name to “${name}”`, 'possible');
};

/** Back to the published name. */
export const backToPublished: Fixer<PublishedName> = (context) => {
  const name = context.data.publishedName;
  return setName(context, name, l10n.t`Go back to the published name “${name}”`, 'preferred');
};
