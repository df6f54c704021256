import * as vscode from 'vscode';
import { differences, isShownAsText, type FileDifference } from '../../../core/bundle/difference.ts';
import type { ArchiveFile } from '../../../core/bundle/extract.ts';
import { sha256 } from '../../../core/bundle/fingerprint.ts';
import type { Range } from '../../../core/skill/problem.ts';
import { Lines } from '../../../core/text/lines.ts';
import { binaryParts, emptyParts } from '../../host/publishedAddress.ts';
import { completeStep } from '../../host/steps.ts';
import { l10n } from '../../../core/text/l10n.ts';

/** One side of a comparison. */
export interface Side {
  /** As titles name it. */
  readonly label: string;
  readonly files: readonly ArchiveFile[];
  /** Where an editor reads one of the files. */
  readonly uriOf: (path: string) => vscode.Uri;
}

/** Opens what differs between two sides as one multi-file diff; says so when nothing does. */
export async function showDifferences(title: string, left: Side, right: Side): Promise<void> {
  const found = differences(left.files, right.files);
  const shown = found.filter(({ kind }) => kind !== 'mode');
  const modes = found.filter(({ kind }) => kind === 'mode').map(({ path }) => path);
  if (modes.length > 0 || shown.length === 0) {
    const executable =
      modes.length === 0
        ? ''
        : l10n.t` They differ in which files are executable: ${modes.slice(0, 5).join(', ')}${modes.length > 5 ? l10n.t` and ${modes.length - 5} more` : ''}.`;
    void vscode.window.showInformationMessage(
      shown.length === 0
        ? l10n.t`${left.label} and ${right.label} contain the same files with the same content.${executable}`
        : executable.trim(),
    );
  }
  if (shown.length === 0) return;
  const rows = await Promise.all(
    shown.map(async (difference) => {
      const [before, after] = await urisOf(difference, left, right);
      return [after ?? before, before, after];
    }),
  );
  await vscode.commands.executeCommand('vscode.changes', `${title}: ${left.label} ↔ ${right.label}`, rows);
  completeStep('compare');
}

/**
 * Opens one file of both sides; a side without it is empty. `range`: what is selected in the file of the right side,
 * offsets into its text.
 */
export async function showFileDifference(
  title: string,
  path: string,
  left: Side,
  right: Side,
  range?: Range,
): Promise<void> {
  const find = ({ files }: Side): ArchiveFile | undefined => files.find((file) => file.path === path);
  const [before, after] = await urisOf({ path, left: find(left), right: find(right), kind: 'changed' }, left, right);
  const empty = vscode.Uri.from(emptyParts(path));
  await vscode.commands.executeCommand(
    'vscode.diff',
    before ?? empty,
    after ?? empty,
    `${path} (${title}): ${left.label} ↔ ${right.label}`,
    range && { selection: selectionIn(find(right), range) },
  );
}

function selectionIn(file: ArchiveFile | undefined, { start, end }: Range): vscode.Range | undefined {
  if (!file || !isShownAsText(file.content)) return undefined;
  const lines = new Lines(new TextDecoder('utf-8', { ignoreBOM: true }).decode(file.content));
  const [from, to] = [lines.positionAt(start), lines.positionAt(end)];
  return new vscode.Range(from.line, from.character, to.line, to.character);
}

/** A binary file is compared by a text about it, on both sides alike. */
async function urisOf(
  { path, left, right }: FileDifference,
  leftSide: Side,
  rightSide: Side,
): Promise<readonly [vscode.Uri | undefined, vscode.Uri | undefined]> {
  const binary = [left, right].some((file) => file && !isShownAsText(file.content));
  const uriOf = async (file: ArchiveFile | undefined, side: Side): Promise<vscode.Uri | undefined> => {
    if (!file) return undefined;
    return binary
      ? vscode.Uri.from(binaryParts(path, { size: file.content.length, sha256: await sha256(file.content) }))
      : side.uriOf(path);
  };
  return [await uriOf(left, leftSide), await uriOf(right, rightSide)];
}
