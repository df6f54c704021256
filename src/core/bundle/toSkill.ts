import { scanMaxLength, skillFileName } from '../skill/limits.ts';
import type { Skill, SkillFile } from '../skill/skill.ts';
import type { ArchiveFile } from './extract.ts';
import { isCut, type Selection } from './select.ts';

/** Bytes of a text file that rules get to see. */
const maxTextBytes = Math.min(262_144, scanMaxLength);

/**
 * The skill that would be published, as the rules judge it: the files that travel, and those links and special files
 * that stay. A link that travels as a file is a file.
 */
export function toSkill(
  folderName: string | undefined,
  selection: Selection,
  contents: readonly ArchiveFile[],
  publishedName?: string,
): Skill {
  const byPath = new Map(contents.map((file) => [file.path, file]));
  const main =
    contents.find(({ path }) => path === skillFileName) ??
    contents.find(({ path }) => path.toLowerCase() === skillFileName.toLowerCase());
  const travelling = selection.files.map(({ path, size }): SkillFile => {
    const content = byPath.get(path);
    const text = content && content.content.length <= maxTextBytes ? decodeStrictly(content.content) : undefined;
    return { path, size, kind: 'file', executable: content?.mode === 0o755, ...(text === undefined ? {} : { text }) };
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
    text: main ? new TextDecoder('utf-8', { ignoreBOM: true }).decode(main.content) : '',
    ...(main ? { validUtf8: decodeStrictly(main.content, true) !== undefined } : {}),
    files: isCut(selection) ? undefined : [...travelling, ...staying],
    publishedName,
  };
}

/**
 * The text of UTF-8 bytes, a byte order mark kept; `undefined` when they are not UTF-8 or, unless `nulAllowed`, when
 * they hold NUL as binary files do.
 */
function decodeStrictly(content: Uint8Array, nulAllowed = false): string | undefined {
  if (!nulAllowed && content.subarray(0, 8192).includes(0)) return undefined;
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(content);
  } catch (error) {
    if (error instanceof TypeError) return undefined;
    throw error;
  }
}
