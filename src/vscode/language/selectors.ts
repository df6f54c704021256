import type * as vscode from 'vscode';

/**
 * SKILL.md by its name, whatever language it is opened as: `skill` since VS Code 1.139 or so, `markdown` before and by
 * association.
 */
export const skillSelector: vscode.DocumentSelector = [{ pattern: '**/{SKILL,skill,Skill}.md' }];

/** SKILL.md and the Markdown files beside it; whether they belong to a skill is asked when one is looked at. */
export const skillMarkdownSelector: vscode.DocumentSelector = [{ pattern: '**/*.md' }];
