import type { CollectedSkill } from '../collectSkill.ts';
import { baseName } from '../path.ts';
import { type Finding, group, levels, rule } from './rule.ts';
import { show } from './show.ts';
import { l10n } from '../../text/l10n.ts';

const skillsDuplicateName = rule<{ readonly folder: string }>({
  code: 'skills/duplicate-name',
  title: 'Two skills of one folder have different names',
  documentation:
    'Skills that lie side by side, for example in `.claude/skills`, are told apart by their names: agents ' +
    'load one of two skills with the same name and skip the other, and publishing takes both for the same ' +
    'skill. Give one of them another name. Copies of a skill in the folders of several agents do not count.',
  severity: levels('warning', 'information', 'warning', 'warning'),
  source: 'VS Code 1.139: duplicates are skipped; Skills API: a name is the identity of a skill',
});

export const collectionRules = group([skillsDuplicateName]);

/** The places agents look for skills in, and plain `skills/` folders of repositories and plugins. */
const discovery = /(?:^|\/)(?:\.(?:agents|claude|cursor|gemini|github|opencode)\/)?skills$/;

/** The folder that agents find a skill in, next to its neighbors; `undefined` when it lies elsewhere. */
export function discoveryRoot(folder: string): string | undefined {
  const slash = folder.lastIndexOf('/');
  const root = slash < 0 ? '' : folder.slice(0, slash);
  return discovery.test(root) ? root : undefined;
}

/** Skills of one name are one skill, however the name is written. */
export function nameKey({ name }: CollectedSkill): string | undefined {
  return name?.text.normalize('NFKC');
}

/**
 * That another skill of the same folder has the name of this one; nothing for the one whose folder is called so.
 * `other`: that one, else the first beside this.
 */
export function sameNameFinding(skill: CollectedSkill, other: CollectedSkill): Finding | undefined {
  const name = nameKey(skill);
  if (!skill.name || name === undefined || baseName(skill.folder) === name) return undefined;
  const message = l10n.t`The skill in ${show(baseName(other.folder))} is called ${show(name)} too: agents load only one of them, and publishing takes both for the same skill. Give this one another name.`;
  return skillsDuplicateName.found({ message, range: skill.name.range, data: { folder: other.folder } });
}
