import type * as vscode from 'vscode';
import type { Problem } from '../../core/skill/problem.ts';
import type { ValidateOptions } from '../../core/skill/validate.ts';
import type { Target } from '../../core/skill/skill.ts';

/** What was read of one skill folder. Holds no contents. */
export interface FolderReading {
  /** `undefined` when the files that would travel cannot all be read; `unreadable` says why. */
  readonly fingerprint: string | undefined;
  readonly unreadable?: string | undefined;
  readonly errors: number;
  readonly warnings: number;
}

export interface ReadingOptions {
  /** Root of the workspace folder, as `readSkillFolder` takes it. */
  readonly workspaceRoot: string | undefined;
  readonly publishedName: string | undefined;
  readonly target: Target;
  readonly rules: NonNullable<ValidateOptions['rules']>;
  readonly signal: AbortSignal;
}

/** Reads a folder as a publish would. Throws only the signal's reason. */
export async function readFolder(folder: vscode.Uri, options: ReadingOptions): Promise<FolderReading> {
  if (folder.scheme !== 'file')
    return { fingerprint: undefined, unreadable: 'Only skills on disk are compared.', errors: 0, warnings: 0 };
  // Loaded with the first folder: parsers and ignore rules are no part of starting the editor.
  const [{ findIncomplete, readSkillFolder }, { fingerprint }, { validate }] = await Promise.all([
    import('../../node/disk/readSkill.ts'),
    import('../../core/bundle/fingerprint.ts'),
    import('../../core/skill/validate.ts'),
  ]);
  const read = await readSkillFolder(folder.fsPath, options);
  const packing = { problems: read.problems, leftOut: read.selection.leftOut };
  const problems = validate(read.skill, options.target, { rules: options.rules, packing });
  const unreadable = findIncomplete(read);
  return {
    fingerprint: unreadable ? undefined : await fingerprint(read.files),
    unreadable: unreadable?.message,
    errors: count(problems, 'error'),
    warnings: count(problems, 'warning'),
  };
}

function count(problems: readonly Problem[], severity: Problem['severity']): number {
  return problems.filter((problem) => problem.severity === severity).length;
}
