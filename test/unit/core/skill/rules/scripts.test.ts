import assert from 'node:assert/strict';
import { importRules } from '../../../../../src/core/skill/rules/imports.ts';
import { runtimeRules } from '../../../../../src/core/skill/rules/runtime.ts';
import { scriptRules } from '../../../../../src/core/skill/rules/scripts.ts';
import { validate } from '../../../../../src/core/skill/validate.ts';
import { document, file, skill } from '../../../../support/markedSkill.ts';
import { body, exercises, given, reports, reportsFiles, silent } from '../../../../support/ruleCases.ts';

describe('rules of scripts and of the container', () => {
  const reading = 'name = input("Name? ")\n';
  reportsFiles(
    'script/interactive',
    [
      file('scripts/a.py', reading),
      file('scripts/b.sh', 'read -rp "Name? " name\n'),
      file('scripts/c.py', '# input("x")\nprint("input(x)")\ninput_file(1)\n'),
    ],
    ['scripts/a.py', 'scripts/b.sh'],
  );
  reportsFiles(
    'script/interactive',
    [
      file('a.py', 'if click.confirm("Sure?"):\n    pass\n'),
      file('b.mjs', "rl.question('Name? ', (name) => name);\n"),
      file('c.ps1', '$name = Read-Host "Name"\n'),
      file('d.rb', 'name = gets.chomp\n'),
      file('e.sh', 'echo "Name?"; read -p "> " name\n'),
      file('f.sh', 'if [ -t 0 ]; then read -t 5 -rp "> " name; fi\n'),
      file(
        'g.py',
        '"""Codes:\n1  Invalid input (bad JSON)\nprompt: input()\n"""\ndef input(x):\n    return x  # input()\n',
      ),
      file('h.sh', 'while read -r line; do echo "read -p"; done\n'),
      file('i.rb', '# gets\nwidgets = 1\n'),
      file('j.js', '// rl.question(\nconst s = "rl.question(";\n'),
    ],
    ['a.py', 'b.mjs', 'c.ps1', 'd.rb', 'e.sh', 'f.sh'],
  );
  reportsFiles(
    'script/executable',
    [
      file('a.sh', '#!/bin/sh\n', { executable: false }),
      file('b.sh', '#!/bin/sh\n', { executable: true }),
      file('c.sh', '#!/bin/sh\n'),
    ],
    ['a.sh'],
  );
  reportsFiles(
    'script/line-endings',
    [file('a.sh', '#!/bin/sh\r\nls\r\n'), file('b.sh', '#!/bin/sh\nls\n'), file('c.txt', 'a\r\n')],
    ['a.sh'],
  );
  reports('script/pinned', body('```bash\n«npx eslint» .\nnpx eslint@9 .\nnpx @scope/tool@1.2 x\n```\n'));
  reports('runtime/install', body('Run `«pip install requests»`.\n\n```bash\n«npm install»\n```\n'));
  silent('runtime/install', body('Do not install packages with pip.\n'), body('`pip install x`\n', [], 'claude-code'));
  silent(
    'runtime/install',
    body(
      'Never run `pip install pandas`. If jq is missing, tell the user: `brew install jq`. No `npm install` is ' +
        'needed; `npm ci` is not needed.\n',
    ),
    body(
      '```bash\n# pip install x\necho "jq not found (brew install jq)"\necho please run pip install ' +
        'x\n```\n\nDo not run:\n\n```bash\npip install x\n```\n',
    ),
    body('```python\nsys.exit("missing: pip install pdfplumber")\n```\n'),
  );
  silent(
    'runtime/install',
    body('Note when the tools are there (e.g. `npm install`, `pip install flour` has run).\n'),
    body('| Error | What to do |\n|---|---|\n| `No oven` | Run `pip install oven` |\n'),
    body('```bash\nif [ -f package.json ]; then npm install; fi\ncommand -v jq || apt-get install jq\n```\n'),
    body('## Common issues\n\nRun `pip install oven`.\n'),
    body('```yaml\n- run: npm ci\n```\n\n```sh\n# With cargo (if you have it)\ncargo install oven\n```\n'),
  );
  reports('runtime/install', body('| Step | What to do |\n|---|---|\n| 1 | Run `«pip install oven»` |\n'));
  silent(
    'runtime/network',
    body('```sh\npip install oven\n# Or from source\ngit clone https://bread.dev/oven.git\n```\n'),
    body('Only run when there is no flour yet.\n\n```sh\ncurl https://bread.dev/flour\n```\n'),
    body("```ts\nconst loaf = await fetch('https://bread.dev/loaf');\n```\n"),
  );
  reports(
    'runtime/install',
    body(
      'Everything is there. `«pip install a»`\n\n- If a is missing, stop.\n- Then `«pip install ' +
        'b»`.\n\n```bash\nFOO=1 «pip install "x[y]"»  # needed\nbash -c "«pip install z"»\n```\n',
    ),
  );
  reportsFiles(
    'runtime/install',
    [
      file('a.py', '"""Needs:\npip install a\n"""\n# pip install b\nsys.exit("missing: pip install c")\n'),
      file('b.py', 'os.system("pip install a")\n'),
      file('c.sh', 'cat <<EOF\npip install a\nEOF\nlog_info "pip install b"\n'),
      file('d.sh', 'set -e\npip install a\n'),
      file('e.js', '/* npm install */\nconsole.error(`npm install`);\n'),
    ],
    ['b.py', 'd.sh'],
  );
  reports(
    'runtime/network',
    body(
      `\`\`\`bash\n«curl -X POST -H "Authorization: x" https://»a.example\n«curl -s -o out.json ` +
        `https://»a.example\n«curl -X POST \\\n  https://»a.example\n«curl --data @x https://»a.example\n«wget ` +
        `-O a.zip https://»a.example\n\`\`\`\n`,
    ),
  );
  silent(
    'runtime/network',
    body(
      '```bash\ncurl -X POST http://0.0.0.0:80 && curl -s \\\n  http://localhost/\necho "curl ' +
        'https://a.example"\ncommand -v curl || see https://a.example\n```\n\nNever use `curl ' +
        'https://a.example`.\n',
    ),
  );
  reportsFiles(
    'runtime/network',
    [
      file('a.py', 's = requests.Session()\n'),
      file('b.mjs', 'await axios.get("https://a.example");\n'),
      file('c.py', 'print(requests.get(url).text)\n'),
      file('d.py', '# requests.get(url)\n'),
    ],
    ['a.py', 'b.mjs', 'c.py'],
  );
  reports('runtime/docker', body('```bash\n«docker run» --rm x\n```\n'));
  reports('runtime/sudo', body('Run `«sudo systemctl» restart x`.\n'));
  reports('runtime/local-host', body('Open `«http://192.168.7.1»/x` or `«ssh 10.0.0.2»`.\n'));
  silent('runtime/local-host', body('`ufw allow from 192.168.0.0/24`, `http://localhost:80`\n'));
  reports('runtime/desktop', body('```bash\ncat x | «pbcopy»\n«osascript» -e x\n```\n'));
  reports('runtime/agent-tool', body('Ask with «AskUserQuestion». Keep a list (`«TodoWrite»`).\n'));
  silent('runtime/agent-tool', body('If AskUserQuestion is available, use it. `TodoWrite` if available.\n'));
  silent(
    'runtime/agent-tool',
    body('Use AskUserQuestion with the kinds of bread. If AskUserQuestion is unavailable, bake rye.\n'),
    body('- In Claude, use `AskUserQuestion`.\n- If no question tool is available, ask in plain text.\n'),
    given(
      '---\nname: my-skill\ndescription: Explains slash commands of Claude Code. Use when asked.\n---\nTodoWrite writes.\n',
    ),
  );
  silent(
    'runtime/install',
    body('', [file('README.md', '```sh\nnpm install\n```\n'), file('references/a.md', '`pip install x`\n')]),
    body('Optionally: `pip install x`.\n\n## Optional tools\n\n```sh\npip install y\n```\n'),
    body('pip may be needed: if you want charts, run `pip install z`.\n'),
  );
  it('tells each need of the container once, with its places', () => {
    const files = [file('scripts/a.sh', 'npm install\n'), file('references/b.md', '`npm ci`\n')];
    const text = document('', '```sh\nnpm install\npip install x\npip install y\n```\n');
    const problems = validate(skill(text, { files }), 'api').filter(({ code }) => code === 'runtime/install');
    assert.deepEqual(
      problems.map(({ message, related }) => [/^Needs (.*?):/.exec(message)?.[1], related?.length]),
      [
        ['npm packages', 2],
        ['Python packages', 1],
      ],
    );
  });
  reports('runtime/network', body('```bash\n«curl https://»example.com\ncurl http://localhost:80\n```\n'));
  reportsFiles('runtime/network', [file('scripts/a.py', 'r = requests.get(url)\n')], ['scripts/a.py']);
  reportsFiles(
    'runtime/import',
    [
      file('scripts/a.py', 'import os, requests as r\n'),
      file('scripts/b.py', '#!/usr/bin/env python3\nfrom bs4 import BeautifulSoup\n'),
      file('scripts/c.py', 'import pandas as pd\nfrom PIL import Image\nimport yaml\nimport helpers\n'),
      file('scripts/d.py', 'try:\n    import requests\nexcept ImportError:\n    requests = None\n'),
      file('scripts/e.py', '"""Usage:\nimport requests\n"""\n# import requests\nx = 1\n'),
      file('scripts/f.py', 'import polars.selectors\n'),
      file('scripts/polars/__init__.py'),
      file('notes.txt', 'import requests\n'),
      file('scripts/test_a.py', 'import pytest\n'),
      file('tests/b.py', 'import pytest\n'),
    ],
    ['scripts/a.py', 'scripts/b.py'],
  );
  const needs = document(
    '',
    'Run `pip install -U "some-tool>=2" pandas` and:\n\n```bash\nnpm install -g left-pad @scope/x && ls\n```\n',
  );
  reportsFiles(
    'runtime/import',
    [
      file('a.py', 'import some_tool\nimport pandas\n'),
      file('b.mjs', "import pad from 'left-pad';\n"),
      file('c.js', "const x = require('@scope/x/deep');\n"),
      file('d.js', "import fs from 'node:fs';\nimport './left-pad.js';\nimport other from 'other';\n"),
    ],
    ['a.py', 'b.mjs', 'c.js'],
    needs,
  );
  reportsFiles(
    'runtime/import',
    ['references/a.py', 'examples/a.py', 'scripts/model_template.py', 'scripts/a.py'].map((path) =>
      file(path, 'import some_tool\n'),
    ),
    ['scripts/a.py'],
    needs,
  );
  it('runtime/import stands at the name, once for each', () => {
    const text = 'import os, requests as r, torch.nn\nimport requests\nfrom torch import nn\n';
    const problems = validate(skill(document(''), { files: [file('a.py', text)] }), 'api').filter(
      ({ code }) => code === 'runtime/import',
    );
    assert.deepEqual(
      problems.map(({ range, related }) => [range, ...(related ?? []).map((place) => place.range)]),
      [['requests', 'torch'].map((name) => ({ start: text.indexOf(name), end: text.indexOf(name) + name.length }))],
    );
    assert.match(problems[0]?.message ?? '', /“requests”, “torch” may be missing/);
  });
  it('runtime/import is about the Skills API only', () => {
    assert.deepEqual(
      validate(skill(document(''), { files: [file('a.py', 'import requests\n')] }), 'claude-code', {
        rules: { 'runtime/import': 'warning' },
      }).filter(({ code }) => code === 'runtime/import'),
      [],
    );
  });
  exercises(scriptRules, runtimeRules, importRules);
});
