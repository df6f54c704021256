import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { closeSync, globSync, lstatSync, openSync, readFileSync, readSync } from 'node:fs';
import path from 'node:path';
import { runCommandLine as run } from '../../support/commandLine.ts';
import { startTestRegistry, type TestRegistry } from '../../support/localRegistry.ts';
import { skillMd } from '../../support/publishCase.ts';
import { temporaryFolders } from '../../support/temporaryFolder.ts';

describe('cli, a place that cannot be written', function () {
  this.timeout(60_000);
  const make = temporaryFolders();
  let registry: TestRegistry;
  let folder: string;
  let skillId: string;

  beforeEach(async () => {
    registry = await startTestRegistry();
    folder = make({ 'one/SKILL.md': skillMd('one'), 'two/SKILL.md': skillMd('two'), file: '' });
    const first = await run(folder, ['publish', 'one', '--base-url', registry.url, '--yes']);
    skillId = first.out.split('\t')[0] ?? '';
    const planned = await run(folder, ['plan', 'two', '--out', 'plan', '--base-url', registry.url]);
    assert.deepEqual([first.code, planned.code], [0, 0], first.err + planned.err);
  });
  afterEach(() => registry.close());

  const at = (): readonly string[] => ['--base-url', registry.url];
  for (const [what, args] of [
    ['The report', (place) => ['validate', 'one', '--output', place]],
    ['The baseline', (place) => ['baseline', 'one', '--baseline', place]],
    ['The archive', (place) => ['pack', 'one', '--output', place]],
    ['The skill', (place) => ['init', place]],
    ['The plan', (place) => ['plan', 'two', '--out', place, ...at()]],
    ['The version', (place) => ['pull', skillId, place, '--yes', ...at()]],
    ['The result', (place) => ['publish', '--plan', 'plan', '--result', place, '--yes', ...at()]],
  ] satisfies readonly (readonly [string, (place: string) => readonly string[]])[])
    for (const place of ['file/made', ...(process.platform === 'linux' ? ['/proc/none/made'] : [])])
      it(`${place} ends a run with one sentence and 2: ${what.toLowerCase()}`, async () => {
        const sent = registry.requests.filter(({ method }) => method !== 'GET').length;
        const { code, err } = await run(folder, args(place));
        assert.equal(code, 2, err);
        const said = err.split('\n').find((line) => line.startsWith(what)) ?? err;
        assert.match(
          said,
          /cannot be written to '[^']*made' \((?:ENOENT|ENOTDIR|EEXIST): [^,/]*\)\.$|^ENOTDIR: .*made'$/m,
        );
        assert.equal(registry.requests.filter(({ method }) => method !== 'GET').length, sent);
      });

  it('is no file, and is written to instead of replaced', async function () {
    if (process.platform !== 'linux') this.skip();
    const pipe = path.join(folder, 'pipe');
    execFileSync('mkfifo', [pipe]);
    const descriptor = openSync(pipe, 'r+');
    try {
      const { code } = await run(folder, ['validate', 'one', '--format', 'json', '-o', 'pipe']);
      assert.deepEqual([code, lstatSync(pipe).isFIFO()], [0, true]);
      const bytes = Buffer.alloc(4096);
      assert.match(bytes.toString('utf8', 0, readSync(descriptor, bytes)), /"folder": "one"/);
    } finally {
      closeSync(descriptor);
    }
  });

  it('is the file itself, not a name of the system that leads to it', async function () {
    if (process.platform !== 'linux') this.skip();
    const descriptor = openSync(path.join(folder, 'file'), 'r+');
    try {
      const { code, err } = await run(folder, ['validate', 'one', '-o', `/proc/self/fd/${descriptor}`]);
      assert.equal(code, 2);
      assert.match(err, /cannot be written to '\/proc\/self\/fd\/\d+', which leads to a file: name that\.$/m);
    } finally {
      closeSync(descriptor);
    }
  });

  it('sends nothing where the state of an upload could not be kept', async function () {
    if (process.platform !== 'linux') this.skip();
    const env = { XDG_STATE_HOME: '/proc/none' };
    const { code, err } = await run(folder, ['publish', 'two', ...at(), '--yes'], { env });
    assert.equal(code, 1, err);
    assert.match(err, /Nothing was published/);
  });

  it('is never waited for: folders are made in one way', () => {
    const others = globSync('src/**/*.ts')
      .filter((file) => /\bmkdir(?:Sync)?\([^;]*recursive/.test(readFileSync(file, 'utf8')))
      .map((file) => path.basename(file));
    assert.deepEqual(others, []);
  });
});
