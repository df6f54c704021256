import { lstatSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

interface FolderFile {
  /** Relative to the folder's parent: `<folder>/SKILL.md`. */
  readonly path: string;
  readonly content: Uint8Array;
  /** 0o755 when the owner may execute it, else 0o644. */
  readonly mode: number;
}

/** Never part of a skill. */
const neverPacked = /^(?:\..*|node_modules|__pycache__|__MACOSX)$/;

/** Names of the folders right below `root` that hold a SKILL.md, sorted. Throws when `root` cannot be read. */
export function skillFoldersIn(root: string): readonly string[] {
  return readdirSync(root, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && isFile(path.join(root, entry.name, 'SKILL.md')))
    .map((entry) => entry.name)
    .sort();
}

/** Regular files of a skill folder, sorted by path. Hidden files, caches and symbolic links stay out. */
export function readFilesBelow(folder: string): readonly FolderFile[] {
  const files: FolderFile[] = [];
  const visit = (directory: string, relative: string): void => {
    for (const entry of readdirSync(directory, { withFileTypes: true })) {
      if (neverPacked.test(entry.name)) continue;
      const full = path.join(directory, entry.name);
      if (entry.isDirectory()) visit(full, `${relative}/${entry.name}`);
      if (entry.isFile())
        files.push({ path: `${relative}/${entry.name}`, content: readFileSync(full), mode: modeOf(full) });
    }
  };
  visit(folder, path.basename(folder));
  return files.sort((left, right) => (left.path < right.path ? -1 : 1));
}

function isFile(file: string): boolean {
  return lstatSync(file, { throwIfNoEntry: false })?.isFile() === true;
}

function modeOf(file: string): number {
  return (lstatSync(file).mode & 0o100) === 0 ? 0o644 : 0o755;
}
