import { findMeant } from '../../text/meant.ts';
import { splitOutside } from '../../text/splitOutside.ts';
import { fields, findField, portableKeys, useOf, vscodeKeys } from '../fields.ts';
import { type RightKey, type UnknownKey, renameKey, moveToMetadata } from '../fixing/keys.ts';
import type { FrontMatterEntry } from '../frontMatter.ts';
import type { Target } from '../skill.ts';
import { inHostFrontMatter } from './hostReading.ts';
import { type Finding, type RuleContext, group, levels, rule } from './rule.ts';
import { show } from './show.ts';
import { l10n } from '../../text/l10n.ts';

const fmUnknownKey = rule<UnknownKey>({
  code: 'fm/unknown-key',
  title: 'Every key is one the target knows',
  documentation:
    'The Skills API, claude.ai, the vendor’s packager, and the reference validator refuse a skill with ' +
    'any key other than `name`, `description`, `license`, `compatibility`, `metadata` and `allowed-tools`. ' +
    'Agents ignore keys they do not know. Move your own values under `metadata`, as text.',
  severity: levels('error', 'information', 'hint', 'error'),
  source:
    'Claude Code documentation: "packaging or upload fails with a hard error"; server: `Unexpected key(s) in ' +
    'SKILL.md frontmatter: …`',
  fix: moveToMetadata,
  saidByHost: inHostFrontMatter(
    ({ skill }, { severity, range }) =>
      severity === 'hint' && !vscodeKeys.includes(skill.text.slice(range.start, range.end)),
  ),
});

const fmUnknownKeyLocal = rule({
  code: 'fm/unknown-key-local',
  title: 'Keys of Claude Code are only for skills that are never uploaded',
  documentation: 'These keys work in Claude Code; the Skills API and claude.ai refuse the whole skill because of them.',
  severity: levels('off', 'hint', 'off', 'off'),
  source: 'Claude Code documentation, table of where which field may be used',
});

const fmMisspeltKey = rule<RightKey>({
  code: 'fm/misspelt-key',
  title: 'Keys are spelled right',
  documentation: 'A misspelt key is silently ignored by agents, and refused by the Skills API. Rename it.',
  severity: levels('error', 'warning', 'warning', 'error'),
  source: 'Seen in public skills: `allowedTools`, `user_invocable`, `when-to-use`',
  fix: renameKey,
});

const fmKeyCase = rule<RightKey>({
  code: 'fm/key-case',
  title: 'Keys are written in lower case',
  documentation: 'YAML distinguishes upper and lower case: `Name` is an unknown key, and the name is missing.',
  severity: levels('error', 'warning', 'warning', 'error'),
  source: 'Reference validator: `Unexpected fields in frontmatter: Name`',
  fix: renameKey,
});

export const unknownKeyRules = group([fmUnknownKey, fmUnknownKeyLocal, fmMisspeltKey, fmKeyCase], checkKeys);

/** Names that are far from the right spelling and still mean it. */
const synonyms: Readonly<Record<string, string>> = {
  tools: 'allowed-tools',
  licence: 'license',
  desc: 'description',
  summary: 'description',
  title: 'name',
};
const knownKeys = fields.map(({ key }) => key);

/** Rules about keys that are not the specification's. */
function* checkKeys({ frontMatter, target }: RuleContext): Iterable<Finding> {
  const present = new Set(frontMatter.entries.map(({ key }) => key));
  const reported = new Set<string>();
  for (const entry of frontMatter.entries) {
    if (reported.has(entry.key) || (entry.broken && !isFirstOfLine(entry, frontMatter.raw, frontMatter.content.start)))
      continue;
    reported.add(entry.key);
    const finding = checkKey(entry, present, target) ?? checkUse(entry, target);
    if (finding) yield finding;
  }
}

/** Broken YAML makes keys out of text; only those at the start of a line are keys for sure. */
function isFirstOfLine({ keyRange: { start } }: FrontMatterEntry, raw: string, offset: number): boolean {
  return start === offset || /[\r\n]/.test(raw.charAt(start - offset - 1));
}

/** Names as agents give their tools: `Read`, `Bash(git:*)`, `mcp__server__tool`. */
const toolName = /^(?:[A-Z][A-Za-z]+(?:\(.*\))?|mcp__\w+|\*)$/;

/** False for a key `tools` that defines tools of its own, or names those of another agent. */
function mayBeAllowedTools({ value }: FrontMatterEntry): boolean {
  if (value.kind === 'list')
    return value.items.every(({ text, entries }) => entries.length === 0 && toolName.test(text));
  if (value.kind !== 'text') return false;
  const tools = splitOutside(value.text, /[,\s]/).filter((each) => each !== '');
  return tools.length > 0 && tools.every((each) => toolName.test(each));
}

function checkKey(entry: FrontMatterEntry, present: ReadonlySet<string>, target: Target): Finding | undefined {
  const { key, keyRange: range } = entry;
  if (findField(key) || (/^tools?$/i.test(key) && !mayBeAllowedTools(entry))) return undefined;
  const meant = meantKey(key, present, target);
  if (meant === undefined || present.has(meant)) return undefined;
  const data = { rename: meant };
  if (meant === key.toLowerCase()) {
    return fmKeyCase.found({
      message: l10n.t`Keys are lower case: ${show(key)} is not read as “${meant}”. Write “${meant}”.`,
      range,
      data,
    });
  }
  return fmMisspeltKey.found({
    message: l10n.t`${show(key)} is not a key; did you mean “${meant}”? Agents ignore it, and the Skills API rejects the skill.`,
    range,
    data,
  });
}

/**
 * The key that was meant, of those the target does not refuse: with the right spelling of another one the skill would
 * be no better.
 */
function meantKey(key: string, present: ReadonlySet<string>, target: Target): string | undefined {
  const normal = key
    .replace(/([a-z])([A-Z])/g, '$1-$2')
    .replaceAll('_', '-')
    .toLowerCase();
  const same = knownKeys.find((known) => known.replaceAll('_', '-') === normal);
  if (same !== undefined) return useOf(same, target) === 'refuses' ? undefined : same;
  const synonym = Object.hasOwn(synonyms, normal) ? synonyms[normal] : undefined;
  if (synonym !== undefined && !present.has(synonym)) return synonym;
  return key.length < 4
    ? undefined
    : findMeant(
        normal,
        knownKeys.filter((known) => !present.has(known) && useOf(known, target) !== 'refuses'),
      );
}

function checkUse({ key, keyRange: range }: FrontMatterEntry, target: Target): Finding | undefined {
  const use = useOf(key, target);
  const documented = findField(key) !== undefined;
  if (use === 'refuses') {
    const data = { movable: !documented };
    return fmUnknownKey.found({
      message: refusalOf(key, target, documented),
      range,
      data,
    });
  }
  if (use === 'ignores' && !(target === 'vscode' && key === 'allowed-tools')) {
    return fmUnknownKey.found({
      message: l10n.t`${target === 'vscode' ? 'VS Code' : 'Claude Code'} ignores the key ${show(key)}. Move it under “metadata” if it is information, or remove it.`,
      range,
      data: { movable: !documented },
    });
  }
  if (useOf(key, 'api') === 'refuses') {
    return fmUnknownKeyLocal.found({
      message: l10n.t`${show(key)} works here, but the Skills API and claude.ai reject a skill that has it.`,
      range,
    });
  }
  return undefined;
}

function refusalOf(key: string, target: Target, isDocumented: boolean): string {
  const isApi = target === 'api';
  const refusal = isDocumented
    ? isApi
      ? l10n.t`The Skills API rejects a skill with ${show(key)}, a key of Claude Code or VS Code.`
      : l10n.t`The specification does not allow ${show(key)}, a key of Claude Code or VS Code.`
    : isApi
      ? l10n.t`The Skills API rejects a skill with the key ${show(key)}.`
      : l10n.t`The specification does not allow the key ${show(key)}.`;
  return l10n.t`${refusal} Move it under “metadata” or remove it; allowed keys: ${portableKeys.join(', ')}.`;
}
