import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { ArchiveFile } from '../../src/core/bundle/extract.ts';

const [bytes, count] = [29_500_000, 500];

/** A skill as large as one may be: 500 files of 29.5 MB that do not compress, the same at every call. */
export function filesAtTheLimit(): readonly ArchiveFile[] {
  let state = 20_261_123;
  const noise = (): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state >>> 24;
  };
  const text = '---\nname: large\ndescription: Holds much. Use it when much is needed.\n---\n\nMuch.\n';
  const files = Array.from({ length: count - 1 }, (_, index) => ({
    path: `assets/${index}.bin`,
    mode: 0o644,
    content: Uint8Array.from({ length: bytes / count }, noise),
  }));
  return [{ path: 'SKILL.md', mode: 0o644, content: Buffer.from(text) }, ...files];
}

/** Writes the files into a folder; in the other order and with other times when told so. */
export function writeFiles(folder: string, files: readonly ArchiveFile[]): void {
  for (const { path: name, content } of files) {
    const file = path.join(folder, ...name.split('/'));
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, content);
  }
}
