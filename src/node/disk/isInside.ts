import path from 'node:path';

/**
 * True when the path is the folder itself or lies anywhere below it. Both are absolute, and names only: no link is
 * followed. Another drive of Windows is outside, and a name that only begins with two dots is not.
 *
 * @param rules Whose paths they are; those of this system when left out.
 */
export function isInside(
  folder: string,
  target: string,
  rules: Pick<path.PlatformPath, 'relative' | 'isAbsolute' | 'sep'> = path,
): boolean {
  const relative = rules.relative(folder, target);
  return relative !== '..' && !relative.startsWith(`..${rules.sep}`) && !rules.isAbsolute(relative);
}
