import type JSZip from 'jszip';
import { inspectArchive, type ArchiveFile } from './extract.ts';
import { compareInArchive } from './pathOrder.ts';

export interface BuildOptions {
  readonly signal?: AbortSignal | undefined;
  /** Called with the share done, 0 to 1. */
  readonly onProgress?: ((share: number) => void) | undefined;
}

/** The first moment a zip archive can name. jszip writes it in UTC, so that the time zone does not matter. */
const fixedDate = new Date(Date.UTC(1980, 0, 1));

/**
 * The reproducible zip archive of a skill: one top folder `name`, SKILL.md first, then sorted by path; fixed dates,
 * UNIX modes, no folder entries. The same files give the same bytes on every machine. The result was read back with the
 * strict reader and compared. Throws the signal's reason.
 */
export async function buildArchive(
  name: string,
  files: readonly ArchiveFile[],
  options: BuildOptions = {},
): Promise<Uint8Array> {
  const { default: JSZip } = await import('jszip');
  options.signal?.throwIfAborted();
  const zip = new JSZip();
  const sorted = files.toSorted((a, b) => compareInArchive(a.path, b.path));
  for (const { path, content, mode } of sorted) {
    zip.file(`${name}/${path}`, content, {
      binary: true,
      // Folder entries would carry the present time.
      createFolders: false,
      date: fixedDate,
      unixPermissions: mode,
      compression: isCompressed(content) ? 'STORE' : 'DEFLATE',
    });
  }
  const bytes = await generate(zip, options);
  verify(name, sorted, bytes);
  return bytes;
}

/** Stops at once when told to: jszip compresses a file in slices, but says how far it is only after each file. */
async function generate(zip: JSZip, { signal, onProgress }: BuildOptions): Promise<Uint8Array> {
  // Without `platform` the modes are dropped.
  const stream = zip.generateInternalStream({
    type: 'uint8array',
    platform: 'UNIX',
    compression: 'DEFLATE',
    compressionOptions: { level: 6 },
  });
  const finished = new AbortController();
  const stopped = new Promise<undefined>((resolve) => {
    signal?.addEventListener(
      'abort',
      () => {
        resolve(undefined);
      },
      { signal: finished.signal },
    );
  });
  try {
    const bytes = await Promise.race([stream.accumulate(({ percent }) => onProgress?.(percent / 100)), stopped]);
    if (bytes) return bytes;
    stream.pause();
    signal?.throwIfAborted();
    throw new Error('The archive was not made.');
  } finally {
    finished.abort();
  }
}

function verify(name: string, files: readonly ArchiveFile[], bytes: Uint8Array): void {
  const total = files.reduce((sum, file) => sum + file.content.length, 0);
  const largest = files.reduce((most, file) => Math.max(most, file.content.length), 0);
  const found = inspectArchive(bytes, {
    maxEntries: files.length,
    maxFileBytes: largest,
    maxTotalBytes: total,
    maxRatio: Infinity,
  });
  const same =
    found.length === files.length &&
    found.every((file, index) => {
      const wanted = files[index];
      return (
        wanted !== undefined &&
        file.path === `${name}/${wanted.path}` &&
        file.mode === wanted.mode &&
        sameBytes(file.content, wanted.content)
      );
    });
  if (!same) throw new Error('The archive read back differs from the files it was made of.');
}

function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  return Buffer.from(a.buffer, a.byteOffset, a.byteLength).equals(b);
}

/** First bytes of formats that are compressed in themselves: packing them again costs time and gains nothing. */
const compressedHeads: readonly string[] = [
  '\x89PNG',
  '\xff\xd8\xff',
  'GIF8',
  'PK\x03\x04',
  '\x1f\x8b',
  'BZh',
  '\xfd7zXZ',
  '7z\xbc\xaf',
  '\x28\xb5\x2f\xfd',
  'Rar!',
  'wOFF',
  'wOF2',
  'OggS',
  'ID3',
  'fLaC',
  '\x1aE\xdf\xa3',
];

/** Told by the content, never by the name. */
function isCompressed(content: Uint8Array): boolean {
  const head = String.fromCharCode(...content.subarray(0, 12));
  const riff = head.startsWith('RIFF') && head.slice(8, 12) === 'WEBP';
  return riff || head.slice(4, 8) === 'ftyp' || compressedHeads.some((start) => head.startsWith(start));
}
