import { parseMarkdown, type CodeBlock, type Markdown } from '../skill/markdown.ts';
import { decodePath, folderOf, joinPath } from '../skill/path.ts';
import type { Range } from '../skill/problem.ts';
import { endOfLines, withoutEnd } from '../text/ends.ts';
import { addressesIn } from './addresses.ts';
import { blank, commandsIn, forbids, strictly, typedIn } from './commandBlock.ts';
import { namedPaths } from './outsidePaths.ts';
import { addRequirements } from './requirements.ts';
import type { NestedReader } from './shell/shellFacts.ts';
import { addShellFacts } from './shell/shellFacts.ts';
import { packagesOfCommand } from './shell/packages.ts';
import { readShell } from './shell/shellScript.ts';
import type { Sink } from './sink.ts';
import { addTold, addToldPath, addToldValue } from './told.ts';
import { commonPrograms } from './words.ts';
import { zoneOfBlock } from './zones.ts';

/** Takes the facts of a Markdown text from `start` on. `isMain`: it is SKILL.md, which an agent reads first. */
export function addDocumentFacts(
  sink: Sink,
  text: string,
  { path, start, isMain, nested }: { path: string; start: number; isMain: boolean; nested: NestedReader },
): void {
  const markdown = parseMarkdown(text, start);
  addHeadings(sink, markdown, isMain);
  addRules(sink, text, markdown);
  addLinks(sink, path, markdown);
  for (const block of markdown.blocks) addBlock(sink, text, block, markdown, nested);
  for (const span of markdown.spans) addSpan(sink, text, span.textRange, isMain, nested);
  addCode(sink, text, markdown);
  addMentions(sink, text, markdown);
  addNeeds(sink, text, start);
  addNamedPrograms(sink, text.slice(start), start);
  for (const range of markdown.prose) addProse(sink, text, range);
  addComments(sink, text, markdown);
  if (isMain) addCalls(sink, text, markdown);
}

function addHeadings(sink: Sink, { headings }: Markdown, isMain: boolean): void {
  if (!isMain) return;
  const title = headings.find(({ depth }) => depth === 1);
  if (title) sink.add('title', title.text.trim(), title.range);
  for (const { depth, text, range } of headings)
    if (depth === 2 || depth === 3) sink.add('section', text.trim(), range);
}

const ruleWord = /\b(?:MUST|NEVER|ALWAYS|DO NOT|DON'T|REQUIRED)\b/g;

/** Lines outside of code that order something in capitals. */
function addRules(sink: Sink, text: string, { prose }: Markdown): void {
  for (const { start, end } of prose) {
    for (const match of text.slice(start, end).matchAll(ruleWord)) {
      const from = text.lastIndexOf('\n', start + match.index - 1) + 1;
      const stop = text.indexOf('\n', start + match.index);
      const to = stop === -1 ? text.length : stop;
      if (to - from > 2_000) continue;
      const line = text
        .slice(from, to)
        .trim()
        .replace(/^(?:[-*+>#|]|\d+[.)])\s*/, '');
      sink.add('rule', line.slice(0, 300), { start: from, end: to });
    }
  }
}

function addLinks(sink: Sink, path: string, { links }: Markdown): void {
  for (const { target, targetRange } of links) {
    for (const { host } of addressesIn(target).slice(0, 1)) sink.add('link', host, targetRange);
    if (/^(?:[a-z][a-z0-9+.-]+:|\/\/|#)/i.test(target)) continue;
    const written = target.split(/[?#]/)[0] ?? '';
    if (written === '' || /[<>{}$]/.test(written)) continue;
    const isInside = !/^[/~]/.test(written) && joinPath(folderOf(path), decodePath(written)) !== undefined;
    if (isInside) sink.add('reference', decodePath(written), targetRange, 'link');
    else if (!/^[/~]/.test(written)) sink.add('link-outside', written, targetRange);
  }
}

function addBlock(sink: Sink, text: string, block: CodeBlock, markdown: Markdown, nested: NestedReader): void {
  const { range, textRange, language, fence } = block;
  const body = text.slice(textRange.start, textRange.end);
  if (fence !== '' && /^[`~]{3,}!/.test(text.slice(range.start, range.start + fence.length + 1))) {
    sink.add('preload', body.trim(), textRange);
    addShellFacts(sink, body, textRange.start, 'preload', nested);
    return;
  }
  const zone = zoneOfBlock(language);
  if (!isForbidden(text, range.start)) addNoted(sink, body, textRange.start);
  if (zone === 'command' || zone === 'console') {
    if (isForbidden(text, range.start) || isInForbidden(block, markdown)) {
      if (!isForbidden(text, range.start, strictly)) addLines(sink, body, textRange.start);
      return;
    }
    if (/^[ \t]*#[ \t]*pseudo-?code\b/im.test(body)) return;
    addShellFacts(sink, zone === 'console' ? typedIn(body) : commandsIn(body), textRange.start, 'command', nested);
  } else if (zone === 'powershell') {
    if (!isForbidden(text, range.start)) addLines(sink, body, textRange.start);
  } else {
    for (const { host, at } of addressesIn(body))
      sink.add('link', host, { start: textRange.start + at, end: textRange.start + at + host.length });
    addUses(sink, body, language, textRange);
    addCalled(sink, body, textRange);
    if (!isForbidden(text, range.start)) addShown(sink, body, block);
  }
}

/** An installation in a comment: `# Install: pip install x`. */
function addNoted(sink: Sink, body: string, start: number): void {
  for (const { 0: whole, 1: noted = '', index } of body.matchAll(installNote))
    addTold(sink, noted, start + index + whole.length - noted.length);
}

const installNote =
  /^[ \t]*(?:#|\/\/)[ \t]*(?:[A-Za-z]{2,20}:[ \t]*)?((?:pip3?|uv|pipx|npm|pnpm|yarn|bun|conda|cargo|brew|gem|go) [^\n]{3,200})/gm;

function isForbidden(text: string, before: number, words = forbids): boolean {
  const above = text.slice(Math.max(0, before - 300), before).trimEnd();
  // What stands in parentheses is said besides: "Make a draft (never send it):".
  const lead = above.slice(above.lastIndexOf('\n\n') + 1).replace(/\([^()]*\)/g, '');
  const line = lead.slice(lead.lastIndexOf('\n') + 1);
  // The row of a table is about its own columns.
  return !/^\s*\|/.test(line) && words.test(line);
}

/** A part about what is not to be done: its blocks show what a reader is to find. */
const forbiddenPart = new RegExp(
  String.raw`\b(?:(?:commands?|patterns?|operations?) to (?:avoid|block)|anti-?patterns?|` +
    String.raw`(?:blocked|forbidden|prohibited|disallowed) (?:commands?|patterns?|operations?))\b`,
  'i',
);

function isInForbidden({ range }: CodeBlock, { headings }: Markdown): boolean {
  let depth = 7;
  return headings
    .filter((heading) => heading.range.start < range.start)
    .toReversed()
    .some((heading) => {
      // The headings that it stands below, the nearest first.
      if (heading.depth >= depth) return false;
      depth = heading.depth;
      return forbiddenPart.test(heading.text);
    });
}

/** What a block shows of commands without saying in which language it is. */
function addShown(sink: Sink, body: string, { language, textRange }: CodeBlock): void {
  if (/^ya?ml$/.test(language ?? ''))
    for (const { 0: whole, 1: value = '', index } of body.matchAll(valueInData))
      addToldValue(sink, value, textRange.start + index + whole.length - value.length);
  const isOpen = /^(?:text|txt|plaintext|plain|md|markdown|output|ya?ml)?$/.test(language ?? '');
  // An installation in front of a program: the language is that of the program.
  addLines(
    sink,
    isOpen ? body : body.replace(/^(?!(?:pip3?|uv|npm|conda|cargo|brew) (?:pip )?(?:install|add) ).*$/gm, blank),
    textRange.start,
  );
  addStarted(sink, body, textRange.start);
  // A block that was not closed goes on behind the fence of the next one.
  const next = isOpen ? -1 : body.search(/^[ \t]*(?:```|~~~)(?:bash|sh|shell|zsh|console)\b/m);
  if (next !== -1) addLines(sink, body.slice(next), textRange.start + next);
}

/** What data says to start: a command as a list of words, as the setting of a server, or as a script of a package. */
export function addStarted(sink: Sink, data: string, start: number): void {
  for (const { index, 1: name = '' } of data.matchAll(startedInData))
    sink.add('told', name, { start: start + index, end: start + index });
  for (const { index, 1: command = '' } of data.matchAll(scriptInData)) addTold(sink, command, start + index);
}

const startedInData = /(?:\[\s{0,20}|"command"[ \t]{0,4}:[ \t]{0,4})"([a-z][\w+-]{1,40})"/g;
const scriptInData = /^[ \t]*"[\w:-]{1,40}"[ \t]?:[ \t]?"([a-z][\w-]{0,40} [^"\n]{1,200})"/gm;

/** What data names of programs, packages and paths: facts of kind `told` and `mention`, for who uses it is not known. */
export function addDataFacts(sink: Sink, data: string): void {
  addStarted(sink, data, 0);
  addCompanionFacts(sink, data);
  for (const { 0: whole, 1: value = '', index } of data.matchAll(valueInData))
    addToldValue(sink, value, index + whole.length - value.length);
  for (const { path, at } of namedPaths(data)) sink.add('mention', path, { start: at, end: at + path.length });
}

const valueInData = /^[^\n:=]{1,60}[:=][ \t]*["']?([a-z][^"'\n]{1,200})/gm;

/** Facts of kind `told` for what a file names that is no text of the skill: packages to install, and well-known programs. */
export function addCompanionFacts(sink: Sink, text: string): void {
  addInstallations(sink, text, 0);
  for (const { 1: line = '', 2: span = '', index } of text.matchAll(shownCommand))
    addToldValue(sink, line || span, index);
  addNamedPrograms(sink, text, 0);
}

/** A line of its own, or code in a sentence. */
const shownCommand = /^[ \t]*(?:[$%>] )?([a-z][\w.+-]{0,40} [^\n`]{1,200})$|`([a-z][^`\n]{1,200})`/gm;

/** Well-known programs that an item of a list, a heading, or a cell of a table names alone. */
function addNamedPrograms(sink: Sink, text: string, start: number): void {
  for (const { 0: whole, 1: name = '', index } of text.matchAll(namedAlone))
    if (commonPrograms.has(name)) {
      const at = start + index + whole.lastIndexOf(name);
      sink.add('told', name, { start: at, end: at + name.length });
    }
}

const namedAlone =
  /(?:^[ \t]*(?:[-*+] |\d+[.)] |#{1,6} )[ \t]*|\|[ \t]*)[*_`]{0,3}([a-z][\w.+-]{0,40})[*_`]{0,3}(?=[ \t]*(?:$|[|:(–—-]))/gm;

function addInstallations(sink: Sink, text: string, start: number): void {
  for (const { 0: command, index } of text.matchAll(installation)) {
    const range = { start: start + index, end: start + index + command.length };
    // In a message the quote that ends it follows the last word.
    const words = command
      .split(/\s+/)
      .map((word) => ({ value: withoutEnd(word.replace(/^["']+/, ''), /["').,:;}]/), range, quoted: false }));
    for (const { subject } of packagesOfCommand(words)) sink.add('told', subject, range);
  }
}

const installation =
  /\b(?:pip3?|uv|npm|pnpm|yarn|brew|apt|apt-get|cargo|go|gem|conda) (?:pip )?(?:install|add|i) [^\n`|]{2,120}/g;

function addLines(sink: Sink, body: string, start: number): void {
  for (const { 0: line, index } of body.matchAll(/^.+$/gm)) addTold(sink, line, start + index);
}

/** What an example takes from the scripts of the skill, words, for it is only shown, and the paths that it uses. */
function addUses(sink: Sink, body: string, language: string | undefined, { start }: Range): void {
  if (!/^(?:python3?|py|javascript|typescript|[jt]sx?|mjs)$/.test(language ?? '')) return;
  for (const { path, at } of namedPaths(body))
    sink.add('told', `ran:${path}`, { start: start + at, end: start + at + path.length });
  const add = (name: string, at: number): void => {
    sink.add('uses', name, { start: start + at, end: start + at + name.length });
  };
  for (const match of body.matchAll(/(?<!\w)([A-Za-z_]\w*)[ \t]?\(/g)) add(match[1] ?? '', match.index);
  for (const { 0: line, index } of body.matchAll(/^[ \t]*(?:from[ \t]+[.\w]+[ \t]+)?import\b.*$/gm))
    for (const match of line.matchAll(/(?<![\w.])[A-Za-z_]\w*/g)) add(match[0], index + match.index);
}

/** What a block of any language calls by a name of several words, as tools have. */
function addCalled(sink: Sink, body: string, { start }: Range): void {
  for (const { 1: name = '', index } of body.matchAll(/(?<!\w)([A-Za-z]\w*)\(/g))
    if (camelOrSnake(name) !== undefined)
      sink.add('uses', name, { start: start + index, end: start + index + name.length });
}

/** In front of a span that names what is not to be done, or not anymore. */
const outdated = new RegExp(
  String.raw`\b(?:stale|deprecated|outdated|obsolete|legacy|formerly|previously|no longer|instead of|rather than|` +
    String.raw`never|do not|don['’]t|must not|avoid)\b[^.;:,()|]*$|\bno\s\W?$`,
  'i',
);

function addSpan(sink: Sink, text: string, range: Range, isMain: boolean, nested: NestedReader): void {
  const body = text.slice(range.start, range.end);
  const before = text.slice(Math.max(0, range.start - 3), range.start);
  if (isMain && /(?:^|[\s(])!`$/.test(before)) {
    sink.add('preload', body.trim(), range);
    addShellFacts(sink, body, range.start, 'preload', nested);
    return;
  }
  for (const { host, at } of addressesIn(body))
    sink.add('link', host, { start: range.start + at, end: range.start + at + host.length });
  const lead = text.slice(Math.max(0, range.start - 80), range.start);
  const isOutdated =
    outdated.test(lead) ||
    /❌|🚫|✗/.test(lead.split(/[.;:()\n]/).at(-1) ?? '') ||
    isInOutdatedColumn(text, range.start);
  if (!isOutdated && !forbids.test(restOfSentence(text, range.end))) addToldSpan(sink, body, range);
  const sentence = sentenceAround(text, range);
  if (!denies.test(sentence)) addToldName(sink, body, sentence, range);
  if (
    !isOutdated &&
    !isOneOfMany(text, range.start) &&
    /^(?:sudo |python3? -m )?(?:pip[\d.]*|uv|uvx|pipx|npm|pnpm|yarn|bun|npx|bunx|brew|apt|apt-get|cargo|go|gem|dotnet|conda|poetry) /.test(
      body,
    )
  )
    addPackages(sink, body, range.start);
  const called = /^(?:\w+\.)*([A-Za-z_]\w+)\(/.exec(body)?.[1] ?? camelOrSnake(body);
  if (called !== undefined) sink.add('uses', called, range);
}

/** True in a column of a table that its first row calls outdated. */
function isInOutdatedColumn(text: string, at: number): boolean {
  const start = text.lastIndexOf('\n', at - 1) + 1;
  if (!/^[ \t]*\|/.test(text.slice(start, at))) return false;
  const column = text.slice(start, at).split('|').length - 1;
  const before = text.slice(Math.max(0, start - longestTable), start);
  const above = before.slice(0, Math.max(0, before.lastIndexOf('\n|-')));
  const head = above.slice(above.lastIndexOf('\n') + 1).split('|')[column] ?? '';
  return /\b(?:deprecated|outdated|obsolete|legacy|old|before|wrong|bad|avoid|not this|instead of|don['’]t)\b/i.test(
    head,
  );
}

/** UTF-16 units in front of a row in which the first row of its table is looked for. */
const longestTable = 4_000;

/** What is spoken of in such a sentence may be what is not used. */
const denies = /\b(?:not|never|no longer|no need|without|unset|avoid|instead of|deprecated|removed?)\b|n['’]t\b/i;
/** UTF-16 units in front of a span that may belong to its sentence. */
const longestSentence = 200;

function sentenceAround(text: string, { start, end }: Range): string {
  const before = text.slice(Math.max(0, start - longestSentence), start);
  return `${before.slice(Math.max(before.lastIndexOf('\n'), before.lastIndexOf('. ')) + 1)} ${restOfSentence(text, end)}`;
}

const needsHead =
  /^(?:#{1,6} |<|\*\*|[-*] \*\*)[\w &]{0,30}\b(?:dependencies|prerequisites|requirements|required tools|requires)\b.{0,20}$/i;
const needed = /^[ \t]*[-*] +(?:\*\*)?`?([a-z][\w.+-]{1,40})`?(?:\*\*)?(?=[ \t]*(?:$|[(:—–-]|for |CLI\b|v?\d|≥|>=))/;
/** Lines of a list of what is needed that are looked at. */
const longestList = 40;

/** Programs in a list of what the skill needs. */
function addNeeds(sink: Sink, text: string, start: number): void {
  let [at, left] = [start, 0];
  for (const line of text.slice(start).split('\n')) {
    if (needsHead.test(line.slice(0, 100))) left = longestList;
    else if (/^#|^<\//.test(line)) left = 0;
    const name = left > 0 ? needed.exec(line.slice(0, 200))?.[1] : undefined;
    if (name !== undefined) sink.add('told', name, { start: at, end: at + line.length });
    left -= 1;
    at += line.length + 1;
  }
}

/** A program, a package or a key that a sentence says to use, or to have. */
function addToldName(sink: Sink, body: string, sentence: string, range: Range): void {
  if (/^[A-Z][A-Z\d]*_[A-Z\d_]{2,60}$/.test(body) && usesKey.test(sentence)) sink.add('told', body, range);
  if (commonPrograms.has(body)) sink.add('told', body, range);
  if (!/^@?[a-z][\w./@+-]{1,60}$/.test(body) || !usesWord.test(sentence)) return;
  if (!/[/.]/.test(body)) sink.add('told', body, range);
  // A short name may be one of several packages.
  if (!/[-/]/.test(body) || !/\b(?:install|lint)/i.test(sentence)) return;
  sink.add('told', `npm:${body}`, range);
  sink.add('told', `pip:${body.toLowerCase().replace(/[._]/g, '-')}`, range);
}

const usesKey = /\b(?:requires?|needs?|set|reads?|uses?|using|via|from|exports?|env|environment)\b/i;
const usesWord =
  /\b(?:uses?|using|runs?|via|with|requires?|needs?|depends?|install(?:s|ed)?|available|tools? (?:like|such as)|for)\b/i;

/** Not a name, but how names are made: `mcp__server__tool`, `mcp__your-server__tool_name`. */
const formOfName = /^mcp__(?:(?:your|my|some|the|example)[_-]?)?(?:mcp[_-]?)?server(?:[_-]?name)?__/i;
/** In front of a name that only shows how such a name is made. */
const namesForm =
  /\b(?:format|pattern|convention|form|named|called|(?:shown|exposed|listed|surfaced?|appears?) (?:as|under))\b[^.;\n]*$/i;

function addToldSpan(sink: Sink, body: string, range: Range): void {
  addTold(sink, body, range.start);
  addToldPath(sink, body, range);
}

/** "(for example `x`, `y`)": what may stand there instead. */
function isOneOfMany(text: string, before: number): boolean {
  return /\b(?:e\.g\.|for example|such as)(?:(?!\n\n)[^.()])*$/i.test(text.slice(Math.max(0, before - 80), before));
}

function restOfSentence(text: string, from: number): string {
  return /^[^.;:\n]*/.exec(text.slice(from, from + 80))?.[0] ?? '';
}

/** "Install it with `pip install x`". */
function addPackages(sink: Sink, body: string, start: number): void {
  for (const { name, words, range } of readShell(body, start).commands) {
    const named = name === 'sudo' ? words : [{ value: name, range, quoted: false }, ...words];
    for (const { subject, version, range: at } of packagesOfCommand(named)) sink.add('package', subject, at, version);
  }
}

const pathRun = new RegExp(
  String.raw`(?<![\w/.:@-])\.{0,2}/?(?:[\w@.-]+/)*[\w@-][\w@.-]*\.\w{1,10}(?![\w/])|` +
    String.raw`(?<![\w/.:@-])(?:[\w@.-]+/)+[\w@.-]+(?![\w/])`,
  'g',
);
const optionRun = /(?<![\w-])--?[a-zA-Z][\w-]+/g;

/** Paths and options that code names. */
function addCode(sink: Sink, text: string, { spans, blocks, links }: Markdown): void {
  // The text of a link is how it looks, not where it leads.
  const labels = links
    .filter(({ kind }) => kind === 'link')
    .map(({ range, targetRange }) => ({ start: range.start, end: targetRange.start }));
  const places = [...spans, ...blocks].map(({ textRange }) => textRange);
  for (const { start, end } of places) {
    if (labels.some((label) => label.start <= start && end <= label.end)) continue;
    const body = text.slice(start, Math.min(end, endOfLines(text, start, 20_000)));
    for (const match of body.matchAll(pathRun))
      sink.add(
        'reference',
        match[0].replace(/^\.\//, ''),
        { start: start + match.index, end: start + match.index + match[0].length },
        'code',
      );
    for (const match of body.matchAll(optionRun))
      sink.add('uses', match[0], { start: start + match.index, end: start + match.index + match[0].length });
  }
}

/** Paths outside of the skill that the text names, wherever. */
function addMentions(sink: Sink, text: string, { spans, blocks, prose }: Markdown): void {
  for (const { start, end } of [...[...spans, ...blocks].map(({ textRange }) => textRange), ...prose])
    for (const { path, at } of namedPaths(text.slice(start, Math.min(end, endOfLines(text, start, 20_000)))))
      sink.add('mention', path, { start: start + at, end: start + at + path.length });
  // Where somebody signs in.
  for (const { index, 1: host } of text.matchAll(/\b[a-z][\w-]{0,30}@(\d{1,3}(?:\.\d{1,3}){3})\b/g))
    sink.add('told', host ?? '', { start: index, end: index });
}

function addProse(sink: Sink, text: string, { start, end }: Range): void {
  const body = text.slice(start, end);
  for (const { host, at } of addressesIn(body))
    sink.add('link', host, { start: start + at, end: start + at + host.length });
  addRequirements(sink, body, start);
  if (!denies.test(body)) addInstallations(sink, body, start);
  for (const { 0: phrase, 1: name = '', index } of body.matchAll(
    /\b(AWS|Azure|GitHub|GitLab|[A-Z][a-z]{2,20}) CLI\b/g,
  )) {
    const program = ownPrograms[name] ?? name.toLowerCase();
    const range = { start: start + index, end: start + index + phrase.length };
    if (commonPrograms.has(program)) sink.add('told', program, range);
  }
  for (const match of body.matchAll(/(?<![\w/.:@-])(?:[\w@.-]+\/)+[\w@.-]+\.\w{1,8}\b/g))
    sink.add(
      'reference',
      match[0],
      { start: start + match.index, end: start + match.index + match[0].length },
      'prose',
    );
}

/** What the programs of some services are called. */
const ownPrograms: Readonly<Record<string, string>> = { Azure: 'az', GitHub: 'gh', GitLab: 'glab' };

function addComments(sink: Sink, text: string, { html }: Markdown): void {
  for (const { start, end } of html)
    for (const match of text.slice(start, end).matchAll(/<!--([^]*?)-->/g)) {
      const said = (match[1] ?? '').trim().replace(/\s+/g, ' ');
      const isOurs =
        /^(?:skill-publisher-|markdownlint-|prettier-ignore|eslint-|vale |textlint-|toc\b|begin\b|end\b)/i.test(said);
      if (!isOurs && said.split(' ').length > 6)
        sink.add('comment', said, { start: start + match.index, end: start + match.index + match[0].length });
    }
}

/** Tools of servers, other skills and arguments that SKILL.md names. */
function addCalls(sink: Sink, text: string, { spans, prose, blocks }: Markdown): void {
  const add = (
    kind: 'mcp' | 'uses' | 'skill' | 'argument',
    match: RegExpMatchArray,
    shift: number,
    subject: string,
  ): void => {
    const at = shift + (match.index ?? 0);
    sink.add(kind, subject, { start: at, end: at + match[0].length });
  };
  const everywhere = [
    ...prose,
    ...spans.map(({ textRange }) => textRange),
    ...blocks.map(({ textRange }) => textRange),
  ];
  for (const { start, end } of everywhere)
    for (const match of text.slice(start, end).matchAll(/\bmcp__[A-Za-z0-9][\w-]*?__[A-Za-z][\w-]*(?![\w*-])/g)) {
      const at = start + match.index;
      // A name that the tool may have instead.
      const lead = text.slice(Math.max(0, at - 80), at);
      const isExample =
        isOneOfMany(text, at) || outdated.test(lead) || namesForm.test(lead) || formOfName.test(match[0]);
      add(isExample ? 'uses' : 'mcp', match, start, match[0]);
    }
  for (const { textRange } of spans) {
    const body = text.slice(textRange.start, textRange.end);
    const tool = /^[A-Z][\w-]*:[a-z][A-Za-z0-9]*_\w+$/.exec(body);
    if (tool && !/^(?:My)?Server|^[A-Z]{4,}:|:tool_name$/.test(body)) add('mcp', tool, textRange.start, body);
    addNeeded(text, textRange, (match, subject) => {
      add('skill', match, textRange.start, subject);
    });
  }
  for (const { start, end } of [
    ...prose,
    ...spans
      .filter((span) => !/\b(?:awk|sed|perl|bash|sh|function)\b/.test(text.slice(span.range.start, span.range.end)))
      .map(({ textRange }) => textRange),
  ])
    for (const match of text
      .slice(start, end)
      .matchAll(
        /\$(?:ARGUMENTS(?:\[\d\])?|[1-9](?![\d.,]*\d|\s*(?:million|billion|thousand|per\b|USD|k\b|\/)))(?!\w)/g,
      ))
      add('argument', match, start, match[0]);
}

/** "Use the `x` skill", not in an exclusion. */
function addNeeded(text: string, { start, end }: Range, add: (match: RegExpMatchArray, subject: string) => void): void {
  const match = /^[a-z][a-z0-9-]*(?::[a-z][a-z0-9-]*)?$/.exec(text.slice(start, end));
  if (!match || !/^`?\s+skill\b/.test(text.slice(end, end + 10))) return;
  const lead = text.slice(Math.max(0, start - 120), start);
  const sentence = lead.slice(Math.max(lead.lastIndexOf('\n'), lead.lastIndexOf('. ')) + 1);
  if (
    /\b(?:use|invoke|run|load|call|follow|with|requires?|via)\s+(?:the\s+)?`$/i.test(sentence) &&
    !/\b(?:not|never|instead|for other|rather|otherwise)\b/i.test(sentence)
  )
    add(match, match[0]);
}

/** A name as programs have it: with an underscore, or with a capital inside. */
function camelOrSnake(text: string): string | undefined {
  return /^[A-Za-z_]\w*$/.test(text) && /[_A-Z]/.test(text.slice(1)) ? text : undefined;
}
