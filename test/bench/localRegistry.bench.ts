import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { Agent, request } from 'node:http';
import { fromFiles } from '../../src/node/localRegistry/upload.ts';
import { defaultWorkspace } from '../../src/node/localRegistry/credentials.ts';
import { newSkillId } from '../../src/node/localRegistry/ids.ts';
import { skillFiles, startTestRegistry, type TestRegistry } from '../support/localRegistry.ts';
import { filePart, formBody, skillMd } from '../support/localRegistryCaller.ts';
import { report } from './figure.ts';
import { costOf, median, percentile } from './meter.ts';

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

/** Milliseconds that each of some requests took, in turn, and the processor time of client and server together. */
async function costEach(count: number, request: (index: number) => Promise<number>): Promise<Timed> {
  const times: number[] = [];
  const { cpu } = await costOf(async () => {
    for (let index = 0; index < count; index += 1) times.push(await request(index));
  });
  return { times, cpu: cpu / count };
}

interface Timed {
  readonly times: readonly number[];
  /** Of each. */
  readonly cpu: number;
}

function reportTimes(what: string, { times, cpu }: Timed, most: number): void {
  const id = `P7 registry of ${SKILLS.toLocaleString('en')} skills, ${what}`;
  report({ id: `${id}: median`, value: median(times), unit: 'ms', goal: { most } });
  report({ id: `${id}: p95`, value: percentile(times, 0.95), unit: 'ms' });
  report({ id: `${id}: processor time`, value: cpu, unit: 'ms' });
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

  it('lists a page', async () => {
    for (const [what, path] of [
      ['first page of 20', '/v1/skills'],
      ['first page of 100', '/v1/skills?limit=100'],
      ['page of 100 own ones', '/v1/skills?limit=100&source=custom'],
      ['versions of one', `/v1/skills/${anySkill}/versions`],
    ] as const)
      reportTimes(what, await costEach(200, async () => (await timed(registry, 'GET', path)).ms), 10);
  });

  it('lists pages in the depth', async () => {
    let next: string | null = '';
    const pages = await costEach(SKILLS / 100, async () => {
      assert.ok(next !== null);
      const answer = await timed(registry, 'GET', `/v1/skills?limit=100${next === '' ? '' : `&page=${next}`}`);
      next = (JSON.parse(answer.text) as { readonly next_page: string | null }).next_page;
      return answer.ms;
    });
    assert.equal(next, null);
    reportTimes('every page of 100', pages, 10);
  });

  it('creates a skill of 1 MB', async () => {
    const bodies = Array.from({ length: 60 }, () =>
      formBody([skillMd('big-skill'), filePart('big-skill/data.bin', randomBytes(1_000_000))]),
    );
    const created = await costEach(bodies.length, async (index) => {
      const answer = await timed(registry, 'POST', '/v1/skills', bodies[index]);
      assert.equal(answer.status, 200);
      return answer.ms;
    });
    reportTimes('creating one of 1 MB', created, 50);
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
    // The bench's own record of requests grows by about 200 bytes each.
    const id = 'P7 memory that the registry keeps of 10,000 requests';
    report({ id, value: after - before, unit: 'MB', goal: { most: 8 } });
  });
});
