import { stat } from 'node:fs/promises';
import path from 'node:path';
import type { ArchiveFile } from '../core/bundle/extract.ts';
import { findInLedger, ledgerFileName, parseLedger, recordInLedger } from '../core/publish/ledger.ts';
import {
  describePull,
  incomingRefusal,
  isNothingToPull,
  planPull,
  pulledEntry,
  pulledFolderName,
  pullRefusal,
} from '../core/publish/pull.ts';
import { judgeTrust } from '../core/publish/trust.ts';
import { toDisplayText } from '../core/text/display.ts';
import type { SkillSnapshot } from '../core/workspace/snapshot.ts';
import { visiblePath } from '../core/text/paths.ts';
import { findIncomplete } from '../core/workspace/readSkill.ts';
import { TextFile } from '../node/disk/textFile.ts';
import { makeFolder } from '../node/disk/makeFolder.ts';
import { FolderError, replaceFolder, writeNewFolder } from '../node/disk/writeFolder.ts';
import { UsageError } from './arguments.ts';
import type { Run } from './command.ts';
import type { CliIo } from './io.ts';
import { openConnection, type CliConnection } from './connection.ts';
import {
  confirm,
  describeVersion,
  download,
  findPublished,
  parseReference,
  Refusal,
  tellFailures,
  wantedVersion,
} from './publishedSkill.ts';
import type { pullFlags } from './rows/lifecycle.ts';
import { writeToNamed } from './namedPlace.ts';
import { shownPath } from './skillArguments.ts';
import { takeSnapshot } from './skills.ts';
import { findWorkspace } from './workspace.ts';

/** `skill-publisher pull`. */
export const pullCommand: Run<typeof pullFlags> = async ({ values, positionals }, io) => {
  const [name, folderName, ...more] = positionals;
  if (name === undefined || more.length > 0) throw new UsageError('Name one skill, and the folder it goes to');
  const connection = await openConnection(values, io);
  return tellFailures(connection, async () => {
    const { skill, version: wanted } = parseReference(name);
    const published = await findPublished(skill, connection);
    const version = wantedVersion(published, wanted);
    const { files } = await download(version, connection);
    const refusal = incomingRefusal(files);
    if (refusal !== undefined) throw new Refusal(refusal);
    const folder = path.resolve(io.cwd, folderName ?? published.folder ?? pulledFolderName(version));
    connection.io.stderr(`${toDisplayText(version.name, 64)} ${describeVersion(version, published)}\n`);
    const write = await planWrite(folder, files, connection);
    if (!write) return 0;
    await tellAbilities(folder, files, connection);
    if (values['dry-run'] === true) return 0;
    if (!(await confirm(`Write it to ${visiblePath(folder, 300)}?`, values.yes, io))) return 1;
    try {
      await writeToNamed('The version', shownPath(folder, io.cwd), write);
    } catch (error) {
      if (error instanceof FolderError) throw new Refusal(error.message);
      throw error;
    }
    const place = findWorkspace(folder, undefined, io.cwd);
    const ledger = new TextFile(path.join(place.root, ledgerFileName));
    await recordInLedger(ledger, place.folder, connection.key, await pulledEntry(version, files));
    connection.io.stdout(`${folder}\n`);
    return 0;
  });
};

/** Says what would change, and gives what does it; `undefined`: nothing is to be done. */
async function planWrite(
  folder: string,
  files: readonly ArchiveFile[],
  { io }: CliConnection,
): Promise<(() => Promise<void>) | undefined> {
  const info = await stat(folder).catch(() => undefined);
  if (!info) {
    for (const { path: file } of files) io.stderr(`  + ${visiblePath(file)}\n`);
    return async () => {
      await makeFolder(path.dirname(folder));
      await writeNewFolder(folder, files, io.signal);
    };
  }
  if (folder === io.cwd)
    throw new Refusal('The current folder itself cannot be replaced. Run this from its parent folder');
  const present = await readPresent(folder, io);
  const plan = planPull(present, files);
  const refusal = pullRefusal(present, plan);
  if (refusal !== undefined) throw new Refusal(refusal);
  if (isNothingToPull(plan)) {
    io.stderr('The folder already contains exactly this version.\n');
    return undefined;
  }
  for (const [sign, paths] of [
    ['+', plan.added],
    ['~', plan.changed],
    ['-', plan.removed],
    ['!', plan.overwritten],
  ] as const)
    for (const file of paths) io.stderr(`  ${sign} ${visiblePath(file)}\n`);
  io.stderr(`${describePull(plan)}.\n`);
  return async () => {
    const now = await readPresent(folder, io);
    if (now.fingerprint !== present.fingerprint)
      throw new Refusal('The folder changed in the meantime, so nothing was written');
    await replaceFolder(folder, files, {
      keep: now.selection.leftOut.map(({ path: left }) => left),
      signal: io.signal,
    });
  };
}

async function readPresent(folder: string, io: CliIo): Promise<SkillSnapshot> {
  const present = await takeSnapshot(folder, findWorkspace(folder, undefined, io.cwd), io);
  const incomplete = findIncomplete(present);
  if (incomplete)
    throw new Refusal(`The folder is not replaced, because not all of it could be read. ${incomplete.message}`);
  return present;
}

/** What the version can do on this computer that the one known from here cannot. */
async function tellAbilities(folder: string, files: readonly ArchiveFile[], connection: CliConnection): Promise<void> {
  const { io, key } = connection;
  const place = findWorkspace(folder, undefined, io.cwd);
  const entry = findInLedger(
    parseLedger(await new TextFile(path.join(place.root, ledgerFileName)).read()),
    place.folder,
    key,
  );
  const known = entry
    ? [
        {
          fingerprint: entry.fingerprint,
          files: async () => (await download({ skillId: entry.skillId, ref: entry.version }, connection)).files,
        },
      ]
    : [];
  const { DirectImpactReader } = await import('../core/impact/impact.ts');
  const { own, compared, abilities } = await judgeTrust(files, known, new DirectImpactReader());
  if (own || abilities.length === 0) return;
  io.stderr(`What it can do on this computer${compared ? ', new since the version that is here' : ''}:\n`);
  for (const { path: file, what, kind } of abilities.slice(0, 50))
    io.stderr(`  ${kind}: ${visiblePath(file)}  ${toDisplayText(what, 200)}\n`);
}
