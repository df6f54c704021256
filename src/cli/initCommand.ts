import path from 'node:path';
import { namePattern } from '../core/skill/limits.ts';
import { newSkillFiles } from '../core/skill/newSkill.ts';
import { toSkillName } from '../core/skill/skillName.ts';
import { makeFolder } from '../node/disk/makeFolder.ts';
import { FolderError, writeNewFolder } from '../node/disk/writeFolder.ts';
import { UsageError } from './arguments.ts';
import type { Run } from './command.ts';
import { writeToNamed } from './namedPlace.ts';
import type { initFlags } from './rows/lifecycle.ts';

/** `skill-publisher init`. */
export const initCommand: Run<typeof initFlags> = async ({ values, positionals }, io) => {
  const [argument, ...more] = positionals;
  if (argument === undefined || more.length > 0) throw new UsageError('Name the folder of the new skill');
  const folder = path.resolve(io.cwd, argument);
  const name = path.basename(folder);
  if (!namePattern.test(name) || name.length > 64) {
    const meant = toSkillName(name);
    throw new UsageError(
      `'${name}' is not a valid skill name: use lowercase letters, digits, and hyphens, at most 64` +
        (meant === undefined ? '' : `. Did you mean ${meant}?`),
    );
  }
  const files = newSkillFiles(name, values.kind ?? 'instructions').map(({ path: file, text }) => ({
    path: file,
    content: new TextEncoder().encode(text),
    mode: text.startsWith('#!') ? 0o755 : 0o644,
  }));
  try {
    await writeToNamed('The skill', argument, async () => {
      await makeFolder(path.dirname(folder));
      await writeNewFolder(folder, files, io.signal);
    });
  } catch (error) {
    if (!(error instanceof FolderError)) throw error;
    io.stderr(`${error.message}\n`);
    return 1;
  }
  io.stdout(`${files.map((file) => path.join(argument, file.path)).join('\n')}\n`);
  return 0;
};
