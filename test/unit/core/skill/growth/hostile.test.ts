import assert from 'node:assert/strict';
import { indexFiles } from '../../../../../src/core/skill/fileIndex.ts';
import { parseMarkdown } from '../../../../../src/core/skill/markdown.ts';
import { findMentions } from '../../../../../src/core/skill/mentions.ts';
import { validate } from '../../../../../src/core/skill/validate.ts';
import { exponentOf, solve, workOf } from '../../../../support/growth.ts';
import { allPumps, type Pump } from '../../../../support/pumps.ts';
import { leastProcessorTime } from '../../../../support/processorTime.ts';

// `npm run test:long -- G19` measures every one of them at four sizes; here each construct and each position has its turn.
const pumps = allPumps();
const everyNth = (step: number): readonly Pump[] => pumps.filter((_, index) => index % step === 0);
const nameOf = ({ construct, position }: Pump): string => `${construct} in ${position}`;

describe('texts that grow', function () {
  this.timeout(300_000);

  it('cost work in proportion to their length', () => {
    const sizes = [4_000, 16_000];
    const steep = everyNth(13).flatMap((pump) => {
      const work = sizes.map((size) => workOf(pump.skillOf(size)));
      const exponent = exponentOf(sizes, work);
      return exponent > 1.2 ? [`${nameOf(pump)}: ${work.join(', ')}`] : [];
    });
    assert.deepEqual(steep, []);
  });

  it('of 100 KB take no more than a moment to judge and to mend', () => {
    const [forCheck, forAll] = [500, 2_000];
    const slow = everyNth(53).flatMap((pump) => {
      const skill = pump.skillOf(pump.full);
      const check = leastProcessorTime(forCheck, () => validate(skill, 'api'));
      const all = leastProcessorTime(forAll, () => {
        solve(skill);
      });
      return check > forCheck || all > forAll ? [`${nameOf(pump)}: ${Math.round(check)}, ${Math.round(all)} ms`] : [];
    });
    assert.deepEqual(slow, []);
  });
});

describe('mentions of files', () => {
  it('are looked for where there are none in a time that grows with the length', () => {
    const text = '`x`'.repeat(300_000);
    const markdown = parseMarkdown(text);
    const context = {
      file: 'SKILL.md',
      files: indexFiles([{ path: 'SKILL.md', size: 1, kind: 'file' }]),
      folderName: 'my-skill',
    };
    const time = leastProcessorTime(1_000, () => findMentions(text, markdown, context));
    assert.ok(time <= 1_000, `${Math.round(time)} ms`);
  }).timeout(60_000);
});

describe('the exponent of growth', () => {
  it('is that of the power the values grow with', () => {
    const sizes = [1, 2, 4, 8];
    for (const power of [0.5, 1, 2])
      assert.ok(
        Math.abs(
          exponentOf(
            sizes,
            sizes.map((size) => 100 * size ** power),
          ) - power,
        ) < 1e-9,
      );
    assert.equal(exponentOf(sizes, [0, 0, 0, 100]), 0);
  });
});
