import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';

/** Source files by path, with `/` separators. */
const sources = new Map(
  globSync('src/**/*.ts')
    .map((file) => file.replaceAll('\\', '/'))
    .sort()
    .map((file) => [file, readFileSync(file, 'utf8')]),
);

/** Names of functions at the top level that stand in two files or more. */
function sharedNames(): readonly string[] {
  const files = new Map<string, number>();
  for (const text of sources.values()) {
    const declared =
      /^(?:export )?(?:async )?function\*? ?(\w+)|^(?:export )?const (\w+)[^=\n]* = (?:async )?\([^\n]*=>/gm;
    const names = new Set([...text.matchAll(declared)].map((match) => match[1] ?? match[2] ?? ''));
    for (const name of names) files.set(name, (files.get(name) ?? 0) + 1);
  }
  return [...files].filter(([, count]) => count > 1).map(([name]) => name);
}

/** Imports that stand at the head of a file, those of types too; and those of values, the lazy ones too. */
const importKinds = {
  eager: /^(?:import|export)\b[^'";]*?\bfrom '(\.[^']+)'|^import '(\.[^']+)'/gm,
  value: /^(?:import|export)\b(?! type\b)[^'";]*?\bfrom '(\.[^']+)'|\bimport\(\s*'(\.[^']+)'\s*\)/gm,
};

/** The files that a file imports. */
function importsOf(file: string, kind: keyof typeof importKinds): readonly string[] {
  const specifiers = [...(sources.get(file) ?? '').matchAll(importKinds[kind])];
  return specifiers.map((match) => path.posix.join(path.posix.dirname(file), match[1] ?? match[2] ?? ''));
}

/** Groups of files that reach each other by their imports (Tarjan's algorithm). */
function importCircles(kind: keyof typeof importKinds): readonly (readonly string[])[] {
  const numbers = new Map<string, number>();
  const lowest = new Map<string, number>();
  const stack: string[] = [];
  const circles: string[][] = [];
  const visit = (file: string): number => {
    const number = numbers.size;
    numbers.set(file, number);
    let low = number;
    stack.push(file);
    for (const next of importsOf(file, kind)) {
      if (!numbers.has(next)) low = Math.min(low, visit(next));
      else if (stack.includes(next)) low = Math.min(low, numbers.get(next) ?? low);
    }
    lowest.set(file, low);
    if (low === number) {
      const circle = stack.splice(stack.indexOf(file));
      if (circle.length > 1) circles.push(circle.sort());
    }
    return low;
  };
  for (const file of sources.keys()) if (!numbers.has(file)) visit(file);
  return circles;
}

const mostSharedNames = 13;

/** Functions, classes and constants that are exported, and that no other file of the sources or the tests names. */
function unusedExports(): readonly string[] {
  const users = [...sources, ...globSync('test/**/*.ts').map((file) => [file, readFileSync(file, 'utf8')] as const)];
  const words = users.map(([file, text]) => ({ file, words: new Set(text.match(/[$\w]+/g)) }));
  return [...sources].flatMap(([file, text]) =>
    [...text.matchAll(/^export (?:async )?(?:function\*?|class|const) (\w+)/gm)].flatMap(([, name = '']) =>
      words.some((user) => user.file !== file && user.words.has(name)) ? [] : [`${file}: ${name}`],
    ),
  );
}

const mostUnusedExports = 4;

/** Who may find, read or judge a skill folder: the workspace of skills and what its ports are made of. */
const workspaceRooms = /^src\/(?:core\/(?:workspace|bundle|skill)|node\/(?:disk|worker))\//;
const workspacePorts = [
  'src/cli/skills.ts',
  'src/vscode/host/findSkills.ts',
  'src/vscode/host/openJudge.ts',
  'src/vscode/host/recoverFolders.ts',
  'src/vscode/host/skillSources.ts',
  'src/vscode/host/skills.ts',
  'src/vscode/host/workspaceTree.ts',
];
/** Calls that find, list, read or judge a skill. */
const readings = [
  /\b(?:validate|judgeSkill|judgeContent|toReport)\(/,
  /\b(?:readSkill|readFiles|selectFiles|walk|toSkill|toReading|outerIgnoreFiles)\(/,
  /\bnew (?:DiskFileTree|WorkspaceTree|SkillReader|SkillJudge|WorkerJudge|SkillWorkspace)\(/,
  /\bcreateFileSystemWatcher\('\*\*'\)/,
  /\bfindFiles\([^)]*SKILL/i,
  /\breadFile\([^;]*['"]SKILL\.md/,
];

/** Spellings that American English does not have. */
const british =
  /(?:behavi|col|fav|neighb|lab)our|judgement|(?:cancel|label|model|travel)l(?:ed|ing)|\bspelt\b|\bcentre|catalogue|whilst|(?:initial|normal|optim|organ|recogn|serial|summar|util)is(?:e|ing)/i;

describe('the house', () => {
  // Words that are translated are one literal, however long.
  it('has no line over 140 characters', () => {
    const wide = [...sources].flatMap(([file, text]) => {
      const own = text.replaceAll(/(?<=l10n\.mark\(\s*)(?:'[^'\n]*'|"[^"\n]*")/g, '');
      const lines = own.split('\n').map((line) => (line.includes('l10n.t`') ? '' : line));
      return lines.flatMap((line, index) => (line.length > 140 ? [`${file}:${index + 1}`] : []));
    });
    assert.deepEqual(wide, []);
  });

  it('is written in American English', () => {
    const found = [...sources].flatMap(([file, text]) => {
      const [word] = british.exec(text) ?? [];
      return word === undefined ? [] : [`${file}: ${word}`];
    });
    assert.deepEqual(found, []);
  });

  // One thing has one name, and one place. The number only ever goes down.
  it('has at most 13 names of functions that stand in two files', () => {
    const names = sharedNames();
    assert.ok(names.length <= mostSharedNames, `${names.length}: ${names.join(', ')}`);
  });

  it('exports what other files use', () => {
    const unused = unusedExports();
    assert.ok(unused.length <= mostUnusedExports, unused.join(', '));
  });

  it('finds, reads and judges skill folders in the workspace of skills alone', () => {
    const others = [...sources].filter(([file]) => !workspaceRooms.test(file) && !workspacePorts.includes(file));
    assert.ok(others.length > 100);
    const found = others.flatMap(([file, text]) =>
      readings.flatMap((call) => (call.test(text) ? [`${file}: ${call.source}`] : [])),
    );
    assert.deepEqual(found, []);
  });

  it('hands each command the few things that it uses, not the whole session', () => {
    const commands = [...sources].filter(([file]) => file.startsWith('src/vscode/commands/'));
    const whole = commands.filter(([, text]) => /\bSession\b/.test(text)).map(([file]) => path.posix.basename(file));
    assert.deepEqual(whole, ['command.ts', 'register.ts', 'session.ts']);
  });

  it('has no circle of imports, and none of values that is closed by a lazy one', () => {
    assert.deepEqual(importCircles('eager'), []);
    assert.deepEqual(importCircles('value'), []);
  });
});
