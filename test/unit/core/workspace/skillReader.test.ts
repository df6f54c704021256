import assert from 'node:assert/strict';
import { TreeError } from '../../../../src/core/bundle/fileTree.ts';
import { SkillReader } from '../../../../src/core/workspace/skillReader.ts';
import type { SkillFile } from '../../../../src/core/skill/skill.ts';
import { MemoryTree, type MemoryNode } from '../../../support/memoryTree.ts';
import { skillMd } from '../../../support/publishCase.ts';

/** Counts what is read, and gives each content a stamp. */
class CountingTree extends MemoryTree {
  readonly read: string[];
  readonly #stamps: ReadonlyMap<string, string>;

  constructor(nodes: Readonly<Record<string, MemoryNode>>, read: string[], stamps: ReadonlyMap<string, string>) {
    super(nodes);
    this.read = read;
    this.#stamps = stamps;
  }

  override async fileDetails(path: string): Promise<{ size: number; executable: boolean; stamp?: string | undefined }> {
    return { ...(await super.fileDetails(path)), stamp: this.#stamps.get(path) };
  }

  override readFile(path: string): Promise<Uint8Array> {
    this.read.push(path);
    return super.readFile(path);
  }
}

describe('SkillReader', () => {
  let nodes: Record<string, MemoryNode>;
  let stamps: Map<string, string>;
  let read: string[];
  let reader: SkillReader;

  beforeEach(() => {
    nodes = { 'SKILL.md': skillMd('a'), 'references/one.md': '# One', 'references/two.md': '# Two' };
    stamps = new Map(Object.keys(nodes).map((path) => [path, '1']));
    read = [];
    reader = new SkillReader({
      sourceOf: () => Promise.resolve({ tree: new CountingTree({ ...nodes }, read, stamps), ignoreFiles: [] }),
    });
  });

  async function files(unsaved?: ReadonlyMap<string, string>): Promise<ReadonlyMap<string, SkillFile>> {
    const { skill } = await reader.read('/w/a', { unsaved });
    return new Map((skill.files ?? []).map((file) => [file.path, file]));
  }

  it('reads a folder once until it is told of a change, and unchanged files never again', async () => {
    const before = await files();
    assert.equal((await files()).get('references/one.md'), before.get('references/one.md'));
    read.length = 0;
    nodes['references/two.md'] = '# Two, changed';
    stamps.set('references/two.md', '2');
    reader.changed('/w/a', 'references/two.md');
    const after = await files();
    assert.ok(!read.includes('references/one.md'));
    assert.equal(after.get('references/one.md'), before.get('references/one.md'));
    assert.equal(after.get('references/two.md')?.text, '# Two, changed');
  });

  it('reads a file again that it was told of, even when it has the same stamp', async () => {
    await files();
    nodes['references/one.md'] = '# New';
    reader.changed('/w/a', 'references/one.md');
    assert.equal((await files()).get('references/one.md')?.text, '# New');
  });

  it('keeps the object of a file whose content turned out to be the same', async () => {
    const before = await files();
    read.length = 0;
    stamps.set('references/one.md', '2');
    reader.changed('/w/a');
    assert.equal((await files()).get('references/one.md'), before.get('references/one.md'));
    assert.ok(read.includes('references/one.md'));
  });

  it('keeps the objects of all files while one is typed in', async () => {
    const before = await files();
    const typed = new Map([['references/two.md', '# Two, typed']]);
    const first = await files(typed);
    const second = await files(new Map([...typed, ['SKILL.md', skillMd('b')]]));
    assert.equal(first.get('references/two.md')?.text, '# Two, typed');
    assert.equal(second.get('references/two.md'), first.get('references/two.md'));
    assert.equal(second.get('references/one.md'), before.get('references/one.md'));
  });

  it('keeps the texts of the folders that were asked for last, and no more', async () => {
    const before = await files();
    for (let index = 0; index < 80; index += 1) {
      await reader.read(`/w/other-${index}`);
      if (index === 40) assert.equal((await files()).get('references/one.md'), before.get('references/one.md'));
    }
    read.length = 0;
    await reader.read('/w/other-79');
    await reader.read('/w/a');
    assert.deepEqual(read, []);
    await reader.read('/w/other-0');
    assert.ok(read.length > 0);
  });

  it('gives the name of the folder, and the text of an open SKILL.md', async () => {
    const { skill } = await reader.read('/w/a', { unsaved: new Map([['SKILL.md', '\uFEFFopen']]), publishedName: 'b' });
    assert.deepEqual([skill.folderName, skill.text, skill.publishedName], ['a', '\uFEFFopen', 'b']);
  });

  it('tries again after a folder could not be looked at', async () => {
    let fails = true;
    reader = new SkillReader({
      sourceOf: () =>
        fails
          ? Promise.reject(new TreeError('denied', '', 'no'))
          : Promise.resolve({ tree: new MemoryTree(nodes), ignoreFiles: [] }),
    });
    await assert.rejects(reader.read('/w/a'), { name: 'TreeError' });
    fails = false;
    assert.equal((await reader.read('/w/a')).skill.fileName, 'SKILL.md');
  });
});
