/** Folders by what lies around them. A folder is named by a path or an address whose segments end with `/`. */
export class FolderIndex {
  readonly #folders = new Set<string>();
  /** Folders at or below a path, by that path. */
  readonly #below = new Map<string, Set<string>>();

  add(folder: string): void {
    if (this.#folders.has(folder)) return;
    this.#folders.add(folder);
    for (const path of ancestors(folder)) {
      const below = this.#below.get(path) ?? new Set<string>();
      this.#below.set(path, below.add(folder));
    }
  }

  delete(folder: string): void {
    this.#folders.delete(folder);
    for (const path of ancestors(folder)) {
      const below = this.#below.get(path);
      below?.delete(folder);
      if (below?.size === 0) this.#below.delete(path);
    }
  }

  has(folder: string): boolean {
    return this.#folders.has(folder);
  }

  /** In the order in which they came. */
  get all(): readonly string[] {
    return [...this.#folders];
  }

  /** The folders that `path` is, or lies in, the innermost first. */
  around(path: string): readonly string[] {
    return ancestors(path).filter((each) => this.#folders.has(each));
  }

  /** The folders at `path` or below. */
  below(path: string): readonly string[] {
    return [...(this.#below.get(path) ?? [])];
  }
}

/** The path itself and what it lies in, the innermost first. */
function ancestors(path: string): readonly string[] {
  const found: string[] = [];
  for (let end = path.length; end > 0; end = path.lastIndexOf('/', end - 1)) found.push(path.slice(0, end));
  return found;
}
