import type { FileIndex } from './fileIndex.ts';
import type { Range } from './problem.ts';
import type { Role } from './certainty.ts';

/** Where a mention stands: in a link (`label`: in its text), in code, or in plain text. */
export type MentionKind = 'link' | 'image' | 'definition' | 'label' | 'span' | 'block' | 'prose';

/** A path that a Markdown file of a skill names. */
export interface Mention {
  readonly kind: MentionKind;
  /** The path alone as it is written: no anchor, query, title, brackets or quotes. */
  readonly range: Range;
  /** The text of `range`. */
  readonly written: string;
  /**
   * `inside`: in the skill folder, whether it exists or not. `outside`: a relative path that leaves the skill folder.
   * `absolute`: from the root of a disk, from a home folder, or a `file:` address. The last two are reported for links
   * only.
   */
  readonly reach: 'inside' | 'outside' | 'absolute';
  /**
   * What the path can mean, relative to the skill folder, most likely first: from the file that holds it or from the
   * skill folder, percent-decoded or literal. Empty unless `reach` is `inside`. '' is the skill folder itself.
   */
  readonly candidates: readonly string[];
  /** Part after `#`, decoded; `undefined` when there is none. */
  readonly fragment: string | undefined;
  /** True for `scripts/*.py` and the like; `candidates` then hold the pattern. */
  readonly isPattern: boolean;
  /** True when backslashes separate the parts of the path. */
  readonly backSlashes: boolean;
  /** What the words around the path say about its file; `read` for links. */
  readonly role: Role;
  /** True when the author surely means a file that already exists, so that a missing one is worth a problem. */
  readonly certain: boolean;
}

/**
 * The folders of the Agent Skills specification ("Directory structure"): a path that starts with one is a path of the
 * skill.
 */
export const conventionalFolders: readonly string[] = ['scripts', 'references', 'assets'];

export interface MentionContext {
  /** The file that holds the text, relative to the skill folder. */
  readonly file: string;
  readonly files: FileIndex;
  /** Name of the skill folder: `<name>/scripts/x.py` is a path of the skill too. */
  readonly folderName?: string | undefined;
  /** True when the skill is about writing skills: the paths it shows are mostly those of other skills. */
  readonly isAboutSkills?: (() => boolean) | undefined;
}
