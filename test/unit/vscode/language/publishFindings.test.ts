import assert from 'node:assert/strict';
import type { Problem } from '../../../../src/core/skill/problem.ts';
import type { Skill } from '../../../../src/core/skill/skill.ts';
import { PublishFindings } from '../../../../src/vscode/language/publishFindings.ts';

const folder = 'file:///w/my-skill';
const skill: Skill = { text: 'Text.\n', fileName: 'SKILL.md', folderName: 'my-skill', files: undefined };
const problem = (message: string, file = 'SKILL.md'): Problem => ({
  code: 'secret/pattern',
  severity: 'error',
  message,
  file,
  range: { start: 0, end: 4 },
});

describe('what a publish found', () => {
  it('is what the newest publish found, placed in what it read', () => {
    const told: string[] = [];
    const findings = new PublishFindings<string>((each) => told.push(each));
    findings.set(folder, skill, [problem('old')]);
    findings.set(folder, { ...skill, text: 'A line.\nText.\n' }, [{ ...problem('new'), range: { start: 8, end: 12 } }]);
    assert.deepEqual(
      findings.beside(folder, []).map(({ message, at }) => [message, at.start.line]),
      [['new', 1]],
    );
    findings.set(folder, skill, []);
    assert.deepEqual(findings.beside(folder, []), []);
    findings.set(folder, skill, [problem('late')]);
    findings.clear(folder);
    findings.clear(folder);
    assert.deepEqual(findings.beside(folder, []), []);
    assert.equal(told.length, 5);
  });

  it('goes with a change of the file at fault, and only of that', () => {
    const told: string[] = [];
    const findings = new PublishFindings<string>((each) => told.push(each));
    findings.set(folder, skill, [problem('here'), problem('there', 'notes.md')]);
    findings.outdated('file:///w/my-skill-2/SKILL.md');
    findings.outdated(`${folder}/SKILL.md`);
    assert.deepEqual(
      findings.beside(folder, []).map(({ message }) => message),
      ['there'],
    );
    assert.deepEqual(told, [folder, folder]);
  });

  it('stays when an editor tells late of the text that it was found in', () => {
    const notes = { path: 'notes.md', size: 5, kind: 'file', text: 'Note\n' } as const;
    const findings = new PublishFindings<string>(() => undefined);
    findings.set(folder, { ...skill, files: [notes] }, [problem('here'), problem('there', 'notes.md')]);
    findings.outdated(`${folder}/SKILL.md`, skill.text);
    findings.outdated(`${folder}/notes.md`, notes.text);
    assert.equal(findings.beside(folder, []).length, 2);
    findings.outdated(`${folder}/SKILL.md`, `${skill.text}More.\n`);
    findings.outdated(`${folder}/notes.md`, '');
    assert.deepEqual(findings.beside(folder, []), []);
  });

  it('goes with the file, its folder or the skill when that is deleted', () => {
    for (const gone of [`${folder}/docs/notes.md`, `${folder}/docs`, folder, 'file:///w']) {
      const findings = new PublishFindings<string>(() => undefined);
      findings.set(folder, skill, [problem('notes', 'docs/notes.md')]);
      findings.outdated(`${folder}/doc`);
      assert.equal(findings.beside(folder, []).length, 1);
      findings.outdated(gone);
      assert.deepEqual(findings.beside(folder, []), [], gone);
    }
  });

  it('is not shown beside the same fact, whatever words that has', () => {
    const findings = new PublishFindings<string>(() => undefined);
    findings.set(folder, skill, [problem('It is there.'), problem('It is there.', 'notes.md')]);
    const [own] = findings.beside(folder, []);
    assert.ok(own);
    const known = { ...own, message: 'Es ist da.' };
    assert.deepEqual(
      findings.beside(folder, [known]).map(({ file }) => file),
      ['notes.md'],
    );
    assert.equal(findings.beside(folder, [{ ...known, data: { other: true } }]).length, 2);
  });
});
