import path from 'node:path';
import { parseGitConfig } from './gitConfig.ts';
import { gitDirectory, readGitFile } from './gitRemote.ts';

interface GitUserNameOptions {
  /** The work tree; `undefined`: only what holds for the user and the machine. */
  readonly root: string | undefined;
  /** `HOME` or `USERPROFILE`, `XDG_CONFIG_HOME`, `GIT_CONFIG_GLOBAL`. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The machine's own file; `/etc/gitconfig` when left out. */
  readonly system?: string | undefined;
}

const maxIncludes = 5;

/** Whether the name holds cannot be told from the files: it hangs on a condition that is not understood here. */
const unsure = Symbol('unsure');

/**
 * Git's `user.name`, read from its files, the nearest first: no git process is started, for a work tree's configuration
 * can name commands to run. Files that these include are read too. `undefined` when there is none, or when it hangs on
 * an `includeIf` other than `gitdir:` with a folder.
 */
export async function gitUserName({
  root,
  env,
  system = '/etc/gitconfig',
}: GitUserNameOptions): Promise<string | undefined> {
  const home = env['HOME'] ?? env['USERPROFILE'];
  const directory = root === undefined ? undefined : await gitDirectory(root);
  const xdg = env['XDG_CONFIG_HOME'] ?? (home === undefined ? undefined : path.join(home, '.config'));
  const own = env['GIT_CONFIG_GLOBAL'];
  const files = [
    directory && path.join(directory.shared, 'config'),
    ...(own === undefined
      ? [home && path.join(home, '.gitconfig'), xdg && path.join(xdg, 'git', 'config')]
      : [own === '' ? undefined : own]),
    system,
  ];
  for (const file of files) {
    if (file === undefined || file === '') continue;
    const found = await nameIn(file, { home, directory: directory?.own }, 0);
    if (found === unsure) return undefined;
    if (found !== undefined) return found;
  }
  return undefined;
}

interface Where {
  readonly home: string | undefined;
  readonly directory: string | undefined;
}

/** The last one of the file counts, with what it includes at its place. */
async function nameIn(file: string, where: Where, depth: number): Promise<string | typeof unsure | undefined> {
  let name: string | typeof unsure | undefined;
  for (const { section, subsection, key, value } of parseGitConfig((await readGitFile(file)) ?? '')) {
    if (section === 'user' && subsection === undefined && key === 'name') name = value === '' ? undefined : value;
    if (key !== 'path' || (section !== 'include' && section !== 'includeif') || depth >= maxIncludes) continue;
    const holds = section === 'include' || isMet(subsection ?? '', where);
    if (holds === unsure) return unsure;
    if (holds) name = (await nameIn(path.resolve(path.dirname(file), atHome(value, where)), where, depth + 1)) ?? name;
  }
  return name;
}

/** Whether the condition of an `includeIf` holds: only that of a folder with everything in it is understood. */
function isMet(condition: string, where: Where): boolean | typeof unsure {
  const named = /^gitdir:([^*?[\]]+)\/$/.exec(condition)?.[1];
  if (named === undefined) return unsure;
  const folder = atHome(named, where);
  if (!path.isAbsolute(folder)) return unsure;
  return (
    where.directory !== undefined && `${where.directory}${path.sep}`.startsWith(`${path.normalize(folder)}${path.sep}`)
  );
}

function atHome(file: string, { home }: Where): string {
  return home !== undefined && /^~(?:\/|$)/.test(file) ? path.join(home, file.slice(1)) : file;
}
