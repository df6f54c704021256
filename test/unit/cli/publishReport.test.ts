import assert from 'node:assert/strict';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { CliIo } from '../../../src/cli/io.ts';
import { runCommandLine } from '../../support/commandLine.ts';
import { startTestRegistry, type TestRegistry } from '../../support/localRegistry.ts';
import { skillMd } from '../../support/publishCase.ts';
import { temporaryFolders } from '../../support/temporaryFolder.ts';

interface Json {
  readonly format: number;
  readonly plan: {
    readonly problems: readonly { readonly code: string; readonly range: unknown }[];
    readonly blockers: readonly { readonly code: string }[];
  } | null;
  readonly outcome: Readonly<Record<string, unknown>> | null;
  readonly error: Readonly<Record<string, unknown>> | null;
  readonly repaired: boolean;
}

describe('cli publish --format json', function () {
  this.timeout(60_000);
  const make = temporaryFolders();
  let registry: TestRegistry;
  beforeEach(async () => {
    registry = await startTestRegistry();
  });
  afterEach(() => registry.close());

  async function run(
    cwd: string,
    args: readonly string[],
    changes: Partial<CliIo> = {},
  ): Promise<Json & { readonly code: number; readonly err: string }> {
    const { code, out, err } = await runCommandLine(
      cwd,
      ['publish', 'counting-lines', '--base-url', registry.url, '--format', 'json', ...args],
      changes,
    );
    const json = JSON.parse(out) as Json;
    assert.deepEqual(Object.keys(json), ['format', 'plan', 'outcome', 'error', 'repaired']);
    assert.equal(json.format, 1);
    if (json.error)
      assert.deepEqual(Object.keys(json.error), [
        'kind',
        'message',
        'status',
        'requestId',
        'serverMessage',
        'code',
        'retryAfter',
      ]);
    return { ...json, code, err };
  }
  const folderOf = (body?: string): string => make({ 'counting-lines/SKILL.md': skillMd('counting-lines', body) });

  it('says why there is no plan: the service is down, the ledger is damaged', async () => {
    const damaged = make({
      'counting-lines/SKILL.md': skillMd('counting-lines'),
      '.skill-publisher.json': '{ damaged',
    });
    const ledger = await run(damaged, ['--yes']);
    assert.deepEqual([ledger.code, ledger.plan, ledger.outcome, ledger.error?.['kind']], [1, null, null, 'ledger']);
    await registry.close();
    const offline = await run(folderOf(), ['--yes']);
    assert.deepEqual(
      [offline.code, offline.plan, offline.outcome, offline.error?.['kind'], offline.error?.['code']],
      [1, null, null, 'offline', 'ECONNREFUSED'],
    );
    registry = await startTestRegistry();
  });

  it('has the plan of what is blocked, with lines and characters', async () => {
    const folder = make({
      'counting-lines/SKILL.md': '---\nname: Bad Name\ndescription: Does things when asked to.\n---\nx\n',
    });
    const { code, plan, outcome, error } = await run(folder, ['--yes']);
    assert.deepEqual(
      [code, outcome, error, plan?.blockers.map((blocker) => blocker.code)],
      [1, null, null, ['problems']],
    );
    assert.deepEqual(plan?.problems.find((problem) => problem.code === 'name/charset')?.range, {
      start: { line: 1, character: 6 },
      end: { line: 1, character: 14 },
    });
  });

  it('writes nothing in a dry run, and says when the ledger was mended', async () => {
    const folder = folderOf();
    assert.equal((await run(folder, ['--yes'])).outcome?.['kind'], 'published');
    const ledger = path.join(folder, '.skill-publisher.json');
    rmSync(ledger);
    const dry = await run(folder, ['--dry-run']);
    assert.deepEqual(
      [dry.code, dry.outcome, dry.error, dry.repaired, existsSync(ledger)],
      [0, null, null, false, false],
    );
    const mended = await run(folder, ['--yes']);
    assert.deepEqual([mended.code, mended.repaired, existsSync(ledger)], [0, true, true]);
    assert.ok(readFileSync(ledger, 'utf8').includes('counting-lines'));
  });

  it('has the outcome and the error of a refusal and of a failure, with words and request id', async () => {
    registry.fault('status=400@POST#1');
    const refused = await run(folderOf(), ['--yes']);
    assert.deepEqual(
      [
        refused.code,
        refused.outcome?.['kind'],
        refused.outcome?.['reason'],
        refused.error?.['kind'],
        refused.error?.['status'],
      ],
      [1, 'notPublished', 'refused', 'invalid', 400],
    );
    assert.deepEqual(Object.keys(refused.outcome ?? {}), ['kind', 'reason', 'message', 'problem', 'retryAfter']);
    registry.fault('status=500@POST#1');
    const controller = new AbortController();
    const failed = await run(folderOf(), ['--yes'], {
      giveUp: controller.signal,
      stderr: () => {
        controller.abort();
      },
    });
    assert.deepEqual([failed.code, failed.outcome?.['kind'], failed.error?.['status']], [3, 'unknown', 500]);
    const words = String(failed.error?.['serverMessage']).replace(/\.$/, '');
    assert.ok(
      words !== 'null' && String(failed.outcome?.['message']).includes(words),
      String(failed.outcome?.['message']),
    );
    assert.ok(String(failed.outcome?.['message']).includes(String(failed.error?.['requestId'])));
  });

  it('ends as not known, with a sentence, when it is told to stop looking', async () => {
    registry.fault('reset-after@POST#1');
    const [stop, giveUp] = [new AbortController(), new AbortController()];
    let said = '';
    const stderr = (text: string): void => {
      said += text;
      if (!text.includes('Checking whether')) return;
      registry.fault('latency=5000@GET');
      stop.abort();
      giveUp.abort();
    };
    const begun = performance.now();
    const { code, outcome } = await run(folderOf(), ['--yes'], { signal: stop.signal, giveUp: giveUp.signal, stderr });
    assert.ok(performance.now() - begun < 4000);
    assert.deepEqual([code, outcome?.['kind'], outcome?.['versions']], [3, 'unknown', []]);
    assert.match(
      String(outcome?.['message']),
      /Could not confirm whether counting-lines was published.*The check was stopped.*Check the registry/,
    );
    assert.match(said, /Ctrl\+C twice stops looking/);
  });

  it('is printed too when the run is stopped before', async () => {
    const folder = folderOf();
    writeFileSync(path.join(folder, 'x'), '');
    const { code, error, outcome } = await run(folder, ['--yes'], { signal: AbortSignal.abort() });
    assert.deepEqual([code, error?.['kind'], outcome], [130, 'aborted', null]);
  });
});
