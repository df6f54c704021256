import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { withWindow } from './withWindow.ts';

describe('an untrusted workspace, in a window', function () {
  this.timeout(120_000);
  const window = withWindow({ restricted: true, prepare: pointElsewhere });

  it('is open in restricted mode', async () => {
    await window().page.locator('.statusbar').getByText('Restricted Mode').waitFor();
  });

  it('cannot add a connection', async () => {
    await window().runCommand('Skills: Select Connection…');
    await window().quickInputTitled('Which registry').waitFor();
    const choices = await window().choices();
    assert.ok(choices.some((choice) => choice.includes('Local registry')));
    assert.ok(
      choices.every((choice) => !choice.includes('Elsewhere')),
      choices.join('\n'),
    );
    await window().page.keyboard.press('Escape');
  });

  it('is not offered to sign in with a profile', async () => {
    await window().searchPalette('Skills: S', /^Skills: Set API Key…/);
    const labels = await window().choices();
    assert.ok(
      labels.every((label) => !label.includes('with a Profile')),
      labels.join('\n'),
    );
    await window().page.keyboard.press('Escape');
  });

  it('can be seen beside the registry', async () => {
    await window().showContainer('Skills');
    await window().welcomeButton('Use the Local Registry').click();
    await window().welcomeButton('Publish a Skill').waitFor();
  });

  it('cannot publish, and is told why', async () => {
    await window().welcomeButton('Publish a Skill').click();
    await window().notification('requires a trusted workspace');
    await window().screenshot('restricted');
    assert.deepEqual(await window().rows(), []);
  });
});

function pointElsewhere(workspace: string): void {
  const settings = { 'skillPublisher.connections': [{ name: 'Elsewhere', baseUrl: 'https://elsewhere.example' }] };
  mkdirSync(path.join(workspace, '.vscode'), { recursive: true });
  writeFileSync(path.join(workspace, '.vscode', 'settings.json'), JSON.stringify(settings));
}
