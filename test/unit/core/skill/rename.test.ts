import assert from 'node:assert/strict';
import { newSkillFiles, skillKinds } from '../../../../src/core/skill/newSkill.ts';
import {
  checkNewName,
  editsForMovedFiles,
  mentionsOfSkill,
  nameRange,
  renameSkill,
} from '../../../../src/core/skill/rename.ts';
import type { Skill } from '../../../../src/core/skill/skill.ts';
import { targets } from '../../../../src/core/skill/skill.ts';
import { validate } from '../../../../src/core/skill/validate.ts';

function skillOf(text: string, folderName = 'old-name'): Skill {
  return { folderName, fileName: 'SKILL.md', text, files: undefined };
}

function renamed(text: string): string {
  const edits = renameSkill(skillOf(text), 'new-name').toSorted((a, b) => b.range.start - a.range.start);
  return edits.reduce((all, { range, newText }) => all.slice(0, range.start) + newText + all.slice(range.end), text);
}

describe('checkNewName', () => {
  it('takes what every agent takes', () => {
    for (const name of ['a', 'pdf-tools2', 'x'.repeat(64)]) assert.equal(checkNewName(name), undefined);
  });

  it('says what is wrong', () => {
    const wrong: Readonly<Record<string, RegExp>> = {
      '': /Enter a name/,
      'A b': /lower-case/,
      ä: /lower-case/,
      'a/b': /lower-case/,
      '-a': /beginning/,
      'a-': /end/,
      'a--b': /in a row/,
      ['x'.repeat(65)]: /64.*65/,
      'my-claude': /“claude”/,
    };
    for (const [name, message] of Object.entries(wrong)) assert.match(checkNewName(name) ?? '', message, name);
  });
});

describe('nameRange', () => {
  it('leaves quotes out', () => {
    for (const written of ['old-name', '"old-name"', "'old-name'"]) {
      const text = `---\nname: ${written} # c\n---\n`;
      const found = nameRange(text);
      assert.equal(found && text.slice(found.range.start, found.range.end), 'old-name', written);
    }
    assert.equal(nameRange('---\nname:\n---\n'), undefined);
    assert.equal(nameRange('# Title'), undefined);
  });
});

describe('renameSkill', () => {
  it('changes the name and the paths and commands that use it, not words of prose', () => {
    assert.equal(
      renamed(
        '---\nname: "old-name"\n---\n\nThe old-name way: the `old-name` skill, `/old-name x`, ' +
          '~/.claude/skills/old-name/scripts/run.py, `old-name/SKILL.md`, `../old-name/references/a.md`, ' +
          'my-old-name/SKILL.md.\n',
      ),
      '---\nname: "new-name"\n---\n\nThe old-name way: the `new-name` skill, `/new-name x`, ' +
        '~/.claude/skills/new-name/scripts/run.py, `new-name/SKILL.md`, `../new-name/references/a.md`, ' +
        'my-old-name/SKILL.md.\n',
    );
  });
});

describe('mentionsOfSkill', () => {
  function mentioned(text: string, name: string): string[] {
    return mentionsOfSkill(text, name).map(
      ({ start, end }) => `${text.slice(Math.max(0, start - 7), start)}|${text.slice(start, end)}`,
    );
  }

  it('leaves alone the tool, the language and the file type that a skill is called after', () => {
    assert.deepEqual(mentionsOfSkill('`git commit` and ```git', 'git'), []);
    assert.deepEqual(mentionsOfSkill('Run `git status`.\n\n```git\ngit log\n```\n', 'git'), []);
    assert.deepEqual(
      mentionsOfSkill(
        'File type `pdf`, `docx --help`, /usr/pdf/x, https://a.example/pdf, and/pdf, `pdf/x.txt`, /pdf.txt, ' +
          '/org/pdf, /pdf:x\n',
        'pdf',
      ),
      [],
    );
    assert.deepEqual(mentionsOfSkill('```sh\nls /git\n```\n', 'git'), []);
  });

  it('finds commands in prose and in code spans, and a span beside the word skill', () => {
    assert.deepEqual(mentioned('Type /git now, (/git) or `/git status`, or "/git".', 'git'), [
      'Type /|git',
      'now, (/|git',
      ') or `/|git',
      ', or "/|git',
    ]);
    assert.deepEqual(
      mentioned('The `git` skill; skill: `git`; **Skills** `git`; skilled `git`; the `gitx` skill.', 'git'),
      ['The `|git', 'kill: `|git', 'lls** `|git'],
    );
    assert.deepEqual(mentioned('Copy skills/git, `skills/git/` and agent-skills/git.', 'git'), [
      'skills/|git',
      'skills/|git',
    ]);
  });

  it('takes a name with special characters literally', () => {
    assert.deepEqual(mentionsOfSkill('skills/aXb', 'a.b'), []);
    assert.equal(mentionsOfSkill('skills/a.b', 'a.b').length, 1);
    assert.deepEqual(mentionsOfSkill('``', ''), []);
  });
});

describe('editsForMovedFiles', () => {
  const texts: Readonly<Record<string, string>> = {
    'references/a.md':
      '# A\n\n[b](b.md#part), [self](#a), [run](../scripts/x.py), [main](../SKILL.md), `scripts/x.py`, ' +
      '`references/b.md`, [gone](gone.md), [out](../../x.md)\n',
    'references/b.md': '# B\n\n## Part\n\n[a](./a.md)\n',
    'scripts/x.py': '',
  };
  const main = '---\nname: old-name\n---\n\n[a](references/a.md) and `references/b.md`; `references/a.md`\n';
  const skill: Skill = {
    ...skillOf(main),
    files: Object.entries({ 'SKILL.md': main, ...texts }).map(([path, text]) => ({
      path,
      size: text.length,
      kind: 'file',
      text,
    })),
  };

  function after(moved: Readonly<Record<string, string>>, file: string): string {
    const text = file === 'SKILL.md' ? main : (texts[file] ?? '');
    const edits = editsForMovedFiles(skill, new Map(Object.entries(moved)))
      .filter((edit) => edit.file === file)
      .toSorted((a, b) => b.range.start - a.range.start);
    return edits.reduce((all, { range, newText }) => all.slice(0, range.start) + newText + all.slice(range.end), text);
  }

  it('rewrites what moved files mention relative to themselves', () => {
    const moved = { 'references/a.md': 'references/api/a.md' };
    assert.equal(
      after(moved, 'references/a.md'),
      texts['references/a.md']
        ?.replace('(b.md', '(../b.md')
        .replace('../scripts', '../../scripts')
        .replace('../SKILL', '../../SKILL'),
    );
    assert.equal(after(moved, 'references/b.md'), '# B\n\n## Part\n\n[a](./api/a.md)\n');
    assert.equal(after(moved, 'SKILL.md'), main.replaceAll('references/a.md', 'references/api/a.md'));
  });

  it('keeps the links between files that move together', () => {
    const moved = { 'references/a.md': 'docs/deep/a.md', 'references/b.md': 'docs/deep/b.md' };
    assert.equal(
      after(moved, 'references/a.md'),
      texts['references/a.md']
        ?.replace('../scripts', '../../scripts')
        .replace('../SKILL', '../../SKILL')
        .replace('`references/b.md', '`docs/deep/b.md'),
    );
    assert.equal(after(moved, 'references/b.md'), texts['references/b.md']);
    assert.equal(after(moved, 'SKILL.md'), main.replaceAll('references/', 'docs/deep/'));
  });
});

describe('newSkillFiles', () => {
  for (const { kind } of skillKinds) {
    it(`makes a skill of kind ${kind} that breaks no rule that matters but that it is not finished, with the description selected`, () => {
      const files = newSkillFiles('new-name', kind);
      const [main, ...others] = files;
      const listed = others.map(({ path, text }) => ({
        path,
        size: text.length,
        kind: 'file' as const,
        text,
        executable: text.startsWith('#!'),
      }));
      const skill: Skill = {
        folderName: 'new-name',
        fileName: 'SKILL.md',
        text: main?.text ?? '',
        files: [{ path: 'SKILL.md', size: 1, kind: 'file' }, ...listed],
      };
      for (const target of targets) {
        const codes = validate(skill, target)
          .filter(({ severity }) => severity === 'error' || severity === 'warning')
          .map(({ code }) => code);
        assert.deepEqual([...new Set(codes)], ['draft/template']);
      }
      const written = (main?.stops ?? []).map(([start, end]) => main?.text.slice(start, end));
      assert.equal(written.length, 2);
      assert.match(written[0] ?? '', /^Describes in one sentence .*\.$/);
      assert.match(written[1] ?? '', /^(?:Read the request|Run the script) .*[.:]$/);
    });
  }
});
