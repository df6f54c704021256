import type * as vscode from 'vscode';
import { BudgetItem } from './budgetItem.ts';
import { registerByteOrderMark } from './byteOrderMark.ts';
import { SkillDiagnostics } from './diagnostics.ts';
import { registerProviders } from './providers.ts';
import { registerRename } from './renaming.ts';
import { registerRulePage, toRulePage } from './rulePage.ts';
import type { Skills } from '../host/skills.ts';

export interface LanguagePorts {
  readonly skills: Skills;
  /** The page that explains the rules, one heading for each. */
  readonly rulesPage: vscode.Uri;
  /** Takes a failure of work nobody waits for. */
  readonly onError: (error: unknown) => void;
}

/** The language features for skills, registered; the core is loaded with the first one that is used. */
export class SkillLanguage implements vscode.Disposable {
  readonly diagnostics: SkillDiagnostics;
  readonly #disposables: readonly { dispose(): unknown }[];

  constructor({ skills, rulesPage, onError }: LanguagePorts) {
    this.diagnostics = new SkillDiagnostics(skills, { rulePage: toRulePage, onError });
    this.#disposables = [
      this.diagnostics,
      new BudgetItem(skills, onError),
      registerByteOrderMark(),
      registerProviders(skills, this.diagnostics),
      registerRename(skills),
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
