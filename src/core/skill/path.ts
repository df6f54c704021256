/** Paths inside a skill folder: relative to it, `/` separators, '' is the folder itself. */

/** Resolves `relative` against `folder`; `undefined` when it leaves the skill folder. */
export function joinPath(folder: string, relative: string): string | undefined {
  if (!/(?:^|\/)\.{0,2}(?:\/|$)/.test(relative)) return folder === '' ? relative : `${folder}/${relative}`;
  const segments = folder === '' ? [] : folder.split('/');
  for (const segment of relative.split('/')) {
    if (segment === '' || segment === '.') continue;
    if (segment !== '..') segments.push(segment);
    else if (segments.pop() === undefined) return undefined;
  }
  return segments.join('/');
}

/** The way from `folder` to `path`. */
export function relativePath(folder: string, path: string): string {
  const from = folder === '' ? [] : folder.split('/');
  const to = path.split('/');
  let same = 0;
  while (same < from.length && same < to.length - 1 && from[same] === to[same]) same += 1;
  return [...from.slice(same).map(() => '..'), ...to.slice(same)].join('/');
}

/** '' for a file of the skill folder itself. */
export function folderOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf('/')));
}

export function baseName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

/** True for the tests of a program, which do not run with the skill. */
export function isTestPath(path: string): boolean {
  return /(?:^|\/)tests?\/|(?:^|\/)(?:test_[^/]*|conftest\.py|[^/]*(?:_test|\.test|\.spec)\.[^/]*)$/i.test(path);
}

/** Percent-decoded; the text itself when it is not a valid encoding. */
export function decodePath(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch (error) {
    if (error instanceof URIError) return text;
    throw error;
  }
}

/**
 * `path` as the target of a Markdown link: white space, brackets and what has a meaning in an address are
 * percent-encoded.
 */
export function encodePath(path: string): string {
  return path.replace(
    /[\s<>()[\]%?#"\\^`{|}]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`,
  );
}

/**
 * Number of inserted, removed and changed characters between two texts; anything above `limit` is reported as `limit +
 * 1`. Takes as many steps as `a` has characters times `2 * limit + 1`.
 */
export function editDistance(a: string, b: string, limit: number): number {
  if (Math.abs(a.length - b.length) > limit) return limit + 1;
  const far = limit + 1;
  // Places further from the diagonal than the limit cannot be on a way that is short enough.
  let previous = Int32Array.from({ length: b.length + 1 }, (_, index) => Math.min(index, far));
  let row = new Int32Array(b.length + 1);
  for (let i = 1; i <= a.length; i += 1) {
    const [from, to] = [Math.max(1, i - limit), Math.min(b.length, i + limit)];
    row[from - 1] = from === 1 ? Math.min(i, far) : far;
    let least = row[from - 1] ?? far;
    for (let j = from; j <= to; j += 1) {
      const above = j === i + limit ? far : (previous[j] ?? far);
      const change = (previous[j - 1] ?? far) + (a[i - 1] === b[j - 1] ? 0 : 1);
      const steps = Math.min(change, above + 1, (row[j - 1] ?? far) + 1, far);
      row[j] = steps;
      least = Math.min(least, steps);
    }
    if (least > limit) return far;
    [previous, row] = [row, previous];
  }
  return previous[b.length] ?? far;
}
