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
  it('is what the newest publish found, whichever is ready first', async () => {
    const readings: ((skill: Skill) => void)[] = [];
    const findings = new PublishFindings<string>(
      () => new Promise((resolve) => readings.push(resolve)),
      () => undefined,
    );
    const older = findings.set(folder, [problem('old')]);
    const newer = findings.set(folder, [problem('new')]);
    for (const answer of readings.toReversed()) answer(skill);
    await Promise.all([older, newer]);
    assert.deepEqual(
      findings.beside(folder, []).map(({ message }) => message),
      ['new'],
    );
    const late = findings.set(folder, [problem('late')]);
    findings.clear(folder);
    readings.at(-1)?.(skill);
    await late;
    assert.deepEqual(findings.beside(folder, []), []);
  });

  it('that found nothing needs no text of the skill, and takes what an earlier one found', async () => {
    let readings = 0;
    const findings = new PublishFindings<string>(
      () => {
        readings += 1;
        return Promise.resolve(skill);
      },
      () => undefined,
    );
    await findings.set(folder, [problem('here')]);
    await findings.set(folder, []);
    assert.deepEqual(findings.beside(folder, []), []);
    assert.equal(readings, 1);
  });

  it('goes with a change of the file at fault, and only of that', async () => {
    const told: string[] = [];
    const findings = new PublishFindings<string>(
      () => Promise.resolve(skill),
      (each) => told.push(each),
    );
    await findings.set(folder, [problem('here'), problem('there', 'notes.md')]);
    findings.outdated('file:///w/my-skill-2/SKILL.md');
    findings.outdated(`${folder}/SKILL.md`);
    assert.deepEqual(
      findings.beside(folder, []).map(({ message }) => message),
      ['there'],
    );
    assert.deepEqual(told, [folder, folder]);
  });

  it('stays when an editor tells late of the text that it was found in', async () => {
    const notes = { path: 'notes.md', size: 5, kind: 'file', text: 'Note\n' } as const;
    const findings = new PublishFindings<string>(
      () => Promise.resolve({ ...skill, files: [notes] }),
      () => undefined,
    );
    await findings.set(folder, [problem('here'), problem('there', 'notes.md')]);
    findings.outdated(`${folder}/SKILL.md`, skill.text);
    findings.outdated(`${folder}/notes.md`, notes.text);
    assert.equal(findings.beside(folder, []).length, 2);
    findings.outdated(`${folder}/SKILL.md`, `${skill.text}More.\n`);
    findings.outdated(`${folder}/notes.md`, '');
    assert.deepEqual(findings.beside(folder, []), []);
  });

  it('goes with the file, its folder or the skill when that is deleted', async () => {
    for (const gone of [`${folder}/docs/notes.md`, `${folder}/docs`, folder, 'file:///w']) {
      const findings = new PublishFindings<string>(
        () => Promise.resolve(skill),
        () => undefined,
      );
      await findings.set(folder, [problem('notes', 'docs/notes.md')]);
      findings.outdated(`${folder}/doc`);
      assert.equal(findings.beside(folder, []).length, 1);
      findings.outdated(gone);
      assert.deepEqual(findings.beside(folder, []), [], gone);
    }
  });

  it('is not shown beside the same fact, whatever words that has', async () => {
    const findings = new PublishFindings<string>(
      () => Promise.resolve(skill),
      () => undefined,
    );
    await findings.set(folder, [problem('It is there.'), problem('It is there.', 'notes.md')]);
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
