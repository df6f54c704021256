import { toDisplayText } from '../text/display.ts';
import { type Fields, isRecord, toRecord } from '../text/record.ts';
import type { StoredToken } from './credential.ts';
import { anthropicBaseUrl, parseBaseUrl } from './endpoint.ts';
import { l10n } from '../text/l10n.ts';

/** A profile that cannot be used. `message` says why and what to do, and holds no secret. */
export class ProfileError extends Error {
  override readonly name = 'ProfileError';
}

/** What the file of a profile of the vendor's command line says. */
export interface Profile {
  readonly name: string;
  /** As `parseBaseUrl` has it. */
  readonly baseUrl: string;
  readonly organization: string | undefined;
  readonly workspace: string | undefined;
  readonly signIn:
    | { readonly kind: 'user'; readonly clientId: string | undefined; readonly credentialsPath: string | undefined }
    | {
        readonly kind: 'federation';
        readonly rule: string;
        readonly serviceAccount: string | undefined;
        readonly identityTokenFile: string | undefined;
      };
}

/** Whether it may be a part of a path: letters, digits, `_`, `.` and `-`. */
export function isProfileName(name: string): boolean {
  return /^[\w.-]{1,100}$/.test(name) && name !== '.' && name !== '..';
}

/** Throws `ProfileError`. */
export function decodeProfile(name: string, text: string): Profile {
  const config = toObject(text, () => l10n.t`Profile ${name} is not a JSON object.`);
  const authentication = toRecord(config['authentication']) ?? {};
  const refuse = (reason: string): never => {
    throw new ProfileError(l10n.t`Profile ${name} cannot be used: ${reason}.`);
  };
  const id = (fields: Fields, key: string): string | undefined => {
    const value = fieldText(fields, key);
    if (value !== undefined && !/^[\w-]{1,100}$/.test(value)) refuse(l10n.t`its ${key} is not an ID`);
    return value;
  };
  const written = fieldText(config, 'base_url');
  const url = parseBaseUrl(written ?? anthropicBaseUrl);
  return {
    name,
    baseUrl: url.ok ? url.value : refuse(l10n.t`its base_url cannot be used: ${url.reason.replace(/\.$/, '')}`),
    organization: id(config, 'organization_id'),
    workspace: id(config, 'workspace_id'),
    signIn: signIn(),
  };

  function signIn(): Profile['signIn'] {
    const type = authentication['type'];
    if (type === 'user_oauth')
      return {
        kind: 'user',
        clientId: fieldText(authentication, 'client_id'),
        credentialsPath: fieldText(authentication, 'credentials_path'),
      };
    if (type !== 'oidc_federation')
      return refuse(l10n.t`this version does not know how it signs in (${toDisplayText(String(type), 40)})`);
    const identity = toRecord(authentication['identity_token']) ?? {};
    if (identity['source'] !== undefined && identity['source'] !== 'file')
      return refuse(l10n.t`its identity token comes from a source that this version does not know`);
    return {
      kind: 'federation',
      rule: id(authentication, 'federation_rule_id') ?? refuse(l10n.t`it has no federation_rule_id`),
      serviceAccount: id(authentication, 'service_account_id'),
      identityTokenFile: fieldText(identity, 'path'),
    };
  }
}

/** What the credentials file of a profile says. Throws `ProfileError`. */
export function decodeStoredToken(name: string, text: string): StoredToken {
  const stored = toObject(text, () => l10n.t`The credentials file of profile ${name} is not a JSON object.`);
  const accessToken = fieldText(stored, 'access_token');
  const { expires_at: expires } = stored;
  if (accessToken === undefined || !/^[\x21-\x7e]{1,16384}$/.test(accessToken))
    throw new ProfileError(l10n.t`The credentials file of profile ${name} contains no access token.`);
  return {
    accessToken,
    expiresAt: typeof expires === 'number' ? expires : undefined,
    refreshToken: fieldText(stored, 'refresh_token'),
  };
}

/** The errors of a JSON parser quote what they read. */
function toObject(text: string, fault: () => string): Fields {
  try {
    const value: unknown = JSON.parse(text);
    if (isRecord(value)) return value;
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
  }
  throw new ProfileError(fault());
}

/** Empty is as good as absent. */
function fieldText(fields: Fields, key: string): string | undefined {
  const value = fields[key];
  return typeof value === 'string' && value !== '' ? value : undefined;
}
