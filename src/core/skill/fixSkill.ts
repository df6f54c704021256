import { applyEdits, type FileEdit } from './edits.ts';
import { FixBatch } from './fixing/batch.ts';
import type { Fix } from './fixing/fix.ts';
import { chooseFix, fixesFor } from './fixes.ts';
import type { Problem } from './problem.ts';
import { ownFile, type Skill, type SkillFile, type Target, textIn } from './skill.ts';
import { inEachPlace } from './rules/toProblem.ts';
import { validate, type ValidateOptions } from './validate.ts';

/** Fixes may uncover further problems; what these passes do not reach is counted. */
const maxPasses = 3;
/** Each pass applies at most one fix that creates or renames something. */
const maxUnsafePasses = 12;

interface FixSkillOptions {
  /** Also the preferred fix of each problem that has no safe one; files may come to be and be renamed then. */
  readonly unsafe: boolean;
  readonly target: Target;
  /** As the skill is judged otherwise. */
  readonly judging?: ValidateOptions | undefined;
  /** False for problems that are left alone. */
  readonly accepts?: ((problem: Problem, skill: Skill) => boolean) | undefined;
}

/** What fixing did to a skill. */
export interface FixedSkill {
  readonly skill: Skill;
  /** Texts that are other ones now, by their path before; renames follow. */
  readonly changed: readonly { readonly path: string; readonly text: string }[];
  readonly created: readonly { readonly path: string; readonly text: string }[];
  /** In the order in which they are to be done. */
  readonly renamed: readonly { readonly from: string; readonly to: string }[];
  /** The new name of the folder. */
  readonly folderName: string | undefined;
  /** Fixes that are still to be applied. */
  readonly left: number;
  /** Problems that were there before and are not now. */
  readonly solved: number;
}

/** Applies fixes to all files of a skill, in a few passes. Pure: the skill that comes back is what is to be written. */
export function fixSkill(skill: Skill, options: FixSkillOptions): FixedSkill {
  const work = new Work(skill);
  const most = options.unsafe ? maxUnsafePasses : maxPasses;
  let before: readonly Problem[] | undefined;
  for (let pass = 0; ; pass += 1) {
    const step = findStep(work.skill, options);
    before ??= step.problems;
    const size = step.batches.reduce((sum, { batch }) => sum + batch.size, 0) + step.whole.length;
    if (size === 0 || pass >= most) return { ...work.result(size), solved: solvedOf(before, step.problems) };
    for (const { file, batch } of step.batches) work.edit(file, batch.edits);
    const [first] = step.whole;
    const touched = new Set(step.batches.filter(({ batch }) => batch.size > 0).map(({ file }) => file));
    if (first && !first.edits.some((edit) => 'file' in edit && touched.has(edit.file))) work.apply(first);
  }
}

/** Places move while others are fixed, so a problem is known by its rule, its file and what it says. */
function solvedOf(before: readonly Problem[], now: readonly Problem[]): number {
  const left = new Map<string, number>();
  const keyOf = ({ code, file, message }: Problem): string => JSON.stringify([code, file, message]);
  for (const problem of now) left.set(keyOf(problem), (left.get(keyOf(problem)) ?? 0) + 1);
  return before.filter((problem) => {
    const count = left.get(keyOf(problem)) ?? 0;
    left.set(keyOf(problem), count - 1);
    return count <= 0;
  }).length;
}

interface Step {
  readonly problems: readonly Problem[];
  readonly batches: readonly { readonly file: string; readonly batch: FixBatch }[];
  /** Fixes that change more than the text of one file. */
  readonly whole: readonly Fix[];
}

function findStep(skill: Skill, { unsafe, target, judging, accepts }: FixSkillOptions): Step {
  const batches = new Map<string, FixBatch>();
  const whole: Fix[] = [];
  const problems = validate(skill, target, judging);
  for (const problem of problems) {
    if (accepts && !accepts(problem, skill)) continue;
    for (const place of inEachPlace(problem)) {
      const fix = chooseFix(fixesFor(skill, place), unsafe);
      if (!fix) continue;
      if (fix.edits.some((edit) => edit.kind !== 'text' || edit.file !== place.file)) {
        // What creates or renames something mends every place.
        if (unsafe && place === problem) whole.push(fix);
        continue;
      }
      const text = fixableText(skill, place.file);
      if (text === undefined) continue;
      const batch = batches.get(place.file) ?? new FixBatch(text, place.file);
      batches.set(place.file, batch);
      if (!batch.changes(place.range)) batch.take(fix);
    }
  }
  return { problems, batches: [...batches].map(([file, batch]) => ({ file, batch })), whole };
}

export function fixableText(skill: Skill, file: string): string | undefined {
  const isFixable = file !== ownFile(skill) || (skill.fileName !== undefined && skill.validUtf8 !== false);
  return isFixable ? textIn(skill, file) : undefined;
}

/** A skill while it is being fixed. */
class Work {
  skill: Skill;
  readonly #before: Skill;
  readonly #created = new Set<string>();
  readonly #renamed: { from: string; to: string }[] = [];

  constructor(skill: Skill) {
    this.skill = skill;
    this.#before = skill;
  }

  edit(file: string, edits: readonly FileEdit[]): void {
    const text = fixableText(this.skill, file);
    if (text !== undefined && edits.length > 0) this.#setText(file, applyEdits(text, file, edits));
  }

  apply({ edits }: Fix): void {
    const files = new Set(edits.flatMap((edit) => (edit.kind === 'text' ? [edit.file] : [])));
    for (const file of files) this.edit(file, edits);
    for (const edit of edits) {
      if (edit.kind === 'createFile' && fixableText(this.skill, edit.file) === undefined)
        this.#create(edit.file, edit.text);
      else if (edit.kind === 'renameFile') this.#rename(edit.file, edit.to);
      else if (edit.kind === 'renameFolder') this.skill = { ...this.skill, folderName: edit.to };
    }
  }

  result(left: number): Omit<FixedSkill, 'solved'> {
    const now = (path: string): string => this.#renamed.reduce((at, { from, to }) => (at === from ? to : at), path);
    const before = [
      ...(this.#before.fileName === undefined ? [] : [{ path: this.#before.fileName, text: this.#before.text }]),
      ...(this.#before.files ?? []).filter(({ path }) => path !== this.#before.fileName),
    ];
    return {
      skill: this.skill,
      changed: before.flatMap(({ path, text }) => {
        const fixed = fixableText(this.skill, now(path));
        return text === undefined || fixed === undefined || fixed === text ? [] : [{ path, text: fixed }];
      }),
      created: [...this.#created].map((path) => ({ path, text: fixableText(this.skill, path) ?? '' })),
      renamed: this.#renamed,
      folderName: this.skill.folderName === this.#before.folderName ? undefined : this.skill.folderName,
      left,
    };
  }

  #setText(path: string, text: string): void {
    const files = this.skill.files?.map((file) => (file.path === path ? { ...file, text } : file));
    const isOwn = path === ownFile(this.skill);
    this.skill = { ...this.skill, ...(isOwn ? { text } : {}), files };
  }

  #create(path: string, text: string): void {
    this.#created.add(path);
    const file: SkillFile = { path, size: text.length, kind: 'file', text };
    const isOwn = this.skill.fileName === undefined && path === ownFile(this.skill);
    const files = this.skill.files && [...this.skill.files, file];
    this.skill = { ...this.skill, ...(isOwn ? { fileName: path, text } : {}), files };
  }

  #rename(from: string, to: string): void {
    this.#renamed.push({ from, to });
    const files = this.skill.files?.map((file) => (file.path === from ? { ...file, path: to } : file));
    this.skill = { ...this.skill, ...(from === this.skill.fileName ? { fileName: to } : {}), files };
  }
}
