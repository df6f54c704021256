import path from 'node:path';
import { parseArgs } from 'node:util';
import { formatAccess } from '../node/localRegistry/accessLog.ts';
import { DatabaseError } from '../node/localRegistry/database.ts';
import type { DialectMode } from '../node/localRegistry/dialect.ts';
import { parseFaults, type Fault } from '../node/localRegistry/fault.ts';
import { seedFolders } from '../node/localRegistry/seed.ts';
import { startServer } from '../node/localRegistry/server.ts';
import { Store } from '../node/localRegistry/store.ts';
import { exportSkills, importSkills } from '../node/localRegistry/transfer.ts';
import { leastKeyLength } from '../core/text/spellings.ts';
import type { CliIo } from './io.ts';

export const REGISTRY_USAGE = `Usage: skill-publisher registry --database FILE [options]

Serves the Skills API from one SQLite file, on 127.0.0.1 only, until it is stopped (Ctrl+C).

  --database FILE       the file; made when it is not there (default: skill-registry.sqlite)
  --port PORT           port to listen on; 0 takes a free one (default: 4010)
  --api-key KEY         the only key accepted, 16 to 300 characters (or set SKILL_REGISTRY_API_KEY); without it any key
                        that is not empty is
  --seed DIR            publishes each skill folder right below DIR first; unchanged ones are left alone
  --dialects MODE       both: by the anthropic-beta header, as the service (default); ga or beta: always that one
  --fault SPEC          goes wrong on purpose: KIND[=VALUE][@METHOD[:/PATH]][#TIMES], several separated by ';'
                        kinds: latency=MS, status=CODE, reset-before, reset-after, html, bad-json, wrong-shape, empty,
                        cut[=BYTES], drip[=MS]
  --quiet               no access log

Moving skills, instead of serving:
  --export DIR          writes every skill as zips below DIR
  --import DIR          reads what --export wrote, and any zips lying in DIR

Exit codes: 0 done or stopped, 1 something was refused or failed, 2 wrong arguments.
`;

interface Settings {
  readonly database: string;
  readonly port: number;
  readonly apiKey: string | undefined;
  readonly seed: string | undefined;
  readonly dialects: DialectMode;
  readonly faults: readonly Fault[];
  readonly quiet: boolean;
  readonly importFolder: string | undefined;
  readonly exportFolder: string | undefined;
}

/** `skill-publisher registry`. Serves until `io.signal` is aborted. */
export async function registryCommand(args: readonly string[], io: CliIo): Promise<number> {
  let settings: Settings | 'help';
  try {
    settings = parseSettings(args, io);
  } catch (error) {
    io.stderr(`${messageOf(error)}\n\n${REGISTRY_USAGE}`);
    return 2;
  }
  if (settings === 'help') {
    io.stdout(REGISTRY_USAGE);
    return 0;
  }
  let store: Store;
  try {
    store = new Store(settings.database, {
      onNotice: (message) => {
        io.stderr(`${message}\n`);
      },
    });
  } catch (error) {
    if (!(error instanceof DatabaseError)) throw error;
    io.stderr(`${error.message}\n`);
    return 1;
  }
  try {
    return (settings.importFolder ?? settings.exportFolder)
      ? move(store, settings, io)
      : await serve(store, settings, io);
  } catch (error) {
    if (!isSystemError(error)) throw error;
    io.stderr(`${explain(error, settings)}\n`);
    return 1;
  } finally {
    store.close();
  }
}

async function serve(store: Store, settings: Settings, io: CliIo): Promise<number> {
  if (settings.seed !== undefined) {
    const report = seedFolders(store, settings.seed);
    io.stderr(
      `Seed: ${report.published.length} published, ${report.unchanged.length} unchanged, ` +
        `${report.refused.length} refused.\n`,
    );
    for (const refusal of report.refused) io.stderr(`  ${refusal}\n`);
  }
  const server = await startServer({
    store,
    port: settings.port,
    apiKey: settings.apiKey,
    dialects: settings.dialects,
    faults: settings.faults,
    onAccess: (entry) => {
      if (!settings.quiet) io.stderr(`${formatAccess(entry)}\n`);
    },
    onInternalError: (error) => {
      io.stderr(`Internal error: ${messageOf(error)}\n`);
    },
  });
  io.stdout(`Local registry: ${server.url}\n`);
  io.stderr(
    `Data in ${settings.database}. ` +
      `${settings.apiKey === undefined ? 'Any API key is accepted.' : 'One API key is accepted.'} Stop with ` +
      `Ctrl+C.\n`,
  );
  await new Promise<void>((resolve) => {
    if (io.signal.aborted) resolve();
    io.signal.addEventListener(
      'abort',
      () => {
        resolve();
      },
      { once: true },
    );
  });
  await server.close();
  return 0;
}

function move(store: Store, settings: Settings, io: CliIo): number {
  const refused: string[] = [];
  if (settings.importFolder !== undefined) {
    const report = importSkills(store, settings.importFolder);
    io.stdout(`Imported ${report.skills} skills and ${report.versions} versions from ${settings.importFolder}\n`);
    refused.push(...report.refused);
  }
  if (settings.exportFolder !== undefined) {
    const report = exportSkills(store, settings.exportFolder);
    io.stdout(`Exported ${report.skills} skills and ${report.versions} versions to ${settings.exportFolder}\n`);
    refused.push(...report.refused);
  }
  for (const refusal of refused) io.stderr(`Refused: ${refusal}\n`);
  return refused.length > 0 ? 1 : 0;
}

/** Throws an `Error` with one sentence when the arguments cannot be understood. */
function parseSettings(args: readonly string[], io: CliIo): Settings | 'help' {
  const text = { type: 'string' } as const;
  const { values } = parseArgs({
    args: [...args],
    options: {
      database: text,
      port: text,
      'api-key': text,
      seed: text,
      dialects: text,
      fault: { type: 'string', multiple: true },
      import: text,
      export: text,
      quiet: { type: 'boolean' },
      help: { type: 'boolean', short: 'h' },
    },
  });
  if (values.help === true) return 'help';
  const resolve = (file: string | undefined) => (file === undefined ? undefined : path.resolve(io.cwd, file));
  const apiKey = values['api-key'] ?? io.env['SKILL_REGISTRY_API_KEY'];
  if (apiKey !== undefined && !/^[\x21-\x7e]{1,300}$/.test(apiKey))
    throw new Error(`The API key must be ${leastKeyLength} to 300 visible ASCII characters.`);
  if (apiKey !== undefined && apiKey.length < leastKeyLength)
    throw new Error(
      `The API key is too short: at least ${leastKeyLength} characters, so that it is told from ordinary words when ` +
        'skills are searched for it.',
    );
  return {
    database: path.resolve(io.cwd, values.database ?? 'skill-registry.sqlite'),
    port: parsePort(values.port ?? '4010'),
    apiKey,
    seed: resolve(values.seed),
    dialects: parseDialects(values.dialects ?? 'both'),
    faults: (values.fault ?? []).flatMap(parseFaults),
    quiet: values.quiet === true,
    importFolder: resolve(values.import),
    exportFolder: resolve(values.export),
  };
}

function parsePort(text: string): number {
  const port = /^\d{1,5}$/.test(text) ? Number(text) : -1;
  if (port < 0 || port > 65_535) throw new Error(`--port must be from 0 to 65535, not '${text}'.`);
  return port;
}

function parseDialects(text: string): DialectMode {
  if (text === 'both' || text === 'ga' || text === 'beta') return text;
  throw new Error(`--dialects must be both, ga or beta, not '${text}'.`);
}

function isSystemError(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && 'code' in error && 'syscall' in error;
}

function explain(error: NodeJS.ErrnoException, settings: Settings): string {
  if (error.code === 'EADDRINUSE')
    return `Port ${settings.port} is in use. Choose another with --port, or 0 for a free one.`;
  if (error.code === 'EACCES' && error.syscall === 'listen')
    return `Port ${settings.port} needs more rights. Choose one above 1023 with --port.`;
  if (error.code === 'ENOENT') return `${error.path ?? 'A folder'} is not there.`;
  return error.message;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
