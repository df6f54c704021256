import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { anthropicConnection, localConnection } from '../../../../src/vscode/host/connection.ts';
import { UnsettledUploads } from '../../../../src/vscode/host/unsettledUploads.ts';
import type { Attempt } from '../../../../src/core/publish/attempt.ts';
import type { PublishOutcome } from '../../../../src/core/publish/outcome.ts';
import { RegistryError } from '../../../../src/core/registry/errors.ts';
import { temporaryFolders } from '../../../support/temporaryFolder.ts';

const folder = { toString: () => 'file:///w/counting-lines' };
const other = { toString: () => 'file:///w/other' };
const attempt: Attempt = { name: 'counting-lines', fingerprint: 'abc', time: '2026-11-02T10:00:00.000Z' };
const unknown: PublishOutcome = {
  kind: 'unknown',
  message: '',
  skillId: undefined,
  versions: [],
  error: new RegistryError('offline', '', { outcome: 'unknown' }),
};
const published: PublishOutcome = {
  kind: 'published',
  skillId: 'skill_1',
  version: 'skver_1',
  how: 'answered',
  message: '',
  ledgerFailure: undefined,
};

describe('uploads whose outcome is not known', () => {
  const folders = temporaryFolders();
  const place = (): string => path.join(folders(), 'storage', 'unsettled-uploads.json');
  const sent = (uploads: UnsettledUploads, outcome: PublishOutcome): Promise<PublishOutcome> =>
    uploads.during(folder, localConnection, async (onSend) => {
      await onSend(attempt);
      return outcome;
    });

  it('are kept for the next window, for their folder and connection only', async () => {
    const file = place();
    await sent(new UnsettledUploads(file), unknown);
    const next = new UnsettledUploads(file);
    assert.deepEqual(await next.of(folder, localConnection), attempt);
    assert.equal(await next.of(other, localConnection), undefined);
    assert.equal(await next.of(folder, anthropicConnection), undefined);
  });

  it('are there after a window that ended while it sent, and not shown as open while it sends', async () => {
    const file = place();
    const uploads = new UnsettledUploads(file);
    await uploads.during(folder, localConnection, async (onSend) => {
      await onSend(attempt);
      assert.equal(await uploads.of(folder, localConnection), undefined);
      assert.deepEqual(await new UnsettledUploads(file).of(folder, localConnection), attempt);
      return published;
    });
    assert.equal(await uploads.of(folder, localConnection), undefined);
  });

  it('are kept when the publish ends with an error', async () => {
    const uploads = new UnsettledUploads(place());
    await assert.rejects(
      uploads.during(folder, localConnection, async (onSend) => {
        await onSend(attempt);
        throw new Error('a bug');
      }),
      /a bug/,
    );
    assert.deepEqual(await uploads.of(folder, localConnection), attempt);
  });

  it('stay when a later publish sends nothing, and go with one whose outcome is known, or when they are settled', async () => {
    const uploads = new UnsettledUploads(place());
    let changes = 0;
    uploads.onDidChange(() => {
      changes += 1;
    });
    await sent(uploads, unknown);
    await uploads.during(folder, localConnection, () => Promise.resolve({ kind: 'busy', message: '' }));
    assert.deepEqual([await uploads.of(folder, localConnection), changes], [attempt, 1]);
    await sent(uploads, published);
    assert.deepEqual([await uploads.of(folder, localConnection), changes], [undefined, 2]);
    await sent(uploads, unknown);
    await uploads.settle(folder, localConnection);
    assert.deepEqual([await uploads.of(folder, localConnection), changes], [undefined, 4]);
  });

  it('are not sent when they cannot be noted', async () => {
    const file = place();
    writeFileSync(path.dirname(file), 'a file in the place of the folder');
    await assert.rejects(sent(new UnsettledUploads(file), published), { code: 'EEXIST' });
  });

  it('begin anew after a file that is damaged', async () => {
    const file = place();
    mkdirSync(path.dirname(file));
    writeFileSync(file, '{"a":');
    const uploads = new UnsettledUploads(file);
    assert.equal(await uploads.of(folder, localConnection), undefined);
    await sent(uploads, unknown);
    assert.deepEqual(await uploads.of(folder, localConnection), attempt);
  });
});
