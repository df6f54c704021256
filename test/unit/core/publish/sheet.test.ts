import assert from 'node:assert/strict';
import type { Blocker, Guard, PublishChoices } from '../../../../src/core/publish/guards.ts';
import type { PreparedPublish, PublishPlan } from '../../../../src/core/publish/plan.ts';
import { sheetCases } from '../../../../src/core/publish/sheet/cases.ts';
import {
  pointMaxCharacters,
  type Sheet,
  type SheetAction,
  type SheetCase,
  type SheetOptions,
  type SheetRow,
} from '../../../../src/core/publish/sheet/model.ts';
import { toSheet } from '../../../../src/core/publish/sheet/sheet.ts';
import type { PublishTarget } from '../../../../src/core/publish/target.ts';

const skillText = '---\nname: pdf-forms\ndescription: Fills forms.\n---\nText.\n';

interface Given {
  readonly plan?: Partial<PublishPlan>;
  readonly target?: Partial<PublishTarget>;
  readonly blockers?: readonly Blocker[];
  readonly guards?: readonly Guard[];
  readonly options?: Partial<SheetOptions>;
}

function prepared({ plan, target, blockers = [], guards = [] }: Given): PreparedPublish {
  const content = new TextEncoder().encode(skillText);
  return {
    plan: {
      folder: 'skills/pdf-forms',
      name: 'pdf-forms',
      connection: { key: 'k', name: 'Team', production: false },
      target: {
        kind: 'newVersion',
        source: 'ledger',
        skillId: 'skill_1',
        latestVersion: 'skver_1',
        latestTime: '2026-01-01T00:00:00Z',
        sameName: [],
        ...target,
      },
      files: [{ path: 'SKILL.md', size: content.length, mode: 0o644 }],
      leftOut: [],
      sizes: { files: 1, uncompressed: content.length, archive: 300, request: 500, requestLimit: 1_000_000 },
      problems: [],
      secrets: [],
      fingerprint: 'sha256:1',
      contentKey: 'sha256:1',
      publishedFingerprint: 'sha256:0',
      guards,
      blockers,
      request: undefined,
      git: {},
      note: undefined,
      ...plan,
    },
    upload: { fileName: 'pdf-forms.zip', bytes: content },
    files: [{ path: 'SKILL.md', content, mode: 0o644 }],
    skillText,
    description: 'Fills forms.',
  };
}

function sheetOf(given: Given): Sheet {
  return toSheet(prepared(given), {
    choices: {},
    fromFolder: true,
    unsettled: false,
    changedMeanwhile: false,
    displayName: undefined,
    ago: () => '3 min. ago',
    ...given.options,
  });
}

const blocker = (code: Blocker['code'], choice?: keyof PublishChoices): Blocker => ({
  code,
  choice,
  message: `${code}: the whole sentence.`,
});
const error = (code: string): PublishPlan['problems'] => [
  { code, severity: 'error', file: 'SKILL.md', range: { start: 20, end: 30 }, message: 'Wrong.' },
];
const secret = (overridable: boolean): PublishPlan['secrets'] => [
  {
    path: 'notes.txt',
    range: { start: 3, end: 9 },
    line: 2,
    rule: 'github',
    what: 'a GitHub token',
    preview: 'ghp_… (40)',
    overridable,
    fingerprint: 'f1',
  },
];
const rowsOf = ({ groups }: Sheet): readonly SheetRow[] => groups.flatMap(({ rows }) => rows);
const entered = (sheet: Sheet): SheetAction => {
  const row = rowsOf(sheet).find(({ id }) => id === sheet.preselected);
  assert.ok(row, `${sheet.preselected} is no row`);
  return row.action;
};

/** What each case of the table is made of, what Enter does, and whether the user may go on. */
const given: Readonly<Record<SheetCase, Given & { readonly enter: SheetAction['kind']; readonly goesOn: boolean }>> = {
  new: { target: { kind: 'newSkill', latestVersion: undefined, skillId: undefined }, enter: 'publish', goesOn: false },
  changed: { enter: 'publish', goesOn: false },
  unsettled: { options: { unsettled: true }, enter: 'settle', goesOn: true },
  nothing: { blockers: [blocker('nothing')], enter: 'package', goesOn: false },
  missing: { blockers: [blocker('missing')], enter: 'target', goesOn: false },
  readOnly: {
    blockers: [blocker('readOnly', 'target')],
    target: { readOnly: 'anthropic' },
    enter: 'package',
    goesOn: false,
  },
  ownKey: { blockers: [blocker('ownKey')], plan: { secrets: secret(false) }, enter: 'open', goesOn: false },
  notScanned: { blockers: [blocker('scanFailed')], enter: 'package', goesOn: false },
  tooCostly: {
    blockers: [blocker('problems')],
    plan: { problems: error('check/too-costly') },
    enter: 'open',
    goesOn: false,
  },
  tooLarge: {
    blockers: [blocker('problems')],
    plan: { problems: error('package/too-large') },
    enter: 'package',
    goesOn: false,
  },
  errors: { blockers: [blocker('problems')], plan: { problems: error('name/charset') }, enter: 'open', goesOn: false },
  dirty: { blockers: [blocker('dirty')], enter: 'sourceControl', goesOn: false },
  secret: { blockers: [blocker('secrets', 'secrets')], plan: { secrets: secret(true) }, enter: 'open', goesOn: true },
  gone: {
    blockers: [blocker('gone', 'target')],
    target: { kind: 'newSkill', latestVersion: undefined, skillId: undefined },
    enter: 'package',
    goesOn: false,
  },
  renamed: {
    blockers: [blocker('renamed', 'target')],
    target: { publishedName: 'pdf-formulas' },
    enter: 'open',
    goesOn: false,
  },
  sameName: { blockers: [blocker('sameName', 'target')], enter: 'changes', goesOn: false },
  newer: { blockers: [blocker('remoteNewer', 'remoteNewer')], enter: 'changes', goesOn: true },
  unchanged: { blockers: [blocker('unchanged', 'unchanged')], enter: 'package', goesOn: true },
  production: { blockers: [blocker('production', 'production')], enter: 'changes', goesOn: true },
};

describe('the publish sheet', () => {
  it('has a case for everything the table knows, and no other', () => {
    assert.deepEqual(new Set(Object.keys(given)), new Set(sheetCases.map((each) => each.case)));
  });

  for (const [name, each] of Object.entries(given)) {
    it(`${name}: Enter is ${each.enter}; ${each.goesOn ? 'asks again before it publishes' : 'offers no way around'}`, () => {
      const sheet = sheetOf(each);
      assert.equal(sheet.case, name);
      assert.equal(entered(sheet).kind, each.enter);
      const despite = rowsOf(sheet).find(({ id }) => id === 'despite');
      assert.equal(despite !== undefined, each.goesOn);
      if (despite?.action.kind === 'publish') {
        assert.ok(despite.action.ask);
        assert.notEqual(despite.action.ask.safe.action.kind, 'publish');
        assert.notEqual(despite.action.ask.safe.label, despite.action.ask.go);
      }
    });
  }

  const blocking = Object.entries(given).filter(([, { enter }]) => enter !== 'publish');
  for (const [name, each] of blocking) {
    it(`${name} and production together: Enter sends nothing`, () => {
      const both = { ...each, blockers: [...(each.blockers ?? []), blocker('production', 'production')] };
      const sheet = sheetOf(both);
      assert.notEqual(entered(sheet).kind, 'publish');
      const despite = rowsOf(sheet).find(({ id }) => id === 'despite');
      if (despite?.action.kind !== 'publish') return;
      assert.equal(despite.action.ask?.go, 'Publish to Production');
      assert.equal(despite.action.choices.production, true);
    });
  }

  it('says each point in at most sixty characters, whatever the names are', () => {
    const long = 'x'.repeat(200);
    for (const each of Object.values(given)) {
      const sheet = sheetOf({
        ...each,
        plan: { ...each.plan, name: long, connection: { key: 'k', name: long, production: true } },
        target: { ...each.target, label: long, publishedName: long },
      });
      for (const row of rowsOf(sheet)) assert.ok(row.label.length <= pointMaxCharacters, row.label);
    }
  });

  it('gives no two rows one id', () => {
    for (const each of Object.values(given)) {
      const ids = rowsOf(sheetOf(each)).map(({ id }) => id);
      assert.deepEqual(ids, [...new Set(ids)]);
    }
  });

  it('says what is the matter before the way out, in a conflict', () => {
    const labels = rowsOf(sheetOf(given.newer)).map(({ label }) => label);
    assert.deepEqual(labels.slice(0, 4), [
      'Newer on Team: 3 min. ago, not from here',
      'Review changes',
      'Update workspace from it…',
      'Publish over it…',
    ]);
  });

  it('says that only line ends differ', () => {
    const plan = { fingerprint: 'sha256:a', publishedFingerprint: 'sha256:b' };
    const labels = rowsOf(sheetOf({ ...given.unchanged, plan })).map(({ label }) => label);
    assert.match(labels[0] ?? '', /^Only line ends differ from the latest version/);
  });

  it('opens the line of the secret, and of the first error', () => {
    assert.deepEqual(entered(sheetOf(given.secret)), { kind: 'open', path: 'notes.txt', line: 2 });
    assert.deepEqual(entered(sheetOf(given.errors)), { kind: 'open', path: 'SKILL.md', line: 3 });
  });

  it('decides everything at once where several things are in the way', () => {
    const sheet = sheetOf({
      plan: { secrets: secret(true) },
      blockers: [blocker('secrets', 'secrets'), blocker('remoteNewer', 'remoteNewer')],
    });
    assert.equal(sheet.case, 'secret');
    const despite = rowsOf(sheet).find(({ id }) => id === 'despite');
    assert.equal(despite?.label, 'Publish despite all of this…');
    assert.ok(despite.action.kind === 'publish');
    assert.deepEqual(despite.action.choices, { remoteNewer: true, secrets: true });
    assert.match(despite.action.ask?.detail ?? '', /A possible secret in notes\.txt:2\nNewer on Team/);
    assert.match(despite.action.ask?.detail ?? '', /notes\.txt:2 {2}a GitHub token/);
  });

  it('speaks of callers only where there are some', () => {
    assert.doesNotMatch(JSON.stringify(sheetOf(given.new)), /[Cc]allers/);
    assert.match(JSON.stringify(sheetOf(given.changed)), /Callers that do not pin a version get it at once/);
  });

  it('counts errors and warnings as problems, hints not', () => {
    const hint = { code: 'license/missing', file: 'SKILL.md', range: { start: 0, end: 0 }, message: 'No license.' };
    const withHint = sheetOf({ plan: { problems: [{ ...hint, severity: 'hint' }] } });
    assert.ok(!rowsOf(withHint).some(({ id }) => id === 'problems'));
    const withWarning = sheetOf({ plan: { problems: [{ ...hint, severity: 'warning' }] } });
    assert.equal(rowsOf(withWarning).find(({ id }) => id === 'problems')?.label, '1 warning');
  });

  it('opens no folder for a version that is published again', () => {
    const sheet = sheetOf({ ...given.newer, options: { fromFolder: false } });
    assert.ok(!rowsOf(sheet).some(({ action }) => action.kind === 'open' || action.kind === 'update'));
  });
});
