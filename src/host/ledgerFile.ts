import path from 'node:path';
import * as vscode from 'vscode';
import { TextFile } from '../disk/textFile.ts';
import { ledgerFileName, parseLedger, type Ledger, type LedgerFile } from '../publish/ledger.ts';

/** Where a skill folder is remembered: the root of its workspace folder, else the folder around it. */
export interface LedgerPlace {
  /** Absolute path of the folder that holds the ledger. */
  readonly root: string;
  /** The skill folder as the ledger names it: relative to `root`, `/` separators, `.` for the root itself. */
  readonly folder: string;
}

/** Only for folders on disk. */
export function ledgerPlace(skillFolder: vscode.Uri): LedgerPlace {
  const root = vscode.workspace.getWorkspaceFolder(skillFolder)?.uri.fsPath ?? path.dirname(skillFolder.fsPath);
  const relative = path.relative(root, skillFolder.fsPath).split(path.sep).join('/');
  return { root, folder: relative === '' ? '.' : relative };
}

/** The ledger of a root, written all or nothing. */
export function ledgerFile(root: string): LedgerFile {
  return new TextFile(path.join(root, ledgerFileName));
}

/** Throws `LedgerError` when the ledger is damaged, and what reading a file throws. */
export async function readLedger(root: string): Promise<Ledger> {
  return parseLedger(await ledgerFile(root).read());
}
