import { globSync, readFileSync, statSync } from 'node:fs';
import type { Skill } from '../../src/core/skill/skill.ts';

const root = 'test/fixtures/workspace/skills';

/** One of the sample skills, with all of its files. */
export function sampleSkill(name: string): Skill {
  const folder = `${root}/${name}`;
  const paths = globSync('**/*', { cwd: folder }).filter((path) => statSync(`${folder}/${path}`).isFile());
  const files = paths.map((path) => {
    const { size, mode } = statSync(`${folder}/${path}`);
    return {
      path,
      size,
      kind: 'file',
      executable: (mode & 0o100) !== 0,
      text: readFileSync(`${folder}/${path}`, 'utf8'),
    } as const;
  });
  return { folderName: name, fileName: 'SKILL.md', text: readFileSync(`${folder}/SKILL.md`, 'utf8'), files };
}
