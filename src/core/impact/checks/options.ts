import type { Fact } from '../model.ts';
import { type Check, type Comparison, type Draft, type Version, clipped } from './check.ts';
import { l10n } from '../../text/l10n.ts';

/** Parsers whose options are the parameters of a function, which is not followed. */
const silentParsers = [
  'typer',
  'fire',
  'docopt',
  'tap',
  'cyclopts',
  'defopt',
  'plac',
  'simple_parsing',
  'jsonargparse',
  'citty',
  'oclif',
  '@oclif/core',
];

/** How scripts are called, and what they give to others. */
export const optionChecks: readonly Check[] = [
  { code: 'option-removed', class: 'breaking', severity: 'medium', find: optionRemoved },
  { code: 'option-required', class: 'breaking', severity: 'high', find: optionRequired },
  {
    code: 'option-added',
    class: 'neutral',
    severity: 'low',
    find: function* (comparison) {
      for (const { before, after } of pairs(comparison, 'option'))
        for (const [name, fact] of after)
          if (!before.has(name) && !isRequired(fact))
            yield { subject: name, message: l10n.t`${clipped(fact.path)} now takes ${clipped(name)}.`, new: fact };
    },
  },
  {
    code: 'option-default',
    class: 'breaking',
    severity: 'low',
    find: function* (comparison) {
      for (const { before, after } of pairs(comparison, 'option'))
        for (const [name, fact] of after) {
          const was = before.get(name);
          if (was && was.value !== fact.value && was.value.startsWith('default=') && fact.value.startsWith('default='))
            yield {
              subject: name,
              message: l10n.t`Without ${clipped(name)}, ${clipped(fact.path)} now uses ${clipped(fact.value.slice(8))}, not ${clipped(was.value.slice(8))}.`,
              old: was,
              new: fact,
            };
        }
    },
  },
  { code: 'export-removed', class: 'breaking', severity: 'medium', find: exportRemoved },
];

interface Pair {
  readonly path: string;
  readonly before: ReadonlyMap<string, Fact>;
  readonly after: ReadonlyMap<string, Fact>;
}

/** Facts of one kind in the scripts that both versions have, also where one moved. */
function* pairs({ old, new: now, files }: Comparison, kind: Fact['kind']): Iterable<Pair> {
  for (const { old: from, new: to } of [...files.changed, ...files.moved]) {
    if (from.role !== 'script' || to.role !== 'script') continue;
    yield { path: to.path, before: inFile(old, kind, from.path), after: inFile(now, kind, to.path) };
  }
}

function inFile(version: Version, kind: Fact['kind'], path: string): ReadonlyMap<string, Fact> {
  return new Map(
    [...version.of(kind).values()]
      .flat()
      .flatMap((fact) => (fact.path === path ? [[fact.subject, fact] as const] : [])),
  );
}

function isRequired({ value }: Fact): boolean {
  return value === 'required';
}

function* optionRemoved(comparison: Comparison): Iterable<Draft> {
  const { old, new: now } = comparison;
  for (const { path, before, after } of pairs(comparison, 'option')) {
    const isSilent = silentParsers.some(
      (name) =>
        now
          .of('import')
          .get(name)
          ?.some((fact) => fact.path === path) === true,
    );
    for (const [name, fact] of before) {
      if (isSilent || after.has(name) || now.of('option').has(name)) continue;
      const isUsed = old.of('uses').has(name);
      yield {
        subject: name,
        message: isUsed
          ? l10n.t`${clipped(path)} no longer takes ${clipped(name)}, which the text used.`
          : l10n.t`${clipped(path)} no longer takes ${clipped(name)}.`,
        old: fact,
        severity: isUsed ? 'high' : 'medium',
      };
    }
  }
}

function* optionRequired(comparison: Comparison): Iterable<Draft> {
  for (const { before, after } of pairs(comparison, 'option'))
    for (const [name, fact] of after) {
      const was = before.get(name);
      if (isRequired(fact) && !(was && isRequired(was)))
        yield {
          subject: name,
          message: l10n.t`${clipped(fact.path)} no longer runs without ${clipped(name)}.`,
          old: was,
          new: fact,
        };
    }
  for (const { before, after } of pairs(comparison, 'positional')) {
    const fact = furtherPosition(before, after);
    if (fact)
      yield {
        subject: fact.subject,
        message: l10n.t`${clipped(fact.path)} now needs one more argument: ${clipped(fact.subject)}.`,
        new: fact,
      };
  }
}

/** A new argument by position, when there are more of them than before: another name for one changes nothing. */
function furtherPosition(before: ReadonlyMap<string, Fact>, after: ReadonlyMap<string, Fact>): Fact | undefined {
  const isNumber = ({ subject }: Fact): boolean => /^\d+$/.test(subject);
  const named = (facts: ReadonlyMap<string, Fact>): Fact[] => [...facts.values()].filter((fact) => !isNumber(fact));
  if (named(after).length > named(before).length) return named(after).find(({ subject }) => !before.has(subject));
  const last = (facts: ReadonlyMap<string, Fact>): number =>
    Math.max(0, ...[...facts.values()].filter(isNumber).map(({ subject }) => Number(subject)));
  return last(after) > last(before) ? after.get(String(last(after))) : undefined;
}

function* exportRemoved(comparison: Comparison): Iterable<Draft> {
  const { old } = comparison;
  for (const { path, before, after } of pairs(comparison, 'export'))
    for (const [name, fact] of before) {
      const user = old
        .of('uses')
        .get(name)
        ?.find((each) => each.path !== fact.path);
      if (!after.has(name) && user && after.size + before.size > 0)
        yield {
          subject: name,
          message: l10n.t`${clipped(path)} no longer has ${clipped(name)}, which ${clipped(user.path)} used.`,
          old: fact,
        };
    }
}
