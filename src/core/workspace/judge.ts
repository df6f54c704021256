import type { Selection } from '../bundle/select.ts';
import { findEntry, parseFrontMatter } from '../skill/frontMatter.ts';
import type { Finding, Problem } from '../skill/problem.ts';
import type { Skill, Target } from '../skill/skill.ts';
import { validate, type ValidateOptions } from '../skill/validate.ts';
import type { FolderContent } from './folderContent.ts';
import { toReadFile, type ReadFile } from './readFiles.ts';
import { toSkill } from './toSkill.ts';

/** For whom a skill is judged. */
export interface JudgeSettings extends ValidateOptions {
  /** `api` when left out. */
  readonly target?: Target | undefined;
}

/** A skill and what selecting and reading its files found. */
export interface SelectedSkill {
  readonly skill: Skill;
  readonly selection: Pick<Selection, 'leftOut'>;
  /** Of selecting and reading. */
  readonly problems: readonly Finding[];
}

/** Everything that is wrong with a skill by itself: its files, and what they make. One problem for one fact. */
export function judgeSkill(selected: SelectedSkill, settings: JudgeSettings): readonly Problem[] {
  const { skill, selection, problems } = selected;
  return validate(skill, settings.target ?? 'api', {
    ...settings,
    packing: { problems, leftOut: selection.leftOut },
  });
}

/** The skill that a folder's content makes. */
export function skillOf(content: FolderContent, publishedName?: string): Skill {
  return toSkill(content.selection, readFilesOf(content), { folderName: content.folderName, publishedName });
}

/** The files of a folder's content as if they were just read. */
export function readFilesOf({ selection, files }: FolderContent): readonly ReadFile[] {
  const byPath = new Map(selection.files.map((file) => [file.path, file]));
  return files.map(({ path, content, mode }) =>
    toReadFile(byPath.get(path) ?? { path, source: path, size: content.length, executable: mode === 0o755 }, content),
  );
}

/** What the front matter says of a skill; `undefined` for what is not there, or empty. */
export function headOf(skill: Pick<Skill, 'text'>): {
  readonly name: string | undefined;
  readonly description: string | undefined;
} {
  const frontMatter = parseFrontMatter(skill.text);
  const text = (key: string): string | undefined => {
    const value = findEntry(frontMatter, key)?.value.text.trim();
    return value === '' ? undefined : value;
  };
  return { name: text('name'), description: text('description') };
}
