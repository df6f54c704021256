import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { AccessEntry } from '../../src/node/localRegistry/accessLog.ts';
import type { DialectMode } from '../../src/node/localRegistry/dialect.ts';
import { parseFaults } from '../../src/node/localRegistry/fault.ts';
import { everyWorkspace, type Source } from '../../src/node/localRegistry/rows.ts';
import { startServer, type Deadlines } from '../../src/node/localRegistry/server.ts';
import { Store } from '../../src/node/localRegistry/store.ts';
import { fromFiles } from '../../src/node/localRegistry/upload.ts';

export interface TestRegistryOptions {
  /** The only key accepted; by default any. */
  readonly apiKey?: string;
  readonly dialects?: DialectMode;
  /** As for `--fault`. */
  readonly faults?: string;
  /** An existing file to serve instead of a new one; it is not deleted. */
  readonly database?: string;
  readonly deadlines?: Deadlines;
  readonly port?: number;
  /** Pages of 4,096 bytes the file may have: a full disk. */
  readonly maxPages?: number;
  /** Milliseconds to wait for another process that writes. */
  readonly busyTimeout?: number;
}

/** A real server with a real file behind it. */
export interface TestRegistry {
  readonly url: string;
  readonly port: number;
  /** A key it accepts. */
  readonly apiKey: string;
  readonly database: string;
  readonly store: Store;
  /** Every request answered or broken off so far, in the order they ended. */
  readonly requests: readonly AccessEntry[];
  /** What was answered with a 5xx. */
  readonly internalErrors: readonly unknown[];
  /** Adds faults, as for `--fault`: `reset-after@POST#1`. */
  fault(spec: string): void;
  clearFaults(): void;
  /** A skill that cannot be written, seen in every workspace. */
  seed(id: string, source: Exclude<Source, 'custom'>, name: string): void;
  close(): Promise<void>;
}

/** Ports that registries of this process had, whichever bundle of suites started them. */
const usedPorts: Set<number> = ((globalThis as { portsOfTestRegistries?: Set<number> }).portsOfTestRegistries ??=
  new Set());

/**
 * A registry with an address of its own. The system gives a port away again, but a window knows keys and histories by
 * address: it would sign in with the key of the registry that had the port before.
 */
export async function startTestRegistry(options: TestRegistryOptions = {}): Promise<TestRegistry> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'local-registry-'));
  const database = options.database ?? path.join(folder, 'registry.sqlite');
  const store = new Store(database, { maxPages: options.maxPages, busyTimeout: options.busyTimeout });
  const requests: AccessEntry[] = [];
  const internalErrors: unknown[] = [];
  const start = (): ReturnType<typeof startServer> =>
    startServer({
      store,
      port: options.port,
      apiKey: options.apiKey,
      dialects: options.dialects,
      faults: parseFaults(options.faults ?? ''),
      deadlines: options.deadlines,
      onAccess: (entry) => requests.push(entry),
      onInternalError: (error) => internalErrors.push(error),
    });
  let server = await start();
  while (options.port === undefined && usedPorts.has(server.port)) {
    const second = server;
    // While the one before holds its port, the next gets another.
    server = await start();
    await second.close();
  }
  usedPorts.add(server.port);
  return {
    url: server.url,
    port: server.port,
    apiKey: options.apiKey ?? 'test-key-any',
    database,
    store,
    requests,
    internalErrors,
    fault: (spec) => {
      server.faults.add(parseFaults(spec));
    },
    clearFaults: () => {
      server.faults.clear();
    },
    seed: (id, source, name) => {
      const upload = fromFiles(skillFiles(name), 'ga');
      store.transaction(() => {
        store.insertSkill({ id, workspace: everyWorkspace, source, label: undefined }, upload.name);
        store.insertVersion(id, upload);
      });
    },
    close: async () => {
      await server.close();
      store.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/**
 * `METHOD path` of the requests about one skill so far, in the order they ended. A count of all requests would have in it
 * what the views of a window list when they find the time.
 */
export function requestsAbout({ requests }: TestRegistry, skillId: string): readonly string[] {
  const start = `/v1/skills/${skillId}`;
  return requests
    .filter(({ path: at }) => at === start || at.startsWith(`${start}/`))
    .map(({ method, path: at }) => `${method} ${at}`);
}

export interface SkillFileText {
  readonly path: string;
  readonly content: Buffer;
  readonly mode: number;
}

/** A small valid skill: `<name>/SKILL.md` and what `extra` adds below `<name>/`. */
export function skillFiles(
  name: string,
  extra: Readonly<Record<string, string>> = {},
  description = `What ${name} does.`,
): readonly SkillFileText[] {
  const skillMd = `---\nname: ${name}\ndescription: ${JSON.stringify(description)}\n---\n# ${name}\n`;
  return Object.entries({ 'SKILL.md': skillMd, ...extra }).map(([file, text]) => ({
    path: `${name}/${file}`,
    content: Buffer.from(text),
    mode: 0o644,
  }));
}
