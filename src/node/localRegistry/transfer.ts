import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { makeFolderSync } from '../disk/makeFolder.ts';
import { ApiError } from './apiError.ts';
import { characterCount } from './characters.ts';
import { defaultWorkspace } from './credentials.ts';
import { sqliteCodeOf } from './database.ts';
import { maxLabelCharacters, maxName, maxPartHeaderBytes } from './limits.ts';
import type { RegistryCounts } from './protocol.ts';
import type { SkillRow, VersionRow } from './rows.ts';
import { publishByName } from './seed.ts';
import { DamagedArchiveError, toStorageError } from './storageError.ts';
import type { Store } from './store.ts';
import { nowMicros } from './timestamp.ts';
import { parseArchive } from './upload.ts';
import { l10n } from '../../core/text/l10n.ts';

/** What `skill.json` beside the zips of an exported skill says. */
interface Manifest {
  readonly id: string;
  readonly workspace: string;
  readonly source: SkillRow['source'];
  readonly name: string;
  readonly label: string | null;
  readonly createdAt: number;
  readonly updatedAt: number;
  /** Oldest first. */
  readonly versions: readonly ExportedVersion[];
}

/** What its zip does not say. */
type ExportedVersion = Pick<VersionRow, 'epoch' | 'idSuffix' | 'directory'>;

interface ImportReport {
  readonly skills: number;
  readonly versions: number;
  /** One sentence per file or folder that was refused. */
  readonly refused: readonly string[];
}

interface ExportReport extends RegistryCounts {
  /** One sentence per version or skill that was not written. */
  readonly refused: readonly string[];
}

const manifestName = 'skill.json';
const exportPage = 1000;
const sqliteConstraint = 19;
const dayMicros = 24 * 60 * 60 * 1_000_000;

/**
 * Writes every skill as `<folder>/<name>-<id>/<version>.zip` with a `skill.json` beside. Existing files of these names
 * are replaced. Versions whose archive is damaged are left out, and so is a skill that has no others.
 */
export function exportSkills(store: Store, folder: string): ExportReport {
  const report = { skills: 0, versions: 0, archiveBytes: 0, refused: [] as string[] };
  store.snapshot(() => {
    for (const skill of store.allSkills()) {
      const target = path.join(folder, `${skill.name}-${skill.id}`);
      // The file may hold what another program wrote into it.
      if (path.dirname(path.resolve(target)) === path.resolve(folder)) exportToFolder(store, skill, target, report);
      else report.refused.push(l10n.t`${skill.name} ${skill.id}: its name cannot be the name of a folder`);
    }
  });
  return report;
}

type ExportCounts = { -readonly [Key in keyof RegistryCounts]: number } & { readonly refused: string[] };

function exportToFolder(store: Store, skill: SkillRow, target: string, report: ExportCounts): void {
  const exported: ExportedVersion[] = [];
  for (const { epoch, idSuffix, directory, archiveHash } of allVersions(store, skill.id)) {
    try {
      const archive = store.readArchive(archiveHash);
      makeFolderSync(target);
      writeFileSync(path.join(target, `${epoch}.zip`), archive);
      exported.push({ epoch, idSuffix, directory });
      report.archiveBytes += archive.byteLength;
    } catch (error) {
      if (!(error instanceof DamagedArchiveError)) throw error;
      report.refused.push(l10n.t`${skill.name} ${skill.id}, version ${epoch}: ${error.message}`);
    }
  }
  if (exported.length === 0 && skill.latestEpoch !== null) return;
  makeFolderSync(target);
  const { id, workspace, source, name, label, createdAt, updatedAt } = skill;
  const manifest: Manifest = { id, workspace, source, name, label, createdAt, updatedAt, versions: exported };
  writeFileSync(path.join(target, manifestName), `${JSON.stringify(manifest, undefined, 2)}\n`);
  report.skills += 1;
  report.versions += exported.length;
}

function* allVersions(store: Store, skillId: string) {
  let after: number | undefined;
  for (;;) {
    const page = store.listVersions({ skillId, order: 'oldestFirst', after, limit: exportPage });
    yield* page;
    after = page.at(-1)?.epoch;
    if (after === undefined || page.length < exportPage) return;
  }
}

/**
 * Reads what `exportSkills` wrote, with ids and times; skills that are there already are left alone. Loose `*.zip`
 * files in the folder are published as skills of the default workspace by GA's rules. What is hidden is not looked at.
 */
export function importSkills(store: Store, folder: string): ImportReport {
  const report = { skills: 0, versions: 0, refused: [] as string[] };
  for (const entry of readdirSync(folder, { withFileTypes: true }).sort((left, right) =>
    left.name < right.name ? -1 : 1,
  )) {
    if (entry.name.startsWith('.')) continue;
    const full = path.join(folder, entry.name);
    try {
      if (entry.isDirectory()) importExported(store, full, report);
      else if (entry.isFile() && entry.name.endsWith('.zip')) importLoose(store, full, report);
    } catch (error) {
      report.refused.push(`${entry.name}: ${importFailure(error)}`);
    }
  }
  return report;
}

/** One entry must not keep the others out. Throws what is a mistake of ours. */
function importFailure(error: unknown): string {
  if (error instanceof ApiError || error instanceof SyntaxError) return error.message;
  const stored = toStorageError(error);
  if (stored !== undefined) return stored.message;
  const code = sqliteCodeOf(error);
  if (code !== undefined && (code & 0xff) === sqliteConstraint)
    return 'another skill of the registry has one of its times or version ids';
  if (!(error instanceof Error && 'syscall' in error && 'code' in error && 'path' in error)) throw error;
  const file = path.basename(String(error.path));
  return error.code === 'ENOENT' ? `${file} is missing` : `${file} cannot be read: ${error.message}`;
}

function importLoose(store: Store, file: string, report: { skills: number; versions: number }): void {
  const upload = parseArchive(readFileSync(file), 'ga');
  const isNew = store.findSkillsByName(defaultWorkspace, 'custom', upload.name).length === 0;
  if (!publishByName(store, upload, defaultWorkspace)) return;
  report.versions += 1;
  if (isNew) report.skills += 1;
}

function importExported(store: Store, folder: string, report: { skills: number; versions: number }): void {
  const manifest = parseManifest(readFileSync(path.join(folder, manifestName), 'utf8'));
  const uploads = manifest.versions.map((version) => ({
    ...version,
    upload: parseArchive(readFileSync(path.join(folder, `${version.epoch}.zip`)), 'ga'),
  }));
  const stranger = uploads.find(({ upload }) => upload.name !== manifest.name);
  if (stranger !== undefined)
    throw new SyntaxError(
      `${stranger.epoch}.zip holds the skill '${stranger.upload.name}' instead of '${manifest.name}'`,
    );
  store.transaction(() => {
    if (store.hasSkill(manifest.id)) return;
    const { id, workspace, source, name, createdAt, updatedAt } = manifest;
    store.insertSkill({ id, workspace, source, label: manifest.label ?? undefined }, name, createdAt);
    for (const { upload, epoch, idSuffix, directory } of uploads)
      store.insertVersion(id, { ...upload, directory }, epoch, idSuffix);
    store.touchSkill(id, updatedAt);
    report.skills += 1;
    report.versions += uploads.length;
  });
}

/** Throws a `SyntaxError` for anything that `exportSkills` would not have written. */
function parseManifest(text: string): Manifest {
  const value: unknown = JSON.parse(text);
  if (!isManifest(value)) throw new SyntaxError(`${manifestName} is not one of an exported skill`);
  return value;
}

function isManifest(value: unknown): value is Manifest {
  if (typeof value !== 'object' || value === null) return false;
  const { id, workspace, source, name, label, createdAt, updatedAt, versions } = value as Readonly<
    Record<string, unknown>
  >;
  return (
    typeof id === 'string' &&
    /^[\w-]{1,200}$/.test(id) &&
    typeof workspace === 'string' &&
    /^(?:wrkspc_\w{1,64}|\*)$/.test(workspace) &&
    ['custom', 'anthropic', 'anthropic_example', 'plugin'].includes(String(source)) &&
    isSlug(name) &&
    (label === null || isLabel(label)) &&
    isMicros(createdAt) &&
    isMicros(updatedAt) &&
    Array.isArray(versions) &&
    versions.every(isExportedVersion)
  );
}

function isExportedVersion(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  const { epoch, idSuffix, directory } = value as Readonly<Record<string, unknown>>;
  return (
    isMicros(epoch) &&
    typeof idSuffix === 'string' &&
    /^\w{1,64}$/.test(idSuffix) &&
    typeof directory === 'string' &&
    directory.length <= maxPartHeaderBytes
  );
}

function isSlug(value: unknown): boolean {
  return typeof value === 'string' && value.length <= maxName && /^[a-z0-9-]+$/.test(value);
}

function isLabel(value: unknown): boolean {
  return (
    typeof value === 'string' &&
    value.trim() !== '' &&
    characterCount(value) <= maxLabelCharacters.ga &&
    !/[\p{Cc}\u2028\u2029]/u.test(value)
  );
}

/** Every later time must come after those imported, so none may lie far ahead. */
function isMicros(value: unknown): boolean {
  return Number.isSafeInteger(value) && Number(value) > 0 && Number(value) <= nowMicros() + dayMicros;
}
