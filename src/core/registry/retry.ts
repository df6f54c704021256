import { RegistryError } from './errors.ts';

/** Waits; rejects with the signal's reason when it aborts first. Milliseconds. */
export type Delay = (milliseconds: number, signal: AbortSignal | undefined) => Promise<void>;

/** How long something may take in all, from now on. */
export class Deadline {
  readonly milliseconds: number;
  readonly #controller = new AbortController();
  readonly #timer: ReturnType<typeof setTimeout>;
  readonly #end: number;

  constructor(milliseconds: number) {
    this.milliseconds = milliseconds;
    this.#end = performance.now() + milliseconds;
    this.#timer = setTimeout(() => {
      this.#controller.abort(new DOMException('The operation timed out.', 'TimeoutError'));
    }, milliseconds);
  }

  /** Aborted when the time is over, unless the work ended before. */
  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** The work has ended: nothing waits for its time anymore, or is kept until then. */
  end(): void {
    clearTimeout(this.#timer);
  }

  /** Milliseconds left, at least 0. */
  get left(): number {
    return Math.max(0, this.#end - performance.now());
  }
}

/** Backoff before the second and third try of a read, milliseconds (`reliability.md` 1.3). */
const backoff = [500, 2000];
/** A server that asks for a longer wait gets none: the caller is told the time instead. Seconds. */
const longestWait = 60;

/**
 * Runs a read and repeats it where that can help and the time of all tries allows: 429 as told, 5xx, resets and
 * time-outs with backoff. Never for creates.
 */
export async function retryRead<T>(
  read: () => Promise<T>,
  delay: Delay,
  deadline: Deadline,
  signal: AbortSignal | undefined,
): Promise<T> {
  for (let attempt = 0; ; attempt += 1) {
    try {
      return await read();
    } catch (error) {
      const wait = error instanceof RegistryError ? waitBefore(error, attempt) : undefined;
      if (wait === undefined || wait >= deadline.left) throw error;
      await delay(wait, signal);
    }
  }
}

function waitBefore(error: RegistryError, attempt: number): number | undefined {
  const pause = backoff[attempt];
  if (pause === undefined) return undefined;
  const { kind, details } = error;
  if (kind === 'rateLimited') {
    // A spend cap answers 429 without a time and does not go away by waiting (`skills-api.md` 8).
    if (details.retryAfter === undefined)
      return details.errorCode === 'enforced_spend_limit_reached' ? undefined : pause;
    return details.retryAfter <= longestWait ? details.retryAfter * 1000 : undefined;
  }
  if (kind === 'server' || kind === 'timeout' || kind === 'conflict')
    return kind === 'conflict' && attempt > 0 ? undefined : pause;
  if (kind === 'offline') return isTls(details.code) ? undefined : pause;
  return undefined;
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
