import type * as vscode from 'vscode';
import { bodyMaxLines, bodyMaxTokens, descriptionMaxCharacters } from '../../core/skill/limits.ts';
import type { Budget } from '../../core/skill/tokens.ts';
import { loadCore } from './loadCore.ts';
import { openSkill } from './openSkill.ts';
import type { Skills } from '../host/skills.ts';

/** Files the tooltip lists. */
const maxListed = 10;

/** What the status bar says of the budget of a skill. */
export interface BudgetText {
  readonly text: string;
  readonly tooltip: string;
  readonly over: boolean;
}

/** Measures what the SKILL.md costs an agent's context; `undefined` when it is none. */
export async function measureSkill(folders: Skills, document: vscode.TextDocument): Promise<BudgetText | undefined> {
  const [core, open] = await Promise.all([loadCore(), openSkill(folders, document)]);
  if (!open) return undefined;
  const budget = core.measureBudget(open.text, core.parseFrontMatter(open.text), open.skill.files ?? []);
  const over = budget.exceeded.length > 0;
  const text = `${over ? '$(warning)' : '$(dashboard)'} ${count(budget.bodyLines)} lines · ~${count(budget.bodyTokens)} tokens`;
  return { text, tooltip: toTooltip(budget), over };
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
