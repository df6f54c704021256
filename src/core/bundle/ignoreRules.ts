import { IgnoreSet } from './ignoreSet.ts';

/** More rules than this in one file take noticeable time for every path; real ignore files have tens. */
export const maxIgnoreRules = 500;

/** One `.gitignore` or `.skillignore`, ready to judge paths of the skill folder. */
export interface IgnoreLevel {
  /** The file, for messages. */
  readonly file: string;
  /** `''`, or the folder of this file inside the skill folder. */
  readonly base: string;
  /** For a file above the skill folder: the skill folder as seen from the file's folder. */
  readonly prefix: string;
  readonly rules: IgnoreSet;
  /** The texts of the rules that begin with `!`, without it and without a leading slash. */
  readonly negations: readonly string[];
  /**
   * Rules of a file above the skill folder that ignore the folder itself, or one it lies in: not applied, for it was
   * chosen on purpose.
   */
  readonly dropped: readonly string[];
}

interface IgnoreVerdict {
  readonly ignored: boolean;
  /** The file and rule that decided. */
  readonly by: string;
}

/** Reads gitignore syntax. `undefined` when the file has too many rules to be judged by. */
export function parseIgnore(
  file: string,
  text: string,
  place: { readonly base?: string; readonly prefix?: string },
): IgnoreLevel | undefined {
  const lines = text
    .replace(/^\ufeff/, '')
    .split(/\r?\n/)
    .filter((line) => line.trim() !== '' && !line.startsWith('#'));
  if (lines.length > maxIgnoreRules) return undefined;
  const { base = '', prefix = '' } = place;
  const negations = lines.filter((line) => line.startsWith('!')).map((line) => line.slice(1).replace(/^\//, ''));
  const dropped = ignoresFolder(lines, prefix) ? lines.filter((line) => ignoresFolder([line], prefix)) : [];
  return {
    file,
    base,
    prefix,
    rules: new IgnoreSet(lines.filter((line) => !dropped.includes(line))),
    negations,
    dropped,
  };
}

/** True when the rules ignore a folder itself, or one it lies in, so that they would leave out every file of it. */
function ignoresFolder(rules: readonly string[], folder: string): boolean {
  return folder !== '' && new IgnoreSet(rules).test(`${folder}/`).ignored;
}

/** What the levels say of a path of the skill folder, the deepest that speaks deciding; `undefined` when none does. */
export function verdictOf(levels: readonly IgnoreLevel[], path: string, directory: boolean): IgnoreVerdict | undefined {
  let verdict: IgnoreVerdict | undefined;
  for (const level of levels) {
    const seen = seenFrom(level, path);
    const result = level.rules.test(directory ? `${seen}/` : seen);
    if (result.ignored || result.unignored) {
      const rule = result.line === undefined ? '' : ` (${result.line})`;
      verdict = { ignored: result.ignored, by: `${level.file}${rule}` };
    }
  }
  return verdict;
}

/**
 * True when a rule with `!` names something inside this folder, so that it must be looked into although it is ignored.
 */
export function reachesInto(levels: readonly IgnoreLevel[], directory: string): boolean {
  return levels.some((level) =>
    level.negations.some(
      (negation) =>
        negation.startsWith(`${seenFrom(level, directory)}/`) &&
        negation.length > seenFrom(level, directory).length + 1,
    ),
  );
}

/** True when a rule with `!` holds the name of this file or folder itself, not only a pattern that covers it. */
export function isNamed(levels: readonly IgnoreLevel[], path: string): boolean {
  const name = path.slice(path.lastIndexOf('/') + 1);
  return levels.some(({ negations }) => negations.some((negation) => negation.split('/').includes(name)));
}

function seenFrom(level: IgnoreLevel, path: string): string {
  if (level.prefix !== '') return `${level.prefix}/${path}`;
  return level.base === '' ? path : path.slice(level.base.length + 1);
}
