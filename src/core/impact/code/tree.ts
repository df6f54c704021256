import type { SyntaxNode, Tree } from '@lezer/common';
import type { LRParser } from '@lezer/lr';
import type { Range } from '../../skill/problem.ts';
import type { CodeArgument } from './program.ts';

/** Nodes of one program that are looked at; a text of `maxProgramLength` has at most about as many. */
const maxNodes = 200_000;
/** Steps from a node to the call, list or assignment around it. */
const maxSteps = 12;

/** How one language writes what the others write too. */
export interface Grammar {
  readonly call: ReadonlySet<string>;
  readonly text: ReadonlySet<string>;
  readonly list: ReadonlySet<string>;
  /** Nodes that end the search for what surrounds a text. */
  readonly statement: ReadonlySet<string>;
}

/** Brackets in each other that are followed; the deepest of public scripts have 30. */
const maxDepth = 100;
/** UTF-16 units of a program with errors that are read: finding a way on after each error is what takes long. */
const maxBroken = 8_192;

/** What is read of programs with errors, in UTF-16 units. */
export interface BrokenCode {
  /** False where so much was read of other files that no more is. */
  readonly isRead: boolean;
  length: number;
}

/** Parses what is well formed at once, and of anything else the beginning. Takes bounded time; never throws. */
export function parseProgram(parser: LRParser, text: string, broken: BrokenCode): Tree {
  const end = endOfShallow(text);
  try {
    if (end === text.length) return strictOf(parser).parse(text);
  } catch (error) {
    if (!(error instanceof SyntaxError) && !isTooDeep(error)) throw error;
  }
  const part = broken.isRead ? text.slice(0, Math.min(end, maxBroken)) : '';
  broken.length += part.length;
  try {
    return parser.parse(part.slice(0, starsInARow.exec(part)?.index));
  } catch (error) {
    if (!isTooDeep(error)) throw error;
    return parser.parse('');
  }
}

/** What is no comment, and takes the parser seconds to find a way through. */
const starsInARow = /(?<![/*])(?:\*\s*){64}/;

/** The parser builds its tree by recursion: thousands of signs in a row are in each other without any bracket. */
function isTooDeep(error: unknown): boolean {
  return error instanceof RangeError;
}

const strict = new WeakMap<LRParser, LRParser>();

function strictOf(parser: LRParser): LRParser {
  const known = strict.get(parser) ?? parser.configure({ strict: true });
  strict.set(parser, known);
  return known;
}

/**
 * Where brackets are too deep in each other, or `<` stands in a row, which takes long as well; the end of the text when
 * they never are. Quotes are not looked at.
 */
function endOfShallow(text: string): number {
  let depth = 0;
  for (const { 0: bracket, index } of text.matchAll(/[([{}\])]|<{12}|\n(?=\S)/g)) {
    if (bracket.startsWith('<')) return index;
    if (bracket === '\n') depth = Math.max(0, depth - 1);
    else depth = Math.max(0, depth + (/[([{]/.test(bracket) ? 1 : -1));
    if (depth > maxDepth) return index;
  }
  return text.length;
}

/** Calls `visit` for each node of these kinds, in the order of the text. */
export function eachNode(tree: Tree, kinds: ReadonlySet<string>, visit: (node: SyntaxNode) => void): void {
  let count = 0;
  tree.iterate({
    enter: (reference) => {
      count += 1;
      if (count > maxNodes) return false;
      if (kinds.has(reference.name)) visit(reference.node);
      return true;
    },
  });
}

export function nodeRange({ from, to }: SyntaxNode): Range {
  return { start: from, end: to };
}

function sourceOf(text: string, node: SyntaxNode): string {
  return text.slice(node.from, Math.min(node.to, node.from + 1_000));
}

/** The nodes around `node`, nearest first, up to the statement it stands in. */
export function* around(node: SyntaxNode, { statement }: Grammar): Iterable<{ node: SyntaxNode; child: SyntaxNode }> {
  let child = node;
  for (let step = 0; step < maxSteps; step += 1) {
    const { parent } = child;
    if (!parent) return;
    yield { node: parent, child };
    if (statement.has(parent.name)) return;
    child = parent;
  }
}

/** Parts of a map that tell what it is; each text in it asks. */
export const mostLooked = 100;

/** The first `most` of them; left out: all. */
export function children(node: SyntaxNode, most = Infinity): SyntaxNode[] {
  const found: SyntaxNode[] = [];
  for (let child = node.firstChild; child && found.length < most; child = child.nextSibling) found.push(child);
  return found;
}

/** `a.b.c`; '' in front of the first `.` where it is the answer of something else. */
export function dottedName(text: string, node: SyntaxNode): string {
  if (node.to - node.from > 200) {
    const last = node.lastChild;
    return node.name === 'MemberExpression' && last?.name.startsWith('Property') === true
      ? `.${text.slice(last.from, last.to)}`
      : '';
  }
  const source = text.slice(node.from, node.to).replace(/\s+|[?!](?=\.)|\bawait\b/g, '');
  if (/^[\w$.]+$/.test(source)) return source;
  return /\.([\w$]+)$/.exec(source)?.[0] ?? '';
}

/** A text without its quotes; computed parts are written `{}`. */
export function literalValue(text: string, node: SyntaxNode): { value: string; raw: boolean } {
  let source = '';
  let from = node.from;
  for (const child of children(node)) {
    if (!/Interpolation|Replacement/.test(child.name) || child.name.includes('Start')) continue;
    source += `${text.slice(from, child.from)}{}`;
    from = child.to;
  }
  source += text.slice(from, node.to);
  const open = /^([a-zA-Z]{0,3})("""|'''|["'`])/.exec(source);
  if (!open) return { value: source, raw: false };
  const [whole, prefix = '', quote = ''] = open;
  const body = source.slice(whole.length, source.endsWith(quote) ? -quote.length : undefined);
  return { value: body.slice(0, 4_000), raw: /r/i.test(prefix) };
}

/** The arguments of a call, in their order. */
export function argumentsOf(text: string, list: SyntaxNode | null, grammar: Grammar): CodeArgument[] {
  if (!list) return [];
  const found: CodeArgument[] = [];
  let name = '';
  const nodes = children(list);
  for (const [index, node] of nodes.entries()) {
    if (/^(?:[(),]|AssignOp|Comment|LineComment|BlockComment|⚠)$/.test(node.name)) continue;
    if (node.name === 'VariableName' && nodes[index + 1]?.name === 'AssignOp') {
      name = text.slice(node.from, node.to);
      continue;
    }
    found.push({
      name,
      text: grammar.text.has(node.name) ? literalValue(text, node).value : undefined,
      list: grammar.list.has(node.name)
        ? children(node)
            .filter(({ name: kind }) => !/^[[\]{}(),]$/.test(kind))
            .map((item) => (grammar.text.has(item.name) ? literalValue(text, item).value : undefined))
            .slice(0, 20)
        : undefined,
      source: sourceOf(text, node),
      range: nodeRange(node),
    });
    name = '';
    if (found.length >= 30) break;
  }
  return found;
}

/** Inside of `try`: what is missing is handled. */
export function isGuarded(node: SyntaxNode): boolean {
  for (let outer = node.parent; outer; outer = outer.parent) if (outer.name === 'TryStatement') return true;
  return false;
}
