import { withoutEnd } from '../text/ends.ts';

/** A path that leads out of the skill, as it is compared: `~/…`, `/…`, `../…`, with `/` separators. */
interface OutsidePath {
  readonly path: string;
  /** Keys, passwords, settings of agents: what nobody else should read. */
  readonly secret: boolean;
}

const home = /^(?:~|\$HOME|\$\{HOME\}|%USERPROFILE%|\$env:USERPROFILE|\$\{env:USERPROFILE\}|\$Env:HOME)(?=[\\/]|$)/i;
const secretPath = new RegExp(
  [
    '^~/\\.(?:ssh|aws|gnupg|azure|kube|docker/config\\.json|netrc|npmrc|pypirc|git-credentials|pgpass|my\\.cnf)(?:/|$)',
    '^~/\\.(?:password-store|gcloud|config/gcloud|config/gh|config/hub|local/share/keyrings)(?:/|$)',
    '(?:^|/)\\.(?:env|netrc|npmrc|pypirc|git-credentials|pgpass)(?:\\.(?!example|sample|template|dist)\\w+)?$',
    '(?:^|/)(?:id_rsa|id_ed25519|id_ecdsa|id_dsa)$',
    '^/etc/(?:shadow|sudoers|gshadow|master\\.passwd)(?:/|$)',
    '^~/Library/(?:Keychains|Cookies|Application Support/(?:Google/Chrome|Firefox|Brave\\S*))(?:/|$)',
    '^~/\\.(?:mozilla|config/google-chrome|config/chromium|bitcoin|ethereum|electrum)(?:/|$)',
    '(?:^|/)\\.?(?:credentials|auth)\\.json$',
  ].join('|'),
);
/** Folders in which agents keep their settings, sessions and keys. */
const agentFolder = new RegExp(
  String.raw`^~/\.(?:claude\.json|claude|codex|cursor|gemini|copilot|openclaw|clawdbot|moltbot|agent|` +
    String.raw`agents|windsurf|continue|aider\w*|opencode|config/(?:claude|opencode|goose|github-copilot)|` +
    String.raw`local/share/opencode)(?:/|$)`,
);
/** Where skills are installed: the skill itself, and its neighbors. */
const installPlace = /^(?:~|\.|\/workspace|\/mnt|\/home\/\w+)?(?:\/[\w.-]+)*\/(?:skills|plugins|commands)(?:\/|$)/i;
/** What every program touches, and what the user hands over. */
const usual = new RegExp(
  String.raw`^/(?:dev|tmp|proc/self|usr/bin/env|bin/(?:ba|z|da)?sh|usr/bin/(?:ba|z)?sh|private/tmp|` +
    String.raw`var/tmp|var/folders|usr/local/bin|usr/bin|bin|opt/homebrew|mnt/(?:user-data|data|` +
    String.raw`skills)|home/claude|workspace|app|path|your|my|foo|some|absolute|full|to|users?/(?:you|name|` +
    String.raw`me|your\w*|user\w*|example\w*|alice|bob|<))(?:/|$)|^/[^/]*$`,
  'i',
);
const documents = new RegExp(
  String.raw`^~/(?:Downloads|Documents|Desktop|Pictures|Movies|Music|Videos|Projects?|Code|src|dev|Developer|work|` +
    String.raw`workspace|repos?|code|git|path|your|my|some)(?:/|$)|^~/?$`,
  'i',
);
const systemFolder =
  /^\/(?:etc|var|usr|opt|root|home|Users|Library|System|Applications|proc|sys|run|srv|boot|Volumes)(?:\/|$)/;

/**
 * Where `written` leads; `undefined` for what is inside of the skill, of the project it works on, or touched by every
 * program. `from`: in a program, or in a command that a person reads, where a file of the user's own is an argument.
 */
export function outsidePath(written: string, from: 'script' | 'shell' | 'command'): OutsidePath | undefined {
  if (!/[~/\\%.]/.test(written)) return undefined;
  // `x/{a,b/c}` are several paths: what they share is meant.
  const brace = written.search(/\/\{(?![^{}/,]*\})/);
  const shared = (brace === -1 ? written : written.slice(0, brace)).trim();
  const slashed = shared.replaceAll('\\', '/').replace(home, '~');
  const path = withoutEntry(withoutEnd(slashed, /\//) || slashed.slice(0, 1));
  if (path.length > 200 || path.length < 3 || /[\n*?()|^[\]<>]|\{\}.*\{\}|:\/\//.test(path)) return undefined;
  const lead = /^(?:~\/|\/(?!\/)|\.\.\/)/.test(path) ? path : drivePath(path);
  if (lead === undefined) return secretBesides(path, from);
  if (installPlace.test(lead) || usual.test(lead) || documents.test(lead)) return undefined;
  const secret = secretPath.test(lead) || agentFolder.test(lead);
  if (lead.startsWith('../')) return from === 'shell' && secret ? { path: lead, secret } : undefined;
  if (lead.startsWith('/') && !secret && !systemFolder.test(lead)) return undefined;
  // The home folder of a person in a text is an example of a path.
  if (/^\/(?:home|Users)\/\{?\$?\w+/.test(lead) && from === 'command') return undefined;
  if (
    from === 'command' &&
    /\/\.?(?:my|your|some)[-_]?(?:repo|project|app|skill|plugin|org|team|user|name)(?:[-_]\w+)?(?:\/|$)/i.test(lead)
  )
    return undefined;
  if (from === 'command' && !secret && !/^~\/(?:\.|Library\/)|^\/(?:etc|var|root)\//.test(lead)) return undefined;
  return { path: lead, secret };
}

/** `servers.json:files` is an entry of the file. */
function withoutEntry(path: string): string {
  return path.replace(/(?<=\/[^/:]{1,80}\.\w{1,8}):[\w@.-]{1,80}$/, '');
}

/** Paths that lead out of the skill as a text names them, whoever uses them. Linear. */
export function namedPaths(text: string): readonly { readonly path: string; readonly at: number }[] {
  return [
    ...text.matchAll(
      /(?:(?<![\w/.])~|\$HOME|\$\{HOME\})(?:\/[\w@.+-]{1,80}){1,20}|(?<![\w/.])\/(?:etc|opt|var|srv)\/[\w./-]{1,80}/g,
    ),
  ].flatMap(({ 0: written, index }) => {
    const found = outsidePath(withoutEnd(written, /[.,]/), 'script');
    return found ? [{ path: found.path, at: index }] : [];
  });
}

function drivePath(path: string): string | undefined {
  return /^(?:[A-Za-z]:\/(?:Windows|Program|Users)|%(?:APPDATA|LOCALAPPDATA|PROGRAMDATA)%)/i.test(path)
    ? path
    : undefined;
}

/** `.env` in the project itself holds keys as well; an example of it does not. */
function secretBesides(path: string, from: 'script' | 'shell' | 'command'): OutsidePath | undefined {
  return from !== 'command' && /^(?:\.\/)?\.(?:env(?:\.local|\.production)?|netrc)$/.test(path)
    ? { path: path.replace(/^\.\//, ''), secret: true }
    : undefined;
}
