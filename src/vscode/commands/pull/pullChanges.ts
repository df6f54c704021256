import * as vscode from 'vscode';
import { toPublishedParts } from '../../host/publishedAddress.ts';
import { showDifferences } from '../compare/comparison.ts';
import { versionLabel } from '../registry/versionLabel.ts';
import { uriName } from '../../host/uris.ts';
import type { With } from '../session.ts';
import type { Pull } from './pullInto.ts';
import { l10n } from '../../../core/text/l10n.ts';

/** Opens what an update would change: the folder as it is on the left, as it would be on the right. */
export async function showChanges(
  session: With<'knownSkills'>,
  { folder, wanted: { connection, version }, present, incoming }: Pull,
): Promise<void> {
  const sources = new Map(present.selection.files.map(({ path, source }) => [path, source]));
  const now = {
    label: l10n.t`now`,
    files: present.files,
    uriOf: (path: string) => vscode.Uri.joinPath(folder, sources.get(path) ?? path),
  };
  const then = {
    label: versionLabel(session, connection, version),
    files: incoming,
    uriOf: (path: string) =>
      vscode.Uri.from(
        toPublishedParts(
          {
            connectionId: connection.id,
            skillId: version.skillId,
            ref: version.ref,
            name: version.name,
            path,
          },
          folder.path,
        ),
      ),
  };
  await showDifferences(l10n.t`Update ${uriName(folder)}`, now, then);
}
