import * as vscode from 'vscode';
import type { Skills } from '../host/skills.ts';
import type { SkillDiagnostics } from './diagnostics.ts';
import { skillMarkdownSelector, skillSelector } from './selectors.ts';
import { isSkillUri } from '../host/openTexts.ts';

/** *Fix all safe problems*; usable in `editor.codeActionsOnSave`. */
const fixAllKind = vscode.CodeActionKind.SourceFixAll.append('skillPublisher');

const actions = () => import('./codeActions.ts');
const completions = () => import('./completion.ts');
const hovers = () => import('./hover.ts');
const navigation = () => import('./navigation.ts');

/** Registers what answers when it is asked in a skill; each is loaded with its first question. */
export function registerProviders(folders: Skills, diagnostics: SkillDiagnostics): vscode.Disposable {
  const { languages } = vscode;
  const quickFixes: vscode.CodeActionProvider = {
    provideCodeActions: async (document, ...asked) =>
      isSkillUri(document.uri) || diagnostics.of(document.uri).length > 0
        ? (await actions()).provideCodeActions({ folders, fixAllKind }, document, ...asked)
        : [],
  };
  const items: vscode.CompletionItemProvider = {
    provideCompletionItems: async (document, position, token) =>
      (await completions()).provideCompletions(folders, document, position, token),
  };
  return vscode.Disposable.from(
    languages.registerCodeActionsProvider({ pattern: '**/*' }, quickFixes, {
      providedCodeActionKinds: [vscode.CodeActionKind.QuickFix, fixAllKind],
    }),
    languages.registerCompletionItemProvider(skillSelector, items, ':', ' ', '/', '`', '('),
    languages.registerHoverProvider(skillSelector, {
      provideHover: async (...asked) => (await hovers()).provideHover(folders, ...asked),
    }),
    languages.registerDocumentLinkProvider(skillMarkdownSelector, {
      provideDocumentLinks: async (...asked) => (await navigation()).provideLinks(folders, ...asked),
    }),
    languages.registerDefinitionProvider(skillMarkdownSelector, {
      provideDefinition: async (document, position) =>
        (await navigation()).provideDefinition(folders, document, position),
    }),
    languages.registerReferenceProvider(skillMarkdownSelector, {
      provideReferences: async (document, position) =>
        (await navigation()).provideReferences(folders, document, position),
    }),
  );
}
