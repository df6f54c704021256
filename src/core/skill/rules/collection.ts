import { findEntry, parseFrontMatter, type FrontMatter, type FrontMatterEntry } from '../frontMatter.ts';
import { groupBy } from '../groupBy.ts';
import { countCharacters, listingBudgetCharacters, listingMaxCharacters } from '../limits.ts';
import { baseName } from '../path.ts';
import type { Range } from '../problem.ts';
import type { Skill } from '../skill.ts';
import { type Finding, type RuleTable, levels } from './rule.ts';
import { show } from './show.ts';

export const collectionRules: RuleTable = {
  'skills/duplicate-name': {
    title: 'Two skills of one folder have different names',
    documentation:
      'Skills that lie side by side, for example in `.claude/skills`, are told apart by their names: agents ' +
      'load one of two skills with the same name and skip the other, and publishing takes both for the same ' +
      'skill. Give one of them another name. Copies of a skill in the folders of several agents are no clash.',
    severity: levels('warning', 'information', 'warning', 'warning'),
    source: 'VS Code 1.139: duplicates are skipped; Skills API: a name is the identity of a skill',
  },
  'skills/listing-budget': {
    title: 'The descriptions of all skills fit into the listing',
    documentation:
      'An agent chooses skills by a list of all descriptions, and that list has a budget: about 1 % of the ' +
      'context window for Claude Code (`.claude/skills`), 8,000 characters for Codex (`.agents/skills`). Above ' +
      'it descriptions are cut or left out. Shorten the longest ones, or move skills that are used rarely ' +
      'elsewhere. Reported once, at the longest description.',
    severity: levels('information', 'information', 'information', 'information'),
    source:
      'Claude Code documentation: 1 % of the context window; Codex documentation: "roughly 2% of the model\'s ' +
      'context window, or 8,000 characters"',
  },
};

/** What the rules about several skills need to know of each. */
export interface CollectedSkill {
  /** Path or address of the skill folder, `/` separators, without a final one; tells skills apart. */
  readonly folder: string;
  /** As it is spelt on disk. */
  readonly fileName: string;
  /** `undefined` when there is none, or it is no text. */
  readonly name: { readonly text: string; readonly range: Range } | undefined;
  /**
   * Where the description stands, and the code points an agent lists of it; `undefined` for what no agent lists by
   * itself.
   */
  readonly listed: { readonly characters: number; readonly range: Range } | undefined;
}

/** Takes from a skill what its neighbours are compared with; `undefined` when there is no front matter. */
export function collectSkill(
  folder: string,
  { fileName, text }: Pick<Skill, 'fileName' | 'text'>,
): CollectedSkill | undefined {
  const frontMatter = parseFrontMatter(text);
  if (fileName === undefined || frontMatter.root !== 'map') return undefined;
  const name = textEntry(frontMatter, 'name');
  return {
    folder,
    fileName,
    name: name && { text: name.value.text.trim(), range: name.value.range },
    listed: listedIn(frontMatter),
  };
}

function textEntry(frontMatter: FrontMatter, key: string): FrontMatterEntry | undefined {
  const entry = findEntry(frontMatter, key);
  return entry?.value.kind === 'text' && !entry.broken && entry.value.text.trim() !== '' ? entry : undefined;
}

function listedIn(frontMatter: FrontMatter): CollectedSkill['listed'] {
  const description = textEntry(frontMatter, 'description');
  if (!description || findEntry(frontMatter, 'disable-model-invocation')?.value.text === 'true') return undefined;
  const more = textEntry(frontMatter, 'when_to_use');
  const characters = countCharacters(description.value.text) + (more ? countCharacters(more.value.text) : 0);
  return { characters: Math.min(characters, listingMaxCharacters), range: description.value.range };
}

/** The places agents look for skills in, and plain `skills/` folders of repositories and plugins. */
const discovery = /(?:^|\/)(?:\.(?:agents|claude|cursor|gemini|github|opencode)\/)?skills$/;

/** The folder that agents find a skill in, next to its neighbours; `undefined` when it lies elsewhere. */
export function discoveryRoot(folder: string): string | undefined {
  const slash = folder.lastIndexOf('/');
  const root = slash < 0 ? '' : folder.slice(0, slash);
  return discovery.test(root) ? root : undefined;
}

/** Skills of one folder that have the same name; reported at those whose folder has another one. */
export function* checkNames(
  neighbours: readonly CollectedSkill[],
): Iterable<{ readonly skill: CollectedSkill; readonly finding: Finding }> {
  const byName = groupBy(
    neighbours.filter(({ name }) => name !== undefined),
    ({ name }) => name?.text.normalize('NFKC') ?? '',
  );
  for (const [name, same] of byName) {
    if (same.length < 2) continue;
    const owner = same.find(({ folder }) => baseName(folder) === name);
    for (const skill of same) {
      const other = owner ?? same.find((each) => each !== skill);
      if (skill === owner || !skill.name || !other) continue;
      const message =
        `The skill in ${show(baseName(other.folder))} beside it is called ${show(name)} too: ` +
        'agents load only one of them, and publishing takes both for the same skill. Give this ' +
        'one another name.';
      yield {
        skill,
        finding: { code: 'skills/duplicate-name', message, range: skill.name.range, data: { folder: other.folder } },
      };
    }
  }
}

const budgets: readonly (readonly [RegExp, string])[] = [
  [/(?:^|\/)\.claude\/skills$/, 'Claude Code lists about 1 % of the context window, which is about'],
  [/(?:^|\/)\.agents\/skills$/, 'Codex lists'],
];

/** Descriptions of one folder that are too long together; reported at the longest. */
export function* checkBudget(
  root: string,
  neighbours: readonly CollectedSkill[],
): Iterable<{ readonly skill: CollectedSkill; readonly finding: Finding }> {
  const who = budgets.find(([pattern]) => pattern.test(root))?.[1];
  const total = neighbours.reduce((sum, { listed }) => sum + (listed?.characters ?? 0), 0);
  if (who === undefined || total <= listingBudgetCharacters) return;
  const longest = neighbours.reduce((most, each) =>
    (each.listed?.characters ?? 0) > (most.listed?.characters ?? 0) ? each : most,
  );
  if (!longest.listed) return;
  const message =
    `The descriptions of the skills in ${show(root.split('/').slice(-2).join('/'))} have about ` +
    `${total} characters together; ${who} ${listingBudgetCharacters}, and cuts or leaves out the ` +
    'rest. This is the longest one: shorten it.';
  yield {
    skill: longest,
    finding: { code: 'skills/listing-budget', message, range: longest.listed.range, data: { total } },
  };
}
