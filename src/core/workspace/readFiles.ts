import type { ArchiveFile } from '../bundle/extract.ts';
import { TreeError, type FileTree } from '../bundle/fileTree.ts';
import { contentHash, lineFeedHash, type HashedFile } from '../bundle/fingerprint.ts';
import type { SelectedFile } from '../bundle/select.ts';
import { scanMaxLength } from '../skill/limits.ts';
import type { Finding } from '../skill/problem.ts';
import { isSkillFile, type SkillFile } from '../skill/skill.ts';
import { decodeUtf8, beginsBinary } from '../text/bytes.ts';
import { l10n } from '../text/l10n.ts';

/** Bytes of a text file that rules get to see. */
const maxTextBytes = Math.min(262_144, scanMaxLength);
/** Files that are read side by side. */
const atOnce = 8;

/** A file of a skill as it was read. Without its bytes, so that many can be kept. */
export interface ReadFile extends HashedFile {
  /** As rules see it. The same object as long as the content is the same: parsed texts are kept by it. */
  readonly file: SkillFile;
  /** Of SKILL.md: its text, whatever its size; `valid`: the bytes are UTF-8. */
  readonly main?: { readonly text: string; readonly valid: boolean } | undefined;
  readonly source: string;
  readonly stamp: string | undefined;
  /** `hash` of the same text with LF; `undefined` when that is the same. */
  readonly lineFeedHash?: string | undefined;
}

/** What was read of a folder before, by path. */
type KnownFiles = ReadonlyMap<string, ReadFile>;

export interface ReadFilesOptions {
  readonly known?: KnownFiles | undefined;
  /** True when the bytes of all files are wanted: then every file is read, known or not. */
  readonly contents?: boolean | undefined;
  readonly signal?: AbortSignal | undefined;
}

interface ReadFiles {
  /** In the order of the selection. */
  readonly read: readonly ReadFile[];
  /** The same with their bytes; empty unless those were asked for. */
  readonly files: readonly ArchiveFile[];
  /** A file that could not be read, or changed while it was: nothing may be sent then. */
  readonly problems: readonly Finding[];
}

/** Reads the files that travel. Throws only the signal's reason. */
export async function readFiles(
  tree: FileTree,
  selected: readonly SelectedFile[],
  options: ReadFilesOptions = {},
): Promise<ReadFiles> {
  const found: (readonly [ReadFile, Uint8Array | undefined] | Finding)[] = [];
  for (let start = 0; start < selected.length; start += atOnce) {
    options.signal?.throwIfAborted();
    found.push(
      ...(await Promise.all(selected.slice(start, start + atOnce).map((file) => readOne(tree, file, options)))),
    );
  }
  const problems = found.filter((each): each is Finding => 'code' in each);
  const read = found.filter((each): each is readonly [ReadFile, Uint8Array | undefined] => !('code' in each));
  return {
    read: read.map(([file]) => file),
    files: read.flatMap(([{ path, mode }, content]) => (content ? [{ path, mode, content }] : [])),
    problems,
  };
}

async function readOne(
  tree: FileTree,
  selected: SelectedFile,
  { known, contents, signal }: ReadFilesOptions,
): Promise<readonly [ReadFile, Uint8Array | undefined] | Finding> {
  const before = known?.get(selected.path);
  if (before && contents !== true && isUnchanged(before, selected)) return [before, undefined];
  try {
    const content = await tree.readFile(selected.source, signal);
    const read = toReadFile(selected, content, before);
    return [read, contents === true ? content : undefined];
  } catch (error) {
    if (!(error instanceof TreeError)) throw error;
    return {
      code: 'package/unreadable',
      file: selected.path,
      range: { start: 0, end: 0 },
      message: l10n.t`${error.message} Nothing is sent until it can be read.`,
    };
  }
}

function isUnchanged(before: ReadFile, { source, stamp, executable, size }: SelectedFile): boolean {
  return (
    stamp !== undefined &&
    before.stamp === stamp &&
    before.source === source &&
    before.file.size === size &&
    // A script stays executable whatever its mode.
    (before.file.executable === true || !executable)
  );
}

/** `before`: what was read of this path last; its `file` is kept when the content is the same. */
export function toReadFile(
  { path, source, stamp, executable }: SelectedFile,
  content: Uint8Array,
  before?: ReadFile,
): ReadFile {
  const mode = fileMode(content, executable);
  const hash = contentHash(content);
  if (before?.hash === hash && before.mode === mode && before.source === source) return { ...before, stamp };
  const text = content.length <= maxTextBytes ? decodeStrictly(content) : undefined;
  return {
    path,
    source,
    stamp,
    mode,
    hash,
    lineFeedHash: lineFeedHash(content),
    file: {
      path,
      size: content.length,
      kind: 'file',
      executable: mode === 0o755,
      ...(text === undefined ? {} : { text }),
    },
    main: isSkillFile(path) ? decodeMain(content) : undefined,
  };
}

function decodeMain(content: Uint8Array): { readonly text: string; readonly valid: boolean } {
  const text = decodeStrictly(content, true);
  if (text !== undefined) return { text, valid: true };
  return { text: new TextDecoder('utf-8', { ignoreBOM: true }).decode(content), valid: false };
}

/**
 * The text of UTF-8 bytes, a byte order mark kept; `undefined` when they are not UTF-8 or, unless `nulAllowed`, when
 * they hold NUL as binary files do.
 */
function decodeStrictly(content: Uint8Array, nulAllowed = false): string | undefined {
  return !nulAllowed && beginsBinary(content) ? undefined : decodeUtf8(content);
}

/**
 * 0o755 for what may be executed and for every script with a `#!` line, else 0o644. The script rule holds on all
 * systems, so that Windows, which has no such bit, makes the same archive.
 */
export function fileMode(content: Uint8Array, executable: boolean): number {
  const script = content[0] === 0x23 && content[1] === 0x21;
  return executable || script ? 0o755 : 0o644;
}
