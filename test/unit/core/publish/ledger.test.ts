import assert from 'node:assert/strict';
import { readdirSync, readFileSync, utimesSync } from 'node:fs';
import path from 'node:path';
import { TextFile } from '../../../../src/node/disk/textFile.ts';
import {
  findInLedger,
  ledgerFileName,
  mergeLedgers,
  parseLedger,
  recordInLedger,
  serializeLedger,
  type AllowedSecret,
  type LedgerEntry,
} from '../../../../src/core/publish/ledger.ts';
import { MemoryLedger } from '../../../support/publishCase.ts';
import { temporaryFolders } from '../../../support/temporaryFolder.ts';
import { connection, entry, set } from '../../../support/ledgerEntries.ts';

describe('ledger', () => {
  it('is written with sorted keys and one fact a line', () => {
    const ledger = set(
      set(new Map(), 'skills/b', entry('v2', { notes: { v2: 'Two', v1: 'One' } })),
      'skills/a',
      entry('v1', { commit: 'c0ffee' }),
    );
    assert.equal(
      serializeLedger(ledger),
      `{
  "ledger": 2,
  "skills": {
    "skills/a": {
      "https://api.anthropic.com": {
        "commit": "c0ffee",
        "fingerprint": "sha256:v1",
        "name": "a",
        "skillId": "skill_1",
        "time": "2026-11-03T00:00:00.000Z",
        "version": "v1"
      }
    },
    "skills/b": {
      "https://api.anthropic.com": {
        "fingerprint": "sha256:v2",
        "name": "a",
        "notes": {
          "v1": "One",
          "v2": "Two"
        },
        "skillId": "skill_1",
        "time": "2026-11-03T00:00:00.000Z",
        "version": "v2"
      }
    }
  }
}
`,
    );
  });

  it('writes what happened, who did it and what was allowed in lines of their own', () => {
    const full = entry('v2', {
      author: 'Jane Doe',
      title: 'Counting Lines',
      action: { kind: 'promote', version: 'v9', connection: 'local', skillId: 'skill_9' },
      contentKey: 'sha256:lf',
      allowedSecrets: [
        { fingerprint: 'f2', reason: 'Made up', time: '2026-11-02T00:00:00Z' },
        { fingerprint: 'f1', by: 'Jane Doe', reason: 'Public', time: '2026-11-01T00:00:00Z' },
      ],
    });
    const text = serializeLedger(set(new Map(), 'a', full));
    const start = text.indexOf('        "action"');
    assert.equal(
      text.slice(start, text.indexOf('        "fingerprint"', start)),
      `        "action": { "connection": "local", "kind": "promote", "skillId": "skill_9", "version": "v9" },
        "allowedSecrets": [
          { "by": "Jane Doe", "fingerprint": "f1", "reason": "Public", "time": "2026-11-01T00:00:00Z" },
          { "fingerprint": "f2", "reason": "Made up", "time": "2026-11-02T00:00:00Z" }
        ],
        "author": "Jane Doe",
        "contentKey": "sha256:lf",
`,
    );
    assert.match(text, /\n {8}"title": "Counting Lines",\n {8}"version": "v2"\n/);
  });

  it('reads a ledger of version 1 and writes it back as version 2', async () => {
    const file = new MemoryLedger();
    const old = entry('v1', { commit: 'c0ffee', notes: { v1: 'One' } });
    file.text = JSON.stringify({ ledger: 1, skills: { a: { [connection]: old } } });
    assert.deepEqual(findInLedger(parseLedger(file.text), 'a', connection), old);
    await recordInLedger(file, 'b', connection, entry('v2', { author: 'Jane' }));
    const again = parseLedger(file.text);
    assert.match(file.text, /^\{\n {2}"ledger": 2,\n/);
    assert.deepEqual(findInLedger(again, 'a', connection), old);
    assert.equal(findInLedger(again, 'b', connection)?.author, 'Jane');
  });

  it('leaves out of an entry what is optional and cannot be read', () => {
    const odd = {
      ...entry('v1'),
      author: 7,
      title: ['x'],
      contentKey: null,
      action: { kind: 'destroy', version: 'v0' },
      allowedSecrets: [{ fingerprint: 'f1', time: 'x' }, 7, { fingerprint: 'f2', reason: 'r', time: 't', by: {} }],
    };
    const read = parseLedger(JSON.stringify({ ledger: 2, skills: { a: { [connection]: odd } } }));
    assert.deepEqual(findInLedger(read, 'a', connection), {
      ...entry('v1'),
      allowedSecrets: [{ fingerprint: 'f2', reason: 'r', time: 't' }],
    });
  });

  it('keeps what was allowed over publishes of the same skill, until a publish says another list', async () => {
    const file = new MemoryLedger();
    const allowed = { fingerprint: 'f1', reason: 'Public', time: '2026-11-01T00:00:00Z' };
    const now = (): LedgerEntry | undefined => findInLedger(parseLedger(file.text), 'a', connection);
    await recordInLedger(file, 'a', connection, entry('v1', { allowedSecrets: [allowed], author: 'Jane' }));
    await recordInLedger(file, 'a', connection, entry('v2'));
    assert.deepEqual([now()?.allowedSecrets, now()?.author], [[allowed], undefined]);
    await recordInLedger(file, 'a', connection, entry('v3', { allowedSecrets: [] }));
    assert.equal(now()?.allowedSecrets, undefined);
    await recordInLedger(file, 'a', connection, entry('v4', { allowedSecrets: [allowed] }));
    await recordInLedger(file, 'a', connection, entry('v5', { skillId: 'skill_other' }));
    assert.equal(now()?.allowedSecrets, undefined);
  });

  it('is empty when there is none', () => {
    assert.equal(parseLedger(undefined).size, 0);
    assert.equal(parseLedger(' \n').size, 0);
    assert.equal(parseLedger(serializeLedger(new Map())).size, 0);
  });

  for (const [what, text, message] of [
    ['damaged JSON', '{ "ledger": 1,', /not valid JSON/],
    ['another file', '{"name":"x"}', /not a publish history of this tool/],
    ['a list', '[]', /not a publish history/],
    ['a newer format', '{"ledger":3,"skills":{}}', /newer version/],
  ] as const) {
    it(`refuses ${what} and says what to do`, () => {
      assert.throws(() => parseLedger(text), { name: 'LedgerError', message });
    });
  }

  for (const [what, folder, value, message] of [
    ['an entry without a version', 'a', { [connection]: { ...entry('v1'), version: '' } }, /“a” has no version/],
    ['an entry that is none', 'a', { [connection]: 7 }, /“a” has no skillId/],
    ['a folder without entries', 'a', 'nonsense', /“a” is not an entry/],
    ['a folder that leads out', '../x', { [connection]: entry('v1') }, /must be inside the workspace/],
    ['a folder that leads out by the way', 'a\\..\\..', { [connection]: entry('v1') }, /must be inside the workspace/],
    ['an absolute folder', '/etc', { [connection]: entry('v1') }, /must be inside the workspace/],
    ['a folder on another drive', 'D:/x', { [connection]: entry('v1') }, /must be inside the workspace/],
    ['a folder with __proto__', '__proto__', { [connection]: entry('v1') }, /must be inside the workspace/],
    ['a folder whose name turns the text', '../\u202ex', { [connection]: entry('v1') }, /\.\.\/U\+202Ex/],
  ] as const) {
    it(`reads the other entries beside ${what}, and keeps it when it writes`, async () => {
      const file = new MemoryLedger();
      const skills = Object.fromEntries([
        [folder, value],
        ['b', { [connection]: entry('v2') }],
      ]);
      file.text = JSON.stringify({ ledger: 1, skills });
      const ledger = parseLedger(file.text);
      assert.equal(findInLedger(ledger, 'b', connection)?.version, 'v2');
      assert.throws(() => findInLedger(ledger, folder, connection), { name: 'LedgerError', message });
      await recordInLedger(file, 'c', connection, entry('v3'));
      const again = JSON.parse(file.text) as { skills: Record<string, unknown> };
      assert.deepEqual(Object.keys(again.skills).sort(), [folder, 'b', 'c'].sort());
      assert.deepEqual(
        Object.entries(again.skills).find(([key]) => key === folder)?.[1],
        JSON.parse(JSON.stringify(value)),
      );
      assert.equal(serializeLedger(parseLedger(file.text)), file.text);
      if (message.source.startsWith('“a”')) {
        await recordInLedger(file, folder, connection, entry('v4'));
        assert.equal(findInLedger(parseLedger(file.text), folder, connection)?.version, 'v4');
      } else await assert.rejects(recordInLedger(file, folder, connection, entry('v4')), { name: 'LedgerError' });
    });
  }

  it('keeps on both sides of a conflict what cannot be read', () => {
    const odd = (version: string): string => `      "a": { "k": { "version": "${version}" } }`;
    const text = `{ "ledger": 1, "skills": {\n<<<<<<< HEAD\n${odd('1')}\n=======\n${odd('2')},\n      "b": 7\n>>>>>>> x\n} }`;
    const { unread = [] } = parseLedger(text);
    assert.deepEqual(
      unread.map(({ folder, connection: key, value }) => [folder, key, value]),
      [
        ['a', 'k', { version: '1' }],
        ['b', undefined, 7],
      ],
    );
  });

  it('keeps what others wrote meanwhile, and the notes of earlier versions of the same skill', async () => {
    const file = new MemoryLedger();
    await recordInLedger(file, 'a', connection, entry('v1', { notes: { v1: 'One' } }));
    await recordInLedger(file, 'b', connection, entry('v9'));
    await recordInLedger(file, 'a', connection, entry('v2', { notes: { v2: 'Two' } }));
    const ledger = parseLedger(file.text);
    assert.deepEqual(findInLedger(ledger, 'a', connection)?.notes, { v1: 'One', v2: 'Two' });
    assert.equal(findInLedger(ledger, 'b', connection)?.version, 'v9');
    await recordInLedger(file, 'a', connection, entry('v1', { skillId: 'skill_other' }));
    assert.deepEqual(findInLedger(parseLedger(file.text), 'a', connection)?.notes, {});
  });

  it('takes what was allowed on either side of a merge, the later decision where both have one', () => {
    const secret = (fingerprint: string, reason: string): AllowedSecret => ({ fingerprint, reason, time: 't' });
    const one = entry('v1', {
      time: '2026-11-01T00:00:00Z',
      allowedSecrets: [secret('f1', 'old'), secret('f2', 'mine')],
    });
    const other = entry('v2', { time: '2026-11-02T00:00:00Z', allowedSecrets: [secret('f1', 'new')] });
    const merged = mergeLedgers(set(new Map(), 'a', one), set(new Map(), 'a', other));
    assert.deepEqual(findInLedger(merged, 'a', connection)?.allowedSecrets, [
      secret('f1', 'new'),
      secret('f2', 'mine'),
    ]);
  });

  it('takes the newer publish of two, and the notes of both', () => {
    const older = entry('v1', { time: '2026-11-01T00:00:00Z', notes: { v1: 'One' } });
    const newer = entry('v2', { time: '2026-11-02T00:00:00Z', notes: { v2: 'Two' } });
    for (const [one, other] of [
      [older, newer],
      [newer, older],
    ] as const) {
      const merged = findInLedger(mergeLedgers(set(new Map(), 'a', one), set(new Map(), 'a', other)), 'a', connection);
      assert.deepEqual([merged?.version, merged?.notes], ['v2', { v1: 'One', v2: 'Two' }]);
    }
  });
});

describe('ledger on disk', () => {
  const make = temporaryFolders();

  it('keeps the entries of publishes that end at once', async () => {
    const folder = make();
    const names = Array.from({ length: 12 }, (_, index) => `skills/s${index}`);
    const record = (name: string): Promise<void> =>
      recordInLedger(new TextFile(path.join(folder, ledgerFileName)), name, connection, entry('v1'));
    await Promise.all(names.map(record));
    assert.deepEqual(
      [...parseLedger(readFileSync(path.join(folder, ledgerFileName), 'utf8')).keys()].sort(),
      names.toSorted(),
    );
    assert.deepEqual(readdirSync(folder), [ledgerFileName]);
  });

  it('is not held up by a lock that a killed process left', async () => {
    const folder = make({ [`${ledgerFileName}.lock`]: '' });
    const past = new Date(Date.now() - 60_000);
    utimesSync(path.join(folder, `${ledgerFileName}.lock`), past, past);
    await recordInLedger(new TextFile(path.join(folder, ledgerFileName)), 'a', connection, entry('v1'));
    assert.deepEqual(readdirSync(folder), [ledgerFileName]);
  });
});
