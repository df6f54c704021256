import assert from 'node:assert/strict';
import { mkdirSync, readdirSync, readFileSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { factsFolder } from '../../../../src/node/disk/factsFolder.ts';
import { temporaryFolders } from '../../../support/temporaryFolder.ts';

const named = (index: number): string => `sha256:${index.toString(16).padStart(64, '0')}`;
const inside = (root: string): string => path.join(root, '.skill-publisher', 'facts');

describe('the folder of kept facts', () => {
  const make = temporaryFolders();

  it('keeps a file for each version', async () => {
    const root = make({});
    const kept = factsFolder(root, '1.0.0');
    assert.equal(await kept.read(named(1)), undefined);
    await kept.write(named(1), 'one');
    await kept.write(named(2), 'two');
    await kept.write(named(1), 'other');
    assert.deepEqual([await kept.read(named(1)), await kept.read(named(2))], ['other', 'two']);
    assert.deepEqual(readdirSync(inside(root)).sort(), [1, 2].map((index) => `${named(index).slice(7)}.json`).sort());
    assert.deepEqual(readdirSync(root), ['.skill-publisher']);
  });

  it('takes no name that is no fingerprint', async () => {
    const root = make({ 'secret.json': 'mine' });
    const kept = factsFolder(root, '1.0.0');
    for (const name of ['../../secret', 'sha256:../../secret', `${named(1)}/../x`, named(1).slice(7), '']) {
      await kept.write(name, 'x');
      assert.equal(await kept.read(name), undefined);
    }
    assert.deepEqual(readdirSync(root), ['secret.json']);
  });

  it('writes nothing through a link that leads elsewhere', async () => {
    const root = make({ 'there/x': '' });
    const work = path.join(root, 'work');
    mkdirSync(path.join(work, '.skill-publisher'), { recursive: true });
    symlinkSync(path.join(root, 'there'), inside(work));
    await factsFolder(work, '1.0.0').write(named(1), 'x');
    assert.deepEqual(readdirSync(path.join(root, 'there')), ['x']);
  });

  it('takes a disk that says no as nothing kept', async () => {
    const root = make({ '.skill-publisher': 'a file' });
    const kept = factsFolder(root, '1.0.0');
    await kept.write(named(1), 'x');
    assert.equal(await kept.read(named(1)), undefined);
    assert.equal(readFileSync(path.join(root, '.skill-publisher'), 'utf8'), 'a file');
  });

  it('keeps the newest two hundred, and touches nothing else', async () => {
    const root = make({});
    const kept = factsFolder(root, '1.0.0');
    mkdirSync(inside(root), { recursive: true });
    writeFileSync(path.join(inside(root), 'README.md'), '');
    for (let index = 0; index < 205; index += 1) {
      const file = path.join(inside(root), `${named(index).slice(7)}.json`);
      writeFileSync(file, String(index));
      utimesSync(file, 1_000 + index, 1_000 + index);
    }
    await kept.write(named(999), 'new');
    const names = readdirSync(inside(root));
    assert.equal(names.length, 201);
    assert.deepEqual([await kept.read(named(5)), await kept.read(named(6))], [undefined, '6']);
    assert.equal(await kept.read(named(999)), 'new');
  });
});
