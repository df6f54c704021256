import * as vscode from 'vscode';
import type { Connections } from '../host/connections.ts';
import type { Failures } from '../host/failures.ts';
import type { KnownSkills } from '../host/knownSkills.ts';
import { SkillIdFacts } from './skillIdFacts.ts';
import type { PinAction, SkillIds } from './skillIds.ts';

const selector: vscode.DocumentSelector = [
  { scheme: 'file' },
  { scheme: 'untitled' },
  { scheme: 'vscode-notebook-cell' },
];

/** Registers hovers and code actions for the ids of skills and versions; loaded with the first text they are asked for. */
export function registerSkillIds(
  connections: Connections,
  knownSkills: KnownSkills,
  failures: Failures,
): vscode.Disposable {
  const facts = new SkillIdFacts();
  let made: Promise<SkillIds> | undefined;
  const load = (): Promise<SkillIds> =>
    (made ??= import('./skillIds.ts').then(({ SkillIds }) => new SkillIds(connections, failures, facts)));
  const actions: vscode.CodeActionProvider<PinAction> = {
    // A registry was never chosen: there is nothing to pin to.
    provideCodeActions: async (document, range) =>
      connections.active ? (await load()).provideCodeActions(document, range) : [],
    resolveCodeAction: async (action) => (await load()).resolveCodeAction(action),
  };
  return vscode.Disposable.from(
    vscode.languages.registerHoverProvider(selector, {
      provideHover: async (document, position, token) => (await load()).provideHover(document, position, token),
    }),
    vscode.languages.registerCodeActionsProvider(selector, actions, {
      providedCodeActionKinds: [vscode.CodeActionKind.RefactorRewrite],
    }),
    connections.onDidChange(() => {
      facts.forget();
    }),
    // Published, deleted, or seen to be newer: what was said of an id is out of date.
    knownSkills.onDidChange(() => {
      facts.forgetAnswers();
    }),
  );
}
