import type { ArchiveFile } from '../bundle/extract.ts';
import { foldedNames } from '../text/incoming.ts';
import { compareInArchive } from '../bundle/pathOrder.ts';
import { parseFrontMatter } from '../skill/frontMatter.ts';
import { findHidden } from '../skill/rules/hidden.ts';
import { hostsIn } from '../text/hosts.ts';
import { toolFile } from './toolFiles.ts';

export type AbilityKind = 'hidden' | 'hook' | 'program' | 'tool' | 'script' | 'host';

/** One thing a version can do on the computer it is written to. */
export interface Ability {
  readonly kind: AbilityKind;
  /** The file to look at, relative to the skill. */
  readonly path: string;
  /** What it is, in a few words; of a host its name. May hold text of the version: not safe to show as it is. */
  readonly what: string;
  /** What tells whether it is the same as in another version: the bytes that make it so. */
  readonly identity: Uint8Array | string;
}

/**
 * Everything a version can do beyond being read: hidden text, hooks and commands that run when an agent loads it,
 * programs, files that configure tools, scripts, and the hosts its texts name. The most surprising first, then SKILL.md,
 * then by path. Pure: nothing is run.
 */
export function abilities(files: readonly ArchiveFile[]): readonly Ability[] {
  const sorted = files.toSorted((a, b) => compareInArchive(a.path, b.path));
  const hosts = new Map<string, Ability>();
  const found = sorted.flatMap((file) => {
    const text = contentText(file.content);
    for (const host of text === undefined ? [] : hostsIn(text))
      if (!hosts.has(host)) hosts.set(host, { kind: 'host', path: file.path, what: host, identity: host });
    return [...ofText(file, text), ...ofFile(file, text)];
  });
  return [...found, ...hosts.values()].toSorted((a, b) => order.indexOf(a.kind) - order.indexOf(b.kind));
}

/** What the files can do that `base` could not: another place, or other bytes there; a host only when it is new. */
export function newAbilities(files: readonly ArchiveFile[], base: readonly ArchiveFile[]): readonly Ability[] {
  const known = new Map(abilities(base).map((ability) => [placeKey(ability), ability]));
  return abilities(files).filter((ability) => {
    const before = known.get(placeKey(ability));
    return before === undefined || !sameIdentity(before.identity, ability.identity);
  });
}

/** Where lists and titles cut. */
const longestSummary = 60;

/** "hidden text · 2 programs · 1 script": at most 60 characters, the most surprising first; '' for none. */
export function describeAbilities(found: readonly Ability[]): string {
  const count = (kind: AbilityKind): number => found.filter((ability) => ability.kind === kind).length;
  const part = (kind: AbilityKind, one: string, many: string): string =>
    count(kind) === 0 ? '' : `${count(kind)} ${count(kind) === 1 ? one : many}`;
  const parts = [
    count('hidden') === 0 ? '' : 'hidden text',
    part('hook', 'hook', 'hooks'),
    part('program', 'program', 'programs'),
    part('tool', 'tool file', 'tool files'),
    part('script', 'script', 'scripts'),
    part('host', 'host', 'hosts'),
  ].filter((text) => text !== '');
  for (let length = parts.length; length > 1; length -= 1) {
    const said = [...parts.slice(0, length), ...(length < parts.length ? ['more'] : [])].join(' · ');
    if (said.length <= longestSummary) return said;
  }
  return parts[0] ?? '';
}

const order: readonly AbilityKind[] = ['hidden', 'hook', 'program', 'tool', 'script', 'host'];

const scripts = new RegExp(
  '\\.(?:py[wi]?|ipynb|sh|bash|zsh|fish|ksh|csh|m?js|cjs|jsx|m?ts|cts|tsx|rb|pl|pm|php|lua|r|jl|ps1|psm1|psd1|bat|cmd' +
    '|vbs|vbe|wsf|hta|ahk|applescript|scpt|awk|tcl|groovy|kts|go|rs|java|el|vim|sql)$',
);
const programs =
  /\.(?:exe|com|dll|so|dylib|jar|msi|scr|cpl|sys|node|pyd|pyc|pyo|wasm|app|apk|deb|rpm|pkg|dmg|whl|vsix|egg)$/;
/** ELF, Windows, Mach-O (both orders, 32 and 64 bits, fat; also Java). */
const programHeads = ['7f454c46', '4d5a', 'feedface', 'feedfacf', 'cefaedfe', 'cffaedfe', 'cafebabe'];

function* ofFile({ path, content, mode }: ArchiveFile, text: string | undefined): Iterable<Ability> {
  const names = foldedNames(path);
  const name = names.at(-1) ?? '';
  const identity = content;
  if ((mode & 0o111) !== 0) yield { kind: 'program', path, what: 'can be run by its name', identity };
  else if (text?.replace(/^\ufeff/, '').startsWith('#!') === true)
    yield { kind: 'program', path, what: 'names the program that runs it (#!)', identity };
  else if (programs.test(name) || isProgram(content))
    yield { kind: 'program', path, what: 'compiled program', identity };
  const tool = toolFile(names);
  if (tool) yield { kind: 'tool', path, what: tool.reason, identity };
  else if (name === 'package.json' && text !== undefined) yield* ofPackage(path, text);
  if (scripts.test(name) && (mode & 0o111) === 0) yield { kind: 'script', path, what: 'script', identity };
}

function isProgram(content: Uint8Array): boolean {
  const head = Array.from(content.subarray(0, 4), (byte) => byte.toString(16).padStart(2, '0')).join('');
  return programHeads.some((start) => head.startsWith(start));
}

/** `scripts` of a package run when it is installed; what is no JSON may still be read as such by a tool. */
function* ofPackage(path: string, text: string): Iterable<Ability> {
  const identity = text;
  let value: unknown;
  try {
    value = JSON.parse(text.replace(/^\ufeff/, ''));
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    yield { kind: 'tool', path, what: 'a package whose scripts cannot be read', identity };
    return;
  }
  const found: unknown = typeof value === 'object' && value !== null && 'scripts' in value ? value.scripts : undefined;
  const names = typeof found === 'object' && found !== null ? Object.keys(found) : [];
  if (names.length > 0)
    yield { kind: 'tool', path, what: `package scripts: ${names.slice(0, 5).join(', ')}`, identity };
}

/** Keys of the front matter that make an agent do something by itself, or spare it a question. */
const activeKeys: Readonly<Record<string, string>> = {
  hooks: 'hooks that run while the skill is active',
  'allowed-tools': 'tools an agent may use without asking',
  mcpServers: 'servers an agent starts',
  'mcp-servers': 'servers an agent starts',
};
/** Claude Code runs such a command when it loads the text, before a model sees it. */
const command = /(?:^|[\s(])!`[^`\n]+`|^[ \t]*```![ \t]*$/m;

function* ofText({ path }: ArchiveFile, text: string | undefined): Iterable<Ability> {
  if (text === undefined) return;
  const hidden = [...findHidden(text)].map(({ range }) => text.slice(range.start, range.end));
  if (hidden.length > 0)
    yield {
      kind: 'hidden',
      path,
      what: 'characters a person does not see',
      identity: hidden.length < 10 ? hidden.join('\n') : text,
    };
  if (!/\.(?:md|markdown|mdx)$/i.test(path)) return;
  const { entries } = parseFrontMatter(text);
  for (const { key, value } of entries) {
    const what = Object.hasOwn(activeKeys, key) ? activeKeys[key] : undefined;
    if (what !== undefined)
      yield { kind: 'hook', path, what: `${key}: ${what}`, identity: text.slice(value.range.start, value.range.end) };
  }
  const found = text.match(new RegExp(command, 'gm')) ?? [];
  if (found.length > 0)
    yield { kind: 'hook', path, what: 'commands that run when the text is loaded', identity: found.join('\n') };
}

function placeKey({ kind, path, what }: Ability): string {
  return kind === 'host' ? `host ${what}` : `${kind} ${path}\n${kind === 'hook' ? what : ''}`;
}

function sameIdentity(one: Uint8Array | string, other: Uint8Array | string): boolean {
  if (typeof one === 'string' || typeof other === 'string') return one === other;
  return one.length === other.length && one.every((byte, index) => byte === other[index]);
}

/** `undefined` for binary data. What is not UTF-8 is read as well as it can be: a link in it is one all the same. */
function contentText(content: Uint8Array): string | undefined {
  const [first, second] = content;
  if ((first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff))
    return new TextDecoder(first === 0xff ? 'utf-16le' : 'utf-16be').decode(content);
  if (content.subarray(0, 8192).includes(0)) return undefined;
  return new TextDecoder('utf-8', { ignoreBOM: true }).decode(content);
}
