import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import * as vscode from 'vscode';
import { isSkillNode } from '../../../src/vscode/host/registryNode.ts';
import { answering, type Asked, type Person } from '../support/answers.ts';
import { registryRows } from '../support/extension.ts';
import { until } from '../registry/service.ts';
import { OwnSkill } from './ownSkill.ts';
import { dialects, readLedgerText, rowSays, skillMd } from './skillOnDisk.ts';

const run = (command: string, argument?: unknown): Thenable<unknown> =>
  vscode.commands.executeCommand(`skillPublisher.${command}`, argument);
const pick =
  (label: RegExp): Person =>
  ({ kind, choices }) =>
    kind === 'pick' && choices.some((choice) => label.test(choice)) ? label : undefined;
const question = (asked: readonly Asked[]): Asked =>
  asked.find(({ kind }) => kind === 'pick') ?? assert.fail(`nothing was asked: ${JSON.stringify(asked)}`);

/** The row of the only skill of the registry view, after listing again. */
async function skillRow(): Promise<unknown> {
  await run('refreshRegistry');
  const row = (await registryRows()).find(({ node }) => isSkillNode(node));
  return row?.node ?? assert.fail('no skill in the registry view');
}

/** Answers the system's folder dialog. */
async function choosingFolder(folder: string, work: () => PromiseLike<unknown>): Promise<void> {
  const window = vscode.window as unknown as { showOpenDialog: unknown };
  const original = window.showOpenDialog;
  window.showOpenDialog = () => Promise.resolve([vscode.Uri.file(folder)]);
  try {
    await work();
  } finally {
    window.showOpenDialog = original;
  }
}

for (const dialect of dialects) {
  describe(`pulling published versions (${dialect})`, function () {
    this.timeout(60_000);
    const own = new OwnSkill(dialect, { 'scripts/hi.sh': '#!/bin/sh\necho hi\n', 'old.txt': 'old' });
    let elsewhere: string;

    beforeEach(async () => {
      elsewhere = await mkdtemp(path.join(os.tmpdir(), 'pulled-'));
    });
    afterEach(async () => {
      await rm(elsewhere, { recursive: true, force: true });
    });

    /**
     * The folder holds version 1, the registry has version 2: another text, another file, an executable one, without
     * `old.txt`.
     */
    async function publishTwo(): Promise<string> {
      const { skillId } = await own.skill.publish(own.server, { dialect });
      await own.skill.write('SKILL.md', skillMd('greet', 'Theirs.'));
      await own.skill.write('run.py', 'print(1)\n', 0o755);
      await rm(own.skill.path('old.txt'));
      const second = await own.skill.publish(own.server, { dialect, skillId, remember: false });
      await own.skill.write('SKILL.md', skillMd('greet'));
      await rm(own.skill.path('run.py'));
      await own.skill.write('old.txt', 'old');
      await own.skill.write('.env', 'PRIVATE=1');
      await own.skill.write('node_modules/a.js', 'kept');
      await rowSays(own.skill.uri, /^in sync/);
      return second.ref;
    }

    it('update the folder to the latest version, all of it, and keep what is not part of the skill', async () => {
      const latest = await publishTwo();
      const asked = await answering(pick(/Update: /), () => run('updateWorkspace', own.skill.uri));
      const { choices } = question(asked);
      assert.match(choices[0] ?? '', /Leave the folder as it is/, 'one Enter does no harm');
      assert.match(choices.join('\n'), /Update: 1 file changed, 1 file added, 1 file removed/);
      assert.match(question(asked).text, /New: 1 program$/);
      assert.match(choices.at(-1) ?? '', /Program: run\.py$/, 'only what is new is named');
      assert.equal(await own.skill.read('SKILL.md'), skillMd('greet', 'Theirs.'));
      assert.equal((await stat(own.skill.path('run.py'))).mode & 0o777, 0o755);
      assert.equal(own.skill.has('old.txt'), false);
      assert.equal(await own.skill.read('.env'), 'PRIVATE=1');
      assert.equal(await own.skill.read('node_modules/a.js'), 'kept');
      assert.ok((await readLedgerText())?.includes(latest));
      await rowSays(own.skill.uri, /^in sync/);
    });

    it('update a folder of the same name that the ledger does not know, and call its files unpublished', async () => {
      const { ref } = await own.skill.publish(own.server, { dialect, remember: false });
      await own.skill.write('SKILL.md', skillMd('greet', 'Mine.'));
      await rowSays(own.skill.uri, /^not published/);
      const asked = await answering(pick(/Replace: /), async () => run('updateWorkspace', await skillRow()));
      assert.match(question(asked).choices.join(), /Replace: 1 file changed/);
      assert.equal(await own.skill.read('SKILL.md'), skillMd('greet'));
      assert.ok((await readLedgerText())?.includes(ref));
      await rowSays(own.skill.uri, /^in sync/);
    });

    it('show the differences before they ask', async () => {
      await publishTwo();
      const asked = await answering(
        () => undefined,
        () => run('updateWorkspace', own.skill.uri),
      );
      question(asked);
      const labels = (): string[] => vscode.window.tabGroups.all.flatMap(({ tabs }) => tabs.map(({ label }) => label));
      await until('the differences are open', () => labels().some((label) => label.startsWith('Update greet: now ↔ ')));
      assert.equal(await own.skill.read('SKILL.md'), skillMd('greet'));
    });

    it('take an update back', async () => {
      const latest = await publishTwo();
      await answering(
        (asked) => (asked.kind === 'message' ? 'Undo' : /Update: /),
        () => run('updateWorkspace', own.skill.uri),
      );
      await until('taken back', async () => !(await readLedgerText())?.includes(`"version": "${latest}"`));
      assert.equal(await own.skill.read('SKILL.md'), skillMd('greet'));
      assert.equal(own.skill.has('run.py'), false);
    });

    it('overwrite changes that exist nowhere else only when the user says so', async () => {
      await publishTwo();
      await own.skill.write('SKILL.md', skillMd('greet', 'Mine.'));
      const asked = await answering(
        () => undefined,
        () => run('updateWorkspace', own.skill.uri),
      );
      const { choices } = question(asked);
      assert.match(choices[0] ?? '', /Leave the folder as it is/, 'the safe answer comes first');
      assert.ok(choices.some((choice) => choice.includes('Replace: ')));
      assert.ok(!choices.some((choice) => choice.includes('Update: ')));
      assert.equal(await own.skill.read('SKILL.md'), skillMd('greet', 'Mine.'));
      await answering(pick(/Replace: /), () => run('updateWorkspace', own.skill.uri));
      assert.equal(await own.skill.read('SKILL.md'), skillMd('greet', 'Theirs.'));
    });

    it('write nothing when the folder changes while they ask', async () => {
      await publishTwo();
      const asked = await answering(
        ({ kind, choices }) => {
          if (kind !== 'pick' || !choices.some((choice) => choice.includes('Update: '))) return undefined;
          writeFileSync(own.skill.path('new.txt'), 'just now');
          return /Update: /;
        },
        () => run('updateWorkspace', own.skill.uri),
      );
      assert.match(asked.at(-1)?.text ?? '', /changed in the meantime, so nothing was written/);
      assert.equal(await own.skill.read('SKILL.md'), skillMd('greet'));
      assert.equal(await own.skill.read('new.txt'), 'just now');
    });

    it('add a skill the workspace does not have, and remember its version', async () => {
      const { ref } = await own.skill.publish(own.server, { dialect, remember: false });
      await rm(own.skill.uri.fsPath, { recursive: true });
      const row = await skillRow();
      const asked = await answering(
        (question) => pick(/ skills$/)(question) ?? pick(/Add it to the workspace/)(question),
        () => run('addToWorkspace', row),
      );
      const added = vscode.Uri.joinPath(own.skill.uri, '..', '..', 'skills', 'greet');
      try {
        assert.match(question(asked).text, /^Add greet: where\?/);
        const sheets = asked.filter(
          ({ kind, choices }) => kind === 'pick' && choices.some((row) => row.includes('Add it')),
        );
        assert.equal(sheets.length, 1);
        assert.match(sheets[0]?.choices[0] ?? '', /Do not add it/);
        assert.match(sheets[0]?.text ?? '', /^1 program — greet /);
        assert.match(sheets[0]?.choices.join('\n') ?? '', /Program: scripts\/hi\.sh/);
        assert.equal(await readFile(path.join(added.fsPath, 'old.txt'), 'utf8'), 'old');
        assert.equal((await stat(path.join(added.fsPath, 'scripts', 'hi.sh'))).mode & 0o100, 0o100);
        assert.ok((await readLedgerText())?.includes(ref));
        await rowSays(added, /^in sync/);
        const again = await answering(
          () => undefined,
          () => run('addToWorkspace', row),
        );
        assert.match(again.at(-1)?.text ?? '', /skill is already in the workspace/);
      } finally {
        await rm(added.fsPath, { recursive: true, force: true });
      }
    });

    it('write nothing when the sheet is left, or its first row chosen, and open files read-only from it', async () => {
      await own.skill.publish(own.server, { dialect, remember: false });
      const row = await skillRow();
      let asks = 0;
      const people: Record<string, Person> = {
        escape: () => undefined,
        'the first row': ({ kind, choices }) =>
          kind === 'pick' && choices.some((choice) => choice.includes('Download it')) ? choices[0] : undefined,
        'a file, then escape': ({ kind, choices }) => {
          if (kind !== 'pick' || !choices.some((choice) => choice.includes('Program: '))) return undefined;
          asks += 1;
          return asks === 1 ? /Program: scripts\/hi\.sh/ : undefined;
        },
      };
      for (const [how, person] of Object.entries(people)) {
        let asked: readonly Asked[] = [];
        await choosingFolder(elsewhere, async () => {
          asked = await answering(person, () => run('downloadVersion', row));
        });
        assert.match(question(asked).text, /^1 program — greet /, how);
        assert.deepEqual(await readdir(elsewhere), [], how);
      }
      assert.equal(asks, 2, 'the sheet comes back after a file was opened');
      await until('the file is open, as it was published', () => {
        const input = vscode.window.tabGroups.activeTabGroup.activeTab?.input;
        return (
          input instanceof vscode.TabInputText &&
          input.uri.scheme === 'published-skill' &&
          input.uri.path.endsWith('/scripts/hi.sh')
        );
      });
    });

    it('add nothing over a folder that is there', async () => {
      await own.skill.publish(own.server, { dialect, remember: false });
      const asked = await answering(pick(/pulled-\d+$/), async () => run('addToWorkspace', await skillRow()));
      assert.match(asked.at(-1)?.text ?? '', /already exists and is not overwritten/);
    });

    it('download a version into a new folder, and ask for another name when it is taken', async () => {
      await own.skill.publish(own.server, { dialect });
      await rowSays(own.skill.uri, /^in sync/);
      const row = await skillRow();
      await choosingFolder(elsewhere, () =>
        answering(
          () => undefined,
          () => run('downloadVersion', row),
        ),
      );
      assert.equal(await readFile(path.join(elsewhere, 'greet', 'old.txt'), 'utf8'), 'old');
      assert.equal((await stat(path.join(elsewhere, 'greet', 'scripts', 'hi.sh'))).mode & 0o100, 0o100);
      await choosingFolder(elsewhere, () =>
        answering(
          ({ kind }) => (kind === 'input' ? 'second' : undefined),
          () => run('downloadVersion', row),
        ),
      );
      assert.equal(await readFile(path.join(elsewhere, 'second', 'old.txt'), 'utf8'), 'old');
    });

    it('say in a sentence that the version cannot be had, and write nothing', async () => {
      await own.skill.publish(own.server, { dialect });
      const row = await skillRow();
      own.server.fault('html@GET');
      let asked: readonly Asked[] = [];
      await choosingFolder(elsewhere, async () => {
        asked = await answering(
          () => undefined,
          () => run('downloadVersion', row),
        );
      });
      assert.equal(asked.at(-1)?.kind, 'message');
      assert.doesNotMatch(asked.at(-1)?.text ?? '', /unexpectedly/);
      await assert.rejects(stat(path.join(elsewhere, 'greet')));
    });
  });
}
