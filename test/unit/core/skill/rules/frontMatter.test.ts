import assert from 'node:assert/strict';
import { frontMatterRules } from '../../../../../src/core/skill/rules/frontMatter.ts';
import { unknownKeyRules } from '../../../../../src/core/skill/rules/unknownKeys.ts';
import { yamlRules } from '../../../../../src/core/skill/rules/yaml.ts';
import { validate } from '../../../../../src/core/skill/validate.ts';
import { document, skill } from '../../../../support/markedSkill.ts';
import { described, exercises, front, given, reports, silent } from '../../../../support/ruleCases.ts';

describe('rules of the front matter', () => {
  reports(
    'fm/missing',
    given('«# Title»\n'),
    given('«»'),
    given('«\n»---\nname: my-skill\n---\n'),
    given('«```yaml\n»---\nname: my-skill\n---\n```\n'),
    given('«---js»\nx\n---\n'),
  );
  reports(
    'fm/unclosed',
    given('«---»\nname: my-skill\n\n# Title\n'),
    given('---\nname: my-skill\n«...»\nBody\n'),
    given('---\nname: my-skill\n«-----»\nBody\n'),
  );
  reports('fm/too-large', given(`«---»\nname: ${'x'.repeat(20_000)}\n---\n`));
  reports('fm/delimiter-space', given('---«  »\nname: my-skill\n---\n'));
  silent('fm/delimiter-space', given('---\nname: my-skill\n---  \n'));
  reports('fm/dash-in-value', described('one «---» two'));
  silent('fm/dash-in-value', given(document('', 'a\n\n---\n\nb\n')));
  reports('fm/duplicate-key', front('«license»: MIT'), front('metadata:\n  a: b\n  «a»: c'));
  reports('fm/flow-style', front('metadata: «{a: b}»'), front('allowed-tools: «[Read, Write]»'));
  reports('fm/anchor-tag', front('compatibility: «!!str» x'), front('compatibility: «&x» y\nmetadata:\n  a: «*x»'));
  reports('fm/hash-truncation', described('Fix issue «#12 when asked»'));
  silent(
    'fm/hash-truncation',
    described('Use when asked # a comment'),
    described('"Fix issue #12"'),
    front('# whole line'),
  );
  reports(
    'fm/yaml',
    front("compatibility: «'it's fine'»"),
    front('compatibility: «"abc" def»'),
    given('---\n«- a\n- b»\n---\n'),
    front('compatibility: «"never closed»'),
  );
  it('fm/yaml says what is wrong with a quoted value', () => {
    const message = (value: string): string =>
      validate(skill(document(`compatibility: ${value}`)), 'api').find(({ code }) => code === 'fm/yaml')?.message ?? '';
    assert.match(message('"C:\\Users\\x"'), /^A backslash between double quotes begins an escape/);
    assert.match(message('"abc" def'), /^Text follows the closing quote/);
    assert.match(message('"abc'), /^The quote at the start of this value is never closed/);
  });
  silent('fm/yaml', front('compatibility: "fine: here"'));
  reports(
    'fm/unquoted-colon',
    described('«Use when: asked»'),
    front('metadata:\n  note: «a: b»'),
    given('---\nname: my-skill\ndescription: «first line\n\n  Keywords: a, b»\n---\n'),
  );
  reports(
    'fm/quoting-start',
    described('«`jq` helper»'),
    described('«@scope helper»'),
    described('«> 5 MB»'),
    described('«[a] [b]»'),
    front('metadata:\n  tools:\n    - «@x/y»'),
  );
  silent('fm/quoting-start', described('>\n  folded'), described('"`jq`"'));
  reports('fm/tab', front('metadata:\n«\t»author: x'));
  reports(
    'fm/unknown-key',
    front('«version»: 1'),
    front('«argument-hint»: "[x]"'),
    front('«constructor»: x\n«__proto__»: y'),
    front('«foo»: x', {}, 'claude-code'),
  );
  silent(
    'fm/unknown-key',
    front('argument-hint: "[x]"', {}, 'claude-code'),
    front('context: fork', {}, 'vscode'),
    front('metadata:\n  version: "1"'),
  );
  reports(
    'fm/unknown-key',
    front('«user_invocable»: true'),
    front('«when-to-use»: x'),
    front('«argumentHint»: x', {}, 'spec'),
    front('«mode»: x'),
    front('«hook»: x'),
    front('«Model»: x'),
    front('? «complex»\n: x'),
  );
  reports('fm/unknown-key-local', front('«model»: opus', {}, 'claude-code'));
  reports(
    'fm/misspelt-key',
    front('«allowed_tools»: Read'),
    front('«allowedTools»: Read'),
    front('«compatability»: x'),
    front('«user_invocable»: true', {}, 'claude-code'),
    front('«when-to-use»: x', {}, 'claude-code'),
    front('«mode»: opus', {}, 'claude-code'),
  );
  silent(
    'fm/misspelt-key',
    front('user_invocable: true'),
    front('mode: x'),
    front('version: 1'),
    front('title2: x'),
    front('tags: x'),
    front('licence: x'),
  );
  reports('fm/key-case', given('---\n«Name»: my-skill\n«Description»: x\n---\n'));
  exercises(frontMatterRules, unknownKeyRules, yamlRules);
});
