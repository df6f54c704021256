import { l10n } from '../text/l10n.ts';
import type { Target } from './skill.ts';

/**
 * What an agent does with a field. `accepts`: allowed, without effect; `ignores`: unknown, without effect; `refuses`:
 * the whole skill is rejected.
 */
export type FieldUse = 'uses' | 'accepts' | 'ignores' | 'refuses';
type FieldType = 'text' | 'boolean' | 'list' | 'map';

/** A key of the front matter. */
export interface Field {
  readonly key: string;
  /** Another spelling that is read like `key`. */
  readonly alias?: string;
  readonly type: FieldType;
  /** Every value it may have, or the usual ones where `open`. */
  readonly values: readonly string[];
  readonly open: boolean;
  readonly required: boolean;
  /** Meaning and limits; Markdown, one paragraph, in English. */
  readonly documentation: string;
  readonly use: Readonly<Record<Target, FieldUse>>;
}

/**
 * The six keys of the open specification: the only ones the Skills API, claude.ai and the vendor's packager let
 * through.
 */
export const portableKeys: readonly string[] = [
  'name',
  'description',
  'license',
  'compatibility',
  'metadata',
  'allowed-tools',
];

/** The keys VS Code 1.139 knows; it marks every other one as not supported. */
export const vscodeKeys: readonly string[] = [
  'argument-hint',
  'compatibility',
  'context',
  'description',
  'disable-model-invocation',
  'license',
  'metadata',
  'name',
  'user-invocable',
];

const everywhere = { api: 'uses', 'claude-code': 'uses', vscode: 'uses', spec: 'uses' } as const;
const informative = { api: 'accepts', 'claude-code': 'accepts', vscode: 'accepts', spec: 'uses' } as const;
const claudeCode = { api: 'refuses', 'claude-code': 'uses', vscode: 'ignores', spec: 'refuses' } as const;
const clients = { api: 'refuses', 'claude-code': 'uses', vscode: 'uses', spec: 'refuses' } as const;

function field(
  key: string,
  type: FieldType,
  use: Field['use'],
  documentation: string,
  more: Partial<Field> = {},
): Field {
  return { key, type, use, documentation, values: [], open: true, required: false, ...more };
}

const choice = (...values: string[]): Partial<Field> => ({ values, open: false });
const usual = (...values: string[]): Partial<Field> => ({ values });
const toggle = choice('true', 'false');

/** Every documented key, the portable ones first (open specification; Claude Code documentation and VS Code 1.139). */
export const fields: readonly Field[] = [
  field(
    'name',
    'text',
    everywhere,
    l10n.mark(
      'The identity of the skill: 1 to 64 lower-case letters (`a-z`), digits, and single hyphens, the same as the name of the folder. The Skills API fixes it with the first upload, and rejects `anthropic` and `claude` in it.',
    ),
    { required: true },
  ),
  field(
    'description',
    'text',
    everywhere,
    l10n.mark(
      'What the skill does and when to use it, in at most 1,024 characters. Agents decide by this text alone whether to load the skill. No XML tags; one quoted line is safest.',
    ),
    { required: true },
  ),
  field(
    'license',
    'text',
    informative,
    l10n.mark('The name of a license, or of a license file in the folder. Keep it short.'),
    usual('MIT', 'Apache-2.0', 'BSD-3-Clause', 'Proprietary. LICENSE.txt has complete terms'),
  ),
  field(
    'compatibility',
    'text',
    informative,
    l10n.mark(
      'What the skill needs to run (product, system packages, network): 1 to 500 characters. Leave it out when there is nothing to say.',
    ),
  ),
  field(
    'metadata',
    'map',
    informative,
    l10n.mark(
      'Anything else worth keeping (author, version, tags), as a map of strings. Quote numbers and dates: `version: "1.10"`.',
    ),
  ),
  field(
    'allowed-tools',
    'list',
    { api: 'accepts', 'claude-code': 'uses', vscode: 'ignores', spec: 'uses' },
    l10n.mark(
      'Tools the agent may use without asking, as one string separated by spaces: `Bash(git:*) Read`. It grants tools and does not restrict others; support varies between agents.',
    ),
    usual('Read', 'Write', 'Edit', 'Bash', 'Glob', 'Grep', 'WebFetch', 'WebSearch'),
  ),
  field(
    'argument-hint',
    'text',
    clients,
    l10n.mark(
      'Shown behind the command while its arguments are typed, for example `"[issue-number]"`. Quote it, or YAML reads a list.',
    ),
  ),
  field(
    'user-invocable',
    'boolean',
    clients,
    l10n.mark('`false` hides the skill from the `/` menu; agents may still load it. Default: `true`.'),
    toggle,
  ),
  field(
    'disable-model-invocation',
    'boolean',
    clients,
    l10n.mark('`true`: only a person can start the skill. Default: `false`.'),
    toggle,
  ),
  field(
    'context',
    'text',
    clients,
    l10n.mark('`fork` runs the skill in a subagent of its own. Default: `inline`.'),
    choice('fork', 'inline'),
  ),
  field(
    'when_to_use',
    'text',
    claudeCode,
    l10n.mark('Added to the description in the listing; together they are cut at 1,536 characters.'),
  ),
  field(
    'arguments',
    'list',
    claudeCode,
    l10n.mark('Names for the arguments, usable as `$name` in the body: a string separated by spaces, or a list.'),
  ),
  field('disallowed-tools', 'list', claudeCode, l10n.mark('Tools that are taken away while the skill is active.'), {
    ...usual('Bash', 'Write', 'Edit', 'WebFetch', 'WebSearch'),
    alias: 'disallowedTools',
  }),
  field(
    'model',
    'text',
    claudeCode,
    l10n.mark('The model used while the skill is active: a short name, a full model id, or `inherit`.'),
    usual('inherit', 'haiku', 'sonnet', 'opus', 'fable'),
  ),
  field(
    'effort',
    'text',
    claudeCode,
    l10n.mark('How much the model thinks while the skill is active.'),
    usual('low', 'medium', 'high', 'xhigh', 'max'),
  ),
  field(
    'agent',
    'text',
    claudeCode,
    l10n.mark('The kind of subagent; only with `context: fork`.'),
    usual('general-purpose', 'Explore', 'Plan'),
  ),
  field(
    'background',
    'boolean',
    claudeCode,
    l10n.mark('Whether the subagent runs in the background; only with `context: fork`. Default: `true`.'),
    toggle,
  ),
  field('hooks', 'map', claudeCode, l10n.mark('Hooks that are active together with the skill, as in the settings.')),
  field('paths', 'list', claudeCode, l10n.mark('Glob patterns: the skill loads only when a matching file is touched.')),
  field(
    'shell',
    'text',
    claudeCode,
    l10n.mark('The shell that runs commands of the body. Default: `bash`.'),
    choice('bash', 'powershell'),
  ),
];

const byKey = new Map(
  fields.flatMap((entry) =>
    [entry.key, ...(entry.alias === undefined ? [] : [entry.alias])].map((key) => [key, entry]),
  ),
);

/** The documented field with exactly this key or alias. */
export function findField(key: string): Field | undefined {
  return byKey.get(key);
}

/** What a target does with a key, documented or not. */
export function useOf(key: string, target: Target): FieldUse {
  return byKey.get(key)?.use[target] ?? (target === 'api' || target === 'spec' ? 'refuses' : 'ignores');
}
