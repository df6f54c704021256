import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { exists } from '../../../src/vscode/host/files.ts';

describe('a file that may be there', () => {
  const scheme = 'answers-for-tests';
  const answers: Readonly<Record<string, () => vscode.FileStat>> = {
    '/there': () => ({ type: vscode.FileType.File, ctime: 0, mtime: 0, size: 0 }),
    '/missing': () => {
      throw vscode.FileSystemError.FileNotFound();
    },
    '/file/below': () => {
      throw vscode.FileSystemError.FileNotADirectory();
    },
    '/denied': () => {
      throw vscode.FileSystemError.NoPermissions();
    },
    '/away': () => {
      throw vscode.FileSystemError.Unavailable();
    },
  };
  const refuse = (): never => {
    throw vscode.FileSystemError.NoPermissions();
  };
  let provider: vscode.Disposable;

  before(() => {
    provider = vscode.workspace.registerFileSystemProvider(scheme, {
      onDidChangeFile: new vscode.EventEmitter<vscode.FileChangeEvent[]>().event,
      watch: () => new vscode.Disposable(() => undefined),
      stat: ({ path }) => (answers[path] ?? refuse)(),
      readDirectory: refuse,
      createDirectory: refuse,
      readFile: refuse,
      writeFile: refuse,
      delete: refuse,
      rename: refuse,
    });
  });
  after(() => {
    provider.dispose();
  });

  it('is said to be missing only where the file system says so', async () => {
    const at = (path: string): Promise<boolean> => exists(vscode.Uri.from({ scheme, path }));
    assert.deepEqual([await at('/there'), await at('/missing'), await at('/file/below')], [true, false, false]);
    await assert.rejects(at('/denied'), vscode.FileSystemError);
    await assert.rejects(at('/away'), vscode.FileSystemError);
  });
});
