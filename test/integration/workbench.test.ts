import assert from 'node:assert/strict';
import * as vscode from 'vscode';

describe('the extension in VS Code', () => {
  it('is the one of this project and activates', async () => {
    const extension = vscode.extensions.getExtension('skill-publisher.skill-publisher');
    assert.ok(extension, 'the extension is not installed');
    await extension.activate();
    assert.equal(extension.isActive, true);
  });

  it('registers the commands of its manifest and no others', async () => {
    const extension = vscode.extensions.getExtension('skill-publisher.skill-publisher');
    await extension?.activate();
    const manifest = extension?.packageJSON as {
      readonly contributes: { readonly commands: readonly { readonly command: string }[] };
    };
    const declared = manifest.contributes.commands.map(({ command }) => command);
    const registered = (await vscode.commands.getCommands(true)).filter((command) =>
      command.startsWith('skillPublisher.'),
    );
    const own = registered.filter(
      (command) => !/^skillPublisher\.\w+\.(?:focus|open|resetViewLocation|toggleVisibility|removeView)$/.test(command),
    );
    assert.deepEqual(own.sort(), declared.sort());
  });

  it('runs in a VS Code it declares to support', () => {
    const [major = 0, minor = 0] = vscode.version.split('.').map(Number);
    assert.ok(major === 1 && minor >= 103, vscode.version);
  });

  it('has a copy of the sample workspace open', () => {
    const folder = vscode.workspace.workspaceFolders?.[0];
    assert.ok(folder, 'no folder is open');
    assert.equal(folder.uri.scheme, 'file');
    assert.ok(!folder.uri.path.includes('/test/fixtures/'), 'suites must work on a copy');
  });
});
