import assert from 'node:assert/strict';
import { ArchiveError } from '../../../../src/core/bundle/archiveError.ts';
import { localConnection, type Connection } from '../../../../src/vscode/host/connection.ts';
import { nodeId, type RegistryNode } from '../../../../src/vscode/host/registryNode.ts';
import { RegistryError } from '../../../../src/core/registry/errors.ts';
import { showAll } from '../../../../src/vscode/views/registryFilter.ts';
import { countText } from '../../../../src/vscode/views/registryDescription.ts';
import { RegistryModel } from '../../../../src/vscode/views/registryModel.ts';
import { FakeService, many, skill } from './fakeService.ts';

function modelOf(service: FakeService, files?: () => Promise<readonly { path: string }[]>): RegistryModel {
  const model = new RegistryModel({
    registry: () => Promise.resolve(service.registry),
    files: files ?? (() => Promise.resolve([])),
    onFailure: () => undefined,
  });
  model.start(localConnection);
  return model;
}

const shown = (rows: readonly RegistryNode[]): string[] =>
  rows.map((row) =>
    row.kind === 'skill'
      ? row.skill.id
      : row.kind === 'version'
        ? row.version.ref
        : row.kind === 'file' || row.kind === 'folder'
          ? `${row.kind} ${row.path}`
          : row.kind,
  );

describe('RegistryModel', () => {
  it('says of a listed skill what became known of it elsewhere, and nothing of others', async () => {
    const model = modelOf(new FakeService([skill('a'), skill('b'), skill('c')]));
    await model.load();
    const seen = { updatedAt: '2026-11-02T00:00:00Z', seenAt: '2026-11-02T00:00:01Z' };
    const known = new Map([
      ['a', { ...seen, latest: 'a-v2', exists: true }],
      ['b', { ...seen, latest: undefined, exists: false }],
      ['c', { ...seen, latest: 'c-v1', exists: true }],
      ['d', { ...seen, latest: 'd-v1', exists: true }],
    ]);
    const latest = (): unknown[] => (model.listed?.items ?? []).map(({ id, latestVersion }) => [id, latestVersion]);
    assert.equal(
      model.agree(() => undefined),
      false,
    );
    assert.equal(
      model.agree((id) => known.get(id)),
      true,
    );
    assert.deepEqual(latest(), [
      ['a', 'a-v2'],
      ['c', 'c-v1'],
    ]);
    assert.equal(
      model.agree((id) => known.get(id)),
      false,
    );
  });

  it('does not go back to an earlier change than the one that was listed', async () => {
    const listed = { updatedAt: '2026-11-03T00:00:00Z' };
    const model = modelOf(new FakeService([skill('a', listed), skill('b', listed)]));
    await model.load();
    const known = { latest: 'v0', exists: true, seenAt: '2026-11-05T00:00:00Z' };
    model.agree((id) => ({ ...known, updatedAt: id === 'a' ? '2026-11-02T00:00:00Z' : '2026-11-04T00:00:00Z' }));
    assert.deepEqual(
      model.listed?.items.map(({ latestVersion, updatedAt }) => [latestVersion, updatedAt]),
      [
        ['v0', '2026-11-03T00:00:00Z'],
        ['v0', '2026-11-04T00:00:00Z'],
      ],
    );
  });

  it('shows a page of skills and a row for the next', async () => {
    const service = new FakeService(many(250));
    const model = modelOf(service);
    assert.equal(await model.load(), true);
    assert.deepEqual(shown(model.rows()).slice(-2), ['s00099', 'more']);
    assert.equal(countText(model), '100+ skills');
    await model.showMore(undefined);
    await model.showMore(undefined);
    assert.equal(model.rows().length, 250);
    assert.equal(countText(model), '250 skills');
    assert.equal(service.asked.length, 3);
  });

  it('shows the next page once for a double click, and goes on to the end', async () => {
    const service = new FakeService(many(600));
    const model = modelOf(service);
    await model.load();
    await Promise.all([model.showMore(undefined), model.showMore(undefined)]);
    assert.deepEqual([shown(model.rows()).at(-1), model.rows().length, countText(model)], ['more', 201, '200+ skills']);
    assert.equal(service.asked.length, 2);
    for (let step = 0; step < 4; step += 1) await model.showMore(undefined);
    assert.deepEqual([model.rows().length, countText(model)], [600, '600 skills']);
  });

  it('pages the versions of each skill by itself, although their cursors are alike', async () => {
    const service = new FakeService([skill('a'), skill('b')]);
    service.versions = 400;
    const model = modelOf(service);
    await model.load();
    for (const row of model.rows()) {
      assert.ok(row.kind === 'skill');
      await model.children(row);
      for (let step = 0; step < 7; step += 1) await Promise.all([model.showMore(row.skill), model.showMore(row.skill)]);
      assert.deepEqual([(await model.children(row)).length, model.versionCount(row.skill.id)], [400, '400']);
    }
  });

  it('lists once for all who ask at the same time', async () => {
    const service = new FakeService(many(3));
    const model = modelOf(service);
    assert.deepEqual(await Promise.all([model.load(), model.load()]), [true, true]);
    assert.deepEqual(service.asked, ['skills all 100']);
  });

  it('gives the rows below a skill although a refresh or a start came between', async () => {
    const service = new FakeService(many(2));
    const model = modelOf(service);
    await model.load();
    const [row] = model.rows();
    assert.ok(row);
    const below = model.children(row);
    await model.refresh();
    assert.deepEqual(shown(await below), ['s00000-v1']);
    const afterStart = model.children(row);
    model.start(localConnection);
    assert.deepEqual(shown(await afterStart), ['s00000-v1']);
  });

  it('gives no rows below a skill of another connection', async () => {
    const model = modelOf(new FakeService(many(2)));
    await model.load();
    const [row] = model.rows();
    assert.ok(row);
    const below = model.children(row);
    model.start({ ...localConnection, id: 'other' });
    assert.deepEqual(await below, []);
  });

  it('gives every row an id of its own', async () => {
    const service = new FakeService(many(3));
    service.versions = 120;
    const model = modelOf(service, () =>
      Promise.resolve([{ path: 'SKILL.md' }, { path: 'a/SKILL.md' }, { path: 'a/b/c' }]),
    );
    await model.load();
    const rows: RegistryNode[] = [];
    const collect = async (level: readonly RegistryNode[]): Promise<void> => {
      for (const row of level) {
        rows.push(row);
        await collect(await model.children(row));
      }
    };
    await collect(model.rows());
    assert.ok(rows.length > 3 * 50 * 4);
    assert.equal(new Set(rows.map(nodeId)).size, rows.length);
  });

  it('shows versions fifty at a time, newest first, and learns the name', async () => {
    const service = new FakeService([skill('a')]);
    service.versions = 1000;
    const model = modelOf(service);
    await model.load();
    const [row] = model.rows();
    assert.ok(row);
    const first = await model.children(row);
    assert.deepEqual([shown(first)[0], shown(first).at(-1), first.length], ['a-v1000', 'more', 51]);
    assert.equal(model.versionCount('a'), '50+');
    assert.equal(model.nameOf('a'), 'slug-a');
    await model.showMore(skill('a'));
    assert.equal((await model.children(row)).length, 101);
  });

  it('searches label, name and id in all skills, in few large pages', async () => {
    const service = new FakeService([...many(2500), skill('skill_needle', { label: 'Hay Stack' })]);
    const model = modelOf(service);
    await model.load();
    await model.setFilter({ ...showAll, text: 'STACK hay' });
    assert.deepEqual(shown(model.rows()), ['skill_needle']);
    await model.setFilter({ ...showAll, text: 'needle' });
    assert.deepEqual(shown(model.rows()), ['skill_needle']);
    assert.deepEqual(service.asked, ['skills all 100', 'skills all 1000', 'skills all 1000', 'skills all 1000']);
    assert.equal(countText(model), '1 of 2,501 skills');
    const [row] = model.rows();
    await model.children(row ?? assert.fail());
    await model.setFilter({ ...showAll, text: 'slug-skill_needle' });
    assert.deepEqual(shown(model.rows()), ['skill_needle']);
    await model.setFilter(showAll);
    assert.deepEqual([model.rows().length, shown(model.rows()).at(-1)], [101, 'more']);
  });

  it('lets the service filter by the sources it can, and filters the others itself', async () => {
    const service = new FakeService([
      skill('own'),
      skill('pdf', { source: 'anthropic' }),
      skill('odd', { source: 'plugin' }),
    ]);
    const model = modelOf(service);
    await model.load();
    assert.deepEqual(model.sources, ['custom', 'anthropic', 'plugin']);
    await model.setFilter({ ...showAll, source: 'anthropic' });
    assert.deepEqual(shown(model.rows()), ['pdf']);
    await model.setFilter({ ...showAll, source: 'plugin' });
    assert.deepEqual(shown(model.rows()), ['odd']);
    assert.deepEqual(service.asked, ['skills all 100', 'skills anthropic 100', 'skills all 100']);
  });

  it('sorts by name as people do, or newest first', async () => {
    const service = new FakeService([
      skill('1', { label: 'b10', updatedAt: '2026-01-01' }),
      skill('2', { label: 'B9', updatedAt: '2026-03-01' }),
      skill('3', { label: 'a', updatedAt: '2026-02-01' }),
    ]);
    const model = modelOf(service);
    await model.load();
    assert.deepEqual(shown(model.rows()), ['2', '3', '1']);
    await model.setFilter({ ...showAll, sort: 'name' });
    assert.deepEqual(shown(model.rows()), ['3', '2', '1']);
  });

  for (const text of ['', 's0'])
    it(`keeps what was published and deleted while ${text === '' ? 'a refresh' : 'everything'} is listed`, async () => {
      const service = new FakeService(many(3));
      const { registry } = service;
      let pass: () => void = () => undefined;
      const waiting = new Promise<void>((resolve) => {
        pass = resolve;
      });
      let late = false;
      const model = new RegistryModel({
        registry: () =>
          Promise.resolve({
            ...registry,
            listSkills: async (options) => {
              const page = await registry.listSkills(options);
              // The answer was made before, and arrives after what happens meanwhile.
              if (late) await waiting;
              return page;
            },
          }),
        files: () => Promise.resolve([]),
        onFailure: () => undefined,
      });
      model.start(localConnection);
      await model.load();
      late = true;
      const refreshing =
        text === '' ? model.refresh() : model.setFilter({ ...model.filter, text }).then(() => model.refresh());
      await new Promise((resolve) => setImmediate(resolve));
      model.put(skill('s0-new'));
      model.remove('s00001');
      pass();
      await refreshing;
      assert.deepEqual(shown(model.rows()), ['s0-new', 's00000', 's00002']);
      late = false;
      service.skills = [skill('s0-new'), ...service.skills.filter(({ id }) => id !== 's00001')];
      await model.refresh();
      assert.deepEqual(shown(model.rows()), ['s0-new', 's00000', 's00002']);
    });

  it('keeps the rows after a failed refresh, with a row that says so and mends it', async () => {
    const service = new FakeService([skill('a')]);
    service.versions = 2;
    const model = modelOf(service);
    await model.load();
    await model.children(model.rows()[0] ?? assert.fail());
    service.failing = true;
    assert.equal(await model.refresh(), true);
    assert.deepEqual(shown(model.rows()), ['notice', 'a']);
    const [notice] = model.rows();
    assert.ok(notice?.kind === 'notice');
    assert.deepEqual([notice.text, notice.action.command], ['It failed (500).', 'skillPublisher.refreshRegistry']);
    service.failing = false;
    await model.refresh();
    assert.deepEqual(shown(model.rows()), ['a']);
  });

  it('keeps the versions it knew where they cannot be listed again', async () => {
    const service = new FakeService([skill('a')]);
    service.versions = 2;
    const model = modelOf(service);
    await model.load();
    const row = model.rows()[0] ?? assert.fail();
    await model.children(row);
    await model.refresh();
    service.failing = true;
    assert.deepEqual(shown(await model.children(row)), ['notice', 'a-v2', 'a-v1']);
  });

  it('says below a version why its files cannot be shown', async () => {
    const model = modelOf(new FakeService([skill('a')]), () =>
      Promise.reject(new ArchiveError('CRC', 'It is damaged.')),
    );
    await model.load();
    const [row] = await model.children(model.rows()[0] ?? assert.fail());
    const [notice] = await model.children(row ?? assert.fail());
    assert.ok(notice?.kind === 'notice');
    assert.equal(notice.text, 'It is damaged.');
  });

  it('finds a skill by the slug its label gives, or the workspace knows, before its versions are listed', async () => {
    const service = new FakeService([
      skill('skill_1', { label: 'PDF Forms' }),
      skill('skill_2', { label: 'Other' }),
      skill('skill_3', { label: 'Third' }),
    ]);
    const model = new RegistryModel({
      registry: () => Promise.resolve(service.registry),
      files: () => Promise.resolve([]),
      onFailure: () => undefined,
      knownName: (id) => (id === 'skill_2' ? 'quarterly-report' : undefined),
    });
    model.start(localConnection);
    await model.load();
    await model.setFilter({ ...showAll, text: 'pdf-forms' });
    assert.deepEqual(shown(model.rows()), ['skill_1']);
    await model.setFilter({ ...showAll, text: 'quarterly' });
    assert.deepEqual([shown(model.rows()), model.nameOf('skill_2')], [['skill_2'], 'quarterly-report']);
  });

  it('takes out a skill that is gone, and lists the versions of one that is not again', async () => {
    const service = new FakeService([skill('a'), skill('b')]);
    const model = modelOf(service);
    await model.load();
    await model.children(model.rows()[0] ?? assert.fail());
    service.skills = [skill('a', { label: 'A now' })];
    assert.deepEqual([await model.recheck('a'), await model.recheck('b')], [true, true]);
    assert.deepEqual(shown(model.rows()), ['a']);
    assert.equal(model.listed?.items[0]?.label, 'A now');
    await model.children(model.rows()[0] ?? assert.fail());
    assert.equal(service.asked.filter((asked) => asked === 'versions a').length, 2);
    service.failing = true;
    assert.equal(await model.recheck('a'), false);
    assert.deepEqual(shown(model.rows()), ['a']);
  });

  it('uncovers a skill that a filter or the first page hides', async () => {
    const model = modelOf(new FakeService([...many(250), skill('z')]));
    await model.load();
    await model.setFilter({ ...showAll, text: 's00001', sort: 'name' });
    await model.uncover(skill('z'));
    assert.deepEqual([model.filter.text, shown(model.rows()).at(-1)], ['', 'z']);
  });

  it('shows folders before files and SKILL.md first', async () => {
    const model = modelOf(new FakeService([skill('a')]), () =>
      Promise.resolve([
        { path: 'a.txt' },
        { path: 'scripts/deep/run.py' },
        { path: 'SKILL.md' },
        { path: 'scripts/x' },
      ]),
    );
    await model.load();
    const [row] = await model.children(model.rows()[0] ?? assert.fail());
    const entries = await model.children(row ?? assert.fail());
    assert.deepEqual(shown(entries), ['file SKILL.md', 'folder scripts', 'file a.txt']);
    assert.deepEqual(shown(await model.children(entries[1] ?? assert.fail())), [
      'folder scripts/deep',
      'file scripts/x',
    ]);
  });

  it('drops what arrives for a connection that is no longer shown', async () => {
    const service = new FakeService([skill('a')]);
    const model = modelOf(service);
    const loading = model.load();
    const other: Connection = { ...localConnection, id: 'custom:x' };
    model.start(other);
    assert.equal(await loading, false);
    assert.deepEqual(model.rows(), []);
  });

  it('rejects when there is nothing to keep', async () => {
    const service = new FakeService([skill('a')]);
    service.failing = true;
    await assert.rejects(modelOf(service).load(), RegistryError);
  });

  it('filters and sorts 10,000 skills within a frame or two', async () => {
    const model = modelOf(new FakeService(many(10_000)));
    await model.load();
    await model.setFilter({ ...showAll, text: 's0' });
    const started = performance.now();
    for (let round = 0; round < 5; round += 1) await model.setFilter({ ...showAll, text: `s0${round}`, sort: 'name' });
    assert.equal(model.rows().length, 101);
    assert.ok((performance.now() - started) / 5 < 250, `${((performance.now() - started) / 5).toFixed()} ms`);
  });
});
