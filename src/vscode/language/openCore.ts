import { Turns } from '../../core/bundle/turns.ts';
import * as core from './core.ts';

/** A skill with something of all that the core looks for in one. */
const sample = `---
name: sample
description: Shows what is in a skill. Use when it is opened.
---

# Sample

Read [more](references/more.md#part), then \`scripts/run.py\` and references/more.md:

1. **One**
   - two

\`\`\`sh
python scripts/run.py
\`\`\`

> <b>Done</b>
`;
const files = ['references/more.md', 'scripts/run.py'].map((path) => ({ path, size: 0, kind: 'file' as const }));

/** Each loads and compiles a part of what the first look at a skill needs. */
const firstUses: readonly (() => unknown)[] = [
  () => core.parseFrontMatter(sample),
  () => core.measureBudget(sample, core.parseFrontMatter(sample), []),
  () => core.parseMarkdown(sample),
  () => core.indexFiles(files),
  () =>
    core.findMentions(sample, core.parseMarkdown(sample), {
      file: 'SKILL.md',
      files: core.indexFiles(files),
      folderName: 'sample',
    }),
];

let opened: Promise<typeof core> | undefined;

/** The core, its parts used once, one after the other: all at once they would keep others waiting. */
export function openCore(): Promise<typeof core> {
  opened ??= useFirst();
  return opened;
}

async function useFirst(): Promise<typeof core> {
  const turns = new Turns();
  for (const use of firstUses) {
    await turns.next();
    use();
  }
  await turns.next();
  return core;
}
