import assert from 'node:assert/strict';
import { globSync, readFileSync, statSync } from 'node:fs';
import { validate } from '../../../src/skill/validate.ts';
import type { Skill } from '../../../src/skill/skill.ts';

const root = 'test/fixtures/workspace/skills';

function sample(name: string): Skill {
  const folder = `${root}/${name}`;
  const paths = globSync('**/*', { cwd: folder }).filter((path) => statSync(`${folder}/${path}`).isFile());
  const files = paths.map((path) => {
    const { size, mode } = statSync(`${folder}/${path}`);
    return { path, size, kind: 'file', executable: (mode & 0o100) !== 0, text: readFileSync(`${folder}/${path}`, 'utf8') } as const;
  });
  return { folderName: name, fileName: 'SKILL.md', text: readFileSync(`${folder}/SKILL.md`, 'utf8'), files };
}

describe('sample skills', () => {
  for (const name of ['pdf-forms', 'release-notes', 'csv-report']) {
    it(`${name} has no errors and no warnings for any target`, () => {
      for (const target of ['api', 'claude-code', 'vscode', 'spec'] as const) {
        const grave = validate(sample(name), target).filter(({ severity }) => severity === 'error' || severity === 'warning');
        assert.deepEqual(grave, [], target);
      }
    });
  }

  it('needs-work shows typical mistakes', () => {
    const codes = new Set(validate(sample('needs-work'), 'api').map(({ code }) => code));
    for (const code of ['name/charset', 'fm/unquoted-colon', 'fm/unknown-key', 'tools/type', 'metadata/values']) assert.ok(codes.has(code), code);
  });
});
