// Builds everything that runs: `node esbuild.mjs` (production), `--dev` (source maps, not minified), `--watch`,
// `--tests` (also the unit, integration and UI suites into out/).
import { build, context } from 'esbuild';
import { globSync } from 'node:fs';
import { chmod, rm } from 'node:fs/promises';

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

/** @type {import('esbuild').BuildOptions} */
const product = { ...common, outdir: 'dist', minify: !dev, sourcemap: dev, legalComments: 'none', metafile: true };

const products = [
  { ...product, entryPoints: { extension: 'src/extension.ts' }, external: ['vscode'] },
  { ...product, entryPoints: { cli: 'src/cli.ts' }, banner: { js: '#!/usr/bin/env node' } },
  { ...product, entryPoints: { localRegistry: 'src/localRegistry/worker.ts' } },
];

/** Test bundles keep names and inline source maps; only the suites that run inside VS Code may reach `vscode`. */
const testBundle = { ...common, sourcemap: 'inline', keepNames: true, loader: { '.md': 'text' } };
const tests = [
  // Programs that tests start: the worker, and the registry as a process of its own.
  {
    ...testBundle,
    entryPoints: { localRegistry: 'src/localRegistry/worker.ts', registry: 'test/process/registryProgram.ts', pull: 'test/process/pullProgram.ts' },
    outdir: 'out/program',
  },
  { ...testBundle, entryPoints: globSync('test/bench/**/*.bench.ts'), outdir: 'out/bench', outbase: 'test/bench' },
  { ...testBundle, entryPoints: globSync('test/process/**/*.test.ts'), outdir: 'out/process', outbase: 'test/process' },
  { ...testBundle, entryPoints: globSync('test/unit/**/*.test.ts'), outdir: 'out/unit', outbase: 'test/unit' },
  {
    ...testBundle,
    entryPoints: globSync('test/integration/**/*.ts'),
    outdir: 'out/integration',
    outbase: 'test/integration',
    external: ['vscode', 'mocha'],
  },
];

const builds = [...(flags.has('--only-tests') ? [] : products), ...(flags.has('--tests') || flags.has('--only-tests') ? tests : [])]
  .filter((options) => Object.keys(options.entryPoints).length > 0);

if (flags.has('--watch')) {
  for (const options of builds) await (await context(options)).watch();
  console.log('watching');
} else {
  if (!flags.has('--only-tests')) await rm('dist', { recursive: true, force: true });
  await Promise.all(builds.map((options) => build(options)));
  if (!flags.has('--only-tests')) await chmod('dist/cli.js', 0o755);
}
