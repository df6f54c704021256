// The command line as a package of its own: what the build writes to `dist/npm`, for `npm publish`.
import { buildSync, type Metafile } from 'esbuild';
import { chmodSync, cpSync, globSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { bundledPackages, thirdPartyNotices } from './notices.mts';

const folder = 'dist/npm';
/** What the command line starts, in threads of their own too. */
const entryPoints = ['src/cli.ts', 'src/node/worker/judgeProgram.ts'];
/**
 * What checks skills, what reads the publish history for that, and what else publishes: one file each, for to find and
 * open a hundred takes a sixth of the time of a short run.
 */
const togetherParts: Readonly<Record<string, readonly string[]>> = {
  'dist/chunks/check.js': [
    'src/cli/validateCommand.ts',
    'src/cli/skillArguments.ts',
    'src/cli/interruptible.ts',
    'src/cli/workflowCommands.ts',
    'src/core/lint/formats/text.ts',
    'src/core/text/controls.ts',
    'src/core/workspace/openNeighbors.ts',
    'src/core/workspace/skillJudge.ts',
    'src/core/workspace/skillReader.ts',
  ],
  'dist/chunks/history.js': ['src/core/publish/ledger.ts'],
  'dist/chunks/publish.js': [
    'src/cli/publishCommand.ts',
    'src/core/impact/impact.ts',
    'src/core/registry/sdk.ts',
    'src/core/workspace/readSkill.ts',
    'src/core/workspace/snapshot.ts',
    'src/node/disk/fileLock.ts',
    'node_modules/jszip/lib/index.js',
    'node_modules/jszip/lib/compressedObject.js',
    'node_modules/jszip/lib/compressions.js',
  ],
};

/** What loads these files. */
const loader = 'dist/chunks/together.js';

/** Where an output is that is part of a file with others. */
interface Place {
  readonly file: string;
  readonly number: number;
}

/** Makes CommonJS of the text of an ES module. */
type ToCommonJs = (text: string) => Promise<string>;

/** Writes the package out of what was built: the files that its programs reach, and nothing of the editor. */
export async function writeNpmPackage({ outputs }: Metafile, toCommonJs: ToCommonJs): Promise<void> {
  const files = reached(outputs);
  const places = new Map<string, Place>();
  for (const [file, parts] of Object.entries(togetherParts))
    for (const [number, part] of togetherIn(parts, outputs, places).entries()) places.set(part, { file, number });
  for (const file of files) if (!places.has(file)) write(file, withRequires(file, file, places));
  for (const file of Object.keys(togetherParts)) write(file, oneFile(file, places));
  await writeLoader(toCommonJs);
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

/**
 * The outputs that hold parts and what they need, but those that have a place already. What comes from packages, such as
 * the parser of YAML, most texts do not need: it is only with parts that are of a package themselves.
 */
function togetherIn(
  parts: readonly string[],
  outputs: Metafile['outputs'],
  places: ReadonlyMap<string, Place>,
): readonly string[] {
  const isOfPackage = (file: string): boolean => {
    const inputs = Object.keys(outputs[file]?.inputs ?? {});
    return inputs.length > 0 && inputs.every((each) => !each.startsWith('src/'));
  };
  const found = new Set(
    Object.entries(outputs).flatMap(([file, { entryPoint = '' }]) => (parts.includes(entryPoint) ? [file] : [])),
  );
  for (const file of found)
    for (const { path: next, kind } of outputs[file]?.imports ?? [])
      if (kind === 'import-statement' && outputs[next] && (isOfPackage(file) || !isOfPackage(next))) found.add(next);
  return [...found].filter((file) => !places.has(file)).sort();
}

/**
 * Programs as functions of one, which `src/cli/together.ts` calls: each is run when it is first asked for, by its place in the list. In parentheses, by which
 * V8 tells what is called soon from what it would only pass over, and read again.
 */
function oneFile(file: string, places: ReadonlyMap<string, Place>): string {
  const parts = [...places].flatMap(([part, place]) =>
    place.file === file ? [`(module=>{${withRequires(part, file, places).replace(/^"use strict";/, '')}})`] : [],
  );
  return (
    `(require=>{"use strict";const parts=[${parts.join(',\n')}],made=[];` +
    'function part(n){if(!made[n]){made[n]={exports:{}};parts[n](made[n])}return made[n].exports}return part})\n'
  );
}

/** The text of a program, in another file where it is part of that, with the ways from there to what it needs. */
function withRequires(program: string, file: string, places: ReadonlyMap<string, Place>): string {
  return readFileSync(program, 'utf8').replace(/\brequire\("(\.[^"]+)"\)/g, (_call, name: string) => {
    const next = path.posix.join(path.posix.dirname(program), name);
    const place = places.get(next);
    if (place?.file === file) return `part(${place.number})`;
    const way = JSON.stringify(`./${path.posix.relative(path.posix.dirname(file), place ? loader : next)}`);
    return place
      ? `require(${way}).together(${JSON.stringify(path.posix.basename(place.file))})(${place.number})`
      : `require(${way})`;
  });
}

async function writeLoader(toCommonJs: ToCommonJs): Promise<void> {
  const { outputFiles } = buildSync({
    entryPoints: ['src/cli/together.ts'],
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'esm',
    logLevel: 'warning',
    write: false,
  });
  for (const { text } of outputFiles) write(loader, await toCommonJs(text));
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
