import { crc32, createDeflateRaw } from 'node:zlib';
import type { Turns } from './turns.ts';

/** A file as an archive holds it. */
export interface PackedContent {
  readonly method: 'STORE' | 'DEFLATE';
  readonly bytes: Uint8Array;
  /** Of the content, unsigned. */
  readonly crc: number;
}

/**
 * Compresses a file's content in the thread pool of Node, or leaves it as it is where that saves nothing: told by the
 * content, never by the name. The bytes are those of the zlib that Node was built with. Throws the signal's reason, at
 * once.
 */
export async function packContent(content: Uint8Array, turns: Turns, signal?: AbortSignal): Promise<PackedContent> {
  const crc = await checksum(content, turns);
  if (content.length === 0 || isCompressed(content) || !savesSpace(content))
    return { method: 'STORE', bytes: plain(content), crc };
  const bytes = plain(await deflate(content, signal));
  return bytes.length < content.length
    ? { method: 'DEFLATE', bytes, crc }
    : { method: 'STORE', bytes: plain(content), crc };
}

/** The same bytes, not as a Buffer: jszip would copy that byte by byte. */
function plain(bytes: Uint8Array): Uint8Array {
  return new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

/** Bytes summed at a time: 2 ms. */
const summed = 4 << 20;

async function checksum(content: Uint8Array, turns: Turns): Promise<number> {
  let crc = 0;
  for (let start = 0; start < content.length; start += summed) {
    if (start > 0) await turns.next();
    crc = crc32(content.subarray(start, start + summed), crc);
  }
  await turns.worked(content.length);
  return crc;
}

/** Bytes looked at in one place, at least and at most; in between an eighth of the content. */
const leastSample = 4 << 10;
const mostSample = 64 << 10;
/** A share of the bytes: what saves less is not worth unpacking. */
const worthwhile = 0.02;

/**
 * Whether content of an unknown kind seems to get smaller, by what compressing makes use of, in samples of its beginning,
 * middle and end. So nothing random is compressed in full, which takes longer than text does, and a file that only begins
 * like noise is. Samples are not compressed, for that takes ten times as long.
 */
function savesSpace(content: Uint8Array): boolean {
  const { length } = content;
  if (length < leastSample) return true;
  const sample = Math.min(Math.max(length >> 3, leastSample), mostSample);
  const parts = [0, (length - sample) >> 1, length - sample].map((start) => content.subarray(start, start + sample));
  return parts.some(hasRareBytes) || parts.some(hasRepetitions);
}

const counts = new Uint32Array(256);

/**
 * Whether a code of fewer bits for the frequent bytes saves space, judged by the first ones: their entropy, which is
 * 7.95 bits where they are random.
 */
function hasRareBytes(part: Uint8Array): boolean {
  counts.fill(0);
  for (let index = 0; index < leastSample; index += 1) {
    const byte = part[index] ?? 0;
    counts[byte] = (counts[byte] ?? 0) + 1;
  }
  let bits = 0;
  for (const count of counts) if (count > 0) bits -= count * Math.log2(count / leastSample);
  return bits < 8 * leastSample * (1 - worthwhile);
}

/** By a hash of 16 bits, the run of four bytes that was there last. */
const seen = new Uint32Array(1 << 16);

/** Whether runs of four bytes come again. */
function hasRepetitions(part: Uint8Array): boolean {
  seen.fill(0);
  const { length } = part;
  let [run, again] = [0, 0];
  for (let index = 0; index < length; index += 1) {
    run = ((run << 8) | (part[index] ?? 0)) >>> 0;
    const place = Math.imul(run, 0x9e3779b1) >>> 16;
    if (seen[place] === run) again += 1;
    seen[place] = run;
  }
  return again > length * worthwhile;
}

/** Level 6, as every tool. A signal ends the work in the pool, too, with the piece that is under way. */
function deflate(content: Uint8Array, signal: AbortSignal | undefined): Promise<Uint8Array> {
  return new Promise((resolve, reject) => {
    const chunkSize = Math.min(Math.max(content.length >> 1, 16 << 10), 256 << 10);
    const stream = createDeflateRaw({ level: 6, chunkSize });
    const chunks: Buffer[] = [];
    const stop = (): void => {
      stream.destroy();
      reject(signal?.reason instanceof Error ? signal.reason : new DOMException('Stopped.', 'AbortError'));
    };
    signal?.addEventListener('abort', stop, { once: true });
    const done = (): void => {
      signal?.removeEventListener('abort', stop);
    };
    stream.on('data', (chunk: Buffer) => chunks.push(chunk));
    stream.on('end', () => {
      done();
      const [only] = chunks;
      resolve(chunks.length === 1 && only ? only : Buffer.concat(chunks));
    });
    stream.on('error', (error) => {
      done();
      reject(error);
    });
    stream.end(content);
  });
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

function isCompressed(content: Uint8Array): boolean {
  const head = String.fromCharCode(...content.subarray(0, 12));
  const riff = head.startsWith('RIFF') && head.slice(8, 12) === 'WEBP';
  return riff || head.slice(4, 8) === 'ftyp' || compressedHeads.some((start) => head.startsWith(start));
}
