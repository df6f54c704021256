import assert from 'node:assert/strict';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { startTestRegistry, type TestRegistry } from '../support/localRegistry.ts';
import { temporaryFolder } from '../vscode/processes.ts';
import { withWindow } from './withWindow.ts';

describe('a connection with an API key, in a window', function () {
  this.timeout(120_000);
  const key = ['sk-canary', 'in', 'the', 'window', '7Qw2'].join('-');
  const database = path.join(temporaryFolder('registry'), 'registry.sqlite');
  let registry: TestRegistry;
  const window = withWindow({ settings: { 'skillPublisher.publish.confirm': 'direct' } });
  before(async () => {
    registry = await startTestRegistry({ apiKey: key, database });
    registry.seed('skill_01spreadsheets', 'anthropic', 'spreadsheets');
    window().changeSettings({ 'skillPublisher.connections': [{ name: 'Team', baseUrl: registry.url }] });
  });
  after(async () => {
    await registry.close();
  });

  it('is chosen in the palette and asks for its key', async () => {
    await window().showContainer('Skills');
    await window().runCommand('Skills: Select Connection…');
    await window().choose(/Team/);
    await window().quickInputTitled('API key for Team').waitFor();
    await window().screenshot('connection-key');
  });

  it('says that a key is refused', async () => {
    await window().answer(`${key}x`);
    await window().notification('does not accept this key');
    await window().screenshot('connection-key-refused');
    await window().hideNotifications();
  });

  it('lists the skills with a good key', async () => {
    await window().runCommand('Skills: Select Connection…');
    await window().choose(/Team/);
    await window().quickInputTitled('API key for Team').waitFor();
    await window().answer(key);
    await window()
      .row(/spreadsheets/)
      .waitFor();
    await window().screenshot('connection-listed');
  });

  it('says that the service cannot be reached, and what to do', async () => {
    await registry.close();
    await window().runCommand('Skills: Refresh Registry');
    await window()
      .page.locator('.part.sidebar')
      .getByText(/does not accept connections/)
      .first()
      .waitFor();
    await window().screenshot('connection-offline');
  });

  it('goes on when the service is back', async () => {
    registry = await startTestRegistry({ apiKey: key, database, port: registry.port });
    await window().runCommand('Skills: Refresh Registry');
    await window()
      .row(/spreadsheets/)
      .waitFor();
  });

  it('marks the folder of an upload that a reload of the window cut off', async () => {
    await window().openFile('release-notes/SKILL.md');
    registry.fault('latency=60000@POST');
    await window().runCommand('Skills: Publish Version…');
    await window().notification(/waiting for the answer/);
    await window().reload();
    registry.clearFaults();
    await window().runCommand('Skills: Focus on Workspace View');
    await window()
      .row(/^Skill release-notes, upload not confirmed/, 'Workspace')
      .waitFor();
    await window().screenshot('connection-cut-off');
  });

  it('finds out what became of it by the action on its row', async () => {
    // A browser forgets the key with the page.
    await window().runCommand('Skills: Set API Key…');
    await window().answer(key);
    await window()
      .row(/spreadsheets/)
      .waitFor();
    const row = window().row(/^Skill release-notes, /, 'Workspace');
    await row.hover();
    await row.getByRole('button', { name: /Check Against the Registry/ }).click();
    await window().notification(/did not reach|reached/);
    await window()
      .row(/^Skill release-notes, (?:not published|in sync)/, 'Workspace')
      .waitFor();
    await window().screenshot('connection-settled');
  });

  it('leaves the key in no file, not even a log', () => {
    const holding = filesBelow(window().dataFolder).filter((file) => readFileSync(file).includes(key));
    assert.deepEqual(holding, []);
  });
});

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => path.join(folder, name))
    .filter((file) => statSync(file).isFile());
}
