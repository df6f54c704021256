/** One entry of a directory. */
export interface TreeEntry {
  /** Last segment of the path. Holds U+FFFD where the name on disk is not valid UTF-8. */
  readonly name: string;
  readonly kind: 'file' | 'directory' | 'symlink' | 'special';
}

export interface FileDetails {
  /** Bytes. */
  readonly size: number;
  /** True when the owner may execute the file. */
  readonly executable: boolean;
  /**
   * Another one whenever the content may be another; `undefined` where a tree cannot tell, then the file is read to
   * know.
   */
  readonly stamp?: string | undefined;
}

/** Where a symbolic link leads. */
export type LinkTarget =
  | { readonly kind: 'file'; readonly path: string }
  | { readonly kind: 'directory' | 'outside' | 'broken' | 'special' };

/**
 * Port: how the files of one folder are listed and read. Paths are relative to that folder, with `/` separators; the
 * folder itself is ''. Nothing outside of it is ever read.
 */
export interface FileTree {
  /**
   * Entries of one directory, in no particular order. Of a directory with more than `most` entries any `most` + 1 do:
   * the caller refuses it. Throws `TreeError` when it cannot be read.
   */
  readDirectory(path: string, most: number, signal?: AbortSignal): Promise<readonly TreeEntry[]>;
  /**
   * Of a regular file. Apart from `readDirectory`, because it takes longer than all else and most files of a large
   * folder stay. Throws `TreeError`.
   */
  fileDetails(path: string, signal?: AbortSignal): Promise<FileDetails>;
  /** Whole content of a regular file; never follows a symlink and never blocks on a device. Throws `TreeError`. */
  readFile(path: string, signal?: AbortSignal): Promise<Uint8Array>;
  /** Follows a symlink and says where it ends. `path` of a `file` target is relative to this tree. */
  resolveLink(path: string, signal?: AbortSignal): Promise<LinkTarget>;
}

export type TreeErrorKind = 'missing' | 'denied' | 'notRegular' | 'changed' | 'failed';

/** A file or directory that could not be listed or read. `message` names it and is fit to show. */
export class TreeError extends Error {
  override readonly name = 'TreeError';
  readonly kind: TreeErrorKind;
  /** Relative path, as in `FileTree`. */
  readonly path: string;

  constructor(kind: TreeErrorKind, path: string, message: string, options?: ErrorOptions) {
    super(message, options);
    this.kind = kind;
    this.path = path;
  }
}
