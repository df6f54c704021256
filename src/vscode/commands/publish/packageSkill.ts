import path from 'node:path';
import * as vscode from 'vscode';
import { HumanError } from '../../host/failures.ts';
import { ledgerPlace } from '../../host/ledgerFile.ts';
import type { PreparedPublish } from '../../../core/publish/plan.ts';
import { assertOnDisk, pickSkillFolder, saveEditors } from '../workspace/pickSkillFolder.ts';
import { toSize } from '../../../core/text/size.ts';
import type { Session } from '../session.ts';

/** Shows what a publish of the skill would send, without asking any registry. */
export async function previewPackage(session: Session, argument: unknown): Promise<void> {
  const folder = await pickSkillFolder(argument, session, 'Preview the package of which skill?');
  if (!folder) return;
  assertOnDisk(folder);
  await saveEditors(folder);
  await session.packagePreviews.show((await packageOf(session, folder)).plan);
}

/** Writes the package to a file the user chooses: `.zip`, or `.skill`, which is the same under another name. */
export async function exportSkill(session: Session, argument: unknown): Promise<void> {
  const folder = await pickSkillFolder(argument, session, 'Export which skill?');
  if (!folder) return;
  assertOnDisk(folder);
  await saveEditors(folder);
  const { plan, upload } = await packageOf(session, folder);
  const [blocker] = plan.blockers;
  if (!upload || blocker)
    throw new HumanError(
      `${plan.name ?? plan.folder} was not exported. ${blocker?.message ?? 'There is nothing that could be packed.'}`,
    );
  const target = await vscode.window.showSaveDialog({
    title: `Export ${plan.name ?? ''}`,
    defaultUri: vscode.Uri.joinPath(folder, '..', `${plan.name ?? 'skill'}.zip`),
    filters: { 'Zip archive': ['zip'], 'Skill package': ['skill'] },
  });
  if (!target) return;
  await vscode.workspace.fs.writeFile(target, upload.bytes);
  const reveal = 'Reveal';
  void vscode.window
    .showInformationMessage(`Exported ${path.posix.basename(target.path)} (${toSize(upload.bytes.length)}).`, reveal)
    .then((action) => {
      if (action === reveal) void vscode.commands.executeCommand('revealFileInOS', target);
    });
}

async function packageOf({ skills }: Session, folder: vscode.Uri): Promise<PreparedPublish> {
  const { planPublish } = await import('../../../core/publish/plan.ts');
  const { emptyRegistry } = await import('../../../core/publish/offline.ts');
  return planPublish({
    folder: ledgerPlace(folder).folder,
    content: await skills.snapshot(folder),
    connection: { key: 'none', name: 'no registry', production: false },
    registry: emptyRegistry,
  });
}
