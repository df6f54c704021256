import type { Range } from '../skill/problem.ts';

/**
 * Where a text names a path: as a word of its own, also percent-encoded as in links, and not as a part of another path;
 * a variable may stand for the skill folder before it. For a folder (ending in `/`) also where it names something in
 * it.
 */
export function mentionOf(text: string, path: string): Range | undefined {
  const spellings = new Set([path, path.replaceAll(' ', '%20'), ...(path.isWellFormed() ? [encodeURI(path)] : [])]);
  for (const spelling of spellings) {
    const range = spelledIn(text, spelling);
    if (range) return range;
  }
  return undefined;
}

/** Forbidden to an agent, or an ignore file that the reader is to write into: nobody misses it. */
function isAside(text: string, start: number, path: string): boolean {
  const lines = text.slice(Math.max(0, start - 600), start).split('\n');
  const before = lines.at(-1)?.slice(-200) ?? '';
  const heading = lines.findLast((line) => /^(?:#{1,6}[ \t]|\*\*)/.test(line)) ?? '';
  if (/^\s*[-*]/.test(before) && /\b(?:don['’]?t|do not|never|avoid)\b/i.test(heading)) return true;
  return (
    /\b(?:never|do not|don['’]t|must not) (?:read|open|look|load|use|touch|edit|commit|publish|upload|ship|copy)\b[^.!?]*$/i.test(
      before,
    ) ||
    (path.endsWith('ignore') && /\b(?:add|put|append|list|write|is in|are in|in) [^.!?]*$/i.test(before))
  );
}

function spelledIn(text: string, path: string): Range | undefined {
  for (let start = text.indexOf(path); start >= 0; start = text.indexOf(path, start + 1)) {
    const before = text.slice(Math.max(0, start - 40), start);
    const end = start + path.length;
    const after = text.slice(end, end + 2);
    const free = !/[\w/-]$|[^\s('"`\]]\.$/.test(before) || /(?:\.|\}|\$[A-Za-z_]\w*)\/$/.test(before);
    if (free && (path.endsWith('/') || !/^[\w/-]|^\.\w/.test(after)) && !isAside(text, start, path))
      return { start, end };
  }
  return undefined;
}
