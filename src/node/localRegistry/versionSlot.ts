import { badRequest } from './apiError.ts';
import type { Dialect } from './dialect.ts';

/** What the `{version}` of a path means. */
type VersionSlot =
  | { readonly kind: 'latest' }
  | { readonly kind: 'epoch'; readonly epoch: number }
  | { readonly kind: 'id'; readonly idSuffix: string };

export type VersionRoute = 'retrieve' | 'delete' | 'content';

const latestRefusals: Readonly<Record<VersionRoute, string | undefined>> = {
  retrieve: undefined,
  delete: 'deleting',
  content: 'downloading',
};

/**
 * Beta takes the number only. GA takes `skver_…` and the older `skill_version_…`; `latest` for reading, a number for
 * the content. Throws the service's 400 for everything else.
 */
export function parseVersionSlot(text: string, dialect: Dialect, route: VersionRoute): VersionSlot {
  const isNumber = /^[1-9]\d{0,15}$/.test(text);
  if (dialect === 'beta') {
    if (isNumber) return { kind: 'epoch', epoch: Number(text) };
    throw badRequest(
      `Invalid version format: '${text}'. Version must be a numeric timestamp (e.g., '1759178010641129').`,
    );
  }
  if (text === 'latest') {
    const verb = latestRefusals[route];
    if (verb === undefined) return { kind: 'latest' };
    throw badRequest(
      `'latest' is not accepted when ${verb} a skill version. Address a specific version id: read the skill's ` +
        'latest_version_id, or GET /v1/skills/{skill_id}/versions/latest, and use that id.',
    );
  }
  if (isNumber && route === 'content') return { kind: 'epoch', epoch: Number(text) };
  const idSuffix = /^(?:skver|skill_version)_(\w{1,64})$/.exec(text)?.[1];
  if (idSuffix === undefined) throw badRequest(`Invalid version id: '${text}'`);
  return { kind: 'id', idSuffix };
}
