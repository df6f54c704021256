import * as vscode from 'vscode';
import { ArchiveError } from '../../core/bundle/archiveError.ts';
import type { ArchiveFile } from '../../core/bundle/extract.ts';
import type { Connections } from '../host/connections.ts';
import { LocalRegistryError } from '../host/localRegistryError.ts';
import { parsePublishedParts, standInText } from '../host/publishedAddress.ts';
import { entriesOf } from '../host/versionFiles.ts';
import { RegistryError } from '../../core/registry/errors.ts';
import type { PublishedVersions } from './publishedVersions.ts';
import { l10n } from '../../core/text/l10n.ts';

/**
 * Published versions as read-only files and folders. A version is downloaded when the first of its files is asked for.
 */
export class PublishedFiles {
  readonly #connections: Connections;
  readonly #versions: PublishedVersions;

  constructor(connections: Connections, versions: PublishedVersions) {
    this.#connections = connections;
    this.#versions = versions;
  }

  async stat(uri: vscode.Uri): Promise<vscode.FileStat> {
    const text = standInText(uri);
    if (text !== undefined) return fileStat(new TextEncoder().encode(text).length);
    const { files, name, path } = await this.#locate(uri);
    const file = name === '' ? undefined : files.find((candidate) => candidate.path === path);
    if (file) return fileStat(file.content.length);
    if (path !== '' && entriesOf(files, path).length === 0) throw vscode.FileSystemError.FileNotFound(uri);
    return {
      type: vscode.FileType.Directory,
      ctime: 0,
      mtime: 0,
      size: 0,
      permissions: vscode.FilePermission.Readonly,
    };
  }

  async readDirectory(uri: vscode.Uri): Promise<[string, vscode.FileType][]> {
    const { files, name, path, folder } = await this.#locate(uri);
    if (name === '') return [[folder, vscode.FileType.Directory]];
    if (files.some((candidate) => candidate.path === path)) throw vscode.FileSystemError.FileNotADirectory(uri);
    const entries = entriesOf(files, path);
    if (path !== '' && entries.length === 0) throw vscode.FileSystemError.FileNotFound(uri);
    return entries.map(({ name, kind }) => [
      name,
      kind === 'folder' ? vscode.FileType.Directory : vscode.FileType.File,
    ]);
  }

  async readFile(uri: vscode.Uri): Promise<Uint8Array> {
    const text = standInText(uri);
    if (text !== undefined) return new TextEncoder().encode(text);
    const { files, path } = await this.#locate(uri);
    const file = files.find((candidate) => candidate.path === path);
    if (file) return file.content;
    throw path === '' || entriesOf(files, path).length > 0
      ? vscode.FileSystemError.FileIsADirectory(uri)
      : vscode.FileSystemError.FileNotFound(uri);
  }

  async #locate(
    uri: vscode.Uri,
  ): Promise<{ files: readonly ArchiveFile[]; name: string; path: string; folder: string }> {
    const address = parsePublishedParts(uri);
    // Only below a version: the folders above are not listed, so that looking around asks the service for nothing.
    if (!address)
      throw vscode.FileSystemError.FileNotFound(
        l10n.t`Published files belong to a version of a skill. Open one in the Registry view.`,
      );
    const { connectionId, skillId, ref, name, path } = address;
    const connection = this.#connections.list().find((candidate) => candidate.id === connectionId);
    if (!connection)
      throw vscode.FileSystemError.FileNotFound(
        l10n.t`The connection “${connectionId.replace(/^custom:/, '')}” of this file is no longer set up.`,
      );
    try {
      const version = await this.#versions.load({ connection, skillId, ref });
      return { files: version.files, name, path, folder: version.name === '' ? 'skill' : version.name };
    } catch (error) {
      throw toFileSystemError(error);
    }
  }
}

function fileStat(size: number): vscode.FileStat {
  return { type: vscode.FileType.File, ctime: 0, mtime: 0, size, permissions: vscode.FilePermission.Readonly };
}

function toFileSystemError(error: unknown): unknown {
  if (error instanceof ArchiveError)
    return vscode.FileSystemError.Unavailable(l10n.t`The archive of this version was rejected. ${error.message}`);
  if (error instanceof LocalRegistryError) return vscode.FileSystemError.Unavailable(error.message);
  if (!(error instanceof RegistryError)) return error;
  if (error.kind === 'notFound') return vscode.FileSystemError.FileNotFound(error.message);
  if (error.kind === 'auth' || error.kind === 'denied') return vscode.FileSystemError.NoPermissions(error.message);
  return vscode.FileSystemError.Unavailable(error.message);
}
