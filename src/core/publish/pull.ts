import type { ArchiveFile } from '../bundle/extract.ts';
import { contentKey, fingerprint } from '../bundle/fingerprint.ts';
import { comparePaths } from '../bundle/pathOrder.ts';
import type { RemoteVersion } from '../registry/model.ts';
import { toSkillName } from '../skill/skillName.ts';
import { incomingProblem } from '../text/incoming.ts';
import { collisionKey, pathFault } from '../text/paths.ts';
import { plural } from '../text/size.ts';
import type { LedgerEntry } from './ledgerEntry.ts';
import type { LeftOut, Selection } from '../bundle/select.ts';
import { l10n } from '../text/l10n.ts';

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
    return l10n.t`The folder contains “${obstacle.path}”, which cannot be kept: ${obstacle.reason} Move it away and try again.`;
  if (selection.leftOut.some(({ path: left }) => /(?:^|\/)\.git\/?$/.test(left)))
    return l10n.t`The skill folder is a Git repository of its own and is not replaced. Download the version to another folder, and copy what you need from there.`;
  const own = incomingProblem(files.map(({ path: file }) => file));
  return own && l10n.t`The folder contains ${own.what}, so it is not replaced. Move that away and try again.`;
}

/** Why a version must not be written, in one sentence; `undefined`: it may. */
export function incomingRefusal(files: readonly ArchiveFile[]): string | undefined {
  const problem = incomingProblem(files.map(({ path }) => path));
  return (
    problem &&
    l10n.t`The archive of this version was rejected, and nothing was written: it contains ${problem.what}. It can still be read and deleted in the registry.`
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

/** "2 files changed, 1 added": what a person is asked about. */
export function describePull({ added, changed, removed }: PullPlan): string {
  const parts = [
    changed.length === 0 ? '' : l10n.t`${plural(changed.length, 'file')} changed`,
    added.length === 0 ? '' : l10n.t`${plural(added.length, 'file')} added`,
    removed.length === 0 ? '' : l10n.t`${plural(removed.length, 'file')} removed`,
  ].filter((part) => part !== '');
  return parts.length === 0 ? l10n.t`Nothing changes` : parts.join(', ');
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
