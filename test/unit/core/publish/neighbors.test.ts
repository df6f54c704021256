import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { findInClaudeLock } from '../../../../src/core/publish/claudeLock.ts';
import { toRefusalProblem } from '../../../../src/core/publish/refusals.ts';
import { gitTag, gitTagMessage, maxNoteLength, parseNote } from '../../../../src/core/publish/release.ts';
import { snippetLanguages, toSnippet } from '../../../../src/core/publish/snippets.ts';

const lock = (
  resources: object,
  origin: object = { base_url: 'https://api.anthropic.com', organization_id: 'o', workspace_id: 'wrkspc_1' },
): string => JSON.stringify({ version: 1, origin, resources });
const endpoint = { baseUrl: 'https://api.anthropic.com' };

describe('findInClaudeLock', () => {
  for (const key of ['./skills/a', 'skills/a', './skills/a/', './skills/a/SKILL.md']) {
    it(`finds a folder written as ${key}`, () => {
      assert.deepEqual(
        findInClaudeLock(
          lock({ [key]: { kind: 'skill', id: 'skill_1', version: '7', hash: 'x' } }),
          'skills/a',
          endpoint,
        ),
        { skillId: 'skill_1', version: '7' },
      );
    });
  }

  for (const [what, text, at] of [
    ['another folder', lock({ './skills/b': { kind: 'skill', id: 'x' } }), endpoint],
    ['another kind of resource', lock({ './skills/a': { kind: 'agent', id: 'agent_1' } }), endpoint],
    [
      'another service',
      lock({ './skills/a': { kind: 'skill', id: 'x' } }, { base_url: 'https://other.example.org' }),
      endpoint,
    ],
    ['another workspace', lock({ './skills/a': { kind: 'skill', id: 'x' } }), { ...endpoint, workspaceId: 'wrkspc_2' }],
    ['a damaged file', '{', endpoint],
    ['a list', '[]', endpoint],
  ] as const) {
    it(`finds nothing for ${what}`, () => {
      assert.equal(findInClaudeLock(text, 'skills/a', at), undefined);
    });
  }
});

const text = '---\nname: my-skill\ndescription: Does <b>things</b>.\n---\n# Body\n';

describe('toRefusalProblem', () => {
  for (const [words, code, at] of [
    ['SKILL.md must start with YAML frontmatter (---)', 'fm/missing', '---'],
    ['malformed YAML frontmatter in SKILL.md', 'fm/yaml', '---'],
    ["unexpected key in SKILL.md frontmatter: properties must be in ('name','description')", 'fm/unknown-key', '---'],
    ['Unexpected key(s) in SKILL.md frontmatter: x. Allowed properties are: name', 'fm/unknown-key', '---'],
    ['Skill name in SKILL.md can only contain lowercase letters, numbers, and hyphens.', 'name/charset', 'my-skill'],
    ["Skill name in SKILL.md cannot contain the reserved word 'claude'.", 'name/reserved', 'my-skill'],
    [
      "Skill name 'x' in SKILL.md must be consistent across all versions for a given `skill_id`. Expected 'y'.",
      'name/immutable',
      'my-skill',
    ],
    ["field 'description' in SKILL.md must be at most 1024 characters", 'desc/length', 'Does <b>things</b>.'],
    ['SKILL.md description cannot contain XML tags', 'desc/xml', 'Does <b>things</b>.'],
    ["The folder name 'skills' must match the skill name 'my-skill' in SKILL.md.", 'name/dir-mismatch', 'my-skill'],
    ['Zip must contain exactly one SKILL.md file. Currently there are 14.', 'dir/nested-skill', '---'],
    ['SKILL.md file must be exactly in the top-level folder.', 'file/missing', '---'],
    [
      'SKILL.md file must be in the top-level folder, not nested deeper. Currently at skills/dora/SKILL.md',
      'file/missing',
      '---',
    ],
    ['Zip must contain a top-level folder with all files inside it, including SKILL.md', 'server/layout', '---'],
    ['Zip must contain exactly one top-level folder. Currently there are 2.', 'server/layout', '---'],
    ['All files must be inside the top-level folder', 'server/layout', '---'],
    ['Zip contains too many files (maximum 200)', 'zip/file-count', '---'],
    ['Zip file contains path with invalid characters', 'zip/path-chars', '---'],
    ['A skill cannot contain a plugin manifest (.claude-plugin/plugin.json). Remove it.', 'dir/plugin-manifest', '---'],
    ['Skill cannot reuse an existing display_title: x', 'server/label-taken', '---'],
    ['display_name must be at most 255 characters long', 'server/label-length', '---'],
  ] as const) {
    it(`places “${words.slice(0, 60)}” as ${code}`, () => {
      const problem = toRefusalProblem(words, text);
      assert.equal(problem?.code, code);
      assert.equal(text.slice(problem.range.start, problem.range.end), at);
      assert.ok(problem.message.includes(words));
    });
  }

  it('does not guess at words it does not know', () => {
    assert.equal(toRefusalProblem('Something new', text), undefined);
  });
});

const skill = {
  skillId: 'skill_01',
  version: 'skver_02',
  source: 'custom',
  baseUrl: 'https://api.anthropic.com',
  dialect: 'ga',
} as const;

describe('toSnippet', () => {
  it('gives the container as JSON, pinned', () => {
    assert.deepEqual(JSON.parse(toSnippet('json', skill)), {
      container: { skills: [{ type: 'custom', skill_id: 'skill_01', version: 'skver_02' }] },
    });
  });

  for (const language of snippetLanguages) {
    it(`names skill, version and service in ${language}, and no key`, () => {
      const snippet = toSnippet(language, { ...skill, baseUrl: 'https://gw.example.org/x' });
      assert.ok(snippet.includes('skill_01') && snippet.includes('skver_02') && snippet.endsWith('\n'));
      assert.equal(snippet.includes('gw.example.org'), language !== 'json' && language !== 'cli');
      assert.doesNotMatch(snippet, /sk-ant/);
    });
  }

  it('follows the latest version, and the dialect in the vendor’s CLI', () => {
    assert.ok(toSnippet('json', { ...skill, version: 'latest' }).includes('"latest"'));
    assert.equal(
      toSnippet('cli', { ...skill, dialect: 'skills-2025-10-02', version: '1759178010641129' }),
      'ant beta:skills:versions retrieve --skill-id skill_01 --version 1759178010641129\n',
    );
  });

  it('quotes what comes from a server for the shell', () => {
    const nasty = `x'; touch /tmp/pwned; echo '`;
    const printed = execFileSync(
      'sh',
      ['-c', `ant() { for word; do printf '%s|' "$word"; done; }; ${toSnippet('cli', { ...skill, skillId: nasty })}`],
      { encoding: 'utf8' },
    );
    assert.equal(printed, `skills:versions|retrieve|--skill-id|${nasty}|--version|skver_02|`);
  });
});

describe('release', () => {
  it('keeps a note on one line, without control characters, and cuts it', () => {
    assert.equal(parseNote('  Adds\r\n  dates \u202e '), 'Adds dates U+202E');
    assert.equal(parseNote('x'.repeat(900))?.length, maxNoteLength);
    assert.equal(parseNote(' \n'), undefined);
  });

  for (const [name, version] of [
    ['my-skill', 'skver_01AB'],
    ['a..b', '1759178010641129'],
    ['x.lock', '~^:?*[\\'],
    ['-', '@{'],
  ] as const) {
    it(`makes a tag Git accepts of ${name} and ${version}`, () => {
      execFileSync('git', ['check-ref-format', `refs/tags/${gitTag(name, version)}`]);
    });
  }

  it('names what was published in the tag', () => {
    assert.equal(gitTag('my-skill', 'skver_01AB'), 'skill/my-skill/skver_01AB');
    assert.equal(gitTagMessage('a', 'v1', 'Anthropic', 'Note.'), 'Publish a as v1 to Anthropic\n\nNote.');
  });
});
