import { RegistryClient } from '../../core/registry/client.ts';
import { secretsOf, type Credential, type TokenCredential } from '../../core/registry/credential.ts';
import { RegistryError } from '../../core/registry/errors.ts';
import type { Registry } from '../../core/registry/registry.ts';
import { openProfile } from '../../node/signIn/profiles.ts';
import { keyOfConnection, type Connection } from './connection.ts';
import type { KnownSkills } from './knownSkills.ts';
import type { Log } from './log.ts';
import { ObservedRegistry } from './observedRegistry.ts';
import { l10n } from '../../core/text/l10n.ts';

/** The embedded registry, started on first use. */
export interface LocalRegistryPort {
  ensureStarted(): Promise<{ readonly url: string; readonly token: string }>;
}

/** Where keys are kept. `undefined`: the connection has none. */
interface KeyStore {
  apiKey(connection: Connection): Promise<string | undefined>;
}

interface ClientPorts {
  readonly connections: KeyStore;
  readonly local: LocalRegistryPort;
  readonly knownSkills: KnownSkills;
  readonly log: Log;
}

/** A client of a connection, and what signs its requests. */
export interface Client {
  readonly registry: Registry;
  /** What must not be in a skill: signs in, for what is secret then is known. Rejects with `RegistryError`. */
  readonly secrets: () => Promise<readonly string[]>;
}

/** Sends nothing. Throws `RegistryError` of kind `auth` when the connection has no key, or its profile cannot be used. */
export async function openClient(connection: Connection, ports: ClientPorts): Promise<Client> {
  const { registry, credential } = await signedClient(connection, ports);
  return {
    registry: new ObservedRegistry(registry, ports.knownSkills, keyOfConnection(connection)),
    secrets: async () => {
      if (!connection.endpoint) return [];
      if (credential.kind === 'token') await credential.get({ atLeast: 0 });
      return secretsOf(credential);
    },
  };
}

async function signedClient(
  connection: Connection,
  { connections, local, log }: ClientPorts,
): Promise<{ readonly registry: Registry; readonly credential: Credential }> {
  const { endpoint, name, profile } = connection;
  if (!endpoint) {
    const { url, token } = await local.ensureStarted();
    log.keepOut(token);
    const credential: Credential = { kind: 'key', key: token };
    return { registry: new RegistryClient({ baseUrl: url, credential, dialect: 'ga', name }), credential };
  }
  const credential =
    profile === undefined ? await keyCredential(connection, connections) : await openLogged(profile, connection, log);
  return { registry: new RegistryClient({ ...endpoint, credential, name }), credential };
}

async function keyCredential(connection: Connection, connections: KeyStore): Promise<Credential> {
  const key = await connections.apiKey(connection);
  if (key !== undefined) return { kind: 'key', key };
  throw new RegistryError(
    'auth',
    l10n.t`There is no API key for ${connection.name} yet. Set one with “Skills: Set API Key”.`,
    { outcome: 'notSent' },
  );
}

/** Opens a profile whose tokens the log never shows. */
async function openLogged(profile: string, { endpoint, name }: Connection, log: Log): Promise<TokenCredential> {
  const { baseUrl = '', workspaceId } = endpoint ?? {};
  const credential = await openProfile(
    profile,
    { baseUrl, workspaceId },
    {
      env: process.env,
      endpoint: { baseUrl, name },
      onWarning: (message) => {
        log.warn(message);
      },
    },
  );
  const { who } = credential;
  if (who.kind !== 'key' && who.workspace !== workspaceId)
    throw new RegistryError(
      'auth',
      l10n.t`Profile ${profile} is for workspace ${who.workspace ?? ''}. Set workspaceId of ${name} to it in the setting skillPublisher.connections, so that a changed profile cannot change where you publish.`,
      { outcome: 'notSent', who },
    );
  return {
    ...credential,
    get: async (options) => {
      try {
        return await credential.get(options);
      } finally {
        for (const secret of credential.secrets()) log.keepOut(secret);
      }
    },
  };
}
