import { neverSent } from '../text/exclusions.ts';
import type { FileTree } from './fileTree.ts';
import { visiblePath } from '../text/paths.ts';
import type { WantedFile } from './selection.ts';
import type { Walk } from './walk.ts';
import { l10n } from '../text/l10n.ts';

function linkReason(kind: 'directory' | 'outside' | 'broken' | 'special'): string {
  switch (kind) {
    case 'directory':
      return l10n.t`A symbolic link to a folder; only links to files inside the skill folder are followed.`;
    case 'outside':
      return l10n.t`A symbolic link that leads out of the skill folder.`;
    case 'broken':
      return l10n.t`A symbolic link that leads nowhere.`;
    case 'special':
      return l10n.t`A symbolic link to a pipe, socket, or device.`;
  }
}

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
      if (target.kind !== 'file') walk.leave(link, { kind: 'link', reason: linkReason(target.kind) });
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
      reason: [l10n.t`A symbolic link to “${visiblePath(target)}”, which is excluded.`, stays?.reason ?? '']
        .join(' ')
        .trim(),
    },
    true,
  );
}
