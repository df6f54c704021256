import {
  TreeError,
  type FileDetails,
  type FileTree,
  type LinkTarget,
  type TreeEntry,
} from '../../src/core/bundle/fileTree.ts';

/** What lies at a path of a `MemoryTree`. */
export type MemoryNode =
  | string
  | Uint8Array
  | { readonly content: string | Uint8Array; readonly executable: boolean }
  | { readonly link: LinkTarget }
  | { readonly special: true }
  /** A folder with nothing in it. */
  | { readonly folder: true }
  | { readonly unreadable: true };

/** A folder that exists only in a test: paths with `/` separators to what lies there. */
export class MemoryTree implements FileTree {
  readonly #nodes: Readonly<Record<string, MemoryNode>>;
  readonly #reversed: boolean;
  /** Directories that were listed, in order: shows what was pruned. */
  readonly listed: string[] = [];
  /** Files whose size was asked for. */
  readonly measured: string[] = [];

  constructor(nodes: Readonly<Record<string, MemoryNode>>, options: { readonly reversed?: boolean } = {}) {
    this.#nodes = nodes;
    this.#reversed = options.reversed ?? false;
  }

  readDirectory(path: string, most = Infinity): Promise<readonly TreeEntry[]> {
    this.listed.push(path);
    const prefix = path === '' ? '' : `${path}/`;
    const entries = new Map<string, TreeEntry>();
    for (const [key, node] of Object.entries(this.#nodes)) {
      if (!key.startsWith(prefix)) continue;
      const [name = '', ...rest] = key.slice(prefix.length).split('/');
      if (rest.length > 0) entries.set(name, { name, kind: 'directory' });
      else if (typeof node === 'object' && 'folder' in node) entries.set(name, { name, kind: 'directory' });
      else entries.set(name, entryOf(name, node));
    }
    const list = [...entries.values()];
    return Promise.resolve((this.#reversed ? list.reverse() : list).slice(0, most + 1));
  }

  fileDetails(path: string): Promise<FileDetails> {
    this.measured.push(path);
    const node = this.#nodes[path];
    if (node === undefined) return Promise.reject(new TreeError('missing', path, `'${path}' does not exist.`));
    return Promise.resolve({
      size: contentOf(node)?.length ?? 0,
      executable: typeof node === 'object' && 'executable' in node && node.executable,
    });
  }

  readFile(path: string): Promise<Uint8Array> {
    const node = this.#nodes[path];
    if (node === undefined) return Promise.reject(new TreeError('missing', path, `'${path}' does not exist.`));
    const bytes = contentOf(node);
    if (!bytes) return Promise.reject(new TreeError('denied', path, `'${path}' cannot be read.`));
    return Promise.resolve(bytes);
  }

  resolveLink(path: string): Promise<LinkTarget> {
    const node = this.#nodes[path];
    if (typeof node === 'object' && 'link' in node) return Promise.resolve(node.link);
    return Promise.reject(new TreeError('failed', path, `'${path}' is not a link.`));
  }
}

function contentOf(node: MemoryNode): Uint8Array | undefined {
  if (typeof node === 'string') return new TextEncoder().encode(node);
  if (node instanceof Uint8Array) return node;
  return 'content' in node ? contentOf(node.content) : undefined;
}

function entryOf(name: string, node: MemoryNode): TreeEntry {
  return {
    name,
    kind:
      typeof node === 'object' && 'link' in node
        ? 'symlink'
        : typeof node === 'object' && 'special' in node
          ? 'special'
          : 'file',
  };
}
