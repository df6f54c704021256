// The licenses of everything that is bundled: what the build writes as THIRD-PARTY-NOTICES.txt.
import { existsSync, globSync, readFileSync } from 'node:fs';
import path from 'node:path';

/** A package of which code is in the product. */
export interface BundledPackage {
  readonly name: string;
  readonly version: string;
  /** As its `package.json` names it. */
  readonly license: string;
  /** Each license and notice file in it, in the order of their paths. */
  readonly texts: readonly string[];
}

const licenseFile = /^(?:un)?(?:licen[cs]es?|copying|copyright|notice)(?![a-z])/i;
const code = /\.(?:[cm]?[jt]s|map|json)$/;
/** Words that the text of a license has and a mention of its name has not. */
const grant = /permission is hereby granted|redistribution and use|permission to use, copy/i;

/**
 * The packages that modules belong to, sorted by name and version. A package that its maker bundled before names its parts in its
 * source map: they count too, and their texts come from the same version, installed here.
 *
 * @param files paths of modules relative to `root`, as the metafile of esbuild names them
 * @throws when a package comes without the text of its license
 */
export function bundledPackages(files: readonly string[], root: string): readonly BundledPackage[] {
  const folders = new Set<string>();
  for (const file of files) {
    const folder = packageFolder(path.join(root, file));
    if (folder === undefined) continue;
    folders.add(folder);
    for (const part of partsOf(path.join(root, file))) folders.add(installed(part, root));
  }
  return [...folders].map(readPackage).sort((a, b) => compare(a.name, b.name) || compare(a.version, b.version));
}

/** What the makers of packages ask to be passed on. Packages with the same text share it. */
export function thirdPartyNotices(packages: readonly BundledPackage[]): string {
  const sections = new Map<string, string[]>();
  for (const { name, version, license, texts } of packages) {
    const text = texts.join('\n\n');
    const line = `${name} ${version} (${license})`;
    const lines = sections.get(text) ?? [];
    if (!lines.includes(line)) sections.set(text, [...lines, line]);
  }
  const rule = '='.repeat(80);
  const parts = [
    'Skill Publisher contains code of the following packages, each under the license that follows its name.',
    ...[...sections].map(([text, names]) => `${rule}\n${names.join('\n')}\n${rule}\n\n${text}`),
  ];
  return `${parts.join('\n\n')}\n`;
}

function packageFolder(file: string): string | undefined {
  return /^((?:.*[\\/])?node_modules[\\/](?:@[^\\/]+[\\/])?[^\\/]+)[\\/]/.exec(file)?.[1];
}

interface Part {
  readonly name: string;
  /** Undefined when the source map does not tell. */
  readonly version: string | undefined;
}

/** The packages that the maker of a file bundled into it. */
function partsOf(file: string): readonly Part[] {
  if (!existsSync(`${file}.map`)) return [];
  const { sources = [] } = JSON.parse(readFileSync(`${file}.map`, 'utf8')) as { readonly sources?: readonly string[] };
  return sources.flatMap((source) => {
    const name = /.*\/node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(source)?.[1];
    if (name === undefined) return [];
    const store = /\/\.pnpm\/(?:@[^/+]+\+)?[^/@]+@([^/_(]+)[^/]*\/node_modules\/[^.]/.exec(source);
    return [{ name, version: store?.[1] }];
  });
}

function installed({ name, version }: Part, root: string): string {
  const folder = path.join(root, 'node_modules', ...name.split('/'));
  const found = existsSync(path.join(folder, 'package.json')) ? manifestOf(folder).version : undefined;
  if (found === undefined || (version !== undefined && version !== found)) {
    const wanted = [name, version].filter((word) => word !== undefined).join('@');
    throw new Error(`${wanted} is inside a bundled package. Install that version, so that its license can be read.`);
  }
  return folder;
}

function manifestOf(folder: string): { readonly name: string; readonly version: string; readonly license?: unknown } {
  return JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8')) as ReturnType<typeof manifestOf>;
}

function readPackage(folder: string): BundledPackage {
  const { name, version, license } = manifestOf(folder);
  const texts = licenseTexts(folder);
  if (typeof license !== 'string' || texts.length === 0) {
    throw new Error(`${name} ${version} has no license text. Bundle only packages that come with their license.`);
  }
  return { name, version, license, texts };
}

/** License files stand anywhere in a package: code taken over from others brings its own. Where there is none, the README may hold the text. */
function licenseTexts(folder: string): readonly string[] {
  const files = globSync('**/*', { cwd: folder, withFileTypes: true, exclude: ({ name }) => name === 'node_modules' })
    .filter((entry) => entry.isFile() && licenseFile.test(entry.name) && !code.test(entry.name))
    .map((entry) => path.join(entry.parentPath, entry.name))
    .sort(compare);
  const texts = files.map((file) => tidied(readFileSync(file, 'utf8'))).filter((text) => text !== '');
  return texts.length > 0 ? [...new Set(texts)] : licenseInReadme(folder);
}

function licenseInReadme(folder: string): readonly string[] {
  const [readme] = globSync('{README,Readme,readme}*', { cwd: folder });
  if (readme === undefined) return [];
  const section = tidied(readFileSync(path.join(folder, readme), 'utf8')).split(/^#+ *licen[cs]e\b.*$/im)[1] ?? '';
  return grant.test(section) ? [section.trim()] : [];
}

function tidied(text: string): string {
  const lines = text.replace(/^\uFEFF/, '').replace(/\r\n?/g, '\n');
  return lines
    .split('\n')
    .map((line) => line.trimEnd())
    .join('\n')
    .trim();
}

/** The order of code units, the same on every machine. */
function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
