import { RegistryError } from './errors.ts';
import { shapeFailure, toRegistryError, type FailureContext } from './failure.ts';
import { describeIdentityToken } from './identityToken.ts';
import { redact } from './redact.ts';
import { Deadline } from './retry.ts';
import { toDisplayText } from '../text/display.ts';
import { type Fields, toRecord } from '../text/record.ts';
import { signInAgain, type FederatedSignIn, type ProfileSignIn, type SignedIn } from './signedIn.ts';
import { guardedFetch, readAll } from './transport.ts';
import { l10n } from '../text/l10n.ts';

interface KeyCredential {
  readonly kind: 'key';
  readonly key: string;
}

export interface TokenCredential {
  readonly kind: 'token';
  /**
   * A token that is good for so many seconds more where one can be had, and not the one that was refused. Rejects with
   * `RegistryError`.
   */
  readonly get: (options: { readonly atLeast: number; readonly refused?: string | undefined }) => Promise<string>;
  /** Everything known so far that must never be shown. */
  readonly secrets: () => readonly string[];
  readonly who: SignedIn;
}

/** How requests are signed. */
export type Credential = KeyCredential | TokenCredential;

export function secretsOf(credential: Credential): readonly string[] {
  return credential.kind === 'key' ? [credential.key] : credential.secrets();
}

export function whoIs(credential: Credential): SignedIn {
  return credential.kind === 'key' ? { kind: 'key' } : credential.who;
}

/** Where tokens are had: the service that they are for, and no other (not that of a variable or of a profile). */
export interface TokenEndpoint {
  readonly baseUrl: string;
  /** What messages call the service; its host when left out. */
  readonly name?: string | undefined;
  readonly fetch?: typeof fetch | undefined;
  /** Milliseconds an exchange may take. Default 20,000. */
  readonly deadline?: number | undefined;
}

/** What the vendor's command line keeps for a profile. */
export interface StoredToken {
  readonly accessToken: string;
  /** Seconds since 1970; `undefined`: forever. */
  readonly expiresAt: number | undefined;
  readonly refreshToken: string | undefined;
}

/** The file of that token. Its methods reject with `RegistryError` for what is wrong with the file. */
export interface StoredTokenFile {
  /** Absolute, links resolved: it is replaced. */
  readonly path: string;
  readonly read: () => Promise<StoredToken>;
  /** Runs `work` while no other process of this tool does. */
  readonly exclusive: <T>(work: () => Promise<T>) => Promise<T>;
}

type Provider = (send: typeof fetch) => Promise<{ readonly token: string; readonly expiresAt: number | null }>;

interface Token {
  readonly token: string;
  /** Seconds since 1970; `Infinity`: forever. */
  readonly expiresAt: number;
  /** Seconds that a new one is good for; `undefined` where that is not known. */
  readonly life?: number | undefined;
}

/** Seconds a token must be good for to be sent at all. */
const leastLife = 30;
const maxAnswerBytes = 64 * 1024;

const now = (): number => Date.now() / 1000;
const lasts = ({ expiresAt }: Pick<Token, 'expiresAt'>, seconds: number): boolean => expiresAt - now() >= seconds;

/**
 * Signs in as a workload: exchanges an identity token for an access token, and again with a new one when that runs out.
 * Nothing is kept on a disk.
 *
 * @param identityToken Asked at each exchange; an identity token is good for one. Rejects with `RegistryError`.
 */
export function federationCredential(
  who: FederatedSignIn,
  identityToken: () => Promise<string>,
  endpoint: TokenEndpoint,
): TokenCredential {
  const exchange = new TokenExchange(who, endpoint);
  let used: string | undefined;
  const takeIdentity = async (): Promise<string> => {
    const token = await identityToken();
    exchange.keepOut(token);
    if (token === used)
      throw exchange.refusal(
        l10n.t`The access token must be renewed, but the identity token was used already: it is good for one exchange. Provide a new one and run this again.`,
      );
    used = token;
    return token;
  };
  return toCredential(exchange, () =>
    exchange.run(
      async (send) => {
        const { oidcFederationProvider } = await import('./sdk.ts');
        const provider = oidcFederationProvider({
          identityTokenProvider: takeIdentity,
          federationRuleId: who.rule,
          organizationId: who.organization,
          serviceAccountId: who.serviceAccount,
          workspaceId: who.workspace,
          baseURL: endpoint.baseUrl,
          fetch: send,
        });
        return provider();
      },
      (host) =>
        l10n.t`${host} did not accept the identity token (401): check that federation rule ${who.rule} of organization ${who.organization} accepts ${describeIdentityToken(used ?? '')} and may use workspace ${who.workspace}, and whether the token was used already; the console shows which it is, under Settings > Workload identity.`,
    ),
  );
}

/** Signs in as the vendor's command line did: takes its token, and renews that in its file when it runs out. */
export function profileCredential(
  who: ProfileSignIn,
  { file, clientId }: { readonly file: StoredTokenFile; readonly clientId: string | undefined },
  endpoint: TokenEndpoint,
): TokenCredential {
  const exchange = new TokenExchange(who, endpoint);
  const read = async (): Promise<Token & { readonly renewable: boolean }> => {
    const { accessToken, expiresAt = Infinity, refreshToken } = await file.read();
    exchange.keepOut(accessToken);
    if (refreshToken !== undefined) exchange.keepOut(refreshToken);
    return { token: accessToken, expiresAt, renewable: refreshToken !== undefined && clientId !== undefined };
  };
  const renew = (): Promise<Token> =>
    exchange.run(
      async (send) => {
        const { userOAuthProvider } = await import('./sdk.ts');
        const provider = userOAuthProvider({
          credentialsPath: file.path,
          clientId,
          baseURL: endpoint.baseUrl,
          fetch: send,
          // The file was looked at before; the default writes to the console.
          onSafetyWarning: () => undefined,
        });
        return provider({ forceRefresh: true });
      },
      () => `${l10n.t`The sign-in of profile ${who.profile} has ended.`} ${signInAgain(who)}`,
    );
  return toCredential(exchange, async (atLeast, refused) => {
    const isGood = (token: Token): boolean => token.token !== refused && lasts(token, atLeast);
    const stored = await read();
    if (isGood(stored)) return stored;
    if (!stored.renewable) {
      if (stored.token !== refused && lasts(stored, leastLife)) return { ...stored, life: stored.expiresAt - now() };
      throw exchange.refusal(`${l10n.t`The sign-in of profile ${who.profile} has expired.`} ${signInAgain(who)}`);
    }
    return file.exclusive(async () => {
      const before = await read();
      if (isGood(before)) return before;
      try {
        return await renew();
      } catch (error) {
        // Another tool, which knows nothing of the lock, may have used the refresh token first.
        const after = await read();
        if (after.token !== before.token && isGood(after)) return after;
        throw error;
      }
    });
  });
}

/**
 * Keeps the token. Unlike the SDK's own cache it never renews behind: the process may end before what replaces a
 * refresh token is written, and two renewals of one identity token fail.
 */
function toCredential(
  exchange: TokenExchange,
  obtain: (atLeast: number, refused: string | undefined) => Promise<Token>,
): TokenCredential {
  let current: Token | undefined;
  let pending: Promise<Token> | undefined;
  const get = async (atLeast: number, refused: string | undefined): Promise<string> => {
    if (current && current.token !== refused) {
      // One that is never good for so long is not renewed over and over.
      const most = current.life === undefined ? Infinity : Math.max(current.life - 60, current.life / 2);
      if (lasts(current, Math.min(Math.max(atLeast, leastLife), most))) return current.token;
    }
    pending ??= obtain(Math.max(atLeast, leastLife), refused).finally(() => {
      pending = undefined;
    });
    current = await pending;
    return current.token;
  };
  return {
    kind: 'token',
    get: ({ atLeast, refused }) => get(atLeast, refused),
    secrets: () => exchange.secrets,
    who: exchange.who,
  };
}

/** Asks the token endpoint, under the guards of every request; whatever goes to or comes from it is secret. */
class TokenExchange {
  readonly who: SignedIn;
  readonly #endpoint: TokenEndpoint;
  readonly #secrets = new Set<string>();

  constructor(who: SignedIn, endpoint: TokenEndpoint) {
    this.who = who;
    this.#endpoint = endpoint;
  }

  get secrets(): readonly string[] {
    return [...this.#secrets];
  }

  keepOut(secret: string): void {
    this.#secrets.add(secret);
  }

  get #host(): string {
    return this.#endpoint.name ?? new URL(this.#endpoint.baseUrl).host;
  }

  refusal(message: string, status?: number): RegistryError {
    const text = redact(message, this.#secrets);
    return new RegistryError('auth', text, { outcome: 'notSent', status, host: this.#host, who: this.who });
  }

  /** @param refused What to say when the service refuses what it was given. */
  async run(provider: Provider, refused: (host: string) => string): Promise<Token> {
    const deadline = new Deadline(this.#endpoint.deadline ?? 20_000);
    let failure: unknown;
    try {
      const { token, expiresAt } = await provider(async (input, init) => {
        try {
          return await this.#send(input, { ...init, signal: deadline.signal });
        } catch (error) {
          failure = error;
          throw error;
        }
      });
      if (!/^[\x21-\x7e]{1,16384}$/.test(token))
        throw shapeFailure(this.#context(false), null, l10n.t`its token cannot be used`);
      return expiresAt === null
        ? { token, expiresAt: Infinity }
        : { token, expiresAt, life: Math.max(0, expiresAt - now()) };
    } catch (error) {
      // The SDK's own error holds what the service said, which may be what it was given.
      throw failure === undefined
        ? this.#toError(error, refused)
        : toRegistryError(failure, this.#context(deadline.signal.aborted));
    } finally {
      deadline.end();
    }
  }

  async #send(input: Parameters<typeof fetch>[0], init: RequestInit & { signal: AbortSignal }): Promise<Response> {
    const send: typeof fetch = (to, request) => (this.#endpoint.fetch ?? fetch)(to, request);
    this.#keepOutOf(init.body);
    const response = await guardedFetch({ maxBytes: maxAnswerBytes, fetch: send })(input, init);
    const bytes = await readAll(response, init.signal);
    this.#keepOutOf(new TextDecoder().decode(bytes));
    return new Response(bytes.length === 0 ? null : bytes, response);
  }

  #keepOutOf(body: unknown): void {
    const fields = parseFields(body);
    for (const name of ['assertion', 'refresh_token', 'access_token']) {
      const value = fields[name];
      if (typeof value === 'string') this.keepOut(value);
    }
  }

  #context(timedOut: boolean): FailureContext {
    return {
      host: this.#host,
      address: this.#endpoint.baseUrl,
      secrets: this.secrets,
      who: this.who,
      write: false,
      beforeSending: true,
      streamed: false,
      timedOut,
      aborted: false,
    };
  }

  /** Words for what the SDK threw; its error type is known by its fields. */
  #toError(error: unknown, refused: (host: string) => string): unknown {
    if (error instanceof RegistryError || !(error instanceof Error) || !('statusCode' in error)) return error;
    const { statusCode: status } = error;
    if (typeof status !== 'number') return this.refusal(error.message);
    if (status < 300) return shapeFailure(this.#context(false), null, l10n.t`it contains no token that can be used`);
    const said = parseFields('body' in error ? error.body : undefined);
    if (status === 401 || status === 403 || (status === 400 && this.who.kind === 'profile'))
      return this.refusal(refused(this.#host), status);
    if (status !== 400)
      return toRegistryError(Object.assign(new Error(), { status, error: said }), this.#context(false));
    const { message } = (said['error'] ?? {}) as { readonly message?: unknown };
    const refusal = l10n.t`${this.#host} refused the sign-in (400).`;
    if (typeof message !== 'string') return this.refusal(refusal, status);
    const words = toDisplayText(redact(message, this.#secrets), 300);
    return this.refusal(`${refusal} ${l10n.t`Server message: ${words}`}`, status);
  }
}

function parseFields(text: unknown): Fields {
  try {
    return toRecord(JSON.parse(String(text))) ?? {};
  } catch {
    return {};
  }
}
