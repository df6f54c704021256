import type { ArchiveFile } from './extract.ts';
import { compareInArchive } from './pathOrder.ts';
import { sameBytes, decodeUtf8, beginsBinary } from '../text/bytes.ts';

/** A file that is not the same on both sides. */
export interface FileDifference {
  readonly path: string;
  /** `undefined` where this side does not have it. */
  readonly left: ArchiveFile | undefined;
  readonly right: ArchiveFile | undefined;
  /** `mode`: same content, but one side may be executed. */
  readonly kind: 'added' | 'removed' | 'changed' | 'mode';
}

/** What changes from left to right, SKILL.md first, then by path. */
export function differences(left: readonly ArchiveFile[], right: readonly ArchiveFile[]): readonly FileDifference[] {
  const rights = new Map(right.map((file) => [file.path, file]));
  const lefts = new Map(left.map((file) => [file.path, file]));
  const paths = [...new Set([...lefts.keys(), ...rights.keys()])].sort(compareInArchive);
  return paths.flatMap((path): FileDifference[] => {
    const [before, after] = [lefts.get(path), rights.get(path)];
    const kind = kindOf(before, after);
    return kind ? [{ path, left: before, right: after, kind }] : [];
  });
}

function kindOf(before: ArchiveFile | undefined, after: ArchiveFile | undefined): FileDifference['kind'] | undefined {
  if (!before) return 'added';
  if (!after) return 'removed';
  if (!sameBytes(before.content, after.content)) return 'changed';
  return before.mode === after.mode ? undefined : 'mode';
}

/** False for content that an editor cannot show as text: NUL within the first 8 KB, or not UTF-8. */
export function isShownAsText(content: Uint8Array): boolean {
  return !beginsBinary(content) && decodeUtf8(content) !== undefined;
}
