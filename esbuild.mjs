// Builds everything that runs: `node esbuild.mjs` (production), `--dev` (source maps, not minified), `--watch`,
// `--tests` (also the integration suites, benchmarks and programs into out/), `--programs` (only the programs that tests
// start). Unit, process and UI tests run from their source.
import { build, context, transform } from 'esbuild';
import { globSync } from 'node:fs';
import { chmod, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { bundledPackages, thirdPartyNotices } from './notices.mts';
import { writeNpmPackage } from './npmPackage.mts';

const flags = new Set(process.argv.slice(2));
const dev = flags.has('--dev') || flags.has('--watch');

/** @type {import('esbuild').BuildOptions} */
const common = {
  bundle: true,
  platform: 'node',
  target: 'node22',
  format: 'cjs',
  logLevel: 'warning',
  mainFields: ['module', 'main'],
  conditions: ['node'],
};

/** What the product looks like, whole or in parts. The command line promises Node 20. */
const shape = {
  platform: 'node',
  target: 'node20',
  minify: !dev,
  sourcemap: dev ? 'inline' : false,
  legalComments: 'none',
};

/**
 * The editor and the command line share their code in chunks, each loaded when it is first needed. esbuild splits only ES modules, and a VS Code
 * extension is CommonJS, so the output is turned from one into the other. Dynamic imports become `require`, which VS Code's own loader answers.
 *
 * @type {import('esbuild').Plugin}
 */
const commonJs = {
  name: 'commonjs-output',
  setup({ onEnd }) {
    onEnd(async ({ outputFiles = [], metafile }) => {
      const atOnce = loadedAtActivation(metafile);
      await mkdir('dist/chunks', { recursive: true });
      for (const { path: file, text } of outputFiles) {
        const whole = await toCommonJs(text, dev || atOnce.has(path.relative('.', file).replaceAll('\\', '/')));
        await writeFile(file, file.endsWith('cli.js') ? `#!/usr/bin/env node\n${whole}` : whole);
      }
    });
  },
};

/**
 * The files that the extension loads before anything is asked for: in these it would only cost to put that off.
 *
 * @param {import('esbuild').Metafile | undefined} metafile
 */
function loadedAtActivation(metafile) {
  const { outputs = {} } = metafile ?? {};
  const files = new Set(Object.keys(outputs).filter((file) => outputs[file]?.entryPoint === 'src/extension.ts'));
  for (const file of files)
    for (const { kind, path: next } of outputs[file]?.imports ?? [])
      if (kind === 'import-statement' && outputs[next]) files.add(next);
  return files;
}

/**
 * @param {string} text
 * @param {boolean} atOnce What it imports is loaded with it.
 */
async function toCommonJs(text, atOnce) {
  const options = { ...shape, format: 'cjs', supported: { 'dynamic-import': false } };
  const module = withOwnExports(withOneVsCode(withPlainModules(text)));
  if (atOnce) return (await transform(module, options)).code;
  const { code } = await transform(module, { ...options, minify: false });
  return (await transform(whenUsed(code), { ...shape, format: 'cjs' })).code;
}

/**
 * Each chunk is loaded when something of it is first used, not with the one that imports it: most of what a text could need
 * (YAML, names of entities) most texts do not. Nothing of ours does anything by being loaded, so the order does not matter.
 *
 * @param {string} code
 */
function whenUsed(code) {
  const names = new Set();
  const lazy = code
    .replace(/^require\("\.[^"]*"\);\n/gm, '')
    .replace(/^var (import_\w+) = (require\("\.[^"]*"\));\n/gm, (_statement, name, call) => {
      names.add(name);
      return `var ${name}_loaded, ${name} = () => (${name}_loaded ??= ${call});\n`;
    });
  return lazy.replace(/\b(import_\w+)\./g, (use, name) => (names.has(name) ? `(${name}()).` : use));
}

/**
 * The exports as getters. What esbuild makes of them copies them into another object, with 300 bytes of helpers in each of a hundred chunks. Chunks
 * never import each other in a circle, so it does not matter that `require` comes first.
 *
 * @param {string} text
 */
function withOwnExports(text) {
  return text.replace(/export\s*\{([^{}]*)\};?\s*$/, (_statement, list) => {
    const names = list.split(',').map((each) => each.trim().split(/\s+as\s+/));
    return `module.exports={${names.map(([own, as = own]) => `get ${as}(){return ${own}}`).join(',')}};\n`;
  });
}

/**
 * What a file imports of Node as a whole is the module itself: esbuild would ask whether it is one of ours, with 400 bytes of helpers in each file.
 *
 * @param {string} text
 */
function withPlainModules(text) {
  return text.replace(/\bimport\s+([\w$]+)\s*from\s*("node:[\w/]+");/g, 'var $1 = require($2);');
}

/**
 * Each import of `vscode` would copy the whole API when it becomes CommonJS, a hundred times at activation: the first one serves all of a file.
 *
 * @param {string} text
 */
function withOneVsCode(text) {
  let first;
  return text.replace(/import\s*\*\s*as\s+([\w$]+)\s+from\s*"vscode";/g, (statement, name) => {
    if (first !== undefined) return `var ${name} = ${first};`;
    first = name;
    return statement;
  });
}

/**
 * jszip writes archives out of content that `node:zlib` has compressed (`core/bundle/deflate.ts`), so its own deflate and
 * its copies of Node's streams are not needed.
 *
 * @type {import('esbuild').Plugin}
 */
const leanJsZip = {
  name: 'lean-jszip',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^(?:pako|lie|setimmediate)$/ }, ({ path }) => ({ path, namespace: 'left-out' }));
    onLoad({ filter: /.*/, namespace: 'left-out' }, () => ({ contents: 'module.exports = {};', loader: 'js' }));
    onResolve({ filter: /^readable-stream$/ }, () => ({ path: 'node:stream', external: true }));
  },
};

/** @type {import('esbuild').BuildOptions} */
const product = {
  ...common,
  ...shape,
  format: 'esm',
  splitting: true,
  metafile: true,
  write: false,
  outdir: 'dist',
  chunkNames: 'chunks/[name]-[hash]',
  entryPoints: {
    extension: 'src/extension.ts',
    cli: 'src/cli.ts',
    localRegistry: 'src/node/localRegistry/worker.ts',
    judge: 'src/node/worker/judgeProgram.ts',
    // Most texts name no entity: a chunk of its own, and so nothing that is loaded with what could.
    'chunks/entities': 'character-entities',
    // So with programs: most skills have none, or in one language.
    'chunks/python': '@lezer/python',
    'chunks/javascript': '@lezer/javascript',
    'chunks/unbash': 'unbash',
  },
  external: ['vscode'],
  // The one that is made of modules: of the other everything is loaded as soon as anything is.
  alias: { yaml: path.resolve('node_modules/yaml/browser/dist/index.js') },
  plugins: [leanJsZip, commonJs],
};

/** The action of GitHub: one file, which a tag can hold, with everything in it. The licenses are those of the product. */
const action = {
  ...common,
  ...shape,
  target: 'node24',
  entryPoints: { action: 'src/action.ts' },
  outdir: 'dist',
  plugins: [leanJsZip],
};

/** Test bundles keep names and inline source maps; only the suites that run inside VS Code may reach `vscode`. */
const testBundle = { ...common, sourcemap: 'inline', keepNames: true, loader: { '.md': 'text' } };
/** Programs that tests start: the worker, the command line tool, and the registry as a process of its own. */
const programs = {
  ...testBundle,
  entryPoints: {
    localRegistry: 'src/node/localRegistry/worker.ts',
    judge: 'src/node/worker/judgeProgram.ts',
    cli: 'src/cli.ts',
    registry: 'test/process/registryProgram.ts',
    pull: 'test/process/pullProgram.ts',
    plantedCli: 'test/process/plantedCliProgram.ts',
    plantedJudge: 'test/process/plantedJudgeProgram.ts',
    pack: 'test/bench/packProgram.ts',
    sdkUpload: 'test/bench/sdkUploadProgram.ts',
    firstPage: 'test/bench/firstPageProgram.ts',
  },
  outdir: 'out/program',
};
const tests = [
  programs,
  { ...testBundle, entryPoints: globSync('test/bench/**/*.bench.ts'), outdir: 'out/bench', outbase: 'test/bench' },
  // What a bench runs inside of VS Code.
  {
    ...testBundle,
    entryPoints: globSync('test/bench/window/*.ts'),
    outdir: 'out/bench/window',
    external: ['vscode'],
  },
  {
    ...testBundle,
    entryPoints: globSync('test/integration/**/*.ts'),
    outdir: 'out/integration',
    outbase: 'test/integration',
    external: ['vscode', 'mocha'],
  },
];

/**
 * What the editor shows of an installed extension: the README without how to build it, and without pictures and links to files, which an
 * editor does not find.
 *
 * @param {string} readme
 */
function editorPage(readme) {
  return readme
    .replace(/^## Two commands\n[^]*?(?=^## )/m, '')
    .replace(/^!\[.*\]\(.*\)\n\n/gm, '')
    .replace(/\[([^\]]+)\]\((?!https:)[^)]*\)/g, '$1');
}

/**
 * The licenses of what is in the product, and what is in it, by which tests see that nothing is missing.
 *
 * @param {import('esbuild').Metafile | undefined} metafile
 */
async function writeNotices(metafile) {
  const files = Object.values(metafile?.outputs ?? {}).flatMap(({ inputs }) => Object.keys(inputs));
  await writeFile('dist/THIRD-PARTY-NOTICES.txt', thirdPartyNotices(bundledPackages(files, '.')));
  await mkdir('out', { recursive: true });
  await writeFile('out/product.json', JSON.stringify(metafile));
}

const withoutProduct = flags.has('--only-tests') || flags.has('--programs');
const builds = [
  ...(withoutProduct ? [] : [product, action]),
  ...(flags.has('--tests') || flags.has('--only-tests') ? tests : []),
  ...(flags.has('--programs') ? [programs] : []),
].filter((options) => Object.keys(options.entryPoints).length > 0);

if (flags.has('--watch')) {
  const contexts = await Promise.all(builds.map((options) => context(options)));
  // Whoever waits for the next line starts what was built.
  await Promise.all(contexts.map((each) => each.rebuild()));
  await Promise.all(contexts.map((each) => each.watch()));
  console.log('watching');
} else {
  if (!withoutProduct) await rm('dist', { recursive: true, force: true });
  const results = await Promise.all(builds.map((options) => build(options)));
  if (!withoutProduct) {
    await chmod('dist/cli.js', 0o755);
    const metafile = results.find((result) => result.metafile !== undefined)?.metafile;
    await writeNotices(metafile);
    if (metafile) await writeNpmPackage(metafile, (text) => toCommonJs(text, true));
    await writeFile('dist/page.md', editorPage(await readFile('README.md', 'utf8')));
  }
}
