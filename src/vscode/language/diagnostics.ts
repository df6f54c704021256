import * as vscode from 'vscode';
import type { Problem, Severity } from '../../core/skill/problem.ts';
import type { Skill } from '../../core/skill/skill.ts';
import { loadCore, type Core } from './loadCore.ts';
import { SkillNeighbours } from './neighbours.ts';
import { TextLines, textOf, toDocumentRange } from './positions.ts';
import { excludePattern, hostKnowsSkills, rulesOf, targetOf } from './settings.ts';
import { fileIn, isEditable, isSkillFile, parentOf, pathIn } from './skillDocument.ts';
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

interface FileDiagnostics {
  readonly uri: vscode.Uri;
  readonly all: readonly SkillDiagnostic[];
  /** Those of `all` that VS Code's own validator says too. */
  readonly twice: ReadonlySet<SkillDiagnostic>;
  shown: readonly SkillDiagnostic[];
}

/**
 * Keeps the problems of every skill in the workspace, and of every open SKILL.md, up to date. One skill is one job:
 * what comes while it waits is checked with it, what comes while it runs makes it run again.
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
  /** Everything that is wrong with a file, what VS Code says itself included. */
  readonly #found = new Map<string, FileDiagnostics>();
  readonly #neighbours = new SkillNeighbours();
  readonly #searching = new vscode.CancellationTokenSource();
  readonly #disposables: readonly { dispose(): unknown }[];
  #disposed = false;

  constructor(folders: SkillFolders, { rulePage, onError }: DiagnosticPorts) {
    this.#folders = folders;
    this.#rulePage = rulePage;
    this.#onError = (error) => {
      if (!this.#disposed) onError(error);
    };
    this.#disposables = [
      this.#collection,
      this.#searching,
      folders.onDidChange((folder) => {
        this.#schedule(folder);
      }),
      vscode.workspace.onDidOpenTextDocument((document) => {
        this.#touch(document, 0);
      }),
      vscode.workspace.onDidChangeTextDocument(({ document }) => {
        this.#touch(document, typingPause);
      }),
      vscode.languages.onDidChangeDiagnostics(({ uris }) => {
        for (const uri of uris) this.#refresh(uri);
      }),
      vscode.workspace.onDidCloseTextDocument((document) => {
        this.#close(document);
      }),
      vscode.workspace.onDidChangeConfiguration((event) => {
        if (event.affectsConfiguration('skillPublisher')) this.checkAll();
      }),
      vscode.workspace.onDidRenameFiles(() => {
        this.checkAll();
      }),
      vscode.workspace.onDidChangeWorkspaceFolders(() => {
        this.checkAll();
      }),
    ];
    for (const document of vscode.workspace.textDocuments) this.#touch(document, 0);
    this.#timers.set(
      '',
      setTimeout(() => {
        this.checkAll();
      }, startPause),
    );
  }

  dispose(): void {
    this.#disposed = true;
    this.#searching.cancel();
    for (const timer of this.#timers.values()) clearTimeout(timer);
    for (const disposable of this.#disposables) disposable.dispose();
  }

  /**
   * Checks the skill in `folder` as it lies there now, shows its problems and gives all of them, those that VS Code
   * says itself included.
   */
  check(folder: vscode.Uri): Promise<readonly Problem[]> {
    this.#folders.refresh(folder);
    return this.#check(folder);
  }

  /** Checks the skills of the workspace again, and those of open editors. */
  checkAll(): void {
    this.#searchAndCheck().catch(this.#onError);
  }

  /** What is wrong with a file, what only VS Code shows included. */
  of(uri: vscode.Uri): readonly SkillDiagnostic[] {
    return this.#found.get(uri.toString())?.all ?? [];
  }

  async #searchAndCheck(): Promise<void> {
    await this.#folders.find(excludePattern(), maxSkills, this.#searching.token);
    for (const folder of this.#folders.known) this.#schedule(folder);
    for (const document of vscode.workspace.textDocuments)
      if (document.uri.scheme === 'untitled') this.#touch(document, 0);
  }

  async #check(folder: vscode.Uri): Promise<readonly Problem[]> {
    const key = folder.toString();
    const job = (this.#jobs.get(key) ?? 0) + 1;
    this.#jobs.set(key, job);
    const [core, skill, selection] = await Promise.all([
      loadCore(),
      this.#folders.skill(folder),
      this.#folders.selection(folder),
    ]);
    const isNewest = this.#jobs.get(key) === job && !this.#disposed;
    if (isNewest) this.#compare(core, folder, skill);
    const own = core.validate(skill, targetOf(folder), { rules: rulesOf(folder), packing: selection });
    const problems = [...own, ...this.#neighbours.of(core, folder)];
    if (isNewest) this.#show(core, folder, skill, problems);
    return problems;
  }

  #touch(document: vscode.TextDocument, pause: number): void {
    if (!isEditable(document.uri)) return;
    if (document.uri.scheme === 'untitled') {
      if (isSkillFile(document.uri)) this.#later(document.uri.toString(), pause, () => this.#checkUntitled(document));
      return;
    }
    if (!isSkillFile(document.uri) && !this.#folders.known.some((folder) => pathIn(folder, document.uri) !== undefined))
      return;
    this.#folders
      .folderOf(document.uri)
      .then((folder) => {
        if (!folder) return;
        if (vscode.workspace.getWorkspaceFolder(folder) === undefined) this.#folders.refresh(folder);
        this.#schedule(folder, pause);
      })
      .catch(this.#onError);
  }

  #close(document: vscode.TextDocument): void {
    const { uri } = document;
    if (uri.scheme === 'untitled') this.#clear(uri.toString());
    else if (isSkillFile(uri) || this.of(uri).length > 0) {
      this.#folders
        .folderOf(uri)
        .then((folder) => {
          if (folder) this.#schedule(folder);
        })
        .catch(this.#onError);
    }
  }

  #schedule(folder: vscode.Uri, pause = typingPause): void {
    const key = folder.toString();
    // What is being checked now is out of date.
    this.#jobs.set(key, (this.#jobs.get(key) ?? 0) + 1);
    this.#later(key, pause, async () => {
      if (!isOpen(folder) && (await isLeftOut(folder))) {
        this.#clear(key);
        this.#compare(await loadCore(), folder, undefined);
        return;
      }
      const { fileName } = await this.#folders.skill(folder);
      if (fileName !== undefined) {
        await this.#check(folder);
      } else {
        this.#clear(key);
        this.#folders.remove(folder);
        this.#compare(await loadCore(), folder, undefined);
      }
    });
  }

  /** Checks the skills beside one again where it matters to them that it came, changed or went. */
  #compare(core: Core, folder: vscode.Uri, skill: Skill | undefined): void {
    for (const other of this.#neighbours.update(core, folder, skill)) this.#schedule(other);
  }

  #later(key: string, pause: number, work: () => Promise<void>): void {
    if (this.#disposed) return;
    clearTimeout(this.#timers.get(key));
    this.#timers.set(
      key,
      setTimeout(() => {
        this.#timers.delete(key);
        work().catch(this.#onError);
      }, pause),
    );
  }

  async #checkUntitled(document: vscode.TextDocument): Promise<void> {
    const { version, uri } = document;
    const core = await loadCore();
    if (document.isClosed || document.version !== version) return;
    const skill: Skill = { folderName: undefined, fileName: 'SKILL.md', text: textOf(document), files: undefined };
    const problems = core.validate(skill, targetOf(uri), { rules: rulesOf(uri) });
    this.#set(
      core,
      uri,
      skill,
      problems.map(
        (problem) =>
          new SkillDiagnostic(
            problem,
            toDocumentRange(document, problem.range),
            undefined,
            this.#rulePage(problem.code),
          ),
      ),
    );
    this.#reported.set(uri.toString(), [uri]);
  }

  #show(core: Core, folder: vscode.Uri, skill: Skill, problems: readonly Problem[]): void {
    const key = folder.toString();
    const files = new Map<string, Problem[]>();
    for (const problem of problems) files.set(problem.file, [...(files.get(problem.file) ?? []), problem]);
    const uris: vscode.Uri[] = [];
    for (const [path, found] of files) {
      const uri = path === '' ? fileIn(folder, skill.fileName ?? 'SKILL.md') : fileIn(folder, path);
      const document = vscode.workspace.textDocuments.find(
        (open) => !open.isClosed && open.uri.toString() === uri.toString(),
      );
      const lines = document
        ? undefined
        : new TextLines(
            (path === skill.fileName ? skill.text : skill.files?.find((file) => file.path === path)?.text) ?? '',
          );
      const toRange = (problem: Problem): vscode.Range =>
        (document ? toDocumentRange(document, problem.range) : lines?.toRange(problem.range)) ??
        new vscode.Range(0, 0, 0, 0);
      this.#set(
        core,
        uri,
        skill,
        found.map((problem) => new SkillDiagnostic(problem, toRange(problem), folder, this.#rulePage(problem.code))),
      );
      uris.push(uri);
    }
    const now = new Set(uris.map(String));
    for (const uri of this.#reported.get(key) ?? []) if (!now.has(uri.toString())) this.#delete(uri);
    this.#reported.set(key, uris);
  }

  #clear(key: string): void {
    clearTimeout(this.#timers.get(key));
    this.#timers.delete(key);
    this.#jobs.set(key, (this.#jobs.get(key) ?? 0) + 1);
    for (const uri of this.#reported.get(key) ?? []) this.#delete(uri);
    this.#reported.delete(key);
  }

  #set(core: Core, uri: vscode.Uri, skill: Skill, all: readonly SkillDiagnostic[]): void {
    const isSaid = core.saidByHost(skill);
    const twice = new Set(all.filter(({ problem }) => isSaid(problem)));
    const shown = unsaid({ uri, all, twice });
    this.#found.set(uri.toString(), { uri, all, twice, shown });
    this.#collection.set(uri, shown);
  }

  #delete(uri: vscode.Uri): void {
    this.#found.delete(uri.toString());
    this.#collection.delete(uri);
  }

  /** VS Code's own markers came or went. */
  #refresh(uri: vscode.Uri): void {
    const found = this.#found.get(uri.toString());
    if (!found) return;
    const shown = unsaid(found);
    if (shown.length === found.shown.length && shown.every((diagnostic, index) => diagnostic === found.shown[index]))
      return;
    found.shown = shown;
    this.#collection.set(uri, shown);
  }
}

function isOpen(folder: vscode.Uri): boolean {
  return vscode.workspace.textDocuments.some(
    ({ uri, isClosed }) => !isClosed && isSkillFile(uri) && parentOf(uri).toString() === folder.toString(),
  );
}

/** Skills outside of the workspace, and excluded ones, are looked at only while they are open. */
async function isLeftOut(folder: vscode.Uri): Promise<boolean> {
  if (vscode.workspace.getWorkspaceFolder(folder) === undefined) return true;
  const exclude = excludePattern();
  if (exclude === undefined) return false;
  const { isExcluded } = await import('./excluded.ts');
  return isExcluded(vscode.Uri.joinPath(folder, 'SKILL.md'), exclude);
}

/**
 * What VS Code does not say itself. Its markers are looked for by line: they have no source, and their words are in the
 * language of the editor.
 */
function unsaid({ uri, all, twice }: Omit<FileDiagnostics, 'shown'>): readonly SkillDiagnostic[] {
  const document =
    twice.size > 0 &&
    vscode.workspace.textDocuments.find((open) => !open.isClosed && open.uri.toString() === uri.toString());
  if (!document || !hostKnowsSkills(document)) return all;
  const lines = new Set(hostDiagnostics(vscode.languages.getDiagnostics(uri)).map(({ range }) => range.start.line));
  return all.filter((diagnostic) => !(twice.has(diagnostic) && lines.has(diagnostic.range.start.line)));
}

/** The markers of VS Code's own validator. */
export function hostDiagnostics(diagnostics: readonly vscode.Diagnostic[]): readonly vscode.Diagnostic[] {
  return diagnostics.filter(({ source }) => source === undefined || source === '');
}
