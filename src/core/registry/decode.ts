import { type Fields, isRecord } from '../text/record.ts';
import type { Dialect, Page, RemoteSkill, RemoteVersion } from './model.ts';
import { l10n } from '../text/l10n.ts';

/** Thrown by the decoders; says which part of an answer has not the shape of the contract. */
export class ShapeError extends Error {
  override readonly name = 'ShapeError';
}

/** Decodes a skill of either dialect. Throws `ShapeError`. */
export function decodeSkill(value: unknown): RemoteSkill {
  const fields = toFields(value, () => l10n.t`the skill is not an object`);
  return {
    id: toId(fields['id'], 'id'),
    label: toText(fields['display_title'] ?? fields['display_name']),
    latestVersion: toText(fields['latest_version'] ?? fields['latest_version_id']),
    source: toSource(fields['source']),
    createdAt: toText(fields['created_at']) ?? '',
    updatedAt: toText(fields['updated_at']) ?? toText(fields['created_at']) ?? '',
  };
}

/** Decodes a version of either dialect. Throws `ShapeError`. */
export function decodeVersion(value: unknown): RemoteVersion {
  const fields = toFields(value, () => l10n.t`the version is not an object`);
  const id = toId(fields['id'], 'id');
  return {
    ref: fields['version'] === undefined || fields['version'] === null ? id : toId(fields['version'], 'version'),
    id,
    skillId: toId(fields['skill_id'], 'skill_id'),
    name: toText(fields['name']) ?? '',
    description: toText(fields['description']) ?? '',
    directory: toText(fields['directory']),
    createdAt: toText(fields['created_at']) ?? '',
  };
}

/**
 * Decodes a list answer; items that cannot be read are counted, not thrown (`reliability.md` N3). Throws `ShapeError`
 * when it is no list.
 */
export function decodePage<T>(value: unknown, decodeItem: (item: unknown) => T): Page<T> {
  const fields = toFields(value, () => l10n.t`the list is not an object`);
  if (!Array.isArray(fields['data'])) throw new ShapeError(l10n.t`the response has no list named data`);
  const items: T[] = [];
  let unreadable = 0;
  for (const item of fields['data'] as readonly unknown[]) {
    try {
      items.push(decodeItem(item));
    } catch (error) {
      if (!(error instanceof ShapeError)) throw error;
      unreadable += 1;
    }
  }
  const nextPage = toText(fields['next_page']);
  return { items, nextPage: nextPage === '' ? undefined : nextPage, unreadable };
}

/** Which dialect an answer is in, by the keys only one of them has; `undefined` when it does not tell. */
export function dialectOf(value: unknown): Dialect | undefined {
  if (!isRecord(value)) return undefined;
  if ('has_more' in value) return 'skills-2025-10-02';
  if (Array.isArray(value['data']))
    return value['data'].map(dialectOf).find((dialect) => dialect !== undefined) ?? 'ga';
  if (['display_title', 'latest_version', 'version', 'directory'].some((key) => key in value))
    return 'skills-2025-10-02';
  if (typeof value['source'] === 'string') return 'skills-2025-10-02';
  if (['display_name', 'latest_version_id', 'source'].some((key) => key in value)) return 'ga';
  return value['type'] === 'skill_version' ? 'ga' : undefined;
}

function toFields(value: unknown, fault: () => string): Fields {
  if (!isRecord(value)) throw new ShapeError(fault());
  return value;
}

function toText(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

/** An id this client is willing to put into a URL (`reliability.md` N4). */
function toId(value: unknown, key: string): string {
  if (typeof value !== 'string' || !isId(value)) throw new ShapeError(l10n.t`${key} is missing or is not an ID`);
  return value;
}

/** True for 1 to 200 characters without control characters, whitespace or path meaning. */
export function isId(text: string): boolean {
  return /^[^\s\p{C}/\\?#]{1,200}$/u.test(text) && text !== '.' && text !== '..';
}

function toSource(value: unknown): string {
  const word = isRecord(value) ? value['type'] : value;
  return typeof word === 'string' && word !== '' ? word : 'unknown';
}
