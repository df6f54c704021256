import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

/** Makes folders with files for the tests of one suite and removes them after each test. Call it inside `describe`. */
export function temporaryFolders(): (
  files?: Readonly<Record<string, string | Uint8Array>>,
  executable?: readonly string[],
) => string {
  const made: string[] = [];
  afterEach(() => {
    for (const folder of made.splice(0)) rmSync(folder, { recursive: true, force: true });
  });
  return (files = {}, executable = []) => {
    const folder = mkdtempSync(path.join(os.tmpdir(), 'skill-publisher-'));
    made.push(folder);
    for (const [name, content] of Object.entries(files)) {
      const file = path.join(folder, name);
      mkdirSync(path.dirname(file), { recursive: true });
      writeFileSync(file, content);
      if (executable.includes(name)) chmodSync(file, 0o755);
    }
    return folder;
  };
}
