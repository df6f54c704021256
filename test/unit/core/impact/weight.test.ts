import assert from 'node:assert/strict';
import { type Written, bash, impact } from './version.ts';

const body = (text: string): Written => ({ body: text });
const script = (name: string, ...lines: string[]): Written => ({ files: { [name]: `${lines.join('\n')}\n` } });
const password = (): string => `password = "${['Xk9vQ2', 'mTr7', 'LpZ4'].join('')}"\n`;

/** Severities of the findings of a check in the order of the pairs. */
async function weights(code: string, pairs: readonly [Written, Written][]): Promise<readonly string[]> {
  const found = await Promise.all(pairs.map(([old, now]) => impact(old, now)));
  return found.map((findings) =>
    findings
      .filter((finding) => finding.code === `impact/${code}`)
      .map(({ severity }) => severity)
      .join(' '),
  );
}

describe('how much something new weighs', () => {
  it('is little for a word of a text that nothing shows to be a program', async () => {
    const told = [
      'bedctl list',
      'bedctl list --all',
      'bedctl list\nbedctl water',
      'sudo apt install bedctl\nbedctl list',
      'docker ps',
      'wr-bed-list-all now',
    ];
    assert.deepEqual(
      await weights(
        'command-added',
        told.map((line) => [{}, body(bash(line))]),
      ),
      [
        'low',
        'medium',
        'medium',
        // The installer is told, too.
        'medium medium',
        'medium',
        'medium',
      ],
    );
    assert.deepEqual(
      await weights('command-added', [
        [{}, body(`Use \`bedctl\` to look.\n\n${bash('bedctl list')}`)],
        [{}, script('scripts/a.sh', 'bedctl list')],
      ]),
      ['medium', 'medium'],
    );
  });

  it('is little for what only texts do with a program, a package or a tool that the older version names', async () => {
    const run = (line: string): Written => body(bash(line));
    assert.deepEqual(
      await weights('command-added', [
        [body('It reads what Bedctl has written.'), run('bedctl list --all')],
        [body('It reads what weedctl has written.'), run('bedctl list --all')],
        [{ files: { 'README.md': 'Made for bedctl.\n' } }, run('bedctl list --all')],
        [body('It reads what bedctl has written.'), script('scripts/a.sh', 'bedctl list')],
        [
          body('It reads what bedctl has written.'),
          { ...run('bedctl list --all'), ...script('scripts/a.sh', 'bedctl list') },
        ],
        [body('Look at the beds. Never use bedctl. Water them.'), run('bedctl list --all')],
        [body('Do not forget the beds. Look with bedctl. Water them.'), run('bedctl list --all')],
      ]),
      ['low', 'medium', 'low', 'medium', 'medium', 'medium', 'low'],
    );
    assert.deepEqual(
      await weights('package-added', [
        [body('Its rows come from @garden and bed-rows.'), run('npm install @garden/bed-rows')],
        [body('Its rows come from @garden.'), run('npm install @garden/bed-rows')],
        [body('Its rows come from bedplan.'), { files: { 'requirements.txt': 'bedplan\n' } }],
      ]),
      ['low', 'medium', 'medium'],
    );
    assert.deepEqual(
      await weights('mcp-added', [
        [body('Look with ListBeds.'), body('Call `mcp__garden__ListBeds`.')],
        [body('Look at the list of beds.'), body('Call `mcp__garden__ListBeds`.')],
        [body('First clean it.'), body('Call `mcp__garden__clean`.')],
      ]),
      ['low', 'medium', 'medium'],
    );
  });

  it('is little for a danger of texts that the older version names, and does not forbid', async () => {
    const push = body(bash('git push --force origin north'));
    assert.deepEqual(
      await weights('danger-added', [
        [body('A force-push workflow.'), push],
        [body('A push workflow.'), push],
        [body('Never use a force-push.'), push],
        [body('A force-push workflow.'), script('scripts/a.sh', 'git push --force origin north')],
        [body('rm and -r are options.'), body(bash('rm -r ~/beds'))],
      ]),
      ['low', 'high', 'high', 'high', 'high'],
    );
  });

  it('is as much for a host that the older version only links', async () => {
    assert.deepEqual(
      await weights('host-added', [
        [body('Beds are at https://api.garden.org.'), body(bash('curl https://api.garden.org/beds'))],
      ]),
      ['high'],
    );
  });

  it('is little for a key that the older version names, and for a path of texts', async () => {
    const key = body(bash('curl -H "Key: $GARDEN_TOKEN" https://api.garden.org/beds'));
    assert.deepEqual(
      await weights('credential-added', [
        [body('Keys such as GARDEN_TOKEN.'), key],
        [body('Keys such as BED_TOKEN.'), key],
        [body('Keys such as GARDEN_TOKEN.'), script('scripts/a.py', 'import os', 'print(os.environ["GARDEN_TOKEN"])')],
        [body('Keys such as BED_TOKEN.'), script('scripts/a.py', 'import os', 'print(os.environ["GARDEN_TOKEN"])')],
      ]),
      ['low', 'high', 'low', 'high'],
    );
    const move = 'mv /etc/beds.conf /etc/beds.conf.backup';
    assert.deepEqual(
      await weights('path-outside-added', [
        [body(`<pre>${move}</pre>`), body(bash('cat /etc/beds.conf.backup'))],
        [body('<pre>mv /etc/beds.conf /etc/beds.conf.old</pre>'), body(bash('cat /etc/beds.conf.backup'))],
      ]),
      ['low', 'medium'],
    );
  });

  it('is little for a server of this computer that is not checked', async () => {
    const check = (address: string): Written => body(bash(`curl -k ${address}/beds`));
    assert.deepEqual(
      await weights('danger-added', [
        [{}, check('https://127.0.0.1:8443')],
        [{}, check('https://beds.garden.org')],
      ]),
      ['low', 'high'],
    );
  });

  it('is little for a script that is empty', async () => {
    assert.deepEqual(
      await weights('script-added', [
        [{}, { files: { 'scripts/beds/__init__.py': '' } }],
        [{}, script('scripts/beds/rows.py', 'print(1)')],
      ]),
      ['low', 'medium'],
    );
  });

  it('is little for hooks that run nothing', async () => {
    const hooks = (entry: string): Written => ({ front: `hooks:\n  ${entry}` });
    assert.deepEqual(
      await weights('hooks-added', [
        [{}, hooks('BedReady: { action: look, required: true }')],
        [{}, hooks('PreToolUse: [{ matcher: Bash, hooks: [{ type: command, command: ./look.sh }] }]')],
      ]),
      ['low', 'high'],
    );
    assert.deepEqual(
      await weights('hooks-changed', [[hooks('BedReady: { action: look }'), hooks('BedReady: { action: water }')]]),
      ['low'],
    );
  });

  it('is little for a package whose module or program was used before', async () => {
    const install = (command: string): Written => body(bash(command));
    assert.deepEqual(
      await weights('package-added', [
        [
          script('scripts/a.py', 'import yaml'),
          { ...script('scripts/a.py', 'import yaml'), ...install('pip install pyyaml') },
        ],
        [
          script('scripts/a.py', 'import yaml'),
          { ...script('scripts/a.py', 'import yaml'), ...install('pip install toml') },
        ],
        [body(bash('docker ps')), body(bash('brew install docker', 'docker ps'))],
        [body(bash('docker ps')), body(bash('brew install podman', 'docker ps'))],
        [
          body('```python\nfrom bedplan.rows import all\n```'),
          body(`\`\`\`python\nfrom bedplan.rows import all\n\`\`\`\n\n${bash('pip install bedplan')}`),
        ],
        [body(bash('brew install bedplan')), body(bash('apt install bedplan-tools'))],
        [body(bash('brew install bedplan')), body(bash('apt install weedplan-tools'))],
        [body('Use `podman` for it.'), body(`Use \`podman\` for it.\n\n${bash('brew install podman')}`)],
      ]),
      ['low', 'medium', 'low', 'medium', 'low', 'low', 'medium', 'low'],
    );
  });

  it('is little for a script that does what code of the text did', async () => {
    const code = '```python\nimport subprocess\nsubprocess.run([name])\n```';
    const now = script('scripts/a.py', 'import subprocess, sys', 'subprocess.run([sys.argv[1]])');
    assert.deepEqual(
      await weights('power-added', [
        [body(code), now],
        [body(code.replaceAll('subprocess', 'beds')), now],
      ]),
      ['low', 'medium'],
    );
  });

  it('is little for a script that reads the key and the file that its reader was told of', async () => {
    const text = 'Set `GARDEN_API_KEY` in `~/.garden/beds.json`.';
    const reads = (key: string, file: string): Written => ({
      body: text,
      ...script('scripts/a.sh', `echo "$${key}"`, `cat ${file}`),
    });
    const pairs: [Written, Written][] = [
      [body(text), reads('GARDEN_API_KEY', '~/.garden/beds.json')],
      [body(text), reads('SHED_API_KEY', '~/.shed/beds.json')],
    ];
    assert.deepEqual(await weights('credential-added', pairs), ['low', 'high']);
    assert.deepEqual(await weights('path-outside-added', pairs), ['low', 'medium']);
  });

  it('is little for what only its name calls a secret in a text', async () => {
    assert.deepEqual(
      await weights('secret-added', [
        [{}, { files: { 'references/a.md': `\`\`\`python\n${password()}\`\`\`\n` } }],
        [{}, { files: { 'scripts/a.py': password() } }],
        [{}, { files: { 'references/a.md': `Use \`${['AKIA', 'Q3EGTLVDXN5RWJ7M'].join('')}\`.\n` } }],
      ]),
      ['low', 'high', 'high'],
    );
  });

  it('is little for a script of the same name in another folder, or with another hash', async () => {
    const named = (name: string, text: string): Written => script(name, `print("${text}")`, `print(1)`);
    assert.deepEqual(
      await weights('script-added', [
        [named('scripts/beds.py', 'a'), named('tools/beds.py', 'b')],
        [named('scripts/beds_6c2e898d.py', 'a'), named('scripts/beds_1fa09c3e.py', 'b')],
        [named('scripts/main.py', 'a'), named('tools/main.py', 'b')],
        [named('scripts/beds.py', 'a'), named('scripts/rows.py', 'b')],
      ]),
      ['low', 'low', 'medium', 'medium'],
    );
  });
});
