import assert from 'node:assert/strict';
import { parseConfig, settingsFor, tightening } from '../../../../src/core/lint/config.ts';

describe('configuration', () => {
  it('reads target, rules with limits, overrides, terms and what publishing asks', () => {
    const { config, problems } = parseConfig(
      JSON.stringify({
        $schema: './schema.json',
        target: 'claude-code',
        rules: { 'ref/orphan': 'off', 'body/lines': ['error', { max: 300 }] },
        exclude: ['**/drafts/**'],
        overrides: [{ files: ['vendor/*'], target: 'spec', rules: { 'body/lines': 'hint' } }],
        baseline: 'ci/baseline.json',
        terms: [{ term: 'utilise', message: 'Write “use”.', replace: 'use' }],
        publish: { requireCleanGit: true },
      }),
    );
    assert.deepEqual(problems, []);
    assert.deepEqual(settingsFor(config, 'skills/a'), {
      target: 'claude-code',
      rules: { 'ref/orphan': 'off', 'body/lines': 'error' },
      limits: { 'body/lines': 300 },
    });
    assert.deepEqual(settingsFor(config, 'vendor/b'), {
      target: 'spec',
      rules: { 'ref/orphan': 'off', 'body/lines': 'hint' },
      limits: { 'body/lines': 300 },
    });
    assert.equal(config.publish.requireCleanGit, true);
    assert.deepEqual(tightening(config.rules), { 'body/lines': 'error' });
  });

  for (const [text, message, marked] of [
    ['{ "trget": "api" }', 'Unknown key “trget”. Did you mean “target”?', '"trget"'],
    [
      '{ "rules": { "name/charst": "off" } }',
      'Unknown rule “name/charst”. Did you mean “name/charset”?',
      '"name/charst"',
    ],
    ['{ "target": "mars" }', '“target” must be "api", "claude-code", "vscode", "spec".', '"mars"'],
    [
      '{ "rules": { "ref/orphan": ["off", { "max": 1 }] } }',
      'The rule ref/orphan takes no options.',
      '["off", { "max": 1 }]',
    ],
    ['{ "baseline": "../up.json" }', '“baseline” must lie below the folder of the configuration.', '"../up.json"'],
    ['{ "baseUrl": "https://x.example" }', 'Unknown key “baseUrl”.', '"baseUrl"'],
    [
      '{ "terms": [{ "message": "x" }] }',
      'A term needs “term”, the word that is reported: 1 to 200 characters.',
      '{ "message": "x" }',
    ],
    ['[]', 'The configuration must be an object.', '[]'],
  ] as const)
    it(`says what is wrong with ${text}, and where`, () => {
      const { problems } = parseConfig(text);
      assert.equal(problems[0]?.message, message);
      const { start, end } = problems[0].range;
      assert.equal(text.slice(start, end).trim(), marked);
    });

  it('takes anything without a throw', () => {
    for (const text of [
      '',
      '{',
      'null',
      '{"rules":[]}',
      '{"overrides":[1,null,{"files":7}]}',
      '{"__proto__":{"x":1}}',
      '{"terms":[[[]]]}',
    ])
      assert.ok(parseConfig(text).problems.length > 0, text);
  });
});
