import { skillFileName } from '../skill/skill.ts';
import type { Finding } from '../skill/problem.ts';
import { TreeError, type FileTree } from './fileTree.ts';
import { leaveKeys } from './keyFiles.ts';
import { compareInArchive, comparePaths } from './pathOrder.ts';
import type { LeftOut, OuterIgnoreFile, SelectedFile, Selection, WantedFile } from './selection.ts';
import { findMentionedLeftOut, findRefused } from './selectionProblems.ts';
import { Walk } from './walk.ts';

export type { LeftOut, OuterIgnoreFile, SelectedFile, Selection } from './selection.ts';

export interface SelectOptions {
  /** Outermost first. */
  readonly ignoreFiles?: readonly OuterIgnoreFile[];
  readonly signal?: AbortSignal | undefined;
}

/** Files that are looked at side by side. */
const atOnce = 32;

/**
 * Walks a skill folder and decides for each file whether it is sent. Nothing is left out silently: what stays is listed
 * with the reason, what makes a publish impossible or doubtful is a problem. Contents are not read, except ignore files,
 * SKILL.md and files that may be private keys. Throws only the signal's reason.
 */
export async function selectFiles(tree: FileTree, options: SelectOptions = {}): Promise<Selection> {
  const { signal } = options;
  const walk = new Walk(tree, signal);
  await walk.run(options.ignoreFiles ?? []);
  // A folder with too many files is refused: where its links lead and how large its files are would only take time.
  if (walk.cut)
    return { files: await onlySkillFile(tree, signal), leftOut: inOrder(walk.leftOut), problems: problemsOf(walk) };
  await leaveKeys(tree, walk, signal);
  const wanted = [
    ...walk.files.map((source): WantedFile => ({ path: source.normalize('NFC'), source })),
    ...(await linkedFiles(tree, walk, signal)),
  ];
  const files = (await measureFiles(tree, wanted, walk, signal)).toSorted((a, b) => compareInArchive(a.path, b.path));
  const leftOut = inOrder(walk.leftOut);
  const text = await skillText(tree, files, signal);
  return {
    files,
    leftOut,
    problems: [...problemsOf(walk), ...findRefused(files), ...findMentionedLeftOut(leftOut, text)],
  };
}

/** Few skills have links. */
async function linkedFiles(
  tree: FileTree,
  walk: Walk,
  signal: AbortSignal | undefined,
): Promise<readonly WantedFile[]> {
  if (walk.links.length === 0) return [];
  const { followLinks } = await import('./links.ts');
  return followLinks(tree, walk, signal);
}

/** True when the folder has too many files to be a skill: of `files` only SKILL.md is listed then. */
export function isCut({ problems }: Selection): boolean {
  return problems.some(({ code }) => code === 'package/too-many-files');
}

function problemsOf({ problems }: Walk): readonly Finding[] {
  return problems.toSorted((a, b) => comparePaths(a.file ?? '', b.file ?? ''));
}

function inOrder(leftOut: readonly LeftOut[]): readonly LeftOut[] {
  return leftOut.toSorted((a, b) => comparePaths(a.path, b.path));
}

async function onlySkillFile(tree: FileTree, signal: AbortSignal | undefined): Promise<readonly SelectedFile[]> {
  try {
    return [{ path: skillFileName, source: skillFileName, ...(await tree.fileDetails(skillFileName, signal)) }];
  } catch (error) {
    if (error instanceof TreeError) return [];
    throw error;
  }
}

async function measureFiles(
  tree: FileTree,
  wanted: readonly WantedFile[],
  walk: Walk,
  signal: AbortSignal | undefined,
): Promise<readonly SelectedFile[]> {
  const files: SelectedFile[] = [];
  const one = async (file: WantedFile): Promise<void> => {
    try {
      files.push({ ...file, ...(await tree.fileDetails(file.source, signal)) });
    } catch (error) {
      walk.unreadable(file.path, error);
    }
  };
  for (let start = 0; start < wanted.length; start += atOnce)
    await Promise.all(wanted.slice(start, start + atOnce).map(one));
  return files;
}

async function skillText(
  tree: FileTree,
  files: readonly SelectedFile[],
  signal: AbortSignal | undefined,
): Promise<string> {
  const file = files.find(({ path }) => path === 'SKILL.md');
  if (!file) return '';
  try {
    return new TextDecoder('utf-8', { ignoreBOM: true }).decode(await tree.readFile(file.source, signal));
  } catch (error) {
    // Reported when the files that travel are read.
    if (error instanceof TreeError) return '';
    throw error;
  }
}
