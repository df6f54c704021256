import type { Range } from '../skill/problem.ts';
import { findSecret, leastKeyLength } from '../text/spellings.ts';
import type { ArchiveFile } from './extract.ts';
import { followingLength, secretPatterns } from './secretPatterns.ts';

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
  /** Binary files: only `forbidden` values were searched for in them. */
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
    const text = decodeText(file.content);
    if (text === undefined) continue;
    try {
      findings.push(...(await scanText(file.path, text, maxFindings - findings.length, options.signal)));
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
  const text = decodeText(file.content);
  // Of a binary file, and of UTF-16 without its mark, each byte is a character.
  const { buffer, byteOffset, byteLength } = file.content;
  const searched = text ?? Buffer.from(buffer, byteOffset, byteLength).toString('latin1');
  return forbidden.flatMap((value): SecretFinding[] => {
    const [place] = findSecret(searched, value);
    if (!place) return [];
    return [
      {
        path: file.path,
        range: text === undefined ? { start: 0, end: 0 } : place,
        line: text === undefined ? undefined : lineAt(text, place.start),
        rule: 'own-key',
        what: 'the API key you publish with',
        preview: `(${value.length} characters)`,
        overridable: false,
      },
    ];
  });
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
    for (const { rule, what, start, end } of [...ownMatches(window), ...(await recommendedMatches(path, window))]) {
      const range = { start: offset + start, end: offset + end };
      const known = [...found.values()].some((other) => other.range.start < range.end && range.start < other.range.end);
      if (known || found.size >= most) continue;
      found.set(`${range.start}`, {
        path,
        range,
        line: lineAt(text, range.start),
        rule,
        what,
        preview: mask(text.slice(range.start, range.end)),
        overridable: true,
      });
    }
    if (offset + windowLength >= text.length) break;
  }
  return [...found.values()].sort((a, b) => a.range.start - b.range.start);
}

interface Match {
  readonly rule: string;
  readonly what: string;
  readonly start: number;
  readonly end: number;
}

function ownMatches(text: string): Match[] {
  const matches: Match[] = [];
  for (const { rule, what, pattern, accepts } of secretPatterns) {
    for (const match of text.matchAll(pattern)) {
      const secret = match[1] ?? match[0];
      const start = match.index + match[0].lastIndexOf(secret);
      const end = start + secret.length;
      if (accepts && !accepts(secret, text.slice(end, end + followingLength))) continue;
      matches.push({ rule, what, start, end });
      if (matches.length >= maxFindings) return matches;
    }
  }
  return matches;
}

async function recommendedMatches(path: string, text: string): Promise<Match[]> {
  const [{ lintSource }, preset] = await Promise.all([
    import('@secretlint/core'),
    import('@secretlint/secretlint-rule-preset-recommend'),
  ]);
  const rules = preset.rules
    // A comment in a file must not switch the scan off; the choice is made when publishing.
    .filter((rule) => rule.meta.id !== '@secretlint/secretlint-rule-filter-comments')
    .map((rule) => ({
      id: rule.meta.id,
      rule,
      options: rule.meta.id === '@secretlint/secretlint-rule-aws' ? { enableIDScanRule: true } : {},
    }));
  const result = await lintSource({
    source: { filePath: path, content: text, contentType: 'text', ext: /\.[^./]*$/.exec(path)?.[0] ?? '' },
    options: { noPhysicFilePath: true, config: { rules } },
  });
  return result.messages.map(({ ruleId, range }) => {
    const rule = ruleId.replace(/^@secretlint\/secretlint-rule-/, '');
    return { rule, what: `a secret (rule ${rule})`, start: range[0], end: range[1] };
  });
}

/** Four characters at most, and never more than a quarter of the value. */
function mask(secret: string): string {
  const shown = secret.slice(0, Math.min(4, Math.floor(secret.length / 4))).replace(/[^\x21-\x7e]/g, '?');
  return `${shown}… (${secret.length} characters)`;
}

function lineAt(text: string, offset: number): number {
  let line = 1;
  for (
    let position = text.indexOf('\n');
    position >= 0 && position < offset;
    position = text.indexOf('\n', position + 1)
  )
    line += 1;
  return line;
}

/**
 * The text of a text file in UTF-8 or UTF-16, `undefined` for a binary one. A few broken bytes do not make a file
 * binary.
 */
function decodeText(content: Uint8Array): string | undefined {
  return isBinary(content)
    ? undefined
    : new TextDecoder(wideEncoding(content) ?? 'utf-8', { ignoreBOM: true }).decode(content);
}

function isBinary(content: Uint8Array): boolean {
  return wideEncoding(content) === undefined && content.subarray(0, 8192).includes(0);
}

/** UTF-16 by its byte order mark. */
function wideEncoding([first, second]: Uint8Array): 'utf-16le' | 'utf-16be' | undefined {
  if (first === 0xff && second === 0xfe) return 'utf-16le';
  return first === 0xfe && second === 0xff ? 'utf-16be' : undefined;
}
