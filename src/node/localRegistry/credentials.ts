import { createHash, timingSafeEqual } from 'node:crypto';
import { ApiError, badRequest } from './apiError.ts';

/** The workspace of requests that name none. */
export const defaultWorkspace = 'wrkspc_01LocalRegistryDefault';

type Headers = (name: string) => string | undefined;

/**
 * Checks `x-api-key` or `Authorization: Bearer`. Without `requiredKey` any key will do, as nothing but this machine can
 * ask. Throws the service's 401; 404 for an admin key, as the service does on these routes.
 */
export function requireKey(header: Headers, requiredKey: string | undefined): void {
  const bearer = /^Bearer\s+(\S+)$/i.exec(header('authorization') ?? '')?.[1];
  // An empty header is none.
  const apiKey = header('x-api-key')?.trim() ?? '';
  const given = apiKey === '' ? bearer : apiKey;
  if (given === undefined) throw new ApiError(401, 'x-api-key header is required');
  if (given.startsWith('sk-ant-admin')) throw new ApiError(404, 'Not found');
  if (requiredKey !== undefined && !timingSafeEqual(digest(given), digest(requiredKey))) {
    throw new ApiError(401, given === bearer ? 'Invalid bearer token' : 'invalid x-api-key');
  }
}

/** Throws the service's 400 when raw HTTP forgets the header. */
export function requireVersionHeader(header: Headers): void {
  const version = header('anthropic-version');
  if (version === undefined) throw badRequest('anthropic-version: header is required');
  if (!/^\d{4}-\d{2}-\d{2}$/.test(version))
    throw badRequest(`anthropic-version: "${version.slice(0, 40)}" is not a valid version`);
}

export function workspaceOf(header: Headers): string {
  const workspace = header('anthropic-workspace-id');
  if (workspace === undefined) return defaultWorkspace;
  if (!/^wrkspc_\w{1,64}$/.test(workspace)) throw badRequest('anthropic-workspace-id: not a valid workspace id');
  return workspace;
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
