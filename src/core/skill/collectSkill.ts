import { findEntry, parseFrontMatter, type FrontMatter, type FrontMatterEntry } from './frontMatter.ts';
import { toMappedText, type MappedText } from './mappedText.ts';
import type { Range } from './problem.ts';
import type { Skill, SkillFile } from './skill.ts';

/** What the rules about several skills need to know of each. Plain JSON. */
export interface CollectedSkill {
  /** Path or address of the skill folder, `/` separators, without a final one; tells skills apart. */
  readonly folder: string;
  /** As it is spelled on disk. */
  readonly fileName: string;
  /** `undefined` when there is none, or it is no text. */
  readonly name: { readonly text: string; readonly range: Range } | undefined;
  readonly listed: ListedTexts;
  /** Questions of its own evals that should find it, where somebody read them. */
  readonly questions?: readonly string[];
}

/** What agents take of a skill for their lists; a text is `undefined` when it is empty or cannot be read. */
export interface ListedTexts {
  readonly description: MappedText | undefined;
  readonly whenToUse: MappedText | undefined;
  /** `metadata.short-description`. */
  readonly shortDescription: MappedText | undefined;
  /** What keeps it out of the list of one agent or another. */
  readonly hiding: readonly HidingKey[];
}

export type HidingKey = 'disable-model-invocation' | 'paths' | 'allow_implicit_invocation';

/** Takes from a skill what its neighbors are compared with; `undefined` when there is no front matter. */
export function collectSkill(
  folder: string,
  { fileName, text, files = [] }: Pick<Skill, 'fileName' | 'text'> & Partial<Pick<Skill, 'files'>>,
): CollectedSkill | undefined {
  const frontMatter = parseFrontMatter(text);
  if (fileName === undefined || frontMatter.root !== 'map') return undefined;
  const name = textEntry(frontMatter, 'name');
  return {
    folder,
    fileName,
    name: name && { text: name.value.text.trim(), range: name.value.range },
    listed: listedIn(text, frontMatter, files),
  };
}

type Entries = Pick<FrontMatter, 'entries'>;

function textEntry(entries: Entries, key: string): FrontMatterEntry | undefined {
  const entry = findEntry(entries, key);
  return entry?.value.kind === 'text' && !entry.broken && entry.value.text.trim() !== '' ? entry : undefined;
}

function listedIn(source: string, frontMatter: FrontMatter, files: readonly SkillFile[]): ListedTexts {
  const mapped = (entries: Entries | undefined, key: string): MappedText | undefined => {
    const entry = entries && textEntry(entries, key);
    return entry && toMappedText(source, entry.value);
  };
  const isSet = (key: string): boolean => findEntry(frontMatter, key)?.value.text === 'true';
  const paths = findEntry(frontMatter, 'paths')?.value;
  return {
    description: mapped(frontMatter, 'description'),
    whenToUse: mapped(frontMatter, 'when_to_use'),
    shortDescription: mapped(findEntry(frontMatter, 'metadata')?.value, 'short-description'),
    hiding: [
      ...(isSet('disable-model-invocation') ? (['disable-model-invocation'] as const) : []),
      ...(paths && paths.kind !== 'null' ? (['paths'] as const) : []),
      ...(forbidsImplicit(files) ? (['allow_implicit_invocation'] as const) : []),
    ],
  };
}

/** True when `agents/openai.yaml` says that only a person starts the skill. */
function forbidsImplicit(files: readonly SkillFile[]): boolean {
  const text = files.find(({ path }) => path === 'agents/openai.yaml')?.text;
  if (text === undefined) return false;
  const policy = findEntry(parseFrontMatter(`---\n${text}\n---\n`), 'policy')?.value;
  return policy !== undefined && findEntry(policy, 'allow_implicit_invocation')?.value.text === 'false';
}
