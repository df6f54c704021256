import type { Range } from '../skill/problem.ts';

/**
 * What a change means to whoever has the older version. `breaking`: what worked stops working or needs a new thing;
 * `wider`: it can or will do more; `narrower`: it does or fires less, without failing; `cost`: tokens, bytes, a dearer
 * model; `neutral`: for the release note.
 */
export type ImpactClass = 'breaking' | 'wider' | 'narrower' | 'cost' | 'neutral';
export const impactClasses: readonly ImpactClass[] = ['breaking', 'wider', 'narrower', 'cost', 'neutral'];

/** `high` must be seen before publishing, `medium` is shown, `low` is folded away. */
export type ImpactSeverity = 'high' | 'medium' | 'low';
export const impactSeverities: readonly ImpactSeverity[] = ['high', 'medium', 'low'];

/** A place in one of the two versions; the range is in UTF-16 code units of that version's text. */
export interface Place {
  readonly path: string;
  readonly range: Range;
}

/** A change of meaning between two versions. At least one of the places is there. */
export interface Finding {
  /** `impact/…`; stable. */
  readonly code: string;
  readonly class: ImpactClass;
  readonly severity: ImpactSeverity;
  /** The thing that changed: a host, an option, a path, a tool rule, `ecosystem:package`. One finding for each. */
  readonly subject: string;
  readonly old?: Place | undefined;
  readonly new?: Place | undefined;
  /** One sentence. May hold text of the skill: not safe to show as it is. */
  readonly message: string;
  /** The same in English, for what is published; left out where the message is English. */
  readonly note?: string;
}

/** What the facts of a version are about. */
export type FactKind =
  | 'ability'
  | 'field'
  | 'unknown-field'
  | 'tool'
  | 'deny'
  | 'argument'
  | 'title'
  | 'section'
  | 'rule'
  | 'link'
  | 'link-outside'
  | 'reference'
  | 'requirement'
  | 'mcp'
  | 'skill'
  | 'preload'
  | 'host'
  | 'package'
  | 'import'
  | 'module'
  | 'command'
  | 'program'
  | 'function'
  | 'danger'
  | 'power'
  | 'credential'
  | 'env'
  | 'path'
  | 'mention'
  | 'told'
  | 'option'
  | 'positional'
  | 'export'
  | 'uses'
  | 'interactive'
  | 'network'
  | 'hidden'
  | 'comment'
  | 'secret'
  | 'size';

/** One thing that a file of a version says or does. */
export interface Fact {
  readonly kind: FactKind;
  readonly subject: string;
  readonly path: string;
  readonly range: Range;
  /** What more is known of it: a version, a default, a text; '' when nothing is. */
  readonly value: string;
}

/**
 * What a file is to the skill: `main` is SKILL.md, `script` runs, `binary` is compiled or packed code, `data` is
 * everything else, `companion` is looked at for secrets, hidden text and size only.
 */
export type FileRole = 'main' | 'document' | 'script' | 'binary' | 'data' | 'companion';

export interface FileFact {
  readonly path: string;
  /** The beginning of its SHA-256. */
  readonly hash: string;
  /** Bytes. */
  readonly size: number;
  readonly role: FileRole;
  readonly executable: boolean;
  /** Name of the program behind `#!`, without its folder and version; '' without one. */
  readonly interpreter: string;
  /** Hash of the text with LF line ends; equals `hash` when there is no CR. */
  readonly textHash: string;
  /** The smallest hashes of its lines, by which a file that moved and changed a little is known again. */
  readonly sketch: readonly string[];
  /** Estimate, for text that an agent reads; 0 for everything else. */
  readonly tokens: number;
}

/** All that is compared of a version. Plain data, the same for the same files in any order. */
export interface Facts {
  /** Files by path. */
  readonly files: readonly FileFact[];
  readonly facts: readonly Fact[];
  /** The words of its texts and programs as numbers (`numberOf`), ascending, each once. */
  readonly words: readonly number[];
}
