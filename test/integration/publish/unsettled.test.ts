import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, rmdirSync } from 'node:fs';
import path from 'node:path';
import * as vscode from 'vscode';
import { answering, type Asked, type Person } from '../support/answers.ts';
import { withReports } from '../support/progress.ts';
import { workspaceRoot } from '../support/skills.ts';
import { rowSays } from '../workspace/skillOnDisk.ts';
import { OwnService, publishes, said } from './ownService.ts';
import { withQuickWaits } from '../support/quickWaits.ts';

const run = (person: Person, command: string, ...args: readonly unknown[]): Promise<readonly Asked[]> =>
  answering(person, () => vscode.commands.executeCommand(`skillPublisher.${command}`, ...args));
const nobody: Person = () => undefined;

describe('an upload of which it is not known whether it arrived', () => {
  const own = new OwnService('unsettled');
  /** When the last person stopped waiting. */
  let canceled = 0;

  /** Publishes; the answer is lost, and the person does not wait for what becomes of it. `reset-after`: it arrived. */
  async function leaveOpen(
    fault: 'reset-after' | 'reset-before',
    person: Person = publishes,
  ): Promise<readonly Asked[]> {
    own.server.fault(`${fault}@POST#1`);
    let asked: readonly Asked[] = [];
    await withReports(
      (_title, message, cancel) => {
        if (!message.includes('checking whether it was published')) return;
        own.server.fault('latency=8000@GET');
        setTimeout(() => {
          canceled = Date.now();
          cancel();
        }, 0);
      },
      async () => {
        asked = await run(person, 'publishVersion', own.folder);
      },
    );
    own.server.clearFaults();
    assert.match(said(asked), /^Could not confirm whether/, JSON.stringify(asked));
    return asked;
  }
  const ledger = (): string => readFileSync(path.join(workspaceRoot(), '.skill-publisher.json'), 'utf8');
  const latest = async (): Promise<string> => (await own.client.listSkills()).items[0]?.latestVersion ?? 'none';

  it('is told of at once when the person stops waiting, and marks the folder', async () => {
    await run(publishes, 'publishVersion', own.folder);
    own.write('Second.');
    const asked = await leaveOpen('reset-after');
    assert.ok(Date.now() - canceled < 6_000, 'it went on looking');
    assert.match(
      said(asked),
      new RegExp(
        `Could not confirm whether ${own.name} was published.*The check was stopped.*Check the registry before ` +
          'you try again\\.$',
      ),
    );
    assert.deepEqual(asked.at(-1)?.choices, ['Check Again', 'Show in Registry', 'Show Log']);
    const row = await rowSays(own.folder, /^upload not confirmed \(sent this minute\)/);
    assert.equal(row.contextValue, 'folder:unsettled');
    assert.match(row.accessibilityInformation?.label ?? '', /, upload not confirmed/);
  });

  it('is found by a check, which brings row and ledger up to date', async () => {
    await leaveOpen('reset-after');
    await rowSays(own.folder, /^upload not confirmed/);
    const asked = await run(nobody, 'checkAgainstRegistry');
    assert.match(said(asked), new RegExp(`^${own.name} reached test \\d+ \\(sent .*\\)\\.$`));
    await rowSays(own.folder, /^in sync · /);
    assert.ok(ledger().includes(await latest()));
    assert.equal(said(await run(nobody, 'checkAgainstRegistry')), '', 'it is said once');
  });

  it('stays open while the publish history cannot be written, and is noted by the next check', async () => {
    await leaveOpen('reset-after');
    await rowSays(own.folder, /^upload not confirmed/);
    const inTheWay = path.join(workspaceRoot(), '..skill-publisher.json.tmp-999999999-000000000000');
    mkdirSync(inTheWay);
    try {
      const asked = await run(nobody, 'checkAgainstRegistry');
      assert.match(said(asked), / reached test \d+ .*\. The publish history could not be updated \(.+\)\./);
    } finally {
      rmdirSync(inTheWay);
    }
    assert.match(said(await run(nobody, 'checkAgainstRegistry')), / reached test \d+ \(sent .*\)\.$/);
    await rowSays(own.folder, /^in sync · /);
  });

  it('is known not to have arrived after a refresh of the registry view', async () => {
    await leaveOpen('reset-before');
    await rowSays(own.folder, /^upload not confirmed/);
    assert.match(
      said(await withQuickWaits(() => run(nobody, 'refreshRegistry'))),
      /^\S+ did not reach test \d+, according to what it shows \(sent .*\)\. You can publish it again\.$/,
    );
    await rowSays(own.folder, /^not published/);
  }).timeout(90_000);

  it('stays marked while the registry lets nobody look', async () => {
    await leaveOpen('reset-after');
    own.server.fault('status=403@GET');
    assert.match(said(await run(nobody, 'checkAgainstRegistry')), /^Still could not confirm whether \S+ reached/);
    await rowSays(own.folder, /^upload not confirmed/);
    own.server.clearFaults();
    await run(nobody, 'checkAgainstRegistry');
    await rowSays(own.folder, /^in sync · /);
  });

  it('is settled by “Check Again” in the message itself', async () => {
    await leaveOpen('reset-after', (question) => {
      if (!question.choices.includes('Check Again')) return publishes(question);
      own.server.clearFaults();
      return 'Check Again';
    });
    await rowSays(own.folder, /^in sync · /);
  });

  it('is settled before the next publish, which then has nothing to do', async () => {
    await leaveOpen('reset-after');
    const asked = await run(nobody, 'publishVersion', own.folder);
    assert.match(said(asked), /reached test \d+ \(sent/);
    assert.match(JSON.stringify(asked.find(({ kind }) => kind === 'pick')), /Nothing changed since the latest version/);
    assert.equal(own.posts(), 1);
  });

  it('is settled in the ledger also when the folder was changed since', async () => {
    await leaveOpen('reset-after');
    const version = await latest();
    own.write('Changed since.');
    await run(publishes, 'publishVersion', own.folder);
    assert.equal(own.posts(), 2);
    assert.notEqual(await latest(), version);
    assert.equal((await own.client.listSkills()).items.length, 1, 'a second skill was made');
    await rowSays(own.folder, /^in sync · /);
  });
});
