import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import JSZip from 'jszip';
import { bytesAtActivation, picturesSize } from '../support/activation.ts';

const required = [
  'LICENSE.txt',
  'changelog.md',
  'package.json',
  'package.nls.de.json',
  'package.nls.json',
  'readme.md',
  'dist/THIRD-PARTY-NOTICES.txt',
  'dist/cli.js',
  'dist/extension.js',
  'dist/judge.js',
  'dist/localRegistry.js',
  'l10n/bundle.l10n.de.json',
];

describe('the package', () => {
  const bytes = readFileSync('skill-publisher.vsix');

  async function entries(): Promise<JSZip> {
    return JSZip.loadAsync(bytes);
  }

  async function names(): Promise<readonly string[]> {
    const files = Object.values((await entries()).files).filter(
      (file) => !file.dir && file.name.startsWith('extension/'),
    );
    return files.map((file) => file.name.replace('extension/', ''));
  }

  it('holds what runs, what is read and the media, and nothing else', async () => {
    const others = (await names()).filter(
      (name) =>
        !/^(?:media\/(?:[\w-]+\.svg|icon\.png|walkthrough\/\w+-(?:dark|light|contrast)\.webp)|docs\/rules\.md|schema\/skill-publisher\.config\.schema\.json|dist\/chunks\/[\w-]+\.js)$/.test(
          name,
        ),
    );
    assert.deepEqual(others.sort(), [...required].sort());
  });

  // The agreed size (reliability G17), notices and all chunks included. Pictures have a bound of their own.
  it('is at most a megabyte without the pictures of the walkthrough', () => {
    const size = bytes.length - picturesSize();
    assert.ok(size <= 1_000_000, `${size} bytes`);
  });

  it('has a page in the editor without pictures and links that lead nowhere there', async () => {
    const page = (await (await entries()).file('extension/readme.md')?.async('string')) ?? '';
    assert.match(page, /^# Skill Publisher\n/);
    assert.match(page, /^## Settings$/m);
    assert.deepEqual(
      [...page.matchAll(/\]\(([^)]+)\)/g)].map((match) => match[1] ?? '').filter((link) => !link.startsWith('https:')),
      [],
    );
    assert.doesNotMatch(page, /npm ci|\n\n\n/);
  });

  it('loads at most 80 KB of code when it is activated', () => {
    const code = bytesAtActivation();
    assert.ok(code > 0 && code <= 80_000, `${code} bytes`);
  });

  it('holds no source map and no path of the machine it was built on', async () => {
    const archive = await entries();
    for (const name of (await names()).filter((file) => file.startsWith('dist/'))) {
      const code = (await archive.file(`extension/${name}`)?.async('string')) ?? '';
      assert.ok(code.length > 0, `${name} is empty`);
      assert.ok(!code.includes('sourceMappingURL'), name);
      assert.ok(!code.includes(process.cwd()), name);
    }
  });
});
