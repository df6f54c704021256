import assert from 'node:assert/strict';
import { validate } from '../../../../src/core/skill/validate.ts';
import type { Skill, SkillFile } from '../../../../src/core/skill/skill.ts';
import cases from '../../../fixtures/conformance.json' with { type: 'json' };

/**
 * The choice for inputs on which the public validators disagree: the codes and severities that are reported for target
 * `api`.
 */
const choices: Readonly<Record<string, readonly string[]>> = {
  // One of two validators finds `skill.md`; most agents and a server on a file system that knows case do not.
  T25: ['error file/case'],
  // Both validators let an empty compatibility pass although the specification says 1 to 500 characters.
  B10: ['warning compat/empty'],
  // Brackets are refused by the reference validator alone, a list by `gh skill publish`; the API's own view is not
  // known.
  A09: ['warning fm/flow-style', 'warning tools/type'],
  // PyYAML takes the last one; nobody can want that.
  Y09: ['error fm/duplicate-key', 'warning name/dir-mismatch'],
  // A number is refused by the packaging check, and read as a text by the reference validator.
  Y15: ['error desc/type'],
  // Accepted by both, but not read as written.
  Y17: ['warning metadata/values', 'warning metadata/values'],
  Y19: ['warning metadata/type'],
  // Accepted by both, and cut by the reference validator and Claude Code.
  Y25: ['warning fm/dash-in-value'],
  Y29: ['warning fm/anchor-tag'],
  // Whitespace behind the closing line is accepted by both.
  F05: [],
};

function toSkill(item: (typeof cases)[number]): Skill {
  const bytes = item.raw_latin1 === null ? undefined : Buffer.from(item.raw_latin1, 'latin1');
  const text = bytes ? new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes) : (item.text ?? '');
  const files: SkillFile[] = [[item.file, text] as const, ...Object.entries(item.files)].map(([path, content]) => ({
    path,
    size: Buffer.byteLength(content),
    kind: 'file',
    text: content,
  }));
  return { folderName: item.folder, fileName: item.file, text, files };
}

describe('conformance with the public validators', () => {
  for (const item of cases) {
    it(`${item.id}: ${item.verdict} ${JSON.stringify(item.note || (item.text ?? '').slice(4, 60))}`, () => {
      const problems = validate(toSkill(item), 'api');
      const errors = problems.filter(({ severity }) => severity === 'error').map(({ code }) => code);
      if (item.verdict === 'reject') assert.notEqual(errors.length, 0);
      else if (item.verdict === 'accept') assert.deepEqual(errors, []);
      const choice = choices[item.id];
      assert.equal(choice !== undefined, item.verdict === 'disputed', 'every disputed case has a documented choice');
      if (choice) {
        const grave = problems.filter(({ severity }) => severity === 'error' || severity === 'warning');
        assert.deepEqual(grave.map(({ severity, code }) => `${severity} ${code}`).sort(), choice);
      }
    });
  }
});
