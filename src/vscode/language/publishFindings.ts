import type * as vscode from 'vscode';
import { pathIn } from '../../core/text/addresses.ts';
import type { Problem } from '../../core/skill/problem.ts';
import { type Skill, textIn } from '../../core/skill/skill.ts';
import { placesIn, type PlacedProblem } from '../../core/workspace/report.ts';

type Uri = Pick<vscode.Uri, 'toString'>;

/** What was found in a skill, as it was read for that. */
interface Found<Folder extends Uri> {
  readonly folder: Folder;
  readonly skill: Skill;
  readonly problems: readonly PlacedProblem[];
}

/** What tells one problem from another, whatever words it has. */
function factOf({ code, severity, file, at, data }: PlacedProblem): string {
  return JSON.stringify([code, severity, file, at.start.line, data]);
}

/**
 * What a publish found and nothing else shows (secrets, refusals of the service), kept by skill folder until the file at
 * fault changes.
 */
export class PublishFindings<Folder extends Uri> {
  readonly #onChange: (folder: Folder) => void;
  readonly #found = new Map<string, Found<Folder>>();

  /** `onChange`: what is kept of a folder became another. */
  constructor(onChange: (folder: Folder) => void) {
    this.#onChange = onChange;
  }

  /** Replaces what is kept of a folder. `skill`: as it was read when that was found. */
  set(folder: Folder, skill: Skill, problems: readonly Problem[]): void {
    const placeOf = placesIn(skill);
    this.#put({
      folder,
      skill,
      problems: problems.map((problem) => ({ ...problem, at: placeOf(problem.file, problem.range) })),
    });
  }

  clear(folder: Folder): void {
    if (this.#found.delete(folder.toString())) this.#onChange(folder);
  }

  /** What is kept of a folder, and not known anyway. */
  beside(folder: Folder, known: readonly PlacedProblem[]): readonly PlacedProblem[] {
    const kept = this.#found.get(folder.toString())?.problems ?? [];
    const facts = new Set(known.map(factOf));
    return kept.filter((problem) => !facts.has(factOf(problem)));
  }

  /**
   * A file or folder is gone, or the text of a file changed to `text`: what was found there is old, unless it was found
   * in that very text (an editor tells of its changes a moment late).
   */
  outdated(place: Uri, text?: string): void {
    const address = place.toString(true);
    for (const found of this.#found.values()) {
      const root = found.folder.toString(true);
      const kept = found.problems.filter(({ file }) => {
        const at = file === '' ? root : `${root}/${file}`;
        if (at === address) return text !== undefined && text === textIn(found.skill, file);
        return pathIn(address, at) === undefined;
      });
      if (kept.length < found.problems.length) this.#put({ ...found, problems: kept });
    }
  }

  #put(found: Found<Folder>): void {
    if (found.problems.length === 0) {
      this.clear(found.folder);
      return;
    }
    this.#found.set(found.folder.toString(), found);
    this.#onChange(found.folder);
  }
}
