import { isCut, type Selection } from '../bundle/select.ts';
import { skillFileName, isSkillFile, type Skill, type SkillFile } from '../skill/skill.ts';
import { type ReadFile } from './readFiles.ts';

/** What makes a skill besides its files. */
export interface SkillFacts {
  readonly folderName: string | undefined;
  readonly publishedName?: string | undefined;
  /** Texts of open editors by path, byte order mark included: they stand for what was read. */
  readonly unsaved?: ReadonlyMap<string, string> | undefined;
}

/**
 * The skill that would be published, as the rules judge it: the files that travel, and those links and special files
 * that stay. A link that travels as a file is a file.
 */
export function toSkill(selection: Selection, read: readonly ReadFile[], facts: SkillFacts): Skill {
  const { folderName, publishedName, unsaved } = facts;
  const byPath = new Map(read.map((file) => [file.path, file]));
  const main = read.find(({ path }) => path === skillFileName) ?? read.find(({ path }) => isSkillFile(path));
  const open = main && unsaved?.get(main.path);
  const traveling = selection.files.map(({ path, size, executable }): SkillFile => {
    const file = byPath.get(path)?.file ?? { path, size, kind: 'file', executable };
    const text = unsaved?.get(path);
    return text === undefined || text === file.text ? file : unsavedFile(file, text);
  });
  const staying = selection.leftOut.flatMap(({ path, kind }): SkillFile[] =>
    kind === 'link'
      ? [{ path, size: 0, kind: 'symlink', linkTarget: undefined }]
      : kind === 'special'
        ? [{ path, size: 0, kind: 'special' }]
        : [],
  );
  return {
    folderName,
    fileName: main?.path,
    text: open ?? main?.main?.text ?? '',
    ...(main ? { validUtf8: open !== undefined || main.main?.valid === true } : {}),
    files: isCut(selection) ? undefined : [...traveling, ...staying],
    publishedName,
  };
}

/** The last text of an open editor for a file, so that an unchanged one stays the same object. */
const unsavedFiles = new WeakMap<SkillFile, SkillFile>();

function unsavedFile(file: SkillFile, text: string): SkillFile {
  const known = unsavedFiles.get(file);
  if (known?.text === text) return known;
  const made: SkillFile = { ...file, text, executable: file.executable === true || text.startsWith('#!') };
  unsavedFiles.set(file, made);
  return made;
}
