import { RegistryError } from './errors.ts';

/** Waits; rejects with the signal's reason when it aborts first. Milliseconds. */
export type Delay = (milliseconds: number, signal: AbortSignal | undefined) => Promise<void>;

/** How long something may take in all, from now on. */
export class Deadline {
  readonly milliseconds: number;
  readonly #controller = new AbortController();
  #timer: ReturnType<typeof setTimeout>;
  #end: number;

  constructor(milliseconds: number) {
    this.milliseconds = milliseconds;
    this.#end = performance.now() + milliseconds;
    this.#timer = this.#start(milliseconds);
  }

  /** Aborted when the time is over, unless the work ended before. */
  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** Allows so many milliseconds more, unless the time is over. */
  extend(milliseconds: number): void {
    clearTimeout(this.#timer);
    this.#end += milliseconds;
    this.#timer = this.#start(this.left);
  }

  /** The work has ended: nothing waits for its time anymore, or is kept until then. */
  end(): void {
    clearTimeout(this.#timer);
  }

  /** Milliseconds left, at least 0. */
  get left(): number {
    return Math.max(0, this.#end - performance.now());
  }

  #start(milliseconds: number): ReturnType<typeof setTimeout> {
    return setTimeout(() => {
      this.#controller.abort(new DOMException('The operation timed out.', 'TimeoutError'));
    }, milliseconds);
  }
}

/** Backoff before the second and third try of a read, milliseconds (`reliability.md` 1.3). */
const backoff = [500, 2000];
/** Milliseconds and times that a read waits because the service says so; beyond that the caller is told the time instead. */
const longestWait = 60_000;
const mostWaits = 5;
/** Share of a wait that is added at most, by chance: those who were refused together do not come back together. */
const jitter = 0.5;

interface RetryOptions {
  readonly delay: Delay;
  readonly deadline: Deadline;
  /** Called before a wait that the service asks for, with its milliseconds. */
  readonly onWait?: ((milliseconds: number) => void) | undefined;
  readonly signal: AbortSignal | undefined;
}

/**
 * Runs a read and repeats it where that can help: 429 as told, which is not the fault of the read and takes nothing of
 * its time; 5xx, resets and time-outs with backoff, as often as the time of all tries allows. Never for creates.
 */
export async function retryRead<T>(
  read: () => Promise<T>,
  { delay, deadline, onWait, signal }: RetryOptions,
): Promise<T> {
  let attempt = 0;
  let [waits, waited] = [0, 0];
  for (;;) {
    try {
      return await read();
    } catch (error) {
      if (!(error instanceof RegistryError)) throw error;
      const told = toldWait(error);
      const wait = told ?? pauseBefore(error, attempt);
      const allowed = told === undefined ? deadline.left : waits < mostWaits ? longestWait - waited : 0;
      if (wait === undefined || wait >= allowed) throw error;
      const extra = Math.random() * jitter * wait;
      if (told === undefined) attempt += 1;
      else {
        waits += 1;
        waited += told + extra;
        deadline.extend(told + extra);
        onWait?.(told + extra);
      }
      await delay(wait + extra, signal);
    }
  }
}

/** Milliseconds after which the service takes requests again; `undefined` where it does not say. */
function toldWait({ kind, details: { retryAfter } }: RegistryError): number | undefined {
  return kind === 'rateLimited' && retryAfter !== undefined ? Math.max(1, retryAfter) * 1000 : undefined;
}

/** Milliseconds before a read that failed is tried again; `undefined`: it is not. */
function pauseBefore({ kind, details }: RegistryError, attempt: number): number | undefined {
  const pause = backoff[attempt];
  switch (kind) {
    // A spend cap answers 429 without a time and does not go away by waiting (`skills-api.md` 8).
    case 'rateLimited':
      return details.errorCode === 'enforced_spend_limit_reached' ? undefined : pause;
    case 'conflict':
      return attempt > 0 ? undefined : pause;
    case 'offline':
      return isTls(details.code) ? undefined : pause;
    case 'server':
    case 'timeout':
      return pause;
    default:
      return undefined;
  }
}

function isTls(code: string | undefined): boolean {
  return code !== undefined && /CERT|TLS|SSL|SELF_SIGNED|UNABLE_TO/.test(code);
}

/** The real `Delay`. */
export const sleep: Delay = (milliseconds, signal) =>
  new Promise((resolve, reject) => {
    const reasonOf = (aborted: AbortSignal): Error =>
      aborted.reason instanceof Error ? aborted.reason : new Error('aborted');
    if (signal?.aborted === true) {
      reject(reasonOf(signal));
      return;
    }
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', onAbort);
      resolve();
    }, milliseconds);
    function onAbort(): void {
      clearTimeout(timer);
      if (signal) reject(reasonOf(signal));
    }
    signal?.addEventListener('abort', onAbort, { once: true });
  });

/**
 * A signal that aborts with the first of others, until `end`. One of `AbortSignal.any` would be kept, with all that
 * listens to it, for as long as those others live.
 */
export function follow(others: readonly (AbortSignal | undefined)[]): { signal: AbortSignal; end: () => void } {
  const controller = new AbortController();
  const links = others.flatMap((other) => {
    if (other === undefined) return [];
    const abort = (): void => {
      controller.abort(other.reason);
    };
    if (other.aborted) abort();
    other.addEventListener('abort', abort, { once: true });
    return [
      () => {
        other.removeEventListener('abort', abort);
      },
    ];
  });
  return {
    signal: controller.signal,
    end: () => {
      for (const unlink of links) unlink();
    },
  };
}
