import { findEntry, parseFrontMatter, type FrontMatter, type FrontMatterEntry } from './frontMatter.ts';
import { countCharacters, listingMaxCharacters } from './limits.ts';
import type { Range } from './problem.ts';
import type { Skill } from './skill.ts';

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
