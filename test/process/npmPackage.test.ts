import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { existsSync, globSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import path from 'node:path';
import { promisify } from 'node:util';
import { skillMd } from '../support/publishCase.ts';
import { startTestRegistry } from '../support/localRegistry.ts';
import { getOldestNode, oldestNodeVersion } from '../support/oldestNode.ts';
import { runProgram } from '../support/cliProgram.ts';
import { temporaryFolders } from '../support/temporaryFolder.ts';

const run = promisify(execFile);
const built = path.resolve('dist/npm');
const program = path.join(built, 'dist/cli.js');
const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { readonly version: string };
/** Without the folders of this project: the Node of the machine, as people have it. */
const machinePath = (process.env['PATH'] ?? '')
  .split(path.delimiter)
  .filter((folder) => !folder.split(path.sep).includes('node_modules'))
  .join(path.delimiter);

describe('the npm package', function () {
  this.timeout(120_000);
  const make = temporaryFolders();

  it('holds the command line, its texts and its licenses, and nothing of the editor or of this machine', () => {
    const files = globSync('**/*', { cwd: built }).filter((file) => statSync(path.join(built, file)).isFile());
    const own = files.filter((file) => !file.startsWith(path.join('dist', 'chunks')));
    assert.deepEqual(own.map((file) => file.split(path.sep).join('/')).sort(), [
      'LICENSE',
      'README.md',
      'THIRD-PARTY-NOTICES.txt',
      'dist/cli.js',
      'dist/judge.js',
      'docs/rules.md',
      'package.json',
      'schema/skill-publisher.config.schema.json',
    ]);
    for (const file of files) {
      const text = readFileSync(path.join(built, file), 'utf8');
      assert.ok(!text.includes(process.cwd()), `${file} names a folder of the machine that built it`);
      assert.ok(!/\brequire\("vscode"\)/.test(text), `${file} needs an editor`);
    }
    assert.match(readFileSync(program, 'utf8'), /^#!\/usr\/bin\/env node\n/);
    assert.equal(statSync(program).mode & 0o777, 0o755);
    const manifest = JSON.parse(readFileSync(path.join(built, 'package.json'), 'utf8')) as Record<string, unknown>;
    for (const key of ['private', 'main', 'scripts', 'dependencies', 'devDependencies', 'contributes'])
      assert.equal(manifest[key], undefined, key);
  });

  it('asks for nothing that is not in it or part of Node', () => {
    const known = new Set([...builtinModules, ...builtinModules.map((name) => `node:${name}`), 'node:sqlite']);
    for (const file of globSync('dist/**/*.js', { cwd: built })) {
      const text = readFileSync(path.join(built, file), 'utf8');
      for (const [, name = ''] of text.matchAll(/\brequire\("([^"]+)"\)/g)) {
        const inside = name.startsWith('.') && existsSync(path.resolve(built, path.dirname(file), name));
        assert.ok(inside || known.has(name), `${file} asks for ${name}`);
      }
    }
  });

  /** Runs a command on a skill `demo`; resolves to the bytes and the number of files that it loaded. */
  async function loadedBy(args: readonly string[]): Promise<readonly [bytes: number, count: number]> {
    const folder = make({
      'demo/SKILL.md': skillMd('demo'),
      // Whoever runs programs reads them with this.
      'loaded.cjs':
        'const fs = require("fs");const { readFileSync } = fs;let [bytes, count] = [0, 0];' +
        'fs.readFileSync = (file, ...rest) => {' +
        'if (/dist.*\\.js$/.test(file)) { bytes += fs.statSync(file).size; count += 1; }' +
        'return readFileSync(file, ...rest); };' +
        'process.on("exit", () => process.stderr.write(`loaded ${bytes} in ${count}\\n`));\n',
    });
    const env = { NODE_OPTIONS: `--require ${path.join(folder, 'loaded.cjs')}` };
    const { code, err } = await runProgram(folder, args, { program, env });
    assert.equal(code, 0, err);
    const [, bytes, count] = (/^loaded (\d+) in (\d+)$/m.exec(err) ?? []).map(Number);
    assert.ok(bytes !== undefined && count !== undefined, err);
    return [bytes, count];
  }

  it('loads at most 350 KB in 12 files to check a skill: the rules with their pages, and no parser that it does not need', async () => {
    const [bytes, count] = await loadedBy(['validate', 'demo']);
    assert.ok(bytes > 50_000 && bytes <= 350 * 1024, `${bytes} bytes`);
    assert.ok(count <= 12, `${count} files`);
  });

  it('loads 12 files at most to publish a skill, too', async () => {
    const registry = await startTestRegistry();
    try {
      const [bytes, count] = await loadedBy(['publish', 'demo', '--yes', '--base-url', registry.url]);
      assert.ok(bytes > 350 * 1024 && bytes <= 900 * 1024, `${bytes} bytes`);
      assert.ok(count <= 12, `${count} files`);
    } finally {
      await registry.close();
    }
  });

  it('keeps what was compiled for the next time, unless it is told not to', async () => {
    const folder = make({ 'demo/SKILL.md': skillMd('demo') });
    const kept = path.join(folder, '.cache', 'skill-publisher', 'compiled');
    const validate = (env: Readonly<Record<string, string>> = {}): ReturnType<typeof runProgram> =>
      runProgram(folder, ['validate', 'demo'], { program, env });
    const expected = await validate({ NODE_DISABLE_COMPILE_CACHE: '1' });
    assert.ok(!existsSync(kept));
    assert.deepEqual(await validate(), expected);
    const [file = '', ...others] = globSync('*', { cwd: kept }).map((name) => path.join(kept, name));
    assert.deepEqual(others, []);
    const { ino, mtimeMs, size } = statSync(file);
    assert.ok(size > 50_000, `${size} bytes`);
    assert.deepEqual(await validate(), expected);
    const after = statSync(file);
    assert.deepEqual([after.ino, after.mtimeMs], [ino, mtimeMs]);
  });

  it('takes what was compiled in threads, too, which keep nothing', async () => {
    const names = Array.from({ length: 30 }, (_, index) => `demo-${index}`);
    const folder = make(Object.fromEntries(names.map((name) => [`skills/${name}/SKILL.md`, skillMd(name)])));
    const kept = path.join(folder, '.cache', 'skill-publisher', 'compiled');
    const validate = (): ReturnType<typeof runProgram> =>
      runProgram(folder, ['validate', 'skills', '--format', 'json'], {
        program,
        env: { XDG_CACHE_HOME: `${folder}/.cache` },
      });
    const first = await validate();
    assert.equal(first.code, 0, first.err);
    const stamps = (): readonly (readonly [string, number])[] =>
      globSync('*', { cwd: kept }).map((name) => [name, statSync(path.join(kept, name)).mtimeMs]);
    const before = stamps();
    assert.ok(before.length > 0);
    assert.deepEqual(await validate(), first);
    assert.deepEqual(stamps(), before);
  });

  it('says which Node its registry needs where this one is too old', async () => {
    const node = await getOldestNode();
    const { out } = await runProgram(built, ['--version'], { program, node });
    assert.equal(out, `${version}\n`);
    const { code, err } = await runProgram(built, ['registry'], { program, node });
    assert.equal(code, 2);
    assert.match(err, new RegExp(`needs Node 22\\.13 or newer, and this is ${oldestNodeVersion}`));
  });

  it('runs every command on the oldest Node that it promises', async () => {
    const node = await getOldestNode();
    assert.equal((await run(node, ['--version'])).stdout, `v${oldestNodeVersion}\n`);
    const folder = make({ 'skills/one/SKILL.md': skillMd('one'), 'skills/two/SKILL.md': skillMd('two') });
    const registry = await startTestRegistry();
    try {
      const at = ['--base-url', registry.url];
      for (const args of [
        ['init', 'skills/three'],
        ['validate', 'skills/one', '--fix', '--format', 'sarif'],
        ['baseline', 'write', 'skills'],
        ['explain', 'name/charset'],
        ['listing', 'skills'],
        ['pack', 'skills/one'],
        ['plan', 'skills/one', 'skills/two', '--out', 'plan', ...at],
        ['publish', '--plan', 'plan', '--yes', ...at],
        ['impact', 'skills/one', ...at],
        ['list', ...at],
        ['versions', 'skills/one', ...at],
        ['compare', 'skills/one', ...at],
        ['pull', 'skills/one@v1', 'copy', '--yes', ...at],
        ['delete', 'skills/two', '--skill', '--yes', ...at],
        ['auth', 'status', ...at],
        ['completion', 'bash'],
      ]) {
        const { code, out, err } = await runProgram(folder, args, { program, node });
        assert.equal(code, 0, `${args.join(' ')}\n${out}${err}`);
      }
    } finally {
      await registry.close();
    }
  });

  for (const [which, getPath] of [
    ['the Node of this machine', () => Promise.resolve(machinePath)],
    [
      'the oldest Node that it promises',
      async () => [path.dirname(await getOldestNode()), machinePath].join(path.delimiter),
    ],
    ['the newest Node', () => Promise.resolve([path.dirname(process.execPath), machinePath].join(path.delimiter))],
  ] as const)
    it(`is at most 900 KB, and runs by npx in an empty folder, without a network, on ${which}`, async () => {
      const folder = make({ 'work/demo/SKILL.md': skillMd('demo') });
      const [home, cache, packed] = ['home', 'cache', 'packed'].map((name) => path.join(folder, name));
      assert.ok(home !== undefined && cache !== undefined && packed !== undefined);
      for (const each of [home, cache, packed]) mkdirSync(each);
      writeFileSync(path.join(home, '.npmrc'), '');
      const env = {
        PATH: await getPath(),
        HOME: home,
        npm_config_cache: cache,
        npm_config_offline: 'true',
        npm_config_registry: 'http://127.0.0.1:9',
        npm_config_update_notifier: 'false',
      };
      await run('npm', ['pack', built, '--pack-destination', packed], { cwd: folder, env });
      const archive = path.join(packed, `skill-publisher-${version}.tgz`);
      assert.ok(statSync(archive).size <= 900 * 1024, `${statSync(archive).size} bytes`);
      const npx = ['--yes', `--package=${archive}`, 'skill-publisher'];
      const { stdout } = await run('npx', [...npx, 'validate', 'demo'], { cwd: path.join(folder, 'work'), env });
      assert.match(stdout, /0 errors/);
    });
});
