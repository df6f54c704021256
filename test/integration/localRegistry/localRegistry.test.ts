import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import * as vscode from 'vscode';
import { startTestRegistry } from '../../support/localRegistry.ts';
import { Caller } from '../../support/localRegistryCaller.ts';
import { answering, type Asked } from '../support/answers.ts';
import { activateExtension } from '../support/extension.ts';

describe('the local registry in the editor', () => {
  let folder: string;
  before(activateExtension);
  beforeEach(() => {
    folder = mkdtempSync(path.join(os.tmpdir(), 'registry-export-'));
  });
  afterEach(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  const run = (command: string, button?: string): Promise<readonly Asked[]> =>
    answering(
      (asked) => (asked.modal ? button : undefined),
      () => vscode.commands.executeCommand(`skillPublisher.${command}`),
    );

  it('exports into a new folder and says how much', async () => {
    const window = vscode.window as unknown as Record<string, unknown>;
    const original = window['showOpenDialog'];
    window['showOpenDialog'] = () => Promise.resolve([vscode.Uri.file(folder)]);
    try {
      const asked = await run('exportLocalRegistry');
      assert.match(asked.at(-1)?.text ?? '', /^Exported \d+ skills? with \d+ versions? \(.*\) to .*local-registry-/);
      assert.equal(readdirSync(folder).length, 1);
    } finally {
      window['showOpenDialog'] = original;
    }
  });

  it('shows its file, shares it with other servers, asks before it resets, and does nothing on Escape', async function () {
    // On a desktop the file manager opens instead, and the path is not told.
    if (vscode.env.uiKind === vscode.UIKind.Desktop && vscode.env.remoteName === undefined) this.skip();
    const shown = (await run('openLocalRegistryFolder')).at(-1)?.text ?? '';
    const database = /^The local registry is stored in (.*registry\.sqlite)$/.exec(shown)?.[1];
    assert.ok(database, shown);
    const other = await startTestRegistry({ database });
    await new Caller(other, 'ga').create('from-another-window');
    await other.close();
    const first = (await run('resetLocalRegistry')).at(-1);
    assert.ok(first);
    assert.equal(first.modal, true);
    assert.match(first.text, /^Delete \d+ skills? with \d+ versions? /);
    assert.deepEqual(first.choices, ['Delete Everything', 'Export First…']);
    assert.match((await run('resetLocalRegistry', 'Delete Everything')).at(-1)?.text ?? '', /^Deleted \d+ skills?/);
    assert.match((await run('resetLocalRegistry')).at(-1)?.text ?? '', /is empty: there is nothing to reset/);
  });
});
