import assert from 'node:assert/strict';
import { ArchiveError } from '../../../../src/core/bundle/archiveError.ts';
import { fingerprintOfVersion } from '../../../../src/core/publish/remote.ts';
import { RegistryError } from '../../../../src/core/registry/errors.ts';

describe('fingerprint of a published version', () => {
  const failing = (error: Error): Promise<string | undefined> =>
    fingerprintOfVersion(() => Promise.reject(error), 'skill_1', 'v1');

  it('is not known where the version cannot be read', async () => {
    assert.equal(await failing(new ArchiveError('EMPTY', 'The archive holds no files.')), undefined);
    assert.equal(await failing(new RegistryError('server', 'No.', { outcome: 'refused' })), undefined);
  });

  it('fails with what is a bug, also one that is named like an answer', async () => {
    const bug = Object.assign(new Error('x is not a function'), { name: 'ArchiveError' });
    await assert.rejects(failing(bug), bug);
  });
});
