import type { Range } from '../../src/core/skill/problem.ts';
import type { Skill, SkillFile } from '../../src/core/skill/skill.ts';

/** A text with `«…»` around ranges: the text without the marks, and the ranges in it. */
export function unmark(marked: string): { readonly text: string; readonly ranges: readonly Range[] } {
  const ranges: Range[] = [];
  let text = '';
  let start = 0;
  for (const part of marked.split(/([«»])/)) {
    if (part === '«') start = text.length;
    else if (part === '»') ranges.push({ start, end: text.length });
    else text += part;
  }
  return { text, ranges };
}

/** A file of a skill folder. */
export function file(path: string, text = '', more: Partial<SkillFile> = {}): SkillFile {
  return { path, size: Buffer.byteLength(text), kind: 'file', text, ...more };
}

/** A skill in the folder `my-skill`, with this SKILL.md and these other files. */
export function skill(text: string, more: Partial<Skill> = {}): Skill {
  return { folderName: 'my-skill', fileName: 'SKILL.md', text, files: [], ...more };
}

/** A SKILL.md without problems but for what `lines` and `body` add. */
export function document(lines: string, body = '# My skill\n\nDo it.\n'): string {
  return (
    `---\nname: my-skill\ndescription: "Does a thing. Use when asked."\nlicense: ` +
    `MIT\n${lines === '' ? '' : `${lines}\n`}---\n\n${body}`
  );
}
