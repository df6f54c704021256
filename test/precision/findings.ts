import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { judgeSkill } from '../../src/core/workspace/judge.ts';
import { readSkillFolder } from '../support/readSkillFolder.ts';
import type { Severity } from '../../src/core/skill/problem.ts';

/** A folder of skills: a copy of one commit of a public repository, named `owner+name`. */
export interface Corpus {
  readonly repository: string;
  readonly commit: string;
  readonly folder: string;
}

/** A finding, where anybody can look it up. */
export interface PublicFinding {
  /** The same as long as the rule finds the same text in the same line of the same file. */
  readonly id: string;
  readonly rule: string;
  readonly severity: Severity;
  readonly repository: string;
  readonly skill: string;
  /** Path in the repository and line, counted from 1: `skills/x/SKILL.md#L12`. */
  readonly place: string;
  readonly message: string;
  /** The lines around it, for whoever judges; they are not kept. */
  readonly lines: string;
}

/** The commit is that of the work tree, or stands in a file `<folder>.commit` beside a copy without one. */
export function openCorpus(folder: string): Corpus {
  const repository = path.basename(path.resolve(folder)).replace('+', '/');
  return { repository, commit: commitOf(folder), folder };
}

function commitOf(folder: string): string {
  try {
    return readFileSync(`${path.resolve(folder)}.commit`, 'utf8').trim();
  } catch {
    return execFileSync('git', ['-C', folder, 'rev-parse', 'HEAD'], { encoding: 'utf8' }).trim();
  }
}

/** The skill folders of a repository, sorted. */
export function skillFolders({ folder }: Corpus): readonly string[] {
  const files = globSync('**/SKILL.md', {
    cwd: folder,
    exclude: (name) => /(?:^|\/)(?:\.git|node_modules)$/.test(name),
  });
  return files.map((file) => path.join(folder, path.dirname(file))).sort();
}

/** What is found in one skill folder for the Skills API. */
export async function findIn(corpus: Corpus, folder: string): Promise<readonly PublicFinding[]> {
  const reading = await readSkillFolder(folder, { workspaceRoot: corpus.folder });
  const skill = toRepositoryPath(corpus, folder);
  return judgeSkill(reading, { target: 'api' }).map(({ code, severity, message, file, range }) => {
    const text = textOf(reading.skill, file);
    const before = text.slice(0, range.start);
    const line = before.split('\n').length;
    const place = `${path.posix.join(skill, file)}#L${line}`;
    const found = text.slice(range.start, Math.min(range.end, range.start + 200));
    const id = createHash('sha256')
      .update([code, corpus.repository, place, found].join('\0'))
      .digest('hex')
      .slice(0, 12);
    const lines = text
      .split('\n')
      .slice(Math.max(0, line - 4), line + 3)
      .join('\n');
    return { id, rule: code, severity, repository: corpus.repository, skill, place, message, lines };
  });
}

function toRepositoryPath({ folder }: Corpus, inside: string): string {
  return path.relative(folder, inside).split(path.sep).join('/');
}

function textOf(skill: Awaited<ReturnType<typeof readSkillFolder>>['skill'], file: string): string {
  return file === skill.fileName ? skill.text : (skill.files?.find((each) => each.path === file)?.text ?? '');
}
