import * as vscode from 'vscode';
import type { Connections } from '../host/connections.ts';
import { publishedScheme } from '../host/schemes.ts';
import type { PublishedFiles } from './publishedFiles.ts';
import type { PublishedVersions } from './publishedVersions.ts';
import { l10n } from '../../core/text/l10n.ts';

const never = (): string =>
  l10n.t`A published version never changes. To change the skill, edit its folder and publish a new version.`;

/** Registers published versions as read-only files and folders; loaded with the first of them. */
export function registerPublishedFileSystem(connections: Connections, versions: PublishedVersions): vscode.Disposable {
  let made: Promise<PublishedFiles> | undefined;
  const files = (): Promise<PublishedFiles> =>
    (made ??= import('./publishedFiles.ts').then(({ PublishedFiles }) => new PublishedFiles(connections, versions)));
  const refuse = (): never => {
    throw vscode.FileSystemError.NoPermissions(never());
  };
  /** Never fires: versions do not change. */
  const changed = new vscode.EventEmitter<vscode.FileChangeEvent[]>();
  const provider: vscode.FileSystemProvider = {
    onDidChangeFile: changed.event,
    watch: () => new vscode.Disposable(() => undefined),
    stat: async (uri) => (await files()).stat(uri),
    readDirectory: async (uri) => (await files()).readDirectory(uri),
    readFile: async (uri) => (await files()).readFile(uri),
    createDirectory: refuse,
    writeFile: refuse,
    delete: refuse,
    rename: refuse,
  };
  const registration = vscode.workspace.registerFileSystemProvider(publishedScheme, provider, {
    isCaseSensitive: true,
    isReadonly: new vscode.MarkdownString(never()),
  });
  return vscode.Disposable.from(registration, changed);
}
