import { byTime, listAllVersions } from '../core/publish/remote.ts';
import { RegistryError } from '../core/registry/errors.ts';
import { collectPages } from '../core/registry/paging.ts';
import { toDisplayText } from '../core/text/display.ts';
import { UsageError } from './arguments.ts';
import type { Run } from './command.ts';
import { connectionFailureText, openConnection, type CliConnection } from './connection.ts';
import { toJson } from '../core/text/json.ts';
import { historyOf } from './publishHistory.ts';
import type { listFlags } from './rows/list.ts';

/** `skill-publisher list`. */
export const listCommand: Run<typeof listFlags> = async ({ values, positionals }, io) => {
  const { format = 'text', source = 'custom' } = values;
  if (positionals.length > 1) throw new UsageError('Name one skill ID at most');
  const connection = await openConnection(values, io);
  try {
    const [skillId] = positionals;
    const list = skillId === undefined ? await skills(connection, source) : await versions(connection, skillId);
    connection.io.stdout(format === 'json' ? toJson(list.items) : table(list.rows));
    if (list.unreadable > 0) connection.io.stderr(`${sayUnreadable(list.unreadable)}\n`);
    if (list.cut) connection.io.stderr('The list is longer; the rest is not shown.\n');
    return 0;
  } catch (error) {
    if (!(error instanceof RegistryError)) throw error;
    if (error.kind === 'aborted') return 130;
    connection.io.stderr(`${connectionFailureText(error, connection)}\n`);
    return 1;
  }
};

interface Listing {
  readonly items: readonly unknown[];
  readonly rows: readonly (readonly string[])[];
  readonly cut: boolean;
  readonly unreadable: number;
}

function sayUnreadable(count: number): string {
  return count === 1
    ? '1 item of the list could not be read and is not shown.'
    : `${count} items of the list could not be read and are not shown.`;
}

async function skills({ registry, io }: CliConnection, source: 'custom' | 'anthropic' | 'all'): Promise<Listing> {
  const { items, cut, unreadable } = await collectPages((page) =>
    registry.listSkills({ limit: 100, page, signal: io.signal, ...(source === 'all' ? {} : { source }) }),
  );
  const sorted = items.toSorted((a, b) => byTime(b.updatedAt, a.updatedAt));
  return {
    items: sorted,
    cut,
    unreadable,
    rows: [
      ['SKILL', 'LABEL', 'LATEST', 'SOURCE', 'UPDATED'],
      ...sorted.map((skill) => [skill.id, skill.label ?? '', skill.latestVersion ?? '', skill.source, skill.updatedAt]),
    ],
  };
}

async function versions({ registry, key, io }: CliConnection, skillId: string): Promise<Listing> {
  const { items, cut, unreadable } = await listAllVersions(registry, skillId, io.signal);
  const history = await historyOf(skillId, key, io);
  const hasAuthors = [...history.values()].some(({ author }) => author !== undefined);
  const by = (ref: string): string[] => (hasAuthors ? [history.get(ref)?.author ?? ''] : []);
  return {
    items: items.map((version) => ({ ...version, ...history.get(version.ref) })),
    cut,
    unreadable,
    rows: [
      ['VERSION', 'NAME', 'CREATED', ...(hasAuthors ? ['BY'] : []), 'DESCRIPTION'],
      ...items.map((version) => [
        version.ref,
        version.name,
        version.createdAt,
        ...by(version.ref),
        version.description,
      ]),
    ],
  };
}

/** Columns; what came from the server is made safe for a terminal. */
function table(rows: readonly (readonly string[])[]): string {
  const safe = rows.map((row) => row.map((cell) => toDisplayText(cell, 80)));
  const widths = (safe[0] ?? []).map((_, column) => Math.max(...safe.map((row) => (row[column] ?? '').length)));
  return safe
    .map(
      (row) =>
        `${row
          .map((cell, column) => (column === row.length - 1 ? cell : cell.padEnd(widths[column] ?? 0)))
          .join('  ')
          .trimEnd()}\n`,
    )
    .join('');
}
