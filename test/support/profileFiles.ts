import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { clientId, ownWorkspace, type TokenEndpoint } from './tokenEndpoint.ts';

export interface ProfileChanges {
  /** What the file of the profile says otherwise. */
  readonly config?: Readonly<Record<string, unknown>>;
  /** Seconds the stored token is good for. Default 600. */
  readonly left?: number;
}

/** Writes a profile as the vendor's command line does, for a service. Returns the path of its credentials. */
export function writeProfile(
  folder: string,
  name: string,
  endpoint: Pick<TokenEndpoint, 'url' | 'accessToken' | 'refreshToken'>,
  { config = {}, left = 600 }: ProfileChanges = {},
): string {
  const settings = {
    authentication: { type: 'user_oauth', client_id: clientId },
    base_url: endpoint.url,
    workspace_id: ownWorkspace,
    ...config,
  };
  const stored = {
    type: 'oauth_token',
    access_token: endpoint.accessToken(left),
    expires_at: Math.floor(Date.now() / 1000) + left,
    refresh_token: endpoint.refreshToken(),
    account_email: 'someone@example.com',
  };
  const files = { [`configs/${name}.json`]: settings, [`credentials/${name}.json`]: stored };
  for (const [file, value] of Object.entries(files)) {
    const target = path.join(folder, file);
    mkdirSync(path.dirname(target), { recursive: true });
    writeFileSync(target, JSON.stringify(value), { mode: 0o600 });
  }
  return path.join(folder, 'credentials', `${name}.json`);
}
