import { lineAt } from '../envelope.ts';
import { type Replacement, replaceText } from '../fixing/files.ts';
import { type FrontMatter, findEntry } from '../frontMatter.ts';
import { bodyMaxLines, bodyMaxTokens, charactersPerToken, estimateTokens } from '../limits.ts';
import { type SkillDocument, holdsOne, matchesIn } from './documents.ts';
import type { Mention } from '../mention.ts';
import { type FileIndex, filesOfMention } from '../references.ts';
import { paragraphBefore } from '../whose.ts';
import { type Finding, type RuleContext, group, levels, rule } from './rule.ts';
import type { Counted } from './rule.ts';
import { show } from './show.ts';
import { anyOf, sequence } from '../../text/patterns.ts';
import { l10n } from '../../text/l10n.ts';

const bodyLines = rule<Counted>({
  code: 'body/lines',
  title: 'The body has at most 500 lines',
  documentation:
    'The whole body is read each time the skill is used. Move parts that are not always needed into ' +
    '`references/` and say when to read them.',
  severity: levels('warning', 'warning', 'warning', 'warning'),
  source: 'Open specification: "Keep your main `SKILL.md` under 500 lines"',
});

const bodyTokens = rule<Counted>({
  code: 'body/tokens',
  title: 'The body has at most about 5,000 tokens',
  documentation:
    'An estimate: four characters to a token. Claude Code keeps only the first 5,000 tokens of a skill when ' +
    'it compacts a long session.',
  severity: levels('information', 'information', 'information', 'information'),
  source: 'Open specification: "**Instructions** (< 5000 tokens recommended)"',
});

const bodyEmpty = rule({
  code: 'body/empty',
  title: 'The body contains instructions',
  documentation: 'Without them an agent that loads the skill learns nothing beyond the description.',
  severity: levels('warning', 'warning', 'warning', 'warning'),
  source: 'Open specification, body content',
});

const bodyWindowsPath = rule<Replacement & { readonly exists: boolean }>({
  code: 'body/windows-path',
  title: 'Paths are written with slashes',
  documentation:
    'Backslashes work on Windows only; slashes work everywhere. Programs of Windows and blocks for its shells are left out.',
  severity: levels('warning', 'warning', 'warning', 'warning'),
  source: 'Platform best practices: "Always use forward slashes in file paths, even on Windows"',
  fix: (context) =>
    replaceText(l10n.mark('Write the path with slashes'), context.data.exists ? 'safe' : 'preferred')(context),
});

const bodyTimeSensitive = rule({
  code: 'body/time-sensitive',
  title: 'The instructions do not depend on a date',
  documentation:
    'They are wrong once the date has passed, and the agent may not know today. Describe the present way; ' +
    'put the old one under a heading such as “Old patterns”.',
  severity: levels('information', 'information', 'information', 'information'),
  source: 'Platform best practices: "No time-sensitive information (or in "old patterns" section)"',
});

const bodyMcpName = rule({
  code: 'body/mcp-name',
  title: 'MCP tools are named with their server',
  documentation: 'Write `ServerName:tool_name`; without the server an agent may not find the tool.',
  severity: levels('information', 'information', 'information', 'information'),
  source: 'Platform best practices: "always use fully qualified tool names"',
});

const bodyClaudeCodeSyntax = rule<Replacement | undefined>({
  code: 'body/claude-code-syntax',
  title: 'The body uses no syntax of Claude Code',
  documentation:
    'Commands in `` !`…` ``, blocks that begin with `` ```! ``, `@file` for a file of the skill, ' +
    '`$ARGUMENTS`, `${CLAUDE_…}` and, in a skill that takes arguments, `$1` and `$name` are replaced by ' +
    'Claude Code only; everywhere else the agent sees them as they are written.',
  severity: levels('warning', 'off', 'information', 'warning'),
  source: 'Claude Code documentation: such features "don\'t function in claude.ai chat or through the API"',
  fix: (context) =>
    context.data
      ? replaceText(l10n.mark('Write the path without “@”'), 'preferred')({ ...context, data: context.data })
      : [],
});

const bodyBaseDir = rule({
  code: 'body/base-dir',
  title: 'No placeholder stands for the folder of the skill',
  documentation:
    'Nobody replaces `{baseDir}` through the Skills API: the agent sees it as it is written. Paths start at the skill ' +
    'folder: write `scripts/run.py`.',
  severity: levels('information', 'off', 'information', 'information'),
  source: 'Open specification: "use relative paths from the skill root"',
});

export const bodyRules = group(
  [
    bodyLines,
    bodyTokens,
    bodyEmpty,
    bodyWindowsPath,
    bodyTimeSensitive,
    bodyMcpName,
    bodyClaudeCodeSyntax,
    bodyBaseDir,
  ],
  checkBody,
);

/** Rules about the Markdown of SKILL.md. */
function* checkBody({ skill, frontMatter, documents, limits }: RuleContext): Iterable<Finding> {
  if (!frontMatter.opening || frontMatter.state === 'tooLarge') return;
  const document = documents.body;
  yield* checkSize(skill.text, frontMatter.bodyStart, limits);
  if (
    frontMatter.state !== 'unclosed' &&
    !/\S/.test(skill.text.slice(frontMatter.bodyStart, frontMatter.bodyStart + 10_000)) &&
    skill.text.length - frontMatter.bodyStart < 10_000
  ) {
    yield bodyEmpty.found({
      message: l10n.t`There are no instructions below the front matter. Say what the agent should do.`,
      range: frontMatter.closing ?? frontMatter.opening,
    });
  }
  yield* checkBackslashes(document, documents.files);
  yield* checkProse(document);
  for (const found of checkSyntax(document)) if (!documents.isAboutClaudeCode) yield found;
  yield* checkBaseDir(document);
  yield* checkArguments(document, frontMatter);
  yield* checkInclusions(document, documents.files);
}

/** Counting stops here. */
const mostLines = 100_000;

function* checkSize(text: string, start: number, limits: RuleContext['limits']): Iterable<Finding> {
  const mostBodyLines = limits['body/lines'] ?? bodyMaxLines;
  const mostTokens = limits['body/tokens'] ?? bodyMaxTokens;
  const breaks = /\r\n?|\n/g;
  breaks.lastIndex = start;
  let lines = 0;
  let limit = text.length;
  while (lines < mostLines && breaks.exec(text)) {
    lines += 1;
    if (lines === mostBodyLines) limit = breaks.lastIndex;
  }
  if (lines >= mostBodyLines && /\S/.test(text.slice(limit, limit + 10_000))) {
    const { end } = lineAt(text, limit);
    const size = lines < mostLines ? l10n.t`about ${lines} lines` : l10n.t`more than ${mostLines} lines`;
    yield bodyLines.found({
      message:
        mostBodyLines === bodyMaxLines
          ? l10n.t`The body has ${size}; at most ${mostBodyLines} are recommended, because all of them are read each time. Move what is not always needed into references/.`
          : l10n.t`The body has ${size}; your configuration allows at most ${mostBodyLines}. Move what is not always needed into references/.`,
      range: { start: limit, end: Math.min(end, limit + 200) },
      data: { value: lines },
    });
  }
  const tokens = estimateTokens(text.slice(start));
  if (tokens > mostTokens) {
    const at = lineAt(text, start + mostTokens * charactersPerToken);
    yield bodyTokens.found({
      message:
        mostTokens === bodyMaxTokens
          ? l10n.t`The body has about ${tokens} tokens (estimated); at most ${mostTokens} are recommended. Move what is not always needed into references/.`
          : l10n.t`The body has about ${tokens} tokens (estimated); your configuration allows at most ${mostTokens}. Move what is not always needed into references/.`,
      range: { start: at.start, end: Math.min(at.end, at.start + 200) },
      data: { value: tokens },
    });
  }
}

/** Places that are reported of one kind; more help nobody. */
const mostReports = 100;

/** Programs of Windows, and blocks that its shells run. */
const windowsProgram = /\.(?:bat|cmd|ps1|psm1|exe|vbs|lnk)$/i;
const windowsShell = /^(?:powershell|pwsh|ps1?|cmd|bat|batch|dos|doscon)$/;

function* checkBackslashes({ mentions, markdown }: SkillDocument, files: FileIndex): Iterable<Finding> {
  const windows = markdown.blocks.filter(({ language }) => windowsShell.test(language ?? ''));
  const isOfWindows = ({ written, range }: Mention): boolean =>
    windowsProgram.test(written) ||
    windows.some((block) => block.range.start <= range.start && range.end <= block.range.end);
  for (const mention of mentions
    .filter((each) => each.backSlashes && each.role !== 'sample' && !isOfWindows(each))
    .slice(0, mostReports)) {
    const { written, range } = mention;
    const data = { replacement: written.replaceAll('\\', '/'), exists: filesOfMention(mention, files).length > 0 };
    yield bodyWindowsPath.found({
      message: l10n.t`The path ${show(written)} works only on Windows. Use forward slashes.`,
      range,
      data,
    });
  }
}

const dated = sequence(
  'gi',
  /(?<!\b(?:available|supported|existed|recorded|live) )/,
  /\b(?:as of|before|after|until|since|starting(?: in| from)?)\s+(?:(?:early|mid|late)[ -])?/,
  /(?:January|February|March|April|May|June|July|August|September|October|November|December|Q[1-4])/,
  /(?:\s{1,9}\d{1,2},?)?\s{1,9}20\d\d\b/,
);
const mcpTool = /\bMCP tools?:? $/;

function* checkProse({ text, markdown, start }: SkillDocument): Iterable<Finding> {
  const old = markdown.headings.find((heading) =>
    /\b(?:old|legacy|deprecated|history|changelog|previous)\b/i.test(heading.text),
  );
  const current = { start, end: old?.range.start ?? markdown.end };
  const prose = holdsOne(text, ['20']) ? markdown.prose.filter((each) => each.start < current.end) : [];
  for (const { range, match } of matchesIn(text, prose, dated)) {
    yield bodyTimeSensitive.found({
      message: l10n.t`${show(match[0])} will be out of date. Describe how it is done now, and move the old way under “Old patterns”.`,
      range,
    });
  }
  for (const { range, textRange } of markdown.spans) {
    const name = text.slice(textRange.start, textRange.end);
    if (!/^[a-z][a-z0-9]*(?:[_-][a-z0-9]+)+$/i.test(name) || name.startsWith('mcp__')) continue;
    if (
      mcpTool.test(text.slice(Math.max(0, range.start - 20), range.start)) ||
      /^ MCP tool\b/.test(text.slice(range.end, range.end + 12))
    ) {
      yield bodyMcpName.found({
        message: l10n.t`Name the MCP tool with its server, “Server:${name}”; otherwise agents may not find it.`,
        range,
      });
    }
  }
}

const variables = anyOf(
  'g',
  /\$ARGUMENTS\b(?:\[\d+\])?/,
  /\$\{CLAUDE_(?:SKILL_DIR|SESSION_ID|PROJECT_DIR|PLUGIN_ROOT|PLUGIN_DATA|EFFORT)\}(?!\/(?:\.\.\.|…))/,
);
/** What is said for other hosts as well: the text knows that only one replaces it. */
const elsewhereToo =
  /\$\{CODEX_|\bCodex\b|\b(?:not|cannot|never) (?:substituted?|replaced?|expand(?:ed)?|set)\b|\bneither (?:is )?set\b/i;
/** A block that is read or run where it stands, and does not show a file. */
const runBlock = /^(?:(?:ba|z|da|fi)?sh|shell|console|text|txt|powershell|pwsh)?$/;

function* checkSyntax({ text, markdown }: SkillDocument): Iterable<Finding> {
  const parts = holdsOne(text, ['$ARGUMENTS', '${CLAUDE_'])
    ? [
        ...markdown.prose,
        ...markdown.spans.map((span) => span.textRange),
        ...markdown.blocks.filter(({ language }) => runBlock.test(language ?? '')).map((block) => block.textRange),
      ]
    : [];
  for (const { range, match } of matchesIn(text, parts, variables)) {
    if (elsewhereToo.test(text.slice(Math.max(0, range.start - 300), range.end + 300))) continue;
    yield bodyClaudeCodeSyntax.found({
      message: l10n.t`Only Claude Code replaces ${show(match[0])}; through the Skills API, the agent sees it as written. Describe it in words.`,
      range,
    });
  }
  const commands = markdown.spans.filter(
    ({ range: { start } }) => text[start - 1] === '!' && !/[^\s([{"']/.test(text[start - 2] ?? ' '),
  );
  for (const { range } of commands.slice(0, mostReports)) {
    yield bodyClaudeCodeSyntax.found({
      message: l10n.t`Only Claude Code replaces a command in !\`…\` with its output; through the Skills API, nothing runs. Tell the agent to run the command.`,
      range: { start: range.start - 1, end: range.end },
    });
  }
  const blocks = markdown.blocks.filter(({ language }) => language?.startsWith('!'));
  for (const { range } of blocks.slice(0, mostReports)) {
    yield bodyClaudeCodeSyntax.found({
      message: l10n.t`Only Claude Code replaces a block that begins with \`\`\`! with its output; through the Skills API, nothing runs. Tell the agent to run the commands.`,
      range: { start: range.start, end: lineAt(text, range.start).end },
    });
  }
}

const baseDir = /(?<![$\w{])\{\{?[ \t]?(?:base_?[Dd]ir|skill_?[Dd]ir|SKILL_DIR|BASE_DIR)[ \t]?\}\}?(?=[\\/])/g;

function* checkBaseDir({ text, markdown }: SkillDocument): Iterable<Finding> {
  if (!holdsOne(text, ['}/', '}\\'])) return;
  const shell = markdown.blocks.filter(({ language }) => /^(?:(?:ba|z)?sh|shell|console|text)?$/.test(language ?? ''));
  const parts = [...markdown.prose, ...[...markdown.spans, ...shell].map(({ textRange }) => textRange)];
  for (const { range, match } of matchesIn(text, parts, baseDir, 50)) {
    yield bodyBaseDir.found({
      message: l10n.t`The Skills API does not replace ${show(match[0])}. Write the path relative to the skill folder.`,
      range,
      subject: 'base',
    });
  }
}

/** `$1` is a price or belongs to a shell unless the skill says that it takes arguments. */
function* checkArguments({ text, markdown }: SkillDocument, frontMatter: FrontMatter): Iterable<Finding> {
  const named = findEntry(frontMatter, 'arguments')?.value;
  if (!named && !findEntry(frontMatter, 'argument-hint')) return;
  const names = (named?.kind === 'list' ? named.items.map((item) => item.text) : (named?.text ?? '').split(/\s+/))
    .filter((name) => /^[A-Za-z_]\w{0,63}$/.test(name))
    .slice(0, 20);
  const pattern = new RegExp(
    `(?<![\\w$\\\\])\\$(?:\\d${names.map((name) => `|${name}`).join('')})(?![\\w.,]*\\d)\\b`,
    'g',
  );
  for (const { range, match } of matchesIn(
    text,
    [...markdown.prose, ...markdown.spans.map((span) => span.textRange)],
    pattern,
  )) {
    if (/\b(?:avoid|never|bare|do not|don['’]t|expands)\b/i.test(paragraphBefore(text, range.start))) continue;
    yield bodyClaudeCodeSyntax.found({
      message: l10n.t`Only Claude Code replaces ${show(match[0])} with an argument; through the Skills API, the agent sees it as written. Describe it in words.`,
      range,
    });
  }
}

const inclusion = /(?<![\w@/.])@(?:\.\/)?([\w.-]+(?:\/[\w.-]+)*\w)/g;

function* checkInclusions({ text, markdown }: SkillDocument, files: FileIndex): Iterable<Finding> {
  if (!holdsOne(text, ['@'])) return;
  for (const { range, match } of matchesIn(text, markdown.prose, inclusion, 50)) {
    if (match[1] === undefined || !files.has(match[1])) continue;
    yield bodyClaudeCodeSyntax.found({
      message: l10n.t`Only Claude Code replaces ${show(match[0])} with the contents of the file; through the Skills API, the agent sees it as written. Tell the agent to read ${show(match[1])}.`,
      range,
      data: { replacement: `\`${match[1]}\`` },
    });
  }
}
