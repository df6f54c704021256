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

function sharesLine(one: vscode.Range, other: vscode.Range): boolean {
  return one.start.line <= other.end.line && other.start.line <= one.end.line;
}

/** Answers about code actions; what makes them is loaded where there may be one. */
export function quickFixProvider(
  folders: Skills,
  diagnostics: Pick<SkillDiagnostics, 'of'>,
): vscode.CodeActionProvider {
  return {
    provideCodeActions: async (document, range, context, token) => {
      const problems = diagnostics.of(document.uri);
      // At each move of the cursor, and again when there are other problems: to judge the skill for it takes too long.
      const isAsked = context.triggerKind !== vscode.CodeActionTriggerKind.Automatic || context.only !== undefined;
      const mayHelp = isAsked
        ? isSkillUri(document.uri) || problems.length > 0
        : problems.some((problem) => sharesLine(problem.range, range));
      if (!mayHelp) return [];
      return (await actions()).provideCodeActions(
        { folders, fixAllKind: isAsked ? fixAllKind : undefined },
        document,
        range,
        context,
        token,
      );
    },
  };
}

/** Registers what answers when it is asked in a skill; each is loaded with its first question. */
export function registerProviders(folders: Skills, diagnostics: SkillDiagnostics): vscode.Disposable {
  const { languages } = vscode;
  const items: vscode.CompletionItemProvider = {
    provideCompletionItems: async (document, position, token) =>
      (await completions()).provideCompletions(folders, document, position, token),
  };
  return vscode.Disposable.from(
    languages.registerCodeActionsProvider({ pattern: '**/*' }, quickFixProvider(folders, diagnostics), {
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
