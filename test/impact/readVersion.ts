import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import type { ArchiveFile } from '../../src/core/bundle/extract.ts';

/** All files below a folder, as a packer would hand them on; paths relative to it. */
export function readVersion(folder: string): readonly ArchiveFile[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => {
      const file = path.join(entry.parentPath, entry.name);
      return {
        path: path.relative(folder, file).split(path.sep).join('/'),
        content: new Uint8Array(readFileSync(file)),
        mode: (statSync(file).mode & 0o111) === 0 ? 0o644 : 0o755,
      };
    });
}
