import assert from 'node:assert/strict';
import { performanceDoc, type Surroundings } from '../../bench/performanceDoc.ts';

const around: Surroundings = { node: 'v24.9.0', processors: 2, platform: 'linux x64', load: 0.2, minutes: 9 };

describe('the page of figures', () => {
  it('shows each figure with what it was, what it is, its peer and its goal', () => {
    const page = performanceDoc(
      [
        { id: 'P9 --version', value: 23, unit: 'ms', goal: { most: 40 }, peer: { name: 'node', value: 20 } },
        { id: 'P3 everything, generated', value: 300, unit: '/s', goal: { least: 400 } },
        { id: 'P3 everything, public', missing: 'no folder' },
        { id: 'growth: validate 10 skills', value: 100, unit: 'ms' },
      ],
      around,
      { skills: 2000, repositories: 3, different: 1, explanations: ['one is a tag'] },
    );
    assert.match(page, /\| P9 --version \| 64 ms \| 23\.0 ms \| 1\.15 x node \(20\.0 ms\) \| at most 40 ms \| met \|/);
    assert.match(
      page,
      /\| P3 everything, generated \| 33 to 50 \/s \| 300 \/s \| {2}\| at least 400 \/s \| \*\*missed\*\* \|/,
    );
    assert.match(page, /\| P3 everything, public \| .* \| not measured \| no folder \|/);
    assert.match(page, /1 of 2 goals are met/);
    assert.match(page, /\| validate 10 skills \| 100 ms \|/);
    assert.match(page, /1999 have the same problems, 1 do not\.\n- one is a tag/);
  });

  it('says when other work ran beside it', () => {
    assert.match(performanceDoc([], { ...around, load: 3 }, undefined), /Other work ran/);
    assert.doesNotMatch(performanceDoc([], around, undefined), /Other work ran/);
  });
});
