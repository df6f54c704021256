import assert from 'node:assert/strict';
import { parseFaults } from '../../../../src/node/localRegistry/fault.ts';
import { startTestRegistry, type TestRegistry } from '../../../support/localRegistry.ts';
import { Caller, skillMd } from '../../../support/localRegistryCaller.ts';

describe('faults', () => {
  let registry: TestRegistry;
  let ga: Caller;
  before(async () => {
    registry = await startTestRegistry();
  });
  after(async () => {
    await registry.close();
  });
  beforeEach(() => {
    ga = new Caller(registry, 'ga');
  });
  afterEach(() => {
    registry.clearFaults();
  });

  it('reads kind, value, method, path and times', () => {
    assert.deepEqual(parseFaults('latency=5; status=503@POST#2;cut=3@GET:/v1/skills/;drip@*:/v1'), [
      { kind: 'latency', value: 5, method: undefined, pathPrefix: '/', times: Infinity },
      { kind: 'status', value: 503, method: 'POST', pathPrefix: '/', times: 2 },
      { kind: 'cut', value: 3, method: 'GET', pathPrefix: '/v1/skills/', times: Infinity },
      { kind: 'drip', value: 50, method: undefined, pathPrefix: '/v1', times: Infinity },
    ]);
  });

  it('status answers in the envelope, does nothing, and ends after its times', async () => {
    registry.fault('status=529@POST#2');
    for (const status of [529, 529, 200]) assert.equal((await ga.post('/v1/skills', [skillMd('one')])).status, status);
    assert.equal(((await ga.get('/v1/skills')).json['data'] as readonly unknown[]).length, 1);
  });

  it('status 429 says when to come again, others do not', async () => {
    registry.fault('status=429#1');
    assert.equal((await ga.get('/v1/skills')).headers['retry-after'], '1');
    registry.fault('status=503#1');
    assert.equal((await ga.get('/v1/skills')).headers['retry-after'], undefined);
  });

  it('reset-before does nothing, reset-after has done it: the caller cannot tell', async () => {
    registry.fault('reset-before@POST#1');
    await assert.rejects(ga.post('/v1/skills', [skillMd('one')]), { code: 'ECONNRESET' });
    assert.deepEqual((await ga.get('/v1/skills')).json['data'], []);
    registry.fault('reset-after@POST#1');
    await assert.rejects(ga.post('/v1/skills', [skillMd('one')]), { code: 'ECONNRESET' });
    assert.equal(((await ga.get('/v1/skills')).json['data'] as readonly unknown[]).length, 1);
  });

  it('cut ends the connection within the body', async () => {
    registry.fault('cut=5#1');
    await assert.rejects(ga.get('/v1/skills'), { code: 'ECONNRESET' });
  });

  it('drip and latency are slow and whole', async () => {
    registry.fault('latency=60#1;drip=2#1');
    const start = performance.now();
    assert.deepEqual((await ga.get('/v1/skills')).json, { data: [], next_page: null });
    assert.ok(performance.now() - start > 100);
  });

  it('html, bad-json, wrong-shape and empty answer with 2xx and something else', async () => {
    registry.fault('html#1');
    assert.match((await ga.get('/v1/skills')).bytes.toString(), /^<!doctype html>/);
    registry.fault('bad-json#1');
    assert.equal((await ga.get('/v1/skills')).bytes.toString(), '{"data":[{"id":');
    registry.fault('wrong-shape#1');
    assert.equal((await ga.get('/v1/skills')).json['ok'], true);
    registry.fault('empty#1');
    assert.equal((await ga.get('/v1/skills')).status, 204);
  });
});
