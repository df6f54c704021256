import * as vscode from 'vscode';
import type { Problem, Severity } from '../skill/problem.ts';
import type { Skill } from '../skill/skill.ts';
import { loadCore } from './loadCore.ts';
import { TextLines, textOf, toDocumentRange } from './positions.ts';
import { excludePattern, rulesOf, targetOf } from './settings.ts';
import { fileIn, isEditable, isSkillFile, pathIn } from './skillDocument.ts';
import type { SkillFolders } from './skillFolders.ts';

/** Port: the page that explains a rule. */
export type RulePage = (code: string) => vscode.Uri | undefined;

export interface DiagnosticPorts {
  readonly rulePage: RulePage;
  /** Takes a failure of a check nobody waits for. */
  readonly onError: (error: unknown) => void;
}

/** Milliseconds after the last key before a skill is checked. */
const typingPause = 250;
/** Milliseconds before the skills nobody has opened are looked for, so that a start is not slowed down. */
const startPause = 1500;
/** Skills of a workspace that are checked without being open. */
const maxSkills = 500;

/** A problem in the editor, with what a quick fix needs. */
export class SkillDiagnostic extends vscode.Diagnostic {
  readonly problem: Problem;
  readonly folder: vscode.Uri | undefined;

  constructor(problem: Problem, range: vscode.Range, folder: vscode.Uri | undefined, page: vscode.Uri | undefined) {
    super(range, problem.message, severities[problem.severity]);
    this.problem = problem;
    this.folder = folder;
    this.source = 'Skills';
    this.code = page ? { value: problem.code, target: page } : problem.code;
  }
}

const severities: Readonly<Record<Severity, vscode.DiagnosticSeverity>> = {
  error: vscode.DiagnosticSeverity.Error,
  warning: vscode.DiagnosticSeverity.Warning,
  information: vscode.DiagnosticSeverity.Information,
  hint: vscode.DiagnosticSeverity.Hint,
};

/**
 * Keeps the problems of every skill in the workspace, and of every open SKILL.md, up to date. One skill is one job: what comes while it
 * waits is checked with it, what comes while it runs makes it run again.
 */
export class SkillDiagnostics implements vscode.Disposable {
  readonly #folders: SkillFolders;
  readonly #rulePage: RulePage;
  readonly #onError: (error: unknown) => void;
  readonly #collection = vscode.languages.createDiagnosticCollection('skills');
  readonly #timers = new Map<string, NodeJS.Timeout>();
  /** The number of the newest job for each folder: an older one that ends later is dropped. */
  readonly #jobs = new Map<string, number>();
  /** Files with diagnostics, by folder. */
  readonly #reported = new Map<string, readonly vscode.Uri[]>();
  readonly #searching = new vscode.CancellationTokenSource();
  readonly #disposables: readonly { dispose(): unknown }[];
  #disposed = false;

  constructor(folders: SkillFolders, { rulePage, onError }: DiagnosticPorts) {
    this.#folders = folders;
    this.#rulePage = rulePage;
    this.#onError = (error) => { if (!this.#disposed) onError(error); };
    this.#disposables = [
      this.#collection,
      this.#searching,
      folders.onDidChange((folder) => { this.#schedule(folder); }),
      vscode.workspace.onDidOpenTextDocument((document) => { this.#touch(document, 0); }),
      vscode.workspace.onDidChangeTextDocument(({ document }) => { this.#touch(document, typingPause); }),
      vscode.workspace.onDidCloseTextDocument((document) => { this.#close(document); }),
      vscode.workspace.onDidChangeConfiguration((event) => { if (event.affectsConfiguration('skillPublisher')) this.checkAll(); }),
      vscode.workspace.onDidChangeWorkspaceFolders(() => { this.checkAll(); }),
    ];
    for (const document of vscode.workspace.textDocuments) this.#touch(document, 0);
    this.#timers.set('', setTimeout(() => { this.checkAll(); }, startPause));
  }

  dispose(): void {
    this.#disposed = true;
    this.#searching.cancel();
    for (const timer of this.#timers.values()) clearTimeout(timer);
    for (const disposable of this.#disposables) disposable.dispose();
  }

  /** Checks the skill in `folder` as it would be published, shows its problems and gives all of them, those that VS Code says itself included. */
  async check(folder: vscode.Uri): Promise<readonly Problem[]> {
    const key = folder.toString();
    const job = (this.#jobs.get(key) ?? 0) + 1;
    this.#jobs.set(key, job);
    clearTimeout(this.#timers.get(key));
    const [core, skill, selection] = await Promise.all([loadCore(), this.#folders.skill(folder), this.#folders.selection(folder)]);
    const problems = [...core.validate(skill, targetOf(folder), { rules: rulesOf(folder) }), ...selection.problems];
    if (this.#jobs.get(key) === job && !this.#disposed) this.#show(folder, skill, problems);
    return problems;
  }

  /** Checks the skills of the workspace again, and those of open editors. */
  checkAll(): void {
    this.#searchAndCheck().catch(this.#onError);
  }

  /** The diagnostics of a file that this product reports. */
  of(uri: vscode.Uri): readonly SkillDiagnostic[] {
    return (this.#collection.get(uri) ?? []).filter((diagnostic) => diagnostic instanceof SkillDiagnostic);
  }

  async #searchAndCheck(): Promise<void> {
    const found = await this.#folders.find(excludePattern(), maxSkills, this.#searching.token);
    const wanted = new Set(found.map((folder) => folder.toString()));
    for (const folder of found) this.#schedule(folder);
    for (const document of vscode.workspace.textDocuments) this.#touch(document, 0, wanted);
    for (const key of this.#reported.keys()) if (!wanted.has(key)) this.#clear(key);
  }

  #touch(document: vscode.TextDocument, pause: number, keep?: Set<string>): void {
    if (!isEditable(document.uri)) return;
    if (document.uri.scheme === 'untitled') {
      if (isSkillFile(document.uri)) this.#later(document.uri.toString(), pause, () => this.#checkUntitled(document));
      return;
    }
    if (!isSkillFile(document.uri) && !this.#folders.known.some((folder) => pathIn(folder, document.uri) !== undefined)) return;
    this.#folders.folderOf(document.uri).then((folder) => {
      if (!folder) return;
      keep?.add(folder.toString());
      if (vscode.workspace.getWorkspaceFolder(folder) === undefined) this.#folders.refresh(folder);
      this.#schedule(folder, pause);
    }).catch(this.#onError);
  }

  #close(document: vscode.TextDocument): void {
    const { uri } = document;
    if (uri.scheme === 'untitled') this.#clear(uri.toString());
    else if (isSkillFile(uri) || this.of(uri).length > 0) {
      this.#folders.folderOf(uri).then((folder) => {
        if (!folder) return;
        // Outside of the workspace a skill is looked at only while it is open.
        if (vscode.workspace.getWorkspaceFolder(folder) === undefined) this.#clear(folder.toString());
        else this.#schedule(folder);
      }).catch(this.#onError);
    }
  }

  #schedule(folder: vscode.Uri, pause = typingPause): void {
    const key = folder.toString();
    // What is being checked now is out of date.
    this.#jobs.set(key, (this.#jobs.get(key) ?? 0) + 1);
    this.#later(key, pause, async () => {
      const { fileName } = await this.#folders.skill(folder);
      if (fileName !== undefined) {
        await this.check(folder);
      } else {
        this.#clear(key);
        this.#folders.remove(folder);
      }
    });
  }

  #later(key: string, pause: number, work: () => Promise<void>): void {
    if (this.#disposed) return;
    clearTimeout(this.#timers.get(key));
    this.#timers.set(key, setTimeout(() => {
      this.#timers.delete(key);
      work().catch(this.#onError);
    }, pause));
  }

  async #checkUntitled(document: vscode.TextDocument): Promise<void> {
    const { version, uri } = document;
    const core = await loadCore();
    if (document.isClosed || document.version !== version) return;
    const skill: Skill = { folderName: undefined, fileName: 'SKILL.md', text: textOf(document), files: undefined };
    const problems = core.validate(skill, targetOf(uri), { rules: rulesOf(uri) });
    this.#collection.set(uri, problems.map((problem) => new SkillDiagnostic(problem, toDocumentRange(document, problem.range), undefined, this.#rulePage(problem.code))));
    this.#reported.set(uri.toString(), [uri]);
  }

  #show(folder: vscode.Uri, skill: Skill, problems: readonly Problem[]): void {
    const key = folder.toString();
    const files = new Map<string, Problem[]>();
    for (const problem of problems) files.set(problem.file, [...(files.get(problem.file) ?? []), problem]);
    const uris: vscode.Uri[] = [];
    for (const [path, found] of files) {
      const uri = path === '' ? fileIn(folder, skill.fileName ?? 'SKILL.md') : fileIn(folder, path);
      const document = vscode.workspace.textDocuments.find((open) => !open.isClosed && open.uri.toString() === uri.toString());
      const lines = document ? undefined : new TextLines((path === skill.fileName ? skill.text : skill.files?.find((file) => file.path === path)?.text) ?? '');
      const toRange = (problem: Problem): vscode.Range => (document ? toDocumentRange(document, problem.range) : lines?.toRange(problem.range)) ?? new vscode.Range(0, 0, 0, 0);
      this.#collection.set(uri, found.map((problem) => new SkillDiagnostic(problem, toRange(problem), folder, this.#rulePage(problem.code))));
      uris.push(uri);
    }
    const now = new Set(uris.map(String));
    for (const uri of this.#reported.get(key) ?? []) if (!now.has(uri.toString())) this.#collection.delete(uri);
    this.#reported.set(key, uris);
  }

  #clear(key: string): void {
    clearTimeout(this.#timers.get(key));
    this.#timers.delete(key);
    this.#jobs.set(key, (this.#jobs.get(key) ?? 0) + 1);
    for (const uri of this.#reported.get(key) ?? []) this.#collection.delete(uri);
    this.#reported.delete(key);
  }
}
