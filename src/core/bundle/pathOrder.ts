/**
 * Orders texts by their UTF-8 bytes, which is the order of their code points: the same on every machine, unlike
 * `localeCompare` or UTF-16 order.
 */
export function comparePaths(a: string, b: string): number {
  const length = Math.min(a.length, b.length);
  for (let index = 0; index < length; index += 1) {
    const left = a.charCodeAt(index);
    const right = b.charCodeAt(index);
    if (left === right) continue;
    // A surrogate is half of a code point above every single unit, but its own number lies below U+E000.
    const leftHigh = left >= 0xd800 && left <= 0xdfff;
    const rightHigh = right >= 0xd800 && right <= 0xdfff;
    return leftHigh === rightHigh ? left - right : leftHigh ? 1 : -1;
  }
  return a.length - b.length;
}

/** SKILL.md first, as readers of an archive's beginning like it, then by path. */
export function compareInArchive(a: string, b: string): number {
  if (a === b) return 0;
  if (a === 'SKILL.md') return -1;
  if (b === 'SKILL.md') return 1;
  return comparePaths(a, b);
}
