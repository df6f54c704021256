import { lstat, realpath, rename } from 'node:fs/promises';
import path from 'node:path';
import { createTwoFilesPatch } from 'diff';
import { fixSkill, type FixedSkill } from '../core/skill/fixSkill.ts';
import type { FolderSettings } from '../core/workspace/skillWorkspace.ts';
import { isInside } from '../node/disk/isInside.ts';
import { makeFolder } from '../node/disk/makeFolder.ts';
import { isSystemError } from '../node/disk/systemError.ts';
import { writeFileAtomic } from '../node/disk/writeFile.ts';
import type { CliIo } from './io.ts';
import { shownPath, type NamedSkill } from './skillArguments.ts';
import { takeSnapshot } from './skills.ts';
import { findWorkspace } from './workspace.ts';

/** A skill, and what fixing does to it. */
interface PlannedFixes {
  readonly skill: NamedSkill;
  /** What was read, by path. */
  readonly before: ReadonlyMap<string, string>;
  readonly fixed: FixedSkill;
}

/** Works out the fixes of a skill; writes nothing. */
export async function planFixes(
  skill: NamedSkill,
  settings: FolderSettings,
  unsafe: boolean,
  io: CliIo,
): Promise<PlannedFixes> {
  const content = await takeSnapshot(skill.folder, findWorkspace(skill.folder, undefined, io.cwd), io);
  const { target, rules, limits, terms } = settings;
  const packing = { problems: content.problems, leftOut: content.selection.leftOut };
  const fixed = fixSkill(content.skill, {
    unsafe,
    target,
    judging: { rules, limits, terms, packing },
  });
  const files = content.files.map(
    (file) => [file.path, new TextDecoder('utf-8', { ignoreBOM: true }).decode(file.content)] as const,
  );
  return { skill, before: new Map(files), fixed };
}

export function isNothing({ fixed }: PlannedFixes): boolean {
  const { changed, created, renamed, folderName } = fixed;
  return changed.length + created.length + renamed.length === 0 && folderName === undefined;
}

/** The changes as a patch, paths from the current folder. */
export function toPatch({ skill, before, fixed }: PlannedFixes): string {
  const at = (file: string): string => (skill.shown === '.' ? file : `${skill.shown}/${file}`);
  const patches = [
    ...fixed.changed.map(({ path: file, text }) => patch(at(file), before.get(file) ?? '', text)),
    ...fixed.created.map(({ path: file, text }) => patch(at(file), undefined, text)),
    ...fixed.renamed.map(({ from, to }) => `rename from ${at(from)}\nrename to ${at(to)}\n`),
    ...(fixed.folderName === undefined
      ? []
      : [
          `rename from ${skill.shown}\nrename to ` +
            `${path.posix.join(path.posix.dirname(skill.shown), fixed.folderName)}\n`,
        ]),
  ];
  return patches.join('');
}

function patch(file: string, before: string | undefined, after: string): string {
  const name = before === undefined ? '/dev/null' : `a/${file}`;
  return createTwoFilesPatch(name, `b/${file}`, before ?? '', after, undefined, undefined, { context: 3 }).replace(
    /^=+\n/,
    '',
  );
}

/**
 * Writes the fixes; each file whole or not at all, with the mode it has. Gives the skill under its name then. What
 * cannot be written is told, and left as it is.
 */
export async function applyFixes(
  { skill, fixed }: PlannedFixes,
  io: CliIo,
): Promise<{ readonly skill: NamedSkill; readonly done: boolean }> {
  const { folder } = skill;
  try {
    for (const { path: file, text } of fixed.changed) await write(folder, file, text);
    for (const { path: file, text } of fixed.created) await create(folder, file, text);
    for (const { from, to } of fixed.renamed) await renameUnlessTaken(path.join(folder, from), path.join(folder, to));
    if (fixed.folderName === undefined) return { skill, done: true };
    const renamed = path.join(path.dirname(folder), fixed.folderName);
    await renameUnlessTaken(folder, renamed);
    return { skill: { folder: renamed, shown: shownPath(renamed, io.cwd) }, done: true };
  } catch (error) {
    if (!isSystemError(error)) throw error;
    io.stderr(`${skill.shown}: not everything could be fixed: ${error.message}\n`);
    return { skill, done: false };
  }
}

/** A link is written through, as long as it does not lead out of the skill. */
async function write(folder: string, file: string, text: string): Promise<void> {
  const full = await realpath(path.join(folder, file));
  if (!isInside(await realpath(folder), full)) return;
  await writeFileAtomic(full, text, (await lstat(full)).mode & 0o777);
}

async function create(folder: string, file: string, text: string): Promise<void> {
  const full = path.join(folder, file);
  if (!isInside(folder, full) || (await lstat(full).catch(() => undefined))) return;
  await makeFolder(path.dirname(full));
  if (isInside(await realpath(folder), await realpath(path.dirname(full)))) await writeFileAtomic(full, text);
}

/** On systems that do not tell upper case from lower case the other name may be the same file. */
async function renameUnlessTaken(from: string, to: string): Promise<void> {
  const taken = await lstat(to).catch(() => undefined);
  const own = await lstat(from);
  if (taken && taken.ino !== own.ino) return;
  await rename(from, to);
}
