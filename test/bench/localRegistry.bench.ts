import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { Agent, request } from 'node:http';
import { fromFiles } from '../../src/node/localRegistry/upload.ts';
import { defaultWorkspace } from '../../src/node/localRegistry/credentials.ts';
import { newSkillId } from '../../src/node/localRegistry/ids.ts';
import { skillFiles, startTestRegistry, type TestRegistry } from '../support/localRegistry.ts';
import { filePart, formBody, skillMd } from '../support/localRegistryCaller.ts';

const SKILLS = 10_000;
const VERSIONS_EACH = 10;
const HEADERS = { 'x-api-key': 'k', 'anthropic-version': '2023-06-01' };
const FORM = { ...HEADERS, 'content-type': 'multipart/form-data; boundary=----local-registry-test' };
const agent = new Agent({ keepAlive: true });

/** One request over a kept connection; milliseconds and status. */
function timed(
  registry: TestRegistry,
  method: string,
  path: string,
  body?: Uint8Array,
): Promise<{ readonly ms: number; readonly status: number; readonly text: string }> {
  return new Promise((resolve, reject) => {
    const start = performance.now();
    const headers = body === undefined ? HEADERS : { ...FORM, 'content-length': String(body.byteLength) };
    request({ host: '127.0.0.1', port: registry.port, method, path, headers, agent }, (incoming) => {
      const chunks: Buffer[] = [];
      incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
      incoming.on('end', () => {
        resolve({
          ms: performance.now() - start,
          status: incoming.statusCode ?? 0,
          text: Buffer.concat(chunks).toString(),
        });
      });
    })
      .on('error', reject)
      .end(body);
  });
}

/**
 * Processor time since the last call, of client and server together: what the wall clock would show on a machine that
 * does nothing else.
 */
function processorTime(): number {
  const { user, system } = process.cpuUsage();
  const total = (user + system) / 1000;
  const since = total - lastProcessorTime;
  lastProcessorTime = total;
  return since;
}
let lastProcessorTime = 0;

/** Median and 95th percentile, and a line that says so. */
function report(what: string, times: readonly number[]): { readonly median: number; readonly p95: number } {
  const processor = processorTime() / times.length;
  const sorted = times.toSorted((left, right) => left - right);
  const at = (part: number) => sorted[Math.floor(sorted.length * part)] ?? 0;
  console.log(
    `      ${what}: median ${at(0.5).toFixed(1)} ms, p95 ${at(0.95).toFixed(1)} ms, processor ` +
      `${processor.toFixed(1)} ms each, n=${times.length}`,
  );
  return { median: at(0.5), p95: at(0.95) };
}

function heapMegabytes(): number {
  globalThis.gc?.();
  globalThis.gc?.();
  const { heapUsed, external } = process.memoryUsage();
  return (heapUsed + external) / 1e6;
}

describe(`local registry with ${SKILLS} skills and ${SKILLS * VERSIONS_EACH} versions`, function () {
  this.timeout(600_000);
  let registry: TestRegistry;
  let anySkill = '';

  before(async () => {
    registry = await startTestRegistry();
    const { store } = registry;
    const uploads = Array.from({ length: 50 }, (_, index) =>
      fromFiles(skillFiles('bench', { 'a.txt': String(index) }), 'ga'),
    );
    store.transaction(() => {
      for (let index = 0; index < SKILLS; index += 1) {
        const id = newSkillId();
        if (index === SKILLS / 2) anySkill = id;
        store.insertSkill({ id, workspace: defaultWorkspace, source: 'custom', label: `Skill ${index}` }, 'bench');
        for (let version = 0; version < VERSIONS_EACH; version += 1) {
          const upload = uploads[(index + version) % uploads.length];
          if (upload !== undefined) store.insertVersion(id, upload);
        }
      }
    });
  });
  after(async () => {
    agent.destroy();
    await registry.close();
  });

  it('lists a page in at most 10 ms at the median', async () => {
    for (const [what, path] of [
      ['skills, first page of 20', '/v1/skills'],
      ['skills, first page of 100', '/v1/skills?limit=100'],
      ['custom skills, page of 100', '/v1/skills?limit=100&source=custom'],
      ['versions of one skill', `/v1/skills/${anySkill}/versions`],
    ] as const) {
      const times: number[] = [];
      processorTime();
      for (let count = 0; count < 200; count += 1) times.push((await timed(registry, 'GET', path)).ms);
      assert.ok(report(what, times).median <= 10);
    }
  });

  it('lists pages in the depth as fast as the first', async () => {
    const times: number[] = [];
    processorTime();
    let next: string | null = '';
    while (next !== null) {
      const answer = await timed(registry, 'GET', `/v1/skills?limit=100${next === '' ? '' : `&page=${next}`}`);
      times.push(answer.ms);
      next = (JSON.parse(answer.text) as { readonly next_page: string | null }).next_page;
    }
    assert.equal(times.length, SKILLS / 100);
    assert.ok(report('skills, every page of 100 to the end', times).median <= 10);
  });

  it('creates a skill of 1 MB in at most 50 ms at the median', async () => {
    const bodies = Array.from({ length: 60 }, () =>
      formBody([skillMd('big-skill'), filePart('big-skill/data.bin', randomBytes(1_000_000))]),
    );
    const times: number[] = [];
    processorTime();
    for (const body of bodies) {
      const answer = await timed(registry, 'POST', '/v1/skills', body);
      assert.equal(answer.status, 200);
      times.push(answer.ms);
    }
    assert.ok(report('create of 1 MB', times).median <= 50);
  });

  it('keeps its memory over 10,000 requests', async () => {
    const body = formBody([skillMd('bench', 'again')]);
    const round = async (count: number) => {
      for (let index = 0; index < count; index += 1) {
        if (index % 50 === 0)
          assert.equal((await timed(registry, 'POST', `/v1/skills/${anySkill}/versions`, body)).status, 200);
        else await timed(registry, 'GET', index % 2 === 0 ? '/v1/skills' : `/v1/skills/${anySkill}/versions/latest`);
      }
    };
    await round(2000);
    const before = heapMegabytes();
    await round(10_000);
    const after = heapMegabytes();
    console.log(
      `      heap and buffers before ${before.toFixed(1)} MB, after 10,000 requests ${after.toFixed(1)} MB; ` +
        `resident ${(process.memoryUsage().rss / 1e6).toFixed(0)} MB`,
    );
    // The test's own record of requests grows by about 200 bytes each.
    assert.ok(after - before < 8, `${after - before} MB`);
  });
});
