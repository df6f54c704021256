import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { CliIo } from '../../../src/cli/io.ts';
import { runCli } from '../../../src/cli/run.ts';
import { Store } from '../../../src/node/localRegistry/store.ts';
import { skillMdText } from '../../support/localRegistryCaller.ts';

const registryCommand = (args: readonly string[], io: CliIo): Promise<number> =>
  runCli(['registry', ...args], io, '1.2.3');

describe('skill-publisher registry', () => {
  let folder: string;
  let stdout: string;
  let stderr: string;
  let stop: AbortController;
  let onStdout: () => void;

  beforeEach(() => {
    folder = mkdtempSync(path.join(os.tmpdir(), 'registry-command-'));
    [stdout, stderr, stop, onStdout] = ['', '', new AbortController(), () => undefined];
  });
  afterEach(() => {
    stop.abort();
    rmSync(folder, { recursive: true, force: true });
  });

  function run(...args: readonly string[]): Promise<number> {
    return registryCommand(args, {
      stdout: (text) => {
        stdout += text;
        onStdout();
      },
      stderr: (text) => {
        stderr += text;
      },
      signal: stop.signal,
      env: {},
      cwd: folder,
    });
  }

  /** Starts serving, calls `use` with the address, stops; the exit code. */
  async function serving(args: readonly string[], use: (url: string) => Promise<void>): Promise<number> {
    const listening = new Promise<string>((resolve) => {
      onStdout = () => {
        resolve(/http:\/\/\S+/.exec(stdout)?.[0] ?? '');
      };
    });
    const running = run('--port', '0', ...args);
    await use(
      await Promise.race([
        listening,
        running.then((code) => {
          throw new Error(`ended with ${code}: ${stderr}`);
        }),
      ]),
    );
    stop.abort();
    return running;
  }

  async function list(url: string, key = 'k') {
    const answer = await fetch(`${url}/v1/skills`, {
      headers: { 'x-api-key': key, 'anthropic-version': '2023-06-01' },
    });
    return {
      status: answer.status,
      body: (await answer.json()) as { readonly data?: readonly { readonly display_name: string }[] },
    };
  }

  function skillFolder(parent: string, name: string, extra = ''): void {
    mkdirSync(path.join(folder, parent, name), { recursive: true });
    writeFileSync(path.join(folder, parent, name, 'SKILL.md'), skillMdText(name, extra));
  }

  it('serves until it is stopped, with 0; logs each request without the key', async () => {
    const code = await serving(['--database', 'a.sqlite', '--api-key', 'a-very-secret-key'], async (url) => {
      assert.equal((await list(url, 'a-very-secret-key')).status, 200);
      assert.equal((await list(url, 'wrong-secret')).status, 401);
    });
    assert.equal(code, 0);
    assert.match(stderr, /Z GET \/v1\/skills 200 \d+ ms req_\w+\n/);
    assert.match(stderr, /Z GET \/v1\/skills 401 /);
    assert.doesNotMatch(stdout + stderr, /a-very-secret-key|wrong-secret/);
    assert.deepEqual(readdirSync(folder), ['a.sqlite']);
  });

  it('takes the key from the environment too', async () => {
    const running = registryCommand(['--port', '0'], {
      stdout: (text) => {
        stdout += text;
        onStdout();
      },
      stderr: (text) => {
        stderr += text;
      },
      signal: stop.signal,
      env: { SKILL_REGISTRY_API_KEY: 'from-the-environment' },
      cwd: folder,
    });
    const url = await new Promise<string>((resolve) => {
      onStdout = () => {
        resolve(/http:\/\/\S+/.exec(stdout)?.[0] ?? '');
      };
    });
    assert.equal((await list(url, 'other')).status, 401);
    assert.equal((await list(url, 'from-the-environment')).status, 200);
    stop.abort();
    assert.equal(await running, 0);
  });

  it('seeds skill folders, leaves equal ones alone and publishes changed ones as versions', async () => {
    skillFolder('seed', 'one');
    skillFolder('seed', 'two');
    skillFolder('seed', 'claude-no');
    mkdirSync(path.join(folder, 'seed', 'no-skill'));
    writeFileSync(path.join(folder, 'seed', 'one', '.env'), 'SECRET=1');
    symlinkSync('/etc/hosts', path.join(folder, 'seed', 'one', 'link'));
    const args = ['--database', 'a.sqlite', '--seed', 'seed'];
    await serving(args, async (url) => {
      assert.deepEqual(
        (await list(url)).body.data?.map((skill) => skill.display_name),
        ['two', 'one'],
      );
    });
    assert.match(stderr, /Seed: 2 published, 0 unchanged, 1 refused\.\n {2}claude-no: .*reserved word 'claude'/);
    writeFileSync(path.join(folder, 'seed', 'two', 'new.md'), 'x');
    [stdout, stop] = ['', new AbortController()];
    await serving(args, async () => {
      await Promise.resolve();
    });
    assert.match(stderr, /Seed: 1 published, 1 unchanged, 1 refused/);
  });

  it('does not seed again what was published before something newer', async () => {
    skillFolder('seed', 'one');
    skillFolder('by-hand', 'one', 'newer');
    const versions: number[] = [];
    for (const seed of ['seed', 'by-hand', 'seed']) {
      [stdout, stop] = ['', new AbortController()];
      await serving(['--database', 'a.sqlite', '--seed', seed], async () => {
        await Promise.resolve();
      });
      const store = new Store(path.join(folder, 'a.sqlite'));
      versions.push(store.counts().versions);
      store.close();
    }
    assert.deepEqual(versions, [1, 2, 2]);
  });

  it('moves skills by --export and --import: ids, times, labels and bytes stay', async () => {
    skillFolder('seed', 'one');
    await serving(['--database', 'a.sqlite', '--seed', 'seed'], async () => {
      await Promise.resolve();
    });
    skillFolder('seed', 'one', 'changed');
    [stdout, stop] = ['', new AbortController()];
    await serving(['--database', 'a.sqlite', '--seed', 'seed'], async () => {
      await Promise.resolve();
    });
    assert.equal(await run('--database', 'a.sqlite', '--export', 'out'), 0);
    assert.match(stdout, /Exported 1 skills and 2 versions to /);
    assert.equal(await run('--database', 'b.sqlite', '--import', 'out'), 0);
    assert.equal(await run('--database', 'b.sqlite', '--import', 'out'), 0);
    assert.match(stdout, /Imported 1 skills and 2 versions from .*\n[^]*Imported 0 skills and 0 versions/);
    const [before, after] = [new Store(path.join(folder, 'a.sqlite')), new Store(path.join(folder, 'b.sqlite'))];
    const skill = before.allSkills()[0];
    assert.deepEqual(after.allSkills(), before.allSkills());
    for (const store of [before, after]) store.transaction(() => undefined);
    const query = { skillId: skill?.id ?? '', order: 'oldestFirst', after: undefined, limit: 10 } as const;
    assert.deepEqual(after.listVersions(query), before.listVersions(query));
    before.close();
    after.close();
  });

  it('imports loose zips, names those it refuses, and says so with 1', async () => {
    skillFolder('seed', 'one');
    await serving(['--database', 'a.sqlite', '--seed', 'seed'], async () => {
      await Promise.resolve();
    });
    assert.equal(await run('--database', 'a.sqlite', '--export', 'out'), 0);
    const exported = path.join(folder, 'out', readdirSync(path.join(folder, 'out'))[0] ?? '');
    const zip = readdirSync(exported).find((name) => name.endsWith('.zip')) ?? '';
    mkdirSync(path.join(folder, 'loose', 'not-exported'), { recursive: true });
    writeFileSync(path.join(folder, 'loose', 'good.zip'), readFileSync(path.join(exported, zip)));
    writeFileSync(path.join(folder, 'loose', 'bad.zip'), 'no zip');
    writeFileSync(path.join(folder, 'loose', 'not-exported', 'skill.json'), '{"id":"../../x"}');
    mkdirSync(path.join(folder, 'loose', '.git'));
    mkdirSync(path.join(folder, 'loose', 'other-folder'));
    assert.equal(await run('--database', 'b.sqlite', '--import', 'loose'), 1);
    assert.match(stdout, /Imported 1 skills and 1 versions/);
    assert.match(
      stderr,
      /Refused: bad\.zip: .*\nRefused: not-exported: .*\nRefused: other-folder: skill\.json is missing\n$/,
    );
  });

  it('exports the rest when an archive is damaged, and says which with 1', async () => {
    skillFolder('seed', 'one');
    skillFolder('seed', 'two');
    await serving(['--database', 'a.sqlite', '--seed', 'seed'], async () => {
      await Promise.resolve();
    });
    const vandal = new DatabaseSync(path.join(folder, 'a.sqlite'));
    vandal.exec(
      "UPDATE archives SET bytes = x'00' WHERE hash = (SELECT archive_hash FROM versions WHERE name = 'one')",
    );
    vandal.close();
    assert.equal(await run('--database', 'a.sqlite', '--export', 'out'), 1);
    assert.match(stdout, /Exported 1 skills and 1 versions to /);
    assert.match(stderr, /Refused: one skill_\w+, version \d+: .* is damaged/);
  });

  it('explains wrong arguments with 2 and changes nothing', async () => {
    for (const [args, message] of [
      [['--port', 'x'], /--port must be from 0 to 65535, not 'x'/],
      [['--dialects', 'gamma'], /--dialects must be both, ga or beta/],
      [['--fault', 'nonsense'], /Fault 'nonsense' is not understood/],
      [['--fault', 'status=200'], /from 400 to 599/],
      [['--api-key', 'two words'], /visible ASCII/],
      [['--api-key', 'test'], /The API key is too short: at least 16 characters/],
      [['--api-key', 'fifteen-letters'], /at least 16 characters/],
      [['--nonsense'], /Unknown option '--nonsense'/],
      [['positional'], /positional/],
    ] as const) {
      stderr = '';
      assert.equal(await run(...args), 2);
      assert.match(stderr, message);
      assert.match(stderr, /See skill-publisher registry --help/);
    }
    assert.deepEqual(readdirSync(folder), []);
  });

  it('prints its usage with 0', async () => {
    assert.equal(await run('--help'), 0);
    assert.match(stdout, /^Usage: skill-publisher registry/);
  });

  it('says what to do about a port in use, a missing seed and a foreign file, with 1', async () => {
    await serving(['--database', 'a.sqlite'], async (url) => {
      const port = new URL(url).port;
      assert.equal(await run('--database', 'b.sqlite', '--port', port), 1);
      assert.match(stderr, new RegExp(`Port ${port} is in use\\. Choose another with --port`));
    });
    assert.equal(await run('--database', 'a.sqlite', '--seed', 'nowhere'), 1);
    assert.match(stderr, /nowhere does not exist/);
    writeFileSync(path.join(folder, 'notes.txt'), 'my notes');
    assert.equal(await run('--database', 'notes.txt'), 1);
    assert.match(stderr, /notes\.txt is not a database/);
    assert.equal(readFileSync(path.join(folder, 'notes.txt'), 'utf8'), 'my notes');
  });
});
