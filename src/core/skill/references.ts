import { editDistance } from '../text/meant.ts';
import { type FileIndex, sameButCase } from './fileIndex.ts';
import { globMatcher } from './glob.ts';
import type { Mention } from './mentions.ts';
import { baseName, decodePath, encodePath, folderOf, joinPath, relativePath } from './path.ts';

export { type FileIndex, indexFiles } from './fileIndex.ts';

/** The file a mention means, if the skill has it. */
export function fileOfMention(mention: Mention, files: FileIndex): string | undefined {
  return mention.candidates.find((path) => files.has(path));
}

/** One step of a pattern costs as much as looking at this many characters. */
const patternStep = 100;

/** Answers of `coveredBy`: a hostile text has the same pattern thousands of times. */
const covered = new WeakMap<FileIndex, Map<string, readonly string[]>>();

/** The files a mention covers: the one it names, those below a folder, those a pattern matches. */
export function filesOfMention(mention: Mention, files: FileIndex): readonly string[] {
  const file = fileOfMention(mention, files);
  if (file !== undefined) return [file];
  const known = covered.get(files) ?? new Map<string, readonly string[]>();
  covered.set(files, known);
  for (const path of mention.candidates) {
    if (path === '') continue;
    const key = `${mention.isPattern ? '*' : '/'}${path}`;
    const answer = known.get(key) ?? coveredBy(path, mention.isPattern, files);
    known.set(key, answer);
    if (answer.length > 0) return answer;
  }
  return [];
}

function coveredBy(path: string, isPattern: boolean, files: FileIndex): readonly string[] {
  const covers = isPattern
    ? globMatcher(path, (steps) => files.budget?.spend(steps * patternStep))
    : (each: string): boolean => each.startsWith(`${path}/`);
  return files.paths.filter(covers);
}

/** True when what a mention names is not in the skill and the author surely meant it to be. */
export function isMissing(mention: Mention, files: FileIndex): boolean {
  if (!mention.certain || mention.reach !== 'inside' || mention.isPattern) return false;
  return !mention.candidates.some((path) => files.has(path) || files.hasFolder(path));
}

/** Paths above this number are not compared when a near one is looked for; a skill holds at most 200 files. */
const maxCompared = 1000;

/** Answers of `closestPath`: a hostile text asks for the same path thousands of times. */
const answers = new WeakMap<FileIndex, Map<string, string | undefined>>();

/** The existing path an author most likely meant by a missing one; `undefined` when none is close or several are. */
export function closestPath(missing: string, files: FileIndex): string | undefined {
  const known = answers.get(files) ?? new Map<string, string | undefined>();
  answers.set(files, known);
  if (!known.has(missing)) known.set(missing, findClosest(missing, files));
  return known.get(missing);
}

function findClosest(missing: string, files: FileIndex): string | undefined {
  const lower = missing.toLowerCase();
  const base = baseName(lower);
  const same = sameButCase(missing, files);
  if (same !== undefined) return same;
  const moved = files.paths.filter((path) => baseName(path.toLowerCase()) === base);
  if (moved.length > 0) return moved.length === 1 ? moved[0] : undefined;
  const limit = Math.min(2, Math.floor(base.length / 3));
  files.budget?.spend(Math.min(maxCompared, files.paths.length) * lower.length * (2 * limit + 1));
  const near = files.paths
    .slice(0, maxCompared)
    .map((path) => ({ path, distance: editDistance(lower, path.toLowerCase(), limit) }))
    .filter(({ distance }) => distance <= limit)
    .sort((a, b) => a.distance - b.distance);
  return near[0]?.distance === near[1]?.distance ? undefined : near[0]?.path;
}

/**
 * How a mention of `oldPath` in `file` is written after the file moved to `newPath`, and the one that holds the mention
 * to `newFile`: from the same base as before, with the same leading `./`, percent-encoded where it is a link target.
 */
export function rewriteMention(
  mention: Mention,
  oldPath: string,
  newPath: string,
  file: string,
  newFile = file,
): string {
  const folder = folderOf(file);
  const isTarget = mention.kind === 'link' || mention.kind === 'image' || mention.kind === 'definition';
  const fromFolder = (isTarget || folder !== '') && joinPath(folder, decodePath(mention.written)) === oldPath;
  const path = fromFolder ? relativePath(folderOf(newFile), newPath) : newPath;
  const dotted = mention.written.startsWith('./') && !path.startsWith('.') ? `./${path}` : path;
  return isTarget ? encodePath(dotted) : dotted;
}
