import { type Clause, type Clauses, clausesOf, jaccard, shareOf, stemsOf } from '../clauses.ts';
import type { Fact } from '../model.ts';
import { type Check, type Comparison, type Draft, type Version, removedRow, clipped } from './check.ts';
import { l10n } from '../../text/l10n.ts';
import { toNumber } from '../../text/size.ts';

/** Code points of `description` that VS Code, Codex and the Skills API take. */
const descriptionCap = 1_024;
/** Code points of `description` and `when_to_use` that Claude Code lists of one skill. */
const entryCap = 1_536;

/** How a model or a user comes to choose the skill. */
export const choosingChecks: readonly Check[] = [
  {
    code: 'name-changed',
    class: 'breaking',
    severity: 'high',
    find: function* ({ old, new: now }) {
      const [before, after] = [old.field('name'), now.field('name')];
      if (before && after && before.value !== after.value)
        yield {
          subject: before.value,
          message: l10n.t`The name changes from ${clipped(before.value)} to ${clipped(after.value)}: whoever calls it by name does not find it, and a registry rejects it as a new version.`,
          old: before,
          new: after,
        };
    },
  },
  {
    code: 'title-changed',
    class: 'neutral',
    severity: 'low',
    find: function* ({ old, new: now }) {
      const [before] = [...old.of('title').values()].flat();
      const [after] = [...now.of('title').values()].flat();
      if (before && after && before.subject !== after.subject)
        yield {
          subject: 'title',
          message: l10n.t`The title is now “${clipped(after.subject)}”.`,
          old: before,
          new: after,
        };
    },
  },
  {
    code: 'trigger-removed',
    class: 'narrower',
    severity: 'low',
    find: (comparison) => triggers(comparison, 'old'),
  },
  { code: 'trigger-added', class: 'wider', severity: 'low', find: (comparison) => triggers(comparison, 'new') },
  { code: 'exclusion-added', class: 'narrower', severity: 'low', find: (comparison) => exclusions(comparison, 'new') },
  { code: 'exclusion-removed', class: 'wider', severity: 'low', find: (comparison) => exclusions(comparison, 'old') },
  {
    code: 'description-rewritten',
    class: 'neutral',
    severity: 'medium',
    find: function* (comparison) {
      const change = descriptionChange(comparison);
      if (change && isRewritten(change))
        yield {
          ...change.place,
          subject: 'description',
          message: l10n.t`The description was rewritten. Run the trigger evaluations again.`,
        };
    },
  },
  {
    code: 'description-reworded',
    class: 'neutral',
    severity: 'low',
    find: function* (comparison) {
      const change = descriptionChange(comparison);
      const others = [
        triggers(comparison, 'old'),
        triggers(comparison, 'new'),
        exclusions(comparison, 'old'),
        exclusions(comparison, 'new'),
      ];
      if (change && !isRewritten(change) && others.every((found) => [...found].length === 0))
        yield {
          ...change.place,
          subject: 'description',
          message: l10n.t`The description says the same in other words.`,
        };
    },
  },
  { code: 'listing-cut', class: 'narrower', severity: 'medium', find: listingCut },
  {
    code: 'model-invocation-off',
    class: 'breaking',
    severity: 'high',
    find: ({ old, new: now }) =>
      switched(now, old, 'disable-model-invocation', l10n.t`A model no longer chooses the skill by itself.`),
  },
  {
    code: 'model-invocation-on',
    class: 'wider',
    severity: 'medium',
    find: ({ old, new: now }) =>
      switched(old, now, 'disable-model-invocation', l10n.t`A model may now choose the skill by itself.`, 'old'),
  },
  {
    code: 'user-invocation-off',
    class: 'breaking',
    severity: 'medium',
    find: ({ old, new: now }) =>
      switched(now, old, 'user-invocable', l10n.t`Users can no longer call the skill by its name.`),
  },
  {
    code: 'user-invocation-on',
    class: 'wider',
    severity: 'low',
    find: ({ old, new: now }) =>
      switched(old, now, 'user-invocable', l10n.t`Users can now call the skill by its name.`, 'old'),
  },
  { code: 'paths-changed', class: 'narrower', severity: 'medium', find: pathsChanged },
  removedRow({
    code: 'arguments-changed',
    kind: 'argument',
    class: 'breaking',
    severity: 'low',
    say: (subject) => l10n.t`The argument ${subject} is no longer used: what a caller gives there is lost.`,
  }),
];

function* switched(
  set: Version,
  other: Version,
  key: string,
  message: string,
  side: 'old' | 'new' = 'new',
): Iterable<Draft> {
  const found = set.field(key);
  if (found && !other.field(key)) yield { subject: key, message, [side]: found };
}

interface DescriptionChange {
  readonly old: Clauses;
  readonly new: Clauses;
  readonly oldText: string;
  readonly newText: string;
  readonly place: { readonly old: Fact; readonly new: Fact };
}

/** What was read for a comparison, for the checks that ask for the same. */
const known = new WeakMap<Comparison, DescriptionChange | undefined>();

/** Descriptions that are not the same but for whitespace. */
function descriptionChange(comparison: Comparison): DescriptionChange | undefined {
  if (known.has(comparison)) return known.get(comparison);
  const [before, after] = [comparison.old.field('description'), comparison.new.field('description')];
  const [oldText, newText] = [listedText(comparison.old), listedText(comparison.new)];
  const change =
    before && after && oldText !== newText
      ? { old: clausesOf(oldText), new: clausesOf(newText), oldText, newText, place: { old: before, new: after } }
      : undefined;
  known.set(comparison, change);
  return change;
}

function listedText(version: Version): string {
  return [version.field('description'), version.field('when_to_use')].flatMap((fact) => fact?.value ?? []).join(' ');
}

function isRewritten({ old, new: now }: DescriptionChange): boolean {
  return jaccard(old.stems, now.stems) < 0.4;
}

/** Clauses of one side of which under half is anywhere in the positive text of the other. */
function unmatched(from: Clauses, to: Clauses): readonly Clause[] {
  return from.positive.filter((clause) => shareOf(clause, to.stems) < 0.5);
}

function* triggers(comparison: Comparison, side: 'old' | 'new'): Iterable<Draft> {
  const change = descriptionChange(comparison);
  if (!change) return;
  const clauses = side === 'old' ? unmatched(change.old, change.new) : unmatched(change.new, change.old);
  if (clauses.length === 0) return;
  const first = clauses
    .slice(0, 3)
    .map(({ text }) => l10n.t`“${clipped(text)}”`)
    .join(', ');
  const said = clauses.length > 3 ? l10n.t`${first} and ${clauses.length - 3} more` : first;
  yield {
    ...change.place,
    subject: 'description',
    message: side === 'old' ? l10n.t`No longer mentioned: ${said}.` : l10n.t`Newly mentioned: ${said}.`,
    ...(side === 'old' && clauses.length >= 2 ? { severity: 'medium' as const } : {}),
  };
}

function* exclusions(comparison: Comparison, side: 'old' | 'new'): Iterable<Draft> {
  const change = descriptionChange(comparison);
  if (!change) return;
  const [from, to] = side === 'new' ? [change.new, change.old] : [change.old, change.new];
  const alone = from.exclusions.filter(
    (clause) => !to.exclusions.some((other) => shareOf(clause, new Set(other.stems)) >= 0.6),
  );
  for (const { text } of alone.slice(0, 1))
    yield {
      ...change.place,
      subject: 'description',
      message:
        side === 'new' ? l10n.t`Newly excluded: “${clipped(text)}”.` : l10n.t`No longer excluded: “${clipped(text)}”.`,
    };
}

/** Grows over what an agent shows, or something that was shown moved behind it. */
function* listingCut(comparison: Comparison): Iterable<Draft> {
  const change = descriptionChange(comparison);
  if (!change) return;
  const description = (version: Version): string => version.field('description')?.value ?? '';
  const caps = [
    { cap: entryCap, before: change.oldText, after: change.newText },
    { cap: descriptionCap, before: description(comparison.old), after: description(comparison.new) },
  ];
  for (const { cap, before, after } of caps) {
    const [short_, long] = [Array.from(before), Array.from(after)];
    if (long.length <= cap) continue;
    const isCrossed = short_.length <= cap;
    const shown = new Set(stemsOf(long.slice(0, cap).join('')));
    const lost = clausesOf(short_.slice(0, cap).join('')).positive.filter(
      (clause) => shareOf(clause, change.new.stems) >= 0.5 && shareOf(clause, shown) < 0.5,
    );
    if (!isCrossed && lost.length === 0) continue;
    yield {
      ...change.place,
      subject: 'description',
      message: l10n.t`The description has ${toNumber(long.length)} characters: agents that show ${toNumber(cap)} cut the rest.`,
    };
    return;
  }
}

function* pathsChanged({ old, new: now }: Comparison): Iterable<Draft> {
  const [before, after] = [old.field('paths'), now.field('paths')];
  if (before?.value === after?.value) return;
  if (!before && after)
    yield { subject: 'paths', message: l10n.t`The skill is offered only for ${clipped(after.value)}.`, new: after };
  else if (before && !after)
    yield {
      subject: 'paths',
      class: 'wider',
      message: l10n.t`The skill is no longer limited to some files.`,
      old: before,
    };
  else if (before && after)
    yield {
      subject: 'paths',
      class: 'neutral',
      message: l10n.t`The skill is now offered for ${clipped(after.value)}.`,
      old: before,
      new: after,
    };
}
