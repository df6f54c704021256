import { fieldRules } from '../../../../../src/core/skill/rules/fields.ts';
import { file } from '../../../../support/markedSkill.ts';
import { exercises, front, given, reports, silent } from '../../../../support/ruleCases.ts';

describe('rules of other fields', () => {
  reports(
    'license/short',
    given(`---\nname: my-skill\ndescription: Use when asked\nlicense: «${'word '.repeat(30)}x»\n---\n`),
  );
  reports('license/missing', given('«---»\nname: my-skill\ndescription: x\n---\n'));
  reports(
    'license/file',
    given('---\nname: my-skill\ndescription: x\nlicense: «Complete terms in LICENSE.txt»\n---\n'),
  );
  silent(
    'license/file',
    given('---\nname: my-skill\ndescription: x\nlicense: Oven LICENSE AGREEMENT\n---\n'),
    given('---\nname: my-skill\ndescription: x\nlicense: Complete terms in LICENSE.txt\n---\n', {
      files: [file('LICENSE.txt')],
    }),
    given('---\nname: my-skill\ndescription: x\nlicense: MIT\n---\n'),
    given('---\nlicense: LICENSE.txt\n---\n', { files: undefined }),
  );
  reports('compat/type', front('compatibility:\n  «- claude»'), front('compatibility: «1»'));
  reports('compat/length', front(`compatibility: «${'x'.repeat(501)}»`));
  reports('compat/empty', front('compatibility: «""»'), front('«compatibility»:'));
  reports('metadata/type', front('metadata: «hello»'));
  silent('metadata/type', front('metadata:'));
  reports(
    'metadata/values',
    front('metadata:\n  version: «1.10»\n  on: «yes»\n  day: «2026-01-02»\n  oct: «010»\n  text: "1.10"'),
  );
  reports('metadata/nested', front('metadata:\n  tags:\n    «- a\n    - b»\n  inner:\n    «x: y»'));
  reports('metadata/github-keys', front('metadata:\n  «github-path»: x'));
  reports('tools/type', front('allowed-tools:\n  «- Read\n  - Write»'));
  reports('tools/separator', front('allowed-tools: «Read, Write»'));
  silent('tools/separator', front('allowed-tools: Bash(git add:*, git rm:*) Read'));
  reports('tools/experimental', front('«allowed-tools»: Read'));
  reports('tools/means', front('«allowed-tools»: Read'));
  reports(
    'field/type',
    front('user-invocable: «yes»', {}, 'vscode'),
    front('argument-hint: «[file]»', {}, 'claude-code'),
    front('hooks: «x»', {}, 'claude-code'),
  );
  silent('field/type', front('user-invocable: false', {}, 'vscode'), front('user-invocable: yes', {}, 'api'));
  silent(
    'field/type',
    ...['yes', 'NO', 'oN', 'off', '1', '0', '"true"', 'False'].map((value) =>
      front(`user-invocable: ${value}\nbackground: ${value}`, {}, 'claude-code'),
    ),
  );
  reports(
    'field/type',
    front('background: «maybe»\nuser-invocable: «2»\ndisable-model-invocation: «[yes]»', {}, 'claude-code'),
    front('user-invocable: «on»\ndisable-model-invocation: «1»', {}, 'vscode'),
  );
  silent('field/value', front('context: inline', {}, 'claude-code'));
  for (const code of ['fm/misspelt-key', 'fm/unknown-key'])
    silent(code, front('disallowedTools: Bash', {}, 'claude-code'));
  reports('fm/unknown-key', front('«disallowedTools»: Bash'));
  reports('field/value', front('shell: «zsh»', {}, 'claude-code'));
  exercises(fieldRules);
});
