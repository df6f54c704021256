import { cpSync, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { temporaryFolder } from './processes.ts';

const sample = '---\nname: hello-world\ndescription: Says hello in many languages. Use when somebody wants to be greeted.\n---\n\n# Hello\n\nSay hello.\n';

/** A copy of the sample workspace in a new temporary folder: what a test changes, it changes there. */
export function copySampleWorkspace(): string {
  const folder = path.join(temporaryFolder('workspace'), 'sample-skills');
  const source = path.resolve('test/fixtures/workspace');
  if (existsSync(source)) {
    cpSync(source, folder, { recursive: true });
  } else {
    mkdirSync(path.join(folder, 'hello-world'), { recursive: true });
    writeFileSync(path.join(folder, 'hello-world', 'SKILL.md'), sample);
  }
  return folder;
}
