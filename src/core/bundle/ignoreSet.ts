import { type IgnorePattern, parseIgnorePattern } from './ignorePattern.ts';

interface Rule extends IgnorePattern {
  /** The line as it is written. */
  readonly line: string;
}

/** What the rules of one file say of a path. Neither: nothing. */
export interface IgnoreResult {
  readonly ignored: boolean;
  readonly unignored: boolean;
  /** The line that decided, of a path that is ignored. */
  readonly line: string | undefined;
}

const nothing: IgnoreResult = { ignored: false, unignored: false, line: undefined };

/** The rules of one ignore file in their order. */
export class IgnoreSet {
  readonly #rules: readonly Rule[];
  /** By folder. */
  readonly #known = new Map<string, IgnoreResult>();

  constructor(lines: readonly string[]) {
    this.#rules = lines.flatMap((line) => {
      const pattern = parseIgnorePattern(line);
      return pattern ? { ...pattern, line } : [];
    });
  }

  /**
   * The last rule that names the path decides, unless a folder above is ignored: then it is too. `path`: relative, with `/`
   * between its parts and, for a folder, at its end.
   */
  test(path: string): IgnoreResult {
    const isFolder = path.endsWith('/');
    const parts = (isFolder ? path.slice(0, -1) : path).toLowerCase().split('/');
    let above = '';
    for (const [index, part] of parts.slice(0, -1).entries()) {
      above += `${part}/`;
      let verdict = this.#known.get(above);
      if (!verdict) {
        verdict = this.#judge(parts.slice(0, index + 1), true);
        this.#known.set(above, verdict);
      }
      if (verdict.ignored) return verdict;
    }
    return this.#judge(parts, isFolder);
  }

  #judge(parts: readonly string[], isFolder: boolean): IgnoreResult {
    const rule = this.#rules.findLast((each) => each.matches(parts, isFolder));
    if (!rule) return nothing;
    return { ignored: !rule.negative, unignored: rule.negative, line: rule.negative ? undefined : rule.line };
  }
}
