import { abilityChecks } from './checks/abilities.ts';
import { type Check, type Comparison, type FileChanges, Version, findingOf } from './checks/check.ts';
import { choosingChecks } from './checks/choosing.ts';
import { contractChecks } from './checks/contract.ts';
import { costChecks } from './checks/cost.ts';
import { optionChecks } from './checks/options.ts';
import { permissionChecks } from './checks/permission.ts';
import { type Facts, type FileFact, type Finding, impactClasses, impactSeverities } from './model.ts';
import { l10n } from '../text/l10n.ts';

/** The catalog: one row for each check. */
export const checks: readonly Check[] = [
  ...choosingChecks,
  ...permissionChecks,
  ...abilityChecks,
  ...contractChecks,
  ...optionChecks,
  ...costChecks,
];

/** An error of a rule for the chosen target. */
export interface TargetError {
  readonly code: string;
  readonly path: string;
  readonly range: { readonly start: number; readonly end: number };
  readonly message: string;
}

interface CompareOptions {
  /** True when the chosen target has no network and installs nothing, as the Skills API. */
  readonly isSealed?: boolean;
  /** True when there is no version before: what is new is said as it is. */
  readonly isAlone?: boolean;
  /** Errors for the chosen target, on both sides; without them nothing is said about targets. */
  readonly errors?: { readonly old: readonly TargetError[]; readonly new: readonly TargetError[] };
}

/** How far a version must be raised for what changed. */
export type VersionStep = 'major' | 'minor' | 'patch';

/**
 * What the new version can and does that the old one did not, the loudest first. Empty for the same files. Pure; the
 * time grows with the number of facts.
 */
export function findImpact(old: Facts, now: Facts, options: CompareOptions = {}): readonly Finding[] {
  const files = fileChanges(old, now);
  if (!hasChanged(old, now)) return [];
  const comparison: Comparison = {
    old: new Version(old),
    new: new Version(now),
    files,
    isSealed: options.isSealed ?? false,
    isAlone: options.isAlone ?? false,
  };
  const found = new Map<string, Finding>();
  for (const check of checks)
    for (const draft of check.find(comparison)) {
      const finding = findingOf(check, draft);
      const key = `${finding.code}\0${finding.subject}`;
      if (!found.has(key)) found.set(key, finding);
    }
  const findings = [...found.values(), ...lostTargets(options.errors)];
  const all = [...findings, ...versionFindings(comparison, stepOf(findings))];
  return all.length === 0 ? [textOnly(comparison)] : all.sort(louder);
}

/** The step of a version number that the findings ask for. */
export function stepOf(findings: readonly Finding[]): VersionStep {
  if (findings.some((finding) => finding.class === 'breaking')) return 'major';
  return findings.some((finding) => finding.class === 'wider') ? 'minor' : 'patch';
}

function louder(one: Finding, other: Finding): number {
  return (
    impactSeverities.indexOf(one.severity) - impactSeverities.indexOf(other.severity) ||
    impactClasses.indexOf(one.class) - impactClasses.indexOf(other.class) ||
    (one.code < other.code ? -1 : one.code > other.code ? 1 : 0)
  );
}

function hasChanged(old: Facts, now: Facts): boolean {
  const key = ({ files }: Facts): string =>
    files.map(({ path, hash, executable }) => `${path}\0${hash}\0${executable}`).join('\n');
  return key(old) !== key(now);
}

function fileChanges(old: Facts, now: Facts): FileChanges {
  const [olds, news] = [old, now].map(({ files }) => new Map(files.map((file) => [file.path, file])));
  const removed = old.files.filter(({ path }) => news?.has(path) !== true);
  const added = now.files.filter(({ path }) => olds?.has(path) !== true);
  const changed = old.files.flatMap((file) => {
    const after = news?.get(file.path);
    return after && after.hash !== file.hash ? [{ old: file, new: after }] : [];
  });
  const moved = movedFiles(removed, added);
  const [from, to] = [new Set(moved.map((each) => each.old)), new Set(moved.map((each) => each.new))];
  return {
    removed: removed.filter((file) => !from.has(file)),
    added: added.filter((file) => !to.has(file)),
    changed,
    moved,
  };
}

/** Comparisons of sketches; a version with more gone and new files is not searched further. */
const maxCompared = 20_000;

/** Files at another path: the same bytes, or most of the same lines in a file of the same kind. */
function movedFiles(removed: readonly FileFact[], added: readonly FileFact[]): FileChanges['moved'][number][] {
  const free = new Set(added);
  const moved: FileChanges['moved'][number][] = [];
  let compared = 0;
  for (const file of removed) {
    const same = [...free].find(({ hash, size }) => hash === file.hash && size > 0);
    const like =
      same ??
      [...free].find((other) => {
        compared += 1;
        return compared <= maxCompared && other.role === file.role && isAlike(file.sketch, other.sketch);
      });
    if (!like || like.role === 'companion') continue;
    free.delete(like);
    moved.push({ old: file, new: like });
  }
  return moved;
}

/** The share of equal lines, guessed from the smallest hashes of both. */
function isAlike(one: readonly string[], other: readonly string[]): boolean {
  if (one.length < 4 || other.length < 4) return false;
  const smallest = [...new Set([...one, ...other])]
    .map((hash) => Number.parseInt(hash, 36))
    .sort((a, b) => a - b)
    .slice(0, Math.min(one.length, other.length));
  const [first, second] = [new Set(one), new Set(other)];
  const shared = smallest.map((hash) => hash.toString(36)).filter((hash) => first.has(hash) && second.has(hash));
  return shared.length / smallest.length >= 0.75;
}

function lostTargets(errors: CompareOptions['errors']): readonly Finding[] {
  if (!errors) return [];
  const known = new Set(errors.old.map(({ code }) => code));
  const found = new Map(errors.new.flatMap((error) => (known.has(error.code) ? [] : [[error.code, error] as const])));
  return [...found.values()].map(({ code, path, range, message }) => ({
    code: 'impact/target-lost',
    class: 'breaking',
    severity: 'high',
    subject: code,
    new: { path, range },
    message: l10n.t`No longer fits the target: ${message}`,
  }));
}

/** A version number that does not say what changed. */
function versionFindings({ old, new: now }: Comparison, step: VersionStep): readonly Finding[] {
  const [before, after] = [old.field('version'), now.field('version')];
  if (!before || !after) return [];
  const [was, is] = [before, after].map(({ value }) =>
    /^v?(\d+(?:\.\d+){0,2})/.exec(value)?.[1]?.split('.').map(Number),
  );
  if (!was || !is) return [];
  const difference = [0, 1, 2].map((index) => (is[index] ?? 0) - (was[index] ?? 0)).find((each) => each !== 0) ?? 0;
  if (difference > 0 || (difference === 0 && step === 'patch')) return [];
  return [
    {
      code: 'impact/version-not-raised',
      class: 'neutral',
      severity: 'medium',
      subject: 'version',
      old: { path: before.path, range: before.range },
      new: { path: after.path, range: after.range },
      message:
        difference < 0
          ? l10n.t`The version goes back from ${before.value} to ${after.value}.`
          : l10n.t`The version stays ${after.value}, but the changes call for a new ${step} version.`,
    },
  ];
}

function textOnly({ new: now }: Comparison): Finding {
  const path = now.files.has('SKILL.md') ? 'SKILL.md' : ([...now.files.keys()][0] ?? 'SKILL.md');
  return {
    code: 'impact/text-only',
    class: 'neutral',
    severity: 'low',
    subject: 'text',
    new: { path, range: { start: 0, end: 0 } },
    message: l10n.t`Texts or data change; nothing else was found.`,
  };
}
