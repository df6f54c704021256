import * as vscode from 'vscode';
import { bodyMaxLines, bodyMaxTokens, descriptionMaxCharacters } from '../../core/skill/limits.ts';
import type { Budget } from '../../core/skill/tokens.ts';
import { loadCore } from './loadCore.ts';
import { openSkill } from './openSkill.ts';
import { isSkillFile } from './skillDocument.ts';
import type { Skills } from '../host/skills.ts';

/** Milliseconds after the last key before the budget is measured again. */
const pause = 300;
/** Files the tooltip lists. */
const maxListed = 10;

/** The status bar item that shows what the SKILL.md in front costs an agent's context. */
export class BudgetItem implements vscode.Disposable {
  readonly #folders: Skills;
  readonly #onError: (error: unknown) => void;
  readonly #item = vscode.window.createStatusBarItem('skillPublisher.budget', vscode.StatusBarAlignment.Right, 98);
  readonly #disposables: readonly { dispose(): unknown }[];
  #timer: NodeJS.Timeout | undefined;

  constructor(folders: Skills, onError: (error: unknown) => void) {
    this.#folders = folders;
    this.#onError = onError;
    this.#item.name = 'Skill Budget';
    this.#disposables = [
      this.#item,
      vscode.window.onDidChangeActiveTextEditor(() => {
        this.#later(0);
      }),
      vscode.workspace.onDidChangeTextDocument(({ document }) => {
        if (document === vscode.window.activeTextEditor?.document) this.#later(pause);
      }),
      folders.onDidChange(() => {
        this.#later(pause);
      }),
    ];
    this.#later(0);
  }

  dispose(): void {
    clearTimeout(this.#timer);
    for (const disposable of this.#disposables) disposable.dispose();
  }

  #later(wait: number): void {
    clearTimeout(this.#timer);
    const document = vscode.window.activeTextEditor?.document;
    if (document && isSkillFile(document.uri))
      this.#timer = setTimeout(() => {
        this.#update(document).catch(this.#onError);
      }, wait);
    else this.#item.hide();
  }

  async #update(document: vscode.TextDocument): Promise<void> {
    const { version } = document;
    const [core, open] = await Promise.all([loadCore(), openSkill(this.#folders, document)]);
    if (!open || document.version !== version || vscode.window.activeTextEditor?.document !== document) return;
    const budget = core.measureBudget(open.text, core.parseFrontMatter(open.text), open.skill.files ?? []);
    const over = budget.exceeded.length > 0;
    this.#item.text =
      `${over ? '$(warning)' : '$(dashboard)'} ${count(budget.bodyLines)} lines · ` +
      `~${count(budget.bodyTokens)} tokens`;
    this.#item.tooltip = toTooltip(budget);
    this.#item.accessibilityInformation = { label: `Skill budget: ${toTooltip(budget)}` };
    this.#item.backgroundColor = over ? new vscode.ThemeColor('statusBarItem.warningBackground') : undefined;
    this.#item.show();
  }
}

function count(value: number): string {
  return value.toLocaleString('en');
}

/** A plain text: paths of files are foreign and must not be read as Markdown. */
function toTooltip({ bodyLines, bodyTokens, descriptionCharacters, alwaysTokens, onDemand, exceeded }: Budget): string {
  const mark = (part: Budget['exceeded'][number]): string => (exceeded.includes(part) ? '  (over the limit)' : '');
  const files = onDemand.slice(0, maxListed).map(({ path, tokens }) => `   ${path}: ~${count(tokens)}`);
  const more = onDemand.length > maxListed ? [`   and ${onDemand.length - maxListed} more`] : [];
  return [
    'What this skill costs an agent’s context. Token figures are estimates.',
    '',
    `Always loaded (name and description): ~${count(alwaysTokens)} tokens`,
    `   Description: ${count(descriptionCharacters)} of ${count(descriptionMaxCharacters)} ` +
      `characters${mark('description')}`,
    `Loaded on use (instructions): ~${count(bodyTokens)} of ${count(bodyMaxTokens)} tokens${mark('tokens')}`,
    `   Lines: ${count(bodyLines)} of ${count(bodyMaxLines)}${mark('lines')}`,
    ...(onDemand.length === 0 ? [] : ['Loaded on demand, tokens for each:', ...files, ...more]),
  ].join('\n');
}
