import { parseMarkdown, type CodeBlock, type Markdown } from '../skill/markdown.ts';
import { decodePath, folderOf, joinPath } from '../skill/path.ts';
import type { Range } from '../skill/problem.ts';
import { addressesIn } from './addresses.ts';
import { readJavaScript } from './code/javaScript.ts';
import { readPython } from './code/python.ts';
import { addRequirements } from './requirements.ts';
import type { NestedReader } from './shell/shellFacts.ts';
import { addShellFacts } from './shell/shellFacts.ts';
import { packagesOfCommand } from './shell/packages.ts';
import { readShell } from './shell/shellScript.ts';
import type { Sink } from './sink.ts';
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
  for (const block of markdown.blocks) addBlock(sink, text, block, nested);
  for (const span of markdown.spans) addSpan(sink, text, span.textRange, isMain, nested);
  addCode(sink, text, markdown);
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

/** The line in front of a block that forbids what the block shows. */
const forbids = new RegExp(
  String.raw`\b(?:never|do not|don['’]t|avoid|wrong|bad|incorrect|anti-?pattern|instead of|not this|` +
    String.raw`forbidden|prohibited|must not)\b|❌|🚫|✗`,
  'i',
);

function addBlock(sink: Sink, text: string, block: CodeBlock, nested: NestedReader): void {
  const { range, textRange, language, fence } = block;
  const body = text.slice(textRange.start, textRange.end);
  if (fence !== '' && /^[`~]{3,}!/.test(text.slice(range.start, range.start + fence.length + 1))) {
    sink.add('preload', body.trim(), textRange);
    addShellFacts(sink, body, textRange.start, 'preload', nested);
    return;
  }
  const zone = zoneOfBlock(language);
  if (zone === 'command' || zone === 'console') {
    if (isForbidden(text, range.start)) return;
    const commands = zone === 'console' ? prompted(body) : withoutPrompts(withoutForbidden(body));
    addShellFacts(sink, commands, textRange.start, 'command', nested);
  } else if (zone === 'example') {
    for (const { host, at } of addressesIn(body))
      sink.add('link', host, { start: textRange.start + at, end: textRange.start + at + host.length });
    addUses(sink, body, language, textRange);
  }
}

function isForbidden(text: string, before: number): boolean {
  const lead = text.slice(Math.max(0, before - 300), before).trimEnd();
  return forbids.test(lead.slice(lead.lastIndexOf('\n') + 1));
}

/** Commands behind a comment that calls them wrong are left out, up to the next comment or empty line. */
function withoutForbidden(body: string): string {
  if (!/^[ \t]*#.*(?:\b(?:bad|wrong|never|don['’]t|do not|avoid|incorrect)\b|❌)/im.test(body)) return body;
  let skip = false;
  return body
    .split('\n')
    .map((line) => {
      if (/^\s*#/.test(line)) skip = forbids.test(line);
      else if (line.trim() === '') skip = false;
      return skip ? ' '.repeat(line.length) : line;
    })
    .join('\n');
}

/** Lines of a session that are typed. Same length. */
function prompted(body: string): string {
  let continues = false;
  return body
    .split('\n')
    .map((line) => {
      const prompt = /^[ \t]*(?:[\w.@~:/-]{0,40})?[$%>#][ \t]+/.exec(line)?.[0];
      const isTyped = prompt !== undefined || continues;
      continues = isTyped && line.trimEnd().endsWith('\\');
      return isTyped ? `${' '.repeat(prompt?.length ?? 0)}${line.slice(prompt?.length ?? 0)}` : ' '.repeat(line.length);
    })
    .join('\n');
}

function withoutPrompts(body: string): string {
  return body.replace(/^([ \t]*)[$%>] (?=\S)/gm, '$1  ');
}

/** What an example takes from the scripts of the skill. */
function addUses(sink: Sink, body: string, language: string | undefined, { start }: Range): void {
  const program = /^(?:python3?|py)$/.test(language ?? '')
    ? readPython(body)
    : /^(?:javascript|typescript|[jt]sx?|mjs)$/.test(language ?? '')
      ? readJavaScript(body, `x.${(language ?? '').startsWith('t') ? 'ts' : 'js'}`)
      : undefined;
  if (!program) return;
  const add = (name: string, { start: from, end }: Range): void => {
    sink.add('uses', name, { start: start + from, end: start + end });
  };
  for (const { names, range } of program.imports) for (const name of names) add(name, range);
  for (const { name, range } of program.calls) add(name.slice(name.lastIndexOf('.') + 1), range);
}

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
  if (
    /^(?:sudo |python3? -m )?(?:pip[\d.]*|uv|uvx|pipx|npm|pnpm|yarn|bun|npx|bunx|brew|apt|apt-get|cargo|go|gem|dotnet|conda|poetry) /.test(
      body,
    )
  )
    addPackages(sink, body, range.start);
  const called = /^(?:\w+\.)*([A-Za-z_]\w+)\(/.exec(body)?.[1] ?? camelOrSnake(body);
  if (called !== undefined) sink.add('uses', called, range);
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
    const body = text.slice(start, Math.min(end, start + 20_000));
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

function addProse(sink: Sink, text: string, { start, end }: Range): void {
  const body = text.slice(start, end);
  for (const { host, at } of addressesIn(body))
    sink.add('link', host, { start: start + at, end: start + at + host.length });
  addRequirements(sink, body, start);
  for (const match of body.matchAll(/(?<![\w/.:@-])(?:[\w@.-]+\/)+[\w@.-]+\.\w{1,8}\b/g))
    sink.add(
      'reference',
      match[0],
      { start: start + match.index, end: start + match.index + match[0].length },
      'prose',
    );
}

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
  const add = (kind: 'mcp' | 'skill' | 'argument', match: RegExpMatchArray, shift: number, subject: string): void => {
    const at = shift + (match.index ?? 0);
    sink.add(kind, subject, { start: at, end: at + match[0].length });
  };
  const everywhere = [
    ...prose,
    ...spans.map(({ textRange }) => textRange),
    ...blocks.map(({ textRange }) => textRange),
  ];
  for (const { start, end } of everywhere)
    for (const match of text.slice(start, end).matchAll(/\bmcp__[A-Za-z0-9][\w-]*?__[A-Za-z*][\w*-]*/g))
      add('mcp', match, start, match[0]);
  for (const { textRange } of spans) {
    const body = text.slice(textRange.start, textRange.end);
    const tool = /^[A-Z][\w-]*:[a-z][A-Za-z0-9]*_\w+$/.exec(body);
    if (tool) add('mcp', tool, textRange.start, body);
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
