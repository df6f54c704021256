// Started beside a run by `processes.ts`, and told on its input what the run has started and made: a line `group PID` or
// `folder PATH` each. When the input ends, the run is gone, however it ended: what it left is ended and deleted here.
import { rmSync } from 'node:fs';
import { createInterface } from 'node:readline';

const left: { readonly groups: Set<number>; readonly folders: Set<string> } = { groups: new Set(), folders: new Set() };

// The terminal and whoever stops the run may signal this process too: it has to outlive the run.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => undefined);

for await (const line of createInterface({ input: process.stdin })) {
  const [, word, rest = ''] = /^([a-z]+) (.*)$/.exec(line) ?? [];
  if (word === 'group') left.groups.add(Number(rest));
  else if (word === 'ended') left.groups.delete(Number(rest));
  else if (word === 'folder') left.folders.add(rest);
}
for (const group of left.groups) {
  try {
    process.kill(-group, 'SIGKILL');
  } catch {
    // Nothing of it is left.
  }
}
for (const folder of left.folders) rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 });
