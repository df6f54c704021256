import type { SyntaxNode } from '@lezer/common';
import { parser } from '@lezer/javascript';
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
  call: new Set(['CallExpression', 'NewExpression']),
  text: new Set(['String', 'TemplateString']),
  list: new Set(['ArrayExpression']),
  statement: new Set([
    'Script',
    'Block',
    'FunctionDeclaration',
    'FunctionExpression',
    'ArrowFunction',
    'MethodDeclaration',
    'ClassBody',
  ]),
};

/** Parsers by dialect, made when they are needed: what is configured at once is also loaded at once. */
const parsers = new Map<string, typeof parser>();

function parserOf(dialect: string): typeof parser {
  const known = parsers.get(dialect) ?? parser.configure({ dialect });
  parsers.set(dialect, known);
  return known;
}

const kinds = new Set([
  ...grammar.text,
  ...grammar.call,
  'ImportDeclaration',
  'DynamicImport',
  'ExportDeclaration',
  'MemberExpression',
  'ObjectPattern',
  'FunctionDeclaration',
  'AssignmentExpression',
]);

interface Found {
  readonly texts: CodeText[];
  readonly calls: CodeCall[];
  readonly imports: CodeImport[];
  readonly exports: NamedPlace[];
  readonly reads: NamedPlace[];
  readonly sets: Set<string>;
  readonly keys: Set<string>;
  readonly positions: Program['positions'][number][];
  readonly functions: Set<string>;
}

/** Reads JavaScript, TypeScript and JSX; never throws. What is broken is read as far as it goes. */
export function readJavaScript(source: string, path: string, broken: BrokenCode): Program {
  const text = source.slice(0, endOfLines(source, 0, maxProgramLength));
  const found: Found = {
    texts: [],
    calls: [],
    imports: [],
    exports: [],
    reads: [],
    sets: new Set(),
    keys: new Set(),
    positions: [],
    functions: new Set(),
  };
  const dialect = /\.tsx$/i.test(path) ? 'ts jsx' : /\.[mc]?ts$/i.test(path) ? 'ts' : 'jsx';
  eachNode(parseProgram(parserOf(dialect), text, broken), kinds, (node) => {
    visit(text, node, found);
  });
  return found;
}

function visit(text: string, node: SyntaxNode, found: Found): void {
  const { name } = node;
  if (grammar.text.has(name)) addScriptText(text, node, found.texts);
  else if (grammar.call.has(name)) addScriptCall(text, node, found);
  else if (name === 'ImportDeclaration') found.imports.push(...importOf(text, node));
  else if (name === 'DynamicImport') addRequired(text, node, found.imports);
  else if (name === 'ExportDeclaration') addExports(text, node, found);
  else if (name === 'MemberExpression') addScriptMember(text, node, found);
  else if (name === 'ObjectPattern') addPattern(text, node, found);
  else if (name === 'FunctionDeclaration') addFunction(text, node, found.functions);
  else if (name === 'AssignmentExpression') addCommonExports(text, node, found.exports);
}

function addFunction(text: string, node: SyntaxNode, functions: Set<string>): void {
  const name = node.getChild('VariableDefinition');
  if (name) functions.add(text.slice(name.from, name.to));
}

function addScriptText(text: string, node: SyntaxNode, texts: CodeText[]): void {
  if (/^(?:ImportDeclaration|ExportDeclaration|DynamicImport|ExpressionStatement)$/.test(node.parent?.name ?? ''))
    return;
  const surroundings = { call: '', key: '', target: '', listed: false, configured: false, compared: false };
  for (const { node: outer, child } of around(node, grammar)) {
    if (outer.name === 'ArgList' && surroundings.call === '')
      surroundings.call = outer.parent ? scriptCallName(text, outer.parent) : '';
    else if (outer.name === 'Property') {
      const key = outer.firstChild;
      if (surroundings.key === '' && key && key.from !== child.from)
        surroundings.key = key.name === 'String' ? literalValue(text, key).value : text.slice(key.from, key.to);
    } else if (outer.name === 'ArrayExpression' || outer.name === 'ObjectExpression') {
      surroundings.listed = true;
      surroundings.configured ||= children(outer, mostLooked).some(hasPlainValue);
    } else if (outer.name === 'BinaryExpression') {
      if (children(outer).some((each) => each.name === 'CompareOp')) surroundings.compared = true;
    } else if (outer.name === 'JSXAttribute' && surroundings.key === '')
      surroundings.key = outer.firstChild ? text.slice(outer.firstChild.from, outer.firstChild.to) : '';
    else if (/^(?:VariableDeclaration|AssignmentExpression|PropertyDeclaration)$/.test(outer.name)) {
      const target = outer.name === 'VariableDeclaration' ? nearestDefinition(child) : outer.firstChild;
      if (surroundings.target === '' && target && target.from !== child.from)
        surroundings.target = text.slice(target.from, target.to).slice(0, 100);
    }
  }
  surroundings.configured &&= surroundings.call === '';
  texts.push({ ...literalValue(text, node), range: nodeRange(node), ...surroundings });
}

/** True for `key: 3` and `key: true`. */
function hasPlainValue({ name, lastChild }: SyntaxNode): boolean {
  if (name !== 'Property') return false;
  return lastChild?.name === 'Number' || lastChild?.name === 'BooleanLiteral';
}

/** The variable that the initial value `node` belongs to. */
function nearestDefinition(node: SyntaxNode): SyntaxNode | null {
  for (let before = node.prevSibling; before; before = before.prevSibling)
    if (before.name === 'VariableDefinition' || before.name === 'ObjectPattern') return before;
  return null;
}

function scriptCallName(text: string, node: SyntaxNode): string {
  const callee = node.name === 'NewExpression' ? node.firstChild?.nextSibling : node.firstChild;
  return callee ? dottedName(text, callee) : '';
}

function addScriptCall(text: string, node: SyntaxNode, found: Found): void {
  const name = scriptCallName(text, node);
  const list = node.getChild('ArgList');
  found.calls.push({ name, range: nodeRange(node), arguments: argumentsOf(text, list, grammar) });
  if (name === 'require' || name === 'require.resolve') addRequired(text, node, found.imports);
  else if (name === 'Deno.env.get' || name === 'env.get') {
    const key = found.calls.at(-1)?.arguments[0];
    if (key?.text !== undefined) found.reads.push({ name: key.text, range: key.range });
  }
}

function addRequired(text: string, node: SyntaxNode, imports: CodeImport[]): void {
  const literal = node.getChild('String') ?? node.getChild('ArgList')?.getChild('String');
  if (!literal) return;
  const module = literalValue(text, literal).value;
  const declaration = outerDeclaration(node);
  const target = declaration && nearestDefinition(declaration);
  const names =
    target?.name === 'ObjectPattern'
      ? [...text.slice(target.from, target.to).matchAll(/([\w$]+)(?:\s*:\s*([\w$]+))?/g)].map(
          ([, name = '', local]) => [local ?? name, name] as const,
        )
      : [];
  const whole = target?.name === 'VariableDefinition' ? [[text.slice(target.from, target.to), module] as const] : [];
  imports.push({
    module,
    names: names.map(([, name]) => name),
    aliases: [...whole, ...names.map(([local, name]) => [local, `${module}.${name}`] as const)],
    range: nodeRange(node),
    guarded: isGuarded(node),
  });
}

/** The child of a declaration that is or awaits this call. */
function outerDeclaration(node: SyntaxNode): SyntaxNode | undefined {
  let child = node;
  while (child.parent?.name === 'AwaitExpression') child = child.parent;
  return child.parent?.name === 'VariableDeclaration' ? child : undefined;
}

function importOf(text: string, node: SyntaxNode): CodeImport[] {
  const literal = node.getChild('String');
  if (!literal) return [];
  const source = text.slice(node.from, Math.min(literal.from, node.from + 2_000));
  if (/^import\s+type\b/.test(source)) return [];
  const module = literalValue(text, literal).value;
  const group = /\{([^{}]*)\}/.exec(source)?.[1] ?? '';
  const names = [...group.matchAll(/([\w$]+)(?:\s+as\s+([\w$]+))?/g)].map(
    ([, name = '', local]) => [local ?? name, name] as const,
  );
  const whole = /^import\s+(?:\*\s*as\s+)?([\w$]+)/.exec(source)?.[1];
  return [
    {
      module,
      names: names.map(([, name]) => name),
      aliases: [
        ...(whole === undefined ? [] : [[whole, module] as const]),
        ...names.map(([local, name]) => [local, `${module}.${name}`] as const),
      ],
      range: nodeRange(node),
      guarded: false,
    },
  ];
}

function addExports(text: string, node: SyntaxNode, found: Found): void {
  const literal = node.getChild('String');
  if (literal)
    found.imports.push({
      module: literalValue(text, literal).value,
      names: [],
      aliases: [],
      range: nodeRange(node),
      guarded: false,
    });
  for (const child of children(node)) {
    if (child.name === 'ExportGroup') {
      for (const [, local = '', name] of text.slice(child.from, child.to).matchAll(/([\w$]+)(?:\s+as\s+([\w$]+))?/g))
        found.exports.push({ name: name ?? local, range: nodeRange(child) });
    } else if (child.name.endsWith('Declaration'))
      for (const name of child.getChildren('VariableDefinition'))
        found.exports.push({ name: text.slice(name.from, name.to), range: nodeRange(name) });
  }
}

/** `module.exports = { a, b }` and `exports.a = …`. */
function addCommonExports(text: string, node: SyntaxNode, exports: NamedPlace[]): void {
  const [target, value] = [node.firstChild, node.lastChild];
  if (!target || !value) return;
  const name = dottedName(text, target);
  const single = /^(?:module\.)?exports\.([\w$]+)$/.exec(name)?.[1];
  if (single !== undefined) exports.push({ name: single, range: nodeRange(target) });
  else if (name === 'module.exports' && value.name === 'ObjectExpression') {
    for (const property of value.getChildren('Property').slice(0, 100)) {
      const key = property.firstChild;
      if (key?.name === 'PropertyDefinition')
        exports.push({ name: text.slice(key.from, key.to), range: nodeRange(key) });
    }
  }
}

function addScriptMember(text: string, node: SyntaxNode, found: Found): void {
  const object = node.firstChild;
  if (!object || node.to - node.from > 200) return;
  const name = dottedName(text, object);
  const last = node.lastChild;
  const taken = last?.name === 'PropertyName' ? last : last?.prevSibling;
  if (taken?.name === 'PropertyName') found.keys.add(text.slice(taken.from, taken.to));
  else if (taken?.name === 'String') found.keys.add(literalValue(text, taken).value);
  if (/(?:^|\.)(?:process|Bun|meta)\.env$/.test(name)) {
    const key = last?.name === 'PropertyName' ? last : last?.prevSibling;
    if (!key || key.from === object.from) return;
    const value = key.name === 'PropertyName' ? text.slice(key.from, key.to) : literalValue(text, key).value;
    if (key.name !== 'PropertyName' && key.name !== 'String') return;
    const isTarget = node.parent?.name === 'AssignmentExpression' && node.parent.firstChild?.from === node.from;
    if (isTarget) found.sets.add(value);
    else found.reads.push({ name: value, range: nodeRange(key) });
  } else if (/(?:^|\.)process\.argv$/.test(name) && last?.name === ']' && last.prevSibling?.name === 'Number') {
    const position = Number(text.slice(last.prevSibling.from, last.prevSibling.to)) - 1;
    if (position > 0 && position < 30) found.positions.push({ position, ...nodeRange(node) });
  }
}

/** `const { TOKEN } = process.env`. */
function addPattern(text: string, node: SyntaxNode, found: Found): void {
  const value = node.nextSibling?.name === 'Equals' ? node.nextSibling.nextSibling : null;
  if (!value || !/(?:^|\.)process\.env$/.test(dottedName(text, value))) return;
  for (const property of node.getChildren('PatternProperty')) {
    const key = property.firstChild;
    if (key) found.reads.push({ name: text.slice(key.from, key.to), range: nodeRange(key) });
  }
}
