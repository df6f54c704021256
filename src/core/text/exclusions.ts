import { actsAlone } from './incoming.ts';
import { l10n } from './l10n.ts';

/** Why a file or folder of the skill folder is not sent. */
export type LeftOutKind =
  | 'versionControl'
  | 'credentials'
  | 'cache'
  | 'litter'
  | 'tooling'
  | 'evals'
  | 'ignored'
  | 'empty'
  | 'link'
  | 'special'
  | 'unreadable'
  | 'name';

export interface Exclusion {
  readonly kind: LeftOutKind;
  /** One sentence, fit to show beside the path. */
  readonly reason: string;
}

interface Rule {
  readonly pattern: RegExp;
  readonly because: () => Exclusion;
}

const versionControl = (): Exclusion => ({
  kind: 'versionControl',
  reason: l10n.t`Version control data is never uploaded.`,
});
const actsUnasked = (): Exclusion => ({
  kind: 'litter',
  reason: l10n.t`The system or an editor acts on files with this name without asking, so no version that contains one can be added.`,
});
const credentials = (): Exclusion => ({
  kind: 'credentials',
  reason: l10n.t`Files with this name usually contain keys or passwords and are never sent.`,
});
const cache = (): Exclusion => ({ kind: 'cache', reason: l10n.t`Created by a tool, and created again when needed.` });
const litter = (): Exclusion => ({
  kind: 'litter',
  reason: l10n.t`Left behind by an editor or by the operating system.`,
});
const tooling = (): Exclusion => ({ kind: 'tooling', reason: l10n.t`Only used by version control or by this tool.` });

const byName = (): Exclusion => ({
  kind: 'credentials',
  reason: l10n.t`Files with this name usually contain keys or passwords. If this one does not, add its name to .skillignore with ! before it.`,
});
export const privateKey = (): Exclusion => ({ kind: 'credentials', reason: l10n.t`Private keys are never sent.` });

/**
 * `.env`, `.envrc`, `.envs`, `.env2` and `.env` with anything after a character that is no letter, but no template such
 * as `.env.example`, `.env.local.sample` or `.env.template.txt`; not `.environment-notes.md`.
 */
const environment =
  /^\.env(?!.*[._-](?:examples?|templates?|samples?|dist|tmpl|tpl|skeleton)(?:\.[a-z]{1,5})?$)(?:rc.*|s|[^a-z].*)?$/i;

/** The never-send list: no ignore file can take it back. Matched against one path segment, in any case. */
const never: readonly Rule[] = [
  { pattern: environment, because: credentials },
  { pattern: /^(?:secring\.gpg|\.ssh|\.aws|\.gnupg)$/i, because: credentials },
  { pattern: /\.(?:p12|pfx|ppk|jks|keystore)$|^id_(?:rsa|dsa|ecdsa|ed25519)(?!\.pub$)/i, because: credentials },
];

/** What is left out unless `.skillignore` takes it back with `!` and this very name: `!**` is not enough. */
const unlessNamed: readonly Rule[] = [
  {
    pattern: /^(?:\.npmrc|[._]netrc|\.pypirc|\.pgpass|\.git-credentials|credentials\.json)$|\.pem$|^id_\w{3,10}\.pub$/i,
    because: byName,
  },
  { pattern: /^(?:node_modules|__pycache__|\.venv)$/i, because: cache },
  { pattern: /^(?:\.ds_store|\._.*|thumbs\.db|.*\.swp|.*\.orig)$/i, because: litter },
];

/** Files whose name can mean a private key or something harmless, such as a presentation or a certificate. */
const keyNames = /\.(?:key|pem)$/i;

/** What is left out unless `.skillignore` takes it back with `!`. */
const usual: readonly Rule[] = [
  {
    pattern:
      /\.py[co]$|^(?:\.mypy_cache|\.pytest_cache|\.ruff_cache|\.tox|\.nox|\.ipynb_checkpoints|\.gradle|\.eggs|.*\.egg-info)$/i,
    because: cache,
  },
  {
    pattern:
      /^(?:desktop\.ini|ehthumbs\.db|\.idea|\.vscode|\.vs|.*\.sw[no]|.*~|\.#.*|#.*#|\.directory|\.trash.*|\.spotlight-v100|\.fseventsd)$/i,
    because: litter,
  },
  {
    pattern: /^(?:\.gitignore|\.gitattributes|\.gitmodules|\.skillignore|\.skill-publisher(?:\.json(?:\.lock)?)?)$/i,
    because: tooling,
  },
];

const evals = (): Exclusion => ({
  kind: 'evals',
  reason: l10n.t`The skill’s own tests are for its authors, not for its users.`,
});
export const virtualEnvironment = (): Exclusion => ({
  kind: 'cache',
  reason: l10n.t`A Python virtual environment (it contains pyvenv.cfg) works only on the computer that created it.`,
});

export const emptyFolder = (): Exclusion => ({
  kind: 'empty',
  reason: l10n.t`An empty folder: a skill has only files.`,
});

function match(rules: readonly Rule[], segment: string): Exclusion | undefined {
  return rules.find(({ pattern }) => pattern.test(segment))?.because();
}

/** The never-send rule that one of the path's segments falls under. */
export function neverSent(path: string): Exclusion | undefined {
  for (const segment of path.split('/')) {
    const acts = actsAlone(segment);
    if (acts) return acts === 'versionControl' ? versionControl() : actsUnasked();
    const found = match(never, segment);
    if (found) return found;
  }
  return undefined;
}

/** The rule that leaves this out unless `.skillignore` takes it back by its name; judges one segment. */
export function leftOutUnlessNamed(segment: string): Exclusion | undefined {
  return match(unlessNamed, segment);
}

/** True when only its content says whether a file is a private key; judges the last segment. */
export function mayBeKey(path: string): boolean {
  return keyNames.test(path);
}

/** Whether the lists leave a file out by its path alone; what ignore files say is not known here. */
export function isExcluded(path: string): boolean {
  if (neverSent(path) || path.split('/').some((segment) => leftOutUnlessNamed(segment))) return true;
  for (let slash = path.indexOf('/'); slash >= 0; slash = path.indexOf('/', slash + 1))
    if (usuallyLeftOut(path.slice(0, slash))) return true;
  return usuallyLeftOut(path) !== undefined;
}

/** The rule that leaves this path out unless `.skillignore` says otherwise; judges the last segment. */
export function usuallyLeftOut(path: string): Exclusion | undefined {
  if (/^evals$/i.test(path)) return evals();
  return match(usual, path.slice(path.lastIndexOf('/') + 1));
}
