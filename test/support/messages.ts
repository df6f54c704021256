import { globSync, readFileSync } from 'node:fs';
import { getL10nJson } from '@vscode/l10n-dev';
import ts from 'typescript';
import { listingProfiles } from '../../src/core/listing/profile.ts';

/** What a source file says that can be translated, as the keys of a bundle. */
function saidIn(file: string): readonly string[] {
  const source = readFileSync(file, 'utf8');
  if (!/\bl10n\.(?:t`|mark\()|\bplural\(/.test(source)) return [];
  const said: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isTaggedTemplateExpression(node) && source.startsWith('l10n.t', node.tag.end - 6))
      said.push(textOf(node.template));
    if (ts.isCallExpression(node) && ts.isIdentifier(node.expression) && node.expression.text === 'plural')
      said.push(...nounsOf(node.arguments));
    if (ts.isCallExpression(node) && node.expression.getText() === 'l10n.mark')
      said.push(...node.arguments.filter(ts.isStringLiteral).map(({ text }) => text));
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile(file, source, ts.ScriptTarget.Latest, true));
  return said;
}

/** A template with `{0}` for its first value. */
function textOf(template: ts.TemplateLiteral): string {
  if (ts.isNoSubstitutionTemplateLiteral(template)) return template.text;
  const { head, templateSpans } = template;
  return templateSpans.reduce((text, { literal }, index) => `${text}{${index}}${literal.text}`, head.text);
}

/** `plural(count, 'entry', 'entries')` says `{0} entry` or `{0} entries`. */
function nounsOf([, one, many]: readonly ts.Node[]): readonly string[] {
  if (!one || !ts.isStringLiteral(one)) return [];
  const all = many && ts.isStringLiteral(many) ? many.text : `${one.text}s`;
  return [one.text, all].map((noun) => `{0} ${noun}`);
}

/** What the profiles of agents say in words, and not in their own files. */
function saidInProfiles(): readonly string[] {
  const said = listingProfiles.flatMap(({ label, short = '', version, source, note = '', reserved }) => [
    ...[label, short, version, source, note, reserved?.what ?? '', reserved?.note ?? ''],
  ]);
  return [...said.filter((text) => /[a-z]{4}/.test(text)), 'characters', 'tokens', 'skills'];
}

/** The English words of the sources that can be translated, in order. */
export function messages(): readonly string[] {
  return [...new Set([...globSync('src/**/*.ts').flatMap(saidIn), ...saidInProfiles()])].sort();
}

/**
 * The same as `l10n/bundle.l10n.json` holds them. The extractor gets only the words, in calls of the module that it
 * knows: it would take minutes for the sources.
 */
export async function extractMessages(): Promise<Record<string, string>> {
  const calls = messages().map((text) => `l10n.t(${JSON.stringify(text)});`);
  const scripts = Array.from({ length: Math.ceil(calls.length / 100) }, (_, index) => ({
    extension: '.ts',
    contents: ["import { l10n } from '@vscode/l10n';", ...calls.slice(index * 100, index * 100 + 100)].join('\n'),
  }));
  return (await getL10nJson(scripts)) as Record<string, string>;
}
