import path from 'node:path';
import { formatAccess } from '../node/localRegistry/accessLog.ts';
import { DatabaseError } from '../node/localRegistry/database.ts';
import type { DialectMode } from '../node/localRegistry/dialect.ts';
import { parseFaults, type Fault } from '../node/localRegistry/fault.ts';
import { seedFolders } from '../node/localRegistry/seed.ts';
import { startServer } from '../node/localRegistry/server.ts';
import { Store } from '../node/localRegistry/store.ts';
import { exportSkills, importSkills } from '../node/localRegistry/transfer.ts';
import { leastKeyLength } from '../core/text/spellings.ts';
import { UsageError } from './arguments.ts';
import type { Input, Run } from './command.ts';
import type { CliIo } from './io.ts';
import type { registryFlags } from './rows/registry.ts';
import { messageOf } from '../core/text/message.ts';
import { isSystemError } from '../node/disk/systemError.ts';

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
export const registryCommand: Run<typeof registryFlags> = async (input, io) => {
  const settings = toSettings(input, io);
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
    io.stderr(`${explainStart(error, settings)}\n`);
    return 1;
  } finally {
    store.close();
  }
};

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

/** Throws `UsageError` in one sentence. */
function toSettings({ values, positionals }: Input<typeof registryFlags>, io: CliIo): Settings {
  if (positionals.length > 0)
    throw new UsageError(`skill-publisher registry takes no argument '${positionals[0] ?? ''}'`);
  const resolve = (file: string | undefined) => (file === undefined ? undefined : path.resolve(io.cwd, file));
  const apiKey = values['api-key'] ?? io.env['SKILL_REGISTRY_API_KEY'];
  if (apiKey !== undefined && !/^[\x21-\x7e]{1,300}$/.test(apiKey))
    throw new UsageError(`The API key must be ${leastKeyLength} to 300 visible ASCII characters.`);
  if (apiKey !== undefined && apiKey.length < leastKeyLength)
    throw new UsageError(
      `The API key is too short: at least ${leastKeyLength} characters, so that it is told from ordinary words when ` +
        'skills are searched for it.',
    );
  return {
    database: path.resolve(io.cwd, values.database ?? 'skill-registry.sqlite'),
    port: parsePort(values.port ?? '4010'),
    apiKey,
    seed: resolve(values.seed),
    dialects: values.dialects ?? 'both',
    faults: toFaults(values.fault ?? []),
    quiet: values.quiet === true,
    importFolder: resolve(values.import),
    exportFolder: resolve(values.export),
  };
}

function parsePort(text: string): number {
  const port = /^\d{1,5}$/.test(text) ? Number(text) : -1;
  if (port < 0 || port > 65_535) throw new UsageError(`--port must be from 0 to 65535, not '${text}'.`);
  return port;
}

function toFaults(texts: readonly string[]): readonly Fault[] {
  try {
    return texts.flatMap(parseFaults);
  } catch (error) {
    throw new UsageError(messageOf(error));
  }
}

function explainStart(error: NodeJS.ErrnoException, settings: Settings): string {
  if (error.code === 'EADDRINUSE')
    return `Port ${settings.port} is in use. Choose another with --port, or 0 for a free one.`;
  if (error.code === 'EACCES' && error.syscall === 'listen')
    return `Port ${settings.port} needs more rights. Choose one above 1023 with --port.`;
  if (error.code === 'ENOENT') return `${error.path ?? 'A folder'} does not exist.`;
  return error.message;
}
