import assert from 'node:assert/strict';
import { descriptionRows } from '../precision/report.ts';
import { sample } from '../precision/sample.ts';

describe('the measure of precision', () => {
  it('samples one finding a skill, the repositories in turn, the same ones for the same seed', () => {
    const findings = ['large', 'large', 'large', 'small'].flatMap((repository, skill) =>
      [1, 2].map((id) => ({ repository, skill: `s${skill}`, id })),
    );
    const taken = sample(findings, 3, 7);
    assert.deepEqual(taken, sample(findings, 3, 7));
    assert.deepEqual(
      taken.map(({ repository }) => repository),
      ['large', 'small', 'large'],
    );
    assert.equal(new Set(taken.map(({ skill }) => skill)).size, 3);
  });

  it('counts how many descriptions without a trigger are told, and how many of the told have none', () => {
    const judged = [true, true, false, false, false].map((saysWhen, at) => {
      return { repository: 'r', skill: `s${at}`, saysWhen, seed: 5 };
    });
    const told = ['s1', 's2', 's3'].map((skill) => ({ rule: 'desc/when', repository: 'r', skill }));
    assert.deepEqual(descriptionRows(judged, told), ['| 5 | 5 | 3 | 2 (67 %) | 67 % |']);
  });
});
