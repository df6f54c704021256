import assert from 'node:assert/strict';
import { folderState, hasUnpublishedChanges, type KnownSkill } from '../../../../src/core/publish/folderState.ts';
import type { LedgerEntry } from '../../../../src/core/publish/ledger.ts';

const entry: LedgerEntry = {
  skillId: 'skill_1',
  name: 'greet',
  version: 'skver_1',
  fingerprint: 'sha256:a',
  time: '2026-05-01T10:00:00Z',
  notes: {},
};
const seen = (known: Partial<KnownSkill>): KnownSkill => ({
  latest: 'skver_1',
  exists: true,
  updatedAt: '2026-05-01T10:00:00Z',
  seenAt: '2026-05-02T10:00:00Z',
  ...known,
});
const same = 'sha256:a';
const other = 'sha256:b';

describe('folderState', () => {
  it('says what the ledger and the fingerprint tell', () => {
    assert.deepEqual(folderState({ entry: undefined, fingerprint: same }), { kind: 'unpublished' });
    assert.deepEqual(folderState({ entry, fingerprint: same }), { kind: 'inSync', version: 'skver_1' });
    assert.deepEqual(folderState({ entry, fingerprint: other }), { kind: 'changed', version: 'skver_1' });
  });

  it('is in sync when only line ends differ, and says so', () => {
    const keyed = { ...entry, contentKey: 'sha256:text' };
    const facts = { entry: keyed, fingerprint: other, contentKey: 'sha256:text' };
    assert.deepEqual(folderState(facts), { kind: 'inSync', version: 'skver_1', lineEndsDiffer: true });
    assert.equal(hasUnpublishedChanges(folderState(facts)), false);
    const known = seen({ latest: 'skver_2', updatedAt: '2026-05-01T12:00:00Z' });
    assert.equal(folderState({ ...facts, known }).kind, 'remoteNewer');
    assert.equal(folderState({ ...facts, contentKey: 'sha256:other' }).kind, 'changed');
    assert.equal(folderState({ ...facts, entry }).kind, 'changed');
    assert.deepEqual(folderState({ ...facts, fingerprint: same }), { kind: 'inSync', version: 'skver_1' });
  });

  it('says that it does not know when the files cannot be read', () => {
    assert.deepEqual(folderState({ entry, fingerprint: undefined, unreadable: "'a' cannot be read." }), {
      kind: 'unknown',
      reason: "'a' cannot be read.",
    });
    assert.equal(folderState({ entry: undefined, fingerprint: undefined }).kind, 'unpublished');
  });

  it('knows a newer version when one was seen, and a conflict when both sides changed', () => {
    const known = seen({ latest: 'skver_2', updatedAt: '2026-05-01T12:00:00Z' });
    assert.deepEqual(folderState({ entry, fingerprint: same, known }), {
      kind: 'remoteNewer',
      version: 'skver_1',
      latest: 'skver_2',
      newer: undefined,
    });
    assert.deepEqual(folderState({ entry, fingerprint: other, known }), {
      kind: 'conflict',
      version: 'skver_1',
      latest: 'skver_2',
      newer: undefined,
    });
  });

  it('tells a newer version that the publish history has from one of somebody else', () => {
    const known = seen({ latest: 'skver_2', updatedAt: '2026-05-01T12:00:00Z' });
    const noted = (fingerprint: string, versions: readonly string[]): boolean => {
      const notes = Object.fromEntries(versions.map((version) => [version, 'Restores a version']));
      const state = folderState({ entry: { ...entry, notes }, fingerprint, known });
      assert.equal(state.kind, fingerprint === same ? 'remoteNewer' : 'conflict');
      return 'noted' in state;
    };
    assert.deepEqual([noted(same, ['skver_2']), noted(other, ['skver_2'])], [true, true]);
    assert.deepEqual([noted(same, ['skver_1', 'skver_3']), noted(other, [])], [false, false]);
  });

  it('counts newer versions after a check of the same version only', () => {
    const checked = { base: 'skver_1', baseExists: true, newer: 3 };
    assert.deepEqual(folderState({ entry, fingerprint: same, known: seen({ latest: 'skver_4', checked }) }), {
      kind: 'remoteNewer',
      version: 'skver_1',
      latest: 'skver_4',
      newer: 3,
    });
    const state = folderState({
      entry,
      fingerprint: same,
      known: seen({ latest: 'skver_4', updatedAt: '2026-05-01T12:00:00Z', checked: { ...checked, base: 'skver_0' } }),
    });
    assert.equal(state.kind === 'remoteNewer' ? state.newer : 'other', undefined);
  });

  it('says what was deleted', () => {
    assert.deepEqual(
      folderState({ entry, fingerprint: same, known: seen({ exists: false, latest: undefined, updatedAt: '' }) }),
      { kind: 'gone', what: 'skill', version: 'skver_1' },
    );
    const checked = { base: 'skver_1', baseExists: false, newer: 0 };
    assert.deepEqual(folderState({ entry, fingerprint: other, known: seen({ latest: 'skver_0', checked }) }), {
      kind: 'gone',
      what: 'version',
      version: 'skver_1',
    });
  });

  it('does not let what was seen before a publish say anything about it', () => {
    const known = seen({ latest: 'skver_0', updatedAt: '2026-04-30T00:00:00Z', seenAt: '2026-05-01T09:00:00Z' });
    assert.deepEqual(folderState({ entry, fingerprint: same, known }), { kind: 'inSync', version: 'skver_1' });
    const gone = seen({ exists: false, latest: undefined, updatedAt: '', seenAt: '2026-05-01T09:00:00Z' });
    assert.equal(folderState({ entry, fingerprint: same, known: gone }).kind, 'inSync');
  });

  it('believes a check of the very version whatever the clocks say', () => {
    const checked = { base: 'skver_1', baseExists: false, newer: 0 };
    const slow = { latest: 'skver_0', updatedAt: '2026-04-30T00:00:00Z', seenAt: '2026-05-01T09:00:00Z' };
    assert.deepEqual(folderState({ entry, fingerprint: same, known: seen({ ...slow, checked }) }), {
      kind: 'gone',
      what: 'version',
      version: 'skver_1',
    });
    const known = seen({ ...slow, checked: { ...checked, base: 'skver_0' } });
    assert.equal(folderState({ entry, fingerprint: same, known }).kind, 'inSync', 'of another version');
  });

  it('calls no version newer that only took the place of a deleted one', () => {
    const known = seen({ latest: 'skver_0', updatedAt: '2026-05-01T12:00:00Z' });
    const gone = { kind: 'gone', what: 'version', version: 'skver_1' };
    assert.deepEqual(folderState({ entry, fingerprint: same, known, baseDeleted: true }), gone);
    assert.deepEqual(folderState({ entry, fingerprint: other, baseDeleted: true }), gone);
    assert.deepEqual(
      folderState({ entry, fingerprint: same, known: seen({ latest: 'skver_0' }) }),
      gone,
      'nobody published after it, and the latest is another one',
    );
    assert.deepEqual(
      folderState({ entry, fingerprint: same, known: seen({ latest: undefined }) }),
      gone,
      'no version is left',
    );
  });

  it('offers what was published after a deleted version, once a check has seen it', () => {
    const known = seen({ latest: 'skver_4', checked: { base: 'skver_1', baseExists: false, newer: 2 } });
    assert.deepEqual(folderState({ entry, fingerprint: same, known, baseDeleted: true }), {
      kind: 'remoteNewer',
      version: 'skver_1',
      latest: 'skver_4',
      newer: 2,
    });
  });

  it('compares version numbers by age, and never a number with an id', () => {
    const beta: LedgerEntry = { ...entry, version: '1759178010641129', time: '2025-09-29T20:33:31Z' };
    const before = { latest: '1759178010641128', updatedAt: '2025-09-29T20:33:00Z' };
    assert.equal(
      folderState({ entry: beta, fingerprint: same, known: seen(before) }).kind,
      'inSync',
      'seen before the publish',
    );
    assert.equal(
      folderState({ entry: beta, fingerprint: same, known: seen({ ...before, updatedAt: '2025-09-29T20:33:31Z' }) })
        .kind,
      'gone',
    );
    assert.equal(
      folderState({ entry: beta, fingerprint: same, known: seen({ latest: '1759178010641130' }) }).kind,
      'remoteNewer',
    );
    assert.equal(folderState({ entry: beta, fingerprint: same, known: seen({ latest: 'skver_9' }) }).kind, 'inSync');
  });

  it('counts changed and conflicting folders as unpublished changes, new ones not', () => {
    const states = [
      folderState({ entry, fingerprint: other }),
      folderState({ entry, fingerprint: same }),
      folderState({ entry: undefined, fingerprint: same }),
    ];
    assert.deepEqual(states.map(hasUnpublishedChanges), [true, false, false]);
  });
});
