import { publishedScheme } from './schemes.ts';
import { toNumber } from '../../core/text/size.ts';
import { l10n } from '../../core/text/l10n.ts';

/** A file or folder of a published version. */
export interface PublishedAddress {
  readonly connectionId: string;
  readonly skillId: string;
  /** What addresses the version in its connection's dialect. */
  readonly ref: string;
  /**
   * The skill's name: the folder that holds its files, as in the archive, so that SKILL.md lies where its `name` says.
   */
  readonly name: string;
  /** Relative to that folder, `/` separators; '' is the folder itself. */
  readonly path: string;
}

/** The parts of a URI that `vscode.Uri.from` takes. */
interface UriParts {
  readonly scheme: string;
  readonly authority: string;
  readonly path: string;
  readonly query: string;
}

/** What stands for a binary file where two sides are compared as text. */
interface BinaryFacts {
  /** Bytes. */
  readonly size: number;
  /** Hexadecimal. */
  readonly sha256: string;
}

/** Authorities that no connection has: `toAuthority` never makes them. */
const emptyAuthority = 'empty-';
const binaryAuthority = 'binary-';

/**
 * `published-skill://<connection, skill and version>/<name>/path`: the ids are where no editor shows them. A name that
 * cannot be one becomes `skill`.
 *
 * @param shownIn Absolute path of the folder on the other side of a comparison: with the same path on both sides nothing
 * is shown as renamed.
 */
export function toPublishedParts({ connectionId, skillId, ref, name, path }: PublishedAddress, shownIn = ''): UriParts {
  const inside = path === '' ? '' : `/${path}`;
  return {
    scheme: publishedScheme,
    authority: toAuthority(`${connectionId}/${skillId}/${ref}`),
    path: `${shownIn === '' ? publishedFolder(name) : shownIn}${inside}`,
    query: shownIn,
  };
}

/** Path of the folder that holds the files of a published skill. */
export function publishedFolder(name: string): string {
  return /^[a-z0-9-]{1,64}$/.test(name) ? `/${name}` : '/skill';
}

/**
 * `undefined` when the URI names no version: another scheme, or a part is missing. Of a version's own folder, above the
 * skill's, `name` is ''.
 */
export function parsePublishedParts({ scheme, authority, path, query }: UriParts): PublishedAddress | undefined {
  if (scheme !== publishedScheme) return undefined;
  const [, connectionId, skillId, ref] = /^(.+)\/([^/]+)\/([^/]+)$/s.exec(fromAuthority(authority) ?? '') ?? [];
  if (connectionId === undefined || skillId === undefined || ref === undefined) return undefined;
  const shownIn = query !== '' && `${path}/`.startsWith(`${query}/`) ? query : '';
  const [first = '', ...inside] = path.slice(shownIn.length).replace(/^\//, '').replace(/\/$/, '').split('/');
  const name = shownIn === '' ? first : (shownIn.split('/').at(-1) ?? '');
  const below = shownIn === '' ? inside : [first, ...inside];
  return { connectionId, skillId, ref, name, path: below.join('/') };
}

/** An empty document that is named like `path`: the side of a comparison where the file is not. */
export function emptyParts(path: string): UriParts {
  return { scheme: publishedScheme, authority: emptyAuthority, path: `/${path}`, query: '' };
}

/** A text document that describes a binary file: equal for equal contents. */
export function binaryParts(path: string, { size, sha256 }: BinaryFacts): UriParts {
  return { scheme: publishedScheme, authority: binaryAuthority, path: `/${path}`, query: `${size}.${sha256}` };
}

/** The text of a URI made by `emptyParts` or `binaryParts`; `undefined` for every other one. */
export function standInText({ authority, query }: Pick<UriParts, 'authority' | 'query'>): string | undefined {
  if (authority === emptyAuthority) return '';
  if (authority !== binaryAuthority) return undefined;
  const [size = '', sha256 = ''] = query.split('.');
  return l10n.t`Binary file\n\nSize:    ${toNumber(Number(size))} bytes\nSHA-256: ${sha256}\n`;
}

/**
 * The connection's id as a URI authority. Editors compare authorities without regard to case, so everything but
 * `a-z0-9` becomes `-` and the two hexadecimal digits of each UTF-8 byte: `custom:Team A` is `custom-3a-54eam-20-41`.
 */
export function toAuthority(connectionId: string): string {
  return Array.from(new TextEncoder().encode(connectionId), (byte) => {
    const character = String.fromCharCode(byte);
    return /[a-z0-9]/.test(character) ? character : `-${byte.toString(16).padStart(2, '0')}`;
  }).join('');
}

/** `undefined` for what `toAuthority` does not make. */
export function fromAuthority(authority: string): string | undefined {
  if (!/^(?:[a-z0-9]|-[0-9a-f]{2})+$/.test(authority)) return undefined;
  const bytes = Array.from(authority.matchAll(/-([0-9a-f]{2})|./g), ([character, hex]) =>
    hex === undefined ? character.charCodeAt(0) : parseInt(hex, 16),
  );
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(new Uint8Array(bytes));
  } catch (error) {
    if (error instanceof TypeError) return undefined;
    throw error;
  }
}
