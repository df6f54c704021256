// The command line as a package of its own: what the build writes to `dist/npm`, for `npm publish`.
import type { Metafile } from 'esbuild';
import { chmodSync, cpSync, globSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { bundledPackages, thirdPartyNotices } from './notices.mts';

const folder = 'dist/npm';
/** What the command line starts, in threads of their own too. */
const entryPoints = ['src/cli.ts', 'src/node/worker/judgeProgram.ts'];

/** Writes the package out of what was built: the files that its programs reach, and nothing of the editor. */
export function writeNpmPackage({ outputs }: Metafile): void {
  const files = reached(outputs);
  for (const file of files) copy(file, path.join(folder, file));
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
