import assert from 'node:assert/strict';
import { collectSkill } from '../../../../src/core/skill/collectSkill.ts';
import { listingPieces } from '../../../../src/core/listing/listing.ts';
import { budgetOf, findProfile, isOldProfile, listingProfiles } from '../../../../src/core/listing/profile.ts';
import { displayWidth } from '../../../../src/core/listing/measure.ts';
import { listing, profile, skill, skills, states } from './skills.ts';

const lines = (text: string): readonly string[] => text.trimEnd().split('\n');

describe('the list of Claude Code', () => {
  it('drops the whole description of what is used least, and keeps a shorter one that fits', () => {
    const some = [
      skill('/w/skills/a', 'x'.repeat(100)),
      skill('/w/skills/b', 'y'.repeat(200)),
      skill('/w/skills/c', 'z'.repeat(20)),
    ];
    const uses: Readonly<Record<string, number>> = { a: 2, b: 1, c: 0 };
    const scoreOf = (folder: string): number => uses[folder.slice(-1)] ?? 0;
    const most = { reserved: 0, scoreOf };
    assert.deepEqual(states(listing(some, 'claude-code', { ...most, budget: 400 })), {
      a: 'full',
      b: 'full',
      c: 'full',
    });
    assert.deepEqual(states(listing(some, 'claude-code', { ...most, budget: 330 })), {
      a: 'full',
      b: 'full',
      c: 'name only',
    });
    const { text, entries } = listing(some, 'claude-code', { ...most, budget: 250 });
    assert.deepEqual(lines(text).slice(2), [`- a: ${'x'.repeat(100)}`, '- b', `- c: ${'z'.repeat(20)}`]);
    assert.match(entries[1]?.reason ?? '', /no room/);
    const fresh = listing(some, 'claude-code', {
      ...most,
      budget: 250,
      scoreOf: (folder) => (folder.endsWith('b') ? 1 : 0),
    });
    assert.deepEqual(states(fresh), { a: 'name only', b: 'full', c: 'full' });
  });

  it('says what becomes of each skill if it is never used, and if it is used most', () => {
    const { entries } = listing(
      skills(3, () => 'x'.repeat(100)),
      'claude-code',
      { reserved: 0, budget: 250 },
    );
    assert.deepEqual(
      entries.map(({ state, byUse }) => [state, byUse?.never, byUse?.most]),
      [
        ['full', 'name only', 'full'],
        ['full', 'name only', 'full'],
        ['name only', 'name only', 'full'],
      ],
    );
  });

  it('cuts an entry of 1,537 characters to 1,535 and a mark, and none of 1,536', () => {
    const whole = listing([skill('/w/skills/a', 'x'.repeat(1536))], 'claude-code');
    assert.deepEqual(states(whole), { a: 'full' });
    const { text, entries } = listing([skill('/w/skills/a', 'x'.repeat(1537))], 'claude-code');
    assert.equal(lines(text).at(-1), `- a: ${'x'.repeat(1535)}…`);
    assert.deepEqual(
      entries.map(({ state, cut }) => [state, cut?.field, cut?.offset]),
      [['cut', 'description', 1535]],
    );
    const joined = listing(
      [skill('/w/skills/a', 'x'.repeat(1000), `when_to_use: ${'y'.repeat(600)}\n`)],
      'claude-code',
    );
    assert.equal(lines(joined.text).at(-1), `- a: ${'x'.repeat(1000)} - ${'y'.repeat(532)}…`);
    assert.deepEqual([joined.entries[0]?.cut?.field, joined.entries[0]?.cut?.offset], ['when_to_use', 532]);
    assert.equal(
      listing([skill('/w/skills/a', 'x'.repeat(99))], 'claude-code', { cap: 50 }).entries[0]?.cut?.offset,
      49,
    );
  });

  it('has a budget of 1 % of the window, three or four characters a token; a number wins over the share', () => {
    assert.equal(budgetOf(profile('claude-code-200k'))?.most, 6000);
    assert.equal(budgetOf(profile('claude-code-older'))?.most, 8000);
    assert.equal(budgetOf(profile('claude-code'))?.most, 30_000);
    assert.equal(budgetOf(profile('claude-code'), { window: 200_000 })?.most, 6000);
    assert.equal(budgetOf(profile('claude-code-200k'), { fraction: 0.02 })?.most, 12_000);
    assert.equal(budgetOf(profile('claude-code-200k'), { fraction: 0.02, budget: 700 })?.most, 700);
    assert.equal(budgetOf(profile('claude-code'), { window: 1 })?.most, 1);
  });

  it('leaves nothing to any skill beside its own ones with a newer model and 200k', () => {
    const some = listing(
      [skill('/w/skills/a', 'x'.repeat(20)), skill('/w/skills/b', 'x'.repeat(240))],
      'claude-code-200k',
    );
    assert.deepEqual(states(some), { a: 'name only', b: 'name only' });
    assert.deepEqual([some.budget, some.reserved], [6000, 6070]);
    assert.deepEqual(
      some.entries.map(({ byUse }) => byUse?.most),
      ['name only', 'name only'],
    );
    assert.deepEqual(
      states(
        listing(
          skills(2, () => 'x'.repeat(20)),
          'claude-code-200k',
          { reserved: 280 },
        ),
      ),
      { s000: 'full', s001: 'full' },
    );
  });

  it('counts columns of a screen: 200 for 100 Chinese characters, 400 for 100 “<”', () => {
    const costOf = (description: string): number => {
      const [entry] = listing([skill('/w/skills/a', `"${description}"`)], 'claude-code').entries;
      return (entry?.cost ?? 0) - '- a: '.length;
    };
    assert.equal(costOf('字'.repeat(100)), 200);
    assert.equal(costOf('<'.repeat(100)), 400);
    assert.equal(costOf('&'.repeat(100)), 100);
    assert.equal(costOf('one\\ntwo'), 6);
    assert.equal(displayWidth('e\u0301👍ü'), 4);
  });

  it('stands in the order of the folders, with what the settings say', () => {
    const some = [
      skill('/w/skills/zz', 'Z.'),
      skill('/w/skills/aa', 'A.'),
      skill('/w/skills/mm', 'M.'),
      skill('/w/skills/off', 'O.'),
    ];
    const { text, entries } = listing(some, 'claude-code', { overrides: { mm: 'name-only', off: 'off' } });
    assert.deepEqual(lines(text), [
      'The following skills are available for use with the Skill tool:',
      '',
      '- aa: A.',
      '- mm',
      '- zz: Z.',
    ]);
    assert.deepEqual(entries.at(-1), {
      folder: '/w/skills/off',
      name: 'off',
      state: 'hidden',
      cost: 0,
      reason: 'the settings say off',
      key: 'skillOverrides',
    });
  });

  it('hides what only a person starts, and what waits for a file', () => {
    const some = [
      skill('/w/skills/a', 'A.', 'disable-model-invocation: true\n'),
      skill('/w/skills/b', 'B.', 'paths: "*.ts"\n'),
      skill('/w/skills/c', 'C.', 'user-invocable: false\n'),
    ];
    const { entries } = listing(some, 'claude-code');
    assert.deepEqual(
      entries.map(({ name, state, key }) => [name, state, key]),
      [
        ['c', 'full', undefined],
        ['a', 'hidden', 'disable-model-invocation'],
        ['b', 'hidden', 'paths'],
      ],
    );
  });
});

describe('the list of VS Code', () => {
  it('is whole without the skill tool, whatever the number', () => {
    const { entries, budget } = listing(
      skills(1000, () => 'x'.repeat(900)),
      'vscode',
    );
    assert.ok(entries.every(({ state }) => state === 'full'));
    assert.equal(budget, undefined);
  });

  it('has names alone from the first entry on that is over 15,000 characters', () => {
    const length =
      '<skill>\n<name>s000</name>\n<description></description>\n<file>/w/skills/s000/SKILL.md</file>\n</skill>\n'
        .length;
    const some = [
      ...skills(14, () => 'x'.repeat(1000 - length)),
      skill('/w/skills/t1', 'y'.repeat(1024)),
      skill('/w/skills/t2', 'z'),
    ];
    const { text, entries, used } = listing(some, 'vscode-skill-tool');
    assert.equal(entries[13]?.state, 'full');
    assert.deepEqual([entries[14]?.state, entries[15]?.state], ['name only', 'name only']);
    assert.equal(used, 14_000);
    assert.deepEqual(lines(text).slice(-2), ['Additional skills available (invoke by name): t1, t2', '</skills>']);
  });

  it('has 5,000 characters of names, and says how many more there are', () => {
    const { text, entries } = listing(
      skills(1000, () => 'x'.repeat(1000)),
      'vscode-skill-tool',
    );
    const names = lines(text).at(-2) ?? '';
    const listed = entries.filter(({ state }) => state === 'name only').length;
    const omitted = entries.filter(({ state }) => state === 'omitted').length;
    assert.ok(omitted > 0);
    assert.equal(listed * 6 - 2 <= 5000 && (listed + 1) * 6 - 2 > 5000, true);
    assert.ok(names.endsWith(`... and ${omitted} more`), names.slice(-30));
  });

  it('escapes descriptions and counts them so, and Gemini CLI does not', () => {
    const some = [skill('/w/skills/a', '"a & b < c > d"')];
    assert.match(listing(some, 'vscode').text, /<description>a &amp; b &lt; c &gt; d<\/description>/);
    assert.match(listing(some, 'gemini').text, /<description>a & b < c > d<\/description>/);
    assert.equal(
      listing(some, 'vscode').used - listing([skill('/w/skills/a', 'a x b x c x d')], 'vscode').used,
      4 + 3 + 3,
    );
  });

  it('cuts names and descriptions when it loads them', () => {
    const { entries, text } = listing([skill(`/w/skills/${'n'.repeat(70)}`, 'x'.repeat(1025))], 'vscode');
    assert.match(text, new RegExp(`<name>n{64}</name>\n<description>x{1024}</description>`));
    assert.deepEqual([entries[0]?.state, entries[0]?.cut?.offset], ['cut', 1024]);
  });

  it('stands in the order of the folders that it looks into', () => {
    const some = ['.claude', '.github', '.agents', '.codex'].map((home) =>
      skill(`/w/${home}/skills/${home.slice(1)}`, 'Does.'),
    );
    const { entries } = listing([...some, skill('/w/.claude/skills/github', 'Too.')], 'vscode');
    assert.deepEqual(
      entries.map(({ name, state, reason }) => [name, state, reason]),
      [
        ['agents', 'full', undefined],
        ['github', 'full', undefined],
        ['claude', 'full', undefined],
        ['github', 'hidden', 'another skill of this name is listed, the one in /w/.github/skills/github'],
        ['codex', 'hidden', 'VS Code chat does not look into .codex/skills'],
      ],
    );
  });
});

describe('the list of Codex', () => {
  const long = skills(40, () => 'x'.repeat(600));
  const short = ['a', 'b', 'c'].map((name) => skill(`/w/skills/${name}`, 'y'.repeat(60)));

  it('shortens long descriptions to one length and leaves short ones whole', () => {
    for (const id of ['codex-unknown-window', 'codex']) {
      const whole = listing([...long, ...short], id, { budget: 1e6 }).used;
      const { entries, used, budget = 0 } = listing([...long, ...short], id, { budget: Math.floor(whole / 2) });
      const lengths = entries.flatMap(({ cut }) => cut?.offset ?? []);
      assert.equal(lengths.length, 40);
      assert.deepEqual(
        entries.filter(({ state }) => state === 'full').map(({ name }) => name),
        ['a', 'b', 'c'],
      );
      const most = id === 'codex' ? 4 : 1;
      assert.ok(Math.max(...lengths) - Math.min(...lengths) <= most, String(lengths));
      assert.equal(used, budget);
    }
  });

  it('gives other letters as many characters, whatever they cost', () => {
    const some = [skill('/w/skills/zh', '字'.repeat(500)), ...skills(3, () => 'x'.repeat(500))];
    const { entries, used } = listing(some, 'codex', { budget: 400 });
    const lengths = entries.map(({ cut }) => cut?.offset ?? 0);
    assert.ok(Math.max(...lengths) - Math.min(...lengths) <= 4, String(lengths));
    assert.equal(used, 400);
  });

  it('lists names alone, those of the system first, when there is no room for all', () => {
    const scopes = ['user', 'repo', 'admin', 'system'] as const;
    const some = scopes.map((scope) => skill(`/w/skills/${scope}1`, 'Does.', '', { scope }));
    const one = listing(some, 'codex-unknown-window', {
      budget: 3 * '- system1: (file: r0/system1/SKILL.md)\n'.length,
    });
    assert.deepEqual(
      one.entries.map(({ name, state }) => [name, state]),
      [
        ['system1', 'name only'],
        ['admin1', 'name only'],
        ['repo1', 'name only'],
        ['user1', 'omitted'],
      ],
    );
    assert.equal(lines(one.text).at(-1), '- 1 additional skill omitted from this bounded skills list.');
    const two = listing(some, 'codex-unknown-window', { budget: 80 });
    assert.equal(lines(two.text).at(-1), '- 2 additional skills omitted from this bounded skills list.');
  });

  it('has the lengths that were seen, of 66 skills', () => {
    // Four skills of the system, which lie deeper, 61 of 1,020 characters, and a short one.
    const system = ['imagegen', 'openai-docs', 'skill-creator', 'skill-installer'].map((name) =>
      skill(`/tmp/codex-home-0123456789abc/skills/.system/${name}`, 's'.repeat(700), '', {
        scope: 'system',
        root: '/tmp',
      }),
    );
    const own = Array.from({ length: 62 }, (_, index) =>
      skill(`/w/skills/s${String(index).padStart(2, '0')}`, 'x'.repeat(index === 61 ? 166 : 1020), '', {
        scope: 'user',
      }),
    );
    const all = [...system, ...own];
    const usual = listing(all, 'codex');
    const lengths = ({ text }: typeof usual, pattern: RegExp): number[] =>
      lines(text)
        .filter((line) => pattern.test(line))
        .map(({ length }) => length);
    assert.deepEqual([usual.budget, usual.used], [5440, 5440]);
    const user = /^- s\d\d:/;
    assert.deepEqual([...new Set(lengths(usual, user).slice(0, 61))], [327]);
    assert.equal(usual.entries.at(-1)?.state, 'full');
    const small = listing(all, 'codex', { window: 50_000 });
    assert.deepEqual(
      [small.budget, Math.min(...lengths(small, user)), Math.max(...lengths(small, user))],
      [1000, 55, 59],
    );
    const tiny = listing(all, 'codex', { window: 20_000 });
    const count = (state: string): number => tiny.entries.filter((entry) => entry.state === state).length;
    assert.deepEqual([count('name only'), count('omitted')], [42, 24]);
  });

  it('folds whitespace, takes the short description, and hides what a policy hides', () => {
    const [folded] = listing([skill('/w/skills/a', `|\n  one\n\n  ${'two '.repeat(300)}`)], 'codex').entries;
    assert.equal(folded?.state, 'cut');
    assert.equal(folded.cut?.offset, 1024 - 3 + 1);
    const { text } = listing([skill('/w/skills/a', 'Long.', 'metadata:\n  short-description: Short.\n')], 'codex');
    assert.deepEqual(lines(text), [
      '## Skills',
      '### Skill roots',
      '- `r0` = `/w/skills`',
      '### Available skills',
      '- a: Short. (file: r0/a/SKILL.md)',
    ]);
    const collected = collectSkill('/w/skills/p', {
      fileName: 'SKILL.md',
      text: '---\nname: p\ndescription: P.\n---\n',
      files: [
        { path: 'agents/openai.yaml', size: 1, kind: 'file', text: 'policy:\n  allow_implicit_invocation: false\n' },
      ],
    });
    assert.ok(collected);
    assert.deepEqual(
      listing([{ collected }], 'codex').entries.map(({ state, key }) => [state, key]),
      [['hidden', 'allow_implicit_invocation']],
    );
  });
});

describe('the lists of other agents', () => {
  it('end where one does not fit', () => {
    const { text, entries } = listing(
      skills(30, () => 'x'.repeat(1000)),
      'copilot',
    );
    const shown = entries.filter(({ state }) => state === 'full').length;
    assert.ok(shown > 10 && shown < 15);
    assert.deepEqual(lines(text).slice(-2), [
      `<!-- Showing ${shown} of 30 skills due to token limits -->`,
      '</available_skills>',
    ]);
    assert.match(entries.at(-1)?.reason ?? '', /no room/);
  });

  it('are whole where nothing is cut', () => {
    for (const id of ['gemini', 'opencode', 'goose'])
      assert.ok(
        listing(
          skills(200, () => 'x'.repeat(1000)),
          id,
        ).entries.every(({ state }) => state === 'full'),
        id,
      );
    assert.equal(listing([skill('/w/skills/a', 'A.')], 'goose').text, '• a - A.\n');
    assert.match(
      listing([skill('/w/skills/a', 'A.')], 'gemini').text,
      / {2}<skill>\n {4}<name>a<\/name>\n {4}<description>A\.<\/description>\n {4}<location>\/w\/skills\/a\/SKILL\.md<\/location>\n {2}<\/skill>/,
    );
  });

  it('hide what only a person starts in Claude Code, VS Code and Copilot, and in no other', () => {
    const some = [skill('/w/skills/a', 'A.', 'disable-model-invocation: true\n')];
    const hiding = [
      ...new Set(
        listingProfiles
          .filter(({ id }) => listing(some, id).entries[0]?.state === 'hidden')
          .map(({ agentId }) => agentId),
      ),
    ];
    assert.deepEqual(hiding, ['claude-code', 'vscode', 'copilot']);
  });

  it('take 20 skills in a request of the Skills API', () => {
    const { entries, budget, unit, used } = listing(
      skills(21, () => 'Does.'),
      'api',
    );
    assert.deepEqual([budget, unit, used], [20, 'skills', 20]);
    assert.deepEqual(
      [entries[19]?.state, entries[20]?.state, entries[20]?.reason],
      ['full', 'omitted', 'a request takes at most 20 skills'],
    );
  });

  it('leave out what has no description', () => {
    const collected = collectSkill('/w/skills/a', { fileName: 'SKILL.md', text: '---\nname: a\n---\n' });
    assert.ok(collected);
    assert.equal(listing([{ collected }], 'gemini').entries[0]?.state, 'hidden');
    assert.equal(listing([{ collected }], 'claude-code').entries[0]?.state, 'name only');
  });
});

describe('a list that is made in pieces', () => {
  it('is the same, and no piece measures more than a hundred skills', () => {
    const some = skills(250, (index) => `Does ${index}. ${'x'.repeat(index)}`);
    for (const { id } of listingProfiles) {
      const pieces = [...allOf(listingPieces(some, profile(id)))];
      assert.deepEqual(pieces.pop(), listing(some, id), id);
      assert.ok(pieces.length >= 4, id);
    }
  });
});

/** What a generator yields, and then what it returns. */
function* allOf<T, R>(generator: Generator<T, R, undefined>): Generator<T | R> {
  yield yield* generator;
}

describe('a cut', () => {
  const cases: readonly (readonly [string, string])[] = [
    ['plain', `${'x'.repeat(49)}YZ`],
    ['quoted', `'${'x'.repeat(20)}''${'x'.repeat(28)}YZ'`],
    ['folded', `>\n  ${'x'.repeat(20)}\n  ${'x'.repeat(28)}YZ`],
    ['literal', `|\n  ${'x'.repeat(20)}\n  ${'x'.repeat(28)}YZ`],
    ['escaped', `"${'x'.repeat(20)}\\"${'\\u00e9'.repeat(28)}YZ"`],
  ];
  for (const [style, yaml] of cases) {
    it(`is found in the source of a ${style} scalar`, () => {
      const one = skill('/w/skills/a', yaml);
      const [entry] = listing([one], 'claude-code', { cap: 50 }).entries;
      const source = `---\nname: a\ndescription: ${yaml}\n---\nBody\n`;
      assert.equal(entry?.cut?.offset, 49);
      assert.equal(source.slice(entry.cut.at, entry.cut.at + 2), 'YZ');
    });
  }

  it('never splits a character', () => {
    const { text, entries } = listing([skill('/w/skills/a', '😀'.repeat(40))], 'claude-code', { cap: 50 });
    assert.equal(lines(text).at(-1), `- a: ${'😀'.repeat(24)}…`);
    assert.equal(entries[0]?.cut?.offset, 48);
    assert.doesNotMatch(listing([skill('/w/skills/a', '😀'.repeat(400))], 'codex', { budget: 60 }).text, /\p{Cs}/u);
  });

  it('is where the description ends in the list', () => {
    for (const [id, options] of [
      ['claude-code', { cap: 50 }],
      ['codex', { budget: 40 }],
      ['vscode', { cap: 50 }],
    ] as const) {
      const { text, entries } = listing([skill('/w/skills/a', 'x'.repeat(200))], id, options);
      assert.match(text.slice(0, entries[0]?.end), /x…?$/);
      assert.doesNotMatch(text.slice(entries[0]?.end), /x{2}/);
    }
  });
});

describe('a profile', () => {
  it('says when it was read, and when that is too long ago', () => {
    for (const { id, readOn, source, version, template } of listingProfiles) {
      assert.match(readOn, /^\d{4}-\d\d(?:-\d\d)?$/, id);
      assert.ok(source.length > 10 && version !== '', id);
      assert.ok(listing([skill('/w/skills/a', 'Does.')], id, { reserved: 0 }).text.includes('Does.'), template.name);
    }
    assert.equal(isOldProfile({ readOn: '2026-08-01' }, new Date('2026-11-28')), false);
    assert.equal(isOldProfile({ readOn: '2026-08' }, new Date('2026-12-01')), true);
    const { notes } = listing([], 'copilot', { today: new Date('2026-11-29') });
    assert.match(notes[0] ?? '', /read in 2026-03, more than 120 days ago/);
    assert.deepEqual(listing([], 'copilot', { today: new Date('2026-04-29') }).notes, []);
  });

  it('has an id of its own', () => {
    assert.equal(new Set(listingProfiles.map(({ id }) => id)).size, listingProfiles.length);
    assert.equal(findProfile('cursor'), undefined);
  });
});
