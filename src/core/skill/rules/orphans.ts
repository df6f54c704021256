import { isForPeople, isRegistryFile } from '../audience.ts';
import { sameButCase } from '../fileIndex.ts';
import { skillFileName } from '../skill.ts';
import { baseName, folderOf, isTestPath } from '../path.ts';
import { type FileIndex, filesOfMention } from '../references.ts';
import type { Mention } from '../mentions.ts';
import type { SkillDocument, SkillDocuments } from './documents.ts';
import { isScaffold } from './text.ts';
import { perObject } from './remembered.ts';
import { anyOf, literally } from '../../text/patterns.ts';

/** Files that are found or used without being mentioned. */
const unmentioned = anyOf(
  'i',
  /(?:^|\/)(?:requirements|package|package-lock|pyproject|tsconfig|Makefile|Dockerfile|__init__)\b[^/]*$/,
  /(?:^|[/_-])OFL\b[^/]*$/,
  /(?:^|\/)\.|^(?:evals?|agents)\/|\.(?:lock|ttf|otf|woff2?)$/,
);
const mostOrphans = 20;
/** Characters times files that are searched; a skill above that keeps its orphans unreported. */
const mostCompared = 30_000_000;

const distinctMentions = perObject(
  ({ mentions }: SkillDocument): ReadonlyMap<string, Mention> =>
    new Map(mentions.map((mention) => [mention.candidates.join('\n'), mention])),
);

/** The files that some documents mention, also in other letters; the same path is looked up once. */
export function mentionedIn(documents: readonly SkillDocument[], files: FileIndex): Set<string> {
  const mentions = new Map(documents.flatMap((document) => [...distinctMentions(document)]));
  return new Set(
    [...mentions.values()].flatMap((mention) => {
      const found = filesOfMention(mention, files);
      if (found.length > 0) return found;
      return mention.candidates.flatMap((each) => sameButCase(each, files) ?? []).slice(0, 1);
    }),
  );
}

/** Files among `paths` that nothing in the skill mentions although an agent would have to be told of them. */
export function* findOrphans(documents: SkillDocuments, paths: readonly string[]): Iterable<string> {
  const candidates = paths.filter(
    (path) =>
      path !== documents.body.path &&
      baseName(path) !== skillFileName &&
      !unmentioned.test(path) &&
      !isForPeople(path) &&
      !isTestPath(path),
  );
  if (candidates.length === 0 || candidates.length > 200) return;
  const mentioned = mentionedIn(documents.all, documents.files);
  // What only a registry's file lists is not mentioned by the skill.
  const everything = [documents.body, ...documents.texts.filter(({ path }) => !isRegistryFile(path))];
  if (candidates.length * everything.reduce((sum, { text }) => sum + text.length, 0) > mostCompared) return;
  const leftOver = new Set(documents.texts.filter(({ path, text }) => isScaffold(path, text)).map(({ path }) => path));
  let count = 0;
  for (const path of candidates) {
    if (leftOver.has(path)) continue;
    const stem = baseName(path).replace(/\.[^.]*$/, '');
    const namesFolder = folderNamed(folderOf(path));
    const isNamed = (other: { readonly path: string; readonly text: string }): boolean =>
      other.path !== path && (other.text.includes(stem) || namesFolder(other.text));
    if (mentioned.has(path) || everything.some(isNamed)) continue;
    count += 1;
    if (count > mostOrphans) return;
    yield path;
  }
}

/** `templates/` without a file behind it, or "templates" in quotes, as a program writes it. */
function folderNamed(folder: string): (text: string) => boolean {
  if (folder === '') return () => false;
  const name = baseName(folder);
  const pattern = new RegExp(`\\b${literally(folder)}/(?![\\w.-])|["']${literally(name)}["']`);
  return (text) => text.includes(name) && pattern.test(text);
}
