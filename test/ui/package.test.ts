import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import JSZip from 'jszip';

const required = ['LICENSE.txt', 'changelog.md', 'package.json', 'package.nls.json', 'readme.md', 'dist/cli.js', 'dist/extension.js', 'dist/localRegistry.js'];

describe('the package', () => {
  const bytes = readFileSync('skill-publisher.vsix');

  async function entries(): Promise<JSZip> {
    return JSZip.loadAsync(bytes);
  }

  it('holds what runs, what is read and the media, and nothing else', async () => {
    const files = Object.values((await entries()).files).filter((file) => !file.dir && file.name.startsWith('extension/'));
    const names = files.map((file) => file.name.replace('extension/', ''));
    const others = names.filter((name) => !/^(?:media\/(?:[\w-]+\.svg|icon\.png)|docs\/rules\.md)$/.test(name));
    assert.deepEqual(others.sort(), [...required].sort());
  });

  it('is at most one megabyte', () => {
    assert.ok(bytes.length <= 1024 * 1024, `${bytes.length} bytes`);
  });

  it('holds no source map and no path of the machine it was built on', async () => {
    const archive = await entries();
    for (const name of ['dist/cli.js', 'dist/extension.js', 'dist/localRegistry.js']) {
      const code = (await archive.file(`extension/${name}`)?.async('string')) ?? '';
      assert.ok(code.length > 0, `${name} is empty`);
      assert.ok(!code.includes('sourceMappingURL'), name);
      assert.ok(!code.includes(process.cwd()), name);
    }
  });
});
