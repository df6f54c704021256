import path from 'node:path';
import * as vscode from 'vscode';
import { isSystemError } from '../../node/disk/systemError.ts';
import type { Ledger, LedgerFile } from '../../core/publish/ledger.ts';
import { LedgerError, ledgerFileName } from '../../core/publish/ledgerError.ts';
import { l10n } from '../../core/text/l10n.ts';

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
  const open = async (): Promise<LedgerFile> => {
    const { TextFile } = await import('../../node/disk/textFile.ts');
    return new TextFile(path.join(root, ledgerFileName));
  };
  return {
    read: async () => {
      try {
        return await (await open()).read();
      } catch (error) {
        if (!isSystemError(error)) throw error;
        throw new LedgerError(
          l10n.t`The publish history ${ledgerFileName} cannot be read (${error.code ?? error.message}). Make sure that it is a file and that you have permission to read it.`,
          { cause: error },
        );
      }
    },
    write: async (text) => (await open()).write(text),
    exclusive: async (work) => (await open()).exclusive(work),
  };
}

/** Throws `LedgerError` when the ledger is damaged or cannot be read. */
export async function readLedger(root: string): Promise<Ledger> {
  const { parseLedger } = await import('../../core/publish/ledger.ts');
  return parseLedger(await ledgerFile(root).read());
}
