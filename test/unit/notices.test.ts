import assert from 'node:assert/strict';
import { bundledPackages, thirdPartyNotices } from '../../notices.mts';
import { temporaryFolders } from '../support/temporaryFolder.ts';

const mit = 'Copyright (c) 2020 Somebody\n\nPermission is hereby granted, free of charge, to any person';

describe('notices', () => {
  const folder = temporaryFolders();

  function packed(name: string, files: Readonly<Record<string, string>>, version = '1.0.0'): Record<string, string> {
    const manifest = { [`node_modules/${name}/package.json`]: JSON.stringify({ name, version, license: 'MIT' }) };
    const others = Object.entries(files).map(([file, text]) => [`node_modules/${name}/${file}`, text] as const);
    return { ...manifest, ...Object.fromEntries(others) };
  }

  it('name each package once, sorted, with every license and notice file in it', () => {
    const root = folder({
      ...packed('zeta', {
        'LICENSE-MIT': `${mit}\r\n`,
        NOTICE: 'Zeta holds alpha rays.',
        'lib/inner/license.md': 'Inner',
      }),
      ...packed('@scope/alpha', { 'license.txt': mit }, '2.1.0'),
      ...packed('zeta/node_modules/beta', { COPYING: 'Beta license' }),
    });
    const files = ['src/a.ts', 'node_modules/zeta/lib/a.js', 'node_modules/zeta/lib/b.js'];
    const nested = 'node_modules/zeta/node_modules/beta/index.js';
    const found = bundledPackages([...files, 'node_modules/@scope/alpha/index.js', nested], root);
    assert.deepEqual(
      found.map(({ name, version, texts }) => [name, version, ...texts]),
      [
        ['@scope/alpha', '2.1.0', mit],
        ['zeta', '1.0.0', mit, 'Zeta holds alpha rays.', 'Inner'],
        ['zeta/node_modules/beta', '1.0.0', 'Beta license'],
      ],
    );
    const text = thirdPartyNotices(found);
    for (const part of ['@scope/alpha 2.1.0 (MIT)', 'Zeta holds alpha rays.', 'Beta license'])
      assert.ok(text.includes(part), part);
  });

  it('print a text that several packages share once, under all their names', () => {
    const root = folder({ ...packed('one', { LICENSE: mit }), ...packed('two', { LICENSE: mit }) });
    const text = thirdPartyNotices(bundledPackages(['node_modules/two/a.js', 'node_modules/one/a.js'], root));
    assert.match(text, /^one 1\.0\.0 \(MIT\)\ntwo 1\.0\.0 \(MIT\)$/m);
    assert.equal(text.split(mit).length, 2);
  });

  it('take the license from the README of a package that has it nowhere else', () => {
    const root = folder(packed('tiny', { 'README.md': `# tiny\n\n## License\n\n(MIT)\n\n${mit}\n` }));
    assert.deepEqual(
      bundledPackages(['node_modules/tiny/index.js'], root).map(({ texts }) => texts),
      [[`(MIT)\n\n${mit}`]],
    );
  });

  it('fail for a package without the text of its license', () => {
    const root = folder({
      ...packed('bare', { 'index.js': '', 'license.js': 'export {}' }),
      ...packed('named', { 'README.md': '## License\n\nMIT' }),
    });
    for (const name of ['bare', 'named']) {
      assert.throws(
        () => bundledPackages([`node_modules/${name}/index.js`], root),
        new RegExp(`^Error: ${name} 1\\.0\\.0`),
      );
    }
  });

  it('name what the maker of a package bundled into it, in the version that was bundled', () => {
    const sources = ['../src/own.ts', '../../node_modules/.pnpm/@in+side@1.0.0/node_modules/@in/side/a.js'];
    const files = packed('outer', { LICENSE: mit, 'index.js.map': JSON.stringify({ version: 3, sources }) });
    const root = folder({ ...files, ...packed('@in/side', { LICENSE: 'Inside' }) });
    assert.deepEqual(
      bundledPackages(['node_modules/outer/index.js'], root).map(({ name }) => name),
      ['@in/side', 'outer'],
    );
    const other = folder({ ...files, ...packed('@in/side', { LICENSE: 'Inside' }, '1.0.1') });
    assert.throws(() => bundledPackages(['node_modules/outer/index.js'], other), /@in\/side@1\.0\.0 is inside/);
    assert.throws(() => bundledPackages(['node_modules/outer/index.js'], folder(files)), /@in\/side@1\.0\.0 is inside/);
  });
});
