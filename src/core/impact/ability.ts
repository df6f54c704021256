import { l10n } from '../text/l10n.ts';
import { plural } from '../text/size.ts';

/**
 * The most surprising first. `permission`: what the front matter lets an agent do unasked; `danger` and `deed` are what
 * scripts and commands do; `what` is a sentence then.
 */
export const abilityKinds = [
  'hidden',
  'hook',
  'permission',
  'server',
  'danger',
  'program',
  'tool',
  'script',
  'deed',
  'host',
] as const;
export type AbilityKind = (typeof abilityKinds)[number];

/** One thing a version can do on the computer it is written to. */
export interface Ability {
  readonly kind: AbilityKind;
  /** The file to look at, relative to the skill. */
  readonly path: string;
  /** What it is, in a few words; of a host its name. May hold text of the version: not safe to show as it is. */
  readonly what: string;
}

/** Where lists and titles cut. */
const longestSummary = 60;

/** "hidden text · 2 programs · 1 script": at most 60 characters, the most surprising first; '' for none. */
export function describeAbilities(found: readonly Ability[]): string {
  const count = (kind: AbilityKind): number => found.filter((ability) => ability.kind === kind).length;
  const parts = [
    count('hidden') > 0 && l10n.t`hidden text`,
    count('hook') > 0 && plural(count('hook'), 'hook'),
    count('permission') > 0 && l10n.t`pre-approved tools`,
    count('server') > 0 && l10n.t`MCP servers`,
    count('danger') > 0 && plural(count('danger'), 'warning'),
    count('program') > 0 && plural(count('program'), 'program'),
    count('tool') > 0 && plural(count('tool'), 'tool file'),
    count('script') > 0 && plural(count('script'), 'script'),
    count('deed') > 0 && plural(count('deed'), 'other use'),
    count('host') > 0 && plural(count('host'), 'host'),
  ].filter((text) => text !== false);
  for (let length = parts.length; length > 1; length -= 1) {
    const said = [...parts.slice(0, length), ...(length < parts.length ? [l10n.t`more`] : [])].join(' · ');
    if (said.length <= longestSummary) return said;
  }
  return parts[0] ?? '';
}
