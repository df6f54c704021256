import assert from 'node:assert/strict';
import { compareReviewed, keepReviewed, parseReviewed } from '../../../src/action/reviewed.ts';
import { planPublish } from '../../../src/core/publish/plan.ts';
import type { PlanFile } from '../../../src/core/publish/planFile.ts';
import { toPlanFile } from '../../../src/core/publish/toPlanFile.ts';
import { FakeRegistry } from '../../support/fakeRegistry.ts';
import { planInput } from '../../support/publishCase.ts';

describe('what was reviewed', () => {
  let file: PlanFile;

  before(async () => {
    const prepared = await planPublish(await planInput(new FakeRegistry()));
    const made = await toPlanFile([{ prepared, choices: {} }], {
      tool: 'skill-publisher 1.2.3',
      connection: { key: 'https://api.example', name: 'team', dialect: 'ga' },
      who: null,
      source: { commit: null, repository: null, run: null, ledger: '.skill-publisher.json' },
      now: new Date('2026-11-29T10:00:00Z'),
      life: 3_600_000,
    });
    ({ file } = made);
  });

  it('comes back out of a comment, and nothing else does', () => {
    const [skill] = file.skills;
    const odd = { ...file, skills: skill ? [{ ...skill, folder: 'x --> @everyone `' }] : [] };
    const line = keepReviewed(odd);
    assert.match(line, /^<!-- plan [\w-]+ -->$/);
    assert.deepEqual(parseReviewed(`<!-- mark -->\n${line}\n### Skills`)?.skills, {
      'x --> @everyone `': `${skill?.fingerprint ?? ''} nothing`,
    });
    for (const wrong of ['', '<!-- plan !!! -->', '<!-- plan bnVsbA -->', '<!-- plan e30 -->', `x${line}`])
      assert.equal(parseReviewed(wrong), undefined, wrong);
  });

  it('keeps the release of a plan that is too long to be kept', () => {
    const [skill] = file.skills;
    const skills = skill ? Array.from({ length: 2000 }, (_, index) => ({ ...skill, folder: `skills/${index}` })) : [];
    const kept = parseReviewed(keepReviewed({ ...file, skills }));
    assert.deepEqual(kept, { release: file.release, skills: {} });
  });

  it('says with which skills a plan is another', () => {
    const reviewed = parseReviewed(keepReviewed(file));
    assert.ok(reviewed);
    assert.equal(compareReviewed(file, reviewed).same, true);
    const [folder = ''] = Object.keys(reviewed.skills);
    const other = (skills: Readonly<Record<string, string>>): readonly string[] =>
      compareReviewed(file, { release: 'sha256:other', skills }).lines;
    assert.deepEqual(other({ [folder]: 'sha256:1 nothing' }), [
      `${folder}: its files are not those that were reviewed`,
    ]);
    assert.deepEqual(other({}), [`${folder}: was not planned when it was reviewed`]);
    assert.match(other({ ...reviewed.skills, gone: 'sha256:1 nothing' }).join(), /^gone: was planned when/);
    assert.match(
      other({ [folder]: `${reviewed.skills[folder]?.split(' ')[0] ?? ''} v1` }).join(),
      /follows nothing, and followed v1/,
    );
    assert.match(other(reviewed.skills).join(), /^Connection, workspace/);
  });
});
