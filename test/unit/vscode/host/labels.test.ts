import assert from 'node:assert/strict';
import { promoteNote, restoreNote } from '../../../../src/core/publish/release.ts';
import { skillName, toAge, toDateTime } from '../../../../src/vscode/host/labels.ts';
import { inGerman } from '../../../support/germanWords.ts';

describe('a time', () => {
  it('is said in the language of the window', () => {
    const now = Date.parse('2026-11-28T20:31:03Z');
    const ages = ['2026-11-28T20:28:03Z', '2026-11-28T20:31:00Z'];
    assert.deepEqual(
      inGerman(() => ages.map((iso) => toAge(iso, now))),
      ['vor 3 Min.', 'in dieser Minute'],
    );
    assert.match(
      inGerman(() => toDateTime('2026-03-28T12:00:00Z')),
      /^28\.03\.2026, /,
    );
    assert.doesNotMatch(toAge(ages[0] ?? '', now), /vor/);
  });
});

describe('what people call a skill', () => {
  const createdAt = '2026-11-28T20:28:03.123Z';
  const id = 'skill_01AbCdEfGhIjKlMnOpQrStUv';

  it('is its display name, else its name, else when it was made, and never an ID', () => {
    assert.equal(skillName({ id, label: 'PDF forms', createdAt }, 'pdf-forms'), 'PDF forms');
    assert.equal(skillName({ id, label: undefined, createdAt }, 'pdf-forms'), 'pdf-forms');
    assert.match(skillName({ id, label: undefined, createdAt }), /^Skill of .*2026/);
    assert.equal(skillName({ id: 'pdf', label: undefined, createdAt }), 'pdf');
  });

  it('is by its time in the note of a version that is published once more', () => {
    assert.equal(restoreNote({ createdAt }), 'Restores the version of 2026-11-28 20:28 UTC');
    assert.equal(promoteNote('Team', { createdAt }), 'Promoted from Team, the version of 2026-11-28 20:28 UTC');
  });
});
