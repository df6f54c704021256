import {
  type Suggestion,
  type OtherFolder,
  type PublishedName,
  toValidName,
  addName,
  matchFolder,
  withoutReserved,
  backToPublished,
} from '../fixing/name.ts';
import { type Quote, quoteValue } from '../fixing/quote.ts';
import { findEntry } from '../frontMatter.ts';
import { countCharacters, nameMaxCharacters, namePattern, reservedNameWords } from '../limits.ts';
import { readableText } from '../meantValue.ts';
import type { Range } from '../problem.ts';
import type { Skill } from '../skill.ts';
import { toSkillName } from '../skillName.ts';
import { seenAs } from './fields.ts';
import { inHostFrontMatter, saysWrongName } from './hostReading.ts';
import { type Finding, type RuleContext, group, levels, rule } from './rule.ts';
import { show } from './show.ts';
import { l10n } from '../../text/l10n.ts';

const nameRequired = rule<Suggestion>({
  code: 'name/required',
  title: 'The front matter has a name',
  documentation:
    'The name is the identity of a skill. Claude Code and Codex fall back to the name of the folder; the ' +
    'specification and every validator want it written out. Add `name:` with the name of the folder.',
  severity: levels('error', 'off', 'warning', 'error'),
  source: 'Open specification (table of fields); `Missing required field in frontmatter: name` of its validator',
  fix: addName,
  saidByHost: inHostFrontMatter(({ name }) => name === undefined),
});

const nameEmpty = rule<Suggestion>({
  code: 'name/empty',
  title: 'The name is not empty',
  documentation: 'An empty name is the same as none. Write the name of the folder.',
  severity: levels('error', 'warning', 'error', 'error'),
  source: "Reference validator of the specification: `Field 'name' must be a non-empty string`",
  fix: toValidName,
  saidByHost: inHostFrontMatter(({ name }) => name?.text === ''),
});

const nameType = rule<Quote>({
  code: 'name/type',
  title: 'The name is a text',
  documentation:
    'YAML reads `123` as a number, `yes` as true and `2026-01-02` as a date. Quote the name, or better: ' +
    'choose one that begins with a letter.',
  severity: levels('error', 'error', 'warning', 'warning'),
  source:
    'Packaging check of the vendor: `Name must be a string, got int`; Claude Code: `name must be a string, ' +
    'got number.`',
  fix: quoteValue(l10n.mark('Quote the value'), 'safe'),
  saidByHost: inHostFrontMatter(({ name }) => name !== undefined && name.text === undefined),
});

const nameLength = rule<Suggestion>({
  code: 'name/length',
  title: 'The name has at most 64 characters',
  documentation: 'Longer names are refused; VS Code silently cuts them.',
  severity: levels('error', 'warning', 'warning', 'error'),
  source: 'Open specification: "Must be 1-64 characters"',
  fix: toValidName,
});

const nameCharset = rule<Suggestion>({
  code: 'name/charset',
  title: 'The name has only lower-case letters, digits and hyphens',
  documentation:
    'Only `a-z`, `0-9` and `-` work everywhere. The specification speaks of Unicode letters as well, but the ' +
    "Skills API, VS Code and the vendor's packager take ASCII only.",
  severity: levels('error', 'warning', 'error', 'error'),
  source: 'Server: `Skill name in SKILL.md can only contain lowercase letters, numbers, and hyphens.`',
  fix: toValidName,
  saidByHost: saysWrongName,
});

const nameNamespace = rule<Suggestion>({
  code: 'name/namespace',
  title: 'The name has no prefix',
  documentation:
    'Names such as `myorg/skill` or `myorg:skill` are not names of skills: agents skip the skill or fall back to ' +
    'the name of the folder. Use hyphens.',
  severity: levels('error', 'warning', 'error', 'error'),
  source: 'VS Code documentation: such prefixes make the skill "silently fail to load"',
  fix: toValidName,
  saidByHost: saysWrongName,
});

const nameEdgeHyphen = rule<Suggestion>({
  code: 'name/edge-hyphen',
  title: 'The name neither begins nor ends with a hyphen',
  documentation: 'Remove the hyphen.',
  severity: levels('error', 'information', 'warning', 'error'),
  source: 'Open specification, its validator and the packaging check of the vendor',
  fix: toValidName,
});

const nameDoubleHyphen = rule<Suggestion>({
  code: 'name/double-hyphen',
  title: 'The name has no two hyphens in a row',
  documentation: 'Use one hyphen.',
  severity: levels('error', 'information', 'warning', 'error'),
  source:
    'Open specification: "Must not contain consecutive hyphens (`--`)"; its validator and the packaging ' +
    'check of the vendor',
  fix: toValidName,
});

const nameDirMismatch = rule<OtherFolder>({
  code: 'name/dir-mismatch',
  title: 'The name matches the folder name',
  documentation:
    'The specification, VS Code and most agents identify a skill by its folder. Publishing packs the skill ' +
    'under its name, so the upload itself works, but tools that load the folder do not agree ' +
    'on the name. Change the name or rename the folder.',
  severity: levels('warning', 'information', 'warning', 'error'),
  source:
    'Open specification: "Must match the parent directory name"; server (May 2026): `The folder name ' +
    "'skills' must match the skill name 'my-skill' in SKILL.md.`",
  fix: matchFolder,
  saidByHost: inHostFrontMatter(
    ({ name, skill: { folderName } }) =>
      name?.text !== undefined && name.text !== '' && folderName !== undefined && name.text !== folderName,
  ),
});

const nameReserved = rule<{ readonly word: string }>({
  code: 'name/reserved',
  title: 'The name does not contain “anthropic” or “claude”',
  documentation: 'The words are reserved, also as a part of another word. Choose another name.',
  severity: levels('error', 'off', 'off', 'off'),
  source: "Platform documentation; server: `Skill name in SKILL.md cannot contain the reserved word 'claude'.`",
  fix: withoutReserved,
});

const nameXml = rule<Suggestion>({
  code: 'name/xml',
  title: 'The name has no XML tags',
  documentation: 'Names are put into prompts; tags in them are refused.',
  severity: levels('error', 'warning', 'error', 'error'),
  source: 'Platform documentation: "Cannot contain XML tags"',
  fix: toValidName,
  saidByHost: saysWrongName,
});

const nameImmutable = rule<PublishedName>({
  code: 'name/immutable',
  title: 'The name does not change after the first publication',
  documentation:
    'The registry takes the name from the first upload and keeps it forever: another one is refused with ' +
    'the next version. Go back to the published name, or publish the folder as a new skill.',
  severity: levels('error', 'warning', 'warning', 'warning'),
  source: 'Official SDK: "Every later upload must resolve to the same value."',
  fix: backToPublished,
});

const nameVague = rule({
  code: 'name/vague',
  title: 'The name says what the skill does',
  documentation:
    'Names such as `helper`, `utils` or `data` tell neither a person nor an agent anything. Say what is done ' +
    'to what: `processing-pdfs`.',
  severity: levels('information', 'information', 'information', 'information'),
  source: 'Platform best practices: "Avoid: Vague names … Overly generic"',
});

const nameGerund = rule({
  code: 'name/gerund',
  title: 'The name begins with a verb in “-ing” form',
  documentation:
    'Consider it for names alike: `processing-pdfs`. Off by default: names such as `pdf-processing` and ' +
    '`process-pdfs` are acceptable as well.',
  severity: levels('off', 'off', 'off', 'off'),
  source: 'Platform best practices: "Consider using gerund form"',
});

const nameClaudeCommand = rule({
  code: 'name/claude-command',
  title: 'The name is not a command of Claude Code',
  documentation: 'A project skill of that name replaces the command, or cannot be called.',
  severity: levels('off', 'information', 'off', 'off'),
  source: 'Claude Code documentation; anthropics/claude-code#36010',
});

export const nameRules = group(
  [
    nameRequired,
    nameEmpty,
    nameType,
    nameLength,
    nameCharset,
    nameNamespace,
    nameEdgeHyphen,
    nameDoubleHyphen,
    nameDirMismatch,
    nameReserved,
    nameXml,
    nameImmutable,
    nameVague,
    nameGerund,
    nameClaudeCommand,
  ],
  checkName,
);

const vagueNames = new Set([
  'data',
  'document',
  'documents',
  'file',
  'files',
  'helper',
  'helpers',
  'misc',
  'skill',
  'stuff',
  'test',
  'tool',
  'tools',
  'util',
  'utils',
]);
const commands = new Set([
  'agents',
  'batch',
  'clear',
  'code-review',
  'compact',
  'config',
  'cost',
  'debug',
  'doctor',
  'help',
  'hooks',
  'init',
  'login',
  'logout',
  'loop',
  'mcp',
  'memory',
  'model',
  'permissions',
  'review',
  'run',
  'simplify',
  'status',
  'synced',
  'verify',
]);

/** Rules about the field `name`, its folder and its published name. */
function* checkName({ skill, frontMatter }: RuleContext): Iterable<Finding> {
  if (!frontMatter.opening || frontMatter.state === 'tooLarge' || frontMatter.root === 'other') return;
  const entry = findEntry(frontMatter, 'name');
  if (!entry) {
    if (frontMatter.entries.some(({ key }) => key.toLowerCase() === 'name')) return;
    const suggestion = skill.folderName === undefined ? undefined : toSkillName(skill.folderName);
    yield nameRequired.found({
      message: l10n.t`There is no name. The Skills API and the specification require one: add “name:” with the name of the folder.`,
      range: frontMatter.opening,
      data: { suggestion },
    });
    return;
  }
  if (entry.broken) {
    const meant = readableText(skill.text, frontMatter, entry);
    if (meant && meant.text !== '') yield* checkNameText(skill, meant.text, meant.range);
    return;
  }
  const { value } = entry;
  const range = value.range.end > value.range.start ? value.range : entry.keyRange;
  if (value.kind === 'null' || (value.kind === 'text' && value.text.trim() === '')) {
    yield nameEmpty.found({
      message: l10n.t`The name is empty. Write the name of the folder: 1 to 64 lower-case letters, digits, and hyphens.`,
      range,
      data: { suggestion: toSkillName(skill.folderName ?? '') },
    });
  } else if (value.kind !== 'text') {
    yield nameType.found({
      message: l10n.t`The name must be a string; YAML reads ${seenAs(value)} here. Quote it.`,
      range,
      data: { quote: value.text },
    });
  }
  if (value.kind === 'text' && value.text.trim() !== '') yield* checkNameText(skill, value.text, range);
}

function* checkNameText({ folderName, publishedName }: Skill, name: string, range: Range): Iterable<Finding> {
  yield* checkForm(name, range);
  yield* checkMeaning(name, range);
  yield* checkIdentity(folderName, publishedName, name, range);
}

function* checkForm(name: string, range: Range): Iterable<Finding> {
  const data = (): Suggestion => ({ suggestion: toSkillName(name) });
  const length = countCharacters(name);
  if (length > nameMaxCharacters) {
    yield nameLength.found({
      message: l10n.t`The name has ${length} characters; at most ${nameMaxCharacters} are allowed.`,
      range,
      data: data(),
    });
  }
  const open = name.indexOf('<');
  if (open >= 0 && name.includes('>', open)) {
    yield nameXml.found({
      message: l10n.t`The name contains an XML tag; the Skills API rejects that. Use lower-case letters, digits, and hyphens.`,
      range,
      data: data(),
    });
  } else if (/^[\w-]+[/:][\w-]/.test(name)) {
    yield nameNamespace.found({
      message: l10n.t`The name ${show(name)} has a prefix; agents do not load such a skill. Join the parts with hyphens.`,
      range,
      data: data(),
    });
  } else if (!namePattern.test(name)) {
    const wrong = [...new Set(Array.from(name).filter((character) => !namePattern.test(character)))]
      .slice(0, 5)
      .map(show);
    yield nameCharset.found({
      message: l10n.t`The name may contain only lower-case letters (a-z), digits, and hyphens, not ${wrong.join(' ')}. The Skills API rejects anything else.`,
      range,
      data: data(),
    });
  }
  if (/^-|-$/.test(name)) {
    yield nameEdgeHyphen.found({ message: l10n.t`The name must not begin or end with a hyphen.`, range, data: data() });
  }
  if (name.includes('--')) {
    yield nameDoubleHyphen.found({
      message: l10n.t`The name must not have two hyphens in a row.`,
      range,
      data: data(),
    });
  }
}

function* checkMeaning(name: string, range: Range): Iterable<Finding> {
  const word = reservedNameWords.find((reserved) => name.toLowerCase().includes(reserved));
  if (word !== undefined) {
    yield nameReserved.found({
      message: l10n.t`The Skills API rejects names that contain the reserved word “${word}”. Choose another name.`,
      range,
      data: { word },
    });
  }
  if (vagueNames.has(name)) {
    yield nameVague.found({
      message: l10n.t`${show(name)} does not say what the skill does. Name what is done to what, for example “processing-pdfs”.`,
      range,
    });
  }
  if (!/^[a-z]{2,}ing(?:-|$)/.test(name)) {
    yield nameGerund.found({
      message: l10n.t`${show(name)} does not begin with a verb in “-ing” form, for example “processing-pdfs”.`,
      range,
    });
  }
  if (commands.has(name)) {
    yield nameClaudeCommand.found({
      message: l10n.t`${show(name)} is a Claude Code command: the skill replaces it or cannot be called. Choose another name.`,
      range,
    });
  }
}

function* checkIdentity(
  folderName: string | undefined,
  publishedName: string | undefined,
  name: string,
  range: Range,
): Iterable<Finding> {
  if (folderName !== undefined && folderName.normalize('NFKC') !== name.normalize('NFKC')) {
    yield nameDirMismatch.found({
      message: l10n.t`The name ${show(name)} differs from the folder’s, ${show(folderName)}. The specification and most agents want them to match.`,
      range,
      data: { name, folderName },
    });
  }
  if (publishedName !== undefined && publishedName !== name) {
    yield nameImmutable.found({
      message: l10n.t`This skill was published as ${show(publishedName)}, and the registry keeps that name forever: it rejects the next version as ${show(name)}. Go back to that name, or publish as a new skill.`,
      range,
      data: { publishedName },
    });
  }
}
