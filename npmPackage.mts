// The command line as a package of its own: what the build writes to `dist/npm`, for `npm publish`.
import type { Metafile } from 'esbuild';
import { chmodSync, cpSync, globSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { bundledPackages, thirdPartyNotices } from './notices.mts';

const folder = 'dist/npm';
/** What the command line starts, in threads of their own too. */
const entryPoints = ['src/cli.ts', 'src/node/worker/judgeProgram.ts'];
/** What checks skills: it is one file, `checkFile`, for to find and open a hundred takes a sixth of the time of a short run. */
const checkingParts = [
  'src/cli/validateCommand.ts',
  'src/cli/skillArguments.ts',
  'src/cli/interruptible.ts',
  'src/core/lint/formats/text.ts',
  'src/core/workspace/openNeighbors.ts',
  'src/core/workspace/skillJudge.ts',
  'src/core/workspace/skillReader.ts',
];
const checkFile = 'dist/chunks/check.js';

/** Writes the package out of what was built: the files that its programs reach, and nothing of the editor. */
export function writeNpmPackage({ outputs }: Metafile): void {
  const files = reached(outputs);
  const together = checkingFiles(outputs);
  for (const file of files) if (!together.includes(file)) copyProgram(file, together);
  write(checkFile, oneFile(together));
  for (const file of ['LICENSE', 'docs/rules.md', ...globSync('schema/*.json')]) copy(file, path.join(folder, file));
  chmodSync(path.join(folder, 'dist/cli.js'), 0o755);
  const modules = files.flatMap((file) => Object.keys(outputs[file]?.inputs ?? {}));
  writeFileSync(path.join(folder, 'THIRD-PARTY-NOTICES.txt'), thirdPartyNotices(bundledPackages(modules, '.')));
  writeFileSync(path.join(folder, 'package.json'), `${JSON.stringify(manifest(), undefined, 2)}\n`);
  writeFileSync(path.join(folder, 'README.md'), readme());
}

/** The outputs that entry points lead to, whether loaded at once or later. */
function reached(outputs: Metafile['outputs']): readonly string[] {
  const found = new Set(
    Object.entries(outputs).flatMap(([file, { entryPoint = '' }]) => (entryPoints.includes(entryPoint) ? [file] : [])),
  );
  // A set takes what is added while it is walked.
  for (const file of found)
    for (const { path: next, external } of outputs[file]?.imports ?? []) if (external !== true) found.add(next);
  return [...found].sort();
}

/** The outputs that hold what checks skills. What comes from packages, such as the parser of YAML, most texts do not need. */
function checkingFiles(outputs: Metafile['outputs']): readonly string[] {
  const found = new Set(
    Object.entries(outputs).flatMap(([file, { entryPoint = '' }]) =>
      checkingParts.includes(entryPoint) ? [file] : [],
    ),
  );
  for (const file of found)
    for (const { path: next, kind } of outputs[file]?.imports ?? []) {
      const inputs = Object.keys(outputs[next]?.inputs ?? {});
      if (kind === 'import-statement' && inputs.some((each) => !each.startsWith('node_modules/'))) found.add(next);
    }
  return [...found].sort();
}

/** Programs as functions of one: each is run when it is first asked for, by its place in the list. */
function oneFile(files: readonly string[]): string {
  const parts = files.map((file) => {
    const text = withRequires(file, (next) => (files.includes(next) ? `part(${files.indexOf(next)})` : undefined));
    return `module=>{${text.replace(/^"use strict";/, '')}}`;
  });
  return (
    `"use strict";const parts=[${parts.join(',\n')}],made=[];` +
    'function part(n){if(!made[n]){made[n]={exports:{}};parts[n](made[n])}return made[n].exports}module.exports=part;\n'
  );
}

/** The text of a program with other ways to load what it needs. */
function withRequires(file: string, toCall: (file: string) => string | undefined): string {
  return readFileSync(file, 'utf8').replace(/\brequire\("(\.[^"]+)"\)/g, (call, name: string) => {
    return toCall(path.posix.join(path.posix.dirname(file), name)) ?? call;
  });
}

function copyProgram(file: string, together: readonly string[]): void {
  const check = path.posix.relative(path.posix.dirname(file), checkFile);
  const text = withRequires(file, (next) =>
    together.includes(next) ? `require("./${check}")(${together.indexOf(next)})` : undefined,
  );
  write(file, text);
}

function write(file: string, text: string): void {
  const to = path.join(folder, file);
  mkdirSync(path.dirname(to), { recursive: true });
  writeFileSync(to, text);
}

function copy(from: string, to: string): void {
  mkdirSync(path.dirname(to), { recursive: true });
  cpSync(from, to);
}

function manifest(): unknown {
  const { name, version, license, keywords, repository, engines, bin } = JSON.parse(
    readFileSync('package.json', 'utf8'),
  ) as Record<string, unknown>;
  const { node } = engines as { readonly node: string };
  return {
    name,
    version,
    description: 'Checks Agent Skills (SKILL.md) and publishes them to the Skills API, in a terminal and in CI.',
    license,
    keywords,
    ...(repository === undefined ? {} : { repository }),
    bin,
    files: ['dist', 'docs', 'schema', 'THIRD-PARTY-NOTICES.txt'],
    engines: { node },
    publishConfig: { access: 'public', provenance: true },
  };
}

/** Of the README what is about the command line, as one who installed it calls it. */
function readme(): string {
  const [, section = ''] = /^## Command line\n([^]*?)(?=^## )/m.exec(readFileSync('README.md', 'utf8')) ?? [];
  const text = section
    .replaceAll('node dist/cli.js', 'skill-publisher')
    .replace(/\(after `npm run build`; (.*?)\)\. [^]*?:\n/, '($1):\n')
    .replace(/\[([^\]]+)\]\((?!https:)[^)]*\)/g, '$1');
  return `# skill-publisher\n\nAgent Skills from a terminal and from CI: \`npx skill-publisher validate\`.\n${text}`;
}
