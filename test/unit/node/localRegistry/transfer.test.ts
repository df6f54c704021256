import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { writeArchive } from '../../../../src/node/localRegistry/archive.ts';
import { Store } from '../../../../src/node/localRegistry/store.ts';
import { exportSkills, importSkills } from '../../../../src/node/localRegistry/transfer.ts';
import { fromFiles } from '../../../../src/node/localRegistry/upload.ts';
import { skillFiles } from '../../../support/localRegistry.ts';

const EXPORTED = {
  id: 'skill_1',
  workspace: 'wrkspc_w',
  source: 'custom',
  name: 'one',
  label: null,
  createdAt: 1,
  updatedAt: 1,
  versions: [],
};

describe('moving skills out of and into a local registry', () => {
  let folder: string;
  let exported: string;
  let store: Store;

  beforeEach(() => {
    folder = mkdtempSync(path.join(os.tmpdir(), 'registry-transfer-'));
    exported = path.join(folder, 'a', 'b', 'exported');
    mkdirSync(exported, { recursive: true });
    store = new Store(path.join(folder, 'registry.sqlite'));
  });
  afterEach(() => {
    store.close();
    rmSync(folder, { recursive: true, force: true });
  });

  function publish(id: string, name = 'one'): void {
    store.transaction(() => {
      store.insertSkill({ id, workspace: 'wrkspc_w', source: 'custom', label: undefined }, name);
      store.insertVersion(id, fromFiles(skillFiles(name), 'ga'));
    });
  }

  function writeManifest(entry: string, manifest: object): void {
    mkdirSync(path.join(exported, entry), { recursive: true });
    writeFileSync(path.join(exported, entry, 'skill.json'), JSON.stringify(manifest));
  }

  for (const [what, changes] of Object.entries({
    'a name that leads out of the folder': { name: '../../../x' },
    'a name that is no slug': { name: 'One' },
    'a label of two lines': { label: 'a\nb' },
    'a label that is too long': { label: 'x'.repeat(256) },
    'a time after which none can come': { createdAt: Number.MAX_SAFE_INTEGER },
    'a change in two days': { updatedAt: (Date.now() + 2 * 24 * 60 * 60 * 1000) * 1000 },
    'a time in two days': { createdAt: (Date.now() + 2 * 24 * 60 * 60 * 1000) * 1000 },
  })) {
    it(`refuses ${what}`, () => {
      writeManifest('odd', { ...EXPORTED, ...changes });
      assert.deepEqual(importSkills(store, exported), {
        skills: 0,
        versions: 0,
        refused: ['odd: skill.json is not one of an exported skill'],
      });
      publish('skill_2');
    });
  }

  it('takes a skill without versions, with a label of 255 characters', () => {
    writeManifest('one', { ...EXPORTED, label: '😀'.repeat(255) });
    assert.deepEqual(importSkills(store, exported), { skills: 1, versions: 0, refused: [] });
  });

  it('writes nothing outside the folder, whatever the file holds', () => {
    publish('skill_1');
    publish('skill_2');
    const vandal = new DatabaseSync(path.join(folder, 'registry.sqlite'));
    vandal.exec("UPDATE skills SET name = '../../x' WHERE id = 'skill_1'");
    vandal.close();
    const report = exportSkills(store, exported);
    assert.deepEqual(
      [report.skills, report.refused],
      [1, ['../../x skill_1: its name cannot be the name of a folder']],
    );
    assert.deepEqual(readdirSync(path.join(folder, 'a')), ['b']);
    assert.deepEqual(readdirSync(exported), ['one-skill_2']);
  });

  it('imports what is good and names each entry that is not', () => {
    publish('skill_1');
    publish('skill_2', 'two');
    publish('skill_3', 'zebra');
    exportSkills(store, exported);
    const zip = readdirSync(path.join(exported, 'two-skill_2')).find((name) => name.endsWith('.zip')) ?? '';
    rmSync(path.join(exported, 'two-skill_2', zip));
    mkdirSync(path.join(exported, '.git'));
    mkdirSync(path.join(exported, 'empty'));
    const { createdAt } = store.allSkills()[0] ?? assert.fail();
    writeManifest('same-time', { ...EXPORTED, id: 'skill_4', createdAt });
    const other = new Store(path.join(folder, 'other.sqlite'));
    const report = importSkills(other, exported);
    other.close();
    assert.deepEqual(report, {
      skills: 2,
      versions: 2,
      refused: [
        'empty: skill.json is missing',
        'same-time: another skill of the registry has one of its times or version ids',
        `two-skill_2: ${zip} is missing`,
      ],
    });
  });

  it('imports no version that holds a repository, exported or loose', () => {
    publish('skill_1');
    exportSkills(store, exported);
    const packed = ['one/SKILL.md', 'one/.git/config'].map((name) => ({
      path: name,
      content: name.endsWith('.md') ? (skillFiles('one')[0]?.content ?? assert.fail()) : Buffer.from('[core]'),
      mode: 0o644,
    }));
    const archive = writeArchive(packed);
    const [name = ''] = readdirSync(path.join(exported, 'one-skill_1')).filter((entry) => entry.endsWith('.zip'));
    writeFileSync(path.join(exported, 'one-skill_1', name), archive);
    writeFileSync(path.join(exported, 'loose.zip'), archive);
    const other = new Store(path.join(folder, 'other.sqlite'));
    const report = importSkills(other, exported);
    const left = other.allSkills().length;
    other.close();
    const refusal =
      'Zip file is refused: The archive contains “one/.git/config”, version control data that can run commands without ' +
      'asking.';
    assert.deepEqual(report, {
      skills: 0,
      versions: 0,
      refused: [`loose.zip: ${refusal}`, `one-skill_1: ${refusal}`],
    });
    assert.equal(left, 0);
  });

  it('brings everything over: folder names, labels, and when the last version was deleted', () => {
    publish('skill_1');
    store.transaction(() => {
      store.insertSkill({ id: 'skill_2', workspace: 'wrkspc_w', source: 'custom', label: 'Two' }, 'two');
      const files = skillFiles('two').map((file) => ({ ...file, path: file.path.replace('two/', 'Folder of two/') }));
      for (const text of ['kept', 'deleted']) {
        store.insertVersion(
          'skill_2',
          fromFiles([...files, { path: `Folder of two/${text}.txt`, content: Buffer.from(text), mode: 0o644 }], 'ga'),
        );
      }
    });
    store.transaction(() => {
      store.deleteVersion(
        store.listVersions({ skillId: 'skill_2', order: 'newestFirst', after: undefined, limit: 1 })[0] ??
          assert.fail(),
      );
    });
    exportSkills(store, exported);
    const other = new Store(path.join(folder, 'other.sqlite'));
    assert.deepEqual(importSkills(other, exported), { skills: 2, versions: 2, refused: [] });
    other.close();
    const before = dump('registry.sqlite');
    assert.deepEqual(dump('other.sqlite'), before);
    assert.match(JSON.stringify(before), /"directory":"Folder of two"/);
  });

  /** All rows of a file, but those of the clock. */
  function dump(file: string): unknown {
    const database = new DatabaseSync(path.join(folder, file));
    const rows = ['skills', 'versions', 'archives'].map((table) =>
      database.prepare(`SELECT * FROM ${table} ORDER BY 1`).all(),
    );
    database.close();
    return rows.map((table) => table.map((row) => ({ ...row })));
  }
});
