import * as vscode from 'vscode';
import { ruleLevels } from '../../core/lint/config.ts';
import type { Severity } from '../../core/skill/problem.ts';
import { targets, type Target } from '../../core/skill/skill.ts';

/** Where the skills of a folder will run (`skillPublisher.target`). */
export function targetOf(uri: vscode.Uri): Target {
  const value = vscode.workspace.getConfiguration('skillPublisher', uri).get('target');
  return targets.find((target) => target === value) ?? 'api';
}

/** Changed severities by rule id (`skillPublisher.rules`); what cannot be understood is left out. */
export function rulesOf(uri: vscode.Uri): Readonly<Record<string, Severity | 'off'>> {
  const value: unknown = vscode.workspace.getConfiguration('skillPublisher', uri).get('rules');
  if (typeof value !== 'object' || value === null) return {};
  const entries = Object.entries(value).flatMap(([rule, level]) =>
    ruleLevels.filter((severity) => severity === level).map((severity) => [rule, severity] as const),
  );
  return Object.fromEntries(entries);
}
