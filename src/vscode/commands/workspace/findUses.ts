import * as vscode from 'vscode';
import { isSkillNode, isVersionNode } from '../../host/registryNode.ts';
import { ledgerFileName } from '../../../core/publish/ledger.ts';
import { toDisplayText } from '../../../core/text/display.ts';
import { beginsBinary } from '../../../core/text/bytes.ts';
import { l10n } from '../../../core/text/l10n.ts';

/** Files with more bytes are not searched. */
const maxBytes = 1_000_000;
const maxUses = 500;
const usual: SearchLimits = { files: 5000, milliseconds: 3000 };
const excluded = '**/{node_modules,.git,.venv,dist,out,build,__pycache__}/**';

/** A place where a text of the workspace names a skill or a version. */
interface Use {
  readonly location: vscode.Location;
  /** The line, for lists. */
  readonly line: string;
}

interface Uses {
  readonly uses: readonly Use[];
  /** True when there may be more: too many files or uses, or too little time. */
  readonly cut: boolean;
}

/** How far a search goes; what it does not reach is said. */
export interface SearchLimits {
  readonly files: number;
  readonly milliseconds: number;
}

/** Where files of the workspace name one of the ids. The ledger is not a use. Reads files of up to 1 MB. */
export async function findUses(ids: readonly string[], limits = usual): Promise<Uses> {
  const source = new vscode.CancellationTokenSource();
  const timer = setTimeout(() => {
    source.cancel();
  }, limits.milliseconds);
  try {
    // One more than are read, which tells whether these are all.
    const files = await vscode.workspace.findFiles('**/*', excluded, limits.files + 1, source.token);
    const uses: Use[] = [];
    for (
      let start = 0;
      start < Math.min(files.length, limits.files) && uses.length < maxUses && !source.token.isCancellationRequested;
      start += 20
    ) {
      const found = await Promise.all(
        files.slice(start, Math.min(start + 20, limits.files)).map((file) => usesIn(file, ids)),
      );
      uses.push(...found.flat());
    }
    return {
      uses: uses.slice(0, maxUses),
      cut: files.length > limits.files || uses.length > maxUses || source.token.isCancellationRequested,
    };
  } finally {
    clearTimeout(timer);
    source.dispose();
  }
}

/**
 * Shows where the workspace names a skill, or one version of it, in VS Code's own Search view, which reads all files.
 */
export async function showUses(argument: unknown, limits = usual): Promise<void> {
  const wanted = wantedId(argument);
  if (!wanted) return;
  const { uses, cut } = await vscode.window.withProgress({ location: { viewId: 'skillPublisher.registry' } }, () =>
    findUses([wanted.id], limits),
  );
  if (uses.length === 0) {
    const name = toDisplayText(wanted.label, 100);
    void vscode.window.showInformationMessage(
      cut
        ? l10n.t`Not all files could be searched at once, and the first ones do not refer to ${name}. Use the Search view to search all of them.`
        : l10n.t`No file in this workspace refers to ${name}.`,
    );
    if (!cut) return;
  }
  await vscode.commands.executeCommand('workbench.action.findInFiles', {
    query: wanted.id,
    triggerSearch: true,
    isRegex: false,
    isCaseSensitive: true,
    matchWholeWord: true,
    filesToExclude: ledgerFileName,
  });
}

function wantedId(argument: unknown): { readonly id: string; readonly label: string } | undefined {
  if (isVersionNode(argument))
    return { id: argument.version.ref, label: l10n.t`this version of ${argument.version.name}` };
  if (isSkillNode(argument))
    return {
      id: argument.skill.id,
      label: argument.skill.label === undefined ? l10n.t`this skill` : `“${argument.skill.label}”`,
    };
  return undefined;
}

async function usesIn(file: vscode.Uri, ids: readonly string[]): Promise<readonly Use[]> {
  if (file.path.endsWith(`/${ledgerFileName}`)) return [];
  const text = await readTextFile(file);
  if (text === undefined || !ids.some((id) => text.includes(id))) return [];
  return text.split(/\r?\n/).flatMap((line, row) =>
    ids.flatMap((id) =>
      columnsOf(line, id).map((column): Use => {
        const range = new vscode.Range(row, column, row, column + id.length);
        return { location: new vscode.Location(file, range), line: line.trim() };
      }),
    ),
  );
}

async function readTextFile(file: vscode.Uri): Promise<string | undefined> {
  const open = vscode.workspace.textDocuments.find((document) => document.uri.toString() === file.toString());
  if (open) return open.getText();
  try {
    const { size } = await vscode.workspace.fs.stat(file);
    if (size > maxBytes) return undefined;
    const bytes = await vscode.workspace.fs.readFile(file);
    return beginsBinary(bytes) ? undefined : new TextDecoder().decode(bytes);
  } catch (error) {
    // A file that vanished or cannot be read uses nothing.
    if (error instanceof vscode.FileSystemError) return undefined;
    throw error;
  }
}

/** Where the line names the id as a whole word. */
function columnsOf(line: string, id: string): readonly number[] {
  const columns: number[] = [];
  for (let column = line.indexOf(id); column >= 0; column = line.indexOf(id, column + id.length)) {
    const around = `${line.charAt(column - 1)} ${line.charAt(column + id.length)}`;
    if (!/[A-Za-z0-9_]/.test(around)) columns.push(column);
  }
  return columns;
}
