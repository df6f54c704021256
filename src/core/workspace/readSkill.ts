import type { FileTree } from '../bundle/fileTree.ts';
import { fingerprintOfHashes } from '../bundle/fingerprint.ts';
import { selectFiles, type OuterIgnoreFile, type Selection } from '../bundle/select.ts';
import type { Finding } from '../skill/problem.ts';
import { isSkillFile, type Skill } from '../skill/skill.ts';
import type { FolderContent } from './folderContent.ts';
import { readFiles, type ReadFile, type ReadFilesOptions } from './readFiles.ts';
import { toSkill, type SkillFacts } from './toSkill.ts';
import { toSize } from '../text/size.ts';
import { l10n } from '../text/l10n.ts';

/** Where a skill folder is read. */
export interface SkillSource {
  readonly tree: FileTree;
  /** The `.gitignore` files above it, outermost first. */
  readonly ignoreFiles: readonly OuterIgnoreFile[];
}

/** A skill folder as it was read. */
export interface SkillReading extends FolderContent {
  readonly folderName: string;
  readonly skill: Skill;
  /** The files without their bytes. */
  readonly read: readonly ReadFile[];
}

interface ReadOptions extends ReadFilesOptions, SkillFacts {
  readonly folderName: string;
  /** Made before, and nothing came, went or changed since: nothing is listed again. */
  readonly selection?: Selection | undefined;
}

/** Bytes of all files that are read together. Far over any upload; what is larger is refused by its size, unread. */
const maxBytes = 128 * 1024 * 1024;

/** Selects and reads the files of a skill folder. Throws only the signal's reason. */
export async function readSkill({ tree, ignoreFiles }: SkillSource, options: ReadOptions): Promise<SkillReading> {
  const selection = options.selection ?? (await selectFiles(tree, { ignoreFiles, signal: options.signal }));
  const total = selection.files.reduce((sum, { size }) => sum + size, 0);
  const refused = total > maxBytes ? [tooLargeToRead(selection, total)] : [];
  // What is refused anyway is not read, except SKILL.md: its own problems are worth saying, and "no SKILL.md" would be
  // a lie.
  const wanted =
    refused.length === 0
      ? selection.files
      : selection.files.filter(({ path, size }) => isSkillFile(path) && size <= maxBytes);
  const { read, files, problems } = await readFiles(tree, wanted, options);
  return {
    folderName: options.folderName,
    skill: toSkill(selection, read, options),
    selection,
    read,
    files,
    problems: [...selection.problems, ...refused, ...problems],
  };
}

/** Fingerprint of what was read; `undefined` when that is not all that would travel. */
export function fingerprintOf(reading: SkillReading): string | undefined {
  return findIncomplete(reading) ? undefined : fingerprintOfHashes(reading.read);
}

/** Fingerprint of the same content with LF line ends; `undefined` as for `fingerprintOf`. */
export function contentKeyOf(reading: SkillReading): string | undefined {
  if (findIncomplete(reading)) return undefined;
  return contentKeyOfHashes(reading.read);
}

/** The fingerprint of files with LF line ends. */
export function contentKeyOfHashes(read: readonly ReadFile[]): string {
  return fingerprintOfHashes(read.map((file) => ({ ...file, hash: file.lineFeedHash ?? file.hash })));
}

const incompleteCodes: readonly string[] = ['package/unreadable', 'package/too-large', 'package/too-many-files'];

/**
 * Why the files that were read are not all that would travel, so that nothing may be concluded from a missing one;
 * `undefined`: they are all.
 */
export function findIncomplete({ problems }: Pick<FolderContent, 'problems'>): Finding | undefined {
  return problems.find(({ code }) => incompleteCodes.includes(code));
}

function tooLargeToRead({ files }: Selection, total: number): Finding {
  const biggest = files
    .toSorted((a, b) => b.size - a.size)
    .slice(0, 10)
    .map(({ path: file, size }) => `${file} (${toSize(size)})`)
    .join(', ');
  return {
    code: 'package/too-large',
    file: '',
    range: { start: 0, end: 0 },
    message: l10n.t`The included files have ${toSize(total)}, far more than an upload may have (30 MB). The largest: ${biggest}. Exclude files you don’t need with .skillignore.`,
  };
}
