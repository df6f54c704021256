// What may come in, beside what never leaves (`exclusions.ts`). A downloaded version is data of somebody else, and some
// names are acted on by their mere presence: an editor that opens SKILL.md asks Git about its folder, and Git runs what
// the `config` of a repository names (`core.fsmonitor`, `core.sshCommand`, hooks, filters). Refused is only what acts by
// itself, without a question: the data of version control, what Git takes for a repository, what Windows Explorer
// resolves when it shows a folder, and the project settings of an editor that never asks. What needs a tool to be
// started, or is asked about, is named before the first write (`abilities.ts`).
//
// Not refused: `.gitattributes`, `.gitignore`, `.gitmodules`, `.mailmap`, `.hgsub`. They name no command: filters and
// drivers are defined in a `config` only, and without a repository around them, or at another place than its root, they
// do nothing or only hide a difference. `.envrc`, `.vscode/` and the like ask, or act at the root of a workspace only.
import { visiblePath } from './paths.ts';
import { l10n } from './l10n.ts';

type IncomingCode = 'NAME_VERSION_CONTROL' | 'NAME_ACTS_ALONE';

/** Why a version must not be written to a disk. */
interface IncomingProblem {
  readonly code: IncomingCode;
  /** The path at fault, as given. */
  readonly path: string;
  /** The path and what is wrong with it, to follow "The archive contains": no full stop. */
  readonly what: string;
}

/** Names that a version control system looks for: the folder around them is a repository or a checkout to it. */
const versionControlNames: ReadonlySet<string> = new Set([
  '.git',
  '.hg',
  '.svn',
  '_svn',
  '.jj',
  '.bzr',
  'cvs',
  '_darcs',
  '.fslckout',
  '_fossil_',
  '.fos',
  '.sl',
  '.pijul',
  '_mtn',
  '.repo',
  '.plastic',
  '.got',
  '.eden',
]);

/**
 * Windows Explorer fetches the icons these name, from any computer, when it shows the folder; the Helix editor starts
 * the programs its project settings name when it opens a file, and does not ask.
 */
const explorerLinks = /\.(?:lnk|url|website|scf|library-ms|searchconnector-ms)$/;
const unaskedEditors: ReadonlySet<string> = new Set(['.helix']);

/** What is acted on for its name alone; `undefined` for any other name. Judges one part of a path, however spelled. */
export function actsAlone(segment: string): 'versionControl' | 'shell' | undefined {
  return foldPath(segment).split(/[/:]/).map(judgeName).find(Boolean);
}

/**
 * The first of the paths for which a version with these files must not be written; `undefined` when it may be. Paths
 * relative, `/` or `\` between their parts; one that ends in a separator is a folder. A name that some file system
 * resolves to a refused one counts as that one: other case, compatible and invisible characters, trailing dots and
 * blanks, streams and short names of Windows. Linear in the length of the paths.
 */
export function incomingProblem(paths: Iterable<string>): IncomingProblem | undefined {
  const top = newFolder();
  for (const path of paths) {
    const parts = foldPath(path)
      .split('/')
      .map((part) => part.split(':').map(withoutTail));
    const kind = parts.flat().map(judgeName).find(Boolean);
    if (kind) return problem(kind, path);
    const names = parts.map(([name = '']) => name);
    const repository = place(top, names, path);
    if (repository !== undefined)
      return {
        code: 'NAME_VERSION_CONTROL',
        path: repository,
        what: l10n.t`“${visiblePath(repository)}”, which with the files beside it is a Git repository and can run commands without asking`,
      };
  }
  return undefined;
}

/** The parts of a path in the one spelling that `incomingProblem` judges: other names of a file have the same. */
export function foldedNames(path: string): readonly string[] {
  return foldPath(path)
    .split('/')
    .map((part) => withoutTail(part.split(':', 1)[0] ?? ''));
}

function problem(kind: 'versionControl' | 'shell', path: string): IncomingProblem {
  return kind === 'versionControl'
    ? {
        code: 'NAME_VERSION_CONTROL',
        path,
        what: l10n.t`“${visiblePath(path)}”, version control data that can run commands without asking`,
      }
    : {
        code: 'NAME_ACTS_ALONE',
        path,
        what: l10n.t`“${visiblePath(path)}”, which the system or an editor acts on without asking`,
      };
}

function judgeName(part: string): 'versionControl' | 'shell' | undefined {
  const name = withoutTail(part);
  if (isNameOf(name, versionControlNames)) return 'versionControl';
  return explorerLinks.test(name) || isNameOf(name, unaskedEditors) ? 'shell' : undefined;
}

function isNameOf(name: string, longs: ReadonlySet<string>): boolean {
  return longs.has(name) || (name.includes('~') && [...longs].some((long) => isShortNameOf(name, long)));
}

/**
 * One spelling for all that some file system takes for the same: HFS+ and ext4 pass over invisible characters, both and
 * APFS and NTFS over case.
 */
function foldPath(path: string): string {
  const plain = /^[\x20-\x7e]*$/.test(path)
    ? path.toLowerCase()
    : path
        .normalize('NFKC')
        .replace(/[\p{Default_Ignorable_Code_Point}\p{Cc}\p{Cf}]/gu, '')
        .toUpperCase()
        .toLowerCase()
        .normalize('NFKC');
  return plain.replaceAll('\\', '/');
}

/** Windows drops dots and blanks at the end of a name. */
function withoutTail(name: string): string {
  let end = name.length;
  while (end > 0 && (name[end - 1] === '.' || name[end - 1] === ' ')) end -= 1;
  return name.slice(0, end);
}

/** `git~1`, or `gi7eba~1` once the plain ones are taken: what NTFS and FAT call a long name beside itself. */
function isShortNameOf(name: string, long: string): boolean {
  const tilde = name.lastIndexOf('~');
  if (tilde < 1 || !/^\d{1,6}$/.test(name.slice(tilde + 1))) return false;
  const stem = name.slice(0, tilde);
  const base = long.replace(/^\./, '').replaceAll('.', '');
  return (
    (stem.length >= Math.min(base.length, 5) && stem.length <= 6 && base.startsWith(stem)) ||
    (stem.length === 6 && stem.startsWith(base.slice(0, 2)) && /^[\da-f]{4}$/.test(stem.slice(2)))
  );
}

interface Folder {
  readonly folders: Map<string, Folder>;
  /** Names in it that Git looks for. */
  readonly pieces: Set<string>;
  /** Path of its `HEAD`, as given. */
  head: string | undefined;
}

const gitFiles: ReadonlySet<string> = new Set(['commondir', 'gitdir']);
const gitFolders: ReadonlySet<string> = new Set(['objects', 'refs']);

function newFolder(): Folder {
  return { folders: new Map(), pieces: new Set(), head: undefined };
}

/**
 * Notes a path. Returns the `HEAD` of a folder that now is a repository: Git (`is_git_directory`) wants a file `HEAD`,
 * and `objects` and `refs` beside it, or a `commondir` that says where those lie. That they are folders it does not ask.
 */
function place(top: Folder, names: readonly string[], path: string): string | undefined {
  let folder = top;
  for (const [index, name] of names.entries()) {
    if (name === '') continue;
    const isFile = index === names.length - 1;
    if (name === 'head' && isFile) folder.head ??= path;
    if (gitFolders.has(name) || (gitFiles.has(name) && isFile)) folder.pieces.add(name);
    if (folder.head !== undefined && isRepository(folder.pieces)) return folder.head;
    const next = folder.folders.get(name) ?? newFolder();
    folder.folders.set(name, next);
    folder = next;
  }
  return undefined;
}

function isRepository(pieces: ReadonlySet<string>): boolean {
  return (pieces.has('objects') && pieces.has('refs')) || [...gitFiles].some((name) => pieces.has(name));
}
