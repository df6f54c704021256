import assert from 'node:assert/strict';
import {
  confusionPieces,
  findConfusion,
  type ComparedSkill,
  type Confusion,
} from '../../../../src/core/listing/confusable.ts';
import { toCompared, toListing } from '../../../../src/core/listing/listing.ts';
import { triggerQuestions } from '../../../../src/core/listing/triggerQuestions.ts';
import { SkillJudge } from '../../../../src/core/workspace/skillJudge.ts';
import { SkillReader } from '../../../../src/core/workspace/skillReader.ts';
import { listing, profile, skill, skills } from './skills.ts';

interface Told extends Partial<ComparedSkill> {
  readonly full: string;
}

/** Skills by name. */
function confusion(skills: Readonly<Record<string, Told | string>>): Confusion {
  return findConfusion(
    Object.entries(skills).map(([name, told]) => {
      const given = typeof told === 'string' ? { full: told } : told;
      return { folder: name, name, shown: given.full, questions: [], ...given };
    }),
  );
}

/** `shadowed < by`, with the phrases. */
function pairs({ shadows }: Confusion): Readonly<Record<string, readonly string[]>> {
  return Object.fromEntries(shadows.map(({ skill: own, by, phrases }) => [`${own} < ${by}`, phrases]));
}

function scoreOf({ shadows }: Confusion): number {
  return Math.max(0, ...shadows.map(({ score }) => score));
}

const charts = 'Colors pies, plots lines, adds legends, footnotes and captions.';
const plots = 'Colors pies, plots lines.';
const others = {
  bread: 'Bakes rye bread, checks the oven and notes how long dough rests.',
  mail: 'Sorts incoming mail, drafts polite answers and files invoices.',
  music: 'Transposes sheet music, prints parts for horns and strings.',
};

describe('confusable skills', () => {
  it('are told of phrase by phrase, with a share of 0 to 1', () => {
    const found = confusion({ charts, plots, ...others });
    assert.deepEqual(pairs(found), { 'charts < plots': ['Colors pies', 'plots lines'] });
    const [shadow] = found.shadows;
    assert.ok(shadow && shadow.score >= 0.25 && shadow.score <= 1, String(shadow?.score));
    assert.deepEqual([shadow.onlyWhenCut, shadow.fullScore], [false, shadow.score]);
  });

  it('are none where nothing is shared, and none of one alone', () => {
    assert.deepEqual(confusion(others), { shadows: [], questions: [] });
    assert.deepEqual(confusion({ charts }), { shadows: [], questions: [] });
    assert.deepEqual(confusion({}), { shadows: [], questions: [] });
  });

  it('are looked for with turns for others, and no further once that is not wanted anymore', async () => {
    const some = skills(200, (index) => `Does ${index}. ${charts}`);
    const question = { profile: 'claude-code', skills: some.map(({ collected }) => collected) };
    const whole = toCompared(some, toListing(some, profile('claude-code')), profile('claude-code'));
    assert.ok([...confusionPieces(whole)].length >= 9);
    const judge = new SkillJudge(new SkillReader({ sourceOf: () => Promise.reject(new Error('nothing is read')) }));
    assert.deepEqual(await judge.confusion(question), findConfusion(whole));
    const wanted = new AbortController();
    const found = judge.confusion(question, wanted.signal);
    setImmediate(() => {
      wanted.abort(new Error('enough'));
    });
    await assert.rejects(found, /enough/);
  });

  it('are found when they are only apart by what is cut', () => {
    const ledger = {
      full: 'Reads account books. Balances supplier ledgers, books cash payments, closes fiscal quarters.',
      shown: 'Reads account books.',
    };
    const cash =
      'Balances supplier ledgers, books cash payments. Prints checks, signs transfers, exchanges currencies, opens safes, locks drawers, counts coins, stamps receipts, rolls banknotes, guards vaults.';
    const [first, ...more] = confusion({ ledger, cash, ...others }).shadows;
    assert.equal(more.length, 0);
    assert.deepEqual([first?.skill, first?.by, first?.onlyWhenCut], ['ledger', 'cash', true]);
    assert.deepEqual([...(first?.phrases ?? [])].sort(), ['Balances supplier ledgers', 'books cash payments']);
    assert.ok((first?.fullScore ?? 1) < (first?.score ?? 0));
    assert.deepEqual(confusion({ ledger: ledger.full, cash, ...others }).shadows, []);
  });

  describe('traps:', () => {
    it('a sentence of what a skill is not for never raises a share, and naming the other one lowers it', () => {
      const before = scoreOf(confusion({ charts, plots, ...others }));
      for (const sentence of [
        'Not for pies or lines.',
        'Do not use for legends, captions or colors.',
        'Never use it instead of a spreadsheet.',
        'For tables use bread instead.',
      ]) {
        assert.ok(scoreOf(confusion({ charts: `${charts} ${sentence}`, plots, ...others })) <= before, sentence);
        assert.ok(scoreOf(confusion({ charts, plots: `${plots} ${sentence}`, ...others })) <= before, sentence);
        const mail = `${others.mail} ${sentence}`;
        assert.ok(scoreOf(confusion({ charts, plots, ...others, mail })) <= before, sentence);
      }
      const named = scoreOf(confusion({ charts: `${charts} Not for simple drawings, use plots.`, plots, ...others }));
      assert.ok(named < before);
    });

    it('what a family has in common weighs nothing', () => {
      const family = Object.fromEntries(
        [
          'storage buckets',
          'network gateways',
          'database replicas',
          'message queues',
          'identity roles',
          'cost alerts',
        ].map((what, index) => [
          `azure-${index}`,
          `Manages Azure cloud resources, deploys Azure cloud resources: ${what}.`,
        ]),
      );
      assert.deepEqual(confusion(family).shadows, []);
    });

    it('an opening that many share says nothing', () => {
      const same = 'Expert senior helper, trusted companion guide';
      const some = Object.fromEntries(
        ['bread ovens', 'mail folders', 'sheet music', 'garden plans'].map((what, index) => [
          `skill-${index}`,
          `${same}. Handles ${what}.`,
        ]),
      );
      const rest = Object.fromEntries(
        Array.from({ length: 10 }, (_, index) => [`other-${index}`, `Does task${index} for case${index}.`]),
      );
      assert.deepEqual(confusion({ ...some, ...rest }).shadows, []);
    });

    it('a word of a name counts as one of the description', () => {
      const found = confusion({
        report: 'Quarterly invoices, reminds late debtors, stamps envelopes.',
        'quarterly-invoices': { full: 'Reminds late debtors.' },
        ...others,
      });
      assert.deepEqual(Object.keys(pairs(found)), ['report < quarterly-invoices']);
    });

    it('other alphabets are compared in pieces of two characters', () => {
      const found = confusion({
        表格: '读取销售表格，绘制柱状图，打印年度报告，整理客户名单',
        图表: '绘制柱状图，打印年度报告',
        ...others,
      });
      assert.deepEqual(pairs(found), { '表格 < 图表': ['打印年度报告', '绘制柱状图'] });
    });
  });

  it('lose questions of their own to another, in full or once they are cut', () => {
    const found = confusion({
      charts: { full: charts, questions: ['captions please', 'who colors my pies?', 'rye bread?'] },
      plots,
      ...others,
    });
    assert.deepEqual(found.questions, [
      { skill: 'charts', question: 'who colors my pies?', by: 'plots', onlyWhenCut: false },
      { skill: 'charts', question: 'rye bread?', by: 'bread', onlyWhenCut: false },
    ]);
    const cut = confusion({
      charts: { full: charts, shown: '', questions: ['captions of a bar'] },
      pub: 'Serves drinks, snacks, coffee, cakes, soups, salads, sandwiches, juices and pancakes in a bar.',
      ...others,
    });
    assert.deepEqual(cut.questions, [{ skill: 'charts', question: 'captions of a bar', by: 'pub', onlyWhenCut: true }]);
  });

  it('are compared by what the list of an agent shows', () => {
    const some = [
      skill('/w/skills/a', `${charts} ${'Draws more. '.repeat(200)}Balances supplier ledgers.`),
      skill('/w/skills/b', 'Short.'),
      skill('/w/skills/c', 'Hidden.', 'disable-model-invocation: true\n'),
    ];
    const compared = toCompared(some, listing(some, 'claude-code'), profile('claude-code'));
    assert.deepEqual(
      compared.map(({ name, full, shown }) => [name, full.length > 2000, shown.length]),
      [
        ['a', true, 1535],
        ['b', false, 'Short.'.length],
      ],
    );
    const none = toCompared(some, listing(some, 'claude-code-200k'), profile('claude-code-200k'));
    assert.deepEqual(
      none.map(({ shown }) => shown),
      ['', ''],
    );
  });
});

describe('questions of evals', () => {
  const questions = (value: unknown): readonly string[] => triggerQuestions(JSON.stringify(value));

  it('are taken of triggers, lists and cases that should find the skill', () => {
    assert.deepEqual(
      questions([
        { query: 'what did we\n sell?', should_trigger: true },
        { query: 'convert this', should_trigger: false },
        { query: 'unsaid' },
      ]),
      ['what did we sell?'],
    );
    assert.deepEqual(
      questions([
        { question: 'total?', expected_skill: 'rows' },
        { question: 'comma?', expected_skill: null },
        { question: 'both?', expected_skill: null, should_trigger: true },
      ]),
      ['total?', 'both?'],
    );
    assert.deepEqual(questions({ skill_name: 'rows', evals: [{ id: 1, prompt: 'Sum up' }] }), ['Sum up']);
    assert.deepEqual(questions({ cases: [{ question: 'which?' }] }), ['which?']);
  });

  it('are none in what has another shape', () => {
    for (const value of [null, 1, 'text', {}, { evals: {} }, [1, null, {}], [{ query: 5, should_trigger: true }]])
      assert.deepEqual(questions(value), []);
    assert.deepEqual(triggerQuestions('{'), []);
    assert.deepEqual(triggerQuestions(`["${'x'.repeat(300_000)}"]`), []);
  });
});
