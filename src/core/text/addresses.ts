// A path or an address of a file or folder, its segments with `/` between them.

/** The folder that it lies in. */
export function parentOf(path: string): string {
  return path.slice(0, path.lastIndexOf('/'));
}

/** The last segment; a `/` at the end is none. */
export function nameOf(path: string): string {
  const whole = path.replace(/\/$/, '');
  return whole.slice(whole.lastIndexOf('/') + 1);
}

/** The path as seen from a folder; `undefined` when it does not lie in it. */
export function pathIn(folder: string, file: string): string | undefined {
  return file.startsWith(`${folder}/`) ? file.slice(folder.length + 1) : undefined;
}
