import type * as vscode from 'vscode';
import { toNumber } from '../../core/text/size.ts';
import { bodyMaxLines, bodyMaxTokens, descriptionMaxCharacters } from '../../core/skill/limits.ts';
import type { Budget } from '../../core/skill/tokens.ts';
import { loadCore } from './loadCore.ts';
import { openSkill } from './openSkill.ts';
import type { Skills } from '../host/skills.ts';
import { l10n } from '../../core/text/l10n.ts';

/** Files the tooltip lists. */
const maxListed = 10;

/** What the status bar says of the budget of a skill. */
interface BudgetText {
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
  const text = l10n.t`${over ? '$(warning)' : '$(dashboard)'} ${toNumber(budget.bodyLines)} lines · ~${toNumber(budget.bodyTokens)} tokens`;
  return { text, tooltip: toTooltip(budget), over };
}

/** A plain text: paths of files are foreign and must not be read as Markdown. */
function toTooltip({ bodyLines, bodyTokens, descriptionCharacters, alwaysTokens, onDemand, exceeded }: Budget): string {
  const mark = (part: Budget['exceeded'][number]): string =>
    exceeded.includes(part) ? l10n.t`  (over the limit)` : '';
  const files = onDemand.slice(0, maxListed).map(({ path, tokens }) => `   ${path}: ~${toNumber(tokens)}`);
  const more = onDemand.length > maxListed ? [l10n.t`   and ${onDemand.length - maxListed} more`] : [];
  return [
    l10n.t`What this skill costs in an agent’s context. Token counts are estimates.`,
    '',
    l10n.t`Always loaded (name and description): ~${toNumber(alwaysTokens)} tokens`,
    l10n.t`   Description: ${toNumber(descriptionCharacters)} of ${toNumber(descriptionMaxCharacters)} characters${mark('description')}`,
    l10n.t`Loaded on use (instructions): ~${toNumber(bodyTokens)} of ${toNumber(bodyMaxTokens)} tokens${mark('tokens')}`,
    l10n.t`   Lines: ${toNumber(bodyLines)} of ${toNumber(bodyMaxLines)}${mark('lines')}`,
    ...(onDemand.length === 0 ? [] : [l10n.t`Loaded on demand, tokens for each:`, ...files, ...more]),
  ].join('\n');
}
