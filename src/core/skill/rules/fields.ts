import { splitOutside } from '../../text/splitOutside.ts';
import { sequence } from '../../text/patterns.ts';
import { findField, useOf } from '../fields.ts';
import { otherLicense } from '../fixing/files.ts';
import { type Removal, removeKey } from '../fixing/keys.ts';
import { type Quote, quoteValue } from '../fixing/quote.ts';
import { type FrontMatterEntry, type FrontMatterValue, findEntry } from '../frontMatter.ts';
import { compatibilityMaxCharacters, countCharacters } from '../limits.ts';
import type { Range } from '../problem.ts';
import type { Target } from '../skill.ts';
import { saysWrongField } from './hostReading.ts';
import { type Finding, type RuleContext, group, levels, rule } from './rule.ts';
import { show } from './show.ts';
import { l10n } from '../../text/l10n.ts';

const licenseShort = rule({
  code: 'license/short',
  title: 'The license is a short name',
  documentation: 'Write the name of the license or of a license file in the folder, not its text.',
  severity: levels('information', 'information', 'information', 'information'),
  source: 'Open specification: "We recommend keeping it short"',
});

const licenseMissing = rule({
  code: 'license/missing',
  title: 'The skill names its license',
  documentation: 'Others may not use what has no license. `gh skill publish` warns about it.',
  severity: levels('hint', 'off', 'off', 'hint'),
  source: '`gh skill publish`: `recommended field missing: license`',
});

const licenseFile = rule<{ readonly path: string }>({
  code: 'license/file',
  title: 'The license file exists',
  documentation:
    'The field names a file that is not in the folder, so it is not published with the skill. Add the file or ' +
    'correct the name.',
  severity: levels('warning', 'warning', 'warning', 'warning'),
  source: 'Open specification: "the name of a bundled license file"',
  fix: otherLicense,
});

const compatType = rule<Quote | undefined>({
  code: 'compat/type',
  title: 'The compatibility is a text',
  documentation: 'Write what the skill needs as one text: `compatibility: Needs Python 3.11 and network access`.',
  severity: levels('error', 'warning', 'warning', 'error'),
  source: "Reference validator: `Field 'compatibility' must be a string`; packaging check the same",
  fix: quoteValue(l10n.mark('Quote the value'), 'safe'),
});

const compatLength = rule({
  code: 'compat/length',
  title: 'The compatibility has at most 500 characters',
  documentation: 'Longer ones are refused. Move detail into the body.',
  severity: levels('error', 'warning', 'warning', 'error'),
  source: 'Open specification: "Must be 1-500 characters if provided"',
});

const compatEmpty = rule<Removal>({
  code: 'compat/empty',
  title: 'The compatibility is not empty',
  documentation:
    'The specification requires at least one character; the validators accept an empty one. Remove the key.',
  severity: levels('warning', 'information', 'information', 'warning'),
  source: 'Open specification: "Must be 1-500 characters if provided"',
  fix: removeKey(l10n.mark('Remove the empty key'), 'safe'),
});

const metadataType = rule({
  code: 'metadata/type',
  title: 'The metadata is a map',
  documentation:
    'Claude Code drops anything else when it loads the skill. Write keys and values on lines of their own.',
  severity: levels('warning', 'warning', 'warning', 'error'),
  source: 'Open specification: "A map from string keys to string values"',
});

const metadataValues = rule<Quote>({
  code: 'metadata/values',
  title: 'The values in metadata are texts',
  documentation:
    'Outside of the reference validator `1.10` is read as 1.1, `010` as 8, `yes` as true and `2026-01-02` as ' +
    'a date. Quote them.',
  severity: levels('warning', 'information', 'information', 'warning'),
  source: 'Open specification: "A map from string keys to string values"; 7.9 % of 869 public skills break it',
  fix: quoteValue(l10n.mark('Quote the value'), 'safe'),
});

const metadataNested = rule<Quote | undefined>({
  code: 'metadata/nested',
  title: 'The metadata contains no lists or maps',
  documentation:
    'The specification allows only text. Join a list with commas, and write inner keys as keys of their own.',
  severity: levels('warning', 'information', 'information', 'warning'),
  source: 'Open specification: "A map from string keys to string values"',
  fix: quoteValue(l10n.mark('Join into one string'), 'preferred'),
});

const metadataGithubKeys = rule<Removal>({
  code: 'metadata/github-keys',
  title: 'The metadata contains no keys that an installation added',
  documentation:
    '`gh skill install` adds keys that begin with `github-`; `gh skill publish` refuses them. Remove them ' +
    'before you publish with it.',
  severity: levels('hint', 'hint', 'hint', 'hint'),
  source: '`gh skill publish`: `contains install metadata that must be stripped`',
  fix: removeKey(l10n.mark('Remove this key'), 'preferred'),
});

const toolsType = rule<Quote | undefined>({
  code: 'tools/type',
  title: 'allowed-tools is one text',
  documentation:
    'The specification wants one text with spaces between the tools. Claude Code also takes a list; `gh ' +
    'skill publish` and the reference validator refuse one in brackets, or any.',
  severity: levels('warning', 'off', 'off', 'error'),
  source:
    'Open specification: "A space-separated string"; `gh skill publish`: `allowed-tools must be a string ' +
    '(space-delimited), not an array`',
  fix: quoteValue(l10n.mark('Write the tools as one string'), 'safe'),
});

const toolsSeparator = rule<Quote>({
  code: 'tools/separator',
  title: 'The tools in allowed-tools are separated by spaces',
  documentation: 'Commas work in Claude Code only.',
  severity: levels('information', 'off', 'off', 'warning'),
  source: 'Open specification: "A space-separated string"',
  fix: quoteValue(l10n.mark('Separate the tools with spaces'), 'safe'),
});

const toolsExperimental = rule({
  code: 'tools/experimental',
  title: 'allowed-tools is experimental',
  documentation: 'Support varies between agents. Off by default: the hover of the field says the same.',
  severity: levels('off', 'off', 'off', 'off'),
  source: 'Open specification: "Experimental. Support for this field may vary between agent implementations"',
});

const toolsMeans = rule({
  code: 'tools/means',
  title: 'allowed-tools grants, it does not restrict',
  documentation:
    'Tools that are not listed stay available; the listed ones are used without asking. Off by default: the ' +
    'hover of the field says the same.',
  severity: levels('off', 'off', 'off', 'off'),
  source: 'Claude Code documentation: "It does not restrict which tools are available"',
});

const fieldType = rule<Quote | undefined>({
  code: 'field/type',
  title: 'Fields of Claude Code and VS Code have the right type',
  documentation:
    'A value of another type is ignored, or VS Code reports an error. Quote texts that begin with `[`; write ' +
    '`true` or `false` for yes and no (Claude Code also takes `yes`, `no`, `on`, `off`, `1` and `0`).',
  severity: levels('off', 'warning', 'warning', 'off'),
  source: 'Claude Code documentation; VS Code 1.139',
  fix: quoteValue(l10n.mark('Quote the value'), 'safe'),
  saidByHost: saysWrongField,
});

const fieldValue = rule({
  code: 'field/value',
  title: 'Fields with fixed values have one of them',
  documentation: 'Other values are ignored, or the default is used instead.',
  severity: levels('off', 'warning', 'warning', 'off'),
  source: 'Claude Code documentation',
});

export const fieldRules = group(
  [
    licenseShort,
    licenseMissing,
    licenseFile,
    compatType,
    compatLength,
    compatEmpty,
    metadataType,
    metadataValues,
    metadataNested,
    metadataGithubKeys,
    toolsType,
    toolsSeparator,
    toolsExperimental,
    toolsMeans,
    fieldType,
    fieldValue,
  ],
  checkFields,
);

/** Rules about every field but name and description. */
function* checkFields(context: RuleContext): Iterable<Finding> {
  const { frontMatter, target } = context;
  if (!frontMatter.opening || frontMatter.state === 'tooLarge' || frontMatter.root !== 'map') return;
  const usable = { entries: frontMatter.entries.filter(({ broken }) => !broken) };
  yield* checkLicense(findEntry(usable, 'license'), findEntry(frontMatter, 'license') !== undefined, context);
  yield* checkCompatibility(findEntry(usable, 'compatibility'));
  yield* checkMetadata(findEntry(usable, 'metadata'));
  yield* checkTools(findEntry(usable, 'allowed-tools'));
  for (const entry of usable.entries) {
    if (useOf(entry.key, target) === 'uses' && useOf(entry.key, 'spec') === 'refuses')
      yield* checkClientField(entry, target);
  }
}

function rangeOf({ value, keyRange }: FrontMatterEntry): Range {
  return value.range.end > value.range.start ? value.range : keyRange;
}

/** The name of a license file in a text. */
const licenseFileName = sequence(
  '',
  /(?<![^\s(])((?:[\w.-]+\/)*(?:(?:LICEN[CS]E|COPYING)(?:-[\w-]+)?(?:\.[\w-]+)*|[\w-]{0,99}LICEN[CS]E[\w-]{0,99}\.(?:txt|md)))/,
  /(?=$|[\s,;)]|\.(?:\s|$))(?!\s(?:AGREEMENT|Version|v?\d))/,
);

function* checkLicense(
  entry: FrontMatterEntry | undefined,
  present: boolean,
  { frontMatter, skill }: RuleContext,
): Iterable<Finding> {
  if (!entry) {
    if (!present && frontMatter.opening)
      yield licenseMissing.found({
        message: l10n.t`No license is given. Add “license:” with its name, or with the name of a license file.`,
        range: frontMatter.opening,
      });
    return;
  }
  const { text, kind } = entry.value;
  if (kind !== 'text') return;
  if (text.length > 120 || text.trim().includes('\n')) {
    yield licenseShort.found({
      message: l10n.t`This is too long for a license. Write its name, or the name of a license file in the folder.`,
      range: rangeOf(entry),
    });
  }
  const name = licenseFileName.exec(text)?.[1];
  if (name !== undefined && skill.files && !skill.files.some(({ path }) => path.toLowerCase() === name.toLowerCase())) {
    yield licenseFile.found({
      message: l10n.t`The license file ${show(name)} is not in the folder. Add it, or correct the name.`,
      range: rangeOf(entry),
      data: { path: name },
    });
  }
}

function* checkCompatibility(entry: FrontMatterEntry | undefined): Iterable<Finding> {
  if (!entry) return;
  const { kind, text } = entry.value;
  const range = rangeOf(entry);
  const length = countCharacters(text.trim());
  if (kind === 'null' || (kind === 'text' && length === 0)) {
    yield compatEmpty.found({
      message: l10n.t`The compatibility is empty. Say what the skill needs, or remove the key.`,
      range,
      data: { remove: { start: entry.range.start, end: entry.range.end } },
    });
  } else if (kind !== 'text') {
    yield compatType.found({
      message: l10n.t`The compatibility must be a string; YAML reads ${seenAs(entry.value)} here. Quote it.`,
      range,
      data: kind === 'map' || kind === 'alias' ? undefined : { quote: joined(entry.value) },
    });
  } else if (length > compatibilityMaxCharacters) {
    yield compatLength.found({
      message: l10n.t`The compatibility has ${length} characters; at most ${compatibilityMaxCharacters} are allowed.`,
      range,
    });
  }
}

function* checkMetadata(entry: FrontMatterEntry | undefined): Iterable<Finding> {
  if (!entry || (entry.value.kind === 'null' && entry.value.style === 'none')) return;
  if (entry.value.kind !== 'map') {
    yield metadataType.found({
      message: l10n.t`The metadata must be a map of keys and strings; otherwise Claude Code drops it. Write “key: value”, one pair per line.`,
      range: rangeOf(entry),
    });
    return;
  }
  for (const inner of entry.value.entries) {
    const { value, key } = inner;
    if (key.startsWith('github-')) {
      yield metadataGithubKeys.found({
        message: l10n.t`${show(key)} comes from an installation; “gh skill publish” rejects it. Remove it.`,
        range: inner.keyRange,
        data: { remove: { start: inner.range.start, end: inner.range.end } },
      });
    }
    if (value.kind === 'list' || value.kind === 'map') {
      const data =
        value.kind === 'list' && value.items.every(({ items, entries }) => items.length + entries.length === 0)
          ? { quote: joined(value) }
          : undefined;
      yield metadataNested.found({
        message: l10n.t`Metadata values must be strings; YAML reads ${seenAs(value)} here. Write a string.`,
        range: rangeOf(inner),
        data,
      });
    } else if (value.kind !== 'text' && value.kind !== 'alias') {
      yield metadataValues.found({
        message: l10n.t`Metadata values must be strings; most parsers read ${seenAs(value)} here. Quote the value.`,
        range: rangeOf(inner),
        data: { quote: value.text },
      });
    }
  }
}

/** What a parser makes of a value that is no text, for a message. */
export function seenAs({ kind, reads }: Pick<FrontMatterValue, 'kind' | 'reads'>): string {
  if (kind === 'null') return l10n.t`nothing`;
  if (kind === 'list') return l10n.t`a list`;
  if (kind === 'map') return l10n.t`a map`;
  if (kind === 'alias') return l10n.t`an alias`;
  if (kind === 'date') return l10n.t`a date`;
  const what = kind === 'number' ? l10n.t`a number` : l10n.t`a boolean`;
  return reads === undefined || reads.startsWith('a ') ? what : l10n.t`${show(reads)} (${what})`;
}

function joined(value: FrontMatterValue): string {
  return value.kind === 'list' ? value.items.map(({ text }) => text).join(', ') : value.text;
}

function* checkTools(entry: FrontMatterEntry | undefined): Iterable<Finding> {
  if (!entry) return;
  const { kind, text, items } = entry.value;
  const range = rangeOf(entry);
  if (kind === 'list') {
    yield toolsType.found({
      message: l10n.t`The specification wants one string with spaces between the tools; not every agent accepts a list.`,
      range,
      data: { quote: items.map((item) => item.text).join(' ') },
    });
  } else if (kind === 'text' && splitOutside(text, /,/).length > 1) {
    yield toolsSeparator.found({
      message: l10n.t`The specification separates tools with spaces; commas work only in Claude Code.`,
      range,
      data: { quote: splitOutside(text, /,/).join(' ') },
    });
  } else if (kind === 'map') {
    yield toolsType.found({ message: l10n.t`allowed-tools must be a string with spaces between the tools.`, range });
  }
  yield toolsExperimental.found({
    message: l10n.t`allowed-tools is experimental; support varies between agents.`,
    range: entry.keyRange,
  });
  yield toolsMeans.found({
    message: l10n.t`allowed-tools grants tools without asking; it does not restrict others.`,
    range: entry.keyRange,
  });
}

/** What Claude Code takes for yes and no since 2.1.218, in quotes too; VS Code takes `true` and `false`. */
const claudeCodeBoolean = /^(?:true|false|yes|no|on|off|1|0)$/i;

function* checkClientField(entry: FrontMatterEntry, target: Target): Iterable<Finding> {
  const field = findField(entry.key);
  const { kind, text } = entry.value;
  if (!field || kind === 'alias') return;
  const range = rangeOf(entry);
  if (field.type === 'boolean') {
    const isRight =
      target === 'claude-code'
        ? entry.value.items.length + entry.value.entries.length === 0 && claudeCodeBoolean.test(text)
        : kind === 'boolean' && ['true', 'false'].includes(text);
    if (!isRight) yield fieldType.found({ message: l10n.t`“${entry.key}” must be true or false.`, range });
  } else if (field.type === 'text' && (kind === 'list' || kind === 'map')) {
    const data = entry.value.style === 'flow' ? { quote: text } : undefined;
    yield fieldType.found({
      message: l10n.t`“${field.key}” must be a string; YAML reads ${seenAs(entry.value)} here. Quote it.`,
      range,
      data,
    });
  } else if (field.type === 'map' && kind !== 'map') {
    yield fieldType.found({ message: l10n.t`“${field.key}” must be a map of keys and values.`, range });
  } else if (!field.open && field.type === 'text' && !field.values.includes(text)) {
    yield fieldValue.found({
      message: l10n.t`“${field.key}” must be one of these: ${field.values.join(', ')}. It is ${show(text)}.`,
      range,
    });
  }
}
