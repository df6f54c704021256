import { ArchiveError, extractArchive } from '../../core/bundle/extract.ts';
import { badRequest } from './apiError.ts';
import { writeArchive } from './archive.ts';
import { characterCount } from './characters.ts';
import type { Dialect } from './dialect.ts';
import { validateName, readFrontMatter } from './frontMatter.ts';
import { checkLayout } from './layout.ts';
import { maxArchiveEntries, maxLabelCharacters, maxUnpackedBytes } from './limits.ts';
import type { Part } from './multipart.ts';

/** An upload that kept every rule: what is stored. */
export interface Upload {
  readonly name: string;
  readonly description: string;
  /** Beta's `directory`: the wrapper folder of the upload, or the name where there was none. */
  readonly directory: string;
  readonly archive: Uint8Array;
}

interface NamedContent {
  readonly path: string;
  readonly content: Uint8Array;
  readonly mode: number;
}

/** The total bounds what a bomb can do, so the ratio does not matter: text may pack as well as it likes. */
const readingLimits = {
  maxEntries: maxArchiveEntries,
  maxFileBytes: maxUnpackedBytes,
  maxTotalBytes: maxUnpackedBytes,
  maxRatio: Infinity,
};

/**
 * The skill in a request's parts. Throws the service's 400 at the first rule that is broken; nothing is stored then.
 */
export function parseUpload(parts: readonly Part[], dialect: Dialect): Upload {
  const files = parts.filter((part) => part.name === 'files[]');
  const field = files.findIndex((part) => part.fileName === undefined);
  if (field >= 0) throw badRequest(`files[].${field}: Expected UploadFile, received: <class 'str'>`);
  const first = files[0];
  if (first === undefined) throw badRequest(dialect === 'ga' ? 'files[]: Field required' : 'No files provided');
  // The service decides by the file name alone; the part's Content-Type does not matter.
  if (files.length === 1 && first.fileName?.toLowerCase().endsWith('.zip') === true)
    return parseArchive(first.content, dialect);
  return fromFiles(
    files.map((part) => ({ path: part.fileName ?? '', content: part.content, mode: 0o644 })),
    dialect,
  );
}

/**
 * The skill in a zip. It is stored byte for byte, also when GA accepts one without a wrapper folder: a version is what
 * was uploaded.
 */
export function parseArchive(archive: Uint8Array, dialect: Dialect): Upload {
  const files = unpackUpload(archive, 'zip');
  return { ...describeUpload(files, dialect, 'zip'), archive };
}

/**
 * The skill in loose files. What is stored is an archive with one wrapper folder called like the skill, which is what a
 * download gives.
 */
export function fromFiles(files: readonly NamedContent[], dialect: Dialect): Upload {
  const described = describeUpload(files, dialect, 'files');
  const packed = files.map((file) => ({
    ...file,
    path: `${described.name}/${withoutWrapper(file.path, described.wrapper)}`,
  }));
  const archive = writeArchive(packed);
  // The same reader that judges archives judges the paths of loose files.
  unpackUpload(archive, 'files');
  return { name: described.name, description: described.description, directory: described.directory, archive };
}

/** The label of a request: beta reads `display_title` only, GA `display_name` only. `undefined` when there is none. */
export function parseLabel(parts: readonly Part[], dialect: Dialect): string | undefined {
  const field = dialect === 'ga' ? 'display_name' : 'display_title';
  const part = parts.findLast((candidate) => candidate.name === field && candidate.fileName === undefined);
  if (part === undefined || part.content.length === 0) return undefined;
  const label = decodeLabel(part.content, field);
  const limit = maxLabelCharacters[dialect];
  if (characterCount(label) > limit) throw badRequest(`${field} must be at most ${limit} characters long`);
  if (label.trim() === '') throw badRequest(`${field} must not be blank`);
  if (/[\p{Cc}\u2028\u2029]/u.test(label)) throw badRequest(`${field} must be a single line`);
  return label;
}

function decodeLabel(content: Uint8Array, field: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(content);
  } catch {
    throw badRequest(`${field} is not valid UTF-8`);
  }
}

function describeUpload(files: readonly NamedContent[], dialect: Dialect, kind: 'zip' | 'files') {
  const { skillFile, wrapper } = checkLayout(files, dialect, kind);
  const frontMatter = readFrontMatter(skillFile.content);
  const name = frontMatter.name ?? (dialect === 'ga' ? wrapper : undefined);
  if (name === undefined) throw badRequest("field 'name' in SKILL.md is required");
  if (frontMatter.name === undefined) validateName(name);
  if (dialect === 'beta' && wrapper !== name) {
    throw badRequest(`The folder name '${wrapper ?? ''}' must match the skill name '${name}' in SKILL.md.`);
  }
  return { name, description: frontMatter.description, directory: wrapper ?? name, wrapper };
}

function withoutWrapper(path: string, wrapper: string | undefined): string {
  return wrapper === undefined ? path : path.slice(wrapper.length + 1);
}

function unpackUpload(archive: Uint8Array, kind: 'zip' | 'files'): readonly NamedContent[] {
  try {
    return extractArchive(archive, readingLimits);
  } catch (error) {
    if (error instanceof ArchiveError) throw badRequest(refusalText(error, kind), error);
    throw error;
  }
}

/** Who sent loose files knows of no archive: it was made here. */
function refusalText(error: ArchiveError, kind: 'zip' | 'files'): string {
  const upload = kind === 'zip' ? 'Zip file' : 'Upload';
  const detail = kind === 'zip' ? error.message : error.message.replace(/^The archive /, 'The upload ');
  if (error.code === 'NAME_VERSION_CONTROL' || error.code === 'NAME_ACTS_ALONE')
    return `${upload} is refused: ${detail}`;
  if (error.code.startsWith('NAME_')) return `${upload} contains path with invalid characters: ${detail}`;
  if (error.code.endsWith('TOO_LARGE')) return `Total upload size must be under 30 MB (uncompressed): ${detail}`;
  return `${upload} cannot be read: ${detail}`;
}
