// Cancels at 20 points of packing and publishing a large skill; prints the longest time to the end and what was sent.
import { buildArchive } from '../../../src/core/bundle/archive.ts';
import { PublishGuard } from '../../../src/core/publish/guard.ts';
import { planPublish } from '../../../src/core/publish/plan.ts';
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
  let cancelled: number | undefined;
  const onProgress = (done: number): void => {
    if (cancelled !== undefined || done < share) return;
    cancelled = performance.now();
    controller.abort();
  };
  if (share === 0) onProgress(0);
  await buildArchive('large', files, { signal: controller.signal, onProgress }).catch((error: unknown) => {
    if (!controller.signal.aborted) throw error;
  });
  return cancelled === undefined ? undefined : performance.now() - cancelled;
}

interface Cancelled {
  readonly milliseconds: number;
  readonly outcome: string;
  readonly posts: number;
}

async function cancelPublishing(url: string, point: number): Promise<Cancelled> {
  const name = `large-${point}`;
  let posts = 0;
  const counting: typeof fetch = (input, init) => {
    if (init?.method?.toUpperCase() === 'POST') posts += 1;
    return fetch(input, init);
  };
  const registry = new RegistryClient({ baseUrl: url, apiKey: 'a-key-for-measuring', dialect: 'ga', fetch: counting });
  const content = await readContent(name, {
    'SKILL.md': skillMd(name),
    ...Object.fromEntries(files.slice(1, 200).map((file) => [file.path, file.content])),
  });
  const connection = { key: url, name: 'Test', production: false };
  const input = { folder: `skills/${name}`, content, registry, connection, choices: { target: 'new' } } as const;
  const prepared = await planPublish(input);
  const controller = new AbortController();
  let cancelled = Infinity;
  const onProgress = ({ phase, sent = 0, total = 1 }: PublishProgress): void => {
    const now =
      point === 0 ? phase === 'checking' : phase === 'uploading' && sent / total >= (point - 1) / (points - 1);
    if (!now || controller.signal.aborted) return;
    cancelled = performance.now();
    controller.abort();
  };
  const delay = (): Promise<void> => Promise.resolve();
  const guard = new PublishGuard();
  const { kind } = await publish({ prepared, registry, guard, signal: controller.signal, onProgress, delay });
  return { milliseconds: performance.now() - cancelled, outcome: kind, posts };
}

const packing: number[] = [];
for (let point = 0; point < points; point += 1) {
  const milliseconds = await cancelPacking(point / points);
  if (milliseconds !== undefined) packing.push(milliseconds);
}
const publishing = await inFolder(async (folder) => {
  const registry = await startRegistry(`${folder}/registry.sqlite`);
  try {
    const found: Cancelled[] = [];
    for (let point = 0; point < points; point += 1) found.push(await cancelPublishing(registry.url, point));
    return found;
  } finally {
    await registry.stop();
  }
});
console.log(
  JSON.stringify({
    points: packing.length + publishing.filter(({ milliseconds }) => Number.isFinite(milliseconds)).length,
    packing: Math.max(...packing),
    publishing: Math.max(...publishing.map(({ milliseconds }) => milliseconds)),
    sentBefore: publishing[0]?.posts ?? NaN,
    unknown: publishing.filter(({ outcome }) => outcome === 'unknown').length,
    published: publishing.filter(({ outcome }) => outcome === 'published').length,
  }),
);
