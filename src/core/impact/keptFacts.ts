import { hashOf } from '../bundle/fingerprint.ts';
import type { Fact, FactKind, Facts, FileFact, FileRole } from './model.ts';
import { formatWords, parseWords } from './vocabulary.ts';

/** Bytes of what is kept of one version. */
export const keptFactsMaxBytes = 20_000;

/** Another one when what is kept looks otherwise. */
const format = 2;

/** Port: what was kept of published versions. A failure is none: the archive says the same. */
export interface KeptFacts {
  /** Who reads versions: another one with every release, for facts that were read otherwise cannot be compared. */
  readonly tool: string;
  /** `fingerprint`: of the version's files. */
  read(fingerprint: string): Promise<string | undefined>;
  write(fingerprint: string, text: string): Promise<void>;
}

/** Which version the facts are of, and who read them. */
export interface KeptFor {
  readonly fingerprint: string;
  readonly tool: string;
}

/** The text that is kept of a version: JSON without the skill's texts. `undefined` when it would be too large. */
export function formatFacts(facts: Facts, { fingerprint, tool }: KeptFor): string | undefined {
  const places = new Map(facts.files.map(({ path }, index) => [path, index]));
  const kinds = [...new Set(facts.facts.map(({ kind }) => kind))];
  const body = JSON.stringify({
    files: facts.files.map((file) => [
      file.path,
      file.hash,
      file.size,
      file.role,
      file.executable,
      file.interpreter,
      file.textHash === file.hash ? '' : file.textHash,
      file.sketch,
      file.tokens,
    ]),
    kinds,
    facts: facts.facts.map(({ kind, subject, path, range, value }) => [
      kinds.indexOf(kind),
      subject,
      places.get(path) ?? -1,
      range.start,
      range.end - range.start,
      ...(value === '' ? [] : [value]),
    ]),
    words: formatWords(facts.words),
  });
  const text = `${keptHead(body, { fingerprint, tool })}\n${body}\n`;
  return new TextEncoder().encode(text).length <= keptFactsMaxBytes ? text : undefined;
}

/** `undefined` for what is damaged, of another version, or was read by another release. */
export function parseFacts(text: string, kept: KeptFor): Facts | undefined {
  const [head = '', body = ''] = text.slice(0, keptFactsMaxBytes).split('\n');
  if (head !== keptHead(body, kept)) return undefined;
  try {
    const { files, kinds, facts, words } = JSON.parse(body) as Readonly<Record<string, unknown>>;
    if (!Array.isArray(files) || !Array.isArray(kinds) || !Array.isArray(facts) || typeof words !== 'string')
      return undefined;
    const readFiles = files.map(toFileFact).filter((file) => file !== undefined);
    const read = facts.map((row) => toFact(row, kinds, readFiles)).filter((fact) => fact !== undefined);
    return readFiles.length === files.length && read.length === facts.length
      ? { files: readFiles, facts: read, words: parseWords(words) }
      : undefined;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/** What makes the rest worth reading. */
function keptHead(body: string, { fingerprint, tool }: KeptFor): string {
  return JSON.stringify([format, tool, fingerprint, hashOf(new TextEncoder().encode(body))]);
}

const roles: readonly FileRole[] = ['main', 'document', 'script', 'binary', 'data', 'companion'];

function toFileFact(row: unknown): FileFact | undefined {
  if (!Array.isArray(row)) return undefined;
  const [path, hash, size, role, executable, interpreter, textHash, sketch, tokens] = row as readonly unknown[];
  const known = roles.find((each) => each === role);
  if (
    typeof path !== 'string' ||
    typeof hash !== 'string' ||
    typeof size !== 'number' ||
    known === undefined ||
    typeof executable !== 'boolean' ||
    typeof interpreter !== 'string' ||
    typeof textHash !== 'string' ||
    !Array.isArray(sketch) ||
    !sketch.every((line) => typeof line === 'string') ||
    typeof tokens !== 'number'
  )
    return undefined;
  return {
    path,
    hash,
    size,
    role: known,
    executable,
    interpreter,
    textHash: textHash === '' ? hash : textHash,
    sketch,
    tokens,
  };
}

function toFact(row: unknown, kinds: readonly unknown[], files: readonly FileFact[]): Fact | undefined {
  if (!Array.isArray(row)) return undefined;
  const [what, subject, place, start, length, value = ''] = row as readonly unknown[];
  const kind = typeof what === 'number' ? kinds[what] : undefined;
  const path = typeof place === 'number' ? files[place]?.path : undefined;
  if (
    typeof kind !== 'string' ||
    typeof subject !== 'string' ||
    path === undefined ||
    typeof start !== 'number' ||
    typeof length !== 'number' ||
    typeof value !== 'string'
  )
    return undefined;
  return { kind: kind as FactKind, subject, path, range: { start, end: start + length }, value };
}
