import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, truncateSync, utimesSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { comparePaths } from '../../../../src/core/bundle/pathOrder.ts';
import { TextFile } from '../../../../src/node/disk/textFile.ts';
import {
  findInLedger,
  ledgerFileName,
  mergeLedgers,
  parseLedger,
  recordInLedger,
  serializeLedger,
  withEntry,
  type AllowedSecret,
  type Ledger,
  type LedgerEntry,
} from '../../../../src/core/publish/ledger.ts';
import { MemoryLedger } from '../../../support/publishCase.ts';
import { temporaryFolders } from '../../../support/temporaryFolder.ts';

const entry = (version: string, changes: Partial<LedgerEntry> = {}): LedgerEntry => ({
  skillId: 'skill_1',
  name: 'a',
  version,
  fingerprint: `sha256:${version}`,
  time: `2026-11-0${(version.length % 9) + 1}T00:00:00.000Z`,
  notes: {},
  ...changes,
});
const connection = 'https://api.anthropic.com';
const set = (ledger: Ledger, folder: string, value: LedgerEntry): Ledger =>
  withEntry(ledger, folder, connection, value);

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
    ['another file', '{"name":"x"}', /not a ledger of this tool/],
    ['a list', '[]', /not a ledger/],
    ['a newer format', '{"ledger":3,"skills":{}}', /newer version/],
  ] as const) {
    it(`refuses ${what} and says what to do`, () => {
      assert.throws(() => parseLedger(text), { name: 'LedgerError', message });
    });
  }

  for (const [what, folder, value, message] of [
    ['an entry without a version', 'a', { [connection]: { ...entry('v1'), version: '' } }, /'a' has no version/],
    ['an entry that is none', 'a', { [connection]: 7 }, /'a' has no skillId/],
    ['a folder without entries', 'a', 'nonsense', /'a' is not an entry/],
    ['a folder that leads out', '../x', { [connection]: entry('v1') }, /must lie in the workspace/],
    ['a folder that leads out by the way', 'a\\..\\..', { [connection]: entry('v1') }, /must lie in the workspace/],
    ['an absolute folder', '/etc', { [connection]: entry('v1') }, /must lie in the workspace/],
    ['a folder on another drive', 'D:/x', { [connection]: entry('v1') }, /must lie in the workspace/],
    ['a folder with __proto__', '__proto__', { [connection]: entry('v1') }, /must lie in the workspace/],
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
      if (message.source.startsWith("'a'")) {
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

describe('ledger in a Git merge of two people', function () {
  // Each merge starts a dozen git processes.
  this.timeout(20_000);
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
