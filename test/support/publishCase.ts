import { buildArchive } from '../../src/core/bundle/archive.ts';
import type { ArchiveFile } from '../../src/core/bundle/extract.ts';
import { readSkill } from '../../src/core/workspace/readSkill.ts';
import { judgeContent } from '../../src/core/workspace/skillJudge.ts';
import { toSnapshot, type SkillSnapshot } from '../../src/core/workspace/snapshot.ts';
import type { FolderContent } from '../../src/core/workspace/folderContent.ts';
import type { LedgerFile } from '../../src/core/publish/ledger.ts';
import type { PlanInput } from '../../src/core/publish/plan.ts';
import type { Registry } from '../../src/core/registry/registry.ts';
import type { SkillIndexFile } from '../../src/core/publish/skillIndex.ts';
import { MemoryTree, type MemoryNode } from './memoryTree.ts';

export function skillMd(name: string, body = '# Body'): string {
  return (
    `---\nname: ${name}\ndescription: Counts the lines of a file. Use it when a file is to be ` +
    `measured.\n---\n\n${body}\n`
  );
}

/** The same with a license: no rule reports anything of it. */
export function licensedSkillMd(name = 'counting-lines'): string {
  return skillMd(name).replace('---\n\n', 'license: MIT\n---\n\n');
}

export async function readContent(
  folderName: string,
  nodes: Readonly<Record<string, MemoryNode>>,
): Promise<SkillSnapshot> {
  const source = { tree: new MemoryTree(nodes), ignoreFiles: [] };
  return judged(await readSkill(source, { folderName, contents: true }));
}

/** A reading with its verdict, as a workspace of skills gives it. */
export function judged(content: FolderContent): SkillSnapshot {
  return toSnapshot(content, (reading, publishedName) =>
    Promise.resolve(judgeContent(reading, { folder: '', target: 'api', rules: {}, publishedName }).problems),
  );
}

export function packed(name: string, files: readonly ArchiveFile[]): Promise<Uint8Array> {
  return buildArchive(name, files);
}

/** Input of a plan for the skill `counting-lines` against a registry; parts can be replaced. */
export async function planInput(
  registry: Registry,
  changes: Partial<PlanInput> & { readonly nodes?: Readonly<Record<string, MemoryNode>> } = {},
): Promise<PlanInput> {
  const { nodes, ...rest } = changes;
  const content = await readContent('counting-lines', nodes ?? { 'SKILL.md': skillMd('counting-lines') });
  return {
    folder: 'skills/counting-lines',
    content,
    registry,
    connection: { key: 'https://skills.example.org', name: 'Test', production: false },
    ...rest,
  };
}

/** A ledger in memory. */
export class MemoryLedger implements LedgerFile {
  text: string | undefined;
  failure: Error | undefined;
  #last: Promise<unknown> = Promise.resolve();

  read(): Promise<string | undefined> {
    return Promise.resolve(this.text);
  }

  write(text: string): Promise<void> {
    if (this.failure) return Promise.reject(this.failure);
    this.text = text;
    return Promise.resolve();
  }

  exclusive<T>(work: () => Promise<T>): Promise<T> {
    const next = this.#last.then(work);
    this.#last = next.catch(() => undefined);
    return next;
  }
}

/** What is known of own skills, in memory. */
export class MemoryIndex implements SkillIndexFile {
  text: string | undefined;

  constructor(text?: string) {
    this.text = text;
  }

  read(): Promise<string | undefined> {
    return Promise.resolve(this.text);
  }

  write(text: string): Promise<void> {
    this.text = text;
    return Promise.resolve();
  }
}
