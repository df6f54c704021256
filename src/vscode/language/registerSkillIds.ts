import * as vscode from 'vscode';
import type { Connections } from '../host/connections.ts';
import type { Failures } from '../host/failures.ts';
import type { KnownSkills } from '../host/knownSkills.ts';
import type { SkillIdFacts } from './skillIdFacts.ts';
import type { PinAction, SkillIds } from './skillIds.ts';

const selector: vscode.DocumentSelector = [
  { scheme: 'file' },
  { scheme: 'untitled' },
  { scheme: 'vscode-notebook-cell' },
];

/** Registers hovers, inlay hints and code actions for the ids of skills and versions; loaded with the first text they are asked for. */
export function registerSkillIds(
  connections: Connections,
  knownSkills: KnownSkills,
  failures: Failures,
): vscode.Disposable {
  let facts: SkillIdFacts | undefined;
  let made: Promise<SkillIds> | undefined;
  const make = async (): Promise<SkillIds> => {
    const [ids, known] = await Promise.all([import('./skillIds.ts'), import('./skillIdFacts.ts')]);
    facts = new known.SkillIdFacts();
    return new ids.SkillIds(connections, failures, facts);
  };
  const load = (): Promise<SkillIds> => (made ??= make());
  const actions: vscode.CodeActionProvider<PinAction> = {
    // A registry was never chosen: there is nothing to pin to.
    provideCodeActions: async (document, range) =>
      connections.active ? (await load()).provideCodeActions(document, range) : [],
    resolveCodeAction: async (action) => (await load()).resolveCodeAction(action),
  };
  const outdated = new vscode.EventEmitter<void>();
  return vscode.Disposable.from(
    outdated,
    vscode.languages.registerInlayHintsProvider(selector, {
      onDidChangeInlayHints: outdated.event,
      // A registry that nobody has worked with is not asked.
      provideInlayHints: async (document, range, token) =>
        connections.active ? (await load()).provideInlayHints(document, range, token) : [],
    }),
    vscode.languages.registerHoverProvider(selector, {
      provideHover: async (document, position, token) => (await load()).provideHover(document, position, token),
    }),
    vscode.languages.registerCodeActionsProvider(selector, actions, {
      providedCodeActionKinds: [vscode.CodeActionKind.RefactorRewrite],
    }),
    connections.onDidChange(() => {
      facts?.forget();
      outdated.fire();
    }),
    // Published, deleted, or seen to be newer: what was said of an id is out of date.
    knownSkills.onDidChange(() => {
      facts?.forgetAnswers();
      outdated.fire();
    }),
  );
}
