import assert from 'node:assert/strict';
import type { Finding } from '../../../../src/core/impact/model.ts';
import type { Blocker, Guard, PublishChoices } from '../../../../src/core/publish/guards.ts';
import type { PreparedPublish, PublishPlan } from '../../../../src/core/publish/plan.ts';
import type { ReleaseImpact } from '../../../../src/core/publish/releaseImpact.ts';
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
import { inGerman } from '../../../support/germanWords.ts';
import { inMarks, untranslated } from '../../../support/markedWords.ts';

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
    upload: { fileName: 'pdf-forms.zip', bytes: Promise.resolve(content) },
    files: [{ path: 'SKILL.md', content, mode: 0o644 }],
    skill: { folderName: 'pdf-forms', fileName: 'SKILL.md', text: skillText, files: undefined },
    description: 'Fills forms.',
  };
}

function sheetOf(given: Given): Sheet {
  return toSheet(prepared(given), {
    choices: {},
    fromFolder: true,
    unsettled: false,
    changedMeanwhile: false,
    confirmImpact: 'high',
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
const change = (kind: Finding['class'], severity: Finding['severity'], code = 'impact/host-added'): Finding => ({
  code,
  class: kind,
  severity,
  subject: code,
  new: { path: 'a.py', range: { start: 0, end: 1 } },
  message: `Newly contacts ${severity}.example.net, in a.py.`,
});
const compared = (...findings: readonly Finding[]): ReleaseImpact => ({
  kind: 'compared',
  version: 'skver_1',
  findings,
  step: 'minor',
});
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
  secret: {
    blockers: [blocker('secrets', 'allowedSecrets')],
    plan: { secrets: secret(true) },
    enter: 'open',
    goesOn: false,
  },
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
  impact: { plan: { impact: compared(change('wider', 'high')) }, enter: 'changes', goesOn: true },
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

  it('names skills and versions in words: ids are for machines', () => {
    const twins = ['skill_2', 'skill_3'].map((skillId) => ({ skillId, label: undefined, updatedAt: '' }));
    const cases = [...Object.values(given), { ...given.sameName, target: { sameName: twins } }];
    for (const sheet of cases.map(sheetOf)) {
      const texts = rowsOf(sheet).flatMap(({ label, description, detail }) => [label, description, detail]);
      assert.doesNotMatch([sheet.title, ...texts].join('\n'), /skill_\d|skver_/);
    }
    const named = rowsOf(sheetOf(cases.at(-1) ?? {})).filter(({ id }) => id.startsWith('sameName:'));
    assert.deepEqual(
      named.map(({ label, description }) => [label, description]),
      twins.map(() => ['New version of pdf-forms…', '3 min. ago']),
    );
  });

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

  /** Everything that is read of a sheet and of the second question. */
  function textsOf(sheet: Sheet): readonly string[] {
    const rows = rowsOf(sheet).flatMap(({ label, button, description, detail, action }) => {
      const ask = action.kind === 'publish' ? action.ask : undefined;
      return [label, button, description, detail, ask?.message, ask?.detail, ask?.safe.label, ask?.go];
    });
    return [sheet.title, ...sheet.groups.map(({ title }) => title), ...rows].filter((text) => text !== undefined);
  }

  const everything: Given = {
    plan: {
      allowedSecrets: [{ fingerprint: 'f1', by: 'Jo', reason: 'A sample.', time: '2026-01-01T00:00:00Z' }],
      acceptedChanges: [
        { code: 'impact/x', subject: 's', by: 'Jo', reason: 'A sample.', time: '2026-01-01T00:00:00Z' },
      ],
      leftOut: [{ path: 'x', kind: 'cache', reason: 'Wrong.' }],
      problems: [...error('name/charset'), ...error('desc/length')],
      secrets: [...secret(true), ...secret(false)],
      impact: compared(change('wider', 'high'), change('cost', 'medium')),
      note: 'A sample.',
    },
    guards: (['dirty', 'unlisted', 'claudeLock', 'remoteNewer'] as const).map((kind) => ({
      kind,
      message: `${kind}: the whole sentence.`,
    })),
    options: { changedMeanwhile: true, confirmImpact: 'all' },
  };
  const data = `${JSON.stringify([everything, given, skillText])} Team ago`.replaceAll('a GitHub token', '');

  for (const [name, each] of Object.entries({ ...given, everything }))
    it(`says all of it in the language of the window: ${name}`, () => {
      for (const text of inMarks(() => textsOf(sheetOf(each)))) assert.deepEqual(untranslated(text, data), [], text);
    });

  it('is German in a German window, and no point of it is cut', () => {
    const labels = (each: Given): readonly string[] =>
      inGerman(() => rowsOf(sheetOf(each)).map(({ label }) => label)).slice(0, 4);
    assert.deepEqual(labels(given.newer), [
      'Neuer bei Team: 3 min. ago, nicht von hier',
      'Änderungen prüfen',
      'Arbeitsbereich damit aktualisieren …',
      'Trotzdem veröffentlichen …',
    ]);
    assert.deepEqual(labels(given.secret).slice(0, 3), [
      'Mögliches Geheimnis in notes.txt:2',
      'notes.txt:2 öffnen',
      'notes.txt:2 zulassen (ein GitHub-Token) …',
    ]);
    for (const each of Object.values(given))
      for (const { label } of inGerman(() => rowsOf(sheetOf(each)))) assert.doesNotMatch(label, /\S…$/, label);
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

  it('accuses nobody of publishing where the history has the latest version', () => {
    const noted = { kind: 'remoteNewer', message: 'm', noted: true } as const;
    const labels = rowsOf(sheetOf({ ...given.newer, plan: { guards: [noted] } })).map(({ label }) => label);
    assert.equal(labels[0], 'Not based on the latest version: 3 min. ago');
  });

  it('says that only line ends differ', () => {
    const plan = { fingerprint: 'sha256:a', publishedFingerprint: 'sha256:b' };
    const labels = rowsOf(sheetOf({ ...given.unchanged, plan })).map(({ label }) => label);
    assert.match(labels[0] ?? '', /^Only line endings differ from the latest version/);
  });

  it('opens the line of the secret, and of the first error', () => {
    assert.deepEqual(entered(sheetOf(given.secret)), { kind: 'open', path: 'notes.txt', line: 2 });
    assert.deepEqual(entered(sheetOf(given.errors)), { kind: 'open', path: 'SKILL.md', line: 3 });
  });

  it('allows places that look like a secret one at a time, and never all of them', () => {
    const [first] = secret(true);
    const places = ['f1', 'f2'].map((fingerprint, at) => ({ ...first, fingerprint, line: at + 2 }) as typeof first);
    const secrets = places.flatMap((place) => place ?? []);
    for (const blockers of [
      [blocker('secrets', 'allowedSecrets')],
      [blocker('secrets', 'allowedSecrets'), blocker('remoteNewer', 'remoteNewer')],
    ]) {
      const sheet = sheetOf({ plan: { secrets }, blockers });
      assert.equal(sheet.preselected, 'open');
      const rows = rowsOf(sheet);
      assert.deepEqual(
        rows.flatMap(({ label, action }) => (action.kind === 'allow' ? [[label, action.place.fingerprint]] : [])),
        [
          ['Allow notes.txt:2 (a GitHub token)…', 'f1'],
          ['Allow notes.txt:3 (a GitHub token)…', 'f2'],
        ],
      );
      assert.ok(!rows.some(({ action }) => action.kind === 'publish'));
    }
  });

  it('offers five places at once, and none of the own key', () => {
    const [own] = secret(false);
    const secrets = ['a', 'b', 'c', 'd', 'e', 'f', 'g'].flatMap((fingerprint) =>
      secret(true).map((each) => ({ ...each, fingerprint })),
    );
    const sheet = sheetOf({
      plan: { secrets: own ? [own, ...secrets] : secrets },
      blockers: [blocker('ownKey'), blocker('secrets', 'allowedSecrets')],
    });
    const allowed = rowsOf(sheet).flatMap(({ action }) => (action.kind === 'allow' ? [action.place.fingerprint] : []));
    assert.deepEqual(allowed, ['a', 'b', 'c', 'd', 'e']);
  });

  it('says what is allowed, why and by whom', () => {
    const allowedSecrets = [{ fingerprint: 'f1', by: 'Jo', reason: 'A sample.', time: '2026-01-01T00:00:00Z' }];
    const row = rowsOf(sheetOf({ plan: { allowedSecrets } })).find(({ id }) => id === 'notice:allowed');
    assert.deepEqual([row?.label, row?.detail], ['1 possible secret allowed', 'A sample. (Jo)']);
  });

  it('decides everything at once where several things are in the way', () => {
    const sheet = sheetOf({
      blockers: [blocker('remoteNewer', 'remoteNewer'), blocker('production', 'production')],
    });
    assert.equal(sheet.case, 'newer');
    const despite = rowsOf(sheet).find(({ id }) => id === 'despite');
    assert.equal(despite?.label, 'Publish despite all of this…');
    assert.ok(despite.action.kind === 'publish');
    assert.deepEqual(despite.action.choices, { remoteNewer: true, production: true });
    assert.match(despite.action.ask?.detail ?? '', /^Newer on Team.*\nTeam is a production connection/);
  });

  it('has a line for each class of changes, without what is low or changes nothing for anybody', () => {
    const plan = {
      impact: compared(
        change('breaking', 'medium', 'impact/a'),
        change('breaking', 'high', 'impact/b'),
        change('wider', 'medium'),
        change('cost', 'low'),
        change('neutral', 'medium'),
      ),
    };
    const { groups } = sheetOf({ plan });
    const { rows } = groups.find(({ title }) => title === 'Changes for users') ?? { rows: [] };
    assert.deepEqual(
      rows.map(({ icon, label }) => `${icon} ${label}`),
      ['warning May break callers: 2 changes', 'info Can do more: 1 change', 'change Copy as release note'],
    );
    assert.deepEqual(rows[1]?.action, { kind: 'impact', class: 'wider' });
  });

  it('says what a first version can do', () => {
    const abilities = [
      { kind: 'script', path: 'scripts/a.py', what: 'script' },
      { kind: 'host', path: 'SKILL.md', what: 'rain.net' },
    ] as const;
    const row = rowsOf(sheetOf({ ...given.new, plan: { impact: { kind: 'first', abilities } } })).find(
      ({ id }) => id === 'impact:first',
    );
    assert.deepEqual(
      [row?.label, row?.detail, row?.action.kind],
      ['It has 1 script · 1 host', 'scripts/a.py: script; names the host rain.net', 'say'],
    );
  });

  it('asks once more about the changes that the setting names', () => {
    const plan = { impact: compared(change('wider', 'medium'), change('neutral', 'medium')) };
    const caseOf = (given: Given): string => sheetOf(given).case;
    assert.equal(caseOf({ plan }), 'changed');
    assert.equal(caseOf({ plan, options: { confirmImpact: 'all' } }), 'impact');
    const high = { impact: compared(change('breaking', 'high'), change('wider', 'high')) };
    assert.equal(caseOf({ plan: high, options: { confirmImpact: 'none' } }), 'changed');
    const sheet = sheetOf({ plan: high });
    assert.equal(rowsOf(sheet)[0]?.label, '1 may break callers · 1 can do more');
    const despite = rowsOf(sheet).find(({ id }) => id === 'despite');
    assert.ok(despite?.action.kind === 'publish' && despite.action.ask);
    assert.deepEqual(
      [despite.label, despite.action.ask.safe.label, despite.action.choices],
      ['Publish with these changes…', 'Review Changes', {}],
    );
    assert.match(despite.action.ask.detail, /1 may break callers · 1 can do more/);
  });

  it('asks about each change until it is accepted, and names the reasons', () => {
    const findings = [change('wider', 'high'), change('wider', 'high', 'impact/path-outside-added')];
    const impact = compared(...findings);
    const rows = rowsOf(sheetOf({ plan: { impact } })).filter(({ action }) => action.kind === 'accept');
    assert.deepEqual(
      rows.map(({ label }) => label),
      findings.map(({ code, subject }) => `Accept ${code.replace('impact/', '')} (${subject})…`),
    );
    const acceptedChanges = findings.map(({ code, subject }) => ({
      code,
      subject,
      by: 'Jo',
      reason: 'Announced.',
      time: '2026-01-01T00:00:00Z',
    }));
    assert.equal(sheetOf({ plan: { impact, acceptedChanges: acceptedChanges.slice(1) } }).case, 'impact');
    const sheet = sheetOf({ plan: { impact, acceptedChanges } });
    const row = rowsOf(sheet).find(({ id }) => id === 'impact:accepted');
    assert.deepEqual(
      [sheet.case, row?.label, row?.detail],
      ['changed', '2 accepted changes', 'Announced. (Jo); Announced. (Jo)'],
    );
  });

  it('says when it is not known what changes', () => {
    const sheet = sheetOf({ plan: { impact: { kind: 'unknown', reason: 'No answer.' } } });
    assert.equal(rowsOf(sheet).find(({ id }) => id === 'impact')?.detail, 'No answer.');
    assert.equal(sheet.case, 'changed');
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
