import type JSZip from 'jszip';
import { packContent, type PackedContent } from './deflate.ts';
import { inspectInTurns, type ArchiveFile } from './extract.ts';
import { compareInArchive } from './pathOrder.ts';
import { Turns } from './turns.ts';
import { sameBytes } from '../text/bytes.ts';

interface BuildOptions {
  readonly signal?: AbortSignal | undefined;
  /** Called with the share done, 0 to 1. */
  readonly onProgress?: ((share: number) => void) | undefined;
}

/** The first moment a zip archive can name. jszip writes it in UTC, so that the time zone does not matter. */
const fixedDate = new Date(Date.UTC(1980, 0, 1));
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
  const [{ default: JSZip }, { default: CompressedObject }, { default: compressions }] = await Promise.all([
    import('jszip'),
    import('jszip/lib/compressedObject.js'),
    import('jszip/lib/compressions.js'),
  ]);
  signal?.throwIfAborted();
  const sorted = files.toSorted((a, b) => compareInArchive(a.path, b.path));
  const packed = await packAll(sorted, options);
  const zip = new JSZip();
  for (const [index, { path, content, mode }] of sorted.entries()) {
    const file = packed[index];
    if (!file) throw new Error('A file was not packed.');
    const { method, bytes, crc } = file;
    // Goes through jszip as it is, which its types do not say: jszip writes the headers and the directory.
    const data = new CompressedObject(bytes.length, content.length, crc, compressions[method], bytes);
    zip.file(`${name}/${path}`, data as unknown as Blob, {
      binary: true,
      // Folder entries would carry the present time.
      createFolders: false,
      date: fixedDate,
      unixPermissions: mode,
      compression: method,
    });
  }
  const contents = packed.reduce((sum, file) => sum + file.bytes.length, 0);
  const bytes = await generate(zip, contents + entryBytes(name, sorted), signal);
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

/** Bytes of headers and directory for each entry beside its name, which each of them holds twice. */
const headerBytes = 30 + 46 + 2 * 9;

/**
 * Takes what jszip writes, piece by piece, into memory that was asked for once. Stops at once when told to: jszip
 * writes in slices, but says how far it is only after each file.
 */
function generate(zip: JSZip, most: number, signal: AbortSignal | undefined): Promise<Uint8Array> {
  return new Promise((resolve, reject) => {
    // Without `platform` the modes are dropped.
    const stream = zip.generateInternalStream({ type: 'uint8array', platform: 'UNIX' });
    const bytes = new Uint8Array(most);
    let length = 0;
    const stop = (): void => {
      stream.pause();
      reject(signal?.reason instanceof Error ? signal.reason : new DOMException('Stopped.', 'AbortError'));
    };
    signal?.addEventListener('abort', stop, { once: true });
    stream.on('data', (piece) => {
      bytes.set(piece, length);
      length += piece.length;
    });
    stream.on('error', reject);
    stream.on('end', () => {
      signal?.removeEventListener('abort', stop);
      resolve(bytes.subarray(0, length));
    });
    stream.resume();
  });
}

/** No archive of these files is larger: what does not get smaller is stored as it is. */
export function mostArchiveBytes(name: string, files: readonly ArchiveFile[]): number {
  return files.reduce((sum, { content }) => sum + content.length, 0) + entryBytes(name, files);
}

/** The most that an archive holds besides the contents. */
function entryBytes(name: string, files: readonly ArchiveFile[]): number {
  const names = files.reduce((sum, { path }) => sum + Buffer.byteLength(`${name}/${path}`), 0);
  return 4 * names + files.length * headerBytes + 22;
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
