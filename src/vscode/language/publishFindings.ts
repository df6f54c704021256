import * as vscode from 'vscode';
import type { Problem } from '../../core/skill/problem.ts';
import { placesIn, type PlacedProblem } from '../../core/workspace/report.ts';
import type { Skills } from '../host/skills.ts';
import { pathBelow } from '../host/uris.ts';

/**
 * What a publish found and nothing else shows (secrets, refusals of the service, errors that the editor does not judge
 * so), kept by skill folder until the file at fault changes.
 */
export class PublishFindings implements vscode.Disposable {
  readonly #skills: Skills;
  readonly #onChange: (folder: vscode.Uri) => void;
  readonly #found = new Map<string, readonly PlacedProblem[]>();
  /** The number of the newest `set` or `clear` of a folder: what an older one finds out later is dropped. */
  readonly #turns = new Map<string, number>();
  readonly #listener: vscode.Disposable;

  /** `onChange`: what is kept of a folder became another. */
  constructor(skills: Skills, onChange: (folder: vscode.Uri) => void) {
    this.#skills = skills;
    this.#onChange = onChange;
    this.#listener = vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
      if (contentChanges.length > 0 && this.#found.size > 0) this.#drop(document.uri);
    });
  }

  /** Replaces what is kept of a skill folder. */
  async set(folder: vscode.Uri, problems: readonly Problem[]): Promise<void> {
    const turn = this.#turn(folder);
    const placeOf = placesIn(await this.#skills.skill(folder));
    if (this.#turns.get(folder.toString()) !== turn) return;
    this.#put(
      folder,
      problems.map((problem) => ({ ...problem, at: placeOf(problem.file, problem.range) })),
    );
  }

  clear(folder: vscode.Uri): void {
    this.#turn(folder);
    this.#put(folder, []);
  }

  /** What is kept of a folder and not among the problems that are known of it anyway. */
  beside(folder: vscode.Uri, known: readonly PlacedProblem[]): readonly PlacedProblem[] {
    const kept = this.#found.get(folder.toString()) ?? [];
    return kept.filter(
      ({ severity, message, at }) =>
        !known.some(
          (other) => other.severity === severity && other.message === message && other.at.start.line === at.start.line,
        ),
    );
  }

  dispose(): void {
    this.#listener.dispose();
  }

  #turn(folder: vscode.Uri): number {
    const turn = (this.#turns.get(folder.toString()) ?? 0) + 1;
    this.#turns.set(folder.toString(), turn);
    return turn;
  }

  #put(folder: vscode.Uri, problems: readonly PlacedProblem[]): void {
    if (problems.length === 0 && !this.#found.has(folder.toString())) return;
    if (problems.length === 0) this.#found.delete(folder.toString());
    else this.#found.set(folder.toString(), problems);
    this.#onChange(folder);
  }

  #drop(changed: vscode.Uri): void {
    for (const [key, problems] of this.#found) {
      const folder = vscode.Uri.parse(key, true);
      const path = pathBelow(folder, changed);
      const kept = path === undefined ? problems : problems.filter(({ file }) => file !== path);
      if (kept.length < problems.length) this.#put(folder, kept);
    }
  }
}
