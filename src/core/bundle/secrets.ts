import type { Range } from '../skill/problem.ts';
import { l10n } from '../text/l10n.ts';
import { plural } from '../text/size.ts';
import { secretSieve } from '../text/secretSieve.ts';
import { leastKeyLength, secretFinder } from '../text/spellings.ts';
import type { ArchiveFile } from './extract.ts';
import { hashOf } from './fingerprint.ts';
import { encodedTexts, holdsEncoded, isBinary, isPlainText, isWideText, toReadable } from './readableText.ts';
import type { Anchor } from './secretAnchors.ts';
import { recommendedRules } from './secretKinds.ts';
import { anchorsIn, matchSecrets, type SecretMatch } from './secretPatterns.ts';
import { saysPlaceholder } from './secretValues.ts';
import { encodedSecret } from './secretWords.ts';
import { Turns } from './turns.ts';

export interface SecretFinding {
  readonly path: string;
  /** In the file's text, UTF-16 code units; `{0, 0}` in a binary file. */
  readonly range: Range;
  /** 1-based; `undefined` in a binary file. */
  readonly line: number | undefined;
  /** Stable rule id; `own-key` is the user's own stored key. */
  readonly rule: string;
  /** What it looks like, in English; `secretWords` for a message. Never holds the value. */
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
  options.signal?.throwIfAborted();
  const findings: SecretFinding[] = [];
  const failed: string[] = [];
  const turns = new Turns(options.signal);
  const values = (options.forbidden ?? []).filter((value) => value.length >= leastKeyLength);
  if (values.length > 0) {
    const forbidden = values.map((value): ForbiddenValue => ({ length: value.length, find: secretFinder(value) }));
    const mayHold = secretSieve(values);
    for (const file of files) {
      await turns.worked(file.content.length);
      findings.push(...findForbidden(file, forbidden, mayHold));
    }
  }
  for (const file of files) {
    if (findings.length >= maxFindings) break;
    try {
      findings.push(...(await scanFile(file, maxFindings - findings.length, turns)));
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

interface ForbiddenValue {
  readonly length: number;
  readonly find: ReturnType<typeof secretFinder>;
}

function findForbidden(
  file: ArchiveFile,
  forbidden: readonly ForbiddenValue[],
  mayHold: (bytes: Uint8Array) => boolean,
): SecretFinding[] {
  if (!isWideText(file.content) && !mayHold(file.content)) return [];
  const { text, whole } = toReadable(file.content);
  // Of a binary file, and of what only looks like UTF-16, each byte is a character.
  const { buffer, byteOffset, byteLength } = file.content;
  const bytes = file.content.includes(0) ? Buffer.from(buffer, byteOffset, byteLength).toString('latin1') : '';
  return forbidden.flatMap(({ length, find }): SecretFinding[] => {
    const place = whole ? find(text)[0] : undefined;
    if (!place && find(bytes).length === 0) return [];
    return [
      {
        path: file.path,
        range: place ?? { start: 0, end: 0 },
        line: place && lineNumberAt(text, place.start),
        rule: 'own-key',
        what: l10n.mark('the API key you publish with'),
        preview: `(${plural(length, 'character')})`,
        fingerprint: secretFingerprint('own-key', file.path, ''),
        overridable: false,
      },
    ];
  });
}

/** What was found in a file, by its bytes, which nobody changes: a plan searches for its own sake and for what changes. */
const searched = new WeakMap<Uint8Array, { readonly path: string; readonly findings: readonly SecretFinding[] }>();

async function scanFile(file: ArchiveFile, most: number, turns: Turns): Promise<readonly SecretFinding[]> {
  const known = searched.get(file.content);
  if (known?.path === file.path && known.findings.length <= most) return known.findings;
  const findings = await searchFile(file, most, turns);
  if (findings.length < most) searched.set(file.content, { path: file.path, findings });
  return findings;
}

async function searchFile({ path, content }: ArchiveFile, most: number, turns: Turns): Promise<SecretFinding[]> {
  await turns.worked(content.length);
  const isPlain = isPlainText(content);
  const readable = isPlain ? undefined : toReadable(content);
  const bytes = readable ? new TextEncoder().encode(readable.text) : content;
  const held = anchorsIn(bytes);
  if (held.size === 0 && !holdsEncoded(bytes) && !alwaysTried(path)) return [];
  const { text, whole } = readable ?? toReadable(content);
  const found = await scanText({ path, text, held }, most, turns);
  return whole ? found : found.map((finding) => ({ ...finding, range: { start: 0, end: 0 }, line: undefined }));
}

/** The rule for these looks at the bytes themselves. */
function alwaysTried(path: string): boolean {
  return path.endsWith('.p12');
}

interface Searched {
  readonly path: string;
  readonly text: string;
  /** The anchors in it. */
  readonly held: ReadonlySet<Anchor>;
}

async function scanText({ path, text, held }: Searched, most: number, turns: Turns): Promise<SecretFinding[]> {
  const found = new Map<string, SecretFinding>();
  for (let offset = 0; offset < text.length && found.size < most; offset += windowLength - windowOverlap) {
    // The rules never wait for anything: without this, others (and a cancel) would have to wait for all files.
    await turns.next();
    const window = text.slice(offset, offset + windowLength);
    for (const { rule, what, start, end } of await searchWindow({ path, text: window, held })) {
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
async function searchWindow(window: Searched): Promise<SecretMatch[]> {
  const plain = [...matchSecrets(window.text, 3 * maxFindings, window.held), ...(await recommendedMatches(window))];
  const encoded = encodedTexts(window.text).flatMap(({ text, start, end }) =>
    matchSecrets(text, 1).map(({ rule, what }) => ({ rule, what: encodedSecret(what), start, end })),
  );
  return [...plain, ...encoded];
}

const idPrefix = '@secretlint/secretlint-rule-';

/**
 * Not used: a comment in a file must not switch the scan off (the choice is made when publishing), and three rules that
 * the patterns of this product replace, for they take examples for secrets.
 */
export const replacedRules: ReadonlySet<string> = new Set(
  ['filter-comments', 'privatekey', 'basicauth', 'database-connection-string'].map((name) => `${idPrefix}${name}`),
);

async function recommendedMatches({ path, text, held }: Searched): Promise<SecretMatch[]> {
  const tried = Object.entries(recommendedRules).filter(
    ([name, { anchors }]) => anchors.some((anchor) => held.has(anchor)) || (name === 'gcp' && alwaysTried(path)),
  );
  if (tried.length === 0) return [];
  const [{ lintSource }, preset, { secretLintProfiler }] = await Promise.all([
    import('@secretlint/core'),
    import('@secretlint/secretlint-rule-preset-recommend'),
    import('@secretlint/profiler'),
  ]);
  // It keeps two marks for each rule and window as long as the process lives.
  secretLintProfiler.setEnabled(false);
  const names = new Set(tried.map(([name]) => `${idPrefix}${name}`));
  const rules = preset.rules
    .filter((rule) => names.has(rule.meta.id))
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
    .filter(({ ruleId, range }) => {
      // One of Slack without a digit is words: `xoxb-your-token`.
      if (ruleId.endsWith('-slack') && !/\d/.test(text.slice(...range))) return false;
      return !saysPlaceholder(text.slice((range[0] + range[1]) / 2, range[1]));
    })
    .map(({ ruleId, range }) => {
      const rule = ruleId.slice(idPrefix.length);
      return { rule, what: recommendedRules[rule]?.what ?? l10n.mark('a secret'), start: range[0], end: range[1] };
    });
}

/** Of the hash only so much that nobody gets the value back by trying long lists. */
function secretFingerprint(rule: string, path: string, value: string): string {
  return hashOf(new TextEncoder().encode(`${rule}\0${path}\0${value}`)).slice(0, 16);
}

/** Four characters at most, and never more than a quarter of the value. */
function mask(secret: string): string {
  const shown = secret.slice(0, Math.min(4, Math.floor(secret.length / 4))).replace(/[^\x21-\x7e]/g, '?');
  return `${shown}… (${plural(secret.length, 'character')})`;
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
