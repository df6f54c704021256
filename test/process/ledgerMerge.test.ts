import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import {
  findInLedger,
  parseLedger,
  serializeLedger,
  type Ledger,
  type LedgerEntry,
} from '../../src/core/publish/ledger.ts';
import { temporaryFolders } from '../support/temporaryFolder.ts';
import { connection, entry, set } from '../support/ledgerEntries.ts';

describe('ledger in a Git merge of two people', function () {
  // Each merge starts a dozen git processes.
  this.timeout(60_000);
  const make = temporaryFolders();
  const base = ['a', 'b', 'c', 'd'].reduce<Ledger>((all, name) => set(all, `skills/${name}`, entry('v0')), new Map());

  /** Both sides change the base in their own branch; gives what `git merge` made of it. */
  function merge(
    start: Ledger,
    ours: Ledger,
    theirs: Ledger,
    style = 'merge',
  ): { readonly text: string; readonly clean: boolean } {
    const folder = make();
    const file = path.join(folder, '.skill-publisher.json');
    const git = (...args: string[]): string =>
      execFileSync(
        'git',
        ['-c', 'user.name=t', '-c', 'user.email=t@example.org', '-c', `merge.conflictStyle=${style}`, ...args],
        { cwd: folder, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] },
      );
    const commit = (ledger: Ledger): void => {
      writeFileSync(file, serializeLedger(ledger));
      git('add', '-A');
      git('commit', '-qm', 'x');
    };
    git('init', '-q', '-b', 'main');
    commit(start);
    git('checkout', '-qb', 'theirs');
    commit(theirs);
    git('checkout', '-q', 'main');
    commit(ours);
    const result = spawnSync(
      'git',
      [
        '-c',
        'user.name=t',
        '-c',
        'user.email=t@example.org',
        '-c',
        `merge.conflictStyle=${style}`,
        'merge',
        '-q',
        'theirs',
      ],
      { cwd: folder },
    );
    return { text: readFileSync(file, 'utf8'), clean: result.status === 0 };
  }

  it('merges publishes of two skills that lie side by side', () => {
    const { text, clean } = merge(base, set(base, 'skills/b', entry('mine')), set(base, 'skills/c', entry('yours')));
    assert.ok(clean);
    const ledger = parseLedger(text);
    assert.deepEqual(
      [findInLedger(ledger, 'skills/b', connection)?.version, findInLedger(ledger, 'skills/c', connection)?.version],
      ['mine', 'yours'],
    );
  });

  it('merges first publishes at different places', () => {
    const { text, clean } = merge(base, set(base, 'skills/aa', entry('mine')), set(base, 'skills/cc', entry('yours')));
    assert.ok(clean);
    assert.equal(parseLedger(text).size, 6);
  });

  for (const style of ['merge', 'diff3']) {
    it(`reads the conflict of two publishes of the same skill: the newer counts (${style})`, () => {
      const mine = entry('mine', { time: '2026-11-05T00:00:00Z', notes: { mine: 'M' } });
      const yours = entry('yours', { time: '2026-11-06T00:00:00Z', notes: { yours: 'Y' } });
      const { text, clean } = merge(base, set(base, 'skills/b', mine), set(base, 'skills/b', yours), style);
      assert.ok(!clean);
      const found = findInLedger(parseLedger(text), 'skills/b', connection);
      assert.deepEqual([found?.version, found?.notes, parseLedger(text).size], ['yours', { mine: 'M', yours: 'Y' }, 4]);
    });

    it(`reads the conflict of two who allowed something in the same entry (${style})`, () => {
      const allow = (...fingerprints: string[]): LedgerEntry =>
        entry('v0', {
          allowedSecrets: fingerprints.map((each) => ({ fingerprint: each, reason: 'r', time: 't' })),
        });
      const start = set(base, 'skills/b', allow('m'));
      const { text } = merge(
        start,
        set(base, 'skills/b', allow('a', 'm')),
        set(base, 'skills/b', allow('b', 'm', 'z')),
        style,
      );
      assert.deepEqual(
        findInLedger(parseLedger(text), 'skills/b', connection)?.allowedSecrets?.map(({ fingerprint }) => fingerprint),
        ['a', 'b', 'm', 'z'],
      );
    });

    it(`reads the conflict of two first publishes at the same place, in an empty ledger too (${style})`, () => {
      for (const start of [base, new Map() as Ledger]) {
        const { text } = merge(
          start,
          set(start, 'skills/y', entry('mine')),
          set(start, 'skills/z', entry('yours')),
          style,
        );
        const ledger = parseLedger(text);
        assert.deepEqual(
          [
            findInLedger(ledger, 'skills/y', connection)?.version,
            findInLedger(ledger, 'skills/z', connection)?.version,
            ledger.size,
          ],
          ['mine', 'yours', start.size + 2],
        );
      }
    });
  }
});
