import { hashOf } from '../bundle/fingerprint.ts';
import { foldedNames } from '../text/incoming.ts';
import { compareInArchive } from '../bundle/pathOrder.ts';
import { parseFrontMatter } from '../skill/frontMatter.ts';
import type { Range } from '../skill/problem.ts';
import { beginsWith } from '../text/bytes.ts';
import { hostsIn } from '../text/hosts.ts';
import { abilityKinds, type Ability, type AbilityKind } from './ability.ts';
import { findImpact } from './compare.ts';
import type { Facts } from './model.ts';
import type { Sink } from './sink.ts';
import { toolFile } from './toolFiles.ts';
import { programHeads } from './zones.ts';
import { l10n, translated } from '../text/l10n.ts';

/**
 * Everything a version can do beyond being read: hidden text, hooks and commands that run when an agent loads it,
 * programs, files that configure tools, scripts, what its scripts and commands do, and the hosts its texts name. With
 * `base` what that version could not: another place, or other bytes there; a host only when it is new. The most
 * surprising first, then SKILL.md, then by path.
 */
export function abilities(now: Facts, base?: Facts): readonly Ability[] {
  const known = new Map(base ? standing(base).map((each) => [placeKey(each), each.identity]) : []);
  const own = standing(now).filter((each) => known.get(placeKey(each)) !== each.identity);
  const found = [
    ...own.map(({ kind, path, what }) => ({ kind, path, what: inWords(kind, what) })),
    ...deeds(now, base),
  ];
  return found.toSorted((a, b) => abilityKinds.indexOf(a.kind) - abilityKinds.indexOf(b.kind));
}

interface Standing extends Ability {
  /** What tells whether it is the same as in another version. */
  readonly identity: string;
}

/** What the files are, whatever stands in them. */
function standing({ files, facts }: Facts): readonly Standing[] {
  const runs = new Map(files.filter(({ executable }) => executable).map(({ path, hash }) => [path, hash]));
  const hosts = new Set<string>();
  const found = facts.flatMap(({ kind: fact, subject, path, value }): Standing[] => {
    const [kind, what] = abilityOf(subject);
    if (fact !== 'ability' || kind === undefined) return [];
    if (runs.has(path) && (kind === 'program' || kind === 'script')) return [];
    if (kind === 'host' && hosts.has(what)) return [];
    if (kind === 'host') hosts.add(what);
    return [{ kind, path, what, identity: value }];
  });
  const programs = [...runs].map(
    ([path, identity]): Standing => ({ kind: 'program', path, what: l10n.mark('can be run by its name'), identity }),
  );
  return [...found, ...programs].toSorted((a, b) => compareInArchive(a.path, b.path));
}

function abilityOf(subject: string): readonly [kind: AbilityKind | undefined, what: string] {
  const end = subject.indexOf(' ');
  return [abilityKinds.find((kind) => kind === subject.slice(0, end)), subject.slice(end + 1)];
}

const packageScripts = l10n.mark('package scripts');

/** What a fact says, in the user's language: facts are kept and compared in English. */
function inWords(kind: AbilityKind, what: string): string {
  const at = what.indexOf(': ');
  if (kind === 'host' || at < 0) return kind === 'host' ? what : translated(what);
  return `${translated(what.slice(0, at))}: ${translated(what.slice(at + 2))}`;
}

/** What is said of a version by itself already. */
const toldOtherwise = new RegExp(
  '^impact/(?:script-added|binary-added|binary-changed|hidden-text-added|host-added|tools-wider|hooks-added|' +
    'hooks-changed|preload-added|model-invocation-on)$',
);

/** What scripts and commands do: what a comparison says of it, with nothing or with the version before. */
function deeds(now: Facts, base: Facts | undefined): readonly Ability[] {
  return findImpact(base ?? { files: [], facts: [], words: [] }, now, { isAlone: base === undefined })
    .filter(({ class: kind, severity, code }) => kind === 'wider' && severity !== 'low' && !toldOtherwise.test(code))
    .map(({ severity, message, new: place, old }) => ({
      kind: severity === 'high' ? 'danger' : 'deed',
      path: (place ?? old)?.path ?? 'SKILL.md',
      what: message,
    }));
}

const scripts = new RegExp(
  '\\.(?:py[wxi]?|ipynb|sage|sh|bash|zsh|fish|ksh|csh|elv|nu|xsh|bats|exp(?:ect)?|m?js|cjs|jsx|m?ts|cts|tsx|coffee|rb|pl|pm|t' +
    '|raku(?:mod)?|php|lua|r|rmd|qmd|jl|ps1|psm1|psd1|bat|cmd|vbs?|vbe|jse|wsf|wsh|wsc|sct|hta|ahk|applescript|scpt|awk|tcl' +
    '|groovy|gradle|kts?|scala|sc|sbt|go|rs|java|cs|csx|fsx?|swift|dart|nim|zig|c|cc|cpp|cxx|mm?|hs|mli?|exs?|erl|clj[cs]?|bb' +
    '|lisp|cl|scm|rkt|el|vim|nix|sql)$',
);
const programs =
  /\.(?:exe|com|dll|so|dylib|jar|war|ear|scr|cpl|sys|ko|o|a|lib|node|pyd|pyc|pyo|wasm|class|dex|luac|elc|beam|app|appimage|run|whl|egg)$/;
/** What a system or a program installs or starts for who opens it. */
const opened = new RegExp(
  '\\.(?:msi|msp|mst|msix|appx|(?:msix|appx)bundle|apk|deb|rpm|pkg|dmg|snap|flatpak(?:ref)?|vsix|xpi|crx|mcpb|dxt|iso|img|vhdx?' +
    '|pif|appref-ms|settingcontent-ms|msc|reg|inf|chm|hlp|jnlp|command|tool|workflow|terminal|webloc|inetloc|fileloc' +
    '|mobileconfig|(?:doc|dot|xls|xlt|ppt|pot)m|xlam|xll|ppam)$',
);
/** Folders whose files are there to be run, also those without an extension. */
const runFolders: ReadonlySet<string> = new Set(['scripts', 'script', 'bin', 'hooks', 'sbin', 'libexec']);

/** What abilities are told by. */
interface FileContent {
  readonly content: Uint8Array;
  /** Of the content. */
  readonly hash: string;
  /** All of it; `undefined` for binary data. */
  readonly text: string | undefined;
  /** Where `text` has characters that nobody sees. */
  readonly hidden: readonly Range[];
}

/** Adds what a file can do by what it is. Unlike other facts none is left out, however many there are. */
export function addAbilities(sink: Sink, { content, hash, text, hidden }: FileContent): void {
  const { path } = sink;
  for (const { kind, what, identity = hash } of [...ofText(path, text, hidden), ...ofFile(path, content, text)])
    sink.addAlways('ability', `${kind} ${what}`, identity);
  for (const host of text === undefined ? [] : hostsIn(text)) sink.addAlways('ability', `host ${host}`, '');
}

interface Found {
  readonly kind: AbilityKind;
  readonly what: string;
  /** Left out: all bytes of the file. */
  readonly identity?: string;
}

function* ofFile(path: string, content: Uint8Array, text: string | undefined): Iterable<Found> {
  const names = foldedNames(path);
  const name = names.at(-1) ?? '';
  if (text?.replace(/^\ufeff/, '').startsWith('#!') === true)
    yield { kind: 'program', what: l10n.mark('names the program that runs it (#!)') };
  else if (programs.test(name) || beginsWith(content, programHeads))
    yield { kind: 'program', what: l10n.mark('compiled program') };
  else if (opened.test(name))
    yield { kind: 'program', what: l10n.mark('installs or starts something when it is opened') };
  const tool = toolFile(names);
  if (tool) yield { kind: 'tool', what: tool.reason };
  else if (name === 'package.json' && text !== undefined) yield* ofPackage(text);
  if (scripts.test(name) || (isBare(name) && names.slice(0, -1).some((folder) => runFolders.has(folder))))
    yield { kind: 'script', what: l10n.mark('script') };
}

/** True for a name without an extension, but for what stands beside programs to be read. */
function isBare(name: string): boolean {
  return !name.includes('.') && !/^(?:licen[cs]e|readme|notice|copying|authors|changelog|version)$/.test(name);
}

/** `scripts` of a package run when it is installed; what is no JSON may still be read as such by a tool. */
function* ofPackage(text: string): Iterable<Found> {
  let value: unknown;
  try {
    value = JSON.parse(text.replace(/^\ufeff/, ''));
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    yield { kind: 'tool', what: l10n.mark('a package whose scripts cannot be read') };
    return;
  }
  const found: unknown = typeof value === 'object' && value !== null && 'scripts' in value ? value.scripts : undefined;
  const names = typeof found === 'object' && found !== null ? Object.keys(found) : [];
  if (names.length > 0) yield { kind: 'tool', what: `${packageScripts}: ${names.slice(0, 5).join(', ')}` };
}

/** Keys of the front matter that make an agent do something by itself, or spare it a question. */
const activeKeys: Readonly<Record<string, readonly [kind: AbilityKind, what: string]>> = {
  hooks: ['hook', l10n.mark('hooks that run while the skill is active')],
  'allowed-tools': ['permission', l10n.mark('tools an agent may use without asking')],
  mcpServers: ['server', l10n.mark('servers an agent starts')],
  'mcp-servers': ['server', l10n.mark('servers an agent starts')],
};
/** Claude Code runs such a command when it loads the text, before a model sees it. */
const command = /(?:^|[\s(])!`[^`\n]+`|^[ \t]*```![ \t]*$/m;

function* ofText(path: string, text: string | undefined, ranges: readonly Range[]): Iterable<Found> {
  if (text === undefined) return;
  const hidden = ranges.map(({ start, end }) => text.slice(start, end));
  if (hidden.length > 0)
    yield {
      kind: 'hidden',
      what: l10n.mark('characters a person does not see'),
      ...(hidden.length < 10 ? { identity: hashOfText(hidden.join('\n')) } : {}),
    };
  if (!/\.(?:md|markdown|mdx)$/i.test(path)) return;
  const { entries } = parseFrontMatter(text);
  for (const { key, value } of entries) {
    const active = Object.hasOwn(activeKeys, key) ? activeKeys[key] : undefined;
    if (active)
      yield {
        kind: active[0],
        what: `${key}: ${active[1]}`,
        identity: hashOfText(text.slice(value.range.start, value.range.end)),
      };
  }
  const found = text.match(new RegExp(command, 'gm')) ?? [];
  if (found.length > 0)
    yield {
      kind: 'hook',
      what: l10n.mark('commands that run when the text is loaded'),
      identity: hashOfText(found.join('\n')),
    };
}

function placeKey({ kind, path, what }: Ability): string {
  return kind === 'host' ? `host ${what}` : `${kind} ${path}\n${/^(?:hook|permission|server)$/.test(kind) ? what : ''}`;
}

function hashOfText(text: string): string {
  return hashOf(new TextEncoder().encode(text));
}
