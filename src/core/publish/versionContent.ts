import type { ArchiveFile } from '../bundle/extract.ts';
import { findRefused } from '../bundle/selectionProblems.ts';
import type { FolderContent } from '../workspace/folderContent.ts';
import type { PreparedPublish } from './plan.ts';

/** A version that was published before as the content of a folder: its exact archive. */
export function contentOfVersion(name: string, archive: Uint8Array, files: readonly ArchiveFile[]): FolderContent {
  const selected = files.map((file) => ({
    path: file.path,
    source: file.path,
    size: file.content.length,
    executable: file.mode === 0o755,
  }));
  const selection = { files: selected, leftOut: [], problems: findRefused(selected) };
  return { folderName: name, selection, files, problems: [], archive };
}

/**
 * The service has taken this content before: what today's rules say of it is told, and does not stand in the way, as
 * long as there is something that can be sent.
 */
export function asTakenBefore(prepared: PreparedPublish): PreparedPublish {
  const blockers = prepared.plan.blockers.filter(({ code }) => code !== 'problems' || prepared.upload === undefined);
  return { ...prepared, plan: { ...prepared.plan, blockers } };
}
