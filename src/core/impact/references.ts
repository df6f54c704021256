import { withoutEnd } from '../text/ends.ts';
import { folderOf, joinPath } from '../skill/path.ts';
import type { Fact } from './model.ts';
import type { Version } from './checks/check.ts';

/** Names that the projects a skill works on have too: in a text they mean the user's file. */
const commonName = new RegExp(
  String.raw`^(?:package(?:-lock)?\.json|config\.\w+|settings\.\w+|readme\.\w+|index\.\w+|main\.\w+|` +
    String.raw`app\.\w+|tsconfig\.json|requirements\.txt|pyproject\.toml|setup\.(?:py|cfg)|changelog\.\w+|` +
    String.raw`license(?:\.\w+)?|dockerfile|makefile|skill\.md|agents\.md|claude\.md|test\.\w+|data\.\w+|` +
    String.raw`output\.\w+|input\.\w+|\.env|\.gitignore|todo\.md|notes?\.md|report\.\w+|utils?\.\w+|types\.ts|` +
    String.raw`styles?\.css)$`,
  'i',
);

/** Where the texts and programs of a version refer to its files, by the path that is meant. */
export function referencesOf(version: Version): ReadonlyMap<string, readonly Fact[]> {
  const found = new Map<string, Fact[]>();
  for (const kind of ['reference', 'module', 'import'] as const)
    for (const facts of version.of(kind).values())
      for (const fact of facts)
        for (const path of new Set(candidatesOf(fact))) {
          const known = found.get(path);
          if (known) known.push(fact);
          else found.set(path, [fact]);
        }
  return found;
}

/** True for a reference that can only mean the file of the skill: a link, a path with a folder, an import. */
export function isSurelyMeant(fact: Fact, path: string): boolean {
  if (fact.kind === 'reference' && fact.value === 'link') return true;
  if (fact.kind === 'import') return true;
  if (fact.kind === 'module') return fact.value !== 'text';
  return fact.subject.includes('/') || (!path.includes('/') && !commonName.test(fact.subject));
}

function candidatesOf({ kind, subject, path, value }: Fact): string[] {
  const folder = folderOf(path);
  if (kind !== 'reference' && value === 'python') return pythonPaths(folder, subject);
  const written = withoutEnd(subject, /\//);
  if (kind === 'reference' && value !== 'link' && !written.includes('/') && commonName.test(written)) return [];
  const joined = [joinPath(folder, written), joinPath('', written)].filter((each) => each !== undefined && each !== '');
  if (value !== 'javascript') return joined as string[];
  return joined.flatMap((each) =>
    ['', '.js', '.mjs', '.cjs', '.ts', '.tsx', '.jsx', '/index.js', '/index.ts'].map((end) => `${each ?? ''}${end}`),
  );
}

function pythonPaths(folder: string, module: string): string[] {
  const dots = /^\.*/.exec(module)?.[0].length ?? 0;
  let base = folder;
  for (let level = 1; level < dots; level += 1) base = folderOf(base);
  const inner = module.slice(dots).replaceAll('.', '/');
  if (inner === '') return [];
  return [joinPath(base, inner), joinPath('', inner)].flatMap((each) =>
    each === undefined ? [] : [`${each}.py`, `${each}/__init__.py`],
  );
}
