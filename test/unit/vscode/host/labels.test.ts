import assert from 'node:assert/strict';
import { promoteNote, restoreNote } from '../../../../src/core/publish/release.ts';
import { skillName } from '../../../../src/vscode/host/labels.ts';

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
