import type { Selection } from '../bundle/select.ts';
import { findEntry, parseFrontMatter } from '../skill/frontMatter.ts';
import type { Finding, Problem } from '../skill/problem.ts';
import type { Skill, Target } from '../skill/skill.ts';
import { validate, type ValidateOptions } from '../skill/validate.ts';
import type { FolderContent } from './folderContent.ts';
import { toReadFile } from './readFiles.ts';
import type { SkillReading } from './readSkill.ts';
import { toSkill } from './toSkill.ts';

/** For whom a skill is judged. */
interface JudgeSettings extends ValidateOptions {
  /** `api` when left out. */
  readonly target?: Target | undefined;
}

/** A skill and what selecting and reading its files found. */
interface SelectedSkill {
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

/** The content of a folder as if it was just read: with its hashes, and the skill that it makes. */
export function toReading(content: FolderContent | SkillReading): SkillReading {
  if ('read' in content) return content;
  const { folderName, selection } = content;
  const byPath = new Map(selection.files.map((file) => [file.path, file]));
  const read = content.files.map(({ path, content: bytes, mode }) =>
    toReadFile(byPath.get(path) ?? { path, source: path, size: bytes.length, executable: mode === 0o755 }, bytes),
  );
  return { ...content, read, skill: toSkill(selection, read, { folderName }) };
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
