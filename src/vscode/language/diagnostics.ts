import * as vscode from 'vscode';
import { Disposables } from '../../core/text/disposables.ts';
import type { Problem, Severity } from '../../core/skill/problem.ts';
import type { Place, PlacedProblem } from '../../core/workspace/report.ts';
import type { Skills } from '../host/skills.ts';
import { PublishFindings } from './publishFindings.ts';
import { hostKnowsSkills } from './settings.ts';
import { completeStep } from '../host/steps.ts';
import { isSkillUri, textOf } from '../host/openTexts.ts';
import { fileIn } from '../host/uris.ts';
import { diagnosticSource } from './diagnosticSource.ts';
import { l10n } from '../../core/text/l10n.ts';

/** Port: the page that explains a rule. */
type RulePage = (code: string) => vscode.Uri | undefined;

interface DiagnosticPorts {
  readonly rulePage: RulePage;
  /** Takes a failure of a check nobody waits for. */
  readonly onError: (error: unknown) => void;
}

/** A problem in the editor, with what a quick fix needs. */
export class SkillDiagnostic extends vscode.Diagnostic {
  readonly problem: Problem;
  readonly folder: vscode.Uri | undefined;

  constructor(
    problem: Problem & Partial<Pick<PlacedProblem, 'relatedAt'>>,
    range: vscode.Range,
    folder: vscode.Uri | undefined,
    page: vscode.Uri | undefined,
  ) {
    super(range, problem.message, severities[problem.severity]);
    if (folder && problem.related) this.relatedInformation = relatedOf(problem, folder);
    this.problem = problem;
    this.folder = folder;
    this.source = diagnosticSource;
    this.code = page ? { value: problem.code, target: page } : problem.code;
  }
}

function relatedOf(
  { related = [], relatedAt = [] }: Problem & Partial<Pick<PlacedProblem, 'relatedAt'>>,
  folder: vscode.Uri,
): vscode.DiagnosticRelatedInformation[] {
  return related.flatMap(({ file }, index) => {
    const place = relatedAt[index];
    if (!place) return [];
    const location = new vscode.Location(fileIn(folder, file), toRange(place));
    return new vscode.DiagnosticRelatedInformation(location, l10n.t`Also here`);
  });
}

const severities: Readonly<Record<Severity, vscode.DiagnosticSeverity>> = {
  error: vscode.DiagnosticSeverity.Error,
  warning: vscode.DiagnosticSeverity.Warning,
  information: vscode.DiagnosticSeverity.Information,
  hint: vscode.DiagnosticSeverity.Hint,
};

interface Found {
  readonly diagnostic: SkillDiagnostic;
  readonly byHost: boolean;
}

interface FileDiagnostics {
  readonly uri: vscode.Uri;
  /** By skill folder: a skill that lies in another one is judged with both. */
  readonly parts: ReadonlyMap<string, readonly Found[]>;
  readonly all: readonly SkillDiagnostic[];
  /** Those of `all` that VS Code's own validator says too. */
  readonly twice: ReadonlySet<SkillDiagnostic>;
  shown: readonly SkillDiagnostic[];
}

/**
 * Shows the problems of every skill in the Problems view: what the workspace of skills reports, what a publish found,
 * and those of a SKILL.md that was never saved.
 */
export class SkillDiagnostics implements vscode.Disposable {
  readonly #own = new Disposables();
  readonly #skills: Skills;
  readonly #rulePage: RulePage;
  readonly #onError: (error: unknown) => void;
  readonly #collection = this.#own.add(vscode.languages.createDiagnosticCollection('skills'));
  /** What a publish found of the skills, beside what is always judged. */
  readonly published: PublishFindings<vscode.Uri>;
  /** Files with diagnostics, by folder. */
  readonly #reported = new Map<string, readonly vscode.Uri[]>();
  /** How many problems the last report of a folder had. */
  readonly #counts = new Map<string, number>();
  /** Everything that is wrong with a file, what VS Code says itself included. */
  readonly #found = new Map<string, FileDiagnostics>();

  constructor(skills: Skills, { rulePage, onError }: DiagnosticPorts) {
    this.#skills = skills;
    this.#rulePage = rulePage;
    this.#onError = onError;
    this.published = new PublishFindings((folder) => {
      this.#show(folder);
    });
    this.#own.add(
      skills.onDidJudge((folders) => {
        for (const folder of folders) {
          if (skills.report(folder)) this.#show(folder);
          else this.#clear(folder.toString());
        }
      }),
    );
    this.#own.add(
      skills.onDidDelete((place) => {
        this.published.outdated(place);
      }),
    );
    this.#own.add(
      vscode.workspace.onDidOpenTextDocument((document) => {
        this.#touch(document);
      }),
    );
    this.#own.add(
      vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
        if (contentChanges.length > 0) this.published.outdated(document.uri, textOf(document));
        this.#touch(document);
      }),
    );
    this.#own.add(
      vscode.languages.onDidChangeDiagnostics(({ uris }) => {
        for (const uri of uris) this.#refresh(uri);
      }),
    );
    this.#own.add(
      vscode.workspace.onDidCloseTextDocument(({ uri }) => {
        if (uri.scheme === 'untitled') this.#clear(uri.toString());
      }),
    );
    this.#own.add(
      vscode.workspace.onDidChangeConfiguration((event) => {
        if (event.affectsConfiguration('skillPublisher')) this.#checkUnsaved();
      }),
    );
    this.#checkUnsaved();
  }

  dispose(): void {
    this.#own.dispose();
  }

  /** What is wrong with a file, what only VS Code shows included. */
  of(uri: vscode.Uri): readonly SkillDiagnostic[] {
    return this.#found.get(uri.toString())?.all ?? [];
  }

  #checkUnsaved(): void {
    for (const document of vscode.workspace.textDocuments) this.#touch(document);
  }

  #touch(document: vscode.TextDocument): void {
    if (document.uri.scheme === 'untitled' && isSkillUri(document.uri))
      this.#checkUntitled(document).catch(this.#onError);
  }

  async #checkUntitled(document: vscode.TextDocument): Promise<void> {
    const { version, uri } = document;
    const { judgeUntitled } = await import('./judgeUntitled.ts');
    const problems = await judgeUntitled(this.#skills, document, version);
    if (!problems) return;
    const all = problems.map(({ problem, range }) => ({
      diagnostic: this.#toDiagnostic(problem, range, undefined),
      byHost: problem.byHost === true,
    }));
    this.#set(uri.toString(), uri, all);
    this.#reported.set(uri.toString(), [uri]);
  }

  /** What a publish found is shown at once: its folder may be new, or one that nobody judges. */
  #show(folder: vscode.Uri): void {
    const key = folder.toString();
    const { problems, fileName = 'SKILL.md' } = this.#skills.report(folder) ?? { problems: [] };
    if (problems.length < (this.#counts.get(key) ?? 0)) completeStep('fix');
    this.#counts.set(key, problems.length);
    const files = new Map<string, PlacedProblem[]>();
    for (const problem of [...problems, ...this.published.beside(folder, problems)]) {
      const file = problem.file === '' ? fileName : problem.file;
      files.set(file, [...(files.get(file) ?? []), problem]);
    }
    const uris: vscode.Uri[] = [];
    for (const [file, problems] of files) {
      const uri = fileIn(folder, file);
      this.#set(
        key,
        uri,
        problems.map((problem) => ({
          diagnostic: this.#toDiagnostic(problem, toRange(problem.at), folder),
          byHost: problem.byHost === true,
        })),
      );
      uris.push(uri);
    }
    const now = new Set(uris.map(String));
    for (const uri of this.#reported.get(key) ?? []) if (!now.has(uri.toString())) this.#set(key, uri, []);
    this.#reported.set(key, uris);
  }

  #toDiagnostic(problem: Problem, range: vscode.Range, folder: vscode.Uri | undefined): SkillDiagnostic {
    return new SkillDiagnostic(problem, range, folder, this.#rulePage(problem.code));
  }

  #clear(key: string): void {
    for (const uri of this.#reported.get(key) ?? []) this.#set(key, uri, []);
    this.#reported.delete(key);
    this.#counts.delete(key);
  }

  /** `key`: of the folder that the problems are of. */
  #set(key: string, uri: vscode.Uri, found: readonly Found[]): void {
    const parts = new Map(this.#found.get(uri.toString())?.parts);
    if (found.length > 0) parts.set(key, found);
    else parts.delete(key);
    if (parts.size === 0) {
      this.#found.delete(uri.toString());
      this.#collection.delete(uri);
      return;
    }
    const each = once([...parts.values()].flat());
    const all = each.map(({ diagnostic }) => diagnostic);
    const twice = new Set(each.filter(({ byHost }) => byHost).map(({ diagnostic }) => diagnostic));
    const shown = unsaid({ uri, all, twice });
    this.#found.set(uri.toString(), { uri, parts, all, twice, shown });
    this.#collection.set(uri, shown);
  }

  /** VS Code's own markers came or went. */
  #refresh(uri: vscode.Uri): void {
    const found = this.#found.get(uri.toString());
    if (!found || found.twice.size === 0) return;
    const shown = unsaid(found);
    if (shown.length === found.shown.length && shown.every((diagnostic, index) => diagnostic === found.shown[index]))
      return;
    found.shown = shown;
    this.#collection.set(uri, shown);
  }
}

/** What two skills say of one file in the same words is said once. */
function once(found: readonly Found[]): readonly Found[] {
  const told = new Map<string, Found>();
  for (const each of found) {
    const { problem } = each.diagnostic;
    const key = `${problem.code} ${problem.range.start} ${problem.range.end} ${problem.message}`;
    if (!told.has(key)) told.set(key, each);
  }
  return [...told.values()];
}

function toRange({ start, end }: Place): vscode.Range {
  return new vscode.Range(start.line, start.character, end.line, end.character);
}

/**
 * What VS Code does not say itself. Its markers are looked for by line: they have no source, and their words are in the
 * language of the editor.
 */
function unsaid({ uri, all, twice }: Pick<FileDiagnostics, 'uri' | 'all' | 'twice'>): readonly SkillDiagnostic[] {
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
