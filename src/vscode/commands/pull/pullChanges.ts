import * as vscode from 'vscode';
import { shortRef } from '../../host/labels.ts';
import { toPublishedParts } from '../../host/publishedAddress.ts';
import { toDisplayText } from '../../../core/registry/redact.ts';
import { showDifferences } from '../compare/comparison.ts';
import { nameOf } from '../workspace/pickSkillFolder.ts';
import type { Pull } from './pullInto.ts';

/** Opens what an update would change: the folder as it is on the left, as it would be on the right. */
export async function showChanges({ folder, wanted: { connection, version }, present, incoming }: Pull): Promise<void> {
  const sources = new Map(present.selection.files.map(({ path, source }) => [path, source]));
  const now = {
    label: 'now',
    files: present.files,
    uriOf: (path: string) => vscode.Uri.joinPath(folder, sources.get(path) ?? path),
  };
  const then = {
    label: shortRef(toDisplayText(version.ref, 100)),
    files: incoming,
    uriOf: (path: string) =>
      vscode.Uri.from(
        toPublishedParts({
          connectionId: connection.id,
          skillId: version.skillId,
          ref: version.ref,
          name: version.name,
          path,
        }),
      ),
  };
  await showDifferences(`Update ${nameOf(folder)}`, now, then);
}
