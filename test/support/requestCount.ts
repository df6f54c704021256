import { checkBases } from '../../src/core/publish/check.ts';
import { PublishGuard } from '../../src/core/publish/guard.ts';
import { planPublish } from '../../src/core/publish/plan.ts';
import { publish } from '../../src/core/publish/publish.ts';
import { downloadWith, listAllVersions } from '../../src/core/publish/remote.ts';
import type { SkillIndexFile } from '../../src/core/publish/skillIndex.ts';
import { findTarget } from '../../src/core/publish/target.ts';
import { RegistryClient } from '../../src/core/registry/client.ts';
import { deleteSkillWithVersions } from '../../src/core/registry/deletion.ts';
import { defaultWorkspace } from '../../src/node/localRegistry/credentials.ts';
import { newSkillId } from '../../src/node/localRegistry/ids.ts';
import { fromFiles } from '../../src/node/localRegistry/upload.ts';
import { SkillIdFacts } from '../../src/vscode/language/skillIdFacts.ts';
import { RegistryModel } from '../../src/vscode/views/registryModel.ts';
import { skillFiles, startTestRegistry } from './localRegistry.ts';
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
    const ids: string[] = [];
    const upload = fromFiles(skillFiles('some-skill'), 'ga');
    server.store.transaction(() => {
      for (let index = 0; index < skills; index += 1) {
        const id = newSkillId();
        server.store.insertSkill(
          { id, workspace: defaultWorkspace, source: 'custom', label: `Skill ${index}` },
          'some-skill',
        );
        server.store.insertVersion(id, upload);
        ids.push(id);
      }
    });
    const count = async (action: string, act: (registry: RegistryClient) => Promise<unknown>): Promise<void> => {
      let [requests, bytes] = [0, 0];
      const registry = new RegistryClient({
        baseUrl: server.url,
        apiKey: server.apiKey,
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
      const { kind, message } = await publish({ prepared, registry, guard: new PublishGuard() });
      if (kind !== 'published') throw new Error(message);
    };
    await count('open view', (registry) => openView(registry));
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

async function openView(registry: RegistryClient): Promise<void> {
  const model = new RegistryModel({
    registry: () => Promise.resolve(registry),
    files: () => Promise.resolve([]),
    onFailure: (error) => {
      throw error;
    },
  });
  model.start({ kind: 'custom', id: 'test', name: 'Test', production: false, endpoint: undefined });
  await model.load();
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
