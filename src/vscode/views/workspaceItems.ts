import * as vscode from 'vscode';
import { pathInWorkspace } from '../host/uris.ts';
import { toAge, toDateTime } from '../host/labels.ts';
import type { FolderState } from '../../core/publish/folderState.ts';
import { toDisplayText } from '../../core/text/display.ts';
import { folderName } from './folderName.ts';
import type { FolderStatus } from './workspaceStatus.ts';
import { plural } from '../../core/text/size.ts';
import { l10n } from '../../core/text/l10n.ts';

/** What the row, its icon and its menu go by. */
type Look = FolderState['kind'] | 'reading' | 'noConnection';

const looks: Readonly<Record<Look, readonly [icon: string, color?: string]>> = {
  unpublished: ['circle-large-outline'],
  inSync: ['pass', 'testing.iconPassed'],
  changed: ['edit', 'gitDecoration.modifiedResourceForeground'],
  remoteNewer: ['cloud-download', 'charts.blue'],
  conflict: ['warning', 'list.warningForeground'],
  gone: ['circle-slash', 'list.warningForeground'],
  unsettled: ['question', 'list.warningForeground'],
  unknown: ['question', 'list.warningForeground'],
  reading: ['loading~spin'],
  noConnection: ['package'],
};

/** The only maker of rows in the workspace view. */
export function toSkillItem(status: FolderStatus): vscode.TreeItem {
  const { folder, state, connection, reading } = status;
  const look: Look = !reading ? 'reading' : !connection ? 'noConnection' : (state?.kind ?? 'unknown');
  const name = folderName(folder);
  const item = new vscode.TreeItem(name, vscode.TreeItemCollapsibleState.None);
  const [icon, color] = looks[look];
  item.id = folder.toString();
  item.resourceUri = folder;
  item.iconPath = new vscode.ThemeIcon(icon, color === undefined ? undefined : new vscode.ThemeColor(color));
  const where = parentText(folder);
  const stateText = describeState(status);
  item.description = [stateText, problemText(status), where].filter((part) => part !== '').join(' · ');
  item.contextValue = `folder:${look}`;
  item.tooltip = tooltip(status, stateText, where);
  item.command = {
    command: 'vscode.open',
    title: l10n.t`Open SKILL.md`,
    arguments: [vscode.Uri.joinPath(folder, 'SKILL.md')],
  };
  item.accessibilityInformation = {
    label: [l10n.t`Skill ${name}`, stateText, problemText(status), where === '' ? '' : l10n.t`in ${where}`]
      .filter((part) => part !== '')
      .join(', '),
  };
  return item;
}

/** One short phrase, for example "changed since v3". Empty while there is nothing to say. */
export function describeState(status: Pick<FolderStatus, 'state' | 'entry' | 'ordinal'>): string {
  const { state } = status;
  switch (state?.kind) {
    case undefined:
      return '';
    case 'unpublished':
      return l10n.t`not published`;
    case 'inSync':
      return l10n.t`in sync · ${baseOf(status)}${state.lineEndsDiffer === true ? l10n.t`, except for line endings` : ''}`;
    case 'changed':
      return l10n.t`changed since ${baseOf(status)}`;
    case 'remoteNewer':
      return state.noted === true
        ? l10n.t`not based on the latest version${newerText(state.newer)}`
        : l10n.t`remote is newer${newerText(state.newer)}`;
    case 'conflict':
      return state.noted === true
        ? l10n.t`conflict: changed, and not based on the latest version${newerText(state.newer)}`
        : l10n.t`conflict: changed here, and published from elsewhere${newerText(state.newer)}`;
    case 'gone':
      return state.what === 'skill' ? l10n.t`deleted there` : l10n.t`version deleted there`;
    case 'unsettled':
      return l10n.t`upload not confirmed (sent ${toAge(state.since)})`;
    case 'unknown':
      return l10n.t`state unknown`;
  }
}

/** The version that the folder is based on: `v3`, or when it was published. */
function baseOf({ entry, ordinal }: Pick<FolderStatus, 'entry' | 'ordinal'>): string {
  if (ordinal !== undefined) return `v${ordinal}`;
  return entry === undefined ? l10n.t`a version of unknown age` : toAge(entry.time);
}

function newerText(newer: number | undefined): string {
  return newer === undefined || newer < 2 ? '' : l10n.t` (${newer} newer versions)`;
}

/** For example "1 error, 2 warnings"; empty without any. */
export function problemText({ reading }: FolderStatus): string {
  if (!reading) return '';
  const counts = [counted(reading.errors, 'error'), counted(reading.warnings, 'warning')].filter((text) => text !== '');
  return counts.join(', ');
}

function counted(count: number, what: string): string {
  return count === 0 ? '' : plural(count, what);
}

/** The folder that holds the skill, as seen from the workspace; empty at its root. */
function parentText(folder: vscode.Uri): string {
  const path = pathInWorkspace(folder);
  const slash = path.lastIndexOf('/');
  return slash < 0 || path === folder.fsPath ? '' : toDisplayText(path.slice(0, slash), 100);
}

function tooltip(
  { folder, connection, entry, known, state, reading }: FolderStatus,
  stateText: string,
  where: string,
): string {
  const lines = [where === '' ? folderName(folder) : `${where}/${folderName(folder)}`];
  if (!connection) lines.push(l10n.t`No registry selected, so it is not compared.`);
  else if (stateText !== '') lines.push(`${toDisplayText(connection.name, 100)}: ${stateText}`);
  if (state?.kind === 'unsettled')
    lines.push(
      l10n.t`Could not confirm whether the upload arrived: the skill may be published already. Run Check Against the Registry to find out.`,
    );
  if (state?.kind === 'unknown') lines.push(toDisplayText(state.reason, 500));
  const by = entry?.author === undefined ? '' : l10n.t` by ${toDisplayText(entry.author, 100)}`;
  if (entry)
    lines.push(
      l10n.t`Published as ${toDisplayText(entry.name, 100)} (${toDisplayText(entry.skillId, 100)})`,
      l10n.t`Version: ${toDisplayText(entry.version, 100)}, ${toDateTime(entry.time)} (${toAge(entry.time)})${by}`,
    );
  const note = entry?.notes[entry.version];
  if (note !== undefined) lines.push(l10n.t`Note: ${toDisplayText(note, 300)}`);
  if (entry && connection)
    lines.push(
      known
        ? l10n.t`Registry last checked ${toAge(known.seenAt)}`
        : l10n.t`According to the publish history. Check Against the Registry asks the registry itself.`,
    );
  if (reading?.unreadable !== undefined && state?.kind !== 'unknown')
    lines.push(toDisplayText(reading.unreadable, 500));
  return lines.join('\n');
}
