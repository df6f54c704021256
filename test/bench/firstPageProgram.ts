// The first look of a fresh process at a registry: `node firstPage.js <url>` prints the milliseconds from nothing loaded to
// the rows of the first page, and how many requests that took.
import { performance } from 'node:perf_hooks';

async function measure(baseUrl: string): Promise<void> {
  const begun = performance.now();
  let requests = 0;
  const [{ RegistryClient }, { openRegistryView }] = await Promise.all([
    import('../../src/core/registry/client.ts'),
    import('../support/openRegistryView.ts'),
  ]);
  const registry = new RegistryClient({
    baseUrl,
    credential: { kind: 'key', key: 'a-key-for-measuring' },
    dialect: 'ga',
    fetch: (input, init) => {
      requests += 1;
      return fetch(input, init);
    },
  });
  await openRegistryView(registry);
  console.log(JSON.stringify({ ms: performance.now() - begun, requests }));
}

void measure(process.argv[2] ?? '');
