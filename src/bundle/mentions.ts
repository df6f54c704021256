import type { Range } from '../skill/problem.ts';

/** Where a text names a path: as a word of its own, not as a part of another path. For a folder (ending in `/`) also where it names something in it. */
export function mentionOf(text: string, path: string): Range | undefined {
  for (let start = text.indexOf(path); start >= 0; start = text.indexOf(path, start + 1)) {
    const before = text.slice(Math.max(0, start - 2), start);
    const end = start + path.length;
    const after = text.slice(end, end + 2);
    const free = !/[\w/-]$|[^\s('"`\]]\.$/.test(before) || before.endsWith('./');
    if (free && (path.endsWith('/') || !/^[\w/-]|^\.\w/.test(after))) return { start, end };
  }
  return undefined;
}
