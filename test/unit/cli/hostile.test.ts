import assert from 'node:assert/strict';
import path from 'node:path';
import { toJson } from '../../../src/core/text/json.ts';
import { isCiLog, withoutCommands } from '../../../src/cli/workflowCommands.ts';
import { runCommandLine } from '../../support/commandLine.ts';
import { startTestRegistry } from '../../support/localRegistry.ts';
import { skillMd } from '../../support/publishCase.ts';
import { temporaryFolders } from '../../support/temporaryFolder.ts';

/** What GitHub and Azure take for a command in a line of a log. */
const command = /^\s*::|##(?:vso)?\[/m;
const ci = { GITHUB_ACTIONS: 'true' };

describe('output in the log of a CI service', () => {
  const make = temporaryFolders();

  it('is told from other output by the variables of the service', () => {
    assert.ok([{ CI: 'true' }, { CI: '1' }, { GITHUB_ACTIONS: 'true' }, { TF_BUILD: 'True' }].every(isCiLog));
    assert.ok([{}, { CI: '' }, { CI: 'false' }, { CI: '0' }].every((env) => !isCiLog(env)));
  });

  for (const text of [
    '::error file=a::b\n',
    'a\n  ::stop-commands::x',
    'a\r\t::x',
    'x ##[error]y',
    '##vso[task.setvariable]x',
    '###[a] ##[group]',
    '::::x',
    'a\u2028::x',
  ])
    it(`holds no command for ${JSON.stringify(text)}`, () => {
      assert.match(text, command);
      assert.doesNotMatch(withoutCommands(text), command);
      assert.equal(withoutCommands(text).replaceAll(' ', ''), text.replaceAll(' ', ''));
    });

  it('leaves other text as it is', () => {
    for (const text of ['a::b', 'std::vector\n# [a] ## b\n', 'a: : b', '#[x]'])
      assert.equal(withoutCommands(text), text);
  });

  it('holds none by the text of a file, its name, a folder or an argument, in any format', async () => {
    const folder = make({
      '::error ##[error] s/SKILL.md': `---\nname: "##[error]x"\ndescription: "::add-mask::x"\nlicense: ##[x]\n---\n\nSee \`scripts/##[error]a.py\`.\n`,
      '::error ##[error] s/##[group]x.md': 'x',
    });
    for (const args of [
      ['validate', '::error ##[error] s'],
      ['validate', '::error ##[error] s', '--format', 'json'],
      ['pack', '::error ##[error] s'],
      ['publish', '::error ##[error] s', '--base-url', 'http://127.0.0.1:9', '--format', 'json'],
    ]) {
      const plain = await runCommandLine(folder, args);
      if (!args.includes('json')) assert.match(plain.out + plain.err, command, args.join(' '));
      const { code, out, err } = await runCommandLine(folder, args, {
        env: { XDG_STATE_HOME: path.join(folder, '.state'), ...ci },
      });
      assert.doesNotMatch(out + err, command, args.join(' '));
      assert.equal(code, plain.code);
    }
  });

  it('holds the same data as JSON', async () => {
    const folder = make({ 's/SKILL.md': skillMd('"##[error]"') });
    const args = ['validate', 's', '--format', 'json'];
    const plain = await runCommandLine(folder, args);
    const guarded = await runCommandLine(folder, args, { env: ci });
    assert.deepEqual(JSON.parse(guarded.out), JSON.parse(plain.out));
    assert.ok(plain.out.includes('u0023#[error]'));
  });
});

describe('output to a terminal', function () {
  this.timeout(60_000);
  const make = temporaryFolders();
  const evil = 'x\u001b[8m\u009b2J\u007f\u202e\u2028\r\u0007y';
  /** What acts: everything but line breaks and tabs. */
  // eslint-disable-next-line no-control-regex
  const acts = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/u;
  const text = (name: string): string =>
    `---\nname: "${name}"\ndescription: "d ${evil}"\nlicense: ${evil}\n"k${evil}": ${evil}\n---\n\n` +
    `See \`scripts/${evil}.py\`, [a](${evil}.md).\n\n${evil}\n`;

  it('never acts by a text, a name, an argument, a folder or an answer, in any command and format', async () => {
    const registry = await startTestRegistry();
    try {
      const folder = make({
        [`${evil}/bad/SKILL.md`]: text(evil),
        [`${evil}/bad/${evil}.md`]: evil,
        'good/SKILL.md': skillMd('good', `Run \`${evil}\`.`),
        'good/notes.md': `${evil}\n`,
        'terms/skill-publisher.config.json': JSON.stringify({ terms: [{ term: 'lines', message: `Not ${evil}` }] }),
        'terms/SKILL.md': skillMd('terms'),
        'wrong/skill-publisher.config.json': `{ "${evil}": 1 }`,
        'wrong/SKILL.md': skillMd('wrong'),
        'old/SKILL.md': skillMd('good'),
      });
      const at = ['--base-url', registry.url];
      const [first, ...formats] = ['text', 'concise', 'json', 'sarif', 'github', 'gitlab', 'junit'].map((format) => [
        'validate',
        evil,
        'terms',
        '--format',
        format,
      ]);
      const published = await runCommandLine(folder, ['publish', 'good', ...at, '--yes', '--note', evil]);
      assert.equal(published.code, 0, published.err);
      const [skillId = ''] = published.out.split('\t');
      for (const args of [
        first ?? [],
        ...formats,
        ['validate', 'terms', '--quiet', '--fix'],
        ['validate', evil, '--diff', '--unsafe'],
        ['validate', 'wrong'],
        ['validate', `none${evil}`],
        ['validate', `--${evil}`],
        ['validate', '--rule', evil],
        ['validate', '-o', `none/${evil}`, 'good'],
        ['validate', '--stdin-path', `none/${evil}`, '-'],
        [evil],
        ['explain', evil],
        ['baseline', 'write', evil, '--baseline', `${evil}.json`],
        ['pack', `${evil}/bad`],
        ['pack', `${evil}/bad`, '--list'],
        ['plan', evil, 'good', '--offline'],
        ['plan', evil, 'good', '--offline', '--format', 'json'],
        ['publish', `${evil}/bad`, ...at, '--dry-run'],
        ['publish', 'good', ...at, '--dry-run', '--format', 'json', '--note', evil],
        ['publish', '--plan', evil, ...at],
        ['list', ...at],
        ['list', skillId, ...at],
        ['list', evil, ...at],
        ['versions', 'good', ...at],
        ['versions', 'good', ...at, '--format', 'json'],
        ['compare', 'old', 'good'],
        ['compare', 'old', 'good', '--format', 'patch'],
        ['compare', `good@${evil}`, ...at],
        ['pull', skillId, `new/${evil}`, ...at, '--yes'],
        ['restore', `${skillId}@${evil}`, ...at],
        ['delete', `${skillId}@${evil}`, ...at],
        ['impact', 'good', '--against', 'old'],
        ['impact', 'good', '--against', `${evil}.zip`],
        ['listing', evil, 'good'],
        ['listing', evil, 'good', '--format', 'json'],
        ['init', `new/${evil}`],
        ['registry', evil],
        ['auth', evil],
        ['completion', evil],
      ]) {
        const { out, err } = await runCommandLine(folder, args, {
          env: { XDG_STATE_HOME: path.join(folder, '.state'), NO_COLOR: '1' },
          terminal: { stdout: true, stderr: true },
        });
        assert.ok(out + err !== '' || args.includes('--fix'), args.join(' '));
        assert.doesNotMatch(out + err, acts, JSON.stringify([args, out + err]));
      }
    } finally {
      await registry.close();
    }
  });

  it('has colors of its own, and nothing else that acts', async () => {
    const folder = make({ [`${evil}/SKILL.md`]: text(evil) });
    const { out } = await runCommandLine(folder, ['validate', evil, '--color', 'always']);
    // eslint-disable-next-line no-control-regex
    const own = /\u001b\[(?:[0-9]|[123][0-9]|22)m/g;
    assert.match(out, own);
    assert.doesNotMatch(out.replace(own, ''), acts);
  });

  it('holds the same data as JSON, and a patch as it is to be applied where nobody reads it', async () => {
    const folder = make({ 'old/SKILL.md': skillMd('good'), 'good/SKILL.md': skillMd('good', evil) });
    const patch = await runCommandLine(folder, ['compare', 'old', 'good', '--format', 'patch']);
    assert.ok(patch.out.includes(evil.split('\u2028')[0] ?? ''), patch.out);
    const { out } = await runCommandLine(folder, ['plan', 'good', '--offline', '--format', 'json', '--note', evil]);
    assert.equal(typeof (JSON.parse(out) as { digest: string }).digest, 'string');
    assert.equal((JSON.parse(toJson({ evil })) as { evil: string }).evil, evil);
    assert.doesNotMatch(toJson({ evil }), acts);
  });
});

describe('command line that fails', () => {
  const make = temporaryFolders();

  it('says of an error nobody expected that it is a bug and what to report, without a key, and ends with 2', async () => {
    const folder = make({ 's/SKILL.md': skillMd('s') });
    const key = ['sk', 'ant', 'api03-made-up-for-this-test'].join('-');
    const stdout = (): never => {
      throw new TypeError(`made up, with ${key}`);
    };
    const { code, err } = await runCommandLine(folder, ['validate', 's'], { stdout });
    assert.equal(code, 2);
    assert.match(err, /^This is a bug in skill-publisher; your files are not at fault\./);
    assert.match(err, /Please report it[^]*skill-publisher 1\.2\.3, Node [\d.]+, \w+ \w+\nTypeError: made up, with/);
    assert.match(err, /\n +at /);
    assert.ok(!err.includes(key));
  });

  it('says how to start the local registry when it is not running, and only then', async () => {
    const refused = (): Promise<never> =>
      Promise.reject(new TypeError('fetch failed', { cause: Object.assign(new Error('x'), { code: 'ECONNREFUSED' }) }));
    const folder = make({ 's/SKILL.md': skillMd('s') });
    for (const [args, hint] of [
      [['list', '--connection', 'local'], true],
      [['publish', 's', '--connection', 'local', '--yes'], true],
      [['list', '--base-url', 'http://127.0.0.1:4999'], false],
    ] as const) {
      const { code, err } = await runCommandLine(folder, args, { fetch: refused });
      assert.equal(code, 1, err);
      assert.equal(err.includes('start it with “skill-publisher registry”'), hint, err);
    }
  });

  it('lists from one that runs', async () => {
    const registry = await startTestRegistry();
    try {
      const { code } = await runCommandLine(make({}), ['list', '--base-url', registry.url]);
      assert.equal(code, 0);
    } finally {
      await registry.close();
    }
  });
});
