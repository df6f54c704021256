import type { ArchiveFile } from '../bundle/extract.ts';
import type { Problem } from '../skill/problem.ts';
import type { Target } from '../skill/skill.ts';
import { headOf, judgeSkill, toReading } from './judge.ts';

/**
 * The errors for a target of a skill that is known by its packed files alone, as of a published version. Nothing is said
 * about the name of its folder, which an archive need not have.
 */
export function packedErrors(files: readonly ArchiveFile[], target: Target): readonly Problem[] {
  const selected = files.map(({ path, content, mode }) => ({
    path,
    source: path,
    size: content.length,
    executable: mode === 0o755,
  }));
  const selection = { files: selected, leftOut: [], problems: [] };
  const reading = toReading({ folderName: '', selection, files, problems: [] });
  const skill = { ...reading.skill, folderName: headOf(reading.skill).name };
  return judgeSkill({ ...reading, skill }, { target }).filter(({ severity }) => severity === 'error');
}
