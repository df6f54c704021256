import assert from 'node:assert/strict';
import Anthropic, { toFile } from '@anthropic-ai/sdk';
import AnthropicBeta, { toFile as toBetaFile } from 'sdk-beta';
import { skillFiles, startTestRegistry, type TestRegistry } from '../../../support/localRegistry.ts';

const GA_SKILL = ['created_at', 'display_name', 'id', 'latest_version_id', 'source', 'type', 'updated_at'];
const BETA_SKILL = ['created_at', 'display_title', 'id', 'latest_version', 'source', 'type', 'updated_at'];
const GA_VERSION = ['created_at', 'description', 'id', 'name', 'skill_id', 'type'];
const BETA_VERSION = ['created_at', 'description', 'directory', 'id', 'name', 'skill_id', 'type', 'version'];
const TIMESTAMP = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/;

/** Keys as sent: the SDK adds none that can be enumerated. */
function keys(value: object): string[] {
  return Object.keys(value).sort();
}

describe('official SDK against the local registry', () => {
  let registry: TestRegistry;
  beforeEach(async () => {
    registry = await startTestRegistry();
  });
  afterEach(async () => {
    await registry.close();
  });

  it('1.12.0 drives every method in GA shapes', async () => {
    const client = new Anthropic({ apiKey: registry.apiKey, baseURL: registry.url, maxRetries: 0 });
    const files = (text: string) =>
      Promise.all(skillFiles('my-skill', { 'notes.md': text }).map(({ path, content }) => toFile(content, path)));
    const skill = await client.skills.create({ display_name: 'My Skill', files: await files('1') });
    assert.deepEqual(keys(skill), GA_SKILL);
    assert.match(skill.id, /^skill_01\w{22}$/);
    assert.match(skill.created_at, TIMESTAMP);
    assert.match(skill.updated_at, TIMESTAMP);
    assert.equal(skill.display_name, 'My Skill');
    assert.deepEqual(skill.source, { type: 'custom' });
    assert.equal(skill.type, 'skill');

    const version = await client.skills.versions.create(skill.id, { files: await files('2') });
    assert.deepEqual(keys(version), GA_VERSION);
    assert.match(version.id, /^skver_01\w{22}$/);
    assert.deepEqual(
      [version.name, version.description, version.skill_id],
      ['my-skill', 'What my-skill does.', skill.id],
    );

    const retrieved = await client.skills.retrieve(skill.id);
    assert.deepEqual(keys(retrieved), GA_SKILL);
    assert.equal(retrieved.latest_version_id, version.id);
    const listed = await client.skills.list();
    assert.deepEqual(
      listed.data.map((item) => ({ ...item })),
      [{ ...retrieved }],
    );
    const versions = await client.skills.versions.list(skill.id);
    assert.deepEqual(
      versions.data.map((item) => item.id),
      [version.id, skill.latest_version_id],
    );
    for (const item of versions.data) assert.deepEqual(keys(item), GA_VERSION);
    assert.deepEqual({ ...(await client.skills.versions.retrieve('latest', { skill_id: skill.id })) }, { ...version });

    const response = await client.beta.skills.versions.download(version.id, { skill_id: skill.id });
    assert.equal(response.headers.get('content-type'), 'application/zip');
    assert.equal(response.headers.get('content-disposition'), "attachment; filename*=utf-8''my-skill.zip");

    const deleted = await client.skills.versions.delete(version.id, { skill_id: skill.id });
    assert.deepEqual({ ...deleted }, { id: version.id, type: 'skill_version_deleted' });
    assert.deepEqual({ ...(await client.skills.delete(skill.id)) }, { id: skill.id, type: 'skill_deleted' });
    await assert.rejects(client.skills.retrieve(skill.id), Anthropic.NotFoundError);
  });

  it('0.110.0 drives every method in beta shapes', async () => {
    const client = new AnthropicBeta({ apiKey: registry.apiKey, baseURL: registry.url, maxRetries: 0 });
    const files = (text: string) =>
      Promise.all(skillFiles('my-skill', { 'notes.md': text }).map(({ path, content }) => toBetaFile(content, path)));
    const skill = await client.beta.skills.create({ display_title: 'My Skill', files: await files('1') });
    assert.deepEqual(keys(skill), BETA_SKILL);
    assert.equal(skill.display_title, 'My Skill');
    assert.equal(skill.source, 'custom');
    assert.match(skill.latest_version ?? '', /^\d{16}$/);

    const version = await client.beta.skills.versions.create(skill.id, { files: await files('2') });
    assert.deepEqual(keys(version), BETA_VERSION);
    assert.match(version.version, /^\d{16}$/);
    assert.match(version.id, /^skill_version_01\w{22}$/);
    assert.equal(version.directory, 'my-skill');

    assert.equal((await client.beta.skills.retrieve(skill.id)).latest_version, version.version);
    const versions = await client.beta.skills.versions.list(skill.id);
    assert.deepEqual(
      versions.data.map((item) => item.version),
      [skill.latest_version, version.version],
    );
    for (const item of versions.data) assert.deepEqual(keys(item), BETA_VERSION);
    for (const item of (await client.beta.skills.list()).data) assert.deepEqual(keys(item), BETA_SKILL);
    assert.deepEqual(
      { ...(await client.beta.skills.versions.retrieve(version.version, { skill_id: skill.id })) },
      { ...version },
    );
    const response = await client.beta.skills.versions.download(version.version, { skill_id: skill.id });
    assert.equal(
      Buffer.from(await response.arrayBuffer())
        .subarray(0, 4)
        .toString('latin1'),
      'PK\x03\x04',
    );

    await assert.rejects(client.beta.skills.delete(skill.id), /Delete all versions first/);
    for (const number of [version.version, skill.latest_version ?? '']) {
      const deleted = await client.beta.skills.versions.delete(number, { skill_id: skill.id });
      assert.deepEqual({ ...deleted }, { id: number, type: 'skill_version_deleted' });
    }
    assert.equal((await client.beta.skills.retrieve(skill.id)).latest_version, null);
    assert.deepEqual({ ...(await client.beta.skills.delete(skill.id)) }, { id: skill.id, type: 'skill_deleted' });
    assert.deepEqual((await client.beta.skills.list()).data, []);
  });

  it('both page through lists by themselves', async () => {
    const ga = new Anthropic({ apiKey: registry.apiKey, baseURL: registry.url, maxRetries: 0 });
    const beta = new AnthropicBeta({ apiKey: registry.apiKey, baseURL: registry.url, maxRetries: 0 });
    const created: string[] = [];
    for (const name of ['one', 'two', 'three']) {
      created.unshift(
        (
          await ga.skills.create({
            files: await Promise.all(skillFiles(name).map(({ path, content }) => toFile(content, path))),
          })
        ).id,
      );
    }
    for (const list of [ga.skills.list({ limit: 1 }), beta.beta.skills.list({ limit: 2 })]) {
      const ids: string[] = [];
      for await (const item of list as AsyncIterable<{ readonly id: string }>) ids.push(item.id);
      assert.deepEqual(ids, created);
    }
  });

  it('a zip comes back byte for byte', async () => {
    const client = new Anthropic({ apiKey: registry.apiKey, baseURL: registry.url, maxRetries: 0 });
    const first = await client.skills.create({
      files: await Promise.all(skillFiles('my-skill').map(({ path, content }) => toFile(content, path))),
    });
    const download = async (skillId: string, version: string) =>
      Buffer.from(await (await client.beta.skills.versions.download(version, { skill_id: skillId })).arrayBuffer());
    const zip = await download(first.id, first.latest_version_id);
    const second = await client.skills.create({ files: [await toFile(zip, 'anything.zip')] });
    assert.ok(zip.equals(await download(second.id, second.latest_version_id)));
  });
});
