import * as vscode from 'vscode';
import { Disposables } from '../../core/text/disposables.ts';
import { registerConfigDiagnostics } from './configDiagnostics.ts';
import { SkillDiagnostics } from './diagnostics.ts';
import { registerProviders } from './providers.ts';
import { registerRename } from './renaming.ts';
import { registerRulePage, toRulePage } from './rulePage.ts';
import { isSkillUri } from '../host/openTexts.ts';
import type { Skills } from '../host/skills.ts';

interface LanguagePorts {
  readonly skills: Skills;
  /** The page that explains the rules, one heading for each. */
  readonly rulesPage: vscode.Uri;
  /** Takes a failure of work nobody waits for. */
  readonly onError: (error: unknown) => void;
}

/** The language features for skills, registered; the core is loaded with the first one that is used. */
class SkillLanguage implements vscode.Disposable {
  readonly #own = new Disposables();
  readonly diagnostics: SkillDiagnostics;

  constructor({ skills, rulesPage, onError }: LanguagePorts) {
    this.diagnostics = this.#own.add(new SkillDiagnostics(skills, { rulePage: toRulePage, onError }));
    this.#own.add(registerConfigDiagnostics(skills));
    this.#showBudget(skills, onError);
    this.#own.add(
      vscode.commands.registerCommand('skillPublisher.removeByteOrderMark', async (uri: unknown) =>
        (await import('./byteOrderMark.ts')).removeByteOrderMark(uri),
      ),
    );
    this.#own.add(registerProviders(skills, this.diagnostics));
    this.#own.add(registerRename(skills));
    this.#own.add(registerRulePage(rulesPage));
  }

  dispose(): void {
    this.#own.dispose();
  }

  /** From the first SKILL.md on that is in front. */
  #showBudget(skills: Skills, onError: (error: unknown) => void): void {
    const look = (editor: vscode.TextEditor | undefined): void => {
      if (!editor || !isSkillUri(editor.document.uri)) return;
      waiting.dispose();
      import('./budgetItem.ts').then(({ BudgetItem }) => this.#own.add(new BudgetItem(skills, onError))).catch(onError);
    };
    const waiting = this.#own.add(vscode.window.onDidChangeActiveTextEditor(look));
    look(vscode.window.activeTextEditor);
  }
}

/** Builds the language features and registers them. */
export function registerLanguage(ports: LanguagePorts): SkillLanguage {
  return new SkillLanguage(ports);
}
