import path from 'node:path';
import type * as vscode from 'vscode';
import { makeFolder } from '../../node/disk/makeFolder.ts';
import { isSystemError } from '../../node/disk/systemError.ts';
import { Emitter } from '../../core/text/emitter.ts';
import type { Attempt } from '../../core/publish/attempt.ts';
import type { Attempts } from '../../core/publish/attempts.ts';
import type { PublishOutcome } from '../../core/publish/outcome.ts';
import { type Connection, keyOfConnection } from './connection.ts';

type FolderUri = Pick<vscode.Uri, 'toString'>;

/**
 * Uploads of skill folders of which it is not known whether they arrived. They are in a file of this computer from
 * right before they are sent, so that neither a reload nor a crash loses them: what VS Code keeps for a workspace is
 * written a moment later.
 */
export class UnsettledUploads {
  readonly #path: string;
  #attempts: Promise<Attempts> | undefined;
  /** Those of this window that still run: their outcome is yet to come. */
  readonly #running = new Set<string>();
  readonly #changed = new Emitter<void>();
  /** An upload ended or was settled in this window. */
  readonly onDidChange = this.#changed.event;

  /** Absolute path of the file, which need not exist, nor its folder. */
  constructor(file: string) {
    this.#path = file;
  }

  /** `undefined` also while it still runs in this window. */
  async of(folder: FolderUri, connection: Connection): Promise<Attempt | undefined> {
    return this.#running.has(uploadKey(folder, connection))
      ? undefined
      : (await this.#open()).of(folder.toString(), keyOfConnection(connection));
  }

  /**
   * Runs a publish; `onSend` is for it to call right before it sends, and rejects when that cannot be noted. What it
   * sends stays open until the outcome tells whether it arrived.
   */
  async during(
    folder: FolderUri,
    connection: Connection,
    publish: (onSend: (attempt: Attempt) => Promise<void>) => Promise<PublishOutcome>,
  ): Promise<PublishOutcome> {
    const key = uploadKey(folder, connection);
    let known = false;
    try {
      const outcome = await publish(async (attempt) => {
        await makeFolder(path.dirname(this.#path));
        await (await this.#open()).put(folder.toString(), keyOfConnection(connection), attempt);
        this.#running.add(key);
      });
      known = outcome.kind !== 'unknown';
      return outcome;
    } finally {
      // A publish that was refused before it sent anything says nothing of an earlier one.
      if (this.#running.delete(key)) await this.#end(folder, connection, known);
    }
  }

  /** It was found out what became of the upload. */
  async settle(folder: FolderUri, connection: Connection): Promise<void> {
    await this.#end(folder, connection, true);
  }

  #open(): Promise<Attempts> {
    this.#attempts ??= openAttempts(this.#path);
    return this.#attempts;
  }

  async #end(folder: FolderUri, connection: Connection, known: boolean): Promise<void> {
    try {
      if (known) await (await this.#open()).remove(folder.toString(), keyOfConnection(connection));
    } catch (error) {
      // It stays open then, and the next look settles it: the outcome that is about to be told is worth more.
      if (!isSystemError(error)) throw error;
    }
    this.#changed.fire();
  }
}

async function openAttempts(file: string): Promise<Attempts> {
  const [{ Attempts }, { TextFile }] = await Promise.all([
    import('../../core/publish/attempts.ts'),
    import('../../node/disk/textFile.ts'),
  ]);
  return new Attempts(new TextFile(file));
}

function uploadKey(folder: FolderUri, connection: Connection): string {
  return `${folder.toString()}\n${keyOfConnection(connection)}`;
}
