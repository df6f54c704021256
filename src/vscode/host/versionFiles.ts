/** An entry of a folder inside a version. */
interface VersionEntry {
  readonly name: string;
  /** Relative to the skill, `/` separators. */
  readonly path: string;
  readonly kind: 'file' | 'folder';
}

/**
 * The entries of one folder ('' is the skill itself): SKILL.md first, then folders, then files, each by name. Empty
 * when there is no such folder.
 */
export function entriesOf(files: readonly { readonly path: string }[], folder: string): readonly VersionEntry[] {
  const prefix = folder === '' ? '' : `${folder}/`;
  const entries = new Map<string, VersionEntry>();
  for (const { path } of files) {
    if (!path.startsWith(prefix)) continue;
    const [name = '', ...deeper] = path.slice(prefix.length).split('/');
    entries.set(name, { name, path: `${prefix}${name}`, kind: deeper.length > 0 ? 'folder' : 'file' });
  }
  return [...entries.values()].sort((a, b) => rank(a) - rank(b) || (a.name < b.name ? -1 : 1));
}

function rank({ path, kind }: VersionEntry): number {
  return /^skill\.md$/i.test(path) ? 0 : kind === 'folder' ? 1 : 2;
}
