import type { SyntaxNode } from '@lezer/common';
import { parser } from '@lezer/python';
import { endOfLines } from '../../text/ends.ts';
import {
  type CodeCall,
  type CodeImport,
  type CodeText,
  type NamedPlace,
  type Program,
  maxProgramLength,
} from './program.ts';
import {
  type Grammar,
  argumentsOf,
  around,
  children,
  dottedName,
  eachNode,
  isGuarded,
  mostLooked,
  literalValue,
  parseProgram,
  type BrokenCode,
  nodeRange,
} from './tree.ts';

const grammar: Grammar = {
  call: new Set(['CallExpression']),
  text: new Set(['String', 'FormatString', 'ContinuedString']),
  list: new Set(['ArrayExpression', 'TupleExpression', 'SetExpression']),
  statement: new Set(['Script', 'Body', 'FunctionDefinition', 'ClassDefinition', 'LambdaExpression']),
};

const kinds = new Set([
  ...grammar.text,
  'CallExpression',
  'ImportStatement',
  'FunctionDefinition',
  'ClassDefinition',
  'MemberExpression',
  'Decorator',
  'AssignStatement',
]);

/** Reads Python of any version; never throws. What is broken is read as far as it goes. */
export function readPython(source: string, broken: BrokenCode): Program {
  const text = source.slice(0, endOfLines(source, 0, maxProgramLength));
  const found = {
    texts: [] as CodeText[],
    calls: [] as CodeCall[],
    imports: [] as CodeImport[],
    exports: [] as NamedPlace[],
    reads: [] as NamedPlace[],
    sets: new Set<string>(),
    keys: new Set<string>(),
    positions: [] as Program['positions'][number][],
    functions: new Set<string>(),
    lists: new Map<string, SyntaxNode>(),
  };
  eachNode(parseProgram(parser, text, broken), kinds, (node) => {
    const { name, parent } = node;
    if (grammar.text.has(name) && parent?.name !== 'ContinuedString') addPythonText(text, node, found.texts);
    else if (name === 'CallExpression') addPythonCall(text, node, found);
    else if (name === 'ImportStatement') found.imports.push(...pythonImports(text, node));
    else if (name === 'FunctionDefinition' || name === 'ClassDefinition') addDefinition(text, node, found);
    else if (name === 'MemberExpression') addPythonMember(text, node, found);
    else if (name === 'Decorator') addDecorator(text, node, found.calls);
    else if (name === 'AssignStatement') addList(text, node, found.lists);
  });
  return found;
}

interface Found {
  readonly calls: CodeCall[];
  readonly exports: NamedPlace[];
  readonly reads: NamedPlace[];
  readonly sets: Set<string>;
  readonly keys: Set<string>;
  readonly positions: Program['positions'][number][];
  readonly functions: Set<string>;
  /** Lists that a variable was set to last. */
  readonly lists: Map<string, SyntaxNode>;
}

function addList(text: string, node: SyntaxNode, lists: Map<string, SyntaxNode>): void {
  const [target, value] = [node.firstChild, node.lastChild];
  if (target?.name !== 'VariableName') return;
  const name = text.slice(target.from, target.to);
  if (value?.name === 'ArrayExpression') lists.set(name, value);
  else lists.delete(name);
}

function addPythonText(text: string, node: SyntaxNode, texts: CodeText[]): void {
  // A text that stands alone documents.
  if (node.parent?.name === 'ExpressionStatement') return;
  const surroundings = { call: '', key: '', target: '', listed: false, configured: false, compared: false };
  for (const { node: outer, child } of around(node, grammar)) {
    if (outer.name === 'ArgList' && surroundings.call === '') {
      surroundings.call = outer.parent ? pythonCallName(text, outer.parent) : '';
      const operator = child.prevSibling;
      if (surroundings.key === '' && operator?.name === 'AssignOp' && operator.prevSibling)
        surroundings.key = text.slice(operator.prevSibling.from, operator.prevSibling.to);
    } else if (grammar.list.has(outer.name)) surroundings.listed = true;
    else if (outer.name === 'DictionaryExpression') {
      surroundings.listed = true;
      surroundings.configured ||= children(outer, mostLooked).some(
        ({ name }) => name === 'Number' || name === 'Boolean',
      );
      const colon = child.prevSibling;
      if (surroundings.key === '' && colon?.name === ':' && colon.prevSibling)
        surroundings.key = literalValue(text, colon.prevSibling).value;
    } else if (outer.name === 'BinaryExpression') {
      if (children(outer).some(({ name }) => name === 'CompareOp' || name === 'in')) surroundings.compared = true;
    } else if (outer.name === 'MemberExpression') {
      // `(folder / ".env").exists()` only looks for it.
      const member = outer.lastChild;
      if (member && /^(?:exists|is_file|is_dir)$/.test(text.slice(member.from, member.to)))
        surroundings.compared = true;
    } else if (outer.name === 'AssignStatement' && surroundings.target === '') {
      const target = outer.firstChild;
      if (target && target.from !== child.from) surroundings.target = text.slice(target.from, target.to).slice(0, 100);
    }
  }
  surroundings.configured &&= surroundings.call === '';
  const range = nodeRange(node);
  if (node.name === 'ContinuedString') {
    const parts = children(node).map((part) => literalValue(text, part));
    texts.push({
      value: parts.map(({ value }) => value).join(''),
      raw: parts.some(({ raw }) => raw),
      range,
      ...surroundings,
    });
  } else texts.push({ ...literalValue(text, node), range, ...surroundings });
}

function pythonCallName(text: string, node: SyntaxNode): string {
  if (node.name === 'Decorator')
    return text.slice(node.from + 1, children(node).find(({ name }) => name === 'ArgList')?.from ?? node.to).trim();
  return node.firstChild ? dottedName(text, node.firstChild) : '';
}

function addPythonCall(text: string, node: SyntaxNode, found: Found): void {
  const name = pythonCallName(text, node);
  const list = node.getChild('ArgList');
  const given = argumentsOf(text, list, grammar);
  const set = given[0]?.name === '' ? found.lists.get(given[0].source) : undefined;
  const call = {
    name,
    range: nodeRange(node),
    arguments: set ? [...argumentsOf(text, set.parent, grammar).slice(-1), ...given.slice(1)] : given,
  };
  found.calls.push(call);
  const first = call.arguments[0];
  if (first?.text === undefined) return;
  if (/(?:^|\.)(?:getenv|environ\.get|environ\.pop)$/.test(name))
    found.reads.push({ name: first.text, range: first.range });
  else if (/(?:^|\.)(?:environ\.setdefault|putenv)$/.test(name)) found.sets.add(first.text);
  else if (/\.(?:get|pop)$/.test(name)) found.keys.add(first.text);
}

function addDecorator(text: string, node: SyntaxNode, calls: CodeCall[]): void {
  const list = node.getChild('ArgList');
  if (list)
    calls.push({
      name: pythonCallName(text, node),
      range: nodeRange(node),
      arguments: argumentsOf(text, list, grammar),
    });
}

function addDefinition(text: string, node: SyntaxNode, found: Found): void {
  const name = node.getChild('VariableName');
  if (!name) return;
  const word = text.slice(name.from, name.to);
  if (node.name === 'FunctionDefinition') found.functions.add(word);
  const owner = node.parent?.name === 'DecoratedStatement' ? node.parent.parent : node.parent;
  if (owner?.name === 'Script' && !word.startsWith('_')) found.exports.push({ name: word, range: nodeRange(name) });
}

function addPythonMember(text: string, node: SyntaxNode, found: Found): void {
  const object = node.firstChild;
  if (!object || node.to - node.from > 200) return;
  const key = object.nextSibling?.name === '[' ? object.nextSibling.nextSibling : null;
  if (!key) return;
  const name = dottedName(text, object);
  if (grammar.text.has(key.name)) found.keys.add(literalValue(text, key).value);
  if (/(?:^|\.)environ$/.test(name) && grammar.text.has(key.name)) {
    const { value } = literalValue(text, key);
    const isTarget = node.parent?.name === 'AssignStatement' && node.parent.firstChild?.from === node.from;
    if (isTarget) found.sets.add(value);
    else found.reads.push({ name: value, range: nodeRange(key) });
  } else if (/(?:^|\.)argv$/.test(name) && key.name === 'Number') {
    const position = Number(text.slice(key.from, key.to));
    if (position > 0 && position < 30) found.positions.push({ position, ...nodeRange(node) });
  }
}

function pythonImports(text: string, node: SyntaxNode): CodeImport[] {
  const source = text.slice(node.from, Math.min(node.to, node.from + 2_000)).replace(/\\\n|[()]|#[^\n]*/g, ' ');
  const range = nodeRange(node);
  const guarded = isGuarded(node);
  const from = /^from\s+([.\w]+(?:\s*\.\s*\w+)*)\s+import\s([^]*)$/.exec(source);
  if (from) {
    const module = (from[1] ?? '').replace(/\s+/g, '');
    const pairs = namesIn(from[2] ?? '');
    return [
      {
        module,
        names: pairs.map(([name]) => name),
        aliases: pairs.map(([name, local]) => [local, `${module}.${name}`]),
        range,
        guarded,
      },
    ];
  }
  return namesIn(source.replace(/^import\s+/, '')).map(([module, local]) => ({
    module,
    names: [],
    aliases: local === module ? [] : [[local, module]],
    range,
    guarded,
  }));
}

function namesIn(list: string): (readonly [name: string, local: string])[] {
  return list.split(',').flatMap((part): (readonly [string, string])[] => {
    const match = /^\s*([\w.*]+)(?:\s+as\s+(\w+))?/.exec(part);
    return match?.[1] === undefined ? [] : [[match[1], match[2] ?? match[1]]];
  });
}
