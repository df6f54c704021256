import { anyOf, sequence } from '../text/patterns.ts';
import type { Range } from './problem.ts';

/** Characters around a path that are looked at. */
const context = 240;

/** Ways to say that a file belongs to this skill after all. */
const ownRoot = /\b(?:this|the current|our|its own|own)\s+skill(?:['’]s)?\b[^.]*$/i;

/** "`other`'s", "that skill's", "`other` — its": what comes next is a file of another skill. */
const possessive = anyOf(
  'i',
  /`([\w:.-]{2,64})`['’]s?\s[\s"`*_(]*$/,
  /\b(?:that|other|another|parent|sibling|companion|upstream|those|each|every|target)\s+(?:[\w`-]{1,40}\s+)?skills?['’]?s?\s[\s"`*_(]*$/,
  /`([\w:.-]{2,64})`(?:\s+skill)?\s*[—–-]{1,2}\s*(?:its|whose)\s[\s"`*_(]*$/,
  /\b(?:the|from|in)\s+`?([\w:-]{2,64})`?\s+skill['’]s\s[\s"`*_(]*$/,
);
/** "… in the `other` skill", "… of your project". */
const behind = sequence(
  'i',
  /^[`"'*_)\]\s]{0,6}\s*(?:\([^)\n]{0,60}\)\s*)?(?:in|of|from|inside|within|under|at)\s+/,
  /(?:(the|that|an?|your|their|its|each|every)\s+)?(?:(?:root|top level)\s+of\s+(?:the|your)\s+)?((?:[\w`:.*-]{1,40}\s+){0,3}?)/,
  /(skill|plugin|repo|repository|project|package|codebase|workspace|app|theme|site|user|image|container)\b/,
);
/** What may stand between whose a path is and the path itself. */
const owned =
  /(?:['’]s)?\s(?:(?:own|existing|local|custom|project|repo|repository|codebase|workspace|app)(?:['’]s)?\s+){0,2}["'`*_(]*$/;
/** The line says that the path is one of the user's, or asks for it. */
const ofUser = anyOf(
  'i',
  sequence('', /\b(?:your|their|the\s+(?:user|customer|client|target|host|consumer)['’]?s?|users?['’]s?)/, owned),
  sequence(
    '',
    /\b(?:the|an?|any|each|every|this)\s+(?:(?:target|existing|generated)\s+)?(?:project|repo|repository|codebase|workspace|app)/,
    owned,
  ),
  /\b(?:check-?out|clone)\b(?:[^.!?]|[.!?](?!\s))*$/,
  sequence(
    '',
    /\b(?:directory|folder|root|tree|project|plugin|repo\w*|workspace) (?:that|which) (?:must )?/,
    /(?:contains?|holds?|has)\b(?:[^.!?]|[.!?](?!\s))*$/,
  ),
  /\bask(?:s|ing)?\s+(?:the\s+)?users?\s+(?:for|to\s+\w+)\s[^.!?]*$/,
  /\b(?:repo(?:sitory)?|project|workspace)[- ](?:relative|root|level)\b[^.!?]*$/,
);

/**
 * True when the words around the path at `range` give it to somebody else: another skill, the user, their project.
 * `folderName`: the name of this skill. Looks over line ends, but not out of the paragraph.
 */
export function isOfOthers(text: string, range: Range, folderName: string | undefined): boolean {
  const before = paragraphBefore(text, range.start);
  const owner = possessive.exec(before);
  if (owner) {
    const names: readonly (string | undefined)[] = owner.slice(1);
    if (folderName === undefined || !names.includes(folderName)) return true;
  }
  if (ofUser.test(before) && !ownRoot.test(before)) return true;
  const after = text.slice(range.end, range.end + context).split(/\r?\n\s*\r?\n/, 1)[0] ?? '';
  const place = behind.exec(after);
  if (!place) return false;
  const [, article = '', words = '', noun = ''] = place;
  if (!/^(?:skill|plugin|package)$/i.test(noun)) return !/^(?:this)\b/i.test(words);
  if (/\b(?:this|same|own|current)\b/i.test(words) || /^its$/i.test(article)) return false;
  const name = words.trim().replace(/[`*]/g, '');
  return name !== '' && name !== folderName;
}

const border = /\r?\n[ \t]*\r?\n|\n(?=[ \t]{0,20}(?:[-*+|#]|\d{1,3}[.)]|```))/g;

/** The paragraph or list item up to `end`, whitespace made one blank. */
export function paragraphBefore(text: string, end: number): string {
  const lead = text.slice(Math.max(0, end - context), end);
  let start = 0;
  for (const { 0: found, index } of lead.matchAll(border)) start = index + found.length;
  return lead.slice(start).replace(/\s+/g, ' ');
}

/** A line in front of a path in a code block leaves the skill folder, so that what follows is relative to elsewhere. */
const leaves = /(?:^|[\n;&|(])[ \t]*(?:\$[ \t])?(?:cd|pushd|git[ \t]+clone)[ \t]+([^\n;&|]{1,200})/g;

/** True when a line of the code goes to another folder at all. */
export function changesFolder(code: string): boolean {
  return code.search(leaves) !== -1;
}

/** True when the block was told to change into a folder that is not the skill's before the path comes. */
export function isElsewhereInBlock(code: string, folderName: string | undefined): boolean {
  let elsewhere = false;
  for (const [command, target = ''] of code.matchAll(leaves)) {
    const isBack = /^["']?(?:-|\.\.(?:\/\.\.)*)["']?[ \t]*$/.test(target) && !command.includes('clone');
    const isOwn =
      /skill[_-]?(?:dir|path|root|folder|home)?\b|base_?dir|^["']?\.?["']?[ \t]*$/i.test(target) ||
      (folderName !== undefined && folderName !== '' && target.includes(folderName));
    elsewhere = command.includes('clone') || !(isBack || isOwn);
  }
  return elsewhere;
}
