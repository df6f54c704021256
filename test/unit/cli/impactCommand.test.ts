import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { runCli } from '../../../src/cli/run.ts';
import { buildArchive } from '../../../src/core/bundle/archive.ts';
import { readVersion } from '../../impact/readVersion.ts';
import { startTestRegistry, type TestRegistry } from '../../support/localRegistry.ts';
import { skillMd } from '../../support/publishCase.ts';
import { temporaryFolders } from '../../support/temporaryFolder.ts';

async function run(cwd: string, ...args: string[]): Promise<{ code: number; out: string; err: string }> {
  let out = '';
  let err = '';
  const code = await runCli(
    args,
    {
      stdout: (text) => (out += text),
      stderr: (text) => (err += text),
      signal: new AbortController().signal,
      env: { XDG_STATE_HOME: path.join(cwd, '.state') },
      cwd,
    },
    '1.2.3',
  );
  return { code, out, err };
}

const wider = `${skillMd('rows')}\n\`\`\`bash\nraincheck --now\n\`\`\`\n`;

describe('the command impact', () => {
  const make = temporaryFolders();

  it('compares two folders, as text and as JSON', async () => {
    const folder = make({ 'old/rows/SKILL.md': skillMd('rows'), 'new/rows/SKILL.md': wider });
    const text = await run(folder, 'impact', 'new/rows', '--against', 'old/rows');
    assert.equal(text.code, 0, text.err);
    assert.match(
      text.out,
      /^Can do more:\n {2}medium {2}Newly runs raincheck, in SKILL\.md\. .*impact\/command-added:raincheck\n/,
    );
    const json = await run(folder, 'impact', 'new/rows', '--against', 'old/rows', '--format', 'json');
    const { findings, step } = JSON.parse(json.out) as { findings: { code: string }[]; step: string };
    assert.deepEqual([findings.map(({ code }) => code), step], [['impact/command-added'], 'minor']);
  });

  it('says that nothing changes, and compares with an archive', async () => {
    const folder = make({ 'rows/SKILL.md': skillMd('rows') });
    writeFileSync(path.join(folder, 'old.zip'), await buildArchive('rows', readVersion(path.join(folder, 'rows'))));
    const { code, out, err } = await run(folder, 'impact', 'rows', '--against', 'old.zip');
    assert.deepEqual([code, out, err], [0, 'Nothing changes.\n', '']);
  });

  it('fails on what it is told to, and on nothing else', async () => {
    const folder = make({ 'old/rows/SKILL.md': skillMd('rows'), 'new/rows/SKILL.md': wider });
    const codes = await Promise.all(
      ['breaking', 'breaking,wider', 'wider:high', 'wider:medium', 'none', 'wider:loud'].map(
        async (list) => (await run(folder, 'impact', 'new/rows', '--against', 'old/rows', '--fail-on', list)).code,
      ),
    );
    assert.deepEqual(codes, [0, 1, 0, 1, 2, 2]);
  });

  it('does not fail on what is accepted, and says why that is meant', async () => {
    const folder = make({ 'old/rows/SKILL.md': skillMd('rows'), 'new/rows/SKILL.md': wider });
    const compare = ['impact', 'new/rows', '--against', 'old/rows', '--fail-on', 'wider'];
    const accept = [...compare, '--accept-change', 'command-added:raincheck'];
    assert.match((await run(folder, ...accept)).err, /needs a --reason/);
    const text = await run(folder, ...accept, '--reason', 'announced');
    assert.equal(text.code, 0, text.err);
    assert.match(text.out, /impact\/command-added:raincheck\n {10}accepted: announced\n/);
    const json = await run(folder, ...accept, '--reason', 'announced', '--format', 'json');
    const { findings } = JSON.parse(json.out) as { findings: { accepted?: { reason: string } }[] };
    assert.deepEqual(
      findings.map(({ accepted }) => accepted?.reason),
      ['announced'],
    );
    const other = [...compare, '--accept-change', 'command-added:snowcheck', '--reason', 'announced'];
    assert.equal((await run(folder, ...other)).code, 1);
  });

  it('names an error that the target did not have before', async () => {
    const folder = make({
      'old/rows/SKILL.md': skillMd('rows'),
      'new/rows/SKILL.md': skillMd('rows').replace('---\n\n', 'paths: "a/**"\n---\n\n'),
    });
    const api = await run(folder, 'impact', 'new/rows', '--against', 'old/rows');
    assert.match(api.out, /impact\/target-lost/);
    const other = await run(folder, 'impact', 'new/rows', '--against', 'old/rows', '--target', 'claude-code');
    assert.doesNotMatch(other.out, /impact\/target-lost/);
  });

  it('says what to do where there is no older side', async () => {
    const folder = make({ 'rows/SKILL.md': skillMd('rows'), 'x.zip': 'no archive' });
    const none = await run(folder, 'impact', 'rows', '--connection', 'local');
    assert.deepEqual([none.code, none.out], [2, '']);
    assert.match(none.err, /name a folder or an archive with --against/);
    assert.match((await run(folder, 'impact', 'rows', '--against', 'gone/rows')).err, /'gone\/rows' does not exist/);
    assert.equal((await run(folder, 'impact', 'rows', '--against', 'x.zip')).code, 1);
  });

  describe('with a registry', () => {
    let registry: TestRegistry;
    before(async () => {
      registry = await startTestRegistry();
    });
    after(() => registry.close());

    it('compares with the latest published version', async () => {
      const folder = make({ 'rows/SKILL.md': skillMd('rows') });
      const at = ['--base-url', registry.url];
      assert.equal((await run(folder, 'publish', 'rows', ...at, '--yes')).code, 0);
      writeFileSync(path.join(folder, 'rows/SKILL.md'), wider);
      const { code, out, err } = await run(folder, 'impact', 'rows', ...at);
      assert.equal(code, 0, err);
      assert.match(out, /impact\/command-added/);
    });

    it('counts what was accepted with the publish of the same content, and of no other', async () => {
      const folder = make({ 'rows/SKILL.md': skillMd('rows'), 'old/rows/SKILL.md': skillMd('rows') });
      const at = ['--base-url', registry.url, '--yes'];
      assert.equal((await run(folder, 'publish', 'rows', ...at, '--new')).code, 0);
      writeFileSync(path.join(folder, 'rows/SKILL.md'), wider);
      const accept = ['--accept-change', 'command-added:raincheck', '--reason', 'announced'];
      assert.equal((await run(folder, 'publish', 'rows', ...at, ...accept)).code, 0);
      const compare = ['impact', 'rows', '--against', 'old/rows', '--fail-on', 'wider'];
      const same = await run(folder, ...compare);
      assert.equal(same.code, 0, same.err);
      assert.match(same.out, /accepted: announced\n/);
      writeFileSync(path.join(folder, 'rows/SKILL.md'), `${wider}\nMore.\n`);
      const more = await run(folder, ...compare);
      assert.deepEqual([more.code, more.out.includes('accepted')], [1, false]);
    });

    it('says that a damaged publish history was not read, and accepts nothing by it', async () => {
      const folder = make({
        'rows/SKILL.md': wider,
        'old/rows/SKILL.md': skillMd('rows'),
        '.skill-publisher.json': '{ damaged',
      });
      const { code, err } = await run(folder, 'impact', 'rows', '--against', 'old/rows', '--fail-on', 'wider');
      assert.equal(code, 1);
      assert.match(err, /^What was accepted before is not known: .*not valid JSON/);
    });
  });
});
