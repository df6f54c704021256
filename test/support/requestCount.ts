import { checkBases } from '../../src/core/publish/check.ts';
import { PublishLock } from '../../src/core/publish/publishLock.ts';
import { planPublish } from '../../src/core/publish/plan.ts';
import { publish } from '../../src/core/publish/publish.ts';
import { downloadWith, listAllVersions } from '../../src/core/publish/remote.ts';
import type { SkillIndexFile } from '../../src/core/publish/skillIndex.ts';
import { findTarget } from '../../src/core/publish/target.ts';
import { RegistryClient } from '../../src/core/registry/client.ts';
import { RegistryError } from '../../src/core/registry/errors.ts';
import { deleteSkillWithVersions } from '../../src/core/registry/deletion.ts';
import { defaultWorkspace } from '../../src/node/localRegistry/credentials.ts';
import { newSkillId } from '../../src/node/localRegistry/ids.ts';
import { fromFiles } from '../../src/node/localRegistry/upload.ts';
import { SkillIdFacts } from '../../src/vscode/language/skillIdFacts.ts';
import { openRegistryView } from './openRegistryView.ts';
import { skillFiles, startTestRegistry, type TestRegistry } from './localRegistry.ts';
import { MemoryIndex, planInput, skillMd } from './publishCase.ts';

/** What one action sent and received. */
export interface Traffic {
  readonly requests: number;
  /** Bytes of the answers. */
  readonly bytes: number;
}

/** Skills of a workspace that are checked together: few enough to be asked for one by one. */
const checked = 5;

/**
 * What every action of a surface asks of a local registry that holds so many skills, counted. Keys are the actions, in
 * order; each begins with a client that knows nothing.
 */
export async function countTraffic(skills: number): Promise<ReadonlyMap<string, Traffic>> {
  const server = await startTestRegistry();
  const counted = new Map<string, Traffic>();
  try {
    const ids = fill(server, skills);
    const count = async (action: string, act: (registry: RegistryClient) => Promise<unknown>): Promise<void> => {
      let [requests, bytes] = [0, 0];
      const registry = new RegistryClient({
        baseUrl: server.url,
        credential: { kind: 'key', key: server.apiKey },
        dialect: 'auto',
        fetch: async (input, init) => {
          requests += 1;
          const answer = await fetch(input, init);
          const body = await answer.arrayBuffer();
          bytes += body.byteLength;
          return new Response(body, answer);
        },
      });
      await act(registry);
      counted.set(action, { requests, bytes });
    };
    // The oldest: the last that a list reaches.
    const [own = ''] = ids;
    const publishes = async (
      registry: RegistryClient,
      name: string,
      index: SkillIndexFile,
      skillId?: string,
    ): Promise<void> => {
      const prepared = await planPublish(
        await planInput(registry, {
          nodes: { 'SKILL.md': skillMd(name, `For ${String(skillId)}.`) },
          skillIndex: index,
          choices: skillId === undefined ? {} : { target: { skillId } },
        }),
      );
      const { kind, message } = await publish({ prepared, registry, lock: new PublishLock() });
      if (kind !== 'published') throw new Error(message);
    };
    await count('open view', (registry) => openRegistryView(registry));
    await count(`check ${checked} skills`, (registry) => check(registry, ids.slice(0, checked)));
    const index = new MemoryIndex();
    await count('publish new, nothing known', (registry) => publishes(registry, 'first-skill', index));
    await count('publish new', (registry) => publishes(registry, 'second-skill', index));
    await count('publish next', (registry) => publishes(registry, 'some-skill', index, own));
    await count('compare', (registry) => compare(registry, own));
    await count('find uses', (registry) => new SkillIdFacts().of('key', registry, own));
    await count('delete', async (registry) =>
      deleteSkillWithVersions(registry, own, (await listAllVersions(registry, own)).items),
    );
    return counted;
  } finally {
    await server.close();
  }
}

/** Puts so many skills with a version each into a registry; their ids. */
export function fill({ store }: TestRegistry, skills: number): readonly string[] {
  const ids: string[] = [];
  const upload = fromFiles(skillFiles('some-skill'), 'ga');
  store.transaction(() => {
    for (let index = 0; index < skills; index += 1) {
      const id = newSkillId();
      store.insertSkill({ id, workspace: defaultWorkspace, source: 'custom', label: `Skill ${index}` }, 'some-skill');
      store.insertVersion(id, upload);
      ids.push(id);
    }
  });
  return ids;
}

/** What developers who share one key saw of its limit. */
export interface SharedKey {
  /** Sent in all, those that were refused for the limit included. */
  readonly requests: number;
  readonly refused: number;
  /** Developers whose work ended with an error. */
  readonly failed: number;
}

/** A clock that stands still while anybody works, and jumps to the next one who waits when nobody does. */
class Clock {
  readonly #waiting: { readonly at: number; readonly wake: () => void }[] = [];
  #now = 0;
  #working = 0;

  /** Milliseconds. */
  get now(): number {
    return this.#now;
  }

  wait(milliseconds: number): Promise<void> {
    return new Promise((wake) => {
      this.#waiting.push({ at: this.#now + milliseconds, wake });
      this.#waiting.sort((a, b) => a.at - b.at);
    });
  }

  async work<T>(run: () => Promise<T>): Promise<T> {
    this.#working += 1;
    try {
      return await run();
    } finally {
      this.#working -= 1;
    }
  }

  /** Goes on until all of these are done. */
  async run(all: Promise<unknown>): Promise<void> {
    const state = { isDone: false };
    const done = all.finally(() => {
      state.isDone = true;
    });
    let quiet = 0;
    while (!state.isDone) {
      await new Promise((resolve) => setImmediate(resolve));
      quiet = this.#working > 0 ? 0 : quiet + 1;
      // What is loaded or decoded in between takes a few turns.
      if (quiet < 4) continue;
      quiet = 0;
      const next = this.#waiting.shift();
      if (!next) continue;
      this.#now = Math.max(this.#now, next.at);
      next.wake();
    }
    await done;
  }
}

const minute = 60_000;

/**
 * So many developers open the view and check two skills, spread over half an hour, with one key that may ask `limit`
 * times a minute. The requests are real ones to a local registry; the half hour is not waited for.
 */
export async function shareKey(developers: number, limit: number): Promise<SharedKey> {
  const server = await startTestRegistry();
  try {
    const ids = fill(server, 1000);
    const clock = new Clock();
    let [requests, refused, failed] = [0, 0, 0];
    let [left, filled] = [limit, 0];
    const limited = (input: string | URL | Request, init?: RequestInit): Promise<Response> =>
      clock.work(async () => {
        requests += 1;
        left = Math.min(limit, left + ((clock.now - filled) / minute) * limit);
        filled = clock.now;
        if (left >= 1) {
          left -= 1;
          const answer = await fetch(input, init);
          return new Response(await answer.arrayBuffer(), answer);
        }
        refused += 1;
        const error = { type: 'error', error: { type: 'rate_limit_error', message: 'Too many requests.' } };
        return Response.json(error, { status: 429, headers: { 'retry-after': '10' } });
      });
    const one = async (index: number): Promise<void> => {
      await clock.wait((index / developers) * 30 * minute);
      const registry = new RegistryClient({
        baseUrl: server.url,
        credential: { kind: 'key', key: server.apiKey },
        dialect: 'ga',
        delay: (milliseconds) => clock.wait(milliseconds),
        fetch: limited,
      });
      try {
        await openRegistryView(registry);
        await check(registry, ids.slice(0, 2));
      } catch (error) {
        if (!(error instanceof RegistryError)) throw error;
        failed += 1;
      }
    };
    await clock.run(Promise.all(Array.from({ length: developers }, (_, index) => one(index))));
    return { requests, refused, failed };
  } finally {
    await server.close();
  }
}

async function check(registry: RegistryClient, ids: readonly string[]): Promise<void> {
  const bases = ids.map((skillId) => ({ skillId, version: 'skver_other', time: '2026-11-01T00:00:00.000Z' }));
  await checkBases(registry, bases, () => new Date());
}

async function compare(registry: RegistryClient, skillId: string): Promise<void> {
  const target = await findTarget(registry, {
    name: 'some-skill',
    entry: undefined,
    locked: undefined,
    choice: { skillId },
  });
  await downloadWith(registry)(skillId, target.latestVersion ?? '');
}
