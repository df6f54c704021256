import assert from 'node:assert/strict';
import { globSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';

/** The import table of CONTRIBUTING.md: what each room of `src` may import, as patterns over the normalized specifier. */
const allowed: Readonly<Record<string, readonly RegExp[]>> = {
  'core/text': [/^core\/text\//],
  'core/skill': [/^core\/(?:text|skill)\//, /^yaml$/, /^decode-named-character-reference$/],
  'core/bundle': [
    /^core\/(?:text|bundle)\//,
    /^core\/skill\/(?:limits|problem|skill)\.ts$/,
    /^jszip(?:\/lib\/compress\w+\.js)?$/,
    /^@secretlint\//,
    /^node:(?:zlib|crypto)$/,
  ],
  'core/registry': [/^core\/(?:text|registry)\//, /^@anthropic-ai\/sdk/],
  'core/lint': [/^core\/(?:text|skill|bundle|workspace|lint)\//, /^yaml$/, /^sarif$/],
  'core/publish': [/^core\/(?:text|skill|bundle|registry|workspace|publish|impact)\//],
  'core/impact': [/^core\/(?:text|skill|bundle|impact)\//, /^@lezer\//, /^unbash$/, /^stemmer$/],
  'core/listing': [/^core\/(?:text|skill|listing)\//, /^core\/impact\/clauses\.ts$/],
  'core/workspace': [/^core\/(?:text|skill|bundle|listing|workspace)\//],
  'node/disk': [
    /^core\/(?:text|bundle|workspace)\//,
    /^core\/skill\/(?:skill|problem)\.ts$/,
    /^node\/disk\//,
    /^node:/,
  ],
  'node/localRegistry': [
    /^core\/text\//,
    /^core\/bundle\/extract\.ts$/,
    /^node\/localRegistry\//,
    /^node\/disk\/makeFolder\.ts$/,
    /^yaml$/,
    /^hono/,
    /^@hono\//,
    /^node:/,
  ],
  'node/signIn': [/^core\/(?:text|registry)\//, /^node\/(?:disk|signIn)\//, /^node:/],
  'node/worker': [/^core\//, /^node\/(?:disk|worker)\//, /^node:/],
  cli: [/^core\//, /^node\//, /^cli\//, /^node:/, /^diff$/],
  action: [/^core\//, /^node\/disk\//, /^cli\//, /^action\//, /^node:/],
};
/** What every room of `src/vscode` may import beside itself; of each other the rooms take only types. */
const surface = [
  /^vscode\/host\//,
  /^core\//,
  /^node\/(?:disk|signIn|worker)\//,
  /^node\/localRegistry\/protocol\.ts$/,
  /^vscode$/,
  /^node:/,
];

/** What is heavy is loaded when it is first used: by `await import(…)` somewhere on the way to it. */
const heavy =
  /^(?:@lezer\/|unbash|yaml|jszip|ignore|hono|@anthropic-ai\/|@secretlint\/|decode-named-character-reference)/;

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

/** The room of a file: two folders on the three floors (`core/skill`), one for a surface without floors (`cli`). */
function roomOf(file: string): string {
  const [, floor = '', room = ''] = file.split('/');
  return ['core', 'node', 'vscode'].includes(floor) ? `${floor}/${room}` : floor;
}

/** Everything a root loads before anything is asked for, packages too, each with the file that imports it. */
function eagerFrom(root: string): ReadonlyMap<string, string> {
  const from = new Map([[root, '']]);
  for (const file of from.keys()) {
    if (!file.endsWith('.ts')) continue;
    for (const { specifier, typeOnly, lazy } of importsOf(file)) {
      const found = specifier.endsWith('.ts') ? `src/${specifier}` : specifier;
      if (!typeOnly && !lazy && !from.has(found)) from.set(found, file);
    }
  }
  return from;
}

function bytesOf(files: ReadonlyMap<string, string>): number {
  const own = [...files.keys()].filter((file) => file.startsWith('src/'));
  return own.reduce((sum, file) => sum + statSync(file).size, 0);
}

describe('layering', () => {
  for (const file of globSync('src/*/**/*.ts').sort()) {
    const room = roomOf(file);
    it(`${file} imports only what its room may`, () => {
      for (const { specifier, typeOnly } of importsOf(file)) {
        const rules = allowed[room];
        if (rules) {
          assert.ok(
            rules.some((rule) => rule.test(specifier)),
            `${file} imports ${specifier}`,
          );
        } else {
          assert.ok(room.startsWith('vscode/'), `${room} stands in no table`);
          const own = [new RegExp(`^${room}/`), ...surface];
          assert.ok(typeOnly || own.some((rule) => rule.test(specifier)), `${file} imports ${specifier}`);
        }
      }
    });
  }

  it('src/extension.ts loads no parser, archive writer, scanner, client or command before it is needed', () => {
    const from = eagerFrom('src/extension.ts');
    for (const [file, by] of from) {
      assert.doesNotMatch(file, heavy, `${file} by ${by}`);
      assert.doesNotMatch(file, /^src\/core\/(?:bundle\/(?:extract|archive)|registry\/client)\.ts$/, `by ${by}`);
      const command = /^src\/vscode\/commands\/\w+\/(?!\w+Commands\.ts|packagePreview\.ts)/;
      assert.doesNotMatch(file, command, `by ${by}`);
    }
    assert.ok(from.size > 50, String(from.size));
    assert.ok(bytesOf(from) <= 205_000, `${bytesOf(from)} bytes of source are loaded at activation`);
  });

  it('src/cli.ts loads no command before its name was read', () => {
    const from = eagerFrom('src/cli.ts');
    const own = [...from.keys()].filter((file) => !file.startsWith('node:'));
    assert.deepEqual(own.sort(), ['package.json', 'src/cli.ts', 'src/cli/run.ts']);
  });

  it('nobody imports a composition root', () => {
    for (const file of globSync('src/**/*.ts')) {
      for (const { specifier } of importsOf(file))
        assert.doesNotMatch(specifier, /^(?:extension|cli|action)\.ts$/, file);
    }
  });
});
