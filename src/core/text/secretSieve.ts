import { isOfKey, spellings, toNeedle } from './spellings.ts';

/** Bytes that are compared at a time. */
const gram = 4;
/** As many places as a hash of 16 bits has. */
const places = 1 << 16;

interface Needle {
  readonly bytes: Uint8Array;
  /** Of the gram in it. */
  readonly offset: number;
}

/**
 * Tells of bytes, of text in any encoding or of no text, whether one of the secrets can stand in them in any spelling
 * that `secretFinder` finds: false is certain. Takes a tenth of the time that looking for all spellings takes.
 */
export function secretSieve(secrets: readonly string[]): (bytes: Uint8Array) => boolean {
  const needles = secrets
    .flatMap(spellings)
    .map((spelling) => Uint8Array.from(toNeedle(spelling), (character) => character.charCodeAt(0)));
  // So long a needle holds a whole gram wherever it begins.
  if (needles.some(({ length }) => length < 2 * gram - 1)) return () => true;
  // Of an own name: that of another file is asked for anew at each byte, where it is loaded when it is first used.
  const ofKey = isOfKey;
  const isHead = new Uint8Array(places);
  const heads = new Map<number, Needle[]>();
  for (const bytes of needles)
    for (let offset = 0; offset < gram; offset += 1) {
      const [head = 0] = new Uint32Array(bytes.slice(offset, offset + gram).buffer);
      isHead[hashOfGram(head)] = 1;
      heads.set(head, [...(heads.get(head) ?? []), { bytes, offset }]);
    }
  const standsAt = (kept: Uint8Array, at: number, head: number): boolean =>
    (heads.get(head) ?? []).some(
      ({ bytes, offset }) => at >= offset && bytes.every((byte, index) => kept[at - offset + index] === byte),
    );
  // Used for one file after the other: new memory for each takes as long as the search.
  let memory = new Uint8Array(gram);
  return (bytes) => {
    if (memory.length <= bytes.length) memory = new Uint8Array((bytes.length & ~(gram - 1)) + gram);
    const kept = memory;
    let length = 0;
    // Counted, for `of` takes four times as long.
    const count = bytes.length;
    for (let index = 0; index < count; index += 1) {
      const byte = bytes[index] ?? 0;
      kept[length] = byte;
      length += ofKey[byte] ?? 0;
    }
    const found = kept.subarray(0, length);
    const grams = new Uint32Array(kept.buffer, 0, length >> 2);
    for (let index = 0; index < grams.length; index += 1) {
      const head = grams[index] ?? 0;
      if (isHead[hashOfGram(head)] !== 1) continue;
      // Not here: what a function of the loop sees is made anew in each of its rounds.
      if (standsAt(found, index * gram, head)) return true;
    }
    return false;
  };
}

function hashOfGram(head: number): number {
  return Math.imul(head, 0x9e3779b1) >>> 16;
}
