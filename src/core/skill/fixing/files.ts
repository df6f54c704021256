import { findEntry } from '../frontMatter.ts';
import { skillFileName } from '../skill.ts';
import type { MentionKind } from '../mention.ts';
import { baseName } from '../path.ts';
import { toSkillName } from '../skillName.ts';
import { quoteYaml } from '../yamlText.ts';
import { placeholder } from './description.ts';
import { type Fixer, type Trust, fix, replace, replaceValue } from './fix.ts';
import { l10n, translated } from '../../text/l10n.ts';

/** A path that is mentioned and does not exist. */
export interface MissingFile {
  /** From the skill folder. */
  readonly path: string;
  readonly kind: MentionKind;
  /** What was probably meant. */
  readonly replacement?: string;
}

export interface Replacement {
  readonly replacement: string;
}

const starters: readonly (readonly [RegExp, (title: string) => string])[] = [
  [/\.(?:md|markdown)$/i, (title) => `# ${title}\n`],
  [/\.py$/i, (title) => `#!/usr/bin/env python3\n"""${title}."""\n`],
  [/\.(?:sh|bash)$/i, (title) => `#!/usr/bin/env bash\n# ${title}\nset -euo pipefail\n`],
  [/\.json$/i, () => '{}\n'],
];

/** First content of a file that a skill mentions and does not have. */
function starterText(path: string): string {
  const words = baseName(path)
    .replace(/\.[^.]*$/, '')
    .replace(/[-_]+/g, ' ')
    .trim();
  const title = words.charAt(0).toUpperCase() + words.slice(1);
  return starters.find(([pattern]) => pattern.test(path))?.[1](title) ?? '';
}

/** Corrects the path, or creates the file. */
export const missingFile: Fixer<MissingFile> = (context) => {
  const { problem } = context;
  const { path, replacement } = context.data;
  const correct =
    replacement === undefined
      ? []
      : [fix(context, l10n.t`Change to “${replacement}”`, 'preferred', replace(context, problem.range, replacement))];
  if (path === '' || path.endsWith('/') || path.startsWith('..')) return correct;
  const create = fix(context, l10n.t`Create “${path}”`, correct.length === 0 ? 'preferred' : 'possible', {
    kind: 'createFile',
    file: path,
    text: starterText(path),
  });
  return [...correct, create];
};

/** Writes what the data names in the place of what is wrong. `title`: in English. */
export function replaceText(title: string, trust: Trust): Fixer<Replacement> {
  return (context) => [
    fix(context, translated(title), trust, replace(context, context.problem.range, context.data.replacement)),
  ];
}

/** A first SKILL.md. */
export const createSkillFile: Fixer = (context) => {
  const name = toSkillName(context.skill.folderName ?? '') ?? 'my-skill';
  const description = quoteYaml(placeholder);
  const text = `---\nname: ${name}\ndescription: ${description}\n---\n\n# ${name}\n`;
  return [fix(context, l10n.t`Create SKILL.md`, 'preferred', { kind: 'createFile', file: skillFileName, text })];
};

/** Names the license file that is there. */
export const otherLicense: Fixer<{ readonly path: string }> = (context) => {
  const missing = context.data.path;
  const entry = findEntry(context.frontMatter, 'license');
  const existing = (context.skill.files ?? []).find(({ path }) => /^(?:LICEN[CS]E|COPYING)[^/]*$/i.test(path))?.path;
  if (!entry || existing === undefined || entry.value.properties) return [];
  const edit = replaceValue(context, entry, quoteYaml(entry.value.text.replace(missing, () => existing)));
  return edit ? [fix(context, l10n.t`Change to “${existing}”`, 'preferred', edit)] : [];
};
