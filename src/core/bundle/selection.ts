import type { Finding } from '../skill/problem.ts';
import type { LeftOutKind } from '../text/exclusions.ts';

/** A file that travels. */
export interface SelectedFile {
  /** The path it gets in the archive: relative to the skill folder, `/` separators, Unicode NFC. */
  readonly path: string;
  /** Where the tree reads it: as spelled on disk; for a symbolic link the file it leads to. */
  readonly source: string;
  /** Bytes. */
  readonly size: number;
  readonly executable: boolean;
  /** As in `FileDetails`. */
  readonly stamp?: string | undefined;
}

/** A file that travels, before anybody looked at it. */
export type WantedFile = Pick<SelectedFile, 'path' | 'source'>;

/** A file or folder that stays. Of a folder only the folder itself is listed, with a `/` at the end. */
export interface LeftOut {
  readonly path: string;
  readonly kind: LeftOutKind;
  /** One sentence. */
  readonly reason: string;
  /** Set for a symbolic link that stays for what it leads to, not as `kind` 'link'. */
  readonly link?: true;
}

export interface Selection {
  /** SKILL.md first, then by the bytes of the path. */
  readonly files: readonly SelectedFile[];
  readonly leftOut: readonly LeftOut[];
  /** What makes a publish impossible or doubtful; `validate` makes problems of it. */
  readonly problems: readonly Finding[];
}

/** A `.gitignore` above the skill folder; the caller reads it, for the tree does not reach there. */
export interface OuterIgnoreFile {
  /** For messages, for example `.gitignore` or `skills/.gitignore`. */
  readonly file: string;
  /** The skill folder as seen from the folder of this file, for example `skills/my-skill`. */
  readonly prefix: string;
  /** `undefined`: it is there and cannot be read. */
  readonly text: string | undefined;
}
