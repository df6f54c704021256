import type { Range } from '../skill/problem.ts';
import { findSecret, leastKeyLength } from '../text/spellings.ts';
import type { ArchiveFile } from './extract.ts';
import { hashOf } from './fingerprint.ts';
import { encodedTexts, isBinary, toReadable } from './readableText.ts';
import { matchSecrets, type SecretMatch } from './secretPatterns.ts';
import { saysPlaceholder } from './secretValues.ts';

export interface SecretFinding {
  readonly path: string;
  /** In the file's text, UTF-16 code units; `{0, 0}` in a binary file. */
  readonly range: Range;
  /** 1-based; `undefined` in a binary file. */
  readonly line: number | undefined;
  /** Stable rule id; `own-key` is the user's own stored key. */
  readonly rule: string;
  /** What it looks like, for a message. Never holds the value. */
  readonly what: string;
  /** The first characters and the length of the value, nothing else of it; of the user's own key only the length. */
  readonly preview: string;
  /** Names rule, path and value, and is the same as long as they are: what is allowed is allowed by this. */
  readonly fingerprint: string;
  /** False: this finding blocks whatever the user chooses. */
  readonly overridable: boolean;
}

export interface SecretScan {
  /** At most `maxFindings`. */
  readonly findings: readonly SecretFinding[];
  /** True when the scan stopped at `maxFindings`. */
  readonly cut: boolean;
  /** Files the scanner failed on. They block: what was not scanned is not sent. */
  readonly failed: readonly string[];
  /** Binary files: only their readable parts were searched, and `forbidden` values everywhere in them. */
  readonly unsearched: readonly string[];
}

export interface ScanOptions {
  /**
   * Values that must not leave, such as the user's own API key. Searched in every file, binary ones too, in every
   * spelling; those under 16 characters are not, for they are found in ordinary words.
   */
  readonly forbidden?: readonly string[] | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** More findings than this help nobody, and hostile text could make the scan slow. */
export const maxFindings = 20;
/**
 * UTF-16 units scanned at a time: the rules take 40-64 ms for 64 Ki of the worst text, and seconds for four times as
 * much.
 */
const windowLength = 65_536;
/** Longer than any value the rules know, a PEM block of 4,096 bits included. */
const windowOverlap = 4_096;

/** Looks for keys and passwords in the files that travel. Throws only the signal's reason. */
export async function scanSecrets(files: readonly ArchiveFile[], options: ScanOptions = {}): Promise<SecretScan> {
  const findings: SecretFinding[] = [];
  const failed: string[] = [];
  const forbidden = (options.forbidden ?? []).filter((value) => value.length >= leastKeyLength);
  for (const file of files) {
    options.signal?.throwIfAborted();
    findings.push(...findForbidden(file, forbidden));
  }
  for (const file of files) {
    if (findings.length >= maxFindings) break;
    try {
      findings.push(...(await scanFile(file, maxFindings - findings.length, options.signal)));
    } catch (error) {
      options.signal?.throwIfAborted();
      if (!(error instanceof Error)) throw error;
      // Whatever goes wrong in the scanner, the answer is the same: this file was not scanned.
      failed.push(file.path);
    }
  }
  const unsearched = files.filter(({ content }) => isBinary(content)).map(({ path }) => path);
  return { findings: findings.slice(0, maxFindings), cut: findings.length >= maxFindings, failed, unsearched };
}

function findForbidden(file: ArchiveFile, forbidden: readonly string[]): SecretFinding[] {
  if (forbidden.length === 0) return [];
  const { text, whole } = toReadable(file.content);
  // Of a binary file, and of what only looks like UTF-16, each byte is a character.
  const { buffer, byteOffset, byteLength } = file.content;
  const bytes = file.content.includes(0) ? Buffer.from(buffer, byteOffset, byteLength).toString('latin1') : '';
  return forbidden.flatMap((value): SecretFinding[] => {
    const place = whole ? findSecret(text, value)[0] : undefined;
    if (!place && findSecret(bytes, value).length === 0) return [];
    return [
      {
        path: file.path,
        range: place ?? { start: 0, end: 0 },
        line: place && lineNumberAt(text, place.start),
        rule: 'own-key',
        what: 'the API key you publish with',
        preview: `(${value.length} characters)`,
        fingerprint: secretFingerprint('own-key', file.path, ''),
        overridable: false,
      },
    ];
  });
}

async function scanFile(
  { path, content }: ArchiveFile,
  most: number,
  signal: AbortSignal | undefined,
): Promise<SecretFinding[]> {
  const { text, whole } = toReadable(content);
  const found = await scanText(path, text, most, signal);
  return whole ? found : found.map((finding) => ({ ...finding, range: { start: 0, end: 0 }, line: undefined }));
}

async function scanText(
  path: string,
  text: string,
  most: number,
  signal: AbortSignal | undefined,
): Promise<SecretFinding[]> {
  const found = new Map<string, SecretFinding>();
  for (let offset = 0; offset < text.length && found.size < most; offset += windowLength - windowOverlap) {
    // The rules never wait for anything: without this, others (and a cancel) would have to wait for all files.
    await new Promise((resolve) => setImmediate(resolve));
    signal?.throwIfAborted();
    const window = text.slice(offset, offset + windowLength);
    for (const { rule, what, start, end } of await searchWindow(path, window)) {
      const range = { start: offset + start, end: offset + end };
      const known = [...found.values()].some((other) => other.range.start < range.end && range.start < other.range.end);
      if (known || found.size >= most) continue;
      found.set(`${range.start}`, {
        path,
        range,
        line: lineNumberAt(text, range.start),
        rule,
        what,
        preview: mask(text.slice(range.start, range.end)),
        fingerprint: secretFingerprint(rule, path, text.slice(range.start, range.end)),
        overridable: true,
      });
    }
    if (offset + windowLength >= text.length) break;
  }
  return [...found.values()].sort((a, b) => a.range.start - b.range.start);
}

/** What the patterns of this product and the recommended rules know, also where it stands encoded. */
async function searchWindow(path: string, window: string): Promise<SecretMatch[]> {
  const plain = [...matchSecrets(window, 3 * maxFindings), ...(await recommendedMatches(path, window))];
  const encoded = encodedTexts(window).flatMap(({ text, start, end }) =>
    matchSecrets(text, 1).map(({ rule, what }) => ({ rule, what: `${what} in base64`, start, end })),
  );
  return [...plain, ...encoded];
}

/**
 * Not used: a comment in a file must not switch the scan off (the choice is made when publishing), and three rules that
 * the patterns of this product replace, for they take examples for secrets.
 */
const replacedRules: ReadonlySet<string> = new Set(
  ['filter-comments', 'privatekey', 'basicauth', 'database-connection-string'].map(
    (name) => `@secretlint/secretlint-rule-${name}`,
  ),
);

async function recommendedMatches(path: string, text: string): Promise<SecretMatch[]> {
  const [{ lintSource }, preset] = await Promise.all([
    import('@secretlint/core'),
    import('@secretlint/secretlint-rule-preset-recommend'),
  ]);
  const rules = preset.rules
    .filter((rule) => !replacedRules.has(rule.meta.id))
    .map((rule) => ({
      id: rule.meta.id,
      rule,
      options: rule.meta.id === '@secretlint/secretlint-rule-aws' ? { enableIDScanRule: true } : {},
    }));
  const result = await lintSource({
    source: { filePath: path, content: text, contentType: 'text', ext: /\.[^./]*$/.exec(path)?.[0] ?? '' },
    options: { noPhysicFilePath: true, config: { rules } },
  });
  return result.messages
    .filter(({ range }) => !saysPlaceholder(text.slice((range[0] + range[1]) / 2, range[1])))
    .map(({ ruleId, range }) => {
      const rule = ruleId.replace(/^@secretlint\/secretlint-rule-/, '');
      return { rule, what: `a secret (rule ${rule})`, start: range[0], end: range[1] };
    });
}

/** Of the hash only so much that nobody gets the value back by trying long lists. */
function secretFingerprint(rule: string, path: string, value: string): string {
  return hashOf(new TextEncoder().encode(`${rule}\0${path}\0${value}`)).slice(0, 16);
}

/** Four characters at most, and never more than a quarter of the value. */
function mask(secret: string): string {
  const shown = secret.slice(0, Math.min(4, Math.floor(secret.length / 4))).replace(/[^\x21-\x7e]/g, '?');
  return `${shown}… (${secret.length} characters)`;
}

function lineNumberAt(text: string, offset: number): number {
  let line = 1;
  for (
    let position = text.indexOf('\n');
    position >= 0 && position < offset;
    position = text.indexOf('\n', position + 1)
  )
    line += 1;
  return line;
}
