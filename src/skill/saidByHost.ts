import type { Problem } from './problem.ts';

/**
 * Rules whose fact VS Code's own validator for skills (1.139 and later, language `skill`) reports as well, in its own words: type and
 * emptiness of name and description, the form of the name, the folder's name, duplicate keys, values of its switches, missing link targets.
 */
const codes: ReadonlySet<string> = new Set([
  'name/required', 'name/empty', 'name/type', 'name/charset', 'name/namespace', 'name/dir-mismatch',
  'desc/required', 'desc/type', 'field/type', 'field/value', 'fm/duplicate-key', 'ref/exists',
]);

/** True when VS Code may say the same about the same text; whether it does shows a marker of its own on the line. */
export function mayBeSaidByHost({ code }: Pick<Problem, 'code'>): boolean {
  return codes.has(code);
}
