// Lists 300 skills of a local registry 10,000 times by the client, both in this process; prints by how much the heap rises.
import { setFlagsFromString } from 'node:v8';
import { RegistryClient } from '../../../src/core/registry/client.ts';
import { defaultWorkspace } from '../../../src/node/localRegistry/credentials.ts';
import { newSkillId } from '../../../src/node/localRegistry/ids.ts';
import { startServer } from '../../../src/node/localRegistry/server.ts';
import { Store } from '../../../src/node/localRegistry/store.ts';
import { fromFiles } from '../../../src/node/localRegistry/upload.ts';
import { skillFiles } from '../../support/localRegistry.ts';
import { settledHeap } from '../../support/settledHeap.ts';
import { slopeOf } from '../../support/slope.ts';
import { inFolder } from '../program.ts';

// Functions that are compiled anew after thousands of calls, and what is remembered for that, would look like a leak.
for (const compiler of ['opt', 'maglev', 'sparkplug']) setFlagsFromString(`--no-${compiler}`);

const [skills, versions, warmUp, rounds, lists] = [300, 20, 5, 10, 1_000];

function fill(store: Store): void {
  store.transaction(() => {
    for (let skill = 0; skill < skills; skill += 1) {
      const [id, name] = [newSkillId(), `skill-${skill}`];
      store.insertSkill({ id, workspace: defaultWorkspace, source: 'custom', label: undefined }, name);
      for (let version = 0; version < versions; version += 1)
        store.insertVersion(id, fromFiles(skillFiles(name, { 'notes.md': String(version) }), 'ga'));
    }
  });
}

await inFolder(async (folder) => {
  const store = new Store(`${folder}/registry.sqlite`);
  fill(store);
  const server = await startServer({ store });
  const client = new RegistryClient({
    baseUrl: server.url,
    credential: { kind: 'key', key: 'a-key-for-measuring' },
    dialect: 'ga',
  });
  const heaps: number[] = [];
  const handles: number[] = [];
  for (let round = 0; round < warmUp + rounds; round += 1) {
    for (let list = 0; list < lists; list += 1) {
      const { items } = await client.listSkills({ limit: 1_000 });
      if (items.length !== skills) throw new Error(`${items.length} skills`);
    }
    if (round < warmUp) continue;
    heaps.push(await settledHeap());
    handles.push(process.getActiveResourcesInfo().length);
  }
  await server.close();
  store.close();
  const moreHandles = (handles.at(-1) ?? NaN) - (handles[0] ?? NaN);
  console.log(JSON.stringify({ lists: rounds * lists, slope: slopeOf(heaps), moreHandles }));
});
