import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';

/**
 * The import table of CONTRIBUTING.md: what each folder of `src` may import, as patterns over the normalised specifier.
 */
const allowed: Readonly<Record<string, readonly RegExp[]>> = {
  skill: [/^skill\//, /^yaml$/, /^mdast/, /^micromark/],
  bundle: [
    /^bundle\//,
    /^skill\/(?:limits|problem|skill)\.ts$/,
    /^jszip$/,
    /^ignore$/,
    /^@secretlint\//,
    /^node:zlib$/,
  ],
  registry: [/^registry\//, /^@anthropic-ai\/sdk/],
  publish: [/^publish\//, /^skill\//, /^bundle\//, /^registry\//],
  localRegistry: [/^localRegistry\//, /^bundle\/extract\.ts$/, /^yaml$/, /^hono/, /^@hono\//, /^node:/],
  disk: [/^disk\//, /^bundle\//, /^skill\/(?:skill|problem)\.ts$/, /^node:/],
  cli: [/^cli\//, /^skill\//, /^bundle\//, /^registry\//, /^publish\//, /^disk\//, /^localRegistry\//, /^node:/],
};
const pure = [/^skill\//, /^bundle\//, /^registry\//, /^publish\//, /^disk\//];

/** What is heavy is loaded when it is first used: by `await import(…)` somewhere on the way to it. */
const heavy = /^(?:yaml|jszip|ignore|hono|@anthropic-ai\/|@secretlint\/|mdast-util-from-markdown)/;

function importsOf(file: string): { specifier: string; typeOnly: boolean; lazy: boolean }[] {
  const text = readFileSync(file, 'utf8');
  const found = [
    ...text.matchAll(/^(?:import|export)\s+(type\s+)?(?:[^'";]*?\sfrom\s+)?'([^']+)'|\bimport\(\s*'([^']+)'\s*\)/gm),
  ];
  return found.map((match) => {
    const raw = match[2] ?? match[3] ?? '';
    const specifier = raw.startsWith('.') ? path.posix.join(path.posix.dirname(file), raw).replace(/^src\//, '') : raw;
    return { specifier, typeOnly: match[1] !== undefined, lazy: match[3] !== undefined };
  });
}

describe('layering', () => {
  for (const file of globSync('src/*/**/*.ts').sort()) {
    const folder = file.split('/')[1] ?? '';
    it(`${file} imports only what its folder may`, () => {
      for (const { specifier, typeOnly } of importsOf(file)) {
        const rules = allowed[folder];
        if (rules) {
          assert.ok(
            rules.some((rule) => rule.test(specifier)),
            `${file} imports ${specifier}`,
          );
        } else {
          const own = [
            new RegExp(`^${folder}/`),
            /^host\//,
            ...pure,
            /^vscode$/,
            /^node:/,
            /^localRegistry\/protocol\.ts$/,
          ];
          assert.ok(typeOnly || own.some((rule) => rule.test(specifier)), `${file} imports ${specifier}`);
        }
      }
    });
  }

  it('src/extension.ts loads no parser, archive writer, scanner or client before it is needed', () => {
    const from = new Map<string, string>([['src/extension.ts', '']]);
    for (const file of from.keys()) {
      for (const { specifier, typeOnly, lazy } of importsOf(file)) {
        if (typeOnly || lazy) continue;
        assert.doesNotMatch(specifier, heavy, `${specifier} by ${file}, by ${from.get(file) ?? ''}`);
        if (specifier.endsWith('.ts') && !from.has(`src/${specifier}`)) from.set(`src/${specifier}`, file);
      }
    }
    assert.ok(from.size > 50, String(from.size));
  });

  it('nobody imports a composition root', () => {
    for (const file of globSync('src/**/*.ts')) {
      for (const { specifier } of importsOf(file)) assert.doesNotMatch(specifier, /^(?:extension|cli)\.ts$/, file);
    }
  });
});
