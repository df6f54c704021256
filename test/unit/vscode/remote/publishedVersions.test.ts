import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { ArchiveError } from '../../../../src/core/bundle/archiveError.ts';
import { localConnection } from '../../../../src/vscode/host/connection.ts';
import { RegistryError } from '../../../../src/core/registry/errors.ts';
import type { Registry } from '../../../../src/core/registry/registry.ts';
import { PublishedVersions, type ArchiveStore } from '../../../../src/vscode/remote/publishedVersions.ts';
import { buildZip } from '../../../support/zipBuilder.ts';

const archive = (text: string): Uint8Array =>
  buildZip([
    { name: 's/SKILL.md', content: text },
    { name: 's/a/b.txt', content: 'b' },
  ]);
const address = { connection: localConnection, skillId: 'skill_1', ref: 'v1' };
const refused = (): RegistryError => new RegistryError('server', 'No.', { outcome: 'refused' });
const textOf = (content: Uint8Array | undefined): string => Buffer.from(content ?? []).toString();

function memoryStore(): ArchiveStore & { readonly kept: Map<string, Uint8Array> } {
  const kept = new Map<string, Uint8Array>();
  return {
    kept,
    get: (key) => Promise.resolve(kept.get(key)),
    put: (key, bytes) => Promise.resolve(void kept.set(key, bytes)),
    size: (key) => Promise.resolve(kept.get(key)?.length),
    remove: (key) => Promise.resolve(void kept.delete(key)),
  };
}

/** Versions of a service that gives these answers to downloads, one after the other. */
function versionsOf(
  answers: (Uint8Array | Error)[],
  store: ArchiveStore = memoryStore(),
): { versions: PublishedVersions; asked: string[]; failures: unknown[] } {
  const asked: string[] = [];
  const failures: unknown[] = [];
  const downloadVersion = (skillId: string, ref: string): Promise<Uint8Array> => {
    asked.push(`${skillId} ${ref}`);
    const answer = answers.shift() ?? new Error('asked too often');
    return answer instanceof Error ? Promise.reject(answer) : Promise.resolve(answer);
  };
  const registry = (): Promise<Registry> => Promise.resolve({ downloadVersion } as unknown as Registry);
  return {
    versions: new PublishedVersions({ registry, store, onStoreFailure: (error) => failures.push(error) }),
    asked,
    failures,
  };
}

describe('PublishedVersions', () => {
  it('download a version once, however many ask, and never again', async () => {
    const store = memoryStore();
    const { versions, asked } = versionsOf([archive('one')], store);
    const [first, second] = await Promise.all([versions.load(address), versions.load(address)]);
    assert.equal(first, second);
    assert.deepEqual(
      first.files.map(({ path: file }) => file),
      ['SKILL.md', 'a/b.txt'],
    );
    await versions.load(address);
    assert.equal(asked.length, 1);
    const later = versionsOf([], store);
    assert.equal(textOf((await later.versions.load(address)).files[0]?.content), 'one');
    assert.deepEqual(later.asked, []);
  });

  it('keep nothing that could not be read whole, and ask again next time', async () => {
    const store = memoryStore();
    const { versions, asked } = versionsOf([archive('one').subarray(0, 60), refused(), archive('one')], store);
    await assert.rejects(versions.load(address), ArchiveError);
    assert.equal(store.kept.size, 0);
    await assert.rejects(versions.load(address), RegistryError);
    await versions.load(address);
    assert.equal(asked.length, 3);
  });

  it('refuse an archive that leaves its folder', async () => {
    const { versions } = versionsOf([
      buildZip([
        { name: 's/SKILL.md', content: 'x' },
        { name: 's/../../x', content: 'x' },
      ]),
    ]);
    await assert.rejects(
      versions.load(address),
      (error: unknown) => error instanceof ArchiveError && error.code === 'NAME_TRAVERSAL',
    );
  });

  it('read a version that holds a repository, to be looked at', async () => {
    const { versions } = versionsOf([
      buildZip([
        { name: 's/SKILL.md', content: 'x' },
        { name: 's/.git/config', content: '[core]' },
      ]),
    ]);
    const { files } = await versions.load(address);
    assert.deepEqual(
      files.map(({ path }) => path),
      ['SKILL.md', '.git/config'],
    );
  });

  it('tell the size of what was downloaded, without a download', async () => {
    const store = memoryStore();
    const { versions } = versionsOf([archive('one')], store);
    assert.equal(await versions.sizeOf(address), undefined);
    await versions.load(address);
    assert.equal(await versions.sizeOf(address), archive('one').length);
    assert.equal(await versionsOf([], store).versions.sizeOf(address), archive('one').length);
  });

  it('work without a disk that takes them', async () => {
    const store: ArchiveStore = {
      get: () => Promise.resolve(undefined),
      put: () => Promise.reject(new Error('full')),
      size: () => Promise.resolve(undefined),
      remove: () => Promise.resolve(),
    };
    const { versions, failures } = versionsOf([archive('one')], store);
    await versions.load(address);
    assert.equal(failures.length, 1);
  });

  it('let a caller stop waiting without ending the download of the others', async () => {
    const { versions, asked } = versionsOf([archive('one')]);
    const controller = new AbortController();
    const impatient = versions.load(address, controller.signal);
    const patient = versions.load(address);
    controller.abort();
    await assert.rejects(impatient, (error: unknown) => error instanceof RegistryError && error.kind === 'aborted');
    await patient;
    assert.equal(asked.length, 1);
  });

  it('stay in memory up to 64 MiB, their archives counted', async () => {
    const eleven = randomBytes(11 * 1024 * 1024);
    const large = (): Uint8Array =>
      buildZip([
        { name: 's/SKILL.md', content: 'x' },
        { name: 's/data', content: eleven },
      ]);
    const { versions } = versionsOf([large(), large(), large()]);
    const refs = ['v1', 'v2', 'v3'].map((ref) => ({ ...address, ref }));
    for (const each of refs) await versions.load(each);
    assert.deepEqual(
      refs.map((each) => versions.isLoaded(each)),
      [false, true, true],
    );
  });

  it('forget a deleted one', async () => {
    const store = memoryStore();
    const { versions } = versionsOf([archive('one'), refused()], store);
    await versions.load(address);
    await versions.forget(address);
    assert.equal(store.kept.size, 0);
    await assert.rejects(versions.load(address), RegistryError);
  });

  it('are told apart by their connection', async () => {
    const { versions, asked } = versionsOf([archive('one'), archive('two')]);
    const other = {
      ...localConnection,
      id: 'custom:x',
      endpoint: { baseUrl: 'https://x.example', dialect: 'auto' as const },
    };
    await versions.load(address);
    assert.equal(textOf((await versions.load({ ...address, connection: other })).files[0]?.content), 'two');
    assert.equal(asked.length, 2);
  });
});
