import * as vscode from 'vscode';
import { pathInWorkspace } from '../../host/uris.ts';
import { HumanError } from '../../host/humanError.ts';
import { exists, isFolder } from '../../host/files.ts';
import { newSkillFiles, skillKinds, skillRoots, type SkillKind } from '../../../core/skill/newSkill.ts';
import { l10n, translated } from '../../../core/text/l10n.ts';

/**
 * Asks for a kind and a name, makes the folder and opens its SKILL.md with the description selected. Where it is made is
 * asked only when there is a choice: several folders hold skills.
 */
export async function newSkill(argument?: unknown): Promise<void> {
  const given = argument instanceof vscode.Uri ? argument : undefined;
  const places = given ? [] : await findPlaces();
  if (!places) return;
  const there = places.filter((place) => place.there);
  const usual = there.length < 2 && isOneFolder() ? (there[0] ?? places[0]) : undefined;
  const obvious = given ?? usual?.uri;
  let root = obvious ?? (await choosePlace(places));
  let kind = root && (await chooseKind(usual?.label));
  if (kind === 'elsewhere') {
    root = await choosePlace(places);
    kind = root && (await chooseKind());
  }
  if (!root || kind === undefined || kind === 'elsewhere') return;
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
    throw new HumanError(l10n.t`The folder ${name} could not be created in ${pathInWorkspace(root)}.`);
  }
  const [main] = files;
  if (main) await openToWrite(vscode.Uri.joinPath(folder, main.path), main.text, main.stops ?? []);
}

/** What is to be written is selected; the Tab key goes from one place to the next. */
async function openToWrite(
  uri: vscode.Uri,
  text: string,
  stops: readonly (readonly [number, number])[],
): Promise<void> {
  const document = await vscode.workspace.openTextDocument(uri);
  const editor = await vscode.window.showTextDocument(document, { preview: false });
  const snippet = new vscode.SnippetString();
  let end = 0;
  for (const [from, to] of stops) {
    snippet.appendText(text.slice(end, from)).appendPlaceholder(text.slice(from, to));
    end = to;
  }
  snippet.appendText(text.slice(end));
  const whole = new vscode.Range(document.positionAt(0), document.positionAt(document.getText().length));
  await editor.insertSnippet(snippet, whole);
  await document.save();
}

/** A folder that skills may be made in. */
interface Place {
  readonly label: string;
  readonly uri: vscode.Uri;
  /** It exists. */
  readonly there: boolean;
}

function isOneFolder(): boolean {
  return vscode.workspace.workspaceFolders?.length === 1;
}

/** Those that exist first; `undefined` after saying that no folder is open. */
async function findPlaces(): Promise<readonly Place[] | undefined> {
  const folders = vscode.workspace.workspaceFolders ?? [];
  if (folders.length === 0) {
    const open = l10n.t`Open Folder…`;
    const chosen = await vscode.window.showInformationMessage(
      l10n.t`A skill is a folder of files. Open the folder to create it in.`,
      open,
    );
    if (chosen === open) await vscode.commands.executeCommand('vscode.openFolder');
    return undefined;
  }
  // What lies in a skill would be uploaded with it.
  const isSkill = await Promise.all(folders.map(({ uri }) => exists(vscode.Uri.joinPath(uri, 'SKILL.md'))));
  const holders = folders.filter((_folder, index) => isSkill[index] !== true);
  const places = await Promise.all(
    holders.flatMap((folder) =>
      skillRoots.map(async (root): Promise<Place> => {
        const uri = vscode.Uri.joinPath(folder.uri, ...root.split('/'));
        return { label: isOneFolder() ? root : `${folder.name}/${root}`, uri, there: await isFolder(uri) };
      }),
    ),
  );
  return places.sort((a, b) => Number(b.there) - Number(a.there));
}

async function choosePlace(places: readonly Place[]): Promise<vscode.Uri | undefined> {
  const rows = places.map(({ label, uri, there }) => ({
    label: label.replaceAll('$(', '\\$('),
    description: there ? l10n.t`exists` : '',
    uri,
  }));
  const other = { label: l10n.t`Other Folder…`, description: '', uri: undefined };
  const chosen = await vscode.window.showQuickPick([...rows, other], {
    title: l10n.t`New Skill: Where?`,
    placeHolder: l10n.t`The folder that contains the skills`,
  });
  if (!chosen || chosen.uri) return chosen?.uri;
  const [folder] = vscode.workspace.workspaceFolders ?? [];
  const picked = await vscode.window.showOpenDialog({
    canSelectFiles: false,
    canSelectFolders: true,
    openLabel: l10n.t`Create the Skill Here`,
    ...(folder ? { defaultUri: folder.uri } : {}),
  });
  return picked?.[0];
}

/** @param place Where it is made when nobody was asked; then another place can be chosen. */
async function chooseKind(place?: string): Promise<SkillKind | 'elsewhere' | undefined> {
  const rows = skillKinds.map(({ kind, label, detail }): vscode.QuickPickItem & { value: SkillKind | 'elsewhere' } => ({
    label: translated(label),
    detail: translated(detail),
    value: kind,
  }));
  if (place !== undefined)
    rows.push({ label: l10n.t`In Another Folder…`, detail: l10n.t`Instead of ${place}`, value: 'elsewhere' });
  const title = place === undefined ? l10n.t`New Skill: What kind?` : l10n.t`New Skill in ${place}: What kind?`;
  return (await vscode.window.showQuickPick(rows, { title }))?.value;
}

async function askName(root: vscode.Uri): Promise<string | undefined> {
  const { checkNewName } = await import('../../../core/skill/rename.ts');
  const { toSkillName } = await import('../../../core/skill/skillName.ts');
  /** What was typed where it is a name, else the name that it makes. */
  const nameFrom = (text: string): string => (checkNewName(text) === undefined ? text : (toSkillName(text) ?? text));
  const typed = await vscode.window.showInputBox({
    title: l10n.t`New Skill: Name`,
    prompt: l10n.t`Lowercase letters, digits, and hyphens. Say what the skill does.`,
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
      if (await exists(vscode.Uri.joinPath(root, name))) return l10n.t`A folder named ${name} already exists.`;
      return name === text ? undefined : info(l10n.t`Press Enter to create ${name}.`);
    },
  });
  return typed === undefined ? undefined : nameFrom(typed);
}
