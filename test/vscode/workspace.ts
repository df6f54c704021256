import { cpSync } from 'node:fs';
import path from 'node:path';
import { temporaryFolder } from './processes.ts';

/** A copy of the sample workspace in a new temporary folder: what a test changes, it changes there. */
export function copySampleWorkspace(): string {
  const folder = path.join(temporaryFolder('workspace'), 'sample-skills');
  cpSync(path.resolve('test/fixtures/workspace'), folder, { recursive: true });
  return folder;
}
