import path from 'node:path';
import * as vscode from 'vscode';
import { HumanError } from '../../host/humanError.ts';
import { ledgerPlace } from '../../host/ledgerFile.ts';
import type { PreparedPublish } from '../../../core/publish/plan.ts';
import { assertOnDisk, pickSkillFolder, saveEditors } from '../workspace/pickSkillFolder.ts';
import { toSize } from '../../../core/text/size.ts';
import type { With } from '../session.ts';
import { l10n } from '../../../core/text/l10n.ts';

/** Shows what a publish of the skill would send, without asking any registry. */
export async function previewPackage(
  session: With<'packagePreviews' | 'skills' | 'workspaceView'>,
  argument: unknown,
): Promise<void> {
  const folder = await pickSkillFolder(argument, session, l10n.t`Preview the package of which skill?`);
  if (!folder) return;
  assertOnDisk(folder);
  await saveEditors(folder);
  await session.packagePreviews.show((await packageOf(session, folder)).plan);
}

/** Writes the package to a file the user chooses: `.zip`, or `.skill`, which is the same under another name. */
export async function exportSkill(session: With<'skills' | 'workspaceView'>, argument: unknown): Promise<void> {
  const folder = await pickSkillFolder(argument, session, l10n.t`Export which skill?`);
  if (!folder) return;
  assertOnDisk(folder);
  await saveEditors(folder);
  const { plan, upload } = await packageOf(session, folder);
  const [blocker] = plan.blockers;
  if (!upload || blocker)
    throw new HumanError(
      l10n.t`${plan.name ?? plan.folder} was not exported. ${blocker?.message ?? l10n.t`There is nothing to pack.`}`,
    );
  const target = await vscode.window.showSaveDialog({
    title: l10n.t`Export ${plan.name ?? ''}`,
    defaultUri: vscode.Uri.joinPath(folder, '..', `${plan.name ?? 'skill'}.zip`),
    filters: { [l10n.t`Zip archive`]: ['zip'], [l10n.t`Skill package`]: ['skill'] },
  });
  if (!target) return;
  const bytes = await upload.bytes;
  await vscode.workspace.fs.writeFile(target, bytes);
  const reveal = l10n.t`Reveal`;
  void vscode.window
    .showInformationMessage(l10n.t`Exported ${path.posix.basename(target.path)} (${toSize(bytes.length)}).`, reveal)
    .then((action) => {
      if (action === reveal) void vscode.commands.executeCommand('revealFileInOS', target);
    });
}

async function packageOf({ skills }: With<'skills'>, folder: vscode.Uri): Promise<PreparedPublish> {
  const { planPublish } = await import('../../../core/publish/plan.ts');
  const { emptyRegistry } = await import('../../../core/publish/offline.ts');
  return planPublish({
    folder: ledgerPlace(folder).folder,
    content: await skills.snapshot(folder),
    connection: { key: 'none', name: l10n.t`no registry`, production: false },
    registry: emptyRegistry,
  });
}
