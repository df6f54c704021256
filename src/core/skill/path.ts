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
 * `path` as the target of a Markdown link: whitespace, brackets and what has a meaning in an address are
 * percent-encoded.
 */
export function encodePath(path: string): string {
  return path.replace(
    /[\s<>()[\]%?#"\\^`{|}]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`,
  );
}
