import type { ArchiveFile } from '../bundle/extract.ts';
import { contentHash, hashOf } from '../bundle/fingerprint.ts';
import { Turns } from '../bundle/turns.ts';
import { comparePaths } from '../bundle/pathOrder.ts';
import { isBinary, isPlainText, toReadable } from '../bundle/readableText.ts';
import { anchorsIn, keyShapes } from '../bundle/secretPatterns.ts';
import { scanSecrets } from '../bundle/secrets.ts';
import { parseFrontMatter } from '../skill/frontMatter.ts';
import { estimateTokens } from '../skill/limits.ts';
import { countLines } from '../skill/tokens.ts';
import type { Range } from '../skill/problem.ts';
import { findHidden } from '../skill/rules/hidden.ts';
import { endOfLines } from '../text/ends.ts';
import { addAbilities } from './abilities.ts';
import { strictly } from './commandBlock.ts';
import { addCodeFacts, type CodeKind } from './code/codeFacts.ts';
import { readJavaScript } from './code/javaScript.ts';
import { readPython } from './code/python.ts';
import { addCompanionFacts, addDataFacts, addDocumentFacts, addStarted } from './documentFacts.ts';
import { addFrontMatterFacts } from './frontMatterFacts.ts';
import type { Fact, Facts, FileFact } from './model.ts';
import { addPowerShellFacts } from './shell/powerShell.ts';
import { packagesOfInlineScript, packagesOfManifest, packagesOfRequirements } from './shell/packages.ts';
import { addScriptLines, addShellFacts } from './shell/shellFacts.ts';
import { addDeclaredRequirements } from './requirements.ts';
import { Sink } from './sink.ts';
import { wordNumbersOf, WordSet } from './vocabulary.ts';
import { interpreterOf, languageOfFile, roleOfFile } from './zones.ts';

/** UTF-16 units of one file that are looked at; what is behind them is compared by its bytes only. */
const maxTextLength = 524_288;
/** UTF-16 units of a file of data in which commands and paths are looked for. */
const maxDataLength = 65_536;
/** UTF-16 units of all files of data together in which commands and paths are looked for. */
const maxDataTogether = 1_048_576;
/** Bytes of all files whose texts are looked at. */
const maxTogether = 16_777_216;

/** Of a SHA-256 in hexadecimal: short to keep, and nobody finds two files that share it. */
const hashLength = 40;
/** Files whose facts stay in memory. */
const mostKnown = 4_000;
/** How much longer it takes to read the facts of a byte than to compare it. */
const costOfByte = 20;

/** UTF-16 units of programs with errors that are read in one version. */
const maxBrokenTogether = 65_536;

interface KnownFile {
  /** UTF-16 units of programs with errors that were read. */
  readonly broken: number;
  /** UTF-16 units of data in which commands and paths were looked for. */
  readonly data: number;
  readonly file: FileFact;
  readonly facts: readonly Fact[];
  readonly words: readonly number[];
}

/** Keeps the facts of files by path and content, so that a second version costs only the files that changed. */
export class FactsReader {
  /** The one that was used last is the last. */
  readonly #known = new Map<string, KnownFile>();

  /**
   * The facts of a version: its files as they are packed, paths relative to the skill. The same for the same files in
   * any order. Nothing is run or fetched. Rejects only with the reason of the signal.
   */
  async facts(files: readonly ArchiveFile[], signal?: AbortSignal): Promise<Facts> {
    const found: KnownFile[] = [];
    const turns = new Turns(signal);
    const seen = new WordSet();
    let [together, broken, data] = [0, 0, 0];
    for (const file of files.toSorted((a, b) => comparePaths(a.path, b.path))) {
      const hash = contentHash(file.content).slice(0, hashLength);
      const isWithin = together + file.content.length <= maxTogether;
      const readsBroken = broken < maxBrokenTogether;
      const readsData = data < maxDataTogether;
      const key = `${file.path}\0${hash}\0${isWithin}\0${readsBroken}\0${readsData}`;
      together += file.content.length;
      const known =
        this.#known.get(key) ?? (await readFileFacts(file, hash, { isWithin, readsBroken, readsData, seen, signal }));
      broken += known.broken;
      data += known.data;
      if (!this.#known.delete(key)) await turns.worked(file.content.length * costOfByte);
      this.#known.set(key, known);
      found.push({ ...known, file: { ...known.file, executable: (file.mode & 0o111) !== 0 } });
    }
    for (const key of [...this.#known.keys()].slice(0, -mostKnown)) this.#known.delete(key);
    return { files: found.map(({ file }) => file), facts: withoutOwn(found), words: allWords(found) };
  }
}

/** The facts of one version; see `FactsReader`. */
export function readFacts(files: readonly ArchiveFile[], signal?: AbortSignal): Promise<Facts> {
  return new FactsReader().facts(files, signal);
}

/** What one file calls or imports of another file of the skill is nothing that comes from outside. */
function withoutOwn(found: readonly KnownFile[]): readonly Fact[] {
  const facts = found.flatMap((each) => each.facts);
  const functions = new Set(facts.filter(({ kind }) => kind === 'function').map(({ subject }) => subject));
  const modules = new Set(found.flatMap(({ file }) => file.path.split('/').map((part) => part.replace(/\.\w+$/, ''))));
  return facts.flatMap((fact): Fact[] => {
    const { kind, subject } = fact;
    if (kind === 'function' || (kind === 'command' && functions.has(subject))) return [];
    return [kind === 'import' && modules.has(subject) ? { ...fact, kind: 'module' } : fact];
  });
}

/** What a text forbids it does not use: such sentences are left out. */
function withoutProhibitions(text: string): string {
  const parts = text.split(/(?<=[.!?]\s|\n)/);
  return parts.filter((part) => !strictly.test(part)).join('');
}

function allWords(found: readonly KnownFile[]): readonly number[] {
  const all = new WordSet();
  for (const { words } of found) for (const each of words) all.add(each);
  return all.all();
}

async function readFileFacts(
  { path, content }: ArchiveFile,
  hash: string,
  {
    isWithin,
    readsBroken,
    readsData,
    seen,
    signal,
  }: {
    readonly isWithin: boolean;
    readonly readsBroken: boolean;
    readonly readsData: boolean;
    /** Empty before and after. */
    readonly seen: WordSet;
    readonly signal: AbortSignal | undefined;
  },
): Promise<KnownFile> {
  signal?.throwIfAborted();
  const whole = isBinary(content) ? undefined : toReadable(content).text;
  const text = whole?.slice(0, endOfLines(whole, 0, maxTextLength));
  const role = roleOfFile(path, content, text);
  const sink = new Sink(path, readsBroken);
  const hidden = whole === undefined ? [] : Array.from(findHidden(whole), ({ range }) => range);
  addAbilities(sink, { content, hash, text: whole, hidden });
  const isRead = role !== 'companion' && isWithin && text !== undefined;
  const isTold = role === 'companion' && isWithin && text !== undefined && /\.mdx?$/i.test(path);
  if (isTold) addCompanionFacts(sink, text);
  if (isRead) addFileText(sink, path, withoutReturns(text), role, readsData);
  if (text !== undefined && isWithin) {
    addHidden(sink, text, hidden);
    await addSecrets(sink, { path, content, mode: 0 }, text, signal);
  }
  const file: FileFact = {
    path,
    hash,
    size: content.length,
    role,
    executable: false,
    interpreter: text === undefined ? '' : interpreterOf(text),
    textHash:
      text?.includes('\r') === true
        ? hashOf(new TextEncoder().encode(text.replaceAll('\r\n', '\n'))).slice(0, hashLength)
        : hash,
    sketch: text === undefined || role === 'companion' ? [] : sketchOf(text),
    tokens: text === undefined || !/\.(?:md|mdx|markdown|txt|rst|adoc)$/i.test(path) ? 0 : estimateTokens(text),
  };
  const said = isRead || isTold ? text : '';
  const words = wordNumbersOf(role === 'script' || role === 'data' ? said : withoutProhibitions(said), seen);
  const data = role === 'data' && isRead && readsData ? Math.min(text.length, maxDataLength) : 0;
  return { file, facts: sink.facts, words, broken: sink.broken.length, data };
}

/** CR LF as a space and LF, so that places stay; a `\\` in front of it still ends its line. */
function withoutReturns(text: string): string {
  return text.includes('\r\n') ? text.replace(/\\?\r\n/g, (end) => (end.length === 3 ? ' \\\n' : ' \n')) : text;
}

function addFileText(sink: Sink, path: string, text: string, role: FileFact['role'], readsData: boolean): void {
  const nested = (kind: CodeKind, code: string, start: number): void => {
    addProgram(sink, kind, code, start, `x.${kind === 'python' ? 'py' : 'js'}`);
  };
  if (role === 'main') {
    const frontMatter = parseFrontMatter(text);
    addFrontMatterFacts(sink, frontMatter);
    addStarted(sink, text.slice(0, frontMatter.bodyStart), 0);
    addPrograms(sink, text.slice(0, frontMatter.bodyStart));
    addDocumentFacts(sink, text, { path, start: frontMatter.bodyStart, isMain: true, nested });
    const body = text.slice(frontMatter.bodyStart);
    sink.add(
      'size',
      'body',
      { start: frontMatter.bodyStart, end: frontMatter.bodyStart },
      String(estimateTokens(body)),
    );
    sink.add('size', 'lines', { start: frontMatter.bodyStart, end: frontMatter.bodyStart }, String(countLines(body)));
  } else if (role === 'document') addDocumentFacts(sink, text, { path, start: 0, isMain: false, nested });
  else if (role === 'script') addScript(sink, path, text);
  else addData(sink, path, text, readsData);
}

function addData(sink: Sink, path: string, text: string, readsData: boolean): void {
  const name = path.slice(path.lastIndexOf('/') + 1);
  if (readsData) addDataFacts(sink, text.slice(0, maxDataLength));
  if (/^requirements[\w.-]*\.txt$/i.test(name)) addListedPackages(sink, packagesOfRequirements(text));
  else if (name === 'package.json') {
    addListedPackages(sink, packagesOfManifest(text));
    addDeclaredRequirements(sink, text);
  } else if (name === 'pyproject.toml') addDeclaredRequirements(sink, text);
  else if (
    /(?:^|\/)agents\/openai\.ya?ml$/.test(path) &&
    /^[ \t]*allow_implicit_invocation[ \t]*:[ \t]*(?:false|no|off)\b/m.test(text)
  )
    sink.add('field', 'disable-model-invocation', { start: 0, end: 0 }, 'true');
}

/** Programs that some agents look for: `bins: [x, y]`. */
function addPrograms(sink: Sink, frontMatter: string): void {
  for (const { index, 1: list = '' } of frontMatter.matchAll(
    /\b(?:bins|anyBins)["']?[ \t]*:[ \t]*\[([^\]\n]{1,400})\]/g,
  ))
    for (const [name] of list.matchAll(/[a-z][\w.+-]{0,40}/g)) sink.add('told', name, { start: index, end: index });
}

function addScript(sink: Sink, path: string, text: string): void {
  const language = languageOfFile(path, text);
  if (language === 'python' || language === 'javascript') addProgram(sink, language, text, 0, path);
  else if (language === 'powershell') addPowerShellFacts(sink, text);
  else if (language === 'shell') {
    addShellFacts(sink, text, 0, 'script', (kind, code, start) => {
      addProgram(sink, kind, code, start, `x.${kind === 'python' ? 'py' : 'js'}`);
    });
    addScriptLines(sink, text);
  }
  // What a message or a comment says to install.
  addCompanionFacts(sink, text);
  if (language === 'python') {
    addListedPackages(sink, packagesOfInlineScript(text));
    addDeclaredRequirements(sink, text.slice(0, 2_000));
  }
}

function addProgram(sink: Sink, kind: CodeKind, text: string, start: number, path: string): void {
  const program = kind === 'python' ? readPython(text, sink.broken) : readJavaScript(text, path, sink.broken);
  addCodeFacts(sink, program, kind, start, (command, at) => {
    addShellFacts(sink, command, at, 'script', () => undefined);
  });
}

function addListedPackages(sink: Sink, packages: ReturnType<typeof packagesOfRequirements>): void {
  for (const { subject, version, range } of packages) sink.add('package', subject, range, version);
}

/** Zero-width and filling characters, and variation selectors. */
function isInvisible(character: string): boolean {
  const point = character.codePointAt(0) ?? 0;
  const ranges = [
    [0x200b, 0x200f],
    [0x2060, 0x2064],
    [0xfe00, 0xfe0f],
  ];
  return (
    ranges.some(([first = 0, last = 0]) => first <= point && point <= last) ||
    /[\uFEFF\u180E\u115F\u1160\u3164\uFFA0]/.test(character)
  );
}

/** Direction marks and tags of any length, other characters nobody sees in runs of three. */
function addHidden(sink: Sink, text: string, hidden: readonly Range[]): void {
  for (const range of hidden) {
    if (range.end > text.length) return;
    const run = text.slice(range.start, range.end);
    const isLoud = /[\u202A-\u202E\u2066-\u2069\u{E0000}-\u{E007F}]/u.test(run);
    const invisible = Array.from(run).filter((character) => isInvisible(character));
    if (!isLoud && invisible.length < 3) continue;
    const points = Array.from(run)
      .slice(0, 20)
      .map((character) => (character.codePointAt(0) ?? 0).toString(16).toUpperCase());
    sink.add('hidden', points.join(' '), range);
  }
}

async function addSecrets(sink: Sink, file: ArchiveFile, text: string, signal: AbortSignal | undefined): Promise<void> {
  const { findings } = await scanSecrets([file], { signal });
  const found = findings.map(({ rule, what, range }) => ({ rule, what, ...range }));
  const shapes = keyShapes(text, isPlainText(file.content) ? anchorsIn(file.content) : undefined);
  for (const { rule, what, start, end } of [...found, ...shapes]) {
    // What is cut is shown.
    if (/^ ?(?:…|\.{3})/.test(text.slice(end, end + 4)) || /(?:…|\.{3})$/.test(text.slice(start, end))) continue;
    const value = hashOf(new TextEncoder().encode(text.slice(start, end))).slice(0, 12);
    sink.add('secret', `${rule} ${value}`, { start, end }, what);
  }
}

/** Lines of a file that its sketch is made of, at most. */
const mostSketched = 5_000;
const sketchSize = 12;

/** The 12 smallest hashes of the lines that say something. */
function sketchOf(text: string): readonly string[] {
  const smallest: number[] = [];
  let start = 0;
  for (let count = 0; count < mostSketched && start <= text.length; count += 1) {
    const found = text.indexOf('\n', start);
    const next = found < 0 ? text.length : found;
    let [first, end] = [start, next];
    start = next + 1;
    while (first < end && isSpace(text.charCodeAt(first))) first += 1;
    while (first < end && isSpace(text.charCodeAt(end - 1))) end -= 1;
    if (end - first <= 3) continue;
    const hash = hashOfPart(text, first, end);
    const last = smallest.at(-1) ?? Infinity;
    if ((smallest.length === sketchSize && hash >= last) || smallest.includes(hash)) continue;
    smallest.push(hash);
    smallest.sort((a, b) => a - b);
    smallest.length = Math.min(smallest.length, sketchSize);
  }
  return smallest.map((hash) => hash.toString(36));
}

/** What `trim` takes off. */
function isSpace(code: number): boolean {
  return code <= 0x20
    ? code === 0x20 || (code >= 0x09 && code <= 0x0d)
    : code >= 0xa0 && /\s/.test(String.fromCharCode(code));
}

/** FNV-1a, 32 bits. Of the text itself: looking up the characters of a part that was cut out takes twice as long. */
function hashOfPart(text: string, start: number, end: number): number {
  let hash = 0x811c9dc5;
  for (let index = start; index < end; index += 1) hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  return hash >>> 0;
}
