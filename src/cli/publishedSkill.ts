import path from 'node:path';
import { stat } from 'node:fs/promises';
import { inspectArchive, type ArchiveFile } from '../core/bundle/extract.ts';
import { skillArchive } from '../core/bundle/skillArchive.ts';
import { ArchiveError } from '../core/bundle/archiveError.ts';
import { findInLedger, LedgerError, ledgerFileName } from '../core/publish/ledger.ts';
import { listAllVersions } from '../core/publish/remote.ts';
import { findVersion, numberVersions, type NumberedVersion } from '../core/publish/versionName.ts';
import { RegistryError } from '../core/registry/errors.ts';
import { ageOf } from '../core/text/age.ts';
import { toDisplayText } from '../core/text/display.ts';
import { UsageError } from './arguments.ts';
import type { CliConnection } from './connection.ts';
import type { CliIo } from './io.ts';
import { rememberedSkills } from './ledgers.ts';
import { historyOf, type VersionHistory } from './publishHistory.ts';
import { findWorkspace } from './workspace.ts';

/** A skill of a registry that an argument means. */
export interface PublishedSkill {
  readonly skillId: string;
  /** Newest first. */
  readonly versions: readonly NumberedVersion[];
  /** What the publish history says of them. */
  readonly history: VersionHistory;
  /** The folder that was named, absolute. */
  readonly folder: string | undefined;
}

/** Something that a command cannot do, for a reason that is not in its arguments. `message` is one sentence. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
}

/** The parts of `skill@version`; the version is `undefined` when none is named. */
export function parseReference(argument: string): { readonly skill: string; readonly version: string | undefined } {
  const at = argument.lastIndexOf('@');
  return at <= 0
    ? { skill: argument, version: undefined }
    : { skill: argument.slice(0, at), version: argument.slice(at + 1) };
}

/** The skill of an id, or the one that a folder was published as. Throws `UsageError`, `Refusal`, `RegistryError`. */
export async function findPublished(name: string, { registry, key, io }: CliConnection): Promise<PublishedSkill> {
  const full = path.resolve(io.cwd, name);
  const isFolder = (await stat(full).catch(() => undefined))?.isDirectory() === true;
  const skillId = isFolder ? await idInLedger(full, key, io) : name;
  if (skillId === undefined)
    throw new Refusal(`'${name}' was not published here: the publish history ${ledgerFileName} has no record of it`);
  if (!/^[\w-]{1,200}$/.test(skillId)) throw new UsageError(`'${name}' is neither a folder nor a skill ID`);
  const { items } = await listAllVersions(registry, skillId, io.signal);
  const folder = isFolder ? full : undefined;
  return { skillId, versions: numberVersions(items), history: await historyOf(skillId, key, io, folder), folder };
}

/** The version that is meant; the latest when none is named. Throws `Refusal`. */
export function wantedVersion({ skillId, versions }: PublishedSkill, name = 'latest'): NumberedVersion {
  const version = findVersion(versions, name);
  if (version) return version;
  throw new Refusal(
    versions.length === 0
      ? `${skillId} has no version`
      : `${skillId} has no version '${toDisplayText(name, 60)}': there are v1 to v${versions.length}`,
  );
}

/** Downloads and unpacks a version; nothing is written. Throws `Refusal` for an archive that is refused. */
export async function download(
  { skillId, ref }: Pick<NumberedVersion, 'skillId' | 'ref'>,
  { registry, io }: CliConnection,
): Promise<{ readonly bytes: Uint8Array; readonly files: readonly ArchiveFile[] }> {
  const bytes = await registry.downloadVersion(skillId, ref, { signal: io.signal });
  try {
    return { bytes, files: skillArchive(inspectArchive(bytes)).files };
  } catch (error) {
    if (error instanceof ArchiveError) throw new Refusal(`The archive of this version was rejected: ${error.message}`);
    throw error;
  }
}

/** Runs what asks a registry; a failure that has words is told, and the exit code is 1. */
export async function tellFailures({ io }: Pick<CliConnection, 'io'>, work: () => Promise<number>): Promise<number> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof RegistryError && error.kind === 'aborted') return 130;
    if (!(error instanceof RegistryError || error instanceof Refusal || error instanceof LedgerError)) throw error;
    io.stderr(`${error.message.replace(/(?<![.?])$/, '.')}\n`);
    return 1;
  }
}

/** Asks at the terminal. Throws `UsageError` where there is none, with the advice. */
export async function confirm(
  question: string,
  yes: boolean | undefined,
  { ask }: CliIo,
  advice = 'Add --yes to continue, or --dry-run to only look',
): Promise<boolean> {
  if (yes === true) return true;
  const answer = await ask?.(`${question} [y/N] `);
  if (answer === undefined) throw new UsageError(`Not running in a terminal, so it cannot prompt. ${advice}`);
  return /^y(?:es)?$/i.test(answer.trim());
}

/** Made when it is first used: to make one takes 10 ms. */
let relative: Intl.RelativeTimeFormat | undefined;

/** `v3 · latest · 12 min. ago by Jane · “Fixes dates” · skver_…`. */
export function describeVersion(
  { ordinal, ref, createdAt }: NumberedVersion,
  { versions, history }: Pick<PublishedSkill, 'versions' | 'history'>,
): string {
  const { note, author } = history.get(ref) ?? {};
  relative ??= new Intl.RelativeTimeFormat('en', { numeric: 'auto', style: 'short' });
  const age = ageOf(createdAt, relative, Date.now());
  return [
    `v${ordinal}`,
    versions[0]?.ref === ref ? 'latest' : '',
    author === undefined ? age : `${age} by ${toDisplayText(author, 40)}`,
    note === undefined ? '' : `“${toDisplayText(note, 100)}”`,
    toDisplayText(ref, 100),
  ]
    .filter((part) => part !== '')
    .join(' · ');
}

async function idInLedger(folder: string, key: string, io: CliIo): Promise<string | undefined> {
  const workspace = findWorkspace(folder, undefined, io.cwd);
  const ledger = await rememberedSkills(workspace.root, io, { offline: false });
  return findInLedger(ledger, workspace.folder, key)?.skillId;
}
