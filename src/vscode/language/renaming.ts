import * as vscode from 'vscode';
import type { OwnMoves } from './rename.ts';
import { skillMarkdownSelector } from './selectors.ts';
import type { Skills } from '../host/skills.ts';

const load = () => import('./rename.ts');

/**
 * *Rename Symbol* (F2): on the name of a skill it renames the skill, on a path of the skill it renames the file; and
 * moves of files in the explorer update what mentions them. Loaded with the first of them.
 */
export function registerRename(folders: Skills): vscode.Disposable {
  const ownMoves: OwnMoves = new Map();
  return vscode.Disposable.from(
    vscode.languages.registerRenameProvider(skillMarkdownSelector, {
      prepareRename: async (document, position) => (await load()).prepareRename(folders, document, position),
      provideRenameEdits: async (document, position, newName) =>
        (await load()).provideRename({ folders, ownMoves }, document, position, newName),
    }),
    vscode.workspace.onWillRenameFiles((event) => {
      event.waitUntil(load().then(({ editsForMoves }) => editsForMoves({ folders, ownMoves }, event.files)));
    }),
  );
}
