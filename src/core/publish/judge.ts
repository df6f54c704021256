import { toSkill } from '../bundle/toSkill.ts';
import { findEntry, parseFrontMatter } from '../skill/frontMatter.ts';
import type { Selection } from '../bundle/select.ts';
import type { Problem } from '../skill/problem.ts';
import type { Skill, Target } from '../skill/skill.ts';
import { validate, type ValidateOptions } from '../skill/validate.ts';
import type { FolderContent } from './folderContent.ts';

export interface Judgement {
  readonly skill: Skill;
  /** `name` of the front matter, as written; `undefined` when there is none. */
  readonly name: string | undefined;
  readonly description: string | undefined;
  readonly problems: readonly Problem[];
}

export interface JudgeOptions extends ValidateOptions {
  readonly target?: Target;
  readonly publishedName?: string | undefined;
}

/** Problems of selecting that a rule reports too, in its own words and with its fix. */
const sameAs: Readonly<Record<string, string>> = {
  'package/collision': 'zip/case-collision',
  'package/special-file': 'dir/special',
};

/** Everything that is wrong with a folder: its files, and the skill they make. One problem for one fact. */
export function judgeFolder(content: FolderContent, options: JudgeOptions = {}): Judgement {
  const { folderName, selection, files } = content;
  const skill = toSkill(folderName, selection, files, options.publishedName);
  const found = validate(skill, options.target ?? 'api', options);
  const frontMatter = parseFrontMatter(skill.text);
  const text = (key: string): string | undefined => {
    const value = findEntry(frontMatter, key)?.value.text.trim();
    return value === '' ? undefined : value;
  };
  return {
    skill,
    name: text('name'),
    description: text('description'),
    problems: onePerFact(found, selection, content.problems),
  };
}

/** What rules found and what selecting the files found, each fact once. */
export function onePerFact(
  found: readonly Problem[],
  selection: Pick<Selection, 'leftOut'>,
  selecting: readonly Problem[],
): readonly Problem[] {
  const told = new Set(found.map(({ code, file }) => `${code} ${file}`));
  const own = selecting.filter(({ code, file }) => !told.has(`${sameAs[code] ?? ''} ${file}`));
  const rules = found.filter(
    (problem) => !isToldBetter(problem, own, new Set(selection.leftOut.map(({ path }) => path))),
  );
  return [...rules, ...own];
}

/** True for a rule's problem about a file that stays: the reason why it stays says more. */
function isToldBetter({ code, file, range }: Problem, own: readonly Problem[], leftOut: ReadonlySet<string>): boolean {
  if (code === 'ref/orphan') return leftOut.has(file);
  const mentioned = own.filter((problem) => problem.code === 'package/link' || problem.code === 'package/left-out');
  if (code === 'dir/symlink') return mentioned.some(({ data }) => data?.['path'] === file);
  if (code !== 'ref/exists') return false;
  return mentioned.some(
    (other) => other.file === file && other.range.start < range.end && range.start < other.range.end,
  );
}
