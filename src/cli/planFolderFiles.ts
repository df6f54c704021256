import { constants } from 'node:fs';
import { open } from 'node:fs/promises';
import path from 'node:path';
import { hashOf } from '../core/bundle/fingerprint.ts';
import {
  formatPlanFile,
  maxPlanLength,
  parsePlanFile,
  planFileName,
  PlanFileError,
  type PlanFile,
  type PlannedSkill,
} from '../core/publish/planFile.ts';
import { makeFolder } from '../node/disk/makeFolder.ts';
import { isSystemError } from '../node/disk/systemError.ts';
import { writeFileAtomic } from '../node/disk/writeFile.ts';

type PlannedArchive = NonNullable<PlannedSkill['archive']>;

/** Bytes of an archive that is read: more than any request may have. */
const maxArchive = 64 * 1024 * 1024;

/** Writes a plan into a folder, the archives first: a plan that is there is whole. */
export async function writePlan(
  folder: string,
  file: PlanFile,
  archives: ReadonlyMap<string, Uint8Array>,
): Promise<void> {
  await makeFolder(folder);
  for (const [name, bytes] of archives) await writeFileAtomic(path.join(folder, name), bytes);
  await writeFileAtomic(path.join(folder, planFileName), formatPlanFile(file));
}

/** The plan in a folder. Throws `PlanFileError`. */
export async function readPlan(folder: string): Promise<PlanFile> {
  const bytes = await readPlain(path.join(folder, planFileName), maxPlanLength);
  return parsePlanFile(new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes));
}

/** The archive of a planned skill, as it was planned. Throws `PlanFileError`. */
export async function readPlannedArchive(folder: string, { name, archive }: PlannedSkill): Promise<Uint8Array> {
  if (!archive) throw new PlanFileError(`The plan has nothing to send for ${name}.`);
  const bytes = await readPlain(path.join(folder, archive.file), maxArchive);
  if (!isPlannedArchive(bytes, archive))
    throw new PlanFileError(`${archive.file} is not the archive that was planned. Plan again.`);
  return bytes;
}

/** Whether bytes are what a plan names. */
export function isPlannedArchive(bytes: Uint8Array, { bytes: length, sha256 }: PlannedArchive): boolean {
  return bytes.length === length && hashOf(bytes) === sha256;
}

/** Only a file itself, never what a link leads to. */
async function readPlain(file: string, most: number): Promise<Uint8Array> {
  const name = path.basename(file);
  try {
    const handle = await open(file, constants.O_RDONLY | constants.O_NOFOLLOW);
    try {
      const info = await handle.stat();
      if (!info.isFile() || info.size > most)
        throw new PlanFileError(`${name} is not a file, or is too large. Plan again.`);
      return await handle.readFile();
    } finally {
      await handle.close();
    }
  } catch (error) {
    if (!isSystemError(error)) throw error;
    throw new PlanFileError(
      error.code === 'ENOENT'
        ? `${name} is missing. Plan again.`
        : `${name} cannot be read (${error.code ?? ''}). Plan again.`,
    );
  }
}
