import { lineBefore } from '../text/lines.ts';
import { isForPeople, isRegistryFile } from './audience.ts';
import { skillFileName } from './skill.ts';
import type { Markdown } from './markdown.ts';
import { conventionalFolders, type Mention, type MentionContext } from './mention.ts';
import { sameButCase } from './fileIndex.ts';
import { baseName } from './path.ts';
import { isLinkPlaceholder, hasPlaceholder } from './placeholders.ts';
import { isOfOthers } from './whose.ts';
import { sequence } from '../text/patterns.ts';

/** A Markdown text with what is known of it. */
export interface TextPlace {
  readonly text: string;
  readonly markdown: Markdown;
  readonly context: MentionContext;
}

/** A skill may have such a folder, but the project the skill works on more likely does. */
const foreignFolder =
  /^(?:src|lib|app|apps|packages|tests?|docs|bin|build|dist|out|public|data|configs?|node_modules|memory|logs?)\//;
/** Folders that skills have beside those of the specification. */
const usualFolder = new RegExp(
  '^(?:references?|resources?|templates|workflows|prompts|guides|rules|examples|knowledge|checklists|playbooks|modules|' +
    'agents|helpers|tools|schemas|patterns|instructions|personas|recipes|tutorials|cheatsheets)/',
);
/** Headings of lists of the files that a skill brings along. */
const fileListHeading = sequence(
  'i',
  /^[^a-z]*/,
  /(?:(?:bundled|additional|supporting|detailed|further|external|skill|reference|deep|related|available|included)\s+){0,3}/,
  /(?:resources?|references?|files?|reading|documentation|scripts?|templates?|see also|assets|guides?|materials?|workflows?)/,
  /(?:\s{1,9}files?)?[^a-z]{0,200}$/,
);

export function hasExtension(path: string): boolean {
  return /\.[a-z][a-z0-9]{0,7}$/i.test(path);
}

/**
 * Whether the author means by a path in code a file of this skill that is there, by its place and the words around it.
 * Paths that differ from a file only by case are meant everywhere.
 */
export function isMeant(place: TextPlace, mention: Mention): boolean {
  const { kind, role, range, candidates } = mention;
  const { context } = place;
  const path = candidates[0] ?? '';
  if (candidates.some((each) => context.files.has(each))) return role === 'read' || role === 'told' || role === 'run';
  if (mention.certain && differsOnlyByCase(mention, context)) return role !== 'sample' && role !== 'others';
  if (kind !== 'span' && kind !== 'block') return false;
  if (role !== 'run' && role !== 'told' && role !== 'read') return false;
  // A path to a SKILL.md is one to another skill.
  if (hasPlaceholder(path) || foreignFolder.test(path) || /\/SKILL\.md$/i.test(path)) return false;
  if (!isPlaceThatCounts(place, mention)) return false;
  return !isOfOthers(place.text, range, context.folderName);
}

function isPlaceThatCounts(place: TextPlace, { kind, role, candidates, range }: Mention): boolean {
  const { context } = place;
  const { files } = context;
  const path = candidates[0] ?? '';
  const isCalled = role === 'run' || role === 'told';
  const folder = path.slice(0, path.indexOf('/'));
  if (context.file !== (files.paths.find((each) => each.toLowerCase() === 'skill.md') ?? skillFileName))
    return (
      role === 'run' && files.hasFolder(folder) && !isForPeople(context.file) && context.isAboutSkills?.() !== true
    );
  if (context.isAboutSkills?.() === true) return role === 'run' && files.hasFolder(folder);
  const isKnown = files.hasFolder(folder) || conventionalFolders.includes(folder);
  if (kind === 'block') return isKnown ? isCalled : role === 'run' && usualFolder.test(path);
  // Deep in a folder that the skill does not have: more likely one of the project's.
  if (isKnown) return isCalled || files.hasFolder(folder) || path.split('/').length < 4;
  if (isCalled) return usualFolder.test(path) || (role === 'told' && /\.md$/i.test(path));
  return usualFolder.test(path) && isListed(place, range.start);
}

/** The first thing in an item or a row of a list that stands under a heading such as "Resources". */
function isListed({ text, markdown }: TextPlace, start: number): boolean {
  const line = lineBefore(text, start);
  if (line === undefined || !/^\s*(?:[-*+]|\d+[.)]|\|)\s*(?:[*_`]|\[[ x]\] ?)*$/.test(line)) return false;
  const heading = markdown.headings.findLast(({ range }) => range.start < start);
  return heading !== undefined && fileListHeading.test(heading.text);
}

function differsOnlyByCase({ candidates }: Mention, { files }: MentionContext): boolean {
  return candidates.some((each) => sameButCase(each, files) !== undefined);
}

/** What a skill copies for its user links to what lies around the copy. */
export function isMaterial(file: string): boolean {
  return /(?:^|\/)(?:templates?|assets)\//.test(file);
}

/** Whether the author of a link means a file of this skill. */
export function isMeantLink(path: string, { file, files }: MentionContext): boolean {
  if (isLinkPlaceholder(path)) return false;
  if (isRegistryFile(file) || /^(?:changelog|history)\b/i.test(baseName(file))) return false;
  const folder = path.replace(/^(?:\.\/)+/, '').replace(/\/.*/, '');
  return hasExtension(path) || !path.includes('/') || folder === '..' || files.hasFolder(folder);
}
