import assert from 'node:assert/strict';
import { truncateSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { TextFile } from '../../../../src/node/disk/textFile.ts';
import {
  ledgerFileName,
  mergeLedgers,
  parseLedger,
  recordInLedger,
  type Ledger,
} from '../../../../src/core/publish/ledger.ts';
import { MemoryLedger } from '../../../support/publishCase.ts';
import { temporaryFolders } from '../../../support/temporaryFolder.ts';
import { connection, entry } from '../../../support/ledgerEntries.ts';

describe('hostile ledger', () => {
  const make = temporaryFolders();
  const conflict = (lines: string): string => `<<<<<<< ours\n${lines}=======\n${lines}>>>>>>> theirs\n`;

  it('is read in a time that grows with its length, whatever stands between the marks of a conflict', () => {
    for (const pump of [
      '\n',
      '"\n',
      '"\n ',
      '} \n',
      ',\n',
      ', ',
      ' ',
      '\r\n',
      '"\t',
      '<<<<<<< \n',
      '=======\n',
      '[',
      '{"a":',
    ]) {
      const half = `"a"${pump.repeat(500_000 / pump.length)}x\n`;
      const begun = process.cpuUsage();
      assert.throws(() => parseLedger(conflict(half)), { name: 'LedgerError' });
      const { user, system } = process.cpuUsage(begun);
      assert.ok(user + system < 1_500_000, `${JSON.stringify(pump)} took ${Math.round((user + system) / 1000)} ms`);
    }
  });

  it('is refused above 1 MiB, in words that say what to do, and never written', async () => {
    const large = `{"ledger":1,"skills":{}}${' '.repeat(1_048_576)}`;
    assert.throws(() => parseLedger(large), { name: 'LedgerError', message: /larger than 1 MB.*version control/ });
    const file = new MemoryLedger();
    const notes = { v1: 'x'.repeat(1_100_000) };
    await assert.rejects(recordInLedger(file, 'a', connection, entry('v1', { notes })), { name: 'LedgerError' });
    assert.equal(await file.read(), undefined);
  });

  it('is read from disk no further than needed to refuse it', async () => {
    const ledger = path.join(make(), ledgerFileName);
    writeFileSync(ledger, '{');
    truncateSync(ledger, 1_000_000_000);
    const text = await new TextFile(ledger).read();
    assert.equal(text?.length, 4 * 1_048_576);
    assert.throws(() => parseLedger(text), { name: 'LedgerError' });
  });

  it('merges thousands of entries of both sides', () => {
    const of = (from: number): Ledger =>
      new Map(Array.from({ length: 4000 }, (_, index) => [`s/${from + index}`, new Map([[connection, entry('v1')]])]));
    const begun = process.cpuUsage();
    assert.equal(mergeLedgers(of(0), of(2000)).size, 6000);
    assert.ok(process.cpuUsage(begun).user < 500_000);
  });
});
