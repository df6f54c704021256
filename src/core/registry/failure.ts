import { RegistryError, type RegistryErrorDetails, type RegistryErrorKind } from './errors.ts';
import { redact } from './redact.ts';
import { permissionRefusal, signInRefusal, type SignedIn } from './signedIn.ts';
import { toDisplayText } from '../text/display.ts';
import { toNumber } from '../text/size.ts';
import { OversizeError, RedirectError } from './transport.ts';
import { l10n } from '../text/l10n.ts';

/** What a failure needs to be told well. */
export interface FailureContext {
  /** What the service is called. */
  readonly host: string;
  /** Base URL; relative redirects begin there. */
  readonly address: string;
  /** Never told. */
  readonly secrets: readonly string[];
  readonly who: SignedIn;
  /** True for requests that change something: only those can have an unknown outcome. */
  readonly write: boolean;
  /** True when no byte of the request can have left. */
  readonly beforeSending: boolean;
  /** True for a streamed body: then `beforeSending` is exact, and no error code says more. */
  readonly streamed: boolean;
  readonly timedOut: boolean;
  readonly aborted: boolean;
}

/** The part of the SDK's `APIError` that is read here. */
interface ApiFailure {
  readonly status: number;
  readonly headers: Headers | undefined;
  readonly error: unknown;
  readonly requestID?: string | null | undefined;
}

/** Connections that failed before anything could be sent, most likely: asked only of requests without a stream. */
const notSentCodes = new Set([
  'ENOTFOUND',
  'EAI_AGAIN',
  'ECONNREFUSED',
  'ENETUNREACH',
  'EHOSTUNREACH',
  'EADDRNOTAVAIL',
  'UND_ERR_CONNECT_TIMEOUT',
]);
const certificateCode =
  /^(?:CERT_|ERR_TLS_CERT_|DEPTH_ZERO_SELF_SIGNED_CERT|SELF_SIGNED_CERT_IN_CHAIN|UNABLE_TO_|HOSTNAME_MISMATCH)/;
const tlsCode = /^(?:ERR_TLS_|ERR_SSL_|EPROTO)/;

/** What the service takes (`skills-api.md` 6). */
const mostUploadBytes = 31_457_280;

/** Turns whatever a request failed with into the one error type of this folder. */
export function toRegistryError(error: unknown, context: FailureContext): RegistryError {
  if (error instanceof RegistryError) return error;
  if (context.aborted) {
    return build('aborted', l10n.t`The request was canceled.`, context, { outcome: unlessSent(context) });
  }
  if (context.timedOut) {
    return build(
      'timeout',
      l10n.t`${context.host} did not answer in time. Check the connection and try again.`,
      context,
      {
        outcome: unlessSent(context),
      },
    );
  }
  const cause = findCause(error);
  if (cause instanceof RedirectError) return redirectFailure(cause, context);
  if (cause instanceof OversizeError) {
    return build(
      'shape',
      l10n.t`The response of ${context.host} is larger than a Skills API response can be. Check the base URL.`,
      context,
      { outcome: unlessSent(context) },
    );
  }
  const answer = toApiFailure(error);
  return answer ? answerFailure(answer, context) : connectionFailure(error, context);
}

/** An answer that arrived but cannot be used: not JSON, or of another shape. */
export function shapeFailure(
  context: FailureContext,
  contentType: string | null,
  reason: string,
  cause?: unknown,
): RegistryError {
  const kind =
    contentType === null || contentType.includes('json')
      ? reason
      : l10n.t`the response is ${toDisplayText(contentType, 60)}, not JSON`;
  return build(
    'shape',
    l10n.t`${context.host} did not answer like a Skills API: ${kind}. Check the base URL, or whether a proxy is in between.`,
    context,
    {
      outcome: unlessSent(context),
      cause,
    },
  );
}

function unlessSent(context: FailureContext): RegistryErrorDetails['outcome'] {
  if (context.beforeSending) return 'notSent';
  return context.write ? 'unknown' : 'refused';
}

function redirectFailure(error: RedirectError, context: FailureContext): RegistryError {
  const url = URL.parse(error.location, context.address);
  // `javascript:`, `data:` and the like have no host.
  const target = url ? url.host || l10n.t`an address that begins with ${url.protocol}` : l10n.t`another address`;
  return build(
    'shape',
    l10n.t`${context.host} redirects to ${toDisplayText(target, 100)}. Redirects are refused, because the key and the upload would be sent on. Use the final address as the base URL.`,
    context,
    {
      outcome: unlessSent(context),
    },
  );
}

/** Looks through `cause` for an error of ours or one with a system code; bounded. */
function findCause(error: unknown): unknown {
  let current: unknown = error;
  for (let depth = 0; depth < 6 && current instanceof Error; depth += 1) {
    if (current instanceof RedirectError || current instanceof OversizeError) return current;
    current = current.cause;
  }
  return undefined;
}

function systemCode(error: unknown): string | undefined {
  let current: unknown = error;
  for (let depth = 0; depth < 6 && typeof current === 'object' && current !== null; depth += 1) {
    const { code, cause, errors } = current as { code?: unknown; cause?: unknown; errors?: unknown };
    if (typeof code === 'string') return code;
    current = cause ?? (Array.isArray(errors) ? (errors[0] as unknown) : undefined);
  }
  return undefined;
}

function connectionFailure(error: unknown, context: FailureContext): RegistryError {
  const code = systemCode(error);
  const atConnecting =
    !context.streamed && code !== undefined && (notSentCodes.has(code) || certificateCode.test(code));
  return build('offline', connectionSentence(code, context.host), context, {
    outcome: atConnecting ? 'notSent' : unlessSent(context),
    code,
    cause: error,
  });
}

function connectionSentence(code: string | undefined, host: string): string {
  if (code === undefined) return l10n.t`The connection to ${host} failed. Check the network and try again.`;
  if (certificateCode.test(code))
    return l10n.t`The certificate of ${host} was refused (${code}). Behind a company proxy, add its certificate authority to the system’s store.`;
  if (tlsCode.test(code))
    return l10n.t`The secure connection to ${host} failed (${code}). Check the base URL, and whether a proxy is in between.`;
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN')
    return l10n.t`${host} cannot be found. Check the network and the base URL.`;
  if (code === 'ECONNREFUSED')
    return l10n.t`${host} does not accept connections. Check that the service is running and the base URL is right.`;
  return l10n.t`The connection to ${host} failed (${code}). Check the network and try again.`;
}

function toApiFailure(error: unknown): ApiFailure | undefined {
  if (!(error instanceof Error) || !('status' in error) || typeof error.status !== 'number') return undefined;
  return error as unknown as ApiFailure;
}

const kinds: Readonly<Record<number, RegistryErrorKind>> = {
  400: 'invalid',
  401: 'auth',
  402: 'denied',
  403: 'denied',
  404: 'notFound',
  408: 'timeout',
  409: 'conflict',
  413: 'tooLarge',
  422: 'invalid',
  429: 'rateLimited',
};

function answerFailure(answer: ApiFailure, context: FailureContext): RegistryError {
  const kind = kinds[answer.status] ?? (answer.status >= 500 ? 'server' : 'invalid');
  const { message, errorCode, own } = serverWords(answer.error);
  const words = message === undefined ? undefined : toDisplayText(redact(message, context.secrets), 500);
  const requestId = answer.requestID ?? answer.headers?.get('request-id') ?? undefined;
  // What stands between may answer anything after it has handed the request on.
  const refused = own && kind !== 'server' && kind !== 'timeout';
  return build(kind, answerSentence(kind, answer.status, own, words, context), context, {
    status: answer.status,
    serverMessage: own ? words : undefined,
    errorCode,
    requestId: requestId === undefined ? undefined : toDisplayText(requestId, 100),
    retryAfter: retryAfter(answer.headers),
    outcome: refused ? 'refused' : unlessSent(context),
  });
}

function answerSentence(
  kind: RegistryErrorKind,
  status: number,
  own: boolean,
  words: string | undefined,
  context: FailureContext,
): string {
  const sentence = refusalSentence(kind, status, own, words !== undefined, context);
  return words === undefined ? sentence : `${sentence} ${l10n.t`Server message: ${words}`}`;
}

function refusalSentence(
  kind: RegistryErrorKind,
  status: number,
  own: boolean,
  said: boolean,
  { host, who }: FailureContext,
): string {
  switch (kind) {
    case 'auth':
      return signInRefusal(who, host);
    case 'denied':
      return status === 402 ? l10n.t`There is a billing problem on ${host} (402).` : permissionRefusal(who, host);
    case 'notFound':
      return said
        ? l10n.t`Not found on ${host}.`
        : l10n.t`${host} has no such address (404). Check that the base URL is that of a Skills API.`;
    case 'conflict':
      return l10n.t`${host} reports a conflict (409). Refresh and look again.`;
    case 'tooLarge':
      return own
        ? l10n.t`${host} refused the upload as too large (413). A skill upload can have at most ${toNumber(mostUploadBytes)} bytes.`
        : l10n.t`A proxy in front of ${host} refused the upload as too large (413); the Skills API accepts ${toNumber(mostUploadBytes)} bytes. Ask for a higher limit there, or exclude files with .skillignore.`;
    case 'rateLimited':
      return l10n.t`Too many requests to ${host} (429). Wait a moment, then try again.`;
    case 'server':
      return l10n.t`${host} failed (${status}). Try again later.`;
    case 'timeout':
      return l10n.t`${host} gave up waiting (${status}). Try again.`;
    case 'invalid':
    case 'offline':
    case 'shape':
    case 'unsupported':
    case 'aborted':
      return l10n.t`${host} refused the request (${status}).`;
  }
}

interface ServerWords {
  readonly message?: string;
  readonly errorCode?: string;
  /** True for the envelope of the Skills API: `{"type":"error","error":{"type":…,"message":…}}` (`skills-api.md` 8). */
  readonly own: boolean;
}

/** What a JSON body says, also that of somebody else; nothing for HTML or plain text. */
function serverWords(body: unknown): ServerWords {
  if (typeof body !== 'object' || body === null) return { own: false };
  const inner = 'error' in body && typeof body.error === 'object' && body.error !== null ? body.error : body;
  const { type, message, details } = inner as {
    type?: unknown;
    message?: unknown;
    details?: { error_code?: unknown } | null;
  };
  const errorCode = details?.error_code;
  return {
    own:
      inner !== body &&
      'type' in body &&
      body.type === 'error' &&
      typeof type === 'string' &&
      typeof message === 'string',
    ...(typeof message === 'string' ? { message } : {}),
    ...(typeof errorCode === 'string' ? { errorCode } : {}),
  };
}

/** Seconds, from `retry-after` as a number or an HTTP date; `undefined` when absent or unreadable. */
function retryAfter(headers: Headers | undefined): number | undefined {
  const value = headers?.get('retry-after');
  if (value === undefined || value === null || value === '') return undefined;
  const seconds = Number(value);
  if (Number.isFinite(seconds)) return Math.max(0, seconds);
  const date = Date.parse(value);
  return Number.isNaN(date) ? undefined : Math.max(0, Math.ceil((date - Date.now()) / 1000));
}

function build(
  kind: RegistryErrorKind,
  message: string,
  context: FailureContext,
  details: RegistryErrorDetails,
): RegistryError {
  return new RegistryError(kind, redact(message, context.secrets), {
    ...details,
    host: context.host,
    who: context.who,
  });
}
