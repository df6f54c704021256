import type { ArchiveFile } from '../../core/bundle/extract.ts';
import { type Connection, keyOfConnection } from '../host/connection.ts';
import { RegistryError } from '../../core/registry/errors.ts';
import type { Registry } from '../../core/registry/registry.ts';
import { l10n } from '../../core/text/l10n.ts';

/** A version to read. */
export interface VersionAddress {
  readonly connection: Connection;
  readonly skillId: string;
  readonly ref: string;
}

/** A published version, read and checked. */
export interface PublishedVersion {
  /** The archive as it came. */
  readonly bytes: Uint8Array;
  /** Name of the skill's folder in the archive; '' when SKILL.md lay at the root. */
  readonly name: string;
  /** Paths relative to the skill. To be looked at: `incomingProblem` says whether they may be written. */
  readonly files: readonly ArchiveFile[];
}

/** Port: archives kept between sessions. */
export interface ArchiveStore {
  get(key: string): Promise<Uint8Array | undefined>;
  put(key: string, archive: Uint8Array): Promise<void>;
  /** Bytes of an archive; `undefined` when it is not kept. */
  size(key: string): Promise<number | undefined>;
  remove(key: string): Promise<void>;
}

interface PublishedVersionsOptions {
  readonly registry: (connection: Connection) => Promise<Registry>;
  readonly store: ArchiveStore;
  /** Told when an archive could not be kept; it is used all the same. */
  readonly onStoreFailure: (error: unknown) => void;
}

/** Bytes of unpacked files that stay in memory. */
const memoryLimit = 64 * 1024 * 1024;

/**
 * The contents of published versions. A version never changes, so each is downloaded once: it stays in memory for a
 * while and in the store forever, as far as their limits allow. Callers at the same time share one download.
 */
export class PublishedVersions {
  readonly #options: PublishedVersionsOptions;
  /** Most recently used last. */
  readonly #memory = new Map<string, PublishedVersion>();
  readonly #loading = new Map<string, Promise<PublishedVersion>>();

  constructor(options: PublishedVersionsOptions) {
    this.#options = options;
  }

  /**
   * Rejects with `RegistryError` when it cannot be downloaded, with `ArchiveError` when the archive must not be used.
   * `signal` ends the waiting, not a download that others may wait for.
   */
  load(address: VersionAddress, signal?: AbortSignal): Promise<PublishedVersion> {
    const key = toKey(address);
    const known = this.#memory.get(key);
    if (known) {
      this.#remember(key, known);
      return Promise.resolve(known);
    }
    const running = this.#loading.get(key);
    if (running) return untilAborted(running, signal);
    const loading = this.#read(key, address).finally(() => this.#loading.delete(key));
    this.#loading.set(key, loading);
    return untilAborted(loading, signal);
  }

  /** True when reading it needs no download in this session. */
  isLoaded(address: VersionAddress): boolean {
    return this.#memory.has(toKey(address));
  }

  /** Bytes of its archive; `undefined` when it was not downloaded yet. */
  async sizeOf(address: VersionAddress): Promise<number | undefined> {
    return this.#memory.get(toKey(address))?.bytes.length ?? this.#options.store.size(toKey(address));
  }

  /** Forgets a version that was deleted. */
  async forget(address: VersionAddress): Promise<void> {
    this.#memory.delete(toKey(address));
    await this.#options.store.remove(toKey(address)).catch(this.#options.onStoreFailure);
  }

  async #read(key: string, { connection, skillId, ref }: VersionAddress): Promise<PublishedVersion> {
    const kept = await this.#options.store.get(key);
    if (kept) {
      const version = await unpackVersion(kept);
      this.#remember(key, version);
      return version;
    }
    const registry = await this.#options.registry(connection);
    const version = await unpackVersion(await registry.downloadVersion(skillId, ref));
    // Only what could be read whole is kept (`reliability.md` N9).
    await this.#options.store.put(key, version.bytes).catch(this.#options.onStoreFailure);
    this.#remember(key, version);
    return version;
  }

  #remember(key: string, version: PublishedVersion): void {
    this.#memory.delete(key);
    this.#memory.set(key, version);
    let total = [...this.#memory.values()].reduce((sum, each) => sum + sizeOf(each), 0);
    for (const [oldest, kept] of this.#memory) {
      if (total <= memoryLimit || oldest === key) return;
      this.#memory.delete(oldest);
      total -= sizeOf(kept);
    }
  }
}

function toKey({ connection, skillId, ref }: VersionAddress): string {
  return `${keyOfConnection(connection)}\n${skillId}\n${ref}`;
}

/** In turns: a large version must not hold up everything else in the window. */
async function unpackVersion(bytes: Uint8Array): Promise<PublishedVersion> {
  const [{ inspectInTurns }, { skillArchive }] = await Promise.all([
    import('../../core/bundle/extract.ts'),
    import('../../core/bundle/skillArchive.ts'),
  ]);
  const unpacked: ArchiveFile[] = [];
  for await (const file of inspectInTurns(bytes)) unpacked.push(file);
  const { wrapper, files } = skillArchive(unpacked);
  return { bytes, name: wrapper ?? '', files };
}

/** Bytes that are held: the archive and what was in it. */
function sizeOf({ bytes, files }: PublishedVersion): number {
  return files.reduce((sum, { content }) => sum + content.length, bytes.length);
}

/** Rejects with kind `aborted` as soon as the signal says so; the promise itself goes on. */
function untilAborted<T>(promise: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (!signal) return promise;
  return new Promise((resolve, reject) => {
    const abort = (): void => {
      reject(new RegistryError('aborted', l10n.t`The download was canceled.`, { outcome: 'notSent' }));
    };
    if (signal.aborted) abort();
    signal.addEventListener('abort', abort, { once: true });
    promise.then(resolve, reject).finally(() => {
      signal.removeEventListener('abort', abort);
    });
  });
}
