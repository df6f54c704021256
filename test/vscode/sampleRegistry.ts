import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { seedFolders } from '../../src/localRegistry/seed.ts';
import { Store } from '../../src/localRegistry/store.ts';
import { temporaryFolder } from './processes.ts';

/**
 * Fills the extension's own local registry before a window is opened: `pdf-forms` in two versions, `csv-report` in one. The other
 * skills of the sample workspace are left for the user to publish. `userData` is the folder that holds `globalStorage`.
 */
export function fillLocalRegistry(userData: string, skills: string): void {
  const storage = path.join(userData, 'globalStorage', 'skill-publisher.skill-publisher');
  mkdirSync(storage, { recursive: true });
  const store = new Store(path.join(storage, 'registry.sqlite'));
  const seeds = temporaryFolder('seeds');
  publish(store, path.join(seeds, 'first'), skills, 'pdf-forms', (text) => text.split('\n## ')[0] ?? text);
  publish(store, path.join(seeds, 'second'), skills, 'pdf-forms', (text) => text);
  publish(store, path.join(seeds, 'third'), skills, 'csv-report', (text) => text);
  store.close();
}

function publish(store: Store, seed: string, skills: string, name: string, edit: (text: string) => string): void {
  cpSync(path.join(skills, name), path.join(seed, name), { recursive: true });
  const file = path.join(seed, name, 'SKILL.md');
  writeFileSync(file, edit(readFileSync(file, 'utf8')));
  const { refused } = seedFolders(store, seed);
  if (refused.length > 0) throw new Error(`a sample skill is refused by the local registry: ${refused.join('; ')}`);
}
