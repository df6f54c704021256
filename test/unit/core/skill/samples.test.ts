import assert from 'node:assert/strict';
import { validate } from '../../../../src/core/skill/validate.ts';
import { sampleSkill } from '../../../support/sampleSkill.ts';

describe('sample skills', () => {
  for (const name of ['pdf-forms', 'release-notes', 'csv-report']) {
    it(`${name} has no errors and no warnings for any target`, () => {
      for (const target of ['api', 'claude-code', 'vscode', 'spec'] as const) {
        const grave = validate(sampleSkill(name), target).filter(
          ({ severity }) => severity === 'error' || severity === 'warning',
        );
        assert.deepEqual(grave, [], target);
      }
    });
  }

  it('needs-work shows typical mistakes', () => {
    const codes = new Set(validate(sampleSkill('needs-work'), 'api').map(({ code }) => code));
    for (const code of ['name/charset', 'fm/unquoted-colon', 'fm/unknown-key', 'tools/type', 'metadata/values'])
      assert.ok(codes.has(code), code);
  });
});
