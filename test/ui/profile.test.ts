import assert from 'node:assert/strict';
import { readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import path from 'node:path';
import { startTestRegistry, type TestRegistry } from '../support/localRegistry.ts';
import { writeProfile } from '../support/profileFiles.ts';
import { startTokenEndpoint, type TokenEndpoint } from '../support/tokenEndpoint.ts';
import { temporaryFolder } from '../vscode/processes.ts';
import { withWindow } from './withWindow.ts';

describe('signing in with a profile, in a remote window', function () {
  this.timeout(120_000);
  const profiles = temporaryFolder('profiles');
  let registry: TestRegistry;
  let service: TokenEndpoint;
  const window = withWindow({ env: { ANTHROPIC_CONFIG_DIR: profiles } });
  before(async () => {
    registry = await startTestRegistry();
    registry.seed('skill_01spreadsheets', 'anthropic', 'spreadsheets');
    service = await startTokenEndpoint({ upstream: registry.url });
  });
  after(async () => {
    await service.close();
    await registry.close();
  });
  const signIn = 'Skills: Sign In with a Profile…';

  it('says how to make a profile where there is none', async () => {
    await window().runCommand(signIn);
    await window().notification('ant auth login');
    await window().screenshot('profile-none');
    await window().hideNotifications();
  });

  it('lists the profiles, with what cannot be used and why', async () => {
    writeProfile(profiles, 'work', service, { config: { organization_id: '2f8c6a6e-0000-4000-8000-000000000001' } });
    writeProfile(profiles, 'default', service, { config: { base_url: undefined, workspace_id: undefined } });
    writeProfile(profiles, 'old', service, { config: { base_url: 'http://gateway.example' } });
    await window().showContainer('Skills');
    await window().runCommand(signIn);
    await window().quickInputTitled('Sign in with which profile?').waitFor();
    const choices = await window().choices();
    assert.deepEqual(
      choices.map((choice) => /default|old|work/.exec(choice)?.[0]),
      ['default', 'old', 'work'],
    );
    await window().screenshot('profile-list');
  });

  it('lists skills with the chosen one, and says in the status bar who one is', async () => {
    await window().choose(/work/);
    await window().notification(/is signed in with profile work/);
    await window()
      .row(/spreadsheets/)
      .waitFor();
    const item = window()
      .page.locator('.statusbar-item', { hasText: /\(work\)/ })
      .first();
    await item.hover();
    await window()
      .page.locator('.monaco-hover', { hasText: /signed in with profile work \(organization 2f8c/ })
      .waitFor();
    await window().screenshot('profile-signed-in');
    await window().hideNotifications();
  });

  it('says in the view what to do when the sign-in is gone', async () => {
    service.revoke();
    rmSync(path.join(profiles, 'credentials', 'work.json'));
    await window().runCommand('Skills: Refresh Registry');
    await window()
      .page.locator('.part.sidebar')
      .getByText(/Profile work is signed out/)
      .first()
      .waitFor();
    await window().screenshot('profile-signed-out');
  });

  it('leaves no token in any file of the window, not even a log', () => {
    const secrets = service.secrets();
    assert.ok(secrets.length > 0);
    const holding = filesBelow(window().dataFolder).filter((file) => {
      const bytes = readFileSync(file);
      return secrets.some((secret) => bytes.includes(secret));
    });
    assert.deepEqual(holding, []);
  });
});

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => path.join(folder, name))
    .filter((file) => statSync(file).isFile());
}
