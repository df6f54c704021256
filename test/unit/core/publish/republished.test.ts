import assert from 'node:assert/strict';
import type { LedgerEntry } from '../../../../src/core/publish/ledger.ts';
import { afterRepublish, type Republished } from '../../../../src/core/publish/republished.ts';

const entry: LedgerEntry = {
  skillId: 'skill_1',
  name: 'a',
  version: 'v2',
  fingerprint: 'sha256:2',
  time: '2026-11-01T00:00:00.000Z',
  notes: { v2: 'Two' },
};
const restored: Republished = {
  from: { connection: 'test', skillId: 'skill_1', version: 'v1' },
  to: { connection: 'test', skillId: 'skill_1', version: 'v3' },
  name: 'a',
  fingerprint: 'sha256:1',
  note: 'Restores v1',
  author: 'Jane',
  title: 'Letter A',
  time: new Date('2026-11-02T00:00:00Z'),
};
const promoted: Republished = {
  ...restored,
  to: { connection: 'prod', skillId: 'skill_9', version: 'w1' },
  note: 'Promoted from Test, v1',
};

describe('afterRepublish', () => {
  it('adds the note of a restore, and leaves the folder based on its own version', () => {
    assert.deepEqual(afterRepublish(entry, restored), { ...entry, notes: { v2: 'Two', v3: 'Restores v1' } });
    assert.equal(afterRepublish(entry, { ...restored, note: undefined }), undefined);
    assert.equal(afterRepublish(undefined, restored), undefined);
  });

  it('bases the folder on a restored version of the same content, and says what it restores and who did it', () => {
    const after = afterRepublish({ ...entry, fingerprint: 'sha256:1' }, restored);
    assert.deepEqual(
      [after?.version, after?.action, after?.author, after?.title, after?.notes],
      ['v3', { kind: 'restore', version: 'v1' }, 'Jane', 'Letter A', { v3: 'Restores v1' }],
    );
  });

  it('remembers a promoted version with note, display name and where it came from', () => {
    assert.deepEqual(afterRepublish(undefined, promoted), {
      skillId: 'skill_9',
      name: 'a',
      version: 'w1',
      fingerprint: 'sha256:1',
      time: '2026-11-02T00:00:00.000Z',
      author: 'Jane',
      title: 'Letter A',
      action: { kind: 'promote', connection: 'test', skillId: 'skill_1', version: 'v1' },
      notes: { w1: 'Promoted from Test, v1' },
    });
    assert.equal(afterRepublish({ ...entry, skillId: 'skill_9' }, promoted)?.version, 'w1');
  });

  it('leaves what a folder was published to as another skill', () => {
    assert.equal(afterRepublish(entry, promoted), undefined);
    assert.equal(afterRepublish({ ...entry, skillId: 'skill_other' }, restored), undefined);
  });

  it('takes the same version of two services for a promote', () => {
    const elsewhere = { ...restored, from: { ...restored.from, connection: 'other' } };
    assert.equal(afterRepublish(entry, elsewhere)?.action?.kind, 'promote');
  });
});
