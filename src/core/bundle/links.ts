import { neverSent } from '../text/exclusions.ts';
import type { FileTree } from './fileTree.ts';
import { visiblePath } from '../text/paths.ts';
import type { WantedFile } from './selection.ts';
import type { Walk } from './walk.ts';

const reasons = {
  directory: 'A symbolic link to a folder; only links to files inside the skill folder are followed.',
  outside: 'A symbolic link that leads out of the skill folder.',
  broken: 'A symbolic link that leads nowhere.',
  special: 'A symbolic link to a pipe, socket or device.',
} as const;

/**
 * The links of a finished walk that travel as the files they lead to: only those to a file that travels itself, for a
 * link must not carry what a rule leaves out. The others are left out with the reason.
 */
export async function followLinks(
  tree: FileTree,
  walk: Walk,
  signal: AbortSignal | undefined,
): Promise<readonly WantedFile[]> {
  const traveling = new Set(walk.files);
  const files: WantedFile[] = [];
  for (const link of walk.links) {
    try {
      const target = await tree.resolveLink(link, signal);
      if (target.kind !== 'file') walk.leave(link, { kind: 'link', reason: reasons[target.kind] });
      else if (traveling.has(target.path)) files.push({ path: link.normalize('NFC'), source: target.path });
      else leaveWith(walk, link, target.path);
    } catch (error) {
      walk.unreadable(link, error);
    }
  }
  return files;
}

/** Leaves a link out because its target stays. */
function leaveWith(walk: Walk, link: string, target: string): void {
  const stays =
    neverSent(target) ??
    walk.leftOut.find(({ path }) => path === target || (path.endsWith('/') && target.startsWith(path)));
  walk.leave(
    link,
    {
      kind: stays?.kind ?? 'link',
      reason: `A symbolic link to '${visiblePath(target)}', which stays. ${stays?.reason ?? ''}`.trim(),
    },
    true,
  );
}
