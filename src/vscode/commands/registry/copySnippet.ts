import * as vscode from 'vscode';
import type { Connection } from '../../host/connection.ts';
import type { Dialect } from '../../../core/registry/model.ts';
import type { SnippetLanguage } from '../../../core/publish/snippets.ts';
import type { With } from '../session.ts';
import { versionLabel } from './versionLabel.ts';
import { l10n } from '../../../core/text/l10n.ts';

interface SnippetSubject {
  readonly dialect: Dialect;
  readonly connection: Connection;
  readonly skillId: string;
  /** The version to pin; `undefined` when the skill has none. */
  readonly version: string | undefined;
  readonly source: string;
}

const languages = (): readonly (readonly [SnippetLanguage, string])[] => [
  ['json', l10n.t`container (JSON)`],
  ['typescript', 'TypeScript'],
  ['python', 'Python'],
  ['curl', 'curl'],
  ['cli', 'CLI'],
];

interface SnippetRow extends vscode.QuickPickItem {
  readonly language: SnippetLanguage;
  readonly version: string;
}

/** Asks for language and version, and puts code that uses the skill on the clipboard. */
export async function copySnippet(
  session: With<'knownSkills'>,
  { connection, skillId, version, source, dialect }: SnippetSubject,
): Promise<void> {
  const versionName = version === undefined ? '' : versionLabel(session, connection, { skillId, ref: version });
  const versions = version === undefined ? ['latest'] : [version, 'latest'];
  const rows = languages().flatMap(([language, label]) =>
    versions.map(
      (ref): SnippetRow => ({
        label: `$(code) ${label}`,
        description: ref === 'latest' ? l10n.t`follows the latest version` : l10n.t`pinned to ${versionName}`,
        language,
        version: ref,
      }),
    ),
  );
  const row = await vscode.window.showQuickPick(rows, {
    title: l10n.t`Copy code that uses this skill`,
    matchOnDescription: true,
  });
  if (!row) return;
  const { toSnippet } = await import('../../../core/publish/snippets.ts');
  await vscode.env.clipboard.writeText(
    toSnippet(row.language, {
      skillId,
      version: row.version,
      source,
      dialect,
      baseUrl: connection.endpoint?.baseUrl ?? 'http://127.0.0.1:4010',
    }),
  );
  vscode.window.setStatusBarMessage(l10n.t`$(check) Copied the snippet`, 3000);
}
