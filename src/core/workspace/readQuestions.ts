import { TreeError } from '../bundle/fileTree.ts';
import { triggerQuestions } from '../listing/triggerQuestions.ts';
import type { SkillSource } from './readSkill.ts';

/** Files of evals that are read, and bytes of each. */
const mostEvalFiles = 20;
const mostEvalBytes = 262_144;

/** The questions in the eval files of a skill that should find it; none of what cannot be read. */
export async function readQuestions(
  { tree }: SkillSource,
  evals: string,
  signal: AbortSignal,
): Promise<readonly string[]> {
  const found: string[] = [];
  try {
    const entries = await tree.readDirectory(evals, 1000, signal);
    const files = entries.filter(({ name, kind }) => kind === 'file' && name.toLowerCase().endsWith('.json'));
    for (const { name } of files.toSorted((a, b) => (a.name < b.name ? -1 : 1)).slice(0, mostEvalFiles)) {
      const path = `${evals}/${name}`;
      if ((await tree.fileDetails(path, signal)).size > mostEvalBytes) continue;
      found.push(...triggerQuestions(new TextDecoder().decode(await tree.readFile(path, signal))));
    }
  } catch (error) {
    // The skill is what it is without them.
    if (!(error instanceof TreeError)) throw error;
  }
  return [...new Set(found)];
}
