import type * as vscode from 'vscode';
import { BudgetItem } from './budgetItem.ts';
import { registerByteOrderMark } from './byteOrderMark.ts';
import { registerCodeActions } from './codeActions.ts';
import { registerCompletion } from './completion.ts';
import { SkillDiagnostics } from './diagnostics.ts';
import { registerHover } from './hover.ts';
import { registerNavigation } from './navigation.ts';
import { registerRename } from './renaming.ts';
import { registerRulePage, toRulePage } from './rulePage.ts';
import { SkillFolders, type SkillTrees } from './skillFolders.ts';

export interface LanguagePorts {
  readonly trees: SkillTrees;
  /** The page that explains the rules, one heading for each. */
  readonly rulesPage: vscode.Uri;
  /** Takes a failure of work nobody waits for. */
  readonly onError: (error: unknown) => void;
}

/** The language features for skills, registered; the core is loaded with the first one that is used. */
export class SkillLanguage implements vscode.Disposable {
  readonly folders: SkillFolders;
  /** Checks skills on request as well: publishing asks it before anything is sent. */
  readonly diagnostics: SkillDiagnostics;
  readonly #disposables: readonly { dispose(): unknown }[];

  constructor({ trees, rulesPage, onError }: LanguagePorts) {
    this.folders = new SkillFolders(trees);
    this.diagnostics = new SkillDiagnostics(this.folders, { rulePage: toRulePage, onError });
    this.#disposables = [
      this.folders,
      this.diagnostics,
      new BudgetItem(this.folders, onError),
      registerByteOrderMark(),
      registerCodeActions(this.folders, this.diagnostics),
      registerCompletion(this.folders),
      registerHover(this.folders),
      registerNavigation(this.folders),
      registerRename(this.folders),
      registerRulePage(rulesPage),
    ];
  }

  dispose(): void {
    for (const disposable of this.#disposables) disposable.dispose();
  }
}

/** Builds the language features and registers them. */
export function registerLanguage(ports: LanguagePorts): SkillLanguage {
  return new SkillLanguage(ports);
}
