import { withoutEnd } from '../../text/ends.ts';
import type { ImpactSeverity } from '../model.ts';
import { type Check, type Comparison, type Draft, type Version, clipped } from './check.ts';
import { l10n } from '../../text/l10n.ts';

/** What an agent may do with the skill without asking, and what runs by itself. */
export const permissionChecks: readonly Check[] = [
  {
    code: 'tools-wider',
    class: 'wider',
    severity: 'medium',
    find: ({ old, new: now }) => {
      const isFirst = old.of('tool').size === 0;
      const say = (rule: string): string =>
        isFirst
          ? l10n.t`Tools are now declared; allowed without asking: ${clipped(rule)}.`
          : l10n.t`Newly allowed without asking: ${clipped(rule)}.`;
      return uncovered(now, old, 'tool', say, 'new', weightOfTool);
    },
  },
  {
    code: 'tools-narrower',
    class: 'narrower',
    severity: 'medium',
    find: ({ old, new: now }) =>
      uncovered(old, now, 'tool', (rule) => l10n.t`No longer allowed without asking: ${clipped(rule)}.`, 'old'),
  },
  {
    code: 'deny-removed',
    class: 'wider',
    severity: 'high',
    find: ({ old, new: now }) =>
      uncovered(old, now, 'deny', (rule) => l10n.t`No longer forbidden: ${clipped(rule)}.`, 'old'),
  },
  {
    code: 'deny-added',
    class: 'narrower',
    severity: 'medium',
    find: ({ old, new: now }) =>
      uncovered(now, old, 'deny', (rule) => l10n.t`Newly forbidden: ${clipped(rule)}.`, 'new'),
  },
  {
    code: 'hooks-added',
    class: 'wider',
    severity: 'high',
    find: (comparison) => {
      const { old, new: now } = comparison;
      return weighed(comparison, set(now, old, 'hooks', l10n.t`Hooks now run while the skill is active.`, 'new'));
    },
  },
  {
    code: 'hooks-changed',
    class: 'wider',
    severity: 'high',
    find: (comparison) =>
      weighed(
        comparison,
        edited(comparison, 'hooks', () => l10n.t`The hooks that run while the skill is active change.`),
      ),
  },
  {
    code: 'hooks-removed',
    class: 'narrower',
    severity: 'medium',
    find: ({ old, new: now }) => set(old, now, 'hooks', l10n.t`Hooks no longer run while the skill is active.`, 'old'),
  },
  {
    code: 'context-changed',
    class: 'breaking',
    severity: 'medium',
    find: (comparison) =>
      different(comparison, 'context', (after) =>
        after === 'fork'
          ? l10n.t`The skill now runs on its own: it does not see the conversation, and returns one answer.`
          : l10n.t`The skill now runs in the conversation itself.`,
      ),
  },
  {
    code: 'agent-changed',
    class: 'neutral',
    severity: 'medium',
    find: (comparison) =>
      different(comparison, 'agent', (after) =>
        after === ''
          ? l10n.t`The agent that runs the skill is now the usual one.`
          : l10n.t`The agent that runs the skill is now ${clipped(after)}.`,
      ),
  },
  {
    code: 'model-changed',
    class: 'cost',
    severity: 'medium',
    find: (comparison) =>
      different(comparison, 'model', (after) =>
        after === '' ? l10n.t`The model is now that of the conversation.` : l10n.t`The model is now ${clipped(after)}.`,
      ),
  },
  {
    code: 'effort-changed',
    class: 'cost',
    severity: 'low',
    find: (comparison) =>
      different(comparison, 'effort', (after) =>
        after === ''
          ? l10n.t`The effort is now that of the conversation.`
          : l10n.t`The effort is now ${clipped(after)}.`,
      ),
  },
];

/** Hooks without a command, a prompt or an address run nothing, whatever they are called: these weigh little. */
function* weighed({ new: now }: Comparison, drafts: Iterable<Draft>): Iterable<Draft> {
  const runs = /\b(?:command|prompt|url|run|script): /.test(now.field('hooks')?.value ?? '');
  for (const draft of drafts) yield runs ? draft : { ...draft, severity: 'low' };
}

/** Shell, writing, the web, everything, and what servers offer. */
const strongTool = new RegExp(
  String.raw`^(?:\*|Bash|PowerShell|Shell|Write|Edit|MultiEdit|NotebookEdit|WebFetch|WebSearch|Task|Agent|mcp__|execute|` +
    String.raw`shell|terminal|runCommands?|fetch|edit|run_)`,
  'i',
);

function weightOfTool(rule: string): ImpactSeverity {
  return strongTool.test(rule) ? 'high' : 'medium';
}

/** True when whatever `narrow` allows, `wide` allows too. */
export function coversRule(wide: string, narrow: string): boolean {
  if (wide === narrow || wide === '*') return true;
  const [wideTool, widePattern] = partsOfRule(wide);
  const [narrowTool, narrowPattern] = partsOfRule(narrow);
  if (wideTool !== narrowTool) return wideTool.endsWith('*') && narrowTool.startsWith(wideTool.slice(0, -1));
  if (widePattern === undefined || /^(?::?\*)+$/.test(widePattern)) return true;
  if (narrowPattern === undefined || !widePattern.endsWith('*')) return false;
  const beforeStars = withoutEnd(widePattern, /\*/);
  const prefix = withoutEnd(beforeStars, /[\s:]/);
  const rest = narrowPattern.slice(prefix.length);
  return (
    narrowPattern.startsWith(prefix) &&
    (rest === '' || /^[\s:/*]/.test(rest) || (prefix === beforeStars && prefix !== ''))
  );
}

function partsOfRule(rule: string): readonly [tool: string, pattern: string | undefined] {
  const open = rule.indexOf('(');
  const tool = open === -1 ? rule : rule.slice(0, open);
  // The tool has both names.
  return [tool === 'Task' ? 'Agent' : tool, open === -1 ? undefined : rule.slice(open + 1).replace(/\)$/, '')];
}

/** Where a skill is installed, as rules spell it, with its name; and variables that stand for its folder. */
const ownFolder = new RegExp(
  String.raw`(?<![^\s"'(])(?:(?:(?:~|\.|\$\{?(?:HOME|CLAUDE_PROJECT_DIR|CLAUDE_PLUGIN_ROOT|CLAUDE_CONFIG_DIR)\}?)/)?(?:\.\w+/)?` +
    String.raw`skills/([\w.-]+)|\$\{?(?:CLAUDE_)?SKILL_DIR\}?|\{baseDir\})(?=/)`,
  'g',
);

/** The rule with one spelling of the folder of the version itself. */
function meantRule(rule: string, version: Version): string {
  const own = version.field('name')?.value;
  return rule.replace(ownFolder, (path, name?: string) => (name === undefined || name === own ? '${skill}' : path));
}

function* uncovered(
  from: Version,
  to: Version,
  kind: 'tool' | 'deny',
  say: (rule: string) => string,
  side: 'old' | 'new',
  weigh?: (rule: string) => ImpactSeverity,
): Iterable<Draft> {
  const others = [...to.of(kind).keys()].map((rule) => meantRule(rule, to));
  for (const [rule, [fact]] of from.of(kind)) {
    const meant = meantRule(rule, from);
    if (others.some((other) => coversRule(other, meant))) continue;
    const severity = weigh?.(rule);
    yield { subject: rule, message: say(rule), [side]: fact, ...(severity === undefined ? {} : { severity }) };
  }
}

function* set(has: Version, lacks: Version, key: string, message: string, side: 'old' | 'new'): Iterable<Draft> {
  const fact = has.field(key);
  if (fact && !lacks.field(key)) yield { subject: key, message, [side]: fact };
}

function* edited({ old, new: now }: Comparison, key: string, say: (after: string) => string): Iterable<Draft> {
  const [before, after] = [old.field(key), now.field(key)];
  if (before && after && before.value !== after.value)
    yield { subject: key, message: say(after.value), old: before, new: after };
}

function* different({ old, new: now }: Comparison, key: string, say: (after: string) => string): Iterable<Draft> {
  const [before, after] = [old.field(key), now.field(key)];
  if (before?.value !== after?.value) yield { subject: key, message: say(after?.value ?? ''), old: before, new: after };
}
