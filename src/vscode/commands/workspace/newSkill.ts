import * as vscode from 'vscode';
import { HumanError } from '../../host/failures.ts';
import { exists, isFolder } from '../../host/files.ts';
import { newSkillFiles, skillKinds, type SkillKind } from '../../../core/skill/newSkill.ts';

/**
 * Folders agents look into, the most portable first (`.agents/skills` is read by Codex, Gemini CLI, OpenCode, Cursor,
 * Copilot and VS Code).
 */
const skillRoots = ['.agents/skills', '.claude/skills', '.github/skills', 'skills'];

/** Asks for a kind, a place and a name, makes the folder and opens its SKILL.md with the description selected. */
export async function newSkill(argument?: unknown): Promise<void> {
  const root = await chooseRoot(argument instanceof vscode.Uri ? argument : undefined);
  if (!root) return;
  const kind = await chooseKind();
  if (!kind) return;
  const name = await askName(root);
  if (name === undefined) return;
  const folder = vscode.Uri.joinPath(root, name);
  const edit = new vscode.WorkspaceEdit();
  const files = newSkillFiles(name, kind);
  for (const { path, text } of files) {
    edit.createFile(vscode.Uri.joinPath(folder, ...path.split('/')), {
      overwrite: false,
      contents: new TextEncoder().encode(text),
    });
  }
  if (!(await vscode.workspace.applyEdit(edit))) {
    throw new HumanError(`The folder ${name} could not be created in ${vscode.workspace.asRelativePath(root)}.`);
  }
  await openSelected(vscode.Uri.joinPath(folder, 'SKILL.md'), files[0]?.selection);
}

async function openSelected(uri: vscode.Uri, selection: readonly [number, number] | undefined): Promise<void> {
  const document = await vscode.workspace.openTextDocument(uri);
  const editor = await vscode.window.showTextDocument(document, { preview: false });
  if (!selection) return;
  const [anchor, active] = selection.map((offset) => document.positionAt(offset));
  if (anchor && active) editor.selection = new vscode.Selection(anchor, active);
}

async function chooseRoot(given: vscode.Uri | undefined): Promise<vscode.Uri | undefined> {
  if (given) return given;
  const folders = vscode.workspace.workspaceFolders ?? [];
  if (folders.length === 0) {
    const open = 'Open Folder…';
    const chosen = await vscode.window.showInformationMessage(
      'A skill is a folder of files. Open the folder in which it should be made.',
      open,
    );
    if (chosen === open) await vscode.commands.executeCommand('vscode.openFolder');
    return undefined;
  }
  const rows = await Promise.all(
    folders.flatMap((folder) =>
      skillRoots.map(async (root) => {
        const uri = vscode.Uri.joinPath(folder.uri, ...root.split('/'));
        const there = await isFolder(uri);
        const label = folders.length === 1 ? root : `${folder.name}/${root}`;
        return { label: label.replaceAll('$(', '\\$('), description: there ? 'exists' : '', uri, there };
      }),
    ),
  );
  rows.sort((a, b) => Number(b.there) - Number(a.there));
  const other = { label: 'Other Folder…', description: '', uri: undefined, there: false };
  const chosen = await vscode.window.showQuickPick([...rows, other], {
    title: 'New Skill (1/3): Where?',
    placeHolder: 'The folder that holds the skills',
  });
  if (!chosen || chosen.uri) return chosen?.uri;
  const picked = await vscode.window.showOpenDialog({
    canSelectFiles: false,
    canSelectFolders: true,
    openLabel: 'Make the Skill Here',
    ...(folders[0] ? { defaultUri: folders[0].uri } : {}),
  });
  return picked?.[0];
}

async function chooseKind(): Promise<SkillKind | undefined> {
  const rows = skillKinds.map(({ kind, label, detail }) => ({ label, detail, value: kind }));
  return (await vscode.window.showQuickPick(rows, { title: 'New Skill (2/3): What kind?' }))?.value;
}

async function askName(root: vscode.Uri): Promise<string | undefined> {
  const { checkNewName } = await import('../../../core/skill/rename.ts');
  const { toSkillName } = await import('../../../core/skill/skillName.ts');
  /** What was typed where it is a name, else the name that it makes. */
  const nameFrom = (text: string): string => (checkNewName(text) === undefined ? text : (toSkillName(text) ?? text));
  const typed = await vscode.window.showInputBox({
    title: 'New Skill (3/3): Name',
    prompt: 'Lower-case letters, digits and hyphens; say what the skill does.',
    placeHolder: 'processing-pdfs',
    ignoreFocusOut: true,
    validateInput: async (text) => {
      const name = nameFrom(text);
      const refusal = checkNewName(name);
      const info = (message: string): vscode.InputBoxValidationMessage => ({
        message,
        severity: vscode.InputBoxValidationSeverity.Info,
      });
      if (refusal !== undefined) return text === '' ? info(refusal) : refusal;
      if (await exists(vscode.Uri.joinPath(root, name))) return `A folder named ${name} already exists.`;
      return name === text ? undefined : info(`Enter creates ${name}.`);
    },
  });
  return typed === undefined ? undefined : nameFrom(typed);
}
