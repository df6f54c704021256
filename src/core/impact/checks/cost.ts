import { bodyMaxLines, bodyMaxTokens, estimateTokens } from '../../skill/limits.ts';
import { type Check, type Comparison, type Draft, type Version } from './check.ts';
import { plural, toNumber, toSize } from '../../text/size.ts';
import { l10n } from '../../text/l10n.ts';

/** What the skill costs an agent's context, and a disk. */
export const costChecks: readonly Check[] = [
  {
    code: 'tokens-listing',
    class: 'cost',
    severity: 'low',
    find: function* ({ old, new: now }) {
      const change = grown(listingTokens(old), listingTokens(now), 20, 0.1);
      if (change !== undefined)
        yield {
          subject: 'listing',
          message:
            change > 0
              ? l10n.t`Name and description cost about ${tokens(change)} more, all the time.`
              : l10n.t`Name and description cost about ${tokens(change)} less, all the time.`,
          old: old.field('description'),
          new: now.field('description'),
          ...(change >= 100 ? { severity: 'medium' as const } : {}),
        };
    },
  },
  {
    code: 'tokens-body',
    class: 'cost',
    severity: 'low',
    find: function* ({ old, new: now }) {
      const change = grown(old.size('body'), now.size('body'), 200, 0.1);
      if (change !== undefined)
        yield {
          subject: 'body',
          message:
            change > 0
              ? l10n.t`SKILL.md costs about ${tokens(change)} more whenever it is loaded.`
              : l10n.t`SKILL.md costs about ${tokens(change)} less whenever it is loaded.`,
          ...bodies({ old, new: now }),
          ...(change >= 1_000 ? { severity: 'medium' as const } : {}),
        };
    },
  },
  { code: 'body-over-limit', class: 'cost', severity: 'medium', find: bodyOverLimit },
  {
    code: 'tokens-references',
    class: 'cost',
    severity: 'low',
    find: function* ({ old, new: now }) {
      const change = grown(referenceTokens(old), referenceTokens(now), 1_000, 0.25);
      if (change !== undefined)
        yield {
          subject: 'references',
          message:
            change > 0
              ? l10n.t`Other texts that an agent may read: about ${tokens(change)} more.`
              : l10n.t`Other texts that an agent may read: about ${tokens(change)} less.`,
          ...bodies({ old, new: now }),
        };
    },
  },
  {
    code: 'size',
    class: 'cost',
    severity: 'low',
    find: function* ({ old, new: now }) {
      const change = grown(totalBytes(old), totalBytes(now), 100_000, 0.25);
      if (change !== undefined)
        yield {
          subject: 'size',
          message:
            change > 0 ? l10n.t`All files: ${toSize(change)} more.` : l10n.t`All files: ${toSize(-change)} less.`,
          ...bodies({ old, new: now }),
        };
    },
  },
];

function bodies({ old, new: now }: Pick<Comparison, 'old' | 'new'>): Pick<Draft, 'old' | 'new'> {
  return { old: old.of('size').get('body')?.[0], new: now.of('size').get('body')?.[0] };
}

/** The difference, when it is at least `least` and that share of what there was. */
function grown(before: number, after: number, least: number, share: number): number | undefined {
  const change = after - before;
  return Math.abs(change) >= least && Math.abs(change) >= before * share ? change : undefined;
}

function tokens(change: number): string {
  return plural(Math.abs(change), 'token');
}

function listingTokens(version: Version): number {
  return ['name', 'description', 'when_to_use'].reduce(
    (sum, key) => sum + estimateTokens(version.field(key)?.value ?? ''),
    0,
  );
}

function referenceTokens({ facts }: Version): number {
  return facts.files.reduce(
    (sum, { role, tokens: own }) => sum + (role === 'main' || role === 'companion' ? 0 : own),
    0,
  );
}

function totalBytes({ facts }: Version): number {
  return facts.files.reduce((sum, { size }) => sum + size, 0);
}

function* bodyOverLimit({ old, new: now }: Comparison): Iterable<Draft> {
  const isOver = (version: Version): boolean =>
    version.size('body') > bodyMaxTokens || version.size('lines') > bodyMaxLines;
  if (isOver(now) && !isOver(old))
    yield {
      subject: 'body',
      message: l10n.t`SKILL.md exceeds what agents keep: ${toNumber(bodyMaxTokens)} tokens or ${bodyMaxLines} lines.`,
      ...bodies({ old, new: now }),
    };
}
