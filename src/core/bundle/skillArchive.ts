import { ArchiveError } from './archiveError.ts';
import type { ArchiveFile } from './extract.ts';
import { visiblePath } from '../text/paths.ts';
import { isSkillFile } from '../skill/skill.ts';
import { l10n } from '../text/l10n.ts';

/** A skill as it came out of an archive. */
interface SkillArchive {
  /** Name of the folder that held everything; `undefined` when SKILL.md lay at the root. */
  readonly wrapper: string | undefined;
  /** Paths relative to the skill, so that they compare with a folder's. */
  readonly files: readonly ArchiveFile[];
  /** What macOS adds to the archives it makes, left out: paths as stored. */
  readonly litter: readonly string[];
}

const appleDouble = /^__MACOSX\/|(?:^|\/)\.DS_Store$/;

/**
 * Takes the one wrapper folder off. Throws `ArchiveError` when the files are not one skill: none at all, several top
 * folders, no SKILL.md.
 */
export function skillArchive(archive: readonly ArchiveFile[]): SkillArchive {
  const files = archive.filter((file) => !appleDouble.test(file.path));
  const litter = archive.filter((file) => appleDouble.test(file.path)).map((file) => file.path);
  if (files.length === 0) throw new ArchiveError('EMPTY', l10n.t`The archive contains no files.`);
  if (files.some((file) => isSkillFile(file.path))) return { wrapper: undefined, files, litter };
  const tops = new Set(files.map((file) => file.path.split('/', 1)[0] ?? ''));
  const [wrapper = ''] = tops;
  if (tops.size > 1 || !files.every((file) => file.path.startsWith(`${wrapper}/`))) {
    const named = [...tops]
      .slice(0, 3)
      .map((top) => l10n.t`“${visiblePath(top)}”`)
      .join(', ');
    throw new ArchiveError(
      'SEVERAL_ROOTS',
      l10n.t`This is not a skill archive: it needs one folder at the top, or SKILL.md itself, and has ${tops.size} (${named}).`,
    );
  }
  const inner = files.map((file) => ({ ...file, path: file.path.slice(wrapper.length + 1) }));
  if (!inner.some((file) => isSkillFile(file.path))) {
    throw new ArchiveError(
      'NO_SKILL_MD',
      l10n.t`This is not a skill archive: “${visiblePath(wrapper)}” contains no SKILL.md.`,
    );
  }
  return { wrapper, files: inner, litter };
}

/** Also `skill.md`, as the reference validator takes it. */
