import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import type { Metafile } from 'esbuild';

const notices = readFileSync('dist/THIRD-PARTY-NOTICES.txt', 'utf8');
const { outputs } = JSON.parse(readFileSync('out/product.json', 'utf8')) as Metafile;

/** The packages that the product has code of, read from what the bundler says about its output. */
function packagesInProduct(): ReadonlySet<string> {
  const files = Object.values(outputs).flatMap(({ inputs }) => Object.keys(inputs));
  return new Set(files.flatMap((file) => /^.*node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(file)?.[0] ?? []));
}

describe('the notices of the product', () => {
  it('name every package that is in it, in its version', () => {
    const packages = [...packagesInProduct()];
    // Not empty, that is: the Markdown scanner is our own, and the zip writer deflates with Node.
    assert.ok(packages.length >= 10, packages.join('\n'));
    for (const folder of packages) {
      const { name, version } = JSON.parse(readFileSync(`${folder}package.json`, 'utf8')) as Record<string, string>;
      assert.ok(notices.includes(`\n${name ?? ''} ${version ?? ''} (`), folder);
    }
  });

  it('hold the text of a license below every list of names', () => {
    const rule = `${'='.repeat(80)}\n`;
    const sections = notices.split(rule).slice(1);
    assert.equal(sections.length % 2, 0);
    for (let at = 0; at < sections.length; at += 2) {
      assert.match(sections[at] ?? '', /^(?:\S+ \d\S* \(.+\)\n)+$/);
      assert.match(
        sections[at + 1] ?? '',
        /hereby grant|redistribut|permission to use|apache license|MIT/i,
        sections[at],
      );
    }
  });
});
