import type { Fact, FileFact } from '../model.ts';
import { isSurelyMeant, referencesOf } from '../references.ts';
import { type Check, type Comparison, type Draft, addedRow, clipped } from './check.ts';
import { lostTexts } from './similar.ts';
import { l10n } from '../../text/l10n.ts';

const start = { start: 0, end: 0 };

/** What users, callers and other files of the skill rely on. */
export const contractChecks: readonly Check[] = [
  {
    code: 'file-removed-referenced',
    class: 'breaking',
    severity: 'high',
    find: (comparison) => gone(comparison, 'referenced'),
  },
  { code: 'file-removed', class: 'breaking', severity: 'low', find: (comparison) => gone(comparison, 'used') },
  { code: 'file-moved', class: 'neutral', severity: 'low', find: fileMoved },
  { code: 'file-removed-unused', class: 'neutral', severity: 'low', find: (comparison) => gone(comparison, 'unused') },
  {
    code: 'interpreter-changed',
    class: 'breaking',
    severity: 'low',
    find: function* ({ files }) {
      for (const { old, new: now } of [...files.changed, ...files.moved])
        if (old.interpreter !== '' && now.interpreter !== '' && old.interpreter !== now.interpreter)
          yield {
            subject: now.path,
            message: l10n.t`${clipped(now.path)} is now run by ${clipped(now.interpreter)}, not ${clipped(old.interpreter)}.`,
            old: { path: old.path, range: start },
            new: { path: now.path, range: start },
          };
    },
  },
  { code: 'executable-bit-lost', class: 'breaking', severity: 'low', find: executableLost },
  { code: 'interactive-added', class: 'breaking', severity: 'medium', find: interactiveAdded },
  { code: 'requirement-raised', class: 'breaking', severity: 'medium', find: requirementRaised },
  {
    code: 'compatibility-changed',
    class: 'narrower',
    severity: 'medium',
    find: function* ({ old, new: now }) {
      const [before, after] = [old.field('compatibility'), now.field('compatibility')];
      if (before?.value === after?.value) return;
      const message = after ? l10n.t`Now needs: ${clipped(after.value)}` : l10n.t`No longer says what it needs to run.`;
      yield {
        subject: 'compatibility',
        message,
        old: before,
        new: after,
        ...(after ? {} : { class: 'neutral' as const }),
      };
    },
  },
  { code: 'license-changed', class: 'breaking', severity: 'medium', find: licenseChanged },
  {
    code: 'section-removed',
    class: 'narrower',
    severity: 'low',
    find: function* ({ old, new: now }) {
      for (const fact of lostTexts(old.of('section'), now.of('section'), 'heading'))
        yield { subject: fact.subject, message: l10n.t`The section “${clipped(fact.subject)}” is gone.`, old: fact };
    },
  },
  {
    code: 'section-added',
    class: 'neutral',
    severity: 'low',
    find: function* ({ old, new: now }) {
      for (const fact of lostTexts(now.of('section'), old.of('section'), 'heading'))
        yield { subject: fact.subject, message: l10n.t`New section “${clipped(fact.subject)}”.`, new: fact };
    },
  },
  {
    code: 'rule-removed',
    class: 'neutral',
    severity: 'medium',
    find: function* ({ old, new: now }) {
      for (const fact of lostTexts(old.of('rule'), now.of('rule'), 'line'))
        yield { subject: fact.subject, message: l10n.t`No longer said: “${clipped(fact.subject)}”`, old: fact };
    },
  },
  {
    code: 'rule-added',
    class: 'neutral',
    severity: 'low',
    find: function* ({ old, new: now }) {
      for (const fact of lostTexts(now.of('rule'), old.of('rule'), 'line'))
        yield { subject: fact.subject, message: l10n.t`Newly said: “${clipped(fact.subject)}”`, new: fact };
    },
  },
  addedRow({
    code: 'link-outside-added',
    kind: 'link-outside',
    class: 'breaking',
    severity: 'low',
    say: (target) => l10n.t`A link points outside the skill: ${clipped(target)}.`,
  }),
  { code: 'metadata-changed', class: 'neutral', severity: 'low', find: metadataChanged },
];

/** Files that are gone and were not moved, by what refers to them. */
function* gone({ old, new: now, files }: Comparison, which: 'referenced' | 'used' | 'unused'): Iterable<Draft> {
  if (files.removed.length === 0 && files.moved.length === 0) return;
  const [before, after] = [referencesOf(old), referencesOf(now)];
  const moved = files.moved.map((each) => each.old);
  for (const file of [...files.removed, ...moved]) {
    const still = after.get(file.path)?.find((fact) => isSurelyMeant(fact, file.path));
    const place = { path: file.path, range: start };
    if (still) {
      if (which === 'referenced')
        yield {
          subject: file.path,
          message: l10n.t`${clipped(file.path)} is gone, and ${clipped(still.path)} still refers to it.`,
          old: place,
          new: still,
        };
      continue;
    }
    if (moved.includes(file) || file.role === 'companion') continue;
    const isUsed = before.get(file.path)?.some((fact) => fact.path !== file.path) === true;
    if (which === 'used' && isUsed)
      yield { subject: file.path, message: l10n.t`${clipped(file.path)} is gone.`, old: place, ...severityOf(file) };
    if (which === 'unused' && !isUsed)
      yield { subject: file.path, message: l10n.t`${clipped(file.path)} is gone; nothing referred to it.`, old: place };
  }
}

function severityOf({ role }: FileFact): { readonly severity: 'medium' | 'low' } {
  return { severity: role === 'script' || role === 'binary' ? 'medium' : 'low' };
}

function* fileMoved({ old, new: now, files }: Comparison): Iterable<Draft> {
  if (files.moved.length === 0) return;
  const [before, after] = [referencesOf(old), referencesOf(now)];
  for (const { old: from, new: to } of files.moved) {
    if (after.get(from.path)?.some((fact) => isSurelyMeant(fact, from.path)) === true) continue;
    if (from.role === 'companion') continue;
    const isUsed = before.get(from.path)?.some((fact) => fact.path !== from.path) === true;
    yield {
      subject: from.path,
      message: l10n.t`${clipped(from.path)} is now ${clipped(to.path)}.`,
      old: { path: from.path, range: start },
      new: { path: to.path, range: start },
      class: isUsed ? 'breaking' : 'neutral',
      ...severityOf(from),
    };
  }
}

function* executableLost({ new: now, old }: Comparison): Iterable<Draft> {
  const lost = old.facts.files.filter(
    (file) => file.executable && now.files.get(file.path)?.executable === false && file.role !== 'companion',
  );
  const [first] = lost;
  if (!first) return;
  const name = clipped(first.path);
  const names = lost.length > 1 ? l10n.t`${name} and ${lost.length - 1} more` : name;
  yield {
    subject: first.path,
    message: l10n.t`Can no longer be run by name: ${names}.`,
    old: { path: first.path, range: start },
    new: { path: first.path, range: start },
  };
}

function* interactiveAdded({ old, new: now }: Comparison): Iterable<Draft> {
  const files = (version: Comparison['old']): Map<string, Fact> =>
    new Map([...version.of('interactive').values()].flat().map((fact) => [fact.path, fact]));
  const before = files(old);
  for (const [path, fact] of files(now))
    if (!before.has(path))
      yield {
        subject: path,
        message: l10n.t`${clipped(path)} waits for an answer, and an agent that runs it gives none.`,
        new: fact,
      };
}

function* requirementRaised({ old, new: now }: Comparison): Iterable<Draft> {
  for (const [program, facts] of now.of('requirement')) {
    const before = old.of('requirement').get(program);
    const [was, is] = [lowest(before ?? []), lowest(facts)];
    if (!was || !is || compareNumbers(is.value, was.value) <= 0) continue;
    yield {
      subject: `${program} ${was.value} -> ${is.value}`,
      message: l10n.t`Now needs ${program} ${clipped(is.value)}, not ${clipped(was.value)}.`,
      old: was,
      new: is,
    };
  }
}

function lowest(facts: readonly Fact[]): Fact | undefined {
  return facts.toSorted((a, b) => compareNumbers(a.value, b.value))[0];
}

function compareNumbers(a: string, b: string): number {
  const [one, other] = [a, b].map((version) => version.split('.').map(Number));
  for (let index = 0; index < 3; index += 1) {
    const difference = (one?.[index] ?? 0) - (other?.[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

function* licenseChanged({ old, new: now }: Comparison): Iterable<Draft> {
  const [before, after] = [old.field('license'), now.field('license')];
  if (before?.value === after?.value || (before && after && licenseId(before.value) === licenseId(after.value))) return;
  if (before && after)
    yield {
      subject: 'license',
      message: l10n.t`The license is now ${clipped(after.value)}, not ${clipped(before.value)}.`,
      old: before,
      new: after,
    };
  else
    yield {
      subject: 'license',
      message: after
        ? l10n.t`A license is now given: ${clipped(after.value)}.`
        : l10n.t`The license is no longer given.`,
      old: before,
      new: after,
      class: 'neutral',
      severity: 'low',
    };
}

/** `Apache-2.0`, `Apache License 2.0` and `apache license, version 2.0` are one. */
function licenseId(written: string): string {
  const words = written
    .toLowerCase()
    .replace(/\b(?:the|licen[cs]ed?|version|under|terms?|software|see|in|complete|has|full|file|text|txt|md)\b/g, ' ');
  return (
    words
      .replace(/\bv(?=\d)/g, '')
      .replace(/(?<=\d)\.0\b/g, '')
      .match(/[a-z0-9]+/g)
      ?.join('-') ?? written
  );
}

function* metadataChanged({ old, new: now }: Comparison): Iterable<Draft> {
  const [before, after] = [old.of('unknown-field'), now.of('unknown-field')];
  for (const key of new Set([...before.keys(), ...after.keys()])) {
    const [was, is] = [before.get(key)?.[0], after.get(key)?.[0]];
    if (was?.value !== is?.value)
      yield { subject: key, message: l10n.t`${clipped(key)} changes in the front matter.`, old: was, new: is };
  }
}
