import assert from 'node:assert/strict';
import { formatPage, readLines } from '../../long/table.ts';

describe('the table of reliability', () => {
  const lines = [
    { id: 'G1', title: 'one', goal: '<= 1 ms', value: 'a | b', verdict: 'held' },
    { id: 'G12', title: 'two', goal: '0', value: '3', verdict: '**not held**' },
  ];

  it('is read as it was written, so that rows can be measured one by one', () => {
    assert.deepEqual(
      readLines(formatPage(lines)).map(([, line]) => line),
      lines,
    );
  });

  it('has the command that measures each row', () => {
    assert.match(formatPage(lines), /^\| G12 \|.*\| `npm run test:long -- G12` \|$/m);
  });

  it('begins empty where there is no page yet', () => {
    assert.deepEqual(readLines(''), []);
  });
});
