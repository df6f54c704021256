import { type Fields, toRecord } from '../text/record.ts';

/**
 * Name of the file in which the vendor's CLI (`ant apply`) keeps which file is which remote resource. Read here, never
 * written.
 */
export const claudeLockFileName = 'claude-lock.json';

export interface LockedSkill {
  readonly skillId: string;
  /** The last version that CLI sent, where it recorded one. */
  readonly version: string | undefined;
}

/**
 * The skill that a `claude-lock.json` maps a folder to; `undefined` when it names none, is damaged, or belongs to
 * another service or workspace. `folder` is relative to the lock file's folder.
 */
export function findInClaudeLock(
  text: string,
  folder: string,
  endpoint: { readonly baseUrl: string; readonly workspaceId?: string | undefined },
): LockedSkill | undefined {
  const root = parse(text);
  const origin = toRecord(root?.['origin']);
  if (!root || !origin || normalizeUrl(origin['base_url']) !== normalizeUrl(endpoint.baseUrl)) return undefined;
  const workspace = origin['workspace_id'];
  if (endpoint.workspaceId !== undefined && typeof workspace === 'string' && workspace !== endpoint.workspaceId)
    return undefined;
  const resources = toRecord(root['resources']) ?? {};
  for (const [key, value] of Object.entries(resources)) {
    const path = key
      .replace(/^\.\//, '')
      .replace(/\/SKILL\.md$/i, '')
      .replace(/\/$/, '');
    const resource = toRecord(value);
    if (path !== folder || resource?.['kind'] !== 'skill' || typeof resource['id'] !== 'string') continue;
    return {
      skillId: resource['id'],
      version: typeof resource['version'] === 'string' ? resource['version'] : undefined,
    };
  }
  return undefined;
}

function parse(text: string): Fields | undefined {
  try {
    return toRecord(JSON.parse(text));
  } catch (error) {
    // A damaged neighbor is the neighbor's matter.
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

function normalizeUrl(url: unknown): string | undefined {
  return typeof url === 'string' && URL.canParse(url) ? new URL(url).href.replace(/\/$/, '') : undefined;
}
