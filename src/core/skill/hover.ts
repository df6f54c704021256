import { findField, useOf, vscodeKeys, type Field, type FieldUse } from './fields.ts';
import {
  findEntry,
  parseFrontMatter,
  type FrontMatter,
  type FrontMatterEntry,
  type FrontMatterValue,
} from './frontMatter.ts';
import {
  bodyMaxTokens,
  compatibilityMaxCharacters,
  countCharacters,
  descriptionMaxCharacters,
  estimateTokens,
  nameMaxCharacters,
} from './limits.ts';
import { parseMarkdown } from './markdown.ts';
import { findMentions } from './mentions.ts';
import type { Range } from './problem.ts';
import { closestPath, filesOfMention, indexFiles, isMissing } from './references.ts';
import { targets, type Skill, type SkillFile, type Target } from './skill.ts';
import { l10n, translated } from '../text/l10n.ts';
import { toNumber, toSize } from '../text/size.ts';
import { seenAs } from './rules/fields.ts';
import { show } from './rules/show.ts';

/**
 * A piece of a hover. `markdown` is written by this product; `text` may hold anything a file says and must be shown
 * literally.
 */
export type HoverPart =
  | { readonly kind: 'markdown'; readonly value: string }
  | { readonly kind: 'text'; readonly value: string };

interface Hover {
  /** What the hover is about. */
  readonly range: Range;
  readonly parts: readonly HoverPart[];
}

const markdown = (value: string): HoverPart => ({ kind: 'markdown', value });
const literal = (value: string): HoverPart => ({ kind: 'text', value });

/** What to show over `offset` of a SKILL.md; `undefined` when there is nothing to say. */
export function hoverSkill(skill: Skill, offset: number, target: Target): Hover | undefined {
  const frontMatter = parseFrontMatter(skill.text);
  if (offset >= frontMatter.bodyStart) return hoverMention(skill, frontMatter, offset);
  const entry = frontMatter.entries.find((each) => each.keyRange.start <= offset && offset < each.range.end);
  if (!entry) return undefined;
  if (offset <= entry.keyRange.end) return { range: entry.keyRange, parts: describeKey(entry.key, target) };
  if (offset < entry.value.range.start || offset > entry.value.range.end) return undefined;
  const value = innermost(entry.value, offset);
  const parts = [...(value === entry.value ? describeLength(entry) : []), ...describeReading(value)];
  return parts.length === 0 ? undefined : { range: value.range, parts };
}

/** The value of an inner key or of an item at `offset`; `value` itself when there is none. */
function innermost(value: FrontMatterValue, offset: number): FrontMatterValue {
  const inner = [...value.items, ...value.entries.map((entry) => entry.value)].find(
    ({ range }) => range.start <= offset && offset <= range.end,
  );
  return inner ? innermost(inner, offset) : value;
}

const targetNames: Readonly<Record<Target, string>> = {
  api: 'Skills API, claude.ai',
  'claude-code': 'Claude Code',
  vscode: 'VS Code',
  spec: l10n.mark('Agent Skills specification'),
};

const useWords: Readonly<Record<FieldUse, string>> = {
  uses: l10n.mark('uses it'),
  accepts: l10n.mark('accepts it, without effect'),
  ignores: l10n.mark('ignores it'),
  refuses: l10n.mark('**rejects the skill**'),
};

/** Meaning, limits and the table of which agent uses, ignores or refuses a key. */
function describeKey(key: string, target: Target): HoverPart[] {
  const field = findField(key);
  const table = [
    l10n.t`| where | what happens to the key |`,
    '|:---|:---|',
    ...targets.map((each) => {
      const name = translated(targetNames[each]);
      const shown = each === target ? l10n.t`${name} (your target)` : name;
      return `| ${shown} | ${translated(useWords[useOf(key, each)])} |`;
    }),
  ].join('\n');
  const about = field
    ? aboutField(field)
    : [markdown(l10n.t`Not a documented key of a skill. Under \`metadata\`, it is allowed everywhere.`)];
  return [...about, ...hostNote(key), markdown(table)];
}

function aboutField(field: Field): HoverPart[] {
  const shown = field.values.map((value) => `\`${value}\``).join(', ');
  const about = translated(field.documentation);
  const values =
    field.values.length === 0 ? [] : [markdown(field.open ? l10n.t`Usual values: ${shown}` : l10n.t`Values: ${shown}`)];
  const head = field.required ? l10n.t`**${field.key}** (required): ${about}` : `**${field.key}**: ${about}`;
  return [markdown(head), ...values];
}

/**
 * VS Code 1.139 marks keys it does not know as "not supported by VS Code skills", the specification's own
 * `allowed-tools` too.
 */
function hostNote(key: string): HoverPart[] {
  if (vscodeKeys.includes(key) || findField(key)?.use.spec !== 'uses') return [];
  return [
    markdown(
      l10n.t`VS Code marks this key as not supported. That is true only for VS Code’s own agent: the key is part of the specification, and no target rejects it.`,
    ),
  ];
}

function describeLength({ key, value }: FrontMatterEntry): HoverPart[] {
  const limit = valueLimits[key];
  if (limit === undefined || value.kind === 'map' || value.kind === 'list') return [];
  const [length, most] = [toNumber(countCharacters(value.text.trim())), toNumber(limit)];
  return [
    markdown(
      key === 'description'
        ? l10n.t`${length} of at most ${most} characters, about ${toNumber(estimateTokens(value.text))} tokens (estimate) in every conversation.`
        : l10n.t`${length} of at most ${most} characters.`,
    ),
  ];
}

function describeReading(value: FrontMatterValue): HoverPart[] {
  const parts: HoverPart[] = [];
  if (value.reads !== undefined && value.style !== 'none')
    parts.push(literal(l10n.t`YAML reads this as ${seenAs(value)}. Put it in quotes to keep the text.`));
  if (value.style === 'folded' || value.style === 'literal')
    parts.push(literal(l10n.t`What agents read: ${value.text.trim().slice(0, descriptionMaxCharacters)}`));
  return parts;
}

const valueLimits: Readonly<Record<string, number>> = {
  name: nameMaxCharacters,
  description: descriptionMaxCharacters,
  compatibility: compatibilityMaxCharacters,
};

function hoverMention(skill: Skill, frontMatter: FrontMatter, offset: number): Hover | undefined {
  if (!skill.files) return undefined;
  const files = indexFiles(skill.files);
  const context = {
    file: 'SKILL.md',
    files,
    folderName: skill.folderName ?? findEntry(frontMatter, 'name')?.value.text,
  };
  const mention = findMentions(skill.text, parseMarkdown(skill.text, frontMatter.bodyStart), context).find(
    ({ range }) => range.start <= offset && offset <= range.end,
  );
  if (!mention) return undefined;
  if (mention.reach === 'outside')
    return {
      range: mention.range,
      parts: [literal(l10n.t`Points outside the skill folder. Only the folder is published.`)],
    };
  const found = filesOfMention(mention, files);
  if (found.length > 0) return { range: mention.range, parts: describeFiles(found, skill.files) };
  if (!isMissing(mention, files)) return undefined;
  const missing = mention.candidates[0] ?? mention.written;
  const near = closestPath(missing, files);
  const text =
    near === undefined
      ? l10n.t`The skill has no file ${show(missing)}.`
      : l10n.t`The skill has no file ${show(missing)}. Did you mean ${show(near)}?`;
  return { range: mention.range, parts: [literal(text)] };
}

function describeFiles(paths: readonly string[], files: readonly SkillFile[]): HoverPart[] {
  const wanted = new Set(paths);
  const covered = files.filter((file) => wanted.has(file.path));
  const bytes = covered.reduce((sum, file) => sum + file.size, 0);
  const [only] = covered;
  if (covered.length !== 1 || !only) return [literal(l10n.t`${covered.length} files of the skill, ${toSize(bytes)}.`)];
  const tokens = only.text === undefined ? undefined : estimateTokens(only.text);
  if (tokens === undefined) return [literal(l10n.t`${only.path}: ${toSize(bytes)}.`)];
  return [
    literal(
      tokens > bodyMaxTokens
        ? l10n.t`${only.path}: ${toSize(bytes)}, about ${toNumber(tokens)} tokens (estimate) when an agent reads it: consider splitting it.`
        : l10n.t`${only.path}: ${toSize(bytes)}, about ${toNumber(tokens)} tokens (estimate) when an agent reads it.`,
    ),
  ];
}
