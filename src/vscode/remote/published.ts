import * as vscode from 'vscode';
import type { Connections } from '../host/connections.ts';
import type { Log } from '../host/log.ts';
import { ArchiveCache } from './archiveCache.ts';
import { PublishedVersions } from './publishedVersions.ts';

/** Bytes of downloaded archives kept on disk. */
const archiveLimit = 200 * 1024 * 1024;

/** The published versions of all connections, kept below the extension's storage. */
export function openPublishedVersions(connections: Connections, log: Log, storage: vscode.Uri): PublishedVersions {
  return new PublishedVersions({
    registry: (connection) => connections.registry(connection),
    store: new ArchiveCache(vscode.Uri.joinPath(storage, 'versions').fsPath, archiveLimit),
    onStoreFailure: (error) => {
      log.error('A downloaded version could not be kept on disk.', error);
    },
  });
}
