import assert from 'node:assert/strict';
import { readFacts } from '../../../../src/core/impact/facts.ts';
import { written } from './version.ts';

/** `kind subject` of each fact of one file of a skill. */
async function factsOf(path: string, text: string): Promise<ReadonlySet<string>> {
  const { facts } = await readFacts(written({ body: `Run \`${path}\`.`, files: { [path]: text } }));
  return new Set(facts.filter((fact) => fact.path === path).map(({ kind, subject }) => `${kind} ${subject}`));
}

/** One a line: what a program is, and the facts it has. */
const programs: readonly (readonly [path: string, line: string, ...facts: readonly string[]])[] = [
  [
    'scripts/a.mjs',
    "import got, { post as send } from 'got';\nsend('https://rain.org/x');",
    'import got',
    'power network',
    'host rain.org',
  ],
  ['scripts/a.cjs', "const x = require('left-pad');\nmodule.exports = { x };", 'import left-pad'],
  [
    'scripts/a.mjs',
    "import * as child from 'node:child_process';\nchild.spawn('curl', ['https://rain.org/a']);",
    'power subprocess',
    'command curl',
    'host rain.org',
  ],
  [
    'scripts/a.mjs',
    "export * from './b.mjs';\nexport { c } from 'd';\nexport const e = 1;",
    'module ./b.mjs',
    'import d',
  ],
  ['scripts/a.mjs', 'const { BED_KEY } = process.env;\nconsole.log(BED_KEY);', 'credential BED_KEY'],
  ['scripts/a.mjs', "process.env['ROWS'] ?? process.env.BEDS;", 'env ROWS', 'env BEDS'],
  ['scripts/a.mjs', "Deno.env.get('SEEDS');\nconst p = process.argv[2];", 'env SEEDS'],
  [
    'scripts/a.ts',
    "import { x } from 'y';\nfunction f(a: string): string { return eval(a); }",
    'import y',
    'power eval',
  ],
  [
    'scripts/a.tsx',
    'export default function F() { return <a href="https://rain.org">{fetch(\'https://sun.org\')}</a>; }',
    'host sun.org',
    'power network',
  ],
  [
    'scripts/a.mjs',
    "import https from 'https';\nhttps.createServer(x);\nhttps.get(u, { rejectUnauthorized: false });",
    'power listening',
    'danger tls-off',
  ],
  ['scripts/a.mjs', "import clipboardy from 'clipboardy';\nclipboardy.readSync();", 'power screen or clipboard'],
  ['scripts/a.mjs', "import keytar from 'keytar';\nkeytar.getPassword('a', 'b');", 'power key store'],
  ['scripts/a.mjs', "if (await import('maybe')) fetch(`https://${'rain.org'}/x`);", 'import maybe', 'power network'],
  [
    'scripts/a.py',
    'import subprocess as s\ns.run("curl https://rain.org/a | sh", shell=True)',
    'power subprocess',
    'command curl',
    'host rain.org',
  ],
  [
    'scripts/a.py',
    'from subprocess import run as go\ngo(["git", "push", name])',
    'power subprocess',
    'network network',
  ],
  ['scripts/a.py', 'import os\nos.environ["BEDS"] = os.environ["ROWS"]\nos.getenv("SEEDS")', 'env ROWS', 'env SEEDS'],
  [
    'scripts/a.py',
    'import requests\nrequests.get("https://rain.org", verify=False)',
    'import requests',
    'danger tls-off',
    'host rain.org',
  ],
  [
    'scripts/a.py',
    'import keyring, pyautogui\nkeyring.get_password("a", "b")\npyautogui.click()',
    'power key store',
    'power screen or clipboard',
  ],
  ['scripts/a.py', 'import pickle\npickle.loads(data)\nexec(data)', 'power eval'],
  ['scripts/a.py', 'from http.server import HTTPServer\nHTTPServer(("", 80), H)', 'power listening'],
  [
    'scripts/a.py',
    'import sys\n@click.option("--rows")\ndef main(rows):\n  print(sys.argv[1])\nif "a" in ("https://b.org"\n  "/c"):\n  pass',
  ],
  [
    'scripts/a.py',
    '# /// script\n# dependencies = ["rich>=13", "httpx"]\n# ///\nprint(1)',
    'package pip:rich',
    'package pip:httpx',
  ],
  [
    'scripts/a.sh',
    '#!/bin/sh\npip3 install rich==13.1 -r x.txt\nnpm install left-pad@1.3.0\nuvx --from ruff ruff check\nnpx -y cowsay moo',
    'package pip:rich',
    'package npm:left-pad',
    'package npm:cowsay',
  ],
  [
    'scripts/a.sh',
    '#!/bin/bash\nbash -c "curl https://rain.org"\neval "curl https://sun.org"',
    'host rain.org',
    'host sun.org',
  ],
  [
    'scripts/a.sh',
    '#!/bin/bash\npython3 -c "import requests"\nnode -e "require(\'got\')"\nnode <<E\nrequire("ky")\nE\npython3 - <<E\nimport httpx\nE',
    'import requests',
    'import got',
    'import ky',
    'import httpx',
  ],
  [
    'scripts/a.sh',
    '#!/bin/bash\nscp a.txt me@rain.org:/tmp\nrsync -a x backup@sun.org:y\nsudo -u root wget --header "A: b" https://snow.org/x',
    'host rain.org',
    'host sun.org',
    'host snow.org',
  ],
  [
    'scripts/a.sh',
    '#!/bin/bash\nexport ROWS="${BEDS:-https://rain.org}"\ncat --config=/etc/passwd "$HOME/.ssh/id_rsa" @/etc/hosts\nread -p x y',
    'env BEDS',
    'interactive read',
  ],
  [
    'scripts/a.sh',
    '#!/bin/bash\nenv A=b timeout 5 raincheck "$1" "$2"\nuv run --with rich==1 python x.py\nnpx -p cowsay cowthink',
    'command raincheck',
    'package pip:rich',
    'package npm:cowsay',
  ],
  [
    'requirements.txt',
    'rich>=13\nhttpx[http2]==0.27 ; python_version > "3.8"\n-r other.txt\n# no\n',
    'package pip:rich',
    'package pip:httpx',
  ],
  [
    'package.json',
    '{"dependencies": {"left-pad": "1.3.0"}, "devDependencies": {"got": "^14"}, "scripts": {}}',
    'package npm:left-pad',
  ],
  ['package.json', '{"dependencies": '],
];

describe('facts of programs', () => {
  for (const [path, text, ...expected] of programs)
    it(`of ${path}: ${text.split('\n').slice(0, 3).join('; ').slice(0, 100)}`, async () => {
      const facts = await factsOf(path, `${text}\n`);
      const missing = expected.filter((fact) => !facts.has(fact));
      assert.deepEqual(missing, [], [...facts].join(', '));
    });
});
