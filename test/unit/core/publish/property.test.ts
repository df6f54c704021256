import assert from 'node:assert/strict';
import fc from 'fast-check';
import { comparePaths } from '../../../../src/core/bundle/pathOrder.ts';
import {
  findInLedger,
  parseLedger,
  serializeLedger,
  withEntry,
  type Ledger,
  type LedgerEntry,
} from '../../../../src/core/publish/ledger.ts';

describe('ledger', () => {
  it('reads back what it wrote, whatever the texts', () => {
    const text = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 12 });
    const anyEntry: fc.Arbitrary<LedgerEntry> = fc.record(
      {
        skillId: text,
        name: text,
        version: text,
        fingerprint: text,
        time: text,
        notes: fc.dictionary(text, text, { maxKeys: 3, noNullPrototype: true }),
        commit: text,
        author: text,
        title: text,
        contentKey: text,
        action: fc.record(
          {
            kind: fc.constantFrom('publish', 'restore', 'promote'),
            version: text,
            connection: text,
            skillId: text,
          },
          { requiredKeys: ['kind'], noNullPrototype: true },
        ),
        allowedSecrets: fc
          .uniqueArray(
            fc.record(
              { fingerprint: text, reason: text, time: text, by: text },
              { requiredKeys: ['fingerprint', 'reason', 'time'], noNullPrototype: true },
            ),
            { selector: ({ fingerprint }) => fingerprint, minLength: 1, maxLength: 3 },
          )
          .map((secrets) => secrets.toSorted((a, b) => comparePaths(a.fingerprint, b.fingerprint))),
      },
      {
        noNullPrototype: true,
        requiredKeys: ['skillId', 'name', 'version', 'fingerprint', 'time', 'notes'],
      },
    );
    const segment = fc
      .oneof(
        fc.string({ unit: 'grapheme', minLength: 1, maxLength: 10 }),
        fc.string({ unit: 'binary', minLength: 1, maxLength: 6 }),
        fc.constantFrom('.', 'a', 'b', '2024: notes', 'a?', 'con', 'name. ', 'constructor', 'prototype', '..x', 'x..'),
      )
      .filter((name) => !/^(?:\.\.|__proto__|[A-Za-z]:)$|[/\\]/.test(name));
    const folder = fc.array(segment, { minLength: 1, maxLength: 3 }).map((segments) => segments.join('/'));
    fc.assert(
      fc.property(fc.array(fc.tuple(folder, text, anyEntry), { maxLength: 6 }), (entries) => {
        const ledger = entries.reduce<Ledger>(
          (all, [where, key, value]) => withEntry(all, where, key, value),
          new Map(),
        );
        const again = parseLedger(serializeLedger(ledger));
        assert.equal(serializeLedger(again), serializeLedger(ledger));
        for (const [where, key] of entries)
          assert.deepEqual(findInLedger(again, where, key), findInLedger(ledger, where, key));
      }),
      { numRuns: 200 },
    );
  });
});
