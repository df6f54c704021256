import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { CliIo } from '../../../src/cli/io.ts';
import { isClean } from '../../../src/cli/packCommand.ts';
import { extractArchive } from '../../../src/core/bundle/extract.ts';
import { runCommandLine as run } from '../../support/commandLine.ts';
import { licensedSkillMd as good } from '../../support/publishCase.ts';
import { temporaryFolders } from '../../support/temporaryFolder.ts';

describe('cli pack', () => {
  const make = temporaryFolders();

  it('writes the archive and says where', async () => {
    const folder = make({ 'counting-lines/SKILL.md': good(), 'counting-lines/.env': 'A=1' });
    const { code, out, err } = await run(folder, ['pack', 'counting-lines']);
    assert.deepEqual([code, out], [0, `${path.join(folder, 'counting-lines.zip')}\n`]);
    assert.match(err, /1 file.*1 left out.*sha256:/);
    assert.deepEqual(
      extractArchive(readFileSync(path.join(folder, 'counting-lines.zip'))).map((file) => file.path),
      ['counting-lines/SKILL.md'],
    );
  });

  it('lists what travels and what stays, with the reason', async () => {
    const folder = make({ 'counting-lines/SKILL.md': good(), 'counting-lines/.env': 'A=1' });
    const { out } = await run(folder, ['pack', 'counting-lines', '--list']);
    assert.match(out, /^SKILL\.md\t\d+\n\(excluded\) \.env\t.*never sent\.\n$/);
  });

  it('lets no name of a file speak to the terminal', async () => {
    const folder = make({
      'counting-lines/SKILL.md': good(),
      'counting-lines/a\u001b[2J\nb.md': '',
      'counting-lines/.env.\u001b[2J': '',
    });
    const { out } = await run(folder, ['pack', 'counting-lines', '--list']);
    assert.doesNotMatch(out.replace(/[\n\t]/g, ''), /\p{Cc}/u);
    assert.match(out, /^\(excluded\) aU\+001B\[2JU\+000Ab\.md\t/m);
    assert.equal(out.trimEnd().split('\n').length, 3);
  });

  it('says which files were not searched for secrets', async () => {
    const folder = make({ 'counting-lines/SKILL.md': good(), 'counting-lines/a.bin': new Uint8Array(9) });
    assert.match(
      (await run(folder, ['pack', 'counting-lines'])).err,
      /^Of 1 file only the readable text was searched for secrets \(binary\): a\.bin$/m,
    );
    const names = Array.from({ length: 12 }, (_, index) => `counting-lines/${index + 10}.bin`);
    const many = make({
      'counting-lines/SKILL.md': good(),
      ...Object.fromEntries(names.map((name) => [name, new Uint8Array(9)])),
    });
    assert.match(
      (await run(many, ['pack', 'counting-lines'])).err,
      /^Of 12 files .*: 10\.bin, .*, 19\.bin and 2 more$/m,
    );
  });

  it('never packs what could not be searched, whatever is allowed', () => {
    let said = '';
    const io: CliIo = {
      stdout: () => undefined,
      stderr: (text) => {
        said += text;
      },
      signal: new AbortController().signal,
      env: {},
      cwd: '/',
    };
    assert.equal(isClean({ findings: [], cut: false, failed: ['a.md'], unsearched: [] }, new Set(), io), false);
    assert.match(said, /a\.md could not be searched for secrets\nNot packed: /);
    assert.equal(isClean({ findings: [], cut: false, failed: [], unsearched: [] }, new Set(), io), true);
  });

  it('leaves out what publish leaves out: rules begin at the folder of the ledger', async () => {
    const folder = make({
      '.skill-publisher.json': '{}',
      '.gitignore': '*.log\n',
      'skills/counting-lines/SKILL.md': good(),
      'skills/counting-lines/a.log': '',
    });
    assert.match(
      (await run(path.join(folder, 'skills'), ['pack', 'counting-lines', '--list'])).out,
      /^\(excluded\) a\.log\tIgnored by \.gitignore/m,
    );
  });

  it('says of a folder whose name is not UTF-8 what to do', async () => {
    const { code, err } = await run('/', ['pack', 'd\ufffd']);
    assert.equal(code, 2);
    assert.match(err, /^'dU\+FFFD' cannot be opened: its name is not valid UTF-8\. Rename the folder\.$/m);
  });

  it('writes nothing for a skill with errors or secrets', async () => {
    const folder = make({
      'bad/SKILL.md': 'x',
      'counting-lines/SKILL.md': good(),
      'counting-lines/n.md': `key ghp_${'a1B2c3D4e5'.repeat(3)}F6g7H8\n`,
    });
    assert.equal((await run(folder, ['pack', 'bad'])).code, 1);
    const secret = await run(folder, ['pack', 'counting-lines']);
    assert.equal(secret.code, 1);
    assert.match(secret.err, /n\.md:1 looks like/);
    assert.ok(!existsSync(path.join(folder, 'bad.zip')) && !existsSync(path.join(folder, 'counting-lines.zip')));
    const all = await run(folder, ['pack', 'counting-lines', '--allow-secrets']);
    assert.equal(all.code, 2);
    assert.match(all.err, /--allow-secret FINGERPRINT/);
    const [, fingerprint = ''] = /fingerprint ([0-9a-f]{16})/.exec(secret.err) ?? [];
    assert.equal((await run(folder, ['pack', 'counting-lines', '--allow-secret', '0'.repeat(16)])).code, 1);
    assert.equal((await run(folder, ['pack', 'counting-lines', '--allow-secret', 'all'])).code, 2);
    assert.equal((await run(folder, ['pack', 'counting-lines', '--allow-secret', fingerprint])).code, 0);
  });

  it('does not write into the skill folder', async () => {
    const folder = make({ 'SKILL.md': good(path.basename('x-y')) });
    assert.equal((await run(folder, ['pack', '.'])).code, 2);
  });
});
