import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';

const words = (
  'report invoice table figure column value check compare export parse merge field form page letter customer order ' +
  'total date format script output input folder archive result error warning example section request answer'
).split(' ');

/** Numbers that are the same in every run. */
function numbers(seed: number): () => number {
  let state = seed * 2654435761 + 1;
  return () => {
    state = (Math.imul(state ^ (state >>> 15), 2246822519) + 1013904223) >>> 0;
    return state / 4294967296;
  };
}

function prose(next: () => number, sentences: number): string {
  const one = (): string => {
    const text = Array.from({ length: 8 + Math.floor(next() * 10) }, () => words[Math.floor(next() * words.length)]);
    return `${text.join(' ')}.`.replace(/^./, (first) => first.toUpperCase());
  };
  return Array.from({ length: sentences }, one).join(' ');
}

function reference(next: () => number, index: number): string {
  const sections = Array.from({ length: 4 }, (_, part) => {
    return `## Part ${part}\n\n${prose(next, 4)}\n\n- ${prose(next, 1)}\n- ${prose(next, 1)}\n\n\`\`\`sh\npython scripts/step${part}.py --in a.csv\n\`\`\`\n`;
  });
  return `# Reference ${index}\n\n${sections.join('\n')}`;
}

/** One skill as its files by path: a SKILL.md of about 100 lines, references, scripts and data, `count` in all. */
export function manyFiles(name: string, seed: number, count: number): ReadonlyMap<string, string> {
  const next = numbers(seed);
  const references = Math.floor((count - 1) / 2);
  const links = Array.from({ length: references }, (_, index) => `- See [part ${index}](references/ref${index}.md).`);
  const body = Array.from({ length: 6 }, (_, part) => `## Step ${part}\n\n${prose(next, 5)}\n`).join('\n');
  const fault = seed % 4 === 0 ? 'See [what is lost](references/lost.md).\n' : '';
  const files = new Map([
    [
      'SKILL.md',
      `---\nname: ${name}\ndescription: Makes a ${words[seed % words.length] ?? ''} of a folder. Use when it is asked for.\n` +
        `license: MIT\n---\n\n# ${name}\n\n${body}\n${links.join('\n')}\n${fault}`,
    ],
  ]);
  for (let index = 0; index < references; index += 1) files.set(`references/ref${index}.md`, reference(next, index));
  for (let index = 0; files.size < count; index += 1) {
    const isScript = index < 4;
    files.set(
      isScript ? `scripts/step${index}.py` : `assets/data${index}.csv`,
      isScript ? `import sys\n\nprint(sys.argv[${index}])\n` : `a,b\n${index},${Math.floor(next() * 1000)}\n`,
    );
  }
  return files;
}

/** Writes `skills` skills with `files` files each below `root`; gives their folders. */
export async function writeManySkills(root: string, skills: number, files: number): Promise<readonly string[]> {
  const folders: string[] = [];
  for (let index = 0; index < skills; index += 1) {
    const name = `skill-${String(index).padStart(5, '0')}`;
    const folder = path.join(root, name);
    await Promise.all(
      Array.from(['references', 'scripts', 'assets'], (inner) => mkdir(path.join(folder, inner), { recursive: true })),
    );
    await Promise.all(
      Array.from(manyFiles(name, index, files), ([file, text]) => writeFile(path.join(folder, file), text)),
    );
    folders.push(folder);
  }
  return folders;
}
