import assert from 'node:assert/strict';
import { collectSkill } from '../../../../src/core/skill/collectSkill.ts';
import { validateCollection, type CollectionSettings } from '../../../../src/core/skill/collection.ts';
import { collectionRules } from '../../../../src/core/skill/rules/collection.ts';

const reported = new Set<string>();

/** Skills by folder: the text of SKILL.md, or a name with a short description. */
function problemsOf(
  skills: Readonly<Record<string, string>>,
  settings: CollectionSettings = { target: 'api' },
): [string, string][] {
  const collected = Object.entries(skills).flatMap(
    ([folder, name]) => collectSkill(folder, { fileName: 'SKILL.md', text: textOf(name) }) ?? [],
  );
  const found = [...validateCollection(collected, () => settings)].flatMap(([folder, problems]) =>
    problems.map(({ code, file, range, message }) => {
      reported.add(code);
      assert.equal(file, 'SKILL.md');
      assert.doesNotMatch(message, /undefined/);
      const text = textOf(skills[folder] ?? '');
      assert.match(text.slice(range.start, range.end), /^[\w-]+$/);
      return [folder, code] as [string, string];
    }),
  );
  return found.sort();
}

function textOf(name: string): string {
  return name.startsWith('---') || name.startsWith('#')
    ? name
    : `---\nname: ${name}\ndescription: Counts words.\n---\nBody\n`;
}

describe('skills side by side', () => {
  it('report a rule that fails as an error of its skill alone', () => {
    const collected = ['skills/a', 'skills/b'].flatMap(
      (folder) => collectSkill(folder, { fileName: 'SKILL.md', text: textOf('a') }) ?? [],
    );
    const problems = validateCollection(collected, (folder) => {
      if (folder === 'skills/a') throw new TypeError('planted');
      return { target: 'api' };
    });
    assert.deepEqual(
      [...problems].map(([folder, found]) => [folder, found.map(({ code, severity }) => `${severity} ${code}`)]),
      [
        ['skills/a', ['error check/failed']],
        ['skills/b', ['warning skills/duplicate-name']],
      ],
    );
  });

  it('report the one whose folder has another name', () => {
    assert.deepEqual(
      problemsOf({
        '/w/.claude/skills/count': 'count',
        '/w/.claude/skills/copy': 'count',
        '/w/.claude/skills/other': 'other',
      }),
      [['/w/.claude/skills/copy', 'skills/duplicate-name']],
    );
  });

  it('report both when neither folder has the name', () => {
    assert.deepEqual(problemsOf({ 'skills/a': 'count', 'skills/b': 'count' }), [
      ['skills/a', 'skills/duplicate-name'],
      ['skills/b', 'skills/duplicate-name'],
    ]);
  });

  it('are compared in every folder agents look into', () => {
    for (const root of [
      '.claude/skills',
      '.agents/skills',
      '.github/skills',
      '.gemini/skills',
      '.opencode/skills',
      '.cursor/skills',
      'skills',
      'file:///w/plugins/x/skills',
    ]) {
      assert.equal(problemsOf({ [`${root}/count`]: 'count', [`${root}/b`]: 'count' }).length, 1, root);
    }
  });

  it('may be copied for several agents and into several packages', () => {
    assert.deepEqual(
      problemsOf({
        '/w/.claude/skills/count': 'count',
        '/w/.agents/skills/count': 'count',
        '/w/pkg/.claude/skills/count': 'count',
        '/w/skills/count': 'count',
        '/w/skills/group/count': 'count',
      }),
      [],
    );
  });

  it('are not compared elsewhere, nor without a name', () => {
    assert.deepEqual(
      problemsOf({ '/w/count': 'count', '/w/copy': 'count', '/w/myskills/a': 'x', '/w/myskills/b': 'x' }),
      [],
    );
    assert.deepEqual(
      problemsOf({
        'skills/a': '# No front matter',
        'skills/b': '---\ndescription: x\n---\n',
        'skills/c': '---\nname:\n---\n',
        'skills/d': '---\nname:\n---\n',
        'skills/e': '---\nname: [x]\n---\n',
        'skills/f': '---\nname: [x]\n---\n',
      }),
      [],
    );
  });

  it('follow the target and the settings of rules', () => {
    const skills = ['a', 'b'].flatMap(
      (folder) => collectSkill(`skills/${folder}`, { fileName: 'SKILL.md', text: textOf('count') }) ?? [],
    );
    const severities = (settings: CollectionSettings): string[] =>
      [...validateCollection(skills, () => settings).values()].flat().map(({ severity }) => severity);
    assert.deepEqual(severities({ target: 'claude-code' }), ['information', 'information']);
    assert.deepEqual(severities({ target: 'api', rules: { 'skills/duplicate-name': 'error' } }), ['error', 'error']);
    assert.deepEqual(severities({ target: 'api', rules: { 'skills/duplicate-name': 'off' } }), []);
  });

  it('are judged at once when there are 1,000', () => {
    const skills = Array.from({ length: 1000 }, (_, index) =>
      collectSkill(`.claude/skills/s${index}`, { fileName: 'SKILL.md', text: textOf(`n${index % 500}`) }),
    ).filter((each) => each !== undefined);
    const begun = process.cpuUsage();
    assert.equal([...validateCollection(skills, () => ({ target: 'api' })).values()].flat().length, 1000);
    assert.ok(process.cpuUsage(begun).user < 500_000);
  });

  it('exercise every rule of collections', () => {
    assert.deepEqual(
      collectionRules.rules.map(({ code }) => code).filter((code) => !reported.has(code)),
      [],
    );
  });
});
