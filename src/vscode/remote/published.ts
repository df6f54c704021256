import * as vscode from 'vscode';
import type { Connections } from '../host/connections.ts';
import type { Log } from '../host/log.ts';
import type { ArchiveCache } from './archiveCache.ts';
import { PublishedVersions } from './publishedVersions.ts';

/** Bytes of downloaded archives kept on disk. */
const archiveLimit = 200 * 1024 * 1024;

/** The published versions of all connections, kept below the extension's storage. */
export function openPublishedVersions(connections: Connections, log: Log, storage: vscode.Uri): PublishedVersions {
  let made: Promise<ArchiveCache> | undefined;
  const cache = (): Promise<ArchiveCache> =>
    (made ??= import('./archiveCache.ts').then(
      ({ ArchiveCache }) => new ArchiveCache(vscode.Uri.joinPath(storage, 'versions').fsPath, archiveLimit),
    ));
  return new PublishedVersions({
    registry: (connection) => connections.registry(connection),
    store: {
      get: async (key) => (await cache()).get(key),
      put: async (key, archive) => (await cache()).put(key, archive),
      size: async (key) => (await cache()).size(key),
      remove: async (key) => (await cache()).remove(key),
    },
    onStoreFailure: (error) => {
      log.error('A downloaded version could not be kept on disk.', error);
    },
  });
}
