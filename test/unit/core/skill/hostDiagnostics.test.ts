import assert from 'node:assert/strict';
import { saidByHost } from '../../../../src/core/skill/hostDiagnostics.ts';
import type { Target } from '../../../../src/core/skill/skill.ts';
import { validate } from '../../../../src/core/skill/validate.ts';
import { document, skill } from '../../../support/markedSkill.ts';

function said(text: string, target: Target = 'api'): Record<string, boolean> {
  const given = skill(text);
  return Object.fromEntries(validate(given, target).map((problem) => [problem.code, saidByHost(given)(problem)]));
}

function check(name: string, text: string, expected: Readonly<Record<string, boolean>>, target: Target = 'api'): void {
  it(name, () => {
    const all = said(text, target);
    assert.deepEqual(Object.fromEntries(Object.keys(expected).map((code) => [code, all[code]])), expected);
  });
}

describe('saidByHost', () => {
  check('a missing name and description', '---\nlicense: MIT\n---\n', { 'name/required': true, 'desc/required': true });
  check('nothing without front matter, which the host does not notice', '# Title\n', { 'fm/missing': false });
  check(
    'nothing that YAML refuses, which the host reads all the same',
    '---\nname: my-skill\ndescription: Use when: asked\n---\n',
    { 'fm/unquoted-colon': false },
  );
  check(
    'the characters of a name and the folder, but not the length',
    `---\nname: ${'A'.repeat(65)}\ndescription: x\n---\n`,
    { 'name/charset': true, 'name/dir-mismatch': true, 'name/length': false },
  );
  check('not the hyphens of a name and not reserved words', '---\nname: -claude\ndescription: x\n---\n', {
    'name/edge-hyphen': false,
    'name/reserved': false,
    'name/dir-mismatch': true,
  });
  check(
    'a list as a name, but not a number, which the host reads as a text',
    '---\nname: [a]\ndescription: 12\n---\n',
    { 'name/type': true, 'desc/type': false },
  );
  check('a number as a name is not said', '---\nname: 12\ndescription: [a]\n---\n', {
    'name/type': false,
    'desc/type': true,
  });
  check('empty values', '---\nname: ""\ndescription:\n---\n', { 'name/empty': true, 'desc/required': true });
  check('a broken name as far as the host reads it', "---\nname: 'my-skill's'\ndescription: x\n---\n", {
    'fm/yaml': false,
    'name/charset': false,
  });
  check('duplicate keys of the top level', '---\nname: my-skill\nname: my-skill\n---\n', { 'fm/duplicate-key': true });
  check(
    'unknown keys for VS Code, not the refusal of the Skills API',
    document('foo: x'),
    { 'fm/unknown-key': true },
    'vscode',
  );
  check('the refusal of the Skills API is another fact', document('foo: x'), { 'fm/unknown-key': false });
  check('switches that are neither true nor false', document('user-invocable: yes'), { 'field/type': true }, 'vscode');
  check('a hint in brackets', document('argument-hint: [x]'), { 'field/type': true }, 'vscode');
  check('links to missing files', document('', 'See [x](gone.md).\n'), { 'ref/exists': true });
  check('not images and not paths in code', document('', '![x](gone.png)\n'), { 'ref/exists': false });
  check('not paths in code', document('', '`scripts/gone.py`\n'), { 'ref/exists': false });
});
