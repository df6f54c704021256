import type { ArchiveFile } from '../bundle/extract.ts';
import type { Selection } from '../bundle/select.ts';
import type { Finding } from '../skill/problem.ts';

/** A skill folder that was selected and read: what a plan is made of. */
export interface FolderContent {
  /** Last segment of its path. */
  readonly folderName: string;
  readonly selection: Selection;
  /** Contents of the files that travel. */
  readonly files: readonly ArchiveFile[];
  /** Of selecting and reading. */
  readonly problems: readonly Finding[];
  /**
   * An archive of these files to be sent as it is, for content that was published before; built from the files when
   * left out.
   */
  readonly archive?: Uint8Array | undefined;
}
