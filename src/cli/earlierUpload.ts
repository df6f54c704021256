import { realpath } from 'node:fs/promises';
import path from 'node:path';
import { makeFolder } from '../node/disk/makeFolder.ts';
import { isSystemError } from '../node/disk/systemError.ts';
import { stateFolder } from '../node/disk/stateFolder.ts';
import { TextFile } from '../node/disk/textFile.ts';
import { settleAttempt, toSettledEntry, type Attempt } from '../core/publish/attempt.ts';
import { Attempts } from '../core/publish/attempts.ts';
import { findInLedger, parseLedger, recordPublished, type LedgerFile } from '../core/publish/ledger.ts';
import type { PublishOutcome } from '../core/publish/outcome.ts';
import { downloadWith } from '../core/publish/remote.ts';
import type { CliConnection } from './connection.ts';

/** What became of an upload whose outcome an earlier run did not learn. */
export type Settled =
  | {
      readonly kind: 'found';
      readonly attempt: Attempt;
      readonly skillId: string;
      readonly version: string;
      /** Why it could not be noted in the ledger: it stays open, for a later run notes it. `undefined`: it was. */
      readonly ledgerFailure: string | undefined;
    }
  | { readonly kind: 'absent' | 'unclear'; readonly attempt: Attempt; readonly reason: string };

interface EarlierUploadOptions {
  readonly connection: CliConnection;
  /** Absolute. */
  readonly skillFolder: string;
  /** The skill folder as the ledger names it. */
  readonly folder: string;
  readonly ledger: LedgerFile;
}

/** The uploads of one skill folder to one connection that outlive the process, in the state folder of the user. */
export class EarlierUpload {
  readonly #options: EarlierUploadOptions;
  readonly #state: string;
  readonly #attempts: Attempts;

  constructor(options: EarlierUploadOptions) {
    this.#options = options;
    this.#state = stateFolder(options.connection.io.env);
    this.#attempts = new Attempts(new TextFile(path.join(this.#state, 'attempts.json')));
  }

  /** `undefined` when everything that was sent is known. */
  async open(): Promise<Attempt | undefined> {
    return this.#attempts.of(await this.#place(), this.#options.connection.key);
  }

  /**
   * Finds out what became of it, notes what was found in the ledger, and forgets it unless that is `unclear` or could not
   * be noted. Rejects with the signal's reason.
   *
   * @param again True when it may be sent again whatever is found: then it is looked for once.
   */
  async settle(attempt: Attempt, again: boolean): Promise<Settled> {
    const { connection, folder, ledger } = this.#options;
    const { registry, key, io } = connection;
    const read = downloadWith(registry);
    const finding = await settleAttempt({ registry, attempt, read, signal: io.signal, once: again });
    io.signal.throwIfAborted();
    if (finding.kind === 'unclear' && !again) return { kind: 'unclear', attempt, reason: finding.reason };
    if (finding.kind === 'found') {
      const entry = toSettledEntry(attempt, finding, findInLedger(parseLedger(await ledger.read()), folder, key));
      const ledgerFailure = entry && (await recordPublished(ledger, folder, key, entry));
      if (ledgerFailure === undefined) await this.#attempts.remove(await this.#place(), key);
      return { kind: 'found', attempt, skillId: finding.skillId, version: finding.version, ledgerFailure };
    }
    await this.#attempts.remove(await this.#place(), key);
    return { kind: 'absent', attempt, reason: finding.kind === 'unclear' ? finding.reason : '' };
  }

  /** Runs a publish; what it sends is kept from before it is sent until the outcome says whether it arrived. */
  async during(
    publish: (onSend: (attempt: Attempt) => Promise<void>) => Promise<PublishOutcome>,
  ): Promise<PublishOutcome> {
    const place = await this.#place();
    const { key } = this.#options.connection;
    let sent: Attempt | undefined;
    const outcome = await publish(async (attempt) => {
      await makeFolder(this.#state, 0o700);
      await this.#attempts.put(place, key, attempt);
      sent = attempt;
    });
    if (!sent) return outcome;
    try {
      // A late delivery is counted from the end of the upload, which may have taken minutes.
      if (outcome.kind === 'unknown') await this.#attempts.put(place, key, { ...sent, time: new Date().toISOString() });
      else await this.#attempts.remove(place, key);
    } catch (error) {
      // It stays open then, and the next run settles it: the outcome that is about to be told is worth more.
      if (!isSystemError(error)) throw error;
    }
    return outcome;
  }

  /** A folder that is not there, as where a plan is carried out without a checkout, is known by its path. */
  async #place(): Promise<string> {
    const { skillFolder } = this.#options;
    try {
      return await realpath(skillFolder);
    } catch (error) {
      if (isSystemError(error) && error.code === 'ENOENT') return skillFolder;
      throw error;
    }
  }
}
