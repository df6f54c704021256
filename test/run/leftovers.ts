import { mkdtempSync, readdirSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** What Node, VS Code and the browser keep for themselves. */
const foreign = /^(?:node-compile-cache|v8-compile-cache|vscode-|\.?org\.chromium\.|playwright|com\.google\.)/;

/** A folder to be the temporary one of a run, so that what the run leaves in it is seen. */
export function makeTemporaryFolder(name: string): string {
  return realpathSync(mkdtempSync(path.join(tmpdir(), `sp-${name}-`)));
}

/** Deletes the folder; returns the names of what a run left in it. */
export function clearTemporaryFolder(folder: string): readonly string[] {
  const left = readdirSync(folder).filter((name) => !foreign.test(name));
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  return left;
}
