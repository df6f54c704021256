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
  const part = (kind: AbilityKind, one: string, many: string): string =>
    count(kind) === 0 ? '' : `${count(kind)} ${count(kind) === 1 ? one : many}`;
  const parts = [
    count('hidden') === 0 ? '' : 'hidden text',
    part('hook', 'hook', 'hooks'),
    count('permission') === 0 ? '' : 'pre-approved tools',
    count('server') === 0 ? '' : 'MCP servers',
    part('danger', 'warning', 'warnings'),
    part('program', 'program', 'programs'),
    part('tool', 'tool file', 'tool files'),
    part('script', 'script', 'scripts'),
    part('deed', 'other use', 'other uses'),
    part('host', 'host', 'hosts'),
  ].filter((text) => text !== '');
  for (let length = parts.length; length > 1; length -= 1) {
    const said = [...parts.slice(0, length), ...(length < parts.length ? ['more'] : [])].join(' · ');
    if (said.length <= longestSummary) return said;
  }
  return parts[0] ?? '';
}
