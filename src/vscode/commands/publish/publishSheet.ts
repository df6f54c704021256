import * as vscode from 'vscode';
import { toIconSafe } from '../../host/labels.ts';
import type { Sheet, SheetAction, SheetIcon, SheetRow } from '../../../core/publish/sheet/model.ts';
import { plural } from '../../../core/text/size.ts';
import { l10n } from '../../../core/text/l10n.ts';

interface Row extends vscode.QuickPickItem {
  readonly row?: SheetRow;
}

const icons: Readonly<Record<SheetIcon, string>> = {
  publish: 'cloud-upload',
  add: 'add',
  warning: 'warning',
  error: 'error',
  info: 'info',
  look: 'search',
  file: 'go-to-file',
  change: 'edit',
  update: 'cloud-download',
};

/**
 * Shows the plan and asks once. Resolves to what the user chose, `undefined` when the user leaves.
 *
 * @param countChanges How many files differ from the latest published version; it may take a download, so the sheet does
 * not wait for it. Rejects or gives `undefined` where that cannot be told.
 */
export function showPublishSheet(
  sheet: Sheet,
  countChanges: (() => Promise<number | undefined>) | undefined,
): Promise<SheetAction | undefined> {
  const pick = vscode.window.createQuickPick<Row>();
  pick.title = toIconSafe(sheet.title);
  pick.placeholder = l10n.t`Choose what to do. Escape leaves without publishing`;
  pick.ignoreFocusOut = true;
  pick.matchOnDetail = true;
  drawRows(pick, sheet, sheet.preselected, undefined);
  let open = true;
  void countChanges?.().then(
    (files) => {
      const active = pick.activeItems[0]?.row?.id ?? sheet.preselected;
      if (open && files !== undefined) drawRows(pick, sheet, active, files);
    },
    () => undefined,
  );
  return new Promise((resolve) => {
    let chosen: SheetAction | undefined;
    pick.onDidAccept(() => {
      const action = pick.selectedItems[0]?.row?.action;
      if (!action || action.kind === 'say') return;
      chosen = action;
      pick.hide();
    });
    pick.onDidHide(() => {
      open = false;
      pick.dispose();
      resolve(chosen);
    });
    pick.show();
  });
}

/** Asks before what cannot be taken back: true, or the safe action that was chosen, or `undefined` for Cancel. */
export async function askAgain(
  question: NonNullable<Extract<SheetAction, { kind: 'publish' }>['ask']>,
): Promise<true | SheetAction | undefined> {
  // VS Code gives the keyboard to the first button.
  const answer = await vscode.window.showWarningMessage(
    question.message,
    { modal: true, detail: question.detail },
    question.safe.label,
    question.go,
  );
  if (answer === question.go) return true;
  return answer === undefined ? undefined : question.safe.action;
}

function drawRows(pick: vscode.QuickPick<Row>, sheet: Sheet, active: string, changed: number | undefined): void {
  pick.items = sheet.groups.flatMap(({ title, rows }) => [
    ...(title === '' ? [] : [{ label: title, kind: vscode.QuickPickItemKind.Separator }]),
    ...rows.map((row) => toSheetItem(row, changed)),
  ]);
  const item = pick.items.find(({ row }) => row?.id === active);
  if (item) pick.activeItems = [item];
}

function toSheetItem(row: SheetRow, changed: number | undefined): Row {
  const files = row.id === 'changes' && changed !== undefined ? ` (${plural(changed, 'file')})` : '';
  return {
    label: `$(${icons[row.icon]}) ${toIconSafe(row.label)}${files}`,
    ...(row.description === undefined ? {} : { description: toIconSafe(row.description) }),
    ...(row.detail === undefined ? {} : { detail: iconSafeSentence(row.detail) }),
    alwaysShow: row.action.kind === 'say',
    row,
  };
}

/** As `toIconSafe`, for sentences. */
function iconSafeSentence(text: string): string {
  return text.replace(/\s+/g, ' ').replaceAll('$(', '\\$(');
}
