import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fingerprint } from '../../src/core/bundle/fingerprint.ts';
import { readSkillFolder } from '../support/readSkillFolder.ts';
import { seedFolders } from '../../src/node/localRegistry/seed.ts';
import { Store } from '../../src/node/localRegistry/store.ts';
import {
  ledgerFileName,
  serializeLedger,
  withEntry,
  type Ledger,
  type LedgerEntry,
} from '../../src/core/publish/ledger.ts';
import { removeFolder, temporaryFolder } from './processes.ts';

type Edit = (text: string) => string;

/** What was published before: each skill in these versions, oldest first. What is not named was never published. */
const history: Readonly<Record<string, readonly Edit[]>> = {
  'csv-report': [(text) => text],
  // The workspace has a section more than the newest version.
  'pdf-forms': [(text) => sections(text, 1), (text) => sections(text, -1)],
};

/**
 * Gives a workspace a past before a window is opened: fills the extension's own local registry and writes the ledger,
 * so that one skill is in sync, one has changed since its last version, and the others were never published. `userData`
 * is the folder that holds `globalStorage`.
 */
export async function fillLocalRegistry(userData: string, workspace: string): Promise<void> {
  const storage = path.join(userData, 'globalStorage', 'skill-publisher.skill-publisher');
  mkdirSync(storage, { recursive: true });
  const store = new Store(path.join(storage, 'registry.sqlite'));
  let ledger: Ledger = new Map();
  for (const [name, edits] of Object.entries(history)) {
    for (const edit of edits) {
      const entry = await publishEdited(store, path.join(workspace, 'skills', name), edit);
      ledger = withEntry(ledger, `skills/${name}`, 'local', entry);
    }
  }
  store.close();
  writeFileSync(path.join(workspace, ledgerFileName), serializeLedger(ledger));
}

async function publishEdited(store: Store, folder: string, edit: Edit): Promise<LedgerEntry> {
  const seed = temporaryFolder('seed');
  try {
    return await publishSeed(store, folder, edit, seed);
  } finally {
    removeFolder(seed);
  }
}

async function publishSeed(store: Store, folder: string, edit: Edit, seed: string): Promise<LedgerEntry> {
  const name = path.basename(folder);
  const copy = path.join(seed, name);
  cpSync(folder, copy, { recursive: true });
  const file = path.join(copy, 'SKILL.md');
  writeFileSync(file, edit(readFileSync(file, 'utf8')));
  const { refused } = seedFolders(store, seed);
  if (refused.length > 0) throw new Error(`a sample skill is refused by the local registry: ${refused.join('; ')}`);
  const skill = store.allSkills().find((candidate) => candidate.name === name);
  if (skill?.latestEpoch == null || skill.latestSuffix === null)
    throw new Error(`${name} is not in the local registry`);
  return {
    skillId: skill.id,
    name,
    version: `skver_${skill.latestSuffix}`,
    fingerprint: await fingerprint((await readSkillFolder(copy)).files),
    time: new Date(skill.latestEpoch / 1_000).toISOString(),
    notes: {},
  };
}

/** The first sections of a Markdown text; negative: all but the last ones. */
function sections(text: string, count: number): string {
  return `${text.split('\n## ').slice(0, count).join('\n## ').trimEnd()}\n`;
}
