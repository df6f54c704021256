import * as vscode from 'vscode';
import { Disposables } from '../../core/text/disposables.ts';
import { isSkillUri } from '../host/openTexts.ts';
import type { Skills } from '../host/skills.ts';
import { l10n } from '../../core/text/l10n.ts';

/** Milliseconds after the last key before the budget is measured again. */
const pause = 300;

/** The status bar item that shows what the SKILL.md in front costs an agent's context. */
export class BudgetItem implements vscode.Disposable {
  readonly #own = new Disposables();
  readonly #folders: Skills;
  readonly #onError: (error: unknown) => void;
  readonly #item = this.#own.add(
    vscode.window.createStatusBarItem('skillPublisher.budget', vscode.StatusBarAlignment.Right, 98),
  );
  #timer: NodeJS.Timeout | undefined;

  constructor(folders: Skills, onError: (error: unknown) => void) {
    this.#folders = folders;
    this.#onError = onError;
    this.#item.name = l10n.t`Skill Budget`;
    this.#own.add(
      vscode.window.onDidChangeActiveTextEditor(() => {
        this.#later(0);
      }),
    );
    this.#own.add(
      vscode.workspace.onDidChangeTextDocument(({ document }) => {
        if (document === vscode.window.activeTextEditor?.document) this.#later(pause);
      }),
    );
    this.#own.add(
      folders.onDidChange(() => {
        this.#later(pause);
      }),
    );
    this.#later(0);
  }

  dispose(): void {
    clearTimeout(this.#timer);
    this.#own.dispose();
  }

  #later(wait: number): void {
    clearTimeout(this.#timer);
    const document = vscode.window.activeTextEditor?.document;
    if (document && isSkillUri(document.uri))
      this.#timer = setTimeout(() => {
        this.#update(document).catch(this.#onError);
      }, wait);
    else this.#item.hide();
  }

  async #update(document: vscode.TextDocument): Promise<void> {
    const { version } = document;
    const { measureSkill } = await import('./budgetText.ts');
    const shown = await measureSkill(this.#folders, document);
    if (!shown || document.version !== version || vscode.window.activeTextEditor?.document !== document) return;
    this.#item.text = shown.text;
    this.#item.tooltip = shown.tooltip;
    this.#item.accessibilityInformation = { label: l10n.t`Skill budget: ${shown.tooltip}` };
    this.#item.backgroundColor = shown.over ? new vscode.ThemeColor('statusBarItem.warningBackground') : undefined;
    this.#item.show();
  }
}
