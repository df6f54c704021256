import assert from 'node:assert/strict';
import { markdownUnits as units } from '../../../../support/pumps.ts';
import { parseMarkdown } from '../../../../../src/core/skill/markdown.ts';

const size = 100_000;

const shapes: Readonly<Record<string, string>> = {
  'deep lists before empty lines': '- '.repeat(size / 4) + '\n'.repeat(5900),
  'deep lists before indented lines': `${'- '.repeat(size / 4)}\n${`${' '.repeat(50)}a\n`.repeat(1000)}`,
  'brackets in each other': '['.repeat(size / 2) + ']'.repeat(size / 2),
  'brackets in each other with a definition': `[a]: b\n\n${'['.repeat(size / 2)}a${']'.repeat(size / 2)}`,
  'images in each other': '!['.repeat(size / 3) + '](a)'.repeat(size / 4),
  'links behind open brackets': '['.repeat(size / 2) + '[a](b)'.repeat(size / 12),
  'references to one definition': `[a]: b\n\n${'[a]'.repeat(size / 3)}`,
  'runs of backticks of all lengths': Array.from({ length: 440 }, (_, index) => `${'`'.repeat(index + 1)} `).join(''),
  'a quote with lazy lines': `${'>'.repeat(90)}a\n${'b\n'.repeat(5900)}`,
  'a heading of thousands of lines': `${'a\n'.repeat(5900)}---`,
  'titles in a link that all close at its end': `[${'[a](b ('.repeat(size / 8)}) ](c)`,
  'blanks between words': `a${' '.repeat(size)}b`,
};

/** Milliseconds; where lines are counted for coverage, code takes several times as long as it does for users. */
const most = process.env['NODE_V8_COVERAGE'] === undefined ? 100 : 500;

/** Processor milliseconds of the fastest of some runs: as many as it takes on a machine that does other work as well. */
function cost(text: string): number {
  let fastest = Number.POSITIVE_INFINITY;
  for (let run = 0; run < 12 && (run < 2 || fastest > most); run += 1) {
    const begun = process.cpuUsage();
    parseMarkdown(text);
    const { user, system } = process.cpuUsage(begun);
    fastest = Math.min(fastest, (user + system) / 1000);
  }
  return fastest;
}

describe('the Markdown scanner on hostile text', () => {
  it('reads 100 KB of any unit in 100 ms', () => {
    const costs = units.map((unit) => [unit, cost(unit.repeat(size / unit.length))] as const);
    assert.deepEqual(
      costs.filter(([, time]) => time > most),
      [],
    );
  }).timeout(120_000);

  for (const [name, text] of Object.entries(shapes)) {
    it(`reads ${name} in 100 ms`, () => {
      const time = cost(text);
      assert.ok(time <= most, `${time} ms`);
    });
  }

  it('does not go deeper into containers than it can', () => {
    for (const unit of ['1. ', '> 1. ', '- 1. ', '> ', '- ']) {
      const { prose, end } = parseMarkdown(`${unit.repeat(5000)}[x](y.md)\n\n# z\n`);
      assert.ok(prose.length > 0 && end > 5000, unit);
    }
  });
});
