import { existsSync } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { ArchiveError, type ArchiveFile, inspectArchive } from '../core/bundle/extract.ts';
import { fingerprint } from '../core/bundle/fingerprint.ts';
import { skillArchive } from '../core/bundle/skillArchive.ts';
import { findImpact, stepOf, type TargetError } from '../core/impact/compare.ts';
import { FactsReader } from '../core/impact/facts.ts';
import { type Finding, impactClasses, impactSeverities } from '../core/impact/model.ts';
import { classTitles, groupsOf } from '../core/impact/show.ts';
import { acceptanceOf, acceptedBefore, type ChosenChange } from '../core/publish/acceptedChanges.ts';
import { type AcceptedChange, findInLedger, LedgerError } from '../core/publish/ledger.ts';
import { downloadWith } from '../core/publish/remote.ts';
import { RegistryError } from '../core/registry/errors.ts';
import { toDisplayText } from '../core/text/display.ts';
import { toJson } from '../core/text/json.ts';
import type { Target } from '../core/skill/skill.ts';
import { packedErrors } from '../core/workspace/packedErrors.ts';
import { toAcceptedChanges } from './allowSecret.ts';
import { resolveOneFolder, UsageError } from './arguments.ts';
import type { Input, Run } from './command.ts';
import { openConnection, type CliConnection } from './connection.ts';
import type { CliIo } from './io.ts';
import { rememberedSkills } from './ledgers.ts';
import { acceptanceText } from './planReport.ts';
import type { impactFlags } from './rows/impact.ts';
import { takeSnapshot } from './skills.ts';
import { findWorkspace } from './workspace.ts';

type Values = Input<typeof impactFlags>['values'];

/** `skill-publisher impact`. */
export const impactCommand: Run<typeof impactFlags> = async ({ values, positionals }, io) => {
  const { format = 'text', target = 'api' } = values;
  const limits = parseFailOn(values['fail-on']);
  const folder = await resolveOneFolder(positionals, io);
  try {
    const chosen = toAcceptedChanges(values['accept-change'], values.reason, null, io);
    const now = await readSide(folder, io);
    const old = await readOld(folder, values, io);
    const accepted = [...chosen, ...(await acceptedOf(folder, values, io))];
    const reader = new FactsReader();
    const facts = { old: await reader.facts(old, io.signal), now: await reader.facts(now, io.signal) };
    const content = await fingerprint(now);
    const findings = findImpact(facts.old, facts.now, {
      isSealed: target === 'api',
      errors: { old: errorsFor(old, target), new: errorsFor(now, target) },
    }).map((finding) => withAcceptance(finding, acceptanceOf(finding, accepted, content)));
    io.stdout(format === 'json' ? toJson({ findings, step: stepOf(findings) }) : impactText(findings));
    return findings.some((each) => !each.accepted && limits.some((limit) => isOver(each, limit))) ? 1 : 0;
  } catch (error) {
    if (error instanceof RegistryError && error.kind === 'aborted') return 130;
    if (!(error instanceof RegistryError || error instanceof ArchiveError)) throw error;
    io.stderr(`${toDisplayText(error.message, 1_000)}\n`);
    return 1;
  }
};

type Files = readonly ArchiveFile[];

async function readSide(folder: string, io: CliIo): Promise<Files> {
  return (await takeSnapshot(folder, findWorkspace(folder, undefined, io.cwd), io)).files;
}

/** The older side: a folder, an archive on disk, or a published version. */
async function readOld(folder: string, values: Values, io: CliIo): Promise<Files> {
  const { against } = values;
  if (against !== undefined) {
    const full = path.resolve(io.cwd, against);
    const info = await stat(full).catch(() => undefined);
    if (info?.isDirectory()) return readSide(full, io);
    if (info?.isFile()) return skillArchive(inspectArchive(await readFile(full))).files;
    if (/[/\\]|\.zip$/i.test(against)) throw new UsageError(`'${against}' does not exist`);
  }
  return download(folder, values, io);
}

async function download(folder: string, values: Values, io: CliIo): Promise<Files> {
  const { root, folder: named } = findWorkspace(folder, undefined, io.cwd);
  const connection = await openConnection(values, io);
  const ledger = await rememberedSkills(root, io, { offline: false });
  const entry = findInLedger(ledger, named, connection.key);
  if (!entry)
    throw new UsageError(
      'This folder was not published to this service from here: name a folder or an archive with --against',
    );
  const version = values.against ?? 'latest';
  const ref = version === 'latest' ? await latestRef(connection.registry, entry.skillId, io) : version;
  return downloadWith(connection.registry)(entry.skillId, ref ?? entry.version, io.signal);
}

async function latestRef(registry: CliConnection['registry'], skillId: string, io: CliIo): Promise<string | undefined> {
  return (await registry.retrieveSkill(skillId, { signal: io.signal })).latestVersion;
}

/**
 * What the publish history holds as accepted. Two folders are compared without a network, and whatever the history is
 * like: then nothing is accepted by it.
 */
async function acceptedOf(folder: string, { against }: Values, io: CliIo): Promise<readonly ChosenChange[]> {
  const place = findWorkspace(folder, undefined, io.cwd);
  const offline = against !== undefined && existsSync(path.resolve(io.cwd, against));
  try {
    return acceptedBefore(await rememberedSkills(place.root, io, { offline }), place.folder);
  } catch (error) {
    if (!(error instanceof LedgerError)) throw error;
    io.stderr(`What was accepted before is not known: ${toDisplayText(error.message, 1_000)}\n`);
    return [];
  }
}

/** A finding, and why it is meant where somebody said so. */
interface Judged extends Finding {
  readonly accepted?: Pick<AcceptedChange, 'by' | 'reason' | 'time'>;
}

function withAcceptance(finding: Finding, acceptance: AcceptedChange | undefined): Judged {
  if (!acceptance) return finding;
  const { by, reason, time } = acceptance;
  return { ...finding, accepted: { ...(by === undefined ? {} : { by }), reason, time } };
}

/** What the target refuses. */
function errorsFor(files: Files, target: Target): readonly TargetError[] {
  return packedErrors(files, target).map(({ code, file, range, message }) => ({ code, path: file, range, message }));
}

interface Limit {
  readonly class: string;
  readonly severity: string;
}

function parseFailOn(list: string | undefined): readonly Limit[] {
  return (list ?? '')
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '')
    .map((part) => {
      const [kind = '', severity = 'low', ...rest] = part.split(':');
      const isKnown =
        (impactClasses as readonly string[]).includes(kind) &&
        (impactSeverities as readonly string[]).includes(severity);
      if (!isKnown || rest.length > 0)
        throw new UsageError(
          `--fail-on takes ${impactClasses.join(', ')}, each alone or with ` +
            `:${impactSeverities.join(', :')}, not '${part}'`,
        );
      return { class: kind, severity };
    });
}

function isOver(finding: Finding, limit: Limit): boolean {
  const order: readonly string[] = impactSeverities;
  return finding.class === limit.class && order.indexOf(finding.severity) <= order.indexOf(limit.severity);
}

function impactText(findings: readonly Judged[]): string {
  if (findings.length === 0) return 'Nothing changes.\n';
  const lines = groupsOf(findings).flatMap(({ class: kind, findings: own }) => [
    `${classTitles[kind]}:`,
    ...own.flatMap(findingLines),
    '',
  ]);
  return `${lines.join('\n')}Version step: ${stepOf(findings)}\n`;
}

function findingLines({ code, subject, severity, message, accepted, ...places }: Judged): readonly string[] {
  const place = places.new ?? places.old;
  const said = `${toDisplayText(message, 300)}  ${toDisplayText(place?.path ?? '', 120)}`;
  const named = `${code}:${toDisplayText(subject, 100)}`;
  return [
    `  ${severity.padEnd(6)}  ${said}  ${named}`,
    ...(accepted ? [`          accepted: ${acceptanceText(accepted)}`] : []),
  ];
}
