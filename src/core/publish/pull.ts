import type { ArchiveFile } from '../bundle/extract.ts';
import { contentKey, fingerprint } from '../bundle/fingerprint.ts';
import { comparePaths } from '../bundle/pathOrder.ts';
import type { RemoteVersion } from '../registry/model.ts';
import { toSkillName } from '../skill/skillName.ts';
import { incomingProblem } from '../text/incoming.ts';
import { collisionKey, pathFault } from '../text/paths.ts';
import type { LedgerEntry } from './ledgerEntry.ts';
import type { LeftOut, Selection } from '../bundle/select.ts';

/** A folder as it is now: what travels, and what stays. */
interface PresentFolder {
  readonly files: readonly ArchiveFile[];
  readonly selection: Pick<Selection, 'leftOut'>;
}

/** What taking a published version into a folder does to it. Paths relative to the folder, sorted. */
export interface PullPlan {
  readonly added: readonly string[];
  readonly changed: readonly string[];
  readonly removed: readonly string[];
  /** Files and folders (ending in `/`) that are not part of the skill and stay as they are. */
  readonly kept: readonly string[];
  /**
   * Files that are not part of the skill and that the version brings itself: they would be overwritten though no diff
   * shows them.
   */
  readonly overwritten: readonly string[];
  /** What cannot be carried over (pipes, unreadable files): the folder must not be replaced while it is there. */
  readonly obstacles: readonly LeftOut[];
}

/** Computes what would happen. Reads and writes nothing. */
export function planPull({ files, selection }: PresentFolder, incoming: readonly ArchiveFile[]): PullPlan {
  const present = new Map(files.map((file) => [file.path, file]));
  const coming = new Map(incoming.map((file) => [file.path, file]));
  const keys = incoming.map(({ path }) => ({ path, key: collisionKey(path) }));
  const overwritten: string[] = [];
  for (const { path } of selection.leftOut) {
    const key = collisionKey(path.replace(/\/$/, ''));
    overwritten.push(
      ...keys.filter((file) => file.key === key || file.key.startsWith(`${key}/`)).map((file) => file.path),
    );
  }
  return {
    added: sorted(incoming.filter(({ path }) => !present.has(path)).map(({ path }) => path)),
    changed: sorted(incoming.filter((file) => isOther(present.get(file.path), file)).map(({ path }) => path)),
    removed: sorted(files.filter(({ path }) => !coming.has(path)).map(({ path }) => path)),
    kept: selection.leftOut.map(({ path }) => path),
    overwritten: sorted([...new Set(overwritten)]),
    obstacles: selection.leftOut.filter(({ kind }) => kind === 'special' || kind === 'unreadable'),
  };
}

/** Why a folder must not be replaced by a version, in one sentence; `undefined`: it may. */
export function pullRefusal({ files, selection }: PresentFolder, { obstacles }: PullPlan): string | undefined {
  const [obstacle] = obstacles;
  if (obstacle)
    return (
      `The folder holds '${obstacle.path}', which cannot be carried over: ${obstacle.reason} Move it away and ` +
      'try again.'
    );
  if (selection.leftOut.some(({ path: left }) => /(?:^|\/)\.git\/?$/.test(left)))
    return (
      'The skill folder is a Git repository of its own and is not replaced. Download the version to another folder, ' +
      'and take over from there what you want.'
    );
  const own = incomingProblem(files.map(({ path: file }) => file));
  return own && `The folder holds ${own.what}, so it is not replaced. Move that away and try again.`;
}

/** Why a version must not be written, in one sentence; `undefined`: it may. */
export function incomingRefusal(files: readonly ArchiveFile[]): string | undefined {
  const problem = incomingProblem(files.map(({ path }) => path));
  return (
    problem &&
    `The archive of this version was rejected, and nothing was written: it holds ${problem.what}. It can still be read ` +
      'and deleted in the registry.'
  );
}

/**
 * A name for the folder of a version that is safe on every system, whatever the registry sent, and that no tool looks
 * for (`.vscode`).
 */
export function pulledFolderName({ name }: Pick<RemoteVersion, 'name'>): string {
  return pathFault(name) || name.includes('/') || name.startsWith('.') || incomingProblem([name])
    ? (toSkillName(name) ?? 'skill')
    : name;
}

/** What the ledger remembers of a folder that holds a version now. */
export async function pulledEntry(
  { skillId, name, ref, createdAt }: RemoteVersion,
  files: readonly ArchiveFile[],
): Promise<LedgerEntry> {
  return {
    skillId,
    name,
    version: ref,
    fingerprint: await fingerprint(files),
    contentKey: await contentKey(files),
    time: createdAt,
    notes: {},
  };
}

/** True when the folder already holds exactly the version. */
export function isNothingToPull({ added, changed, removed }: PullPlan): boolean {
  return added.length + changed.length + removed.length === 0;
}

/** "2 files change, 1 is added": what a person is asked about. */
export function describePull({ added, changed, removed }: PullPlan): string {
  const parts = [
    part(changed.length, 'changes', 'change'),
    part(added.length, 'is added', 'are added'),
    part(removed.length, 'is removed', 'are removed'),
  ];
  const said = parts
    .filter((text) => text !== '')
    .map((text, index) =>
      index === 0
        ? text.replace(/^(\d+) /, (_all, count: string) => `${count} ${count === '1' ? 'file' : 'files'} `)
        : text,
    );
  return said.length === 0 ? 'Nothing changes' : said.join(', ');
}

function part(count: number, one: string, many: string): string {
  return count === 0 ? '' : `${count} ${count === 1 ? one : many}`;
}

function isOther(present: ArchiveFile | undefined, file: ArchiveFile): boolean {
  if (!present) return false;
  return (
    present.mode !== file.mode ||
    present.content.length !== file.content.length ||
    present.content.some((byte, index) => byte !== file.content[index])
  );
}

function sorted(paths: readonly string[]): readonly string[] {
  return paths.toSorted(comparePaths);
}
