import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, rmdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import * as vscode from 'vscode';
import { extractArchive } from '../../../src/core/bundle/extract.ts';
import { RegistryClient } from '../../../src/core/registry/client.ts';
import { startTestRegistry, type TestRegistry } from '../../support/localRegistry.ts';
import { dialects } from '../support/dialects.ts';
import { answering, type Asked, type Person } from '../support/answers.ts';
import { activateExtension, connectTo, registryRows } from '../support/extension.ts';
import { withQuickWaits } from '../support/quickWaits.ts';
import { withReports } from '../support/progress.ts';
import { until } from '../registry/service.ts';
import { removeLedger, removeSkill, workspaceRoot, writeSkill } from '../support/skills.ts';

const apiKey = ['test', 'key', 'y'.repeat(12)].join('-');

/** Takes the main row of the sheet; leaves messages alone. */
const publishes: Person = (asked) => (asked.kind === 'pick' ? /\$\(cloud-upload\) Publish version/ : undefined);

for (const dialect of dialects) {
  describe(`Publish Version, ${dialect}`, () => {
    let server: TestRegistry;
    let client: RegistryClient;
    let folder: vscode.Uri;

    before(activateExtension);
    beforeEach(async () => {
      server = await startTestRegistry({ apiKey });
      client = new RegistryClient({ baseUrl: server.url, credential: { kind: 'key', key: apiKey }, dialect });
      await connectTo({ url: server.url, apiKey }, { dialect });
      folder = writeSkill('tell-time', {
        'scripts/now.sh': '#!/bin/sh\ndate\n',
        'assets/blob.bin': new Uint8Array([0, 255, 13, 10, 26]),
      });
    });
    afterEach(async () => {
      await vscode.commands.executeCommand('workbench.action.closeAllEditors');
      await server.close();
      removeSkill('tell-time');
      removeLedger();
      await vscode.workspace
        .getConfiguration('skillPublisher')
        .update('connections', undefined, vscode.ConfigurationTarget.Global);
    });

    const publish = (person: Person = publishes): Promise<readonly Asked[]> =>
      answering(person, () => vscode.commands.executeCommand('skillPublisher.publishVersion', folder));
    const messages = (asked: readonly Asked[]): string =>
      asked
        .filter(({ kind }) => kind === 'message')
        .map(({ text }) => text)
        .join('\n');
    const edit = (text: string): void => {
      writeFileSync(
        path.join(folder.fsPath, 'SKILL.md'),
        `---\nname: tell-time\ndescription: Tells the time. Use when asked for it.\n---\n${text}\n`,
      );
    };
    const versions = async (): Promise<number> => {
      const [skill] = (await client.listSkills()).items;
      return skill ? (await client.listVersions(skill.id)).items.length : 0;
    };

    it('shows that nothing changed where the publish history cannot be written', async () => {
      await publish();
      removeLedger();
      const inTheWay = path.join(workspaceRoot(), '..skill-publisher.json.tmp-999999999-000000000000');
      mkdirSync(inTheWay);
      try {
        const [sheet, ...more] = await publish(() => undefined);
        assert.match(sheet?.choices.join('\n') ?? '', /Nothing changed since the latest version/);
        assert.deepEqual(more, []);
      } finally {
        rmdirSync(inTheWay);
      }
    });

    it('creates the skill, then adds a version without asking for the target; rows and bytes are as expected', async () => {
      assert.deepEqual(await registryRows(), []);
      const first = await publish();
      assert.match(messages(first), /^Published tell-time to test \d+\.$/);
      assert.deepEqual(first.at(-1)?.choices, ['Show in Registry', 'Copy ID', 'Copy Snippet…', 'Show Log']);
      edit('Second.');
      const second = await publish();
      assert.equal(second.filter(({ kind }) => kind === 'pick').length, 1);
      assert.match(second[0]?.text ?? '', /^Publish tell-time · test \d+$/);
      assert.match(second[0]?.choices[0] ?? '', /Callers that do not pin a version get it at once/);
      assert.doesNotMatch(JSON.stringify(first[0]), /[Cc]allers/);

      const [row, ...others] = await registryRows();
      assert.ok(row);
      assert.deepEqual([row.label, others.length], ['tell-time', 0]);
      const rows = await registryRows(row.node);
      assert.equal(rows.length, 2);
      assert.match(String(rows[0]?.item.description), /^latest/);
      assert.doesNotMatch(String(rows[1]?.item.description), /latest/);

      const [skill] = (await client.listSkills()).items;
      assert.ok(skill?.latestVersion);
      const files = extractArchive(await client.downloadVersion(skill.id, skill.latestVersion));
      assert.deepEqual(files.map((file) => [file.path, file.mode]).sort(), [
        ['tell-time/SKILL.md', 0o644],
        ['tell-time/assets/blob.bin', 0o644],
        ['tell-time/scripts/now.sh', 0o755],
      ]);
      for (const file of files)
        assert.deepEqual(Buffer.from(file.content), readFileSync(path.join(folder.fsPath, '..', file.path)));
      assert.match(
        readFileSync(path.join(workspaceRoot(), '.skill-publisher.json'), 'utf8'),
        new RegExp(skill.latestVersion),
      );
    });

    it('says so at once, before the registry is asked again', async () => {
      let last: string | undefined;
      await publish((asked) => {
        if (asked.kind === 'pick') server.fault('latency=500@GET');
        if (asked.text.startsWith('Published')) {
          last = server.requests.at(-1)?.method;
          server.clearFaults();
        }
        return publishes(asked);
      });
      assert.equal(last, 'POST');
    });

    it('says that nothing changed, and publishes anyway only when told', async () => {
      await publish();
      const asked = await publish(() => undefined);
      assert.match(asked[0]?.choices[0] ?? '', /Nothing changed since the latest version/);
      let sheets = 0;
      const left = await publish((question) =>
        question.kind === 'pick' && (sheets += 1) === 1 ? /Publish the same content/ : undefined,
      );
      assert.equal(left.filter(({ modal }) => modal).length, 1);
      assert.equal(await versions(), 1);
      await publish((question) => (question.modal ? 'Publish Again' : /Publish the same content/));
      assert.equal(await versions(), 2);
    });

    it('is blocked by errors, with the way to them', async () => {
      writeFileSync(path.join(folder.fsPath, 'SKILL.md'), '---\nname: tell-time\ndescription: Use when: asked\n---\n');
      const asked = await publish();
      assert.match(asked[0]?.choices[0] ?? '', /\d errors? /);
      assert.match(asked[0]?.choices[1] ?? '', /Open SKILL\.md:3$/);
      assert.ok(!asked[0]?.choices.some((choice) => choice.includes('cloud-upload')), JSON.stringify(asked));
      assert.deepEqual((await client.listSkills()).items, []);
      await publish((question) => (question.kind === 'pick' ? /Open SKILL\.md:3/ : undefined));
      await until('its third line is in front', () => {
        const editor = vscode.window.activeTextEditor;
        return editor?.document.uri.path === `${folder.path}/SKILL.md` && editor.selection.active.line === 2;
      });
    });

    it('is blocked by a new name, and publishes it as a new skill when told', async () => {
      await publish();
      writeFileSync(
        path.join(folder.fsPath, 'SKILL.md'),
        '---\nname: tell-date\ndescription: Tells the date.\n---\nText.\n',
      );
      const asked = await publish((question) => (question.kind === 'pick' ? /Publish as a new skill/ : undefined));
      assert.match(
        asked[0]?.choices[0] ?? '',
        /Renamed: published as tell-time \| The skill was published as “tell-time”, and is now called “tell-date”/,
      );
      assert.equal((await client.listSkills()).items.length, 1, 'the sheet of the new skill was left');
      await publish((question) =>
        question.kind === 'pick'
          ? question.choices.some((choice) => choice.includes('Publish as a new skill'))
            ? /Publish as a new skill/
            : publishes(question)
          : undefined,
      );
      assert.equal((await client.listSkills()).items.length, 2);
    });

    it('offers the skill of the same name before a new one, when the ledger does not know it', async () => {
      await publish();
      removeLedger();
      edit('Other.');
      const asked = await publish((question) =>
        question.text.includes('tell-time') && question.choices.some((choice) => choice.includes('New version of'))
          ? /New version of/
          : publishes(question),
      );
      const sheet = asked[0]?.choices ?? [];
      assert.match(sheet[0] ?? '', /already has a skill of this name/);
      assert.match(sheet[1] ?? '', /Review changes/);
      assert.match(sheet[2] ?? '', /New version of tell-time/);
      assert.match(sheet[3] ?? '', /Publish as a new skill/);
      assert.equal(await versions(), 2);
      assert.equal((await client.listSkills()).items.length, 1);
    });

    it('tells of a version published by somebody else', async () => {
      await publish();
      const [skill] = (await client.listSkills()).items;
      assert.ok(skill?.latestVersion);
      const { buildArchive } = await import('../../../src/core/bundle/archive.ts');
      const content = new TextEncoder().encode('---\nname: tell-time\ndescription: Theirs.\n---\nText.\n');
      await client.createVersion(skill.id, {
        fileName: 'tell-time.zip',
        bytes: await buildArchive('tell-time', [{ path: 'SKILL.md', content, mode: 0o644 }], {}),
      });
      edit('Mine.');
      const asked = await publish((question) => (question.modal ? 'Publish Over It' : /Publish over it/));
      assert.match(asked[0]?.choices[0] ?? '', /Newer on test \d+: .*, not from here/);
      assert.match(asked[0]?.choices[1] ?? '', /Review changes/);
      assert.deepEqual(asked.find(({ modal }) => modal)?.choices, ['Review Changes', 'Publish Over It']);
      assert.equal(await versions(), 3);
    });

    it('blocks a secret, masks it, and allows its one place when somebody says why', async () => {
      const token = ['ghp', 'A1b2C3d4E5f6G7h8I9j0K1l2M3n4O5p6Q7r8'].join('_');
      writeFileSync(path.join(folder.fsPath, 'notes.md'), `token: ${token}\n`);
      const allow = /Allow notes\.md:1 \(a GitHub .*\)…/;
      let sheets = 0;
      const left = await publish(({ kind }) => (kind === 'pick' && (sheets += 1) === 1 ? allow : undefined));
      assert.equal(await versions(), 0);
      const input = left.find(({ kind }) => kind === 'input');
      assert.match(input?.text ?? '', /Allow notes\.md:1[^]*Why is it not a secret\?/);
      assert.ok(!JSON.stringify(left).includes(token), 'the secret is shown');
      const notes = vscode.Uri.joinPath(folder, 'notes.md');
      const found = (): boolean =>
        vscode.languages.getDiagnostics(notes).some(({ code }) => JSON.stringify(code ?? '').includes('secret/'));
      assert.ok(found());
      const shown = vscode.languages.getDiagnostics(notes);
      assert.ok(!JSON.stringify(shown).includes(token));
      const why = 'A sample of the manual';
      const allowed = await publish((question) => {
        if (question.kind === 'input') return why;
        return question.choices.some((choice) => allow.test(choice)) ? allow : publishes(question);
      });
      assert.equal(await versions(), 1);
      assert.ok(allowed.some(({ choices }) => choices.some((choice) => choice.includes('1 possible secret allowed'))));
      const ledger = readFileSync(path.join(workspaceRoot(), '.skill-publisher.json'), 'utf8');
      assert.match(ledger, new RegExp(`"allowedSecrets": \\[[^]*"reason": "${why}"`));
      edit('It is allowed here still.');
      await publish();
      assert.equal(await versions(), 2);
    });

    it('never publishes the stored key, whatever is chosen', async () => {
      writeFileSync(
        path.join(folder.fsPath, 'assets', 'blob.bin'),
        Buffer.concat([Buffer.from([0, 1, 2]), Buffer.from(apiKey), Buffer.from([0])]),
      );
      const asked = await publish((question) => (question.modal ? /Publish/ : publishes(question)));
      assert.match(
        asked[0]?.choices[0] ?? '',
        /Your own API key is in assets\/blob\.bin \| assets\/blob\.bin contains .*It is never published/,
      );
      assert.ok(!JSON.stringify(asked).includes(apiKey));
      assert.equal(await versions(), 0);
    });

    it('saves unsaved editors first', async () => {
      // A folder of its own: VS Code remembers the document of a file for a while after the file is gone.
      const name = `unsaved-${dialect === 'ga' ? 'one' : 'two'}`;
      const unsaved = writeSkill(name);
      try {
        const document = await vscode.workspace.openTextDocument(vscode.Uri.joinPath(unsaved, 'SKILL.md'));
        const change = new vscode.WorkspaceEdit();
        change.insert(document.uri, document.lineAt(document.lineCount - 1).range.end, 'Typed, not saved.\n');
        await vscode.workspace.applyEdit(change);
        assert.equal(document.isDirty, true);
        await answering(publishes, () => vscode.commands.executeCommand('skillPublisher.publishVersion', unsaved));
        assert.equal(document.isDirty, false);
        const [skill] = (await client.listSkills()).items;
        assert.ok(skill?.latestVersion);
        assert.match(
          Buffer.from(
            extractArchive(await client.downloadVersion(skill.id, skill.latestVersion))[0]?.content ?? [],
          ).toString(),
          /Typed, not saved/,
        );
      } finally {
        removeSkill(name);
      }
    });

    it('asks once more for production', async () => {
      await connectTo({ url: server.url, apiKey }, { dialect, production: true });
      let sheets = 0;
      const left = await publish((question) =>
        question.kind === 'pick' && (sheets += 1) === 1 ? /Publish to production/ : undefined,
      );
      assert.deepEqual(left.find(({ modal }) => modal)?.choices, ['Review Package', 'Publish to Production']);
      assert.equal(await versions(), 0);
      await publish((question) => (question.modal ? 'Publish to Production' : /Publish to production/));
      assert.equal(await versions(), 1);
    });

    it('finds out what happened when the reply is lost after the commit', async () => {
      server.fault('reset-after@POST#1');
      const asked = await publish();
      assert.match(
        messages(asked),
        /Published tell-time .*The response was lost; the version was found by its content/,
      );
      assert.equal(await versions(), 1);
    });

    it('mends the ledger when it was lost after a publish, and publishes nothing', async () => {
      await publish();
      const ledger = path.join(workspaceRoot(), '.skill-publisher.json');
      const before = JSON.parse(readFileSync(ledger, 'utf8')) as {
        skills: Record<string, Record<string, { version: string; fingerprint: string }>>;
      };
      removeLedger();
      await publish(() => undefined);
      const after = JSON.parse(readFileSync(ledger, 'utf8')) as typeof before;
      const entryOf = ({ skills }: typeof before): unknown =>
        Object.values(skills['skills/tell-time'] ?? {}).map(({ version, fingerprint }) => [version, fingerprint]);
      assert.deepEqual(entryOf(after), entryOf(before));
      assert.equal(await versions(), 1);
    });

    // What the outcome table makes of a failure depends neither on the dialect nor on the editor: once is enough.
    if (dialect !== 'ga' || vscode.version.startsWith('1.103.')) return;

    it('claims neither that it was published nor that it was not when the connection breaks before the commit', async () => {
      server.fault('reset-before@POST#1');
      const asked = await withQuickWaits(() => publish());
      assert.match(messages(asked), /Could not confirm whether .*not seen after 10 s; a late delivery is possible/);
      assert.equal(await versions(), 0);
    }).timeout(40_000);

    it('is canceled before anything is sent, and after the last byte says what is true', async () => {
      let asked: readonly Asked[] = [];
      const run = (when: RegExp): Promise<void> =>
        withReports(
          (_title, message, cancel) => {
            if (when.test(message)) cancel();
          },
          async () => {
            asked = await publish();
          },
        );
      await run(/checking that the plan is still valid/);
      assert.match(messages(asked), /Canceled before anything was sent\. Nothing was published\./);
      assert.equal(await versions(), 0);
      server.fault('latency=1500@POST#1');
      await run(/sent, waiting for the answer/);
      const told = messages(asked);
      assert.match(told, /Published tell-time|Could not confirm whether/);
      assert.equal(await versions(), told.includes('Published tell-time') ? 1 : 0);
    }).timeout(40_000);

    it('does not claim to know when the server dies in the middle of an upload', async () => {
      let asked: readonly Asked[] = [];
      let closing: Promise<void> | undefined;
      await withReports(
        (_title, message) => {
          if (message.includes(' of ') || message.includes('waiting for the answer')) closing ??= server.close();
        },
        async () => {
          asked = await withQuickWaits(() => publish());
        },
      );
      await closing;
      assert.match(
        messages(asked),
        /Could not confirm whether tell-time was published.*Check the registry before you try again|Nothing was published/,
      );
      server = await startTestRegistry({ apiKey });
    }).timeout(60_000);

    it('tells each failure in a sentence that says what to do', async () => {
      await server.close();
      const down = await withQuickWaits(() => publish());
      assert.match(messages(down), /does not accept connections\. Check that the service is running/);
      server = await startTestRegistry({ apiKey, port: server.port });
      const elsewhere = await answering(publishes, () =>
        vscode.commands.executeCommand(
          'skillPublisher.publishVersion',
          vscode.Uri.file(path.join(workspaceRoot(), 'skills')),
        ),
      );
      assert.match(messages(elsewhere), /has no SKILL\.md, so it is not a skill/);
    }).timeout(40_000);
  });
}

describe('Publish Version at the size limit', () => {
  let server: TestRegistry;
  before(activateExtension);
  beforeEach(async () => {
    server = await startTestRegistry({ apiKey });
    await connectTo({ url: server.url, apiKey }, { dialect: 'ga' });
  });
  afterEach(async () => {
    await server.close();
    removeSkill('heavy');
    removeLedger();
  });

  /** Bytes that are stored as they are (they begin like a PNG), so that the request grows byte by byte with them. */
  function noise(length: number): Uint8Array {
    const bytes = new Uint8Array(length);
    for (let at = 0; at < length; at += 65_536)
      crypto.getRandomValues(bytes.subarray(at, Math.min(at + 65_536, length)));
    bytes.set([0x89, 0x50, 0x4e, 0x47]);
    return bytes;
  }

  it('takes 31,457,280 bytes and refuses one more before anything is sent', async () => {
    const limit = 31_457_280;
    const folder = writeSkill('heavy', { 'assets/noise.png': noise(1000) });
    const sizeOf = (asked: readonly Asked[]): number =>
      Number(/would be ([\d,]+) bytes/.exec(JSON.stringify(asked))?.[1]?.replaceAll(',', '') ?? Number.NaN);
    const attempt = (length: number, person: Person): Promise<readonly Asked[]> => {
      writeSkill('heavy', { 'assets/noise.png': noise(length) });
      return answering(person, () => vscode.commands.executeCommand('skillPublisher.publishVersion', folder));
    };
    // The files alone stay under the limit; with the archive's and the form's own bytes the request is over it.
    const length = limit - 200;
    const tooLarge = await attempt(length, publishes);
    const over = sizeOf(tooLarge);
    assert.ok(over > limit, JSON.stringify(tooLarge));
    const exact = length - (over - limit);
    const posts = (): number => server.requests.filter(({ method }) => method === 'POST').length;
    const oneMore = await attempt(exact + 1, publishes);
    assert.equal(sizeOf(oneMore), limit + 1, JSON.stringify(oneMore));
    assert.equal(posts(), 0);
    const fits = await attempt(exact, publishes);
    assert.match(fits.at(-1)?.text ?? '', /^Published heavy/);
    assert.equal(posts(), 1);
  }).timeout(60_000);
});
