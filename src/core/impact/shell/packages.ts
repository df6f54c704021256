import { withoutEnd } from '../../text/ends.ts';
import type { Range } from '../../skill/problem.ts';
import type { ShellWord } from './shellScript.ts';

/** A package that something installs. */
interface InstalledPackage {
  /** `pip:name`, `npm:name`, … */
  readonly subject: string;
  /** The exact version; '' when any may come. */
  readonly version: string;
  readonly range: Range;
}

interface Installer {
  /** Words of the command up to where its packages begin. */
  readonly start: RegExp;
  readonly ecosystem: string;
  /** Only the first word names a package; the others are given to it. */
  readonly single?: boolean;
}

/** Matched against the words that are no options, joined by spaces. */
const installers: readonly Installer[] = [
  { start: /^(?:python[\d.]*|py) pip install /, ecosystem: 'pip' },
  { start: /^(?:pip[\d.]*|uv pip|pipx|uv tool) (?:install|download|inject) /, ecosystem: 'pip' },
  { start: /^(?:uv|poetry|pdm|rye) add /, ecosystem: 'pip' },
  { start: /^(?:uvx|uv tool run|pipx run) /, ecosystem: 'pip', single: true },
  { start: /^npm (?:install|i|add|in) /, ecosystem: 'npm' },
  { start: /^pnpm (?:add|install|i) /, ecosystem: 'npm' },
  { start: /^yarn (?:global )?add /, ecosystem: 'npm' },
  { start: /^bun (?:add|install|i) /, ecosystem: 'npm' },
  { start: /^(?:npx|bunx|pnpx|pnpm dlx|yarn dlx|npm exec|bun x) /, ecosystem: 'npm', single: true },
  { start: /^brew (?:cask )?(?:install|reinstall) /, ecosystem: 'brew' },
  { start: /^(?:apt|apt-get|aptitude) install /, ecosystem: 'apt' },
  { start: /^(?:dnf|yum|microdnf) install /, ecosystem: 'dnf' },
  { start: /^apk add /, ecosystem: 'apk' },
  { start: /^cargo (?:install|binstall|add) /, ecosystem: 'cargo' },
  { start: /^go (?:install|get) /, ecosystem: 'go' },
  { start: /^gem install /, ecosystem: 'gem' },
  { start: /^dotnet (?:tool install|tool update|add package|package add) /, ecosystem: 'dotnet', single: true },
  { start: /^(?:conda|mamba|micromamba) install /, ecosystem: 'conda' },
  { start: /^deno (?:add|install) /, ecosystem: 'npm' },
  { start: /^(?:winget|choco|scoop) install /, ecosystem: 'windows' },
];

/** Options that are followed by a value which is no package. */
const withValue = new RegExp(
  '^(?:-[rtcifpPw]|--(?:requirement|constraint|target|index-url|extra-index-url|find-links|index|prefix|root|platform|' +
    'python|python-version|registry|workspace|filter|features|git|branch|tag|rev|path|version|group|extra|cwd|dir|' +
    'editable|channel|name|source|manifest|bin|profile|project|directory|timeout|retries|proxy|cert|trusted-host|' +
    'cache|cache-dir|loglevel|call|config|configfile|framework|tool-path|tool-manifest))$',
);
/** Words that stand for a package of the reader's choice. */
const placeholder =
  /^(?:package|packages|pkg|name|your|my|some|module|library|tool|foo|bar|dep)(?:[-_]?(?:name|package|\d))?s?$|^your[-_]/i;

/**
 * Programs that only make sense in a project that depends on them, or that a package of another name brings: `npx` runs what
 * is installed there. With `--yes` or a version it is fetched.
 */
const ofProject = new RegExp(
  String.raw`^(?:tsc|tsserver|ng|nest|vite|vitest|astro|next|nuxt|nuxi|nx|turbo|lerna|prisma|eslint|prettier|stylelint|` +
    String.raw`jest|mocha|ava|sentry-cli|webpack|rollup|svelte-kit|react-scripts|lint-staged|drizzle-kit|graphql-codegen|expo)$`,
);

/** `npx playwright test` runs the tests of a project; `npx playwright install` may stand alone. */
function isOfProject(program: string, first: string | undefined): boolean {
  return ofProject.test(program) || (program === 'playwright' && first === 'test');
}

/** The packages that a command installs; `words` with the name of the command first. */
export function packagesOfCommand(words: readonly ShellWord[]): readonly InstalledPackage[] {
  const named = withoutOptions(words);
  const joined = `${named.map(({ value }) => value).join(' ')} `;
  const installer = installers.find(({ start }) => start.test(joined));
  // `npx --no-install` takes what is there, or fails.
  if (words.some(({ value }) => /^--no(?:-install)?$/.test(value))) return [];
  const given = withOption(words);
  // "`pip install` + `python3`" is no command.
  if (!installer || named.some(({ value }) => /^[+/&]$/.test(value))) return given;
  const count = (installer.start.exec(joined)?.[0] ?? '').trim().split(' ').length;
  // `uvx --from package command`: the command is no package.
  const names = words.some(({ value }) => /^--(?:from|with|package)(?:=|$)/.test(value));
  const packages = names && installer.single === true ? [] : named.slice(count);
  const isFetched = words.some(({ value }) => /^(?:-y|--yes)$/.test(value));
  const meant =
    installer.single === true
      ? packages.slice(0, 1).filter(({ value }) => isFetched || !isOfProject(value, packages[1]?.value))
      : packages;
  return [...given, ...meant.flatMap((word) => namedPackage(installer.ecosystem, word))];
}

function withoutOptions(words: readonly ShellWord[]): ShellWord[] {
  const kept: ShellWord[] = [];
  let skip = false;
  for (const [index, word] of words.entries()) {
    const { value } = word;
    if (skip) skip = false;
    else if (value === '-m' && index === 1) continue;
    else if (value === '--') continue;
    else if (value.startsWith('-')) skip = withValue.test(value) || isLongWithValue(words, index);
    else kept.push(word);
  }
  return kept;
}

/** `uvx --from a b` and `uv run --with a b`. */
function isLongWithValue(words: readonly ShellWord[], index: number): boolean {
  return /^--(?:from|with|package)$/.test(words[index]?.value ?? '');
}

function withOption(words: readonly ShellWord[]): readonly InstalledPackage[] {
  const [first, second] = words;
  const ecosystem = /^(?:uvx?|pipx)$/.test(first?.value ?? '')
    ? 'pip'
    : /^(?:npx|npm)$/.test(first?.value ?? '') && second
      ? 'npm'
      : undefined;
  if (ecosystem === undefined || second?.value === 'init') return [];
  return words.flatMap((word, index) => {
    const option = words[index - 1]?.value ?? '';
    const isNamed = (ecosystem === 'npm' ? /^(?:--package|-p)$/ : /^(?:--(?:from|with|package)|-p)$/).test(option);
    const joined = /^--(?:from|with|package)=(.+)$/.exec(word.value)?.[1];
    if (words[index - 1]?.value === '-p' && ecosystem === 'pip') return [];
    if (joined !== undefined) return namedPackage(ecosystem, { ...word, value: joined });
    return isNamed ? word.value.split(',').flatMap((value) => namedPackage(ecosystem, { ...word, value })) : [];
  });
}

/** One package as an installer takes it; none for a path, an address or a placeholder. */
export function namedPackage(
  ecosystem: string,
  { value, range }: { readonly value: string; readonly range: Range },
): readonly InstalledPackage[] {
  const word = withoutEnd(value.trim(), /[,;:.]/);
  const isPath =
    ecosystem !== 'go' && /^(?:\.|\/|~|[a-z]:\\)|\.(?:whl|gz|tgz|zip|txt|toml|json|git|deb|rpm)$|:\/\//i.test(word);
  const bare = word.replace(/\[[\w, .-]*\]/, '');
  if (word === '' || isPath || /[{}$*|…]|\.{3}|^<|>$|^X+$/.test(bare)) return [];
  const parts = split(ecosystem, bare);
  if (
    !parts ||
    placeholder.test(parts.name) ||
    /[-/_.]$|^@?(?:user|owner|org|scope|company|your[\w-]*|my(?:-\w+)?)\//.test(parts.name) ||
    !/^@?[A-Za-z0-9][\w./@+-]*$/.test(parts.name)
  )
    return [];
  const name = ecosystem === 'pip' ? parts.name.toLowerCase().replace(/[._]/g, '-') : parts.name;
  return [{ subject: `${ecosystem}:${name}`, version: parts.version, range }];
}

function split(ecosystem: string, word: string): { name: string; version: string } | undefined {
  if (ecosystem === 'pip' || ecosystem === 'conda') {
    const match = /^([\w.-]+)\s*(?:(===?|[<>~!]=?|=|@)\s*([\w.*+!-]+)|$)/.exec(word);
    if (!match) return undefined;
    const [, name = '', operator = '', version = ''] = match;
    return {
      name,
      version: /^(?:={1,3}|@)$/.test(operator) && /^\d/.test(version) && !version.includes('*') ? version : '',
    };
  }
  const at = word.lastIndexOf('@');
  const [name, version] = at > 0 ? [word.slice(0, at), word.slice(at + 1)] : [word, ''];
  return {
    name,
    version: /^v?\d[\w.+-]*$/.test(version) && (ecosystem !== 'npm' || /^\d+\.\d+\.\d+/.test(version)) ? version : '',
  };
}

/** What `requirements.txt` lists. */
export function packagesOfRequirements(text: string): readonly InstalledPackage[] {
  return [...text.matchAll(/^[ \t]*([A-Za-z][^#;\r\n]{0,200})/gm)].flatMap((match) =>
    namedPackage('pip', {
      value: (match[1] ?? '').trim(),
      range: { start: match.index, end: match.index + match[0].length },
    }),
  );
}

/** What `package.json` depends on. */
export function packagesOfManifest(text: string): readonly InstalledPackage[] {
  let value: unknown;
  try {
    value = JSON.parse(text.replace(/^\ufeff/, ''));
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return [];
  }
  if (typeof value !== 'object' || value === null) return [];
  const groups = ['dependencies', 'devDependencies', 'optionalDependencies', 'peerDependencies'];
  return Object.entries(value).flatMap(([group, list]: [string, unknown]) =>
    groups.includes(group) && typeof list === 'object' && list !== null
      ? Object.entries(list).flatMap(([name, version]: [string, unknown]) => {
          const at = Math.max(0, text.indexOf(`"${name}"`));
          const range = { start: at, end: at + name.length + 2 };
          const exact =
            typeof version === 'string' && /^=?\d+\.\d+\.\d+(?:[-.+A-Za-z_][\w.+-]*)?$/.test(version)
              ? version.replace(/^=/, '')
              : '';
          return [{ subject: `npm:${name}`, version: exact, range }];
        })
      : [],
  );
}

/** The dependencies of the block `# /// script` (PEP 723). */
export function packagesOfInlineScript(text: string): readonly InstalledPackage[] {
  const block = /^# \/\/\/ script[ \t]*\r?\n((?:#[^\n]*\n){1,200}?)# \/\/\/[ \t]*$/m.exec(text);
  const listed = /dependencies\s*=\s*\[([^]*?)^#\s*\]|dependencies\s*=\s*\[([^\]\n]*)\]/m.exec(block?.[1] ?? '');
  const list = listed?.[1] ?? listed?.[2];
  if (!block || list === undefined) return [];
  const start = block.index + block[0].indexOf(list);
  return [...list.matchAll(/["']([^"'\n]+)["']/g)].flatMap((match) =>
    namedPackage('pip', {
      value: match[1] ?? '',
      range: { start: start + match.index, end: start + match.index + match[0].length },
    }),
  );
}
