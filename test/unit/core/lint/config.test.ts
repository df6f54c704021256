import assert from 'node:assert/strict';
import Ajv from 'ajv';
import { readFileSync } from 'node:fs';
import { configSchema } from '../../../../src/core/lint/configSchema.ts';
import { LintConfigs } from '../../../../src/core/lint/lintConfigs.ts';
import { parseConfig, settingsFor } from '../../../../src/core/lint/config.ts';
import { areTranslated, inMarks } from '../../../support/markedWords.ts';
import { targets } from '../../../../src/core/skill/skill.ts';

describe('configuration', () => {
  const isValid = new Ajv({ strictTypes: false }).compile(configSchema() as object);

  it('has a schema for editors that is up to date (npm run docs writes it)', () => {
    const written: unknown = JSON.parse(readFileSync('schema/skill-publisher.config.schema.json', 'utf8'));
    assert.deepEqual(written, configSchema());
    assert.ok(isValid({ rules: { 'ref/orphan': 'off', 'body/lines': ['error', { max: 3 }] }, baseline: 'a/..b.json' }));
  });

  it('says how a rule is called now, and that a file is too large, in a sentence', () => {
    const told = (text: string): readonly string[] => parseConfig(text).problems.map(({ message }) => message);
    assert.deepEqual(told('{ "rules": { "skills/listing-budget": "off" } }'), [
      'The rule “skills/listing-budget” is called “listing/over-budget” now.',
    ]);
    assert.deepEqual(told(`{ "exclude": ["${'x'.repeat(1_100_000)}"] }`), ['The configuration is larger than 1 MB.']);
  });

  it('counts for the folders below it, the nearest alone, and is read once', async () => {
    const files = new Map([
      ['/w/c.json', '{ "target": "spec", "terms": [{ "term": "utilize" }] }'],
      ['/w/own/c.json', '{ "rules": { "ref/orphan": "error", "ref/exists": "off" } }'],
      ['/w/bad/c.json', '{\n  "rulez": {}\n}'],
    ]);
    const read: string[] = [];
    const configs = new LintConfigs({
      find: (folder) => {
        const above = ['/w/own', '/w/bad', '/w'].find((each) => `${folder}/`.startsWith(`${each}/`));
        return Promise.resolve(above === undefined ? undefined : `${above}/c.json`);
      },
      read: (file) => Promise.resolve(files.get(file)),
      onRead: ({ file }) => read.push(file),
    });
    const [one, two] = [await configs.settingsOf('/w/one'), await configs.settingsOf('/w/own/two')];
    assert.deepEqual([one.target, one.terms.length, one.publishRules], ['spec', 1, {}]);
    assert.deepEqual([two.target, two.terms.length], [undefined, 0]);
    assert.deepEqual(two.rules, { 'ref/orphan': 'error', 'ref/exists': 'off' });
    // A publish is only made stricter.
    assert.deepEqual(two.publishRules, { 'ref/orphan': 'error' });
    assert.deepEqual((await configs.settingsOf('/elsewhere')).terms, []);
    const { config, fault } = await configs.of('/w/bad/skill');
    assert.deepEqual([config.rules, fault?.message], [undefined, 'Unknown key “rulez”. Did you mean “rules”?']);
    assert.deepEqual(
      [fault?.start, fault?.end],
      [
        { line: 1, character: 2 },
        { line: 1, character: 9 },
      ],
    );
    await configs.of('/w/three');
    assert.deepEqual(read, ['/w/c.json', '/w/own/c.json', '/w/bad/c.json']);
    configs.forget();
    await configs.of('/w/three');
    assert.deepEqual(read.slice(3), ['/w/c.json']);
  });

  it('reads target, rules with limits, overrides, terms and what publishing asks', () => {
    const { config, problems } = parseConfig(
      JSON.stringify({
        $schema: './schema.json',
        target: 'claude-code',
        rules: { 'ref/orphan': 'off', 'body/lines': ['error', { max: 300 }] },
        exclude: ['**/drafts/**'],
        overrides: [{ files: ['vendor/*'], target: 'spec', rules: { 'body/lines': 'hint' } }],
        baseline: 'ci/baseline.json',
        terms: [{ term: 'utilize', message: 'Write “use”.', replace: 'use' }],
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
  });

  for (const [text, message, marked] of [
    ['{ "trget": "api" }', 'Unknown key “trget”. Did you mean “target”?', '"trget"'],
    [
      '{ "rules": { "name/charst": "off" } }',
      'Unknown rule “name/charst”. Did you mean “name/charset”?',
      '"name/charst"',
    ],
    ['{ "target": "mars" }', '“target” must be one of these: "api", "claude-code", "vscode", "spec".', '"mars"'],
    [
      '{ "rules": { "ref/orphan": ["off", { "max": 1 }] } }',
      'The rule ref/orphan takes no options.',
      '["off", { "max": 1 }]',
    ],
    ['{ "baseline": "../up.json" }', '“baseline” must be inside the folder of the configuration.', '"../up.json"'],
    ['{ "baseUrl": "https://x.example" }', 'Unknown key “baseUrl”.', '"baseUrl"'],
    [
      '{ "terms": [{ "message": "x" }] }',
      'A term needs “term”, the word to report: 1 to 200 characters.',
      '{ "message": "x" }',
    ],
    ['[]', 'The configuration must be an object.', '[]'],
  ] as const)
    it(`says what is wrong with ${text}, and where`, () => {
      const { problems } = parseConfig(text);
      assert.equal(problems[0]?.message, message);
      areTranslated(
        inMarks(() => parseConfig(text).problems.map((problem) => problem.message)),
        `${text} target rules name/charset ref/orphan term baseline ${targets.join()}`,
      );
      assert.ok(!isValid(JSON.parse(text)), 'the schema takes it');
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
