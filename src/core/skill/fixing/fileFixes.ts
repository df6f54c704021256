import { skillFileName } from '../limits.ts';
import { baseName } from '../path.ts';
import { toSkillName } from '../skillName.ts';
import { quoteYaml } from '../yamlText.ts';
import { type Fixer, fix, replace, textOf } from './fix.ts';

const starters: readonly (readonly [RegExp, (title: string) => string])[] = [
  [/\.(?:md|markdown)$/i, (title) => `# ${title}\n`],
  [/\.py$/i, (title) => `#!/usr/bin/env python3\n"""${title}."""\n`],
  [/\.(?:sh|bash)$/i, (title) => `#!/usr/bin/env bash\n# ${title}\nset -euo pipefail\n`],
  [/\.json$/i, () => '{}\n'],
];

/** First content of a file that a skill mentions and does not have. */
export function starterText(path: string): string {
  const words = baseName(path)
    .replace(/\.[^.]*$/, '')
    .replace(/[-_]+/g, ' ')
    .trim();
  const title = words.charAt(0).toUpperCase() + words.slice(1);
  return starters.find(([pattern]) => pattern.test(path))?.[1](title) ?? '';
}

const missingFile: Fixer = (context) => {
  const { problem } = context;
  const path = textOf(problem, 'path');
  const replacement = textOf(problem, 'replacement');
  const correct =
    replacement === undefined
      ? []
      : [fix(context, `Change to “${replacement}”`, 'preferred', replace(context, problem.range, replacement))];
  if (path === undefined || path === '' || path.endsWith('/') || path.startsWith('..')) return correct;
  const create = fix(context, `Create “${path}”`, correct.length === 0 ? 'preferred' : 'possible', {
    kind: 'createFile',
    file: path,
    text: starterText(path),
  });
  return [...correct, create];
};

const replacement =
  (title: string, trust: 'safe' | 'preferred'): Fixer =>
  (context) => {
    const newText = textOf(context.problem, 'replacement');
    return newText === undefined ? [] : [fix(context, title, trust, replace(context, context.problem.range, newText))];
  };

const contents: Fixer = (context) => {
  const { problem, text } = context;
  const newText = textOf(problem, 'contents');
  const at = problem.data?.['insertAt'];
  if (newText === undefined) return [];
  if (typeof at !== 'number')
    return [fix(context, 'Update the table of contents', 'preferred', replace(context, problem.range, newText))];
  return at > text.length
    ? []
    : [fix(context, 'Add a table of contents', 'preferred', replace(context, { start: at, end: at }, newText))];
};

const createSkillFile: Fixer = (context) => {
  const name = toSkillName(context.skill.folderName ?? '') ?? 'my-skill';
  const description = quoteYaml('Describe what the skill does. Use when the user asks for …');
  const text = `---\nname: ${name}\ndescription: ${description}\n---\n\n# ${name}\n`;
  return [fix(context, 'Create SKILL.md', 'preferred', { kind: 'createFile', file: skillFileName, text })];
};

/** Fixes of rules about files and the paths that mention them. */
export const fileFixers: Readonly<Record<string, Fixer>> = {
  'file/missing': createSkillFile,
  'file/case': (context) => [
    fix(context, `Rename the file to ${skillFileName}`, 'preferred', {
      kind: 'renameFile',
      file: context.problem.file,
      to: skillFileName,
    }),
  ],
  'file/bom': (context) => [
    fix(context, 'Remove the byte order mark', 'safe', replace(context, { start: 0, end: 1 }, '')),
  ],
  'ref/exists': missingFile,
  'ref/relative': replacement('Start the path at the skill folder', 'preferred'),
  'ref/toc': contents,
  'ref/toc-outdated': contents,
  'body/windows-path': (context) =>
    replacement(
      'Write the path with slashes',
      context.problem.data?.['exists'] === true ? 'safe' : 'preferred',
    )(context),
  'body/claude-code-syntax': replacement('Write the path without “@”', 'preferred'),
  'script/line-endings': (context) => [
    fix(
      context,
      'Change the line endings to LF',
      'safe',
      replace(context, { start: 0, end: context.text.length }, context.text.replaceAll('\r\n', '\n')),
    ),
  ],
};
