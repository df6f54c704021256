import type { SignedIn } from './signedIn.ts';

/** `unsupported`: the service does not have the route that was asked for. */
export type RegistryErrorKind =
  | 'auth'
  | 'denied'
  | 'notFound'
  | 'conflict'
  | 'tooLarge'
  | 'rateLimited'
  | 'invalid'
  | 'offline'
  | 'timeout'
  | 'server'
  | 'shape'
  | 'unsupported'
  | 'aborted';

export interface RegistryErrorDetails {
  readonly status?: number | undefined;
  /** The words of the service's own envelope, redacted and cut; `undefined` when somebody else answered. */
  readonly serverMessage?: string | undefined;
  readonly requestId?: string | undefined;
  /** `details.error_code` of the envelope, for example `enforced_spend_limit_reached`. */
  readonly errorCode?: string | undefined;
  /** System code of a failed connection, for example `ECONNREFUSED`. */
  readonly code?: string | undefined;
  /** Seconds the server asks to wait (429). */
  readonly retryAfter?: number | undefined;
  /**
   * For a write: `notSent` nothing left the machine; `refused` the service itself answered that it did not apply it; `unknown`
   * it may have been applied. Reads are always `refused` or `notSent`.
   */
  readonly outcome: 'notSent' | 'refused' | 'unknown';
  /** Host that was asked, for messages. */
  readonly host?: string | undefined;
  /** Who asked, where that is known. */
  readonly who?: SignedIn | undefined;
  readonly cause?: unknown;
}

/**
 * A request to the registry that did not give the answer asked for. `message` is fit to show: one sentence and what to
 * do, no key in it.
 */
export class RegistryError extends Error {
  override readonly name = 'RegistryError';
  readonly kind: RegistryErrorKind;
  readonly details: RegistryErrorDetails;

  constructor(kind: RegistryErrorKind, message: string, details: RegistryErrorDetails) {
    super(message, { cause: details.cause });
    this.kind = kind;
    this.details = details;
  }
}

/**
 * True when the service itself says that it does not have what was asked for: a 404 in its own words, not one of a
 * proxy or of a wrong address.
 */
export function isGone(error: unknown): boolean {
  return error instanceof RegistryError && error.kind === 'notFound' && error.details.serverMessage !== undefined;
}

/** True when the one that was signed in with an API key, or not at all, may mend it with another key. */
export function isMendedByKey({ kind, details }: RegistryError): boolean {
  return (kind === 'auth' || kind === 'denied') && (details.who?.kind ?? 'key') === 'key';
}
