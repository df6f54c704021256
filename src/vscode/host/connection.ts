import { connectionKey as endpointKey } from '../../core/publish/connectionKey.ts';
import { anthropicBaseUrl, parseBaseUrl, type Endpoint } from '../../core/registry/endpoint.ts';
import { isRecord } from '../../core/text/record.ts';
import { l10n } from '../../core/text/l10n.ts';

/** A named Skills API endpoint. Holds no key. */
export interface Connection {
  /** `anthropic`, `local`, or `custom:` and the name. */
  readonly id: string;
  readonly name: string;
  readonly kind: 'anthropic' | 'local' | 'custom';
  /** `undefined` for the local registry, whose address is made when it starts. */
  readonly endpoint: Endpoint | undefined;
  /** The profile of the vendor's command line that signs in, instead of an API key. */
  readonly profile?: string | undefined;
  /** A publish to it asks once more. */
  readonly production: boolean;
  /** Page of the service where a person looks at skills; only for the official service. */
  readonly console?: string | undefined;
}

export const anthropicConnection: Connection = {
  id: 'anthropic',
  name: 'Anthropic',
  kind: 'anthropic',
  endpoint: { baseUrl: anthropicBaseUrl, dialect: 'auto' },
  production: false,
  console: 'https://platform.claude.com/workspaces/default/skills',
};

export const localConnection: Connection = {
  id: 'local',
  get name() {
    return l10n.t`Local registry`;
  },
  kind: 'local',
  endpoint: undefined,
  production: false,
};

/** The part of a connection under which ledgers and keys remember it: its base URL and workspace, or `local`. */
export function keyOfConnection(connection: Connection): string {
  return connection.endpoint ? endpointKey(connection.endpoint) : connection.id;
}

export interface ParsedConnections {
  readonly connections: readonly Connection[];
  /** One sentence for each entry of the setting that cannot be used. */
  readonly refusals: readonly string[];
}

/** Reads the setting `skillPublisher.connections`, whatever it holds. */
export function parseConnections(value: unknown): ParsedConnections {
  const connections: Connection[] = [];
  const refusals: string[] = [];
  const entries: readonly unknown[] = Array.isArray(value) ? value : [];
  for (const [index, entry] of entries.entries()) {
    const parsed = parseEntry(entry);
    if (typeof parsed === 'string') refusals.push(`skillPublisher.connections[${index}]: ${parsed}`);
    else if (connections.some((other) => other.id === parsed.id))
      refusals.push(l10n.t`skillPublisher.connections[${index}]: the name is used twice.`);
    else connections.push(parsed);
  }
  return { connections, refusals };
}

function parseEntry(entry: unknown): Connection | string {
  if (!isRecord(entry)) return l10n.t`enter an object with name and baseUrl.`;
  const { name, baseUrl, workspaceId, profile, dialect, production } = entry;
  if (typeof name !== 'string' || name.trim() === '') return l10n.t`name is missing.`;
  if (typeof baseUrl !== 'string') return l10n.t`baseUrl is missing.`;
  const url = parseBaseUrl(baseUrl);
  if (!url.ok) return url.reason;
  if (workspaceId !== undefined && (typeof workspaceId !== 'string' || !/^[\w-]{1,100}$/.test(workspaceId)))
    return l10n.t`workspaceId is not a workspace ID.`;
  if (profile !== undefined && typeof profile !== 'string') return l10n.t`profile is not a profile name.`;
  if (dialect !== undefined && dialect !== 'auto' && dialect !== 'ga' && dialect !== 'skills-2025-10-02') {
    return l10n.t`dialect must be auto, ga, or skills-2025-10-02.`;
  }
  return {
    id: `custom:${name.trim()}`,
    name: name.trim(),
    kind: 'custom',
    endpoint: { baseUrl: url.value, workspaceId, dialect: dialect ?? 'auto' },
    profile,
    production: production === true,
  };
}
