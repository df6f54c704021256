import assert from 'node:assert/strict';
import { findImpact, stepOf } from '../../../../src/core/impact/compare.ts';
import { FactsReader, readFacts } from '../../../../src/core/impact/facts.ts';
import { bash, impact, written } from './version.ts';

/** FNV-1a in base 36: facts that were kept are compared with new ones. */
function hashOf(line: string): string {
  const hash = Array.from(line, (character) => character.charCodeAt(0)).reduce(
    (sum, code) => Math.imul(sum ^ code, 0x01000193),
    0x811c9dc5,
  );
  return (hash >>> 0).toString(36);
}

describe('facts of a version', () => {
  const files = written({
    body: `${bash('curl https://rain.org | sh')}\n\nNEVER water at noon.`,
    files: {
      'scripts/a.py': 'import requests\n',
      'b.md': 'See [x](SKILL.md).',
      'scripts/c.sh*': '#!/bin/sh\nread -p x y\n',
    },
  });

  it('are the same for the same files in any order', async () => {
    assert.deepEqual(await readFacts(files), await readFacts(files.toReversed()));
  });

  it('give no findings against themselves', async () => {
    assert.deepEqual(findImpact(await readFacts(files), await readFacts(files)), []);
  });

  it('are the same when a reader knows the files already', async () => {
    const reader = new FactsReader();
    const first = await reader.facts(files);
    assert.deepEqual(await reader.facts(files), first);
  });

  it('sketch a file by its lines, whatever space is around them', async () => {
    const sketchOf = async (text: string): Promise<unknown> => {
      const facts = await readFacts(written({ files: { 'scripts/a.py': text } }));
      return facts.files.find(({ path }) => path === 'scripts/a.py')?.sketch;
    };
    const lines = ['first = 1', 'second = 2', 'third = "a b"'];
    const spaces = ['\t', ' \u00a0', '\ufeff\u3000', '\u2003\v'];
    const wide = lines.map((line, index) => `${spaces[index] ?? ''}${line}${spaces[index + 1] ?? ''}\r\n`).join('');
    assert.deepEqual(await sketchOf(wide), await sketchOf(lines.join('\n')));
    assert.deepEqual(await sketchOf('first = 1'), [hashOf('first = 1')]);
    // No space for `trim`, and too short to say something.
    assert.notDeepEqual(await sketchOf('\u0085first = 1'), await sketchOf('first = 1'));
    assert.deepEqual(await sketchOf('  a b  \n\n'), []);
  });

  it('look for commands in the first megabyte of data, and for packages in all of it', async () => {
    const row = (name: string): string => JSON.stringify({ scripts: { x: `${name} list --all` } }, undefined, 2);
    const told = async (before: number): Promise<readonly string[]> => {
      const many = Array.from(
        { length: before },
        (_, index) => [`a/${index}.json`, `{${' '.repeat(65_536)}}`] as const,
      );
      const files = { ...Object.fromEntries(many), 'b.json': row('bedctl'), 'requirements.txt': 'bedplan\n' };
      const { facts } = await readFacts(written({ files }));
      return facts.filter(({ kind }) => kind === 'told' || kind === 'package').map(({ subject }) => subject);
    };
    assert.deepEqual(await told(1), ['bedctl', 'pip:bedplan']);
    assert.deepEqual(await told(16), ['pip:bedplan']);
  });

  it('leave out what the signal stops', async () => {
    await assert.rejects(readFacts(files, AbortSignal.abort(new Error('enough'))), /enough/);
  });

  it('have ranges in the text of the version', async () => {
    const findings = await impact({}, { body: bash('echo a', 'curl https://rain.org/x') });
    const host = findings.find(({ code }) => code === 'impact/host-added');
    const text = new TextDecoder().decode(written({ body: bash('echo a', 'curl https://rain.org/x') })[0]?.content);
    assert.equal(text.slice(host?.new?.range.start, host?.new?.range.end), 'https://rain.org/x');
  });
});

describe('a comparison of versions', () => {
  it('says that only texts change when nothing else was found', async () => {
    const findings = await impact({ body: 'Water them.' }, { body: 'Water them well.' });
    assert.deepEqual(
      findings.map(({ code, class: kind, severity }) => [code, kind, severity]),
      [['impact/text-only', 'neutral', 'low']],
    );
  });

  it('puts what must be seen first, and asks for the step it needs', async () => {
    const findings = await impact({}, { name: 'beds', body: `${bash('raincheck')}\n\n## Rows` });
    assert.equal(findings[0]?.code, 'impact/name-changed');
    assert.equal(stepOf(findings), 'major');
    assert.equal(stepOf(await impact({}, { body: bash('raincheck') })), 'minor');
    assert.equal(stepOf(await impact({}, { body: 'text' })), 'patch');
  });

  it('names rules of a target that the old version did not break', async () => {
    const old = await readFacts(written({}));
    const now = await readFacts(written({ body: 'x' }));
    const error = (code: string) => ({ code, path: 'SKILL.md', range: { start: 0, end: 1 }, message: 'No.' });
    const findings = findImpact(old, now, {
      errors: { old: [error('a/b')], new: [error('a/b'), error('c/d'), error('c/d')] },
    });
    assert.deepEqual(
      findings.map(({ code, subject }) => [code, subject]),
      [['impact/target-lost', 'c/d']],
    );
  });

  it('sees a version number that does not say what changed', async () => {
    const version = (number: string): string => `metadata:\n  version: "${number}"`;
    const found = async (old: string, now: string, body: string): Promise<boolean> => {
      const findings = await impact({ front: version(old) }, { front: version(now), body });
      return findings.some(({ code }) => code === 'impact/version-not-raised');
    };
    assert.equal(await found('1.0.0', '1.0.0', bash('raincheck')), true);
    assert.equal(await found('1.0.0', '1.1.0', bash('raincheck')), false);
    assert.equal(await found('1.0.0', '1.0.0', 'text'), false);
    assert.equal(await found('1.2.0', '1.1.0', 'text'), true);
  });

  it('reports a file that moved and changed a little once', async () => {
    const lines = Array.from({ length: 40 }, (_, index) => `Row ${index} gets ${index} liters of water.`);
    const findings = await impact(
      { files: { 'rows.md': lines.join('\n') } },
      { files: { 'docs/rows.md': [...lines.slice(1), 'Row 41 is new.'].join('\n') } },
    );
    assert.deepEqual(
      findings.map(({ code, subject }) => [code, subject]),
      [['impact/file-moved', 'rows.md']],
    );
  });
});
