import {
  createSign,
  createVerify,
  generateKeyPairSync,
  randomBytes,
  type KeyObject,
  type KeyPairKeyObjectResult,
} from 'node:crypto';
import { createServer, request as send, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

const jwtBearer = 'urn:ietf:params:oauth:grant-type:jwt-bearer';
const betaOAuth = 'oauth-2025-04-20';
const betaFederation = 'oidc-federation-2026-04-01';
/** The one workspace that the rule and the refresh tokens are for. */
export const ownWorkspace = 'wrkspc_01Test';
export const clientId = 'client-test';

/** Made once: that takes a while. */
let issuerKey: KeyPairKeyObjectResult | undefined;

type Fields = Readonly<Record<string, unknown>>;

interface Answer {
  readonly status: number;
  readonly body: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

interface SeenRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

export interface TokenEndpointOptions {
  /** A Skills API to which requests with a good token are passed on. */
  readonly upstream?: string;
  /** Seconds an access token is good for. */
  readonly life?: number;
  /** What the answers say the workspace is, where it is not the one of the token. */
  readonly answeredWorkspace?: string;
}

export interface TokenEndpoint {
  readonly url: string;
  readonly rule: {
    readonly id: string;
    readonly organization: string;
    readonly subject: string;
    readonly serviceAccount: string;
  };
  /** Every request, with its headers and body. */
  readonly requests: readonly SeenRequest[];
  /** Why sign-ins were refused: what the console would show, and an answer never says. */
  readonly reasons: readonly string[];
  /** Given in place of the right answers, the first first. */
  readonly faults: (Answer & { readonly on: 'token' | 'api' | 'github' })[];
  /** The refresh token that is good now. */
  readonly refreshToken: () => string;
  /** What `ACTIONS_ID_TOKEN_REQUEST_…` are set to. */
  readonly env: Readonly<Record<string, string>>;
  /** An identity token; with other claims, another key or none a wrong one. */
  identityToken(claims?: Fields, signing?: { readonly key?: KeyObject; readonly alg?: string }): string;
  /** An access token that was given to a person. */
  accessToken(life?: number): string;
  /** Ends every access token that is out. */
  revoke(): void;
  /** Every secret that was given out or is taken. */
  secrets(): readonly string[];
  close(): Promise<void>;
}

/**
 * An identity issuer like that of GitHub, a token endpoint (RFC 7523 and refresh tokens, as the official SDK asks it) and
 * what checks access tokens before a Skills API; on loopback, nothing is kept.
 */
export async function startTokenEndpoint(options: TokenEndpointOptions = {}): Promise<TokenEndpoint> {
  const { upstream, life = 600 } = options;
  const audience = 'https://api.anthropic.com';
  const requestToken = `request-${randomBytes(8).toString('hex')}`;
  const rule = {
    id: 'fdrl_01Test',
    organization: '00000000-0000-4000-8000-000000000001',
    subject: 'repo:acme/skills:*',
    serviceAccount: 'svac_01Test',
  };
  const { privateKey, publicKey } = (issuerKey ??= generateKeyPairSync('rsa', { modulusLength: 2048 }));
  const access = new Map<string, number>();
  const used = new Set<unknown>();
  const given = new Set<string>([requestToken]);
  const requests: SeenRequest[] = [];
  const reasons: string[] = [];
  const faults: TokenEndpoint['faults'] = [];
  let refreshToken = newRefreshToken();
  let issuer = '';

  function newRefreshToken(): string {
    const token = `refresh-${randomBytes(8).toString('hex')}`;
    given.add(token);
    return token;
  }

  function identityToken(claims: Fields = {}, { key = privateKey, alg = 'RS256' } = {}): string {
    const now = seconds();
    const own = {
      iss: issuer,
      aud: audience,
      iat: now,
      nbf: now - 5,
      exp: now + 300,
      sub: 'repo:acme/skills:ref:refs/heads/main',
    };
    const signed = `${encode({ alg, kid: 'test', typ: 'JWT' })}.${encode({ ...own, jti: randomBytes(12).toString('hex'), ...claims })}`;
    const signature = alg === 'none' ? '' : createSign('RSA-SHA256').update(signed).sign(key).toString('base64url');
    given.add(`${signed}.${signature}`);
    return `${signed}.${signature}`;
  }

  function accessToken(ownLife = life): string {
    const token = ['sk', 'ant', 'oat01', randomBytes(24).toString('base64url')].join('-');
    access.set(token, seconds() + ownLife);
    given.add(token);
    return token;
  }

  function grant(more: Fields = {}): Answer {
    const body = { access_token: accessToken(), token_type: 'Bearer', expires_in: life, scope: 'workspace:developer' };
    return { status: 200, body: { ...body, ...more } };
  }

  function exchange(body: Fields, betas: readonly string[]): Answer {
    if (!betas.includes(betaOAuth)) return refusal(400, `anthropic-beta ${betaOAuth} is missing`);
    if (body['grant_type'] === jwtBearer) {
      if (!betas.includes(betaFederation)) return refusal(400, `anthropic-beta ${betaFederation} is missing`);
      return federate(body);
    }
    if (betas.includes(betaFederation)) return refusal(400, `anthropic-beta ${betaFederation} does not go with this`);
    if (body['grant_type'] !== 'refresh_token') return refusal(400, 'Not a grant type that is known here.');
    if (body['refresh_token'] !== refreshToken || body['client_id'] !== clientId)
      return refusal(400, 'The refresh token is not valid, was used already, or was revoked.');
    refreshToken = newRefreshToken();
    return grant({ refresh_token: refreshToken });
  }

  function federate(body: Fields): Answer {
    if (!/^fdrl_\w+$/.test(String(body['federation_rule_id'])))
      return refusal(400, 'federation_rule_id is no tagged ID');
    const reason = whyDenied(body);
    if (reason === undefined) return grant();
    reasons.push(reason);
    return refusal(401, 'Authentication failed');
  }

  function whyDenied(body: Fields): string | undefined {
    const [head = '', payload = '', signature = ''] = String(body['assertion']).split('.');
    if (signature === '') return 'malformed';
    const [header, claims] = [decode(head), decode(payload)];
    const isSigned = createVerify('RSA-SHA256').update(`${head}.${payload}`).verify(publicKey, signature, 'base64url');
    if (header['alg'] !== 'RS256' || !isSigned) return 'signature';
    if (claims['iss'] !== issuer) return 'issuer';
    if (claims['aud'] !== audience) return 'audience';
    if (!(Number(claims['exp']) > seconds())) return 'expired';
    if (used.has(claims['jti'])) return 'jti_reused';
    if (!String(claims['sub']).startsWith(rule.subject.slice(0, -1))) return 'match_subject_prefix';
    if (body['federation_rule_id'] !== rule.id || body['organization_id'] !== rule.organization) return 'rule';
    if (![undefined, rule.serviceAccount].includes(body['service_account_id'] as string)) return 'service_account';
    if (body['workspace_id'] !== ownWorkspace) return 'workspace';
    used.add(claims['jti']);
    return undefined;
  }

  function whyRefused(headers: IncomingHttpHeaders): Answer | undefined {
    const token = /^Bearer (.+)$/.exec(headers.authorization ?? '')?.[1] ?? '';
    if ((access.get(token) ?? 0) <= seconds()) return refusal(401, 'OAuth token is not valid or has expired.');
    if (!betasOf(headers).includes(betaOAuth)) return refusal(401, 'OAuth authentication is currently not supported.');
    const wanted = headers['anthropic-workspace-id'] ?? ownWorkspace;
    return wanted === ownWorkspace ? undefined : refusal(403, 'The token belongs to another workspace.');
  }

  function passOn({ method, path, headers }: SeenRequest, bytes: Buffer, response: ServerResponse): void {
    const betas = betasOf(headers).filter((beta) => beta !== betaOAuth);
    const rest = { ...headers };
    delete rest['anthropic-beta'];
    delete rest['transfer-encoding'];
    const onward = send(
      new URL(path, upstream),
      {
        method,
        headers: {
          ...rest,
          ...(betas.length === 0 ? {} : { 'anthropic-beta': betas.join(',') }),
          host: new URL(upstream ?? '').host,
          authorization: 'Bearer local-registry',
          'anthropic-workspace-id': ownWorkspace,
          'content-length': String(bytes.length),
        },
      },
      (answer) => {
        const workspace = options.answeredWorkspace ?? ownWorkspace;
        response.writeHead(answer.statusCode ?? 500, { ...answer.headers, 'anthropic-workspace-id': workspace });
        answer.pipe(response);
      },
    );
    onward.on('error', () => {
      reply(response, refusal(502, 'The upstream does not answer.'));
    });
    onward.end(bytes);
  }

  function answerTo(seen: SeenRequest): Answer | undefined {
    const url = new URL(seen.path, issuer);
    const on = url.pathname === '/github/token' ? 'github' : url.pathname === '/v1/oauth/token' ? 'token' : 'api';
    const fault = faults.findIndex((each) => each.on === on);
    if (fault >= 0) return faults.splice(fault, 1)[0];
    if (on === 'token') return exchange(JSON.parse(seen.body) as Fields, betasOf(seen.headers));
    if (on === 'api') return whyRefused(seen.headers);
    if (seen.headers.authorization !== `Bearer ${requestToken}`) return refusal(401, 'request token');
    const value = identityToken({ aud: url.searchParams.get('audience') });
    return { status: 200, body: { count: value.length, value } };
  }

  const server = createServer((incoming, response) => {
    const parts: Buffer[] = [];
    incoming.on('data', (part: Buffer) => parts.push(part));
    incoming.on('error', () => undefined);
    incoming.on('end', () => {
      const bytes = Buffer.concat(parts);
      const seen = {
        method: incoming.method ?? '',
        path: incoming.url ?? '',
        headers: incoming.headers,
        body: bytes.length < 32_768 ? bytes.toString('utf8') : `${bytes.length} bytes`,
      };
      requests.push(seen);
      const answer = answerTo(seen);
      if (answer) reply(response, answer);
      else if (upstream === undefined) reply(response, { status: 200, body: { data: [], next_page: null } });
      else passOn(seen, bytes, response);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url: issuer,
    rule,
    requests,
    reasons,
    faults,
    refreshToken: () => refreshToken,
    env: {
      ACTIONS_ID_TOKEN_REQUEST_URL: `${issuer}/github/token?api-version=2.0`,
      ACTIONS_ID_TOKEN_REQUEST_TOKEN: requestToken,
    },
    identityToken,
    accessToken,
    revoke: () => {
      for (const token of access.keys()) access.set(token, 0);
    },
    secrets: () => [...given],
    close: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
        server.closeAllConnections();
      }),
  };
}

const seconds = (): number => Math.floor(Date.now() / 1000);
const encode = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');
const decode = (part: string): Fields => JSON.parse(Buffer.from(part, 'base64url').toString('utf8')) as Fields;

function betasOf(headers: IncomingHttpHeaders): readonly string[] {
  return String(headers['anthropic-beta'] ?? '')
    .split(',')
    .map((beta) => beta.trim());
}

/** Refusals have the envelope of the API, not that of RFC 6749. */
function refusal(status: number, message: string): Answer {
  const type = status === 400 ? 'invalid_request_error' : 'authentication_error';
  return { status, body: { type: 'error', error: { type, message }, request_id: 'req_test' } };
}

function reply(response: ServerResponse, { status, body, headers = {} }: Answer): void {
  response.writeHead(status, { 'content-type': 'application/json', 'request-id': 'req_test', ...headers });
  response.end(typeof body === 'string' ? body : JSON.stringify(body));
}
