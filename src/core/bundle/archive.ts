import { packContent, type PackedContent } from './deflate.ts';
import { inspectInTurns, type ArchiveFile } from './extract.ts';
import { compareInArchive } from './pathOrder.ts';
import { Turns } from './turns.ts';
import { mostZipOverhead, writeZip } from './zipWriter.ts';
import { sameBytes } from '../text/bytes.ts';

interface BuildOptions {
  readonly signal?: AbortSignal | undefined;
  /** Called with the share done, 0 to 1. */
  readonly onProgress?: ((share: number) => void) | undefined;
}

/** Files compressed at a time: threads in Node's pool, unless somebody has set another number. */
const atOnce = 4;

/**
 * The reproducible zip archive of a skill: one top folder `name`, SKILL.md first, then sorted by path; fixed dates,
 * UNIX modes, no folder entries. The same files give the same bytes with the same zlib, which comes with Node or VS
 * Code; the fingerprint does not depend on it. The result was read back with the strict reader and compared. The work
 * is done in the thread pool or in pieces of a few milliseconds. Throws the signal's reason.
 */
export async function buildArchive(
  name: string,
  files: readonly ArchiveFile[],
  options: BuildOptions = {},
): Promise<Uint8Array> {
  const { signal, onProgress } = options;
  signal?.throwIfAborted();
  const sorted = files.toSorted((a, b) => compareInArchive(a.path, b.path));
  const packed = await packAll(sorted, options);
  const entries = sorted.flatMap(({ path, content: { length: size }, mode }, index) => {
    const file = packed[index];
    return file ? [{ name: `${name}/${path}`, mode, size, packed: file }] : [];
  });
  const bytes = await writeZip(entries, new Turns(signal));
  await verify(name, sorted, bytes, signal);
  onProgress?.(1);
  return bytes;
}

/** The files' contents as they go into the archive, in their order. */
async function packAll(
  files: readonly ArchiveFile[],
  { signal, onProgress }: BuildOptions,
): Promise<readonly PackedContent[]> {
  const total = files.reduce((sum, { content }) => sum + content.length, 0);
  const packed: PackedContent[] = [];
  const turns = new Turns(signal);
  let next = 0;
  let done = 0;
  const work = async (): Promise<void> => {
    for (let index = next; index < files.length; index = next) {
      next += 1;
      const content = files[index]?.content ?? new Uint8Array();
      packed[index] = await packContent(content, turns, signal);
      done += content.length;
      // Writing and reading back take a tenth of the time.
      onProgress?.(total === 0 ? 0 : (done / total) * 0.9);
      signal?.throwIfAborted();
    }
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  return packed;
}

/** No archive of these files is larger: what does not get smaller is stored as it is. */
export function mostArchiveBytes(name: string, files: readonly ArchiveFile[]): number {
  const contents = files.reduce((sum, { content }) => sum + content.length, 0);
  return contents + mostZipOverhead(files.map(({ path }) => `${name}/${path}`));
}

const different = 'The archive read back differs from the files it was made of.';

async function verify(
  name: string,
  files: readonly ArchiveFile[],
  bytes: Uint8Array,
  signal: AbortSignal | undefined,
): Promise<void> {
  const total = files.reduce((sum, file) => sum + file.content.length, 0);
  const largest = files.reduce((most, file) => Math.max(most, file.content.length), 0);
  const limits = { maxEntries: files.length, maxFileBytes: largest, maxTotalBytes: total, maxRatio: Infinity };
  let count = 0;
  for await (const file of inspectInTurns(bytes, limits, signal)) {
    const wanted = files[count];
    const same =
      wanted !== undefined &&
      file.path === `${name}/${wanted.path}` &&
      file.mode === wanted.mode &&
      sameBytes(file.content, wanted.content);
    if (!same) throw new Error(different);
    count += 1;
  }
  if (count !== files.length) throw new Error(different);
}
