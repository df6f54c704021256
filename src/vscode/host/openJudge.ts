import * as vscode from 'vscode';
import type { Material } from '../../node/worker/protocol.ts';
import { LazyJudge } from './lazyJudge.ts';
import { fromAddress } from './skillAddress.ts';

/**
 * The judge of this window: a thread of its own, which starts with the first skill and keeps what it found in the
 * storage of the workspace.
 */
export function openJudge({ extensionUri, storageUri }: vscode.ExtensionContext): LazyJudge {
  const program = vscode.Uri.joinPath(extensionUri, 'dist', 'judge.js').fsPath;
  const store = storageUri?.scheme === 'file' ? vscode.Uri.joinPath(storageUri, 'checks.json').fsPath : undefined;
  return new LazyJudge(async () => {
    const { WorkerJudge } = await import('../../node/worker/workerJudge.ts');
    return new WorkerJudge({ program, store, materialOf });
  });
}

/** What is on disk is read by the thread itself. */
function materialOf(address: string): Material | Promise<Material> {
  const folder = fromAddress(address);
  if (folder.scheme !== 'file') return readMaterial(address);
  return { place: { folder: folder.fsPath, root: vscode.workspace.getWorkspaceFolder(folder)?.uri.fsPath } };
}

async function readMaterial(address: string): Promise<Material> {
  const [{ readSkill }, { nameOf }, { skillSources }] = await Promise.all([
    import('../../core/workspace/readSkill.ts'),
    import('../../core/text/addresses.ts'),
    import('./skillSources.ts'),
  ]);
  const source = await skillSources.sourceOf(address);
  const { folderName, selection, files, problems } = await readSkill(source, {
    folderName: nameOf(address),
    contents: true,
  });
  return { content: { folderName, selection, files, problems } };
}
