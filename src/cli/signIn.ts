import path from 'node:path';
import { federationCredential, type Credential, type TokenEndpoint } from '../core/registry/credential.ts';
import { parseApiKey } from '../core/registry/apiKey.ts';
import { anthropicBaseUrl } from '../core/registry/endpoint.ts';
import { githubIdentityToken } from '../core/registry/githubIdentity.ts';
import { decodeProfile, isProfileName } from '../core/registry/profile.ts';
import { sleep } from '../core/registry/retry.ts';
import { ProfileFolder, profileFolder } from '../node/disk/profile.ts';
import { asFileProblem, identityFrom, personCredential, readProfile } from '../node/signIn/profiles.ts';
import { UsageError } from './arguments.ts';
import type { Input } from './command.ts';
import type { CliIo } from './io.ts';
import type { connectionFlags } from './rows/connectionFlags.ts';
import { isCiLog } from './workflowCommands.ts';

type Values = Input<typeof connectionFlags>['values'];
type Kind = 'key' | 'profile' | 'federation';

interface SignedInAs {
  readonly credential: Credential;
  /** The one that it is for, where one is known. */
  readonly workspaceId: string | undefined;
}

/** A way to sign in that flags, environment or disk offer. */
export interface SignInSource {
  readonly kind: Kind;
  /** What names it: a flag, a variable or a profile. */
  readonly from: string;
  /** Sends nothing. Throws `UsageError` for what is missing or wrong. */
  readonly open: () => Promise<SignedInAs>;
}

/** Looks for every way to sign in to a service, and opens the one that is meant. */
export class SignIn {
  readonly #values: Values;
  readonly #baseUrl: string;
  readonly #io: CliIo;
  readonly #auth: Kind | 'auto';
  readonly #isOfficial: boolean;

  /** @param baseUrl As `parseBaseUrl` has it. */
  constructor(values: Values, baseUrl: string, io: CliIo) {
    this.#values = values;
    this.#baseUrl = baseUrl;
    this.#io = io;
    this.#auth = values.auth ?? 'auto';
    this.#isOfficial = baseUrl === anthropicBaseUrl;
  }

  /**
   * All ways that there are, whichever `--auth` chooses. What the environment names is for the official service only,
   * unless `--auth` says that it is meant.
   */
  async sources(): Promise<readonly SignInSource[]> {
    const found = [this.#key(), this.#federation(), await this.#profile()];
    return found.filter((source) => source !== undefined);
  }

  /** The way that is meant. Throws `UsageError` when there are two, or none. */
  choose(sources: readonly SignInSource[]): SignInSource {
    const [one, other] = sources.filter(({ kind }) => this.#auth === 'auto' || kind === this.#auth);
    if (one && other)
      throw new UsageError(
        `There are two ways to sign in: ${sourceName(one)} and ${sourceName(other)}. Choose one with ` +
          `--auth ${one.kind} or --auth ${other.kind}`,
      );
    if (one) return one;
    if (this.#auth === 'federation')
      throw new UsageError('Name the federation rule with --federation-rule or ANTHROPIC_FEDERATION_RULE_ID');
    if (this.#auth === 'profile')
      throw new UsageError(
        isCiLog(this.#io.env)
          ? 'Name the profile with --profile or ANTHROPIC_PROFILE: in CI none is taken by itself'
          : 'There is no profile. Sign in with “ant auth login”',
      );
    // The local registry takes any key that is not empty unless it was started with one; else this says what is missing.
    return { kind: 'key', from: 'no key', open: () => Promise.resolve(this.#openKey()) };
  }

  #env(name: string): string | undefined {
    const value = this.#io.env[name];
    return value === '' ? undefined : value;
  }

  /** The value of a variable that may decide here. */
  #chosen(kind: Kind, name: string): string | undefined {
    return this.#isOfficial || this.#auth === kind ? this.#env(name) : undefined;
  }

  get #keyVariable(): string | undefined {
    const local = new URL(this.#baseUrl).protocol === 'http:';
    const usual = this.#isOfficial ? 'ANTHROPIC_API_KEY' : local ? 'SKILL_REGISTRY_API_KEY' : undefined;
    return this.#values['api-key-env'] ?? usual;
  }

  #key(): SignInSource | undefined {
    const name = this.#keyVariable;
    if (name === undefined || (this.#env(name) === undefined && this.#values['api-key-env'] === undefined))
      return undefined;
    return { kind: 'key', from: name, open: () => Promise.resolve(this.#openKey()) };
  }

  /** The key from the variable named; the official service's own variable goes to the official service only. */
  #openKey(): SignedInAs {
    const name = this.#keyVariable;
    if (name === undefined)
      throw new UsageError(
        'Name the environment variable that holds the key of this service with --api-key-env; ANTHROPIC_API_KEY ' +
          'is sent to api.anthropic.com only',
      );
    const named = this.#values['api-key-env'] !== undefined;
    const value = this.#env(name);
    const workspaceId = this.#values['workspace-id'];
    if (value === undefined && !this.#isOfficial && !named)
      return { credential: { kind: 'key', key: 'local-registry' }, workspaceId };
    if (value === undefined)
      throw new UsageError(
        `The environment variable ${name} is not set. Set it to the API key` +
          (named ? '' : ', name another one with --api-key-env, or sign in without one (--auth)'),
      );
    const key = parseApiKey(value, this.#baseUrl);
    if (!key.ok) throw new UsageError(`${name}: ${key.reason}`);
    return { credential: { kind: 'key', key: key.value }, workspaceId };
  }

  #federation(): SignInSource | undefined {
    const flag = this.#values['federation-rule'];
    const rule = flag ?? this.#chosen('federation', 'ANTHROPIC_FEDERATION_RULE_ID');
    if (rule === undefined) return undefined;
    const open = (): SignedInAs =>
      this.#openFederation({
        rule,
        organization: this.#values.organization ?? this.#env('ANTHROPIC_ORGANIZATION_ID'),
        serviceAccount: this.#values['service-account'] ?? this.#env('ANTHROPIC_SERVICE_ACCOUNT_ID'),
        workspace: this.#values['workspace-id'] ?? this.#env('ANTHROPIC_WORKSPACE_ID'),
      });
    return {
      kind: 'federation',
      from: flag === undefined ? 'ANTHROPIC_FEDERATION_RULE_ID' : '--federation-rule',
      open: () => Promise.resolve().then(open),
    };
  }

  #openFederation(named: {
    readonly rule: string;
    readonly organization: string | undefined;
    readonly serviceAccount: string | undefined;
    readonly workspace: string | undefined;
    readonly identityTokenFile?: string | undefined;
  }): SignedInAs {
    const { rule, serviceAccount } = named;
    if (!/^fdrl_\w{1,100}$/.test(rule))
      throw new UsageError('The federation rule must be an ID that begins with fdrl_');
    if (serviceAccount !== undefined && !/^svac_\w{1,100}$/.test(serviceAccount))
      throw new UsageError('The service account must be an ID that begins with svac_');
    const organization = id(named.organization, 'the organization', '--organization or ANTHROPIC_ORGANIZATION_ID');
    const workspace = id(
      named.workspace,
      'the workspace that the token is for',
      '--workspace-id or ANTHROPIC_WORKSPACE_ID',
    );
    const identity = this.#identityToken(named.identityTokenFile);
    return {
      credential: federationCredential(
        { kind: 'federation', rule, organization, serviceAccount, workspace },
        identity,
        this.#endpoint,
      ),
      workspaceId: workspace,
    };
  }

  get #endpoint(): TokenEndpoint {
    return { baseUrl: this.#baseUrl, fetch: this.#io.fetch };
  }

  /** Where identity tokens come from, asked at each exchange. */
  #identityToken(ofProfile: string | undefined): () => Promise<string> {
    const value = this.#env('ANTHROPIC_IDENTITY_TOKEN');
    const named = this.#values['identity-token-file'] ?? ofProfile;
    const file = named ?? this.#env('ANTHROPIC_IDENTITY_TOKEN_FILE');
    if (named === undefined && file !== undefined && value !== undefined)
      throw new UsageError('Set ANTHROPIC_IDENTITY_TOKEN_FILE or ANTHROPIC_IDENTITY_TOKEN, not both');
    if (file !== undefined) return () => identityFrom(path.resolve(this.#io.cwd, file));
    if (value !== undefined) return () => Promise.resolve(value.trim());
    const [url, requestToken] = [
      this.#env('ACTIONS_ID_TOKEN_REQUEST_URL'),
      this.#env('ACTIONS_ID_TOKEN_REQUEST_TOKEN'),
    ];
    if (url === undefined || requestToken === undefined)
      throw new UsageError(
        this.#env('GITHUB_ACTIONS') === undefined
          ? 'There is no identity token. Name its file with --identity-token-file or ANTHROPIC_IDENTITY_TOKEN_FILE, or ' +
              'set ANTHROPIC_IDENTITY_TOKEN'
          : 'There is no identity token. Add “permissions: id-token: write” to the job; pull requests from ' +
              'forks never get it',
      );
    return async () => {
      const audience = this.#values.audience ?? anthropicBaseUrl;
      const send: typeof fetch = (input, init) => (this.#io.fetch ?? fetch)(input, init);
      const delay = this.#io.delay ?? sleep;
      const token = await githubIdentityToken({ url, requestToken, audience, fetch: send, delay });
      this.#io.mask?.(token);
      return token;
    };
  }

  /** A profile that is named, or the one in use: that one never in CI, and only where it is for this service. */
  async #profile(): Promise<SignInSource | undefined> {
    const named = this.#values.profile ?? this.#chosen('profile', 'ANTHROPIC_PROFILE');
    const folder = profileFolder(this.#io.env);
    if (folder === undefined && named === undefined) return undefined;
    const files = new ProfileFolder(folder ?? path.resolve(this.#io.cwd, '.config', 'anthropic'));
    if (named !== undefined) {
      const from = this.#values.profile === undefined ? 'ANTHROPIC_PROFILE' : '--profile';
      return { kind: 'profile', from: `${from} (${named})`, open: () => this.#openProfile(named, files) };
    }
    if (isCiLog(this.#io.env)) return undefined;
    try {
      const name = (await files.active()) ?? 'default';
      const text = isProfileName(name) ? await files.read(name) : undefined;
      if (text === undefined) return undefined;
      if (decodeProfile(name, text).baseUrl !== this.#baseUrl) return undefined;
      return inUse(name, () => this.#openProfile(name, files));
    } catch (error) {
      const { message } = asFileProblem(error);
      // One that cannot be used is told where it would be: on the official service.
      return this.#isOfficial ? inUse('in use', () => Promise.reject(new UsageError(message))) : undefined;
    }
  }

  async #openProfile(name: string, files: ProfileFolder): Promise<SignedInAs> {
    try {
      const profile = await readProfile(name, files, {
        baseUrl: this.#baseUrl,
        workspaceId: this.#values['workspace-id'],
      });
      const { organization, workspace, signIn } = profile;
      if (signIn.kind === 'federation') return this.#openFederation({ ...signIn, organization, workspace });
      const warn = (message: string): void => {
        this.#io.stderr(`${message}\n`);
      };
      return {
        credential: await personCredential(profile, signIn, files, this.#endpoint, warn),
        workspaceId: workspace,
      };
    } catch (error) {
      if (error instanceof UsageError) throw error;
      throw new UsageError(asFileProblem(error).message);
    }
  }
}

function inUse(name: string, open: SignInSource['open']): SignInSource {
  return { kind: 'profile', from: `the profile ${name} on this computer`, open };
}

export function sourceName({ kind, from }: SignInSource): string {
  return { key: `the API key of ${from}`, federation: `federation by ${from}`, profile: `a profile, ${from}` }[kind];
}

function id(value: string | undefined, what: string, where: string): string {
  if (value === undefined) throw new UsageError(`Name ${what} with ${where}`);
  if (!/^[\w-]{1,100}$/.test(value)) throw new UsageError(`The value of ${where} is not an ID`);
  return value;
}
