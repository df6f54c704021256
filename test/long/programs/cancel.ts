// Cancels at 20 points of packing and publishing a large skill; prints the longest time to the end, what was sent, and how
// many verdicts the registry contradicts.
import { buildArchive } from '../../../src/core/bundle/archive.ts';
import { PublishLock } from '../../../src/core/publish/publishLock.ts';
import { planPublish } from '../../../src/core/publish/plan.ts';
import type { PublishOutcome } from '../../../src/core/publish/outcome.ts';
import { publish, type PublishProgress } from '../../../src/core/publish/publish.ts';
import { RegistryClient } from '../../../src/core/registry/client.ts';
import { readContent, skillMd } from '../../support/publishCase.ts';
import { filesAtTheLimit } from '../atTheLimit.ts';
import { inFolder } from '../program.ts';
import { startRegistry } from '../registryProcess.ts';

const points = 10;
const files = filesAtTheLimit();

/** Milliseconds from the cancel to the end; undefined when the work was done before. */
async function cancelPacking(share: number): Promise<number | undefined> {
  const controller = new AbortController();
  let canceled: number | undefined;
  const onProgress = (done: number): void => {
    if (canceled !== undefined || done < share) return;
    canceled = performance.now();
    controller.abort();
  };
  if (share === 0) onProgress(0);
  await buildArchive('large', files, { signal: controller.signal, onProgress }).catch((error: unknown) => {
    if (!controller.signal.aborted) throw error;
  });
  return canceled === undefined ? undefined : performance.now() - canceled;
}

interface Canceled {
  readonly milliseconds: number;
  readonly outcome: PublishOutcome['kind'];
  readonly posts: number;
  readonly name: string;
}

function connectTo(url: string, through: typeof fetch): RegistryClient {
  const credential = { kind: 'key', key: 'a-key-for-measuring' } as const;
  return new RegistryClient({ baseUrl: url, credential, dialect: 'ga', fetch: through });
}

async function cancelPublishing(url: string, point: number): Promise<Canceled> {
  const name = `large-${point}`;
  let posts = 0;
  const counting: typeof fetch = (input, init) => {
    if (init?.method?.toUpperCase() === 'POST') posts += 1;
    return fetch(input, init);
  };
  const registry = connectTo(url, counting);
  const content = await readContent(name, {
    'SKILL.md': skillMd(name),
    ...Object.fromEntries(files.slice(1, 200).map((file) => [file.path, file.content])),
  });
  const connection = { key: url, name: 'Test', production: false };
  const input = { folder: `skills/${name}`, content, registry, connection, choices: { target: 'new' } } as const;
  const prepared = await planPublish(input);
  const controller = new AbortController();
  let canceled = Infinity;
  const onProgress = ({ phase, sent = 0, total = 1 }: PublishProgress): void => {
    const now =
      point === 0 ? phase === 'checking' : phase === 'uploading' && sent / total >= (point - 1) / (points - 1);
    if (!now || controller.signal.aborted) return;
    canceled = performance.now();
    controller.abort();
  };
  const delay = (): Promise<void> => Promise.resolve();
  const lock = new PublishLock();
  const { kind } = await publish({ prepared, registry, lock, signal: controller.signal, onProgress, delay });
  return { milliseconds: performance.now() - canceled, outcome: kind, posts, name };
}

const packing: number[] = [];
for (let point = 0; point < points; point += 1) {
  const milliseconds = await cancelPacking(point / points);
  if (milliseconds !== undefined) packing.push(milliseconds);
}
const publishing: Canceled[] = [];
const arrived = await inFolder(async (folder) => {
  const registry = await startRegistry(`${folder}/registry.sqlite`);
  try {
    for (let point = 0; point < points; point += 1) publishing.push(await cancelPublishing(registry.url, point));
    return await namesIn(registry.url);
  } finally {
    await registry.stop();
  }
});

async function namesIn(url: string): Promise<ReadonlySet<string>> {
  const registry = connectTo(url, fetch);
  const { items: skills } = await registry.listSkills({ limit: 100 });
  const names = new Set<string>();
  for (const { id } of skills) for (const { name } of (await registry.listVersions(id)).items) names.add(name);
  return names;
}

/** Whether something is said of an upload that is not so; of `unknown` nothing is said. */
function isWrong({ outcome, name }: Canceled): boolean {
  return outcome === 'published' ? !arrived.has(name) : outcome !== 'unknown' && arrived.has(name);
}

console.log(
  JSON.stringify({
    points: packing.length + publishing.filter(({ milliseconds }) => Number.isFinite(milliseconds)).length,
    packing: Math.max(...packing),
    publishing: Math.max(...publishing.map(({ milliseconds }) => milliseconds)),
    sentBefore: publishing[0]?.posts ?? NaN,
    unknown: publishing.filter(({ outcome }) => outcome === 'unknown').length,
    wrong: publishing.filter(isWrong).length,
    published: publishing.filter(({ outcome }) => outcome === 'published').length,
  }),
);
