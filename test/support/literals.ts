import ts from 'typescript';

/** A literal that somebody may read: where it stands, and what it says, `{}` for each value. */
export interface Literal {
  /** 1-based. */
  readonly line: number;
  readonly text: string;
}

/** Two words in a row: nobody but a reader needs those. */
const words = /[A-Za-z]{2,}[,.:;!?]?['"”’)]* +['"“‘(]*(?:[A-Za-z]{2,}|a\b|I\b|\{\})|\{\} [a-z]{2,}/;
/** A word that is glued to what stands before or after it. */
const piece = /^[\s·,;:(]+[A-Za-z][a-z]{2,}|[a-z]{2,}[\s:·,;(]+$/;
const word = /[A-Za-z][a-z]+/;
const icons = /\$\([\w-]+\)/g;

/** Properties that a reader sees, of VS Code and of this product. */
const shown =
  /^(?:label|description|detail|title|tooltip|placeHolder|placeholder|prompt|message|reason|meaning|button|openLabel|saveLabel|go|advice|text)$/;
/** Calls of VS Code whose texts a reader sees. */
const shows = /^(?:vscode\.window\.show\w+Message|progress\.report)$/;
/** A mistake of ours: nobody can do anything about it but report it. Lines of a log are for those reports, too. */
const unread = /^(?:Error|TypeError|RangeError|DOMException|RegExp)$/;
const logs = /(?:^|[.#])log(?:\.|\b.*\.)(?:info|warn|error)$/;

/** The literals of a source that somebody may read and that cannot be translated. */
export function unsaid(file: string, source: string): readonly Literal[] {
  const found: Literal[] = [];
  const tree = ts.createSourceFile(file, source, ts.ScriptTarget.Latest, true);
  const visit = (node: ts.Node): void => {
    if (ts.isTypeNode(node) || ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) return;
    if (ts.isCaseClause(node)) {
      node.statements.forEach(visit);
      return;
    }
    if (ts.isTaggedTemplateExpression(node)) {
      if (ts.isTemplateExpression(node.template))
        for (const { expression } of node.template.templateSpans) visit(expression);
      return;
    }
    if (isTold(node) || isDocumentation(node)) return;
    if (isPlural(node)) {
      const [count] = node.arguments;
      if (count) visit(count);
      return;
    }
    const text = textOf(node);
    if (text !== undefined && mayBeRead(node, text.replace(icons, '')))
      found.push({ line: tree.getLineAndCharacterOfPosition(node.getStart()).line + 1, text });
    ts.forEachChild(node, visit);
  };
  visit(tree);
  return found;
}

/** What is translated where it is shown, or said to nobody but us. */
function isTold(node: ts.Node): boolean {
  if (ts.isNewExpression(node)) return unread.test(node.expression.getText());
  if (!ts.isCallExpression(node)) return false;
  const called = node.expression.getText();
  return called === 'l10n.mark' || logs.test(called);
}

/** What the documentation says of a rule: it is English. */
function isDocumentation(node: ts.Node): boolean {
  if (!ts.isPropertyAssignment(node) || !/^(?:title|documentation|source)$/.test(node.name.getText())) return false;
  const { parent } = node.parent;
  return ts.isCallExpression(parent) && parent.expression.getText() === 'rule';
}

function isPlural(node: ts.Node): node is ts.CallExpression {
  return ts.isCallExpression(node) && node.expression.getText() === 'plural';
}

function textOf(node: ts.Node): string | undefined {
  if (ts.isStringLiteral(node) || ts.isNoSubstitutionTemplateLiteral(node)) return node.text;
  if (!ts.isTemplateExpression(node)) return undefined;
  return node.templateSpans.reduce((text, { literal }) => `${text}{}${literal.text}`, node.head.text);
}

function mayBeRead(node: ts.Node, text: string): boolean {
  if (words.test(text) || piece.test(text)) return true;
  return word.test(text) && (isLeftOutElsewhere(node) || isShown(node));
}

/** `isLatest ? 'latest' : ''`, `count === 1 ? 'skill' : 'skills'`: a part of what is shown. */
function isLeftOutElsewhere({ parent }: ts.Node): boolean {
  if (!ts.isConditionalExpression(parent)) return false;
  const [one, other] = [parent.whenTrue, parent.whenFalse].map((branch) =>
    ts.isStringLiteral(branch) ? branch.text : undefined,
  );
  return one === '' || other === '' || (one !== undefined && `${one}s` === other) || `${other ?? ''}s` === one;
}

/** The value of a property that is shown, or one of the values that it may have. */
function isShown(node: ts.Node): boolean {
  const { parent } = node;
  if (ts.isConditionalExpression(parent)) return parent.condition !== node && isShown(parent);
  if (ts.isParenthesizedExpression(parent)) return isShown(parent);
  if (ts.isBinaryExpression(parent))
    return /^(?:\?\?|\|\||\+)$/.test(parent.operatorToken.getText()) && isShown(parent);
  if (ts.isPropertyAssignment(parent)) return parent.initializer === node && shown.test(parent.name.getText());
  return ts.isCallExpression(parent) && parent.expression !== node && shows.test(parent.expression.getText());
}
