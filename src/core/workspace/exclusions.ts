import { globMatcher } from '../skill/glob.ts';

/** What a setting leaves out of the search for skills. */
export type Exclusions = readonly ((path: string) => boolean)[];

/** Longer ones are no pattern that somebody wrote. */
const maxPattern = 1000;

/**
 * Reads glob patterns as VS Code's exclude settings have them: each is compared with the path from the workspace
 * folder, and with the folders on the way. What is no text is left out.
 */
export function parseExclusions(patterns: unknown): Exclusions {
  if (!Array.isArray(patterns)) return [];
  return patterns
    .filter(
      (pattern): pattern is string => typeof pattern === 'string' && pattern !== '' && pattern.length <= maxPattern,
    )
    .map((pattern) => globMatcher(pattern));
}

/** True when a pattern covers a path, or a folder that it lies in. */
export function isExcludedBy(exclusions: Exclusions, path: string): boolean {
  if (exclusions.length === 0) return false;
  for (let end = path.length; end > 0; end = path.lastIndexOf('/', end - 1)) {
    const part = path.slice(0, end);
    if (exclusions.some((covers) => covers(part))) return true;
  }
  return false;
}
