// Compares the Markdown scanner with the oracle on real skills: `node test/support/compareScanners.ts FOLDER…`. Every
// folder with a SKILL.md below is judged twice, on the same rules; where the problems differ, they are printed. What
// SKILL_PUBLISHER_SCANNERS names is written for the page of figures (`test/bench/scanners.json`).
import { readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { registerHooks } from 'node:module';
import path from 'node:path';
import type { Problem } from '../../src/core/skill/problem.ts';
import type { Skill, SkillFile } from '../../src/core/skill/skill.ts';

const oracle = new URL('oracleMarkdown.ts', import.meta.url).href;
const mark = '?oracle';

/** Modules that are asked for with the mark load their own modules with it, and the oracle for the scanner. */
registerHooks({
  resolve(specifier, context, next) {
    const found = next(specifier, context);
    const isMarked = context.parentURL?.endsWith(mark) === true && found.url.includes('/src/core/');
    return isMarked ? { ...found, url: `${found.url}${mark}` } : found;
  },
  load(url, context, next) {
    if (!url.endsWith(`/core/skill/markdown.ts${mark}`)) return next(url, context);
    const source = `export { parseByOracle as parseMarkdown, maxParsed, slugOf } from ${JSON.stringify(oracle)};`;
    return { format: 'module', source, shortCircuit: true };
  },
});

type Validate = (skill: Skill, target: 'api') => readonly Problem[];

async function loadValidate(suffix: string): Promise<Validate> {
  const url = new URL(`../../src/core/skill/validate.ts${suffix}`, import.meta.url).href;
  return ((await import(url)) as { readonly validate: Validate }).validate;
}

function* skillFolders(folder: string): Iterable<string> {
  const entries = readdirSync(folder, { withFileTypes: true });
  if (entries.some(({ name }) => name === 'SKILL.md')) yield folder;
  for (const entry of entries) {
    if (entry.isDirectory() && entry.name !== '.git') yield* skillFolders(path.join(folder, entry.name));
  }
}

function readSkill(folder: string): Skill {
  const files = readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry): SkillFile => {
      const file = path.join(entry.parentPath, entry.name);
      const { size } = statSync(file);
      const isText = size <= 262_144 && /\.(?:md|markdown|txt|py|sh|js|mjs|ts|json|ya?ml|toml)$/i.test(entry.name);
      const name = path.relative(folder, file).split(path.sep).join('/');
      return { path: name, size, kind: 'file', ...(isText ? { text: readFileSync(file, 'utf8') } : {}) };
    });
  const text = readFileSync(path.join(folder, 'SKILL.md'), 'utf8');
  return { folderName: path.basename(folder), fileName: 'SKILL.md', text, files };
}

/** The parser does not tell where a fence is closed, nor what is a fence. */
const unknownToParser = 'body/fence';

function lines(problems: readonly Problem[]): string[] {
  return problems
    .filter(({ code }) => code !== unknownToParser)
    .map(({ code, file, range, message }) => `${code} ${file} ${range.start}-${range.end} ${message}`);
}

const scanner = await loadValidate('');
const parser = await loadValidate(mark);
let count = 0;
let different = 0;
const roots = process.argv.slice(2);
for (const folder of roots.flatMap((root) => [...skillFolders(root)])) {
  const skill = readSkill(folder);
  const [found, expected] = [lines(scanner(skill, 'api')), lines(parser(skill, 'api'))];
  const [more, less] = [
    found.filter((line) => !expected.includes(line)),
    expected.filter((line) => !found.includes(line)),
  ];
  count += 1;
  if (more.length + less.length === 0) continue;
  different += 1;
  console.log([folder, ...more.map((line) => `  + ${line}`), ...less.map((line) => `  - ${line}`)].join('\n'));
}
console.log(`${count} skills, ${different} with different problems`);
if (process.env['SKILL_PUBLISHER_SCANNERS'] !== undefined) {
  const repositories = new Set(roots.flatMap((root) => /[^/]+\+[^/]+/.exec(root)?.[0] ?? root)).size;
  const found = {
    skills: count,
    repositories,
    different,
    explanations: [`\`${unknownToParser}\` is left out: the parser does not tell which fence is closed.`],
  };
  writeFileSync(process.env['SKILL_PUBLISHER_SCANNERS'], `${JSON.stringify(found, undefined, 2)}\n`);
}
