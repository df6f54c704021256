import assert from 'node:assert/strict';
import { chmodSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { ProfileFolder, profileFolder, readCredentials, UnsafeFileError } from '../../../../src/node/disk/profile.ts';
import { temporaryFolders } from '../../../support/temporaryFolder.ts';

describe('the folder of profiles', () => {
  const make = temporaryFolders();

  it('is where the vendor’s command line has it on each system', () => {
    const config = path.resolve('/c');
    assert.equal(profileFolder({ ANTHROPIC_CONFIG_DIR: '/c', HOME: '/h' }, 'linux'), config);
    assert.equal(profileFolder({ APPDATA: '/a', HOME: '/h' }, 'win32'), path.join('/a', 'Anthropic'));
    assert.equal(
      profileFolder({ APPDATA: '/a', XDG_CONFIG_HOME: '/x', HOME: '/h' }, 'linux'),
      path.resolve('/x/anthropic'),
    );
    assert.equal(
      profileFolder({ ANTHROPIC_CONFIG_DIR: '', HOME: '/h' }, 'darwin'),
      path.resolve('/h/.config/anthropic'),
    );
    assert.equal(profileFolder({}, 'linux'), undefined);
  });

  it('says which profile is in use, and gives its text', async () => {
    const folder = new ProfileFolder(make({ active_config: 'work\n', 'configs/work.json': '{}' }));
    assert.deepEqual(
      [await folder.active(), await folder.read('work'), await folder.read('other')],
      ['work', '{}', undefined],
    );
    assert.equal(await new ProfileFolder(make()).active(), undefined);
  });

  it('finds the credentials behind a link, which is not what is replaced', async () => {
    const at = make({ 'secret/token.json': '{}' });
    const folder = new ProfileFolder(at);
    symlinkSync(path.join(at, 'secret'), path.join(at, 'credentials'));
    const file = path.join(at, 'secret', 'token.json');
    assert.equal(await folder.credentialsPath('token', undefined), file);
    assert.equal(await folder.credentialsPath('x', 'secret/token.json'), file);
    assert.equal(await folder.credentialsPath('x', undefined), path.join(at, 'credentials', 'x.json'));
  });

  it('reads no file that others may change, and no token that they may read', async function () {
    if (process.platform === 'win32') this.skip();
    const at = make({ active_config: 'a', 'configs/a.json': '{}', 'credentials/a.json': '{}' });
    const folder = new ProfileFolder(at);
    const credentials = path.join(at, 'credentials/a.json');
    chmodSync(path.join(at, 'configs/a.json'), 0o644);
    assert.equal(await folder.read('a'), '{}');
    for (const mode of [0o620, 0o602]) {
      chmodSync(path.join(at, 'configs/a.json'), mode);
      chmodSync(path.join(at, 'active_config'), mode);
      await assert.rejects(folder.read('a'), UnsafeFileError);
      await assert.rejects(folder.active(), UnsafeFileError);
    }
    for (const mode of [0o640, 0o604, 0o620, 0o602]) {
      chmodSync(credentials, mode);
      await assert.rejects(
        readCredentials(credentials, (message) => assert.fail(message)),
        UnsafeFileError,
      );
    }
    chmodSync(credentials, 0o600);
    assert.equal(await readCredentials(credentials, (message) => assert.fail(message)), '{}');
  });
});
