import * as vscode from 'vscode';
import type { FileEdit } from '../../core/skill/edits.ts';
import type { Fix } from '../../core/skill/fixes.ts';
import type { Problem } from '../../core/skill/problem.ts';
import { SkillDiagnostic, hostDiagnostics } from './diagnostics.ts';
import { loadCore, type Core } from './loadCore.ts';
import { openSkill, type OpenSkill } from './openSkill.ts';
import { TextLines, toDocumentRange } from './positions.ts';
import { fileIn, parentUri } from '../host/uris.ts';
import type { Skills } from '../host/skills.ts';
import { diagnosticSource } from './diagnosticSource.ts';
import { l10n } from '../../core/text/l10n.ts';

interface Ports {
  readonly folders: Skills;
  /** *Fix all safe problems*; left out where VS Code would not show it. */
  readonly fixAllKind: vscode.CodeActionKind | undefined;
}

/** Quick fixes for the problems of skills, VS Code's own included, and the source action that applies all safe ones. */
export async function provideCodeActions(
  { folders, fixAllKind }: Ports,
  document: vscode.TextDocument,
  range: vscode.Range,
  context: vscode.CodeActionContext,
  token: vscode.CancellationToken,
): Promise<vscode.CodeAction[]> {
  const [core, open] = await Promise.all([loadCore(), openSkill(folders, document)]);
  if (!open || token.isCancellationRequested) return [];
  const actions: vscode.CodeAction[] = [];
  if (fixAllKind && wants(context, fixAllKind)) actions.push(...fixAll(core, open, context, fixAllKind));
  if (wants(context, vscode.CodeActionKind.QuickFix)) {
    // What lists leave of a skill is found beside its rules, some of it because of its neighbors.
    const report = open.folder && folders.report(open.folder);
    const more = report?.problems.filter(({ code }) => code.startsWith('listing/')) ?? [];
    actions.push(...quickFixes(core, open, range, { diagnostics: context.diagnostics, more }));
  }
  return actions;
}

function wants({ only }: vscode.CodeActionContext, kind: vscode.CodeActionKind): boolean {
  return only === undefined || only.contains(kind);
}

/** The problems are found anew: a fix must come from the very text it changes. */
function quickFixes(
  core: Core,
  open: OpenSkill,
  range: vscode.Range,
  { diagnostics, more }: Pick<vscode.CodeActionContext, 'diagnostics'> & { readonly more: readonly Problem[] },
): vscode.CodeAction[] {
  const { document, skill, path, settings } = open;
  const host = hostDiagnostics(diagnostics);
  const solutions = core.solutionsIn(skill, path, settings.target, { ...settings, more });
  /** Of several problems with one cure only one is offered. */
  const offered = new Map<string, vscode.CodeAction>();
  const actions = solutions.map((solution) => {
    const { problem, byHost } = solution;
    const own = toDocumentRange(document, problem.range);
    const markers = [
      ...diagnostics.filter(
        (diagnostic) => isOf(diagnostic, problem.code) && diagnostic.range.start.line === own.start.line,
      ),
      ...(byHost ? host.filter((marker) => marker.range.start.line === own.start.line) : []),
    ];
    if (markers.length === 0 && own.intersection(range) === undefined) return { fixing: [], ignoring: [] };
    return {
      fixing: solution.fixes.flatMap((fix) => {
        const key = JSON.stringify(fix.edits);
        const same = offered.get(key);
        const action = same ? undefined : toAction(open, fix, markers);
        if (action) offered.set(key, action);
        same?.diagnostics?.push(...markers);
        return action ?? [];
      }),
      ignoring: [solution.ignore].flatMap((fix) => (fix && toAction(open, fix, markers)) ?? []),
    };
  });
  const ignoring = new Map(actions.flatMap((each) => each.ignoring).map((action) => [action.title, action]));
  return [...actions.flatMap(({ fixing }) => fixing), ...ignoring.values()];
}

/** Diagnostics come back from VS Code as copies. */
function isOf(diagnostic: vscode.Diagnostic, code: string): boolean {
  if (diagnostic instanceof SkillDiagnostic) return diagnostic.problem.code === code;
  return (
    diagnostic.source === diagnosticSource &&
    (typeof diagnostic.code === 'object' ? diagnostic.code.value : diagnostic.code) === code
  );
}

function toAction(open: OpenSkill, fix: Fix, markers: readonly vscode.Diagnostic[]): vscode.CodeAction | undefined {
  const preview = fix.isPreviewed ? { needsConfirmation: true, label: fix.title } : undefined;
  const edit = toWorkspaceEdit(open, fix.edits, preview);
  if (!edit) return undefined;
  const action = new vscode.CodeAction(fix.title, vscode.CodeActionKind.QuickFix);
  action.diagnostics = [...markers];
  action.isPreferred = fix.isPreferred;
  action.edit = edit;
  const created = fix.edits.find((each) => each.kind === 'createFile');
  if (created && open.folder)
    action.command = { command: 'vscode.open', title: fix.title, arguments: [fileIn(open.folder, created.file)] };
  if (removesOnlyMark(open, fix.edits)) {
    delete action.edit;
    action.command = {
      command: 'skillPublisher.removeByteOrderMark',
      title: fix.title,
      arguments: [open.document.uri],
    };
  }
  return action;
}

/** VS Code keeps a byte order mark out of the text of a document, so that no edit of the text removes it. */
function removesOnlyMark({ path, text }: OpenSkill, [edit, ...others]: readonly FileEdit[]): boolean {
  if (others.length > 0 || edit?.kind !== 'text' || edit.file !== path) return false;
  return edit.newText === '' && text.slice(edit.range.start, edit.range.end) === '\uFEFF';
}

function toWorkspaceEdit(
  open: OpenSkill,
  edits: readonly FileEdit[],
  preview?: vscode.WorkspaceEditEntryMetadata,
): vscode.WorkspaceEdit | undefined {
  const { folder, document } = open;
  const edit = new vscode.WorkspaceEdit();
  for (const each of edits) {
    if (each.kind === 'text') {
      const uri = folder ? fileIn(folder, each.file) : document.uri;
      edit.replace(uri, rangeIn(open, each), each.newText, preview);
    } else {
      if (!folder) return undefined;
      if (each.kind === 'createFile')
        edit.createFile(fileIn(folder, each.file), {
          ignoreIfExists: true,
          contents: new TextEncoder().encode(each.text),
        });
      else if (each.kind === 'renameFile')
        edit.renameFile(fileIn(folder, each.file), fileIn(folder, each.to), { overwrite: false });
      else edit.renameFile(folder, vscode.Uri.joinPath(parentUri(folder), each.to), { overwrite: false });
    }
  }
  return edit;
}

function rangeIn(
  { document, path, skill }: OpenSkill,
  { file, range }: FileEdit & { readonly kind: 'text' },
): vscode.Range {
  if (file === path) return toDocumentRange(document, range);
  return new TextLines(
    (file === skill.fileName ? skill.text : skill.files?.find((each) => each.path === file)?.text) ?? '',
  ).toRange(range);
}

function fixAll(
  core: Core,
  open: OpenSkill,
  { only }: vscode.CodeActionContext,
  fixAllKind: vscode.CodeActionKind,
): vscode.CodeAction[] {
  const { document, skill, path, text, settings } = open;
  if (path !== (skill.fileName ?? 'SKILL.md')) return [];
  const { text: fixed, left } = core.fixAll(skill, settings.target, settings);
  const bom = text.startsWith('\uFEFF') && !fixed.startsWith('\uFEFF') ? '\uFEFF' : '';
  const change = difference(text, bom + fixed);
  // On save an action without an effect would be logged; in the menu it would do nothing.
  if (!change) return [];
  const action = new vscode.CodeAction(
    left === 0 ? l10n.t`Fix all safe skill problems` : l10n.t`Fix safe skill problems (${left} left)`,
    only === undefined ? vscode.CodeActionKind.Source.append('fixAll.skillPublisher') : fixAllKind,
  );
  action.edit = new vscode.WorkspaceEdit();
  action.edit.replace(document.uri, toDocumentRange(document, change), change.newText);
  return [action];
}

/** The one replacement between two texts; `undefined` when they are equal. */
function difference(
  before: string,
  after: string,
): { readonly start: number; readonly end: number; readonly newText: string } | undefined {
  if (before === after) return undefined;
  const shorter = Math.min(before.length, after.length);
  let start = 0;
  while (start < shorter && before[start] === after[start]) start += 1;
  let tail = 0;
  while (tail < shorter - start && before[before.length - 1 - tail] === after[after.length - 1 - tail]) tail += 1;
  return { start, end: before.length - tail, newText: after.slice(start, after.length - tail) };
}
