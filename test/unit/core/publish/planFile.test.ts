import assert from 'node:assert/strict';
import { formatPlanFile, parsePlanFile, PlanFileError, type PlanFile } from '../../../../src/core/publish/planFile.ts';
import { checkPlan } from '../../../../src/core/publish/planCheck.ts';
import { toPlanFile } from '../../../../src/core/publish/toPlanFile.ts';
import { planPublish, type PreparedPublish } from '../../../../src/core/publish/plan.ts';
import { FakeRegistry } from '../../../support/fakeRegistry.ts';
import { planInput } from '../../../support/publishCase.ts';

const now = new Date('2026-11-29T10:00:00Z');
const hour = 3_600_000;

describe('plan file', () => {
  let prepared: PreparedPublish;
  let file: PlanFile;
  const make = async (at = now, life = 24 * hour): Promise<PlanFile> =>
    (
      await toPlanFile([{ prepared, choices: {} }], {
        tool: 'skill-publisher 1.2.3',
        connection: { key: 'https://api.example', name: 'team', dialect: 'ga' },
        who: { kind: 'key', organization: null, workspace: null },
        source: { commit: 'c0ffee', repository: null, run: null, ledger: '.skill-publisher.json' },
        now: at,
        life,
      })
    ).file;
  const demands = {
    tool: 'skill-publisher 1.2.3',
    connectionKey: 'https://api.example',
    digest: undefined,
    maxAge: 72 * hour,
    now,
  };

  before(async () => {
    prepared = await planPublish(await planInput(new FakeRegistry()));
    file = await make();
  });

  it('reads back what it writes, and holds no content of a file', async () => {
    const text = formatPlanFile(file);
    assert.deepEqual(parsePlanFile(text), file);
    const [skill] = file.skills;
    assert.deepEqual([skill?.action, skill?.base, skill?.blockers], ['skill', null, []]);
    assert.equal(skill?.archive?.bytes, (await prepared.upload?.bytes)?.length);
    assert.ok(prepared.skill.text.length > 40 && !text.includes(prepared.skill.text.slice(10, 40)));
  });

  it('has the same release whoever planned it and when, and another digest', async () => {
    const later = await make(new Date(now.getTime() + hour));
    assert.equal(later.release, file.release);
    assert.notEqual(later.digest, file.digest);
  });

  it('refuses a plan of which any byte was changed', () => {
    const bytes = Buffer.from(formatPlanFile(file));
    for (let at = 0; at < bytes.length; at += 1) {
      const changed = Buffer.from(bytes);
      changed[at] = (bytes[at] ?? 0) ^ 1;
      // White space says nothing.
      if (/^\s$/.test(String.fromCharCode(bytes[at] ?? 0, changed[at] ?? 0).replace(/^(.)\1$/s, '$1'))) continue;
      assert.throws(() => parsePlanFile(changed.toString('utf8')), PlanFileError, `byte ${at}`);
    }
  });

  for (const [what, change] of [
    ['an unknown key', (plan: object) => ({ ...plan, more: 1 })],
    ['another format', (plan: object) => ({ ...plan, format: 2 })],
    [
      'a folder outside',
      (plan: PlanFile) => ({ ...plan, skills: plan.skills.map((each) => ({ ...each, folder: '../x' })) }),
    ],
    [
      'an archive elsewhere',
      (plan: PlanFile) => ({
        ...plan,
        skills: plan.skills.map((each) => ({ ...each, archive: { ...each.archive, file: '/etc/x.zip' } })),
      }),
    ],
    ['no skills', (plan: object) => ({ ...plan, skills: undefined })],
    ['a list', () => []],
  ] as const)
    it(`refuses a plan with ${what}`, () => {
      assert.throws(() => parsePlanFile(JSON.stringify(change(file))), PlanFileError);
    });

  for (const [what, change, message] of [
    ['another digest', { digest: `sha256:${'0'.repeat(64)}` }, /--digest/],
    ['another tool', { tool: 'skill-publisher 1.2.4' }, /made by skill-publisher 1\.2\.3/],
    ['another connection', { connectionKey: 'https://api.example#wrkspc_1' }, /another connection or workspace/],
    ['a day later', { now: new Date(now.getTime() + 24 * hour) }, /expired/],
    ['a shorter life', { maxAge: hour, now: new Date(now.getTime() + hour) }, /expired/],
    ['a clock far behind', { now: new Date(now.getTime() - hour) }, /clock/],
  ] as const)
    it(`carries out nothing with ${what}`, () => {
      checkPlan(file, { ...demands, digest: file.digest });
      assert.throws(() => {
        checkPlan(file, { ...demands, ...change });
      }, message);
    });

  it('is not carried out when nobody was signed in who made it', async () => {
    const { file: offline } = await toPlanFile([{ prepared, choices: {} }], {
      ...{ tool: file.tool, connection: file.connection, source: file.source, who: null },
      ...{ now, life: hour },
    });
    assert.equal(parsePlanFile(formatPlanFile(offline)).release, file.release);
    assert.throws(() => {
      checkPlan(offline, demands);
    }, /made offline/);
  });

  it('lives 72 hours at most, whatever was asked for', async () => {
    const long = await make(now, 1000 * hour);
    assert.equal(Date.parse(long.expires) - Date.parse(long.made), 72 * hour);
  });
});
