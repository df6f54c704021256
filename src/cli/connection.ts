import { secretsOf, whoIs } from '../core/registry/credential.ts';
import { anthropicBaseUrl, parseBaseUrl, type Endpoint } from '../core/registry/endpoint.ts';
import { RegistryClient } from '../core/registry/client.ts';
import type { RegistryError } from '../core/registry/errors.ts';
import { redact } from '../core/registry/redact.ts';
import type { Registry } from '../core/registry/registry.ts';
import type { SignedIn } from '../core/registry/signedIn.ts';
import { connectionKey } from '../core/publish/connectionKey.ts';
import { UsageError } from './arguments.ts';
import type { Input } from './command.ts';
import type { CliIo } from './io.ts';
import type { connectionFlags } from './rows/connectionFlags.ts';
import { SignIn } from './signIn.ts';

type ConnectionValues = Input<typeof connectionFlags>['values'];

/** A Skills API, and how one signs in to it. */
export interface CliConnection {
  readonly name: string;
  readonly key: string;
  readonly host: string;
  readonly baseUrl: string;
  readonly workspaceId: string | undefined;
  readonly who: SignedIn;
  /** What named the way to sign in. */
  readonly from: string;
  /** What must not be in a skill: signs in, for what is secret then is known. Rejects with `RegistryError`. */
  readonly forbidden: () => Promise<readonly string[]>;
  readonly registry: Registry;
  /** A text without anything secret. */
  readonly clean: (text: string) => string;
  /** Nothing secret gets out through this. */
  readonly io: CliIo;
}

const localBaseUrl = 'http://127.0.0.1:4010';

interface NamedEndpoint {
  readonly name: string;
  readonly baseUrl: string;
  readonly dialect: Endpoint['dialect'];
}

/** The service the arguments name. Throws `UsageError`. */
export function endpointOf(values: ConnectionValues): NamedEndpoint {
  if (values.connection !== undefined && values['base-url'] !== undefined)
    throw new UsageError('Name a --connection or a --base-url, not both');
  const { connection: name = 'anthropic', dialect = 'auto' } = values;
  const wanted = values['base-url'] ?? (name === 'local' ? localBaseUrl : anthropicBaseUrl);
  const url = parseBaseUrl(wanted);
  if (!url.ok) throw new UsageError(url.reason);
  return { name: values['base-url'] === undefined ? name : new URL(url.value).host, baseUrl: url.value, dialect };
}

/** Builds the connection the arguments name; sends nothing. Throws `UsageError` in one sentence, without a secret in it. */
export async function openConnection(values: ConnectionValues, io: CliIo): Promise<CliConnection> {
  const { name, baseUrl, dialect } = endpointOf(values);
  const wanted = values['workspace-id'];
  if (wanted !== undefined && !/^[\w-]{1,100}$/.test(wanted))
    throw new UsageError('--workspace-id is not a workspace id');
  const signIn = new SignIn(values, baseUrl, io);
  const { open, from } = signIn.choose(await signIn.sources());
  const { credential, workspaceId } = await open();
  const clean = (text: string): string => redact(text, secretsOf(credential));
  return {
    name,
    key: connectionKey({ baseUrl, workspaceId }),
    host: new URL(baseUrl).host,
    baseUrl,
    workspaceId,
    who: whoIs(credential),
    from,
    clean,
    forbidden: async () => {
      if (credential.kind === 'token') await credential.get({ atLeast: 0 });
      return secretsOf(credential);
    },
    registry: new RegistryClient({
      baseUrl,
      workspaceId,
      dialect,
      credential,
      ...(io.fetch ? { fetch: io.fetch } : {}),
      ...(io.delay ? { delay: io.delay } : {}),
      onWait: (milliseconds) => {
        const seconds = Math.ceil(milliseconds / 1000);
        io.stderr(`${new URL(baseUrl).host} takes no more requests for now (429). Trying again in ${seconds} s…\n`);
      },
    }),
    io: {
      ...io,
      stdout: (text) => {
        io.stdout(clean(text));
      },
      stderr: (text) => {
        io.stderr(clean(text));
      },
    },
  };
}

/** The service that arguments name, as a plan without a credential speaks of it; sends nothing. Throws `UsageError`. */
export function namedConnection(values: ConnectionValues, io: CliIo): Omit<CliConnection, 'registry' | 'who' | 'from'> {
  const { name, baseUrl } = endpointOf(values);
  const named = values['workspace-id'] ?? io.env['ANTHROPIC_WORKSPACE_ID'];
  const workspaceId = named === '' ? undefined : named;
  const key = connectionKey({ baseUrl, workspaceId });
  const forbidden = (): Promise<readonly string[]> => Promise.resolve([]);
  const clean = (text: string): string => redact(text, []);
  return { name, key, host: new URL(baseUrl).host, baseUrl, workspaceId, forbidden, clean, io };
}

/** The words of a failure; and what to do where the local registry of the command line is not running. */
export function connectionFailureText({ message, details }: RegistryError, { baseUrl }: CliConnection): string {
  const isDown = baseUrl === localBaseUrl && details.code === 'ECONNREFUSED';
  return isDown ? `The local registry is not running: start it with “skill-publisher registry”. ${message}` : message;
}
