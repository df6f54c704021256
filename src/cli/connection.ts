import { anthropicBaseUrl, parseApiKey, parseBaseUrl } from '../core/registry/endpoint.ts';
import { RegistryClient } from '../core/registry/client.ts';
import type { RegistryError } from '../core/registry/errors.ts';
import { redact } from '../core/registry/redact.ts';
import type { Registry } from '../core/registry/registry.ts';
import { connectionKey } from '../core/publish/connectionKey.ts';
import { UsageError } from './arguments.ts';
import type { Input } from './command.ts';
import type { CliIo } from './io.ts';
import type { connectionFlags } from './rows/connectionFlags.ts';

type ConnectionValues = Input<typeof connectionFlags>['values'];

/** A Skills API with its key. */
export interface CliConnection {
  readonly name: string;
  readonly key: string;
  readonly host: string;
  readonly baseUrl: string;
  readonly workspaceId: string | undefined;
  readonly apiKey: string;
  readonly registry: Registry;
  /** Nothing that holds the key gets out through this. */
  readonly io: CliIo;
}

const localBaseUrl = 'http://127.0.0.1:4010';

/** Builds the connection the arguments name. Throws `UsageError` in one sentence, without the key in it. */
export function openConnection(values: ConnectionValues, io: CliIo): CliConnection {
  if (values.connection !== undefined && values['base-url'] !== undefined)
    throw new UsageError('Name a --connection or a --base-url, not both');
  const { connection: name = 'anthropic', dialect = 'auto' } = values;
  const wanted = values['base-url'] ?? (name === 'local' ? localBaseUrl : anthropicBaseUrl);
  const url = parseBaseUrl(wanted);
  if (!url.ok) throw new UsageError(url.reason);
  const workspaceId = values['workspace-id'];
  if (workspaceId !== undefined && !/^[\w-]{1,100}$/.test(workspaceId))
    throw new UsageError('--workspace-id is not a workspace id');
  const apiKey = findKey(url.value, values['api-key-env'], io);
  const clean = (text: string): string => redact(text, [apiKey]);
  return {
    name: values['base-url'] === undefined ? name : new URL(url.value).host,
    key: connectionKey({ baseUrl: url.value, workspaceId }),
    host: new URL(url.value).host,
    baseUrl: url.value,
    workspaceId,
    apiKey,
    registry: new RegistryClient({
      baseUrl: url.value,
      workspaceId,
      dialect,
      apiKey,
      ...(io.fetch ? { fetch: io.fetch } : {}),
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

/** The key from the variable named; the official service's own variable goes to the official service only. */
function findKey(baseUrl: string, variable: string | undefined, io: CliIo): string {
  const official = baseUrl === anthropicBaseUrl;
  const local = new URL(baseUrl).protocol === 'http:';
  const name = variable ?? (official ? 'ANTHROPIC_API_KEY' : local ? 'SKILL_REGISTRY_API_KEY' : undefined);
  if (name === undefined)
    throw new UsageError(
      'Name the environment variable that holds the key of this service with --api-key-env; ANTHROPIC_API_KEY ' +
        'is sent to api.anthropic.com only',
    );
  const value = io.env[name];
  // The local registry takes any key that is not empty unless it was started with one.
  if (value === undefined && local && variable === undefined) return 'local-registry';
  if (value === undefined || value === '')
    throw new UsageError(
      `The environment variable ${name} is not set. Set it to the API ` +
        `key${variable === undefined ? ', or name another one with --api-key-env' : ''}`,
    );
  const key = parseApiKey(value, baseUrl);
  if (!key.ok) throw new UsageError(`${name}: ${key.reason}`);
  return key.value;
}

/** The words of a failure; and what to do where the local registry of the command line is not running. */
export function connectionFailureText({ message, details }: RegistryError, { baseUrl }: CliConnection): string {
  const isDown = baseUrl === localBaseUrl && details.code === 'ECONNREFUSED';
  return isDown ? `The local registry is not running: start it with “skill-publisher registry”. ${message}` : message;
}
