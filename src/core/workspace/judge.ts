import type { Selection } from '../bundle/select.ts';
import { findEntry, parseFrontMatter } from '../skill/frontMatter.ts';
import type { Problem } from '../skill/problem.ts';
import type { Skill, Target } from '../skill/skill.ts';
import { validate, type ValidateOptions } from '../skill/validate.ts';
import type { FolderContent } from './folderContent.ts';
import { toReadFile } from './readFiles.ts';
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
  readonly problems: readonly Problem[];
}

/** Problems of selecting that a rule reports too, in its own words and with its fix. */
const sameAs: Readonly<Record<string, string>> = {
  'package/collision': 'zip/case-collision',
  'package/special-file': 'dir/special',
};

/** Everything that is wrong with a skill by itself: its files, and what they make. One problem for one fact. */
export function judgeSkill(selected: SelectedSkill, settings: JudgeSettings): readonly Problem[] {
  const { skill, selection, problems } = selected;
  const found = validate(skill, settings.target ?? 'api', settings);
  return onePerFact(found, selection, problems);
}

/** The skill that a folder's content makes. */
export function skillOf({ folderName, selection, files }: FolderContent, publishedName?: string): Skill {
  const byPath = new Map(selection.files.map((file) => [file.path, file]));
  const read = files.map(({ path, content, mode }) =>
    toReadFile(byPath.get(path) ?? { path, source: path, size: content.length, executable: mode === 0o755 }, content),
  );
  return toSkill(selection, read, { folderName, publishedName });
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

/** What rules found and what selecting the files found, each fact once. */
export function onePerFact(
  found: readonly Problem[],
  selection: Pick<Selection, 'leftOut'>,
  selecting: readonly Problem[],
): readonly Problem[] {
  const told = new Set(found.map(({ code, file }) => `${code} ${file}`));
  const own = selecting.filter(({ code, file }) => !told.has(`${sameAs[code] ?? ''} ${file}`));
  const leftOut = new Set(selection.leftOut.map(({ path }) => path));
  const rules = found.filter((problem) => !isToldBetter(problem, own, leftOut));
  return [...rules, ...own];
}

/** True for a rule's problem about a file that stays: the reason why it stays says more. */
function isToldBetter({ code, file, range }: Problem, own: readonly Problem[], leftOut: ReadonlySet<string>): boolean {
  if (code === 'ref/orphan') return leftOut.has(file);
  const mentioned = own.filter((problem) => problem.code === 'package/link' || problem.code === 'package/left-out');
  if (code === 'dir/symlink') return mentioned.some(({ data }) => isPath(data, file));
  if (code !== 'ref/exists') return false;
  return mentioned.some(
    (other) => other.file === file && other.range.start < range.end && range.start < other.range.end,
  );
}

function isPath(data: unknown, path: string): boolean {
  return typeof data === 'object' && data !== null && 'path' in data && data.path === path;
}
