import * as vscode from 'vscode';
import { ArchiveError } from '../../../core/bundle/archiveError.ts';
import type { ArchiveFile } from '../../../core/bundle/extract.ts';
import type { Ability, AbilityKind } from '../../../core/impact/ability.ts';
import type { KnownVersion, Trust } from '../../../core/publish/trust.ts';
import { RegistryError } from '../../../core/registry/errors.ts';
import { toDisplayText } from '../../../core/text/display.ts';
import { tabTitle, toIconSafe } from '../../host/labels.ts';
import { toPublishedParts } from '../../host/publishedAddress.ts';
import { versionLabel } from '../registry/versionLabel.ts';
import type { With } from '../session.ts';
import type { VersionToPull } from './pullVersion.ts';
import { l10n } from '../../../core/text/l10n.ts';

/** A row that opens something while the sheet stays. */
export interface ViewRow extends vscode.QuickPickItem {
  readonly view?: () => Thenable<unknown>;
}

/** A folder that the version goes into, as it is now. */
interface PresentContent {
  readonly folder: vscode.Uri;
  readonly fingerprint: string;
  readonly files: readonly ArchiveFile[];
}

/** What the version can do that nothing pulled or published from here could. Rejects with `RegistryError`. */
export async function judgeHere(
  session: With<'impact' | 'ledgers' | 'published'>,
  { connection, version }: VersionToPull,
  files: readonly ArchiveFile[],
  present?: PresentContent,
): Promise<Trust> {
  const { judgeTrust } = await import('../../../core/publish/trust.ts');
  const remembered = (await session.ledgers.publishedTo(connection)).get(version.skillId) ?? [];
  const here = present?.folder.toString();
  const known = remembered
    .toSorted((a, b) => Number(b.folder.toString() === here) - Number(a.folder.toString() === here))
    .map(({ folder, entry }): KnownVersion => {
      const unchanged = folder.toString() === here && entry.fingerprint === present?.fingerprint;
      return {
        fingerprint: entry.fingerprint,
        files: () =>
          unchanged
            ? Promise.resolve(present.files)
            : session.published.load({ connection, skillId: entry.skillId, ref: entry.version }).then(
                (loaded) => loaded.files,
                (error: unknown) => {
                  if (error instanceof RegistryError || error instanceof ArchiveError) return undefined;
                  throw error;
                },
              ),
      };
    });
  return judgeTrust(files, known, session.impact);
}

/** Asks once before a version is written to a new folder. True when the user wants it, or it is their own. */
export async function confirmNew(
  session: With<'impact' | 'knownSkills' | 'ledgers' | 'published'>,
  wanted: VersionToPull,
  files: readonly ArchiveFile[],
  words: { readonly yes: string; readonly no: string },
): Promise<boolean> {
  const trust = await judgeHere(session, wanted, files);
  if (trust.own) return true;
  const { describeAbilities } = await import('../../../core/impact/ability.ts');
  const { version } = wanted;
  const said = describeAbilities(trust.abilities);
  const summary = said !== '' ? said : trust.compared ? l10n.t`Nothing new` : l10n.t`Text only`;
  const no: ViewRow = { label: `$(close) ${words.no}` };
  const read: ViewRow = {
    label: l10n.t`$(book) Read its SKILL.md first`,
    view: () => openPublished(session, wanted, files.find(({ path }) => /^skill\.md$/i.test(path))?.path ?? ''),
  };
  const yes: ViewRow = {
    label: `$(cloud-download) ${words.yes}`,
    detail: l10n.t`An agent that reads it will follow it. Nothing in it is run now.`,
  };
  const rows = [no, read, yes, ...abilityRows(session, wanted, trust)];
  const name = `${toDisplayText(version.name, 30)} ${versionLabel(session, wanted.connection, version)}`;
  for (;;) {
    const chosen = await vscode.window.showQuickPick(rows, {
      title: `${summary} — ${name}`,
      placeHolder: l10n.t`Not published from here. Select a row to read its file, or press Escape to leave without writing`,
      ignoreFocusOut: true,
    });
    if (!chosen?.view) return chosen === yes;
    await chosen.view();
  }
}

const rowWords = (): Readonly<Record<AbilityKind, readonly [icon: string, words: string]>> => ({
  hidden: ['eye-closed', l10n.t`Hidden text:`],
  hook: ['zap', l10n.t`Acts when loaded:`],
  permission: ['key', l10n.t`Allows without asking:`],
  server: ['server-process', l10n.t`Starts servers:`],
  danger: ['warning', ''],
  program: ['terminal', l10n.t`Program:`],
  tool: ['tools', l10n.t`Configures a tool:`],
  script: ['file-code', l10n.t`Script:`],
  deed: ['play', ''],
  host: ['globe', l10n.t`Names the host`],
});
const most = 100;

/** A separator and one row for each thing; empty when there is none. */
export function abilityRows(
  session: With<'knownSkills'>,
  wanted: VersionToPull,
  { abilities, compared }: Trust,
): ViewRow[] {
  if (abilities.length === 0) return [];
  const rows = abilities.slice(0, most).map((ability) => toRow(session, wanted, ability));
  const more = abilities.length - rows.length;
  return [
    {
      label: compared ? l10n.t`new compared with the version from here` : l10n.t`what it can do`,
      kind: vscode.QuickPickItemKind.Separator,
    },
    ...rows,
    ...(more > 0
      ? [{ label: l10n.t`$(ellipsis) And ${more} more`, view: () => openPublished(session, wanted, 'SKILL.md') }]
      : []),
  ];
}

function toRow(session: With<'knownSkills'>, wanted: VersionToPull, { kind, path, what }: Ability): ViewRow {
  const [icon, words] = rowWords()[kind];
  const isSaid = kind === 'host' || words === '';
  return {
    label: `$(${icon}) ${words} ${toIconSafe(isSaid ? what : path)}`,
    description: isSaid ? l10n.t`in ${toIconSafe(path)}` : toIconSafe(what),
    view: () => openPublished(session, wanted, path),
  };
}

/** Read-only, from the archive in memory. */
function openPublished(
  session: With<'knownSkills'>,
  { connection, version }: VersionToPull,
  path: string,
): Thenable<unknown> {
  const uri = vscode.Uri.from(
    toPublishedParts({
      connectionId: connection.id,
      skillId: version.skillId,
      ref: version.ref,
      name: version.name,
      path,
    }),
  );
  const title = tabTitle(path, version.name, versionLabel(session, connection, version));
  return vscode.commands.executeCommand('vscode.open', uri, { preview: true, preserveFocus: true }, title);
}
