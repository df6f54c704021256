import { randomBytes } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { defaultWorkspace } from '../../src/node/localRegistry/credentials.ts';
import { fingerprint } from '../../src/core/bundle/fingerprint.ts';
import { ledgerFileName, serializeLedger, withEntry, type Ledger } from '../../src/core/publish/ledger.ts';
import { publishByName } from '../../src/node/localRegistry/seed.ts';
import { fromFiles } from '../../src/node/localRegistry/upload.ts';
import { skillFiles, type SkillFileText, type TestRegistry } from '../support/localRegistry.ts';

/** A skill folder that is in one case of the publish sheet. */
export interface Decision {
  /** Of the folder, and of the skill unless it was renamed. */
  readonly name: string;
  /** What the first row says; left out in a clean case. */
  readonly point?: RegExp;
  /** The row that Enter takes. */
  readonly row: RegExp;
  /** What Enter shows. */
  readonly then: 'published' | 'review' | 'file' | 'again';
  /** Published from here before, oldest first; the folder's own content is the one of `now`. */
  readonly before?: readonly string[];
  /** The latest one came from elsewhere. */
  readonly elsewhere?: true;
  /** The publish history of the folder; by default that of the last one in `before`. */
  readonly history?: 'none' | 'otherSkill' | 'otherName' | 'readOnly';
  readonly now: string;
  /** Further files by path. */
  readonly files?: Readonly<Record<string, string | Buffer>>;
}

/** The folder whose last upload may still arrive. */
export const unsettledName = 'may-arrive';

/** Assembled here, so that no scanner takes this file for a place with a secret. */
const secret = ['ghp', '_', 'Zk3xQ9vB7nM2'.repeat(3)].join('');

export function decisions(apiKey: string): readonly Decision[] {
  const safe = /Review changes/;
  return [
    { name: 'brand-new', row: /Publish version, as a new skill/, then: 'published', now: 'First text.' },
    { name: 'has-changed', row: /Publish version/, then: 'published', before: ['Old text.'], now: 'New text.' },
    {
      name: 'no-change',
      point: /Nothing changed since the latest version/,
      row: /Review package/,
      then: 'review',
      before: ['Same text.'],
      now: 'Same text.',
    },
    {
      name: 'newer-there',
      point: /Newer on Team.*not from here/,
      row: safe,
      then: 'review',
      before: ['First text.', 'Text of a colleague.'],
      elsewhere: true,
      now: 'Own text.',
    },
    {
      name: 'same-name',
      point: /Team already has a skill of this name/,
      row: safe,
      then: 'review',
      before: ['Text of a colleague.'],
      history: 'none',
      now: 'Own text.',
    },
    {
      name: 'was-renamed',
      point: /Renamed: published as old-name/,
      row: /Open SKILL\.md:2/,
      then: 'file',
      before: ['Old text.'],
      history: 'otherName',
      now: 'New text.',
    },
    {
      name: 'was-deleted',
      point: /The published skill was deleted on Team/,
      row: /Review package/,
      then: 'review',
      history: 'otherSkill',
      now: 'Text.',
    },
    {
      name: 'read-only',
      point: /This skill belongs to anthropic/,
      row: /Review package/,
      then: 'review',
      history: 'readOnly',
      now: 'Text.',
    },
    {
      name: 'with-secret',
      point: /A possible secret in notes\.txt:2/,
      row: /Open notes\.txt:2/,
      then: 'file',
      now: 'See [the notes](notes.txt).',
      files: { 'notes.txt': `The value:\n${secret}\n` },
    },
    {
      name: 'with-own-key',
      point: /Your own API key is in notes\.txt:1/,
      row: /Open notes\.txt:1/,
      then: 'file',
      now: 'See [the notes](notes.txt).',
      files: { 'notes.txt': `${apiKey}\n` },
    },
    {
      name: 'with-errors',
      point: /1 error in SKILL\.md/,
      row: /Open SKILL\.md:4/,
      then: 'file',
      now: 'Text.\n',
      files: {
        'SKILL.md':
          '---\nname: with-errors\ndescription: Does it. Use when it is asked for.\nmodel: opus\n---\nText.\n',
      },
    },
    {
      name: 'too-large',
      point: /The upload is larger than the service accepts/,
      row: /Review package/,
      then: 'review',
      now: 'See [the data](data.bin).',
      files: { 'data.bin': randomBytes(32_000_000) },
    },
    {
      name: unsettledName,
      point: /An earlier upload to Team may still arrive/,
      row: /Check whether it arrived/,
      then: 'again',
      before: ['Old text.'],
      now: 'New text.',
    },
  ];
}

/** The same folders where every publish is to production: what else is the matter still comes first. */
export const inProduction: readonly Decision[] = [
  { name: 'brand-new', point: /Nothing changed/, row: /Review package/, then: 'review', now: '' },
  { name: 'newer-there', point: /Newer on Live/, row: /Review changes/, then: 'review', now: '' },
  { name: 'with-secret', point: /A possible secret/, row: /Open notes\.txt:2/, then: 'file', now: '' },
  { name: 'to-production', point: /Live is a production connection/, row: /Review package/, then: 'review', now: '' },
];

const otherSkill = 'skill_01AnotherSkillOfTests';
const readOnlySkill = 'skill_01ReadOnlySkillOfTests';

/** Writes the folders and their publish history into a workspace, and what was published before into the registry. */
export async function prepareDecisions(
  workspace: string,
  registry: TestRegistry,
  all: readonly Decision[],
): Promise<void> {
  registry.seed(readOnlySkill, 'anthropic', 'read-only');
  let ledger: Ledger = new Map();
  for (const each of all) {
    writeSkill(path.join(workspace, 'skills', each.name), textsOf(each.name, each.now, each.files));
    const entry = await publishBefore(registry, each);
    if (entry) ledger = withEntry(ledger, `skills/${each.name}`, registry.url, entry);
  }
  writeSkill(path.join(workspace, 'skills', 'to-production'), textsOf('to-production', 'Text.'));
  writeFileSync(path.join(workspace, ledgerFileName), serializeLedger(ledger));
}

/** Notes an upload of `may-arrive` that nobody knows the outcome of, where the extension keeps those. */
export function leaveUnsettled(dataFolder: string, workspace: string, registry: TestRegistry): void {
  const skill = registry.store.allSkills().find(({ name }) => name === unsettledName);
  if (!skill) throw new Error(`${unsettledName} was never published`);
  const storage = path.join(dataFolder, 'data', 'User', 'globalStorage', 'skill-publisher.skill-publisher');
  const attempt = { skillId: skill.id, name: unsettledName, fingerprint: 'sha256:other', time: '2026-01-01T00:00:00Z' };
  mkdirSync(storage, { recursive: true });
  writeFileSync(
    path.join(storage, 'unsettled-uploads.json'),
    JSON.stringify({ [`file://${workspace}/skills/${unsettledName}\n${registry.url}`]: attempt }),
  );
  // The version that may be it cannot be read, so nobody can tell.
  registry.fault(`status=404@GET:/v1/skills/${skill.id}/versions/skver_${skill.latestSuffix ?? ''}/content`);
}

type Entry = Parameters<typeof withEntry>[3];

async function publishBefore(registry: TestRegistry, each: Decision): Promise<Entry | undefined> {
  const name = each.history === 'otherName' ? 'old-name' : each.name;
  const own = (each.before ?? []).map((text) => textsOf(name, text));
  const mine = each.elsewhere === true ? own.at(-2) : own.at(-1);
  let entry: Entry | undefined;
  for (const files of own) {
    publishByName(registry.store, fromFiles(files, 'ga'), defaultWorkspace);
    const skill = registry.store.allSkills().find((candidate) => candidate.name === name);
    if (files === mine && skill?.latestSuffix != null)
      entry = await entryOf(skill.id, name, `skver_${skill.latestSuffix}`, files);
  }
  if (each.history === 'otherSkill') return entryOf(otherSkill, name, 'skver_01Gone', textsOf(name, 'Before.'));
  if (each.history === 'readOnly') return entryOf(readOnlySkill, name, 'skver_01Before', textsOf(name, 'Before.'));
  return each.history === 'none' ? undefined : entry;
}

async function entryOf(
  skillId: string,
  name: string,
  version: string,
  files: readonly SkillFileText[],
): Promise<Entry> {
  const inside = files.map((file) => ({ ...file, path: file.path.slice(name.length + 1) }));
  return {
    skillId,
    name,
    version,
    fingerprint: await fingerprint(inside),
    time: new Date().toISOString(),
    notes: {},
  };
}

function textsOf(name: string, body: string, extra: Decision['files'] = {}): readonly SkillFileText[] {
  const description = 'Shows one case of the publish sheet. Use when the sheet is tested.';
  const skillMd = `---\nname: ${name}\ndescription: ${description}\nlicense: MIT\n---\n# ${name}\n\n${body}\n`;
  const [file] = skillFiles(name);
  return Object.entries({ 'SKILL.md': skillMd, ...extra }).map(([inside, content]) => ({
    mode: file?.mode ?? 0o644,
    path: `${name}/${inside}`,
    content: Buffer.from(content),
  }));
}

function writeSkill(folder: string, files: readonly SkillFileText[]): void {
  mkdirSync(folder, { recursive: true });
  for (const { path: file, content } of files) writeFileSync(path.join(folder, '..', file), content);
}
