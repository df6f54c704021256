import assert from 'node:assert/strict';
import { maxParsed } from '../../../../src/core/skill/markdown.ts';
import { type Written, bash, impact } from './version.ts';

const body = (text: string): Written => ({ body: text });
const allows = (rules: string): Written => ({ front: `allowed-tools: ${rules}` });
const reference = (text: string, path = 'references/a.md'): Written => ({ files: { [path]: text } });
/** Behind so much text that its last `over` characters are not read. */
const atEnd = (text: string, over: number): Written =>
  reference(
    `${'Look at the beds, and then water them.\n'.repeat(4_000).slice(0, maxParsed + over - text.length - 1)}\n${text}`,
  );

const script = (...lines: string[]): Written => ({ files: { 'scripts/a.sh': `${lines.join('\n')}\n` } });
const shebang = (program: string): Written => ({ files: { 'scripts/a.ts': `#!/usr/bin/env ${program}\n` } });
const python = (...lines: string[]): Written => ({ files: { 'scripts/a.py': `${lines.join('\n')}\n` } });
const javaScript = (...lines: string[]): Written => ({ files: { 'scripts/a.mjs': `${lines.join('\n')}\n` } });
const asks = (key: string, host: string): Written =>
  python('import os, requests', `key = os.environ["${key}"]`, `requests.post("https://${host}/v1", json={"key": key})`);

/** What public histories showed to be told wrongly, each with a neighbor that must be told. */
const cases: Readonly<
  Record<string, { readonly code: string; readonly silent: [Written, Written]; readonly found: [Written, Written] }>
> = {
  'an entry of a file that was used before': {
    code: 'path-outside-added',
    silent: [
      body(bash('gardener connect ~/.garden/beds.json:north')),
      body(bash('gardener connect ~/.garden/beds.json')),
    ],
    found: [
      body(bash('gardener connect ~/.garden/beds.json:north')),
      body(bash('gardener connect ~/.garden/plants.json')),
    ],
  },
  'a file that the older text told to read': {
    code: 'path-outside-added',
    silent: [body('Read `~/.gardenrc`, and append the line.'), body(bash('source ~/.gardenrc'))],
    found: [body('Read `~/.gardenrc`, and append the line.'), body(bash('source ~/.bedsrc'))],
  },
  'a file of keys that the older text named, in a script now': {
    code: 'path-outside-added',
    silent: [body('Keys are in `~/.garden/x`.'), body(`Keys are in \`~/.garden/x\`.\n\n${bash('cat ~/.garden/x')}`)],
    found: [
      body('Never touch `~/.ssh/id_rsa`.'),
      { body: 'Never touch `~/.ssh/id_rsa`.', files: { 'scripts/a.sh': 'cat ~/.ssh/id_rsa\n' } },
    ],
  },
  'a file that was searched before': {
    code: 'path-outside-added',
    silent: [
      { files: { 'scripts/a.sh': 'grep -E "^BED=|^ROW=" ~/.garden/conf\n' } },
      { files: { 'scripts/a.sh': 'FILE="$HOME/.garden/conf"\ncat "$FILE"\n' } },
    ],
    found: [
      { files: { 'scripts/a.sh': 'grep -E "/etc/garden/conf" beds.txt\n' } },
      { files: { 'scripts/a.sh': 'grep -E "^BED=" /etc/garden/conf\n' } },
    ],
  },
  'a translation of the README': {
    code: 'path-outside-added',
    silent: [{}, reference(bash('ls ~/.garden/cache'), 'README.ja.md')],
    found: [{}, reference(bash('ls ~/.garden/cache'), 'references/ja.md')],
  },
  'a function of what is sourced': {
    code: 'command-added',
    silent: [{}, body(bash('source ../lib/beds.sh', 'if ! beds_are_ready; then exit 1; fi'))],
    found: [{}, body(bash('source ../lib/beds.sh', 'bedctl ready'))],
  },
  'pseudocode in a block of commands': {
    code: 'command-added',
    silent: [body(bash('bedctl water north')), body(bash('for each bed with Weeds > 0:', '  bedctl water <bed>'))],
    found: [body(bash('bedctl water north')), body(bash('for bed in north south; do', '  weedctl "$bed"', 'done'))],
  },
  'an installation that is called outdated': {
    code: 'package-added',
    silent: [{}, body('The check warns of a stale `npx -y bedplan`.')],
    found: [{}, body('If it is not installed, run `npx -y bedplan`.')],
  },
  'a host with a part that is put in': {
    code: 'host-added',
    silent: [{}, body(bash("curl 'https://beds.{garden.region}.rain-cloud.com/v1'"))],
    found: [{}, body(bash("curl 'https://beds.rain-cloud.com/v1'"))],
  },
  'a pattern of tools in a text, and an example of a name': {
    code: 'mcp-added',
    silent: [{}, body('Allow `mcp__garden__*`. The name may differ (e.g. `mcp__garden__beds_list`).')],
    found: [{}, body('Call `mcp__garden__beds_list` first.')],
  },
  'a function that says something, in a script that sources others': {
    code: 'command-added',
    silent: [{}, { files: { 'scripts/a.sh': 'source ../lib.sh\nwarn "No beds."\n' } }],
    found: [{}, { files: { 'scripts/a.sh': 'source ../lib.sh\nwarnbeds "No beds."\n' } }],
  },
  'a name that stands for a command': {
    code: 'command-added',
    silent: [{}, body(bash('cmd1 2>&1 | cmd2', 'x="$(failing_cmd)"', 'producer | head -n1', 'your-helper assume'))],
    found: [{}, body(bash('bedctl list 2>&1 | head -n1'))],
  },
  'a block that says that it is pseudocode': {
    code: 'command-added',
    silent: [{}, body(bash('# Pseudocode', 'list_beds | water_beds'))],
    found: [{}, body(bash('# Waters', 'bedctl water'))],
  },
  'output in a block of commands': {
    code: 'command-added',
    silent: [{}, body(bash('A bed must specify `water_daily` to be `true`', 'get approval from the right gardener.'))],
    found: [{}, body(bash('bedctl water north south east west'))],
  },
  'a variable that is called like a library': {
    code: 'power-added',
    silent: [{}, { files: { 'scripts/a.py': 'import hashlib\ngot = hashlib.sha256()\ngot.update(b"x")\n' } }],
    found: [{}, { files: { 'scripts/a.mjs': "import got from 'got';\nawait got('https://api.rain.org/v1');\n" } }],
  },
  'a command that the older text told to run': {
    code: 'command-added',
    silent: [body('Run `bedctl ready --all` first.'), body(bash('bedctl ready --all'))],
    found: [body('Never run `bedctl drain --all`.'), body(bash('bedctl drain --all'))],
  },
  'a command that a block without a language showed': {
    code: 'command-added',
    silent: [body('```\nbedctl list | weedctl cut\n```'), body(bash('weedctl cut'))],
    found: [body('```json\nweedctl cut\n```'), body(bash('weedctl cut'))],
  },
  'a program that another one started before': {
    code: 'command-added',
    silent: [body(bash('uv run --no-project bedctl list')), body(bash('bedctl list'))],
    found: [body(bash('uv run bedctl.py list')), body(bash('bedctl list'))],
  },
  'a command behind a word of warning in parentheses': {
    code: 'command-added',
    silent: [body(`Make a draft (never send it):\n\n${bash('bedmail x')}`), body(bash('bedmail x'))],
    found: [body(`Never send it:\n\n${bash('bedmail x')}`), body(bash('bedmail x'))],
  },
  'a host that the older text told to ask': {
    code: 'host-added',
    silent: [body('Run `curl -s https://api.rain.org/list`.'), body(bash('curl -s https://api.rain.org/list'))],
    found: [body('See `https://api.rain.org`.'), body(bash('curl -s https://api.rain.org/list'))],
  },
  'an option that the older text told to pass': {
    code: 'danger-added',
    silent: [body('Pass the `--yolo` flag.'), body(bash('gardener --yolo -p beds'))],
    found: [body('`--yolo` must not be used.'), body(bash('gardener --yolo -p beds'))],
  },
  'a folder of a file that was used before': {
    code: 'path-outside-added',
    silent: [body(bash('cat ~/.garden/beds/north/list.json')), body(bash('mkdir -p ~/.garden/beds/north'))],
    found: [{ files: { 'scripts/a.sh': 'cat ~/.ssh/config\n' } }, { files: { 'scripts/a.sh': 'tar c ~/.ssh\n' } }],
  },
  'a file that is only looked for': {
    code: 'path-outside-added',
    silent: [{}, { files: { 'scripts/a.py': 'from pathlib import Path\nseen = (Path(".") / ".env").exists()\n' } }],
    found: [{}, { files: { 'scripts/a.py': 'from pathlib import Path\ntext = (Path(".") / ".env").read_text()\n' } }],
  },
  'a function that a text calls': {
    code: 'command-added',
    silent: [{}, body(bash('garden_state_set "$BED" watered'))],
    found: [{}, body(bash('garden_dump "$BED"'))],
  },
  'a program that is only asked for': {
    code: 'command-added',
    silent: [{}, script('command -v bedctl >/dev/null || echo none')],
    found: [{}, script('BED="$(command -v bedctl)"', '"$BED" list')],
  },
  'a program whose words a variable has': {
    code: 'command-added',
    silent: [python('import subprocess', 'cmd = ["bedctl", "x"]', 'subprocess.run(cmd)'), script('bedctl y')],
    found: [python('import subprocess', 'cmd = ["bedctl", "x"]', 'print(cmd)'), script('bedctl y')],
  },
  'a command of a package that comes from an address': {
    code: 'package-added',
    silent: [{}, body(bash('uvx --from git+https://rain.org/beds.git bedctl list'))],
    found: [{}, body(bash('uvx --from bedplan bedctl list'))],
  },
  'one of several commands that may stand there': {
    code: 'package-added',
    silent: [{}, body('Run the tests of the project (e.g., `npm test`, `npx bedtest run`).')],
    found: [{}, body('Run the tests of the project with `npx bedtest run`.')],
  },
  'one of several names that a tool may have': {
    code: 'mcp-added',
    silent: [{}, body('The name varies (for example `mcp__garden__beds_list` or `mcp__yard__beds_list`).')],
    found: [{}, body('For example, beds differ. Call `mcp__garden__beds_list`.')],
  },
  'an address that a script put into a variable before': {
    code: 'host-added',
    silent: [
      script('REPO="git+https://rain.org/beds.git"', 'uvx --from "$REPO" bedctl'),
      script('uvx --from "git+https://rain.org/beds.git" bedctl'),
    ],
    found: [
      script('REPO="git+https://rain.org/beds.git"', 'echo "$REPO"'),
      script('uvx --from "git+https://rain.org/beds.git" bedctl'),
    ],
  },
  'a file of an agent that the older text told to read': {
    code: 'path-outside-added',
    silent: [body('Read `~/.claude/.beds-<bed>`.'), body(bash('cat ~/.claude/.beds-${BED}'))],
    found: [body('Never read `~/.claude/.beds-<bed>`.'), body(bash('cat ~/.claude/.beds-${BED}'))],
  },
  'a folder that a variable could replace': {
    code: 'path-outside-added',
    silent: [
      python('import os', 'ROOT = os.environ.get("BEDS", "/opt/garden/beds")'),
      python('from pathlib import Path', 'ROOT = Path("/opt/garden/beds")'),
    ],
    found: [python('print("/opt/garden/beds")'), python('from pathlib import Path', 'ROOT = Path("/opt/garden/beds")')],
  },
  'a key that goes to its own service': {
    code: 'data-leaves',
    silent: [{}, asks('GEMINI_API_KEY', 'generativelanguage.googleapis.com')],
    found: [{}, asks('GEMINI_API_KEY', 'api.rain.org')],
  },
  'a project that is made, not installed': {
    code: 'package-added',
    silent: [{}, body(bash('uv init --package beds'))],
    found: [{}, body(bash('uv add beds'))],
  },
  'two programs with a sign between them': {
    code: 'package-added',
    silent: [{}, body('Else `pip install + python3` is used.')],
    found: [{}, body('Else `pip install beds3` is used.')],
  },
  'a program that the project has': {
    code: 'package-added',
    silent: [{}, body(bash('pnpm exec bedtest run'))],
    found: [{}, body(bash('pnpm dlx bedtest run'))],
  },
  'a folder in a list of a script': {
    code: 'path-outside-added',
    silent: [script('DIRS=("$HOME/.garden/bin" "$HOME/.yard/bin")'), script('ls ~/.yard/bin')],
    found: [script('echo "$HOME/.yard/bin"'), script('ls ~/.yard/bin')],
  },
  'a path of an example': {
    code: 'path-outside-added',
    silent: [{}, body(bash('bedctl add ~/.beds/my-repo/north'))],
    found: [{}, body(bash('bedctl add ~/.beds/repo/north'))],
  },
  'a command behind a warning of two lines in parentheses': {
    code: 'command-added',
    silent: [
      body(`Take the name (never the label,\nnever the number) and go on:\n\n${bash('bedctl x')}`),
      body(bash('bedctl x')),
    ],
    found: [body(`Take the name.\nNever go on:\n\n${bash('bedctl x')}`), body(bash('bedctl x'))],
  },
  'a line in a block of commands that is none': {
    code: 'command-added',
    silent: [{}, body(bash('beds = 3', 'north → south', 'see the list of beds', 'report.pdf'))],
    found: [{}, body(bash('beds --see the list'))],
  },
  'a command that stood behind words about another one': {
    code: 'command-added',
    silent: [body(`Instead of the list, take this:\n\n${bash('bedctl x')}`), body(bash('bedctl x'))],
    found: [body(`Do not take this:\n\n${bash('bedctl x')}`), body(bash('bedctl x'))],
  },
  'a tool that is not to be called': {
    code: 'mcp-added',
    silent: [{}, body('Never call `mcp__garden__beds_drop`.')],
    found: [{}, body('Never wait: call `mcp__garden__beds_drop`.')],
  },
  'an installation that another block showed': {
    code: 'package-added',
    silent: [body('```python\npip install bedplan\n\nimport bedplan\n```'), body(bash('uv pip install bedplan'))],
    found: [body('```python\nimport bedplan\n```'), body(bash('uv pip install bedplan'))],
  },
  'a program of every system': {
    code: 'command-added',
    silent: [{}, body(bash('printenv BED_TOKEN'))],
    found: [{}, body(bash('printbeds BED_TOKEN'))],
  },
  'a line for the client of a database': {
    code: 'command-added',
    silent: [{}, body(bash('\\d beds', '\\q'))],
    found: [{}, body(bash('\\bedctl list'))],
  },
  'a computer that the older text told to sign in to': {
    code: 'host-added',
    silent: [body('The host is `garden@69.62.10.8`.'), body(bash('curl https://69.62.10.8/beds'))],
    found: [body('The host is `garden@69.62.10.9`.'), body(bash('curl https://69.62.10.8/beds'))],
  },
  'a program of a package that has another name': {
    code: 'package-added',
    silent: [{}, body(bash('npx tsc --noEmit'))],
    found: [{}, body(bash('npx typescript --noEmit'))],
  },
  'what several paths share': {
    code: 'path-outside-added',
    silent: [
      { files: { 'scripts/a.sh': 'ls ~/.claude/garden\n' } },
      body(bash('mkdir -p ~/.claude/garden/{beds/{north,south},rows}')),
    ],
    found: [{}, body(bash('mkdir -p ~/.claude/garden/{beds/{north,south},rows}'))],
  },
  'a scope that is asked for': {
    code: 'host-added',
    silent: [{}, python('import requests', 'SCOPES = ["https://www.rainapis.org/auth/beds"]', 'requests.get(x)')],
    found: [{}, python('import requests', 'BEDS = ["https://www.rainapis.org/auth/beds"]', 'requests.get(x)')],
  },
  'a network that a library used before': {
    code: 'power-added',
    silent: [
      python('from googleapiclient.discovery import build', 'build("drive", "v3")'),
      python('import urllib.request', 'urllib.request.urlopen(x)'),
    ],
    found: [python('import json', 'json.load(x)'), python('import urllib.request', 'urllib.request.urlopen(x)')],
  },
  'one of several values': {
    code: 'command-added',
    silent: [{}, body(bash('cat --phase red|green|refactor beds.md'))],
    found: [{}, body(bash('cat beds.md | refactor'))],
  },
  'a file that is skipped, or of a kind': {
    code: 'path-outside-added',
    silent: [{}, python('SKIP_DIRS = {".git", ".env"}', 'KINDS = dict(file_types=[".js", ".env"])')],
    found: [{}, python('FILES = {".git", ".env"}')],
  },
  'a host of an example': {
    code: 'host-added',
    silent: [{}, body(bash('curl https://instance.rain-now.com/api'))],
    found: [{}, body(bash('curl https://beds.rain-now.com/api'))],
  },
  'a path of a configuration that a script only writes': {
    code: 'path-outside-added',
    silent: [{}, python('beds = {"rows": 3, "dataDir": "/var/garden/beds"}', 'write(beds)')],
    found: [{}, python('beds = {"rows": 3, "dataDir": "/var/garden/beds"}', 'os.listdir(beds["dataDir"])')],
  },
  'a path of a configuration in another language': {
    code: 'path-outside-added',
    silent: [{}, javaScript('const beds = { deep: true, dataDir: "/var/garden/beds" };', 'write(beds);')],
    found: [{}, javaScript('const beds = { deep: true, dataDir: "/var/garden/beds" };', 'readdir(beds.dataDir);')],
  },
  'a home folder that nothing expands': {
    code: 'path-outside-added',
    silent: [{}, python('CACHED = ["~/.garden/beds"]', 'write({"cache": CACHED})')],
    found: [{}, python('CACHED = ["~/.garden/beds"]', 'for each in CACHED: os.path.expanduser(each)')],
  },
  'a command at the start that hides its errors now': {
    code: 'preload-added',
    silent: [
      body('Beds: !`ls beds`\nRows: !`ls rows 2>/dev/null`'),
      body('Beds: !`ls beds 2>/dev/null || echo none`\nRows: !`ls rows`'),
    ],
    found: [body('Beds: !`ls beds`'), body('Beds: !`ls rows 2>/dev/null`')],
  },
  'an application that does not wait for connections': {
    code: 'power-added',
    silent: [{}, python('import marimo', 'app = marimo.App()', 'app.run()')],
    found: [{}, python('from flask import Flask', 'app = Flask("beds")', 'app.run()')],
  },
  'a row of a table that is shown': {
    code: 'command-added',
    silent: [
      {},
      body(bash('bedctl list', '', 'Bed   | State', '------+-------', 'north | watered').replace('bedctl', 'ls')),
    ],
    found: [{}, body(bash('cat beds.txt | bedctl water'))],
  },
  'a line that ends in another way': {
    code: 'command-added',
    silent: [
      { files: { 'scripts/a.sh': 'ls beds \\\r\n  | bedctl water\r\nbedfmt\r\n' } },
      script('ls beds \\', '  | bedctl water', 'bedfmt'),
    ],
    found: [{ files: { 'scripts/a.sh': 'ls beds\r\n' } }, script('bedfmt')],
  },
  'a command behind a block that was not closed': {
    code: 'command-added',
    silent: [body(`\`\`\`python\nbeds()\n\n${bash('bedctl water north')}`), body(bash('bedctl water north'))],
    found: [body('```python\nbedctl = 3\n```'), body(bash('bedctl water north'))],
  },
  'a package of which only the beginning is written': {
    code: 'package-added',
    silent: [{}, body('Run `npm i @garden/plugin-<name>`, or `brew install user/tap/tool`.')],
    found: [{}, body('Run `npm i @garden/plugin-beds`.')],
  },
  'an installation in a comment of an example': {
    code: 'package-added',
    silent: [body('```python\n# Install: pip install bedplan\nbeds()\n```'), body(bash('pip install bedplan'))],
    found: [body('```python\n# Plans: bedplan\nbeds()\n```'), body(bash('pip install bedplan'))],
  },
  'a package that the older text told to install': {
    code: 'package-added',
    silent: [body('Install `bed-plan` first.'), body(bash('npm i bed-plan'))],
    found: [body('Do not install `bed-plan`.'), body(bash('npm i bed-plan'))],
  },
  'a tool that the older text told to use': {
    code: 'command-added',
    silent: [body('Use tools such as `bedctl` where they are there.'), body(bash('bedctl list'))],
    found: [body('`bedctl` is not used.'), body(bash('bedctl list'))],
  },
  'the home page of a package': {
    code: 'host-added',
    silent: [{}, body(bash('pkgname=beds', 'url="https://www.rain.org"', 'curl -O "$1"'))],
    found: [{}, body(bash('name=beds', 'url="https://www.rain.org"', 'curl -O "$url"'))],
  },
  'the same folder with a variable in it': {
    code: 'path-outside-added',
    silent: [script('D="$HOME/.garden/beds"', 'mkdir -p "$D"'), script('D="$HOME/$STATE/beds"', 'mkdir -p "$D"')],
    found: [script('D="$HOME/.garden/beds"', 'mkdir -p "$D"'), script('D="$HOME/$STATE/rows"', 'mkdir -p "$D"')],
  },
  'a file in a folder that the older text told to use': {
    code: 'path-outside-added',
    silent: [body('Write it into `~/.agent/beds/`.'), body(bash('python3 x.py ~/.agent/beds/north.html'))],
    found: [body('Write it into `~/.agent/`.'), body(bash('python3 x.py ~/.agent/beds/north.html'))],
  },
  'a folder of an example, and one behind it': {
    code: 'path-outside-added',
    silent: [{}, body(bash('bedctl --profile ~/.myapp-profile list', 'bedctl --profile ~/.my-project list'))],
    found: [{}, body(bash('DIRS="$HOME/.mybeds:$HOME/.my-project" bedctl list'))],
  },
  'a function that a reader is to write': {
    code: 'command-added',
    silent: [{}, body(bash('if ! said=$(post_comment 2>&1); then exit 1; fi', 'some-noisy-command > log'))],
    found: [{}, body(bash('if ! said=$(bed_comment 2>&1); then exit 1; fi'))],
  },
  'a file that a command of the older text used': {
    code: 'path-outside-added',
    silent: [body(bash('tail /opt/garden/beds.log')), python('open("/opt/garden/beds.log")')],
    found: [body(bash('tail beds.log')), python('open("/opt/garden/beds.log")')],
  },
  'a script that ran at the start, found in another way': {
    code: 'preload-added',
    silent: [
      body('Beds: !`bash ${GARDEN_DIR}/scripts/beds.sh`'),
      body('```!\n# The beds\nDIR="${GARDEN_DIR}"\nbash "$DIR/scripts/beds.sh"\n```'),
    ],
    found: [body('Beds: !`bash ${GARDEN_DIR}/scripts/beds.sh`'), body('Beds: !`bash ${GARDEN_DIR}/scripts/rows.sh`')],
  },
  'a call of a function in pseudocode': {
    code: 'command-added',
    silent: [{}, body(bash('water_bed(<BED>, days=3)', 'perform_watering'))],
    found: [{}, body(bash('waterbed "(true)"'))],
  },
  'a program that is not there': {
    code: 'package-added',
    silent: [{}, body('Not all have it (no `npx bedlint` there).')],
    found: [{}, body('All have it, with `npx bedlint`.')],
  },
  'an option of a program that npx runs': {
    code: 'package-added',
    silent: [body('Run `npx bedplan move`.'), body('Run `npx bedplan move --from "beds/north.md"`.')],
    found: [{}, body('Run `npx --package bedplan move`.')],
  },
  'an installation that the README has': {
    code: 'package-added',
    silent: [reference('Install it: `brew install bedplan`.', 'README.md'), body(bash('brew install bedplan'))],
    found: [reference('Install bedplan.', 'README.md'), body(bash('brew install bedplan'))],
  },
  'a command that a configuration has as a list': {
    code: 'command-added',
    silent: [body('```toml\nbeds = ["bedctl", "list"]\n```'), body(bash('bedctl list'))],
    found: [body('```toml\nbeds = "bedctl list"\n```'), body(bash('bedctl list'))],
  },
  'a command that a workflow runs': {
    code: 'command-added',
    silent: [body('```yaml\nrun: |\n  bedctl list\n```'), body(bash('bedctl list'))],
    found: [body('```yaml\nrun: bedctl\n```'), body(bash('bedctl list'))],
  },
  'a host that the older text told to install from': {
    code: 'host-added',
    silent: [body('```\nbedctl add git+https://rain.org/a.git\n```'), body(bash('git clone https://rain.org/a.git'))],
    found: [body('```\nbedctl add https://rain.org/a.git\n```'), body(bash('git clone https://rain.org/a.git'))],
  },
  'a host with a placeholder': {
    code: 'host-added',
    silent: [{}, body(bash('curl https://pub-xxx.rain.dev/a'))],
    found: [{}, body(bash('curl https://pub-xy.rain.dev/a'))],
  },
  'a comment between commands that are typed, and a version': {
    code: 'command-added',
    silent: [{}, body(`\`\`\`console\n# water the beds\n$ ls\n\`\`\`\n\n${bash('v1.0.0-beta   # early')}`)],
    found: [{}, body('```console\n# bedctl list\nnorth\n```')],
  },
  'a program of a script that is not read to its end': {
    code: 'command-added',
    silent: [script('usage() { cat <<X', '((', '  bedctl --all', 'X'), script('bedctl --all')],
    found: [script('echo "bedctl --all"'), script('bedctl --all')],
  },
  'a redirection of another shell, and a word in parentheses': {
    code: 'command-added',
    silent: [{}, body(bash('command out+err> beds.log', '(no output)', 'test -f beds && do-thing beds'))],
    found: [{}, body(bash('command bed++ > beds.log'))],
  },
  'the name of a computer': {
    code: 'credential-added',
    silent: [{}, { files: { 'scripts/a.sh': 'echo "${GARDEN_HOST_KEY:-unknown}"\n' } }],
    found: [{}, { files: { 'scripts/a.sh': 'echo "${GARDEN_KEY:-unknown}"\n' } }],
  },
  'a tool of a server that was allowed before': {
    code: 'mcp-added',
    silent: [{ front: 'allowed-tools: mcp__garden__*' }, body('Call `mcp__garden__beds_list` first.')],
    found: [{ front: "allowed-tools: '*'" }, body('Call `mcp__garden__beds_list` first.')],
  },
  'a program that was allowed before': {
    code: 'command-added',
    silent: [{ front: 'allowed-tools: Bash(bedctl list *)' }, body(bash('bedctl water north'))],
    found: [{ front: 'allowed-tools: Bash(bedctl-list *)' }, body(bash('bedctl water north'))],
  },
  'a program in a list of what is needed': {
    code: 'command-added',
    silent: [
      body('## Requirements\n\n- bedctl (waters the beds)\n- `weedctl` for weeds'),
      body(bash('bedctl a', 'weedctl b')),
    ],
    found: [body('## Steps\n\n- bedctl (waters the beds)'), body(bash('bedctl water'))],
  },
  'a program that the compatibility names': {
    code: 'command-added',
    silent: [{ front: 'compatibility: Requires bedctl and a network' }, body(bash('bedctl water'))],
    found: [{ front: 'compatibility: Requires a network' }, body(bash('bedctl water'))],
  },
  'a program of a list of words in the front matter': {
    code: 'command-added',
    silent: [{ front: 'metadata:\n  start: ["bedctl", "water"]' }, body(bash('bedctl water'))],
    found: [{ front: 'metadata:\n  start: "bedctl-water"' }, body(bash('bedctl water'))],
  },
  'a program of a script of a package': {
    code: 'command-added',
    silent: [body('```json\n{\n  "water": "bedctl water && weedctl cut"\n}\n```'), body(bash('weedctl cut'))],
    found: [body('```json\n{\n  "water": "bedctl"\n}\n```'), body(bash('bedctl water'))],
  },
  'a danger that the older text told': {
    code: 'danger-added',
    silent: [
      body('Run `sudo bedctl reset`, then `git reset --hard`.'),
      body(bash('sudo bedctl reset', 'git reset --hard')),
    ],
    found: [body('Run `rm -rf ~/beds`.'), body(bash('rm -rf ~/tulips'))],
  },
  'a folder that a shown program uses': {
    code: 'path-outside-added',
    silent: [
      body('```python\nroot = expanduser("~/.garden/state")\n```'),
      python('import os', 'root = os.path.expanduser("~/.garden/state")', 'open(root)'),
    ],
    found: [
      body('The beds are in ~/.garden/state, perhaps.'),
      python('import os', 'root = os.path.expanduser("~/.garden/state")', 'open(root)'),
    ],
  },
  'a key that the older text asks for, in a text': {
    code: 'credential-added',
    silent: [body('It requires `GARDEN_API_KEY`.'), body(bash('gardener --key "$GARDEN_API_KEY"'))],
    found: [body('It requires `GARDEN_API_KEY`.'), asks('GARDEN_API_KEY', 'api.garden.org')],
  },
  'a program of the project, which npx runs from there': {
    code: 'package-added',
    silent: [{}, body(bash('npx vite build', 'npx eslint .'))],
    found: [{}, body(bash('npx -y vite build'))],
  },
  'an installation in a row that is marked as wrong': {
    code: 'package-added',
    silent: [{}, body('| bedplan | ❌ access denied | `pip install bedplan` |')],
    found: [{}, body('| bedplan | works | `pip install bedplan` |')],
  },
  'a command that a comment behind it forbids': {
    code: 'danger-added',
    silent: [{}, body(bash('git push --force origin north   # 금지', 'git reset --hard   # never'))],
    found: [{}, body(bash('git push --force origin north   # never waits'))],
  },
  'a command below a comment that says to block it, or how it was before': {
    code: 'danger-added',
    silent: [
      {},
      body(
        bash(
          '# Block these patterns',
          'rm -rf ~/beds',
          '',
          '# Before (DANGEROUS)',
          'git reset --hard',
          '# After',
          'bedctl reset',
        ),
      ),
    ],
    found: [{}, body(bash('# Before you plant', 'rm -rf ~/beds'))],
  },
  'a command in a part about what to avoid': {
    code: 'danger-added',
    silent: [{}, body(`## Dangerous patterns to avoid\n\n### Deleting\n\n${bash('rm -rf ~/beds')}`)],
    found: [{}, body(`## Dangerous patterns to avoid\n\nMany.\n\n## Deleting\n\n${bash('rm -rf ~/beds')}`)],
  },
  'a command below a table that forbids something else': {
    code: 'command-added',
    silent: [
      body(`| bed | why |\n|---|---|\n| north | never water it |\n\n${bash('bedctl list --all')}`),
      body(bash('bedctl list --all')),
    ],
    found: [body(`Never do this:\n\n${bash('bedctl list --all')}`), body(bash('bedctl list --all'))],
  },
  'how the name of a tool is made': {
    code: 'mcp-added',
    silent: [{}, body('Tools have names: `mcp__server__tool`, `mcp__your-server__tool_name`.')],
    found: [{}, body('Call `mcp__garden__list_beds`.')],
  },
  'a tool that is called in a block of commands': {
    code: 'command-added',
    silent: [{}, body(bash('mcp__garden-server__list_beds --bed north'))],
    found: [{}, body(bash('bedctl --bed north'))],
  },
  'extras of a package': {
    code: 'package-added',
    silent: [body(bash('pip install bedplan')), body(bash('pip install bedplan[rain]    # for rain'))],
    found: [body(bash('pip install bedplan')), body(bash('pip install weedplan[rain]    # for rain'))],
  },
  'what a block before has set': {
    code: 'credential-added',
    silent: [{}, body(`${bash('BED_AUTH=(-u anna:beds)')}\n\n${bash('curl "${BED_AUTH[@]}" https://api.garden.org')}`)],
    found: [{}, body(`${bash('WEED_AUTH=(-u anna:beds)')}\n\n${bash('curl "${BED_AUTH[@]}" https://api.garden.org')}`)],
  },
  'a file that lies beside the page, and what a button copies': {
    code: 'power-added',
    silent: [{}, { files: { 'scripts/a.js': "fetch('beds.json');\nnavigator.clipboard.writeText('beds');\n" } }],
    found: [{}, { files: { 'scripts/a.js': "fetch('//beds.json');\n" } }],
  },
  'the network, which a program of an older script used': {
    code: 'power-added',
    silent: [
      script('curl https://api.garden.org'),
      { files: { 'scripts/a.py': 'import requests\nrequests.get("https://api.garden.org")\n' } },
    ],
    found: [
      body(bash('curl https://api.garden.org')),
      { files: { 'scripts/a.py': 'import requests\nrequests.get("https://api.garden.org")\n' } },
    ],
  },
  'what a merge left, and a list of a rebase': {
    code: 'command-added',
    silent: [{}, body(bash('<<<<<<< HEAD', 'waterall north', '=======', 'waterbed', '>>>>>>> b', 'fixup yza567 beds'))],
    found: [{}, body(bash('fixup --all beds'))],
  },
  'a row that is printed, and what leads to it': {
    code: 'command-added',
    silent: [{}, body(bash('tulips   north-beds   45   1   0', 'rule beds/north for tulips violation:'))],
    found: [{}, body(bash('bedctl   north-beds --all'))],
  },
  'who vouches for somebody, and a repository of the reader': {
    code: 'host-added',
    silent: [
      {},
      body(bash('bedctl trust --issuer-uri=https://token.rain.org', 'git clone https://github.com/your-org/beds.git')),
    ],
    found: [{}, body(bash('git clone https://github.com/garden/beds.git'))],
  },
  'a home folder of an example, and a rule that denies': {
    code: 'path-outside-added',
    silent: [{}, { files: { 'scripts/a.sh': 'gardener /Users/example/beds\ndeny /etc/shadow r,\n' } }],
    found: [{}, { files: { 'scripts/a.sh': 'gardener /etc/shadow\n' } }],
  },
  'a command that continues behind a sign of Windows, and a function of the reader': {
    code: 'command-added',
    silent: [{}, body(bash('bed.bat ^', 'make-beds ^', '--all', 'test -d beds || fail "no beds"'))],
    found: [{}, body(bash('bed.bat', 'makebeds --all'))],
  },
  'an answer and a setting between commands': {
    code: 'command-added',
    silent: [
      {},
      body(
        bash(
          'cat beds.json',
          '[',
          '    {',
          '        "cn":[',
          '            "tulips"',
          '        ]',
          '    }',
          ']',
          '<Bed "north">',
        ),
      ),
    ],
    found: [{}, body(bash('{', '  bedctl water', '}'))],
  },
  'a setting with a space, and sentences that go on': {
    code: 'command-added',
    silent: [{}, body(bash('BED_NAME= north-bed', 'store its water Files. This folder is the one of'))],
    found: [{}, body(bash('BED_NAME=north-bed bedctl water'))],
  },
  'a command behind words, and one that was looked for': {
    code: 'command-added',
    silent: [
      body(`\`\`\`text\n1. Plan the beds: npx bedplan start\n\`\`\`\n\n${bash('command -v bedctl')}`),
      body(bash('npx bedplan start', 'bedctl water')),
    ],
    found: [body('```text\n1. Plan the beds: npx-plan start\n```'), body(bash('npx bedplan start'))],
  },
  'a program that agents look for': {
    code: 'command-added',
    silent: [{ front: 'metadata:\n  bins: [bedctl, weedctl]' }, body(bash('weedctl cut'))],
    found: [{ front: 'metadata:\n  binds: [bedctl, weedctl]' }, body(bash('weedctl cut'))],
  },
  'an installation in a block of PowerShell': {
    code: 'package-added',
    silent: [body('```powershell\nuv tool run --from bedplan plan\n```'), body(bash('uv tool install bedplan'))],
    found: [body('```powershell\nuv tool list\n```'), body(bash('uv tool install bedplan'))],
  },
  'a tool that was an example, or was named without its server': {
    code: 'mcp-added',
    silent: [
      body('Tools have names (e.g. `mcp__garden__water_all`). Call `list_beds`. A format: `ServerName:tool_name`.'),
      body('Call `mcp__garden__water_all`, then `mcp__garden__list_beds`. A format: `ServerName:tool_name`.'),
    ],
    found: [body('Call `list_beds`.'), body('Call `mcp__garden__list_weeds`.')],
  },
  'a repository of anybody, and a tool of anybody': {
    code: 'host-added',
    silent: [{}, body(bash('git clone https://github.com/user/beds.git'))],
    found: [{}, body(bash('git clone https://github.com/user-beds/beds.git'))],
  },
  'the tests of a project': {
    code: 'package-added',
    silent: [{}, body(bash('npx playwright test'))],
    found: [{}, body(bash('npx playwright install'))],
  },
  'a variable with the name of a library, of which a key is taken': {
    code: 'power-added',
    silent: [{}, python('got = {}', 'print(got.get("bed", {}))')],
    found: [{}, javaScript("import got from 'got';", 'await got.get(process.argv[2]);')],
  },
  'a tool of the same server, which a plugin brings': {
    code: 'mcp-added',
    silent: [body('Call `mcp__garden__beds`.'), body('Call `mcp__plugin_rain_garden__beds`.')],
    found: [body('Call `mcp__garden__beds`.'), body('Call `mcp__plugin_garden_rain__beds`.')],
  },
  'a program that was called by its path, and a function of another shell': {
    code: 'command-added',
    silent: [body(bash('${CLAUDE_PLUGIN_ROOT}/bin/bedctl list')), body(bash('bedctl list', 'compdef _beds beds'))],
    found: [body(bash('${CLAUDE_PLUGIN_ROOT}/bin/bedctl.py list')), body(bash('bedctl list'))],
  },
  'a setting in a block of commands': {
    code: 'path-outside-added',
    silent: [{}, body(bash('[garden]', '  path = ~/.garden-beds'))],
    found: [{}, body(bash('bedctl path ~/.garden-beds'))],
  },
  'a page of documentation that a script names': {
    code: 'host-added',
    silent: [{}, python('import requests', 'pages = ["https://docs.rain.org/beds"]', 'requests.get(url)')],
    found: [{}, python('import requests', 'requests.get("https://docs.rain.org/beds")')],
  },
  'a text in a block that is quoted': {
    code: 'command-added',
    silent: [{}, body('> ```bash\n>   Bed failed with an error: no water\n> ```')],
    found: [{}, body('> ```bash\n>   bedctl water\n> ```')],
  },
  'a program of another package, which npx runs from the project': {
    code: 'package-added',
    silent: [{}, body(bash('npx graphql-codegen --config beds.yml'))],
    found: [{}, body(bash('npx graphql-beds --config beds.yml'))],
  },
  'a remark where tools are listed': {
    code: 'tools-wider',
    silent: [{}, { front: 'allowed-tools: None (automatic water)' }],
    found: [{}, { front: 'allowed-tools: Read (automatic water)' }],
  },
  'a folder of a program that was used, and what is in one': {
    code: 'path-outside-added',
    silent: [
      { files: { 'scripts/a.sh': 'ls "$HOME/garden3/bin/bed" /opt/weeds\n' } },
      { files: { 'scripts/a.sh': 'ls "$HOME/garden3" /opt/weeds/cut\n' } },
    ],
    found: [
      { files: { 'scripts/a.sh': 'ls "$HOME/.garden3/bin/bed"\n' } },
      { files: { 'scripts/a.sh': 'ls "$HOME/.garden3"\n' } },
    ],
  },
  'a script of the shell that starts a program otherwise': {
    code: 'power-added',
    silent: [
      script('bedctl water'),
      script("python3 - <<'X'", 'import subprocess', 'subprocess.run(["bedctl", "water"])', 'X'),
    ],
    found: [{}, python('import subprocess', 'subprocess.run(["bedctl", "water"])')],
  },
  'the address of a picture with a name for a token': {
    code: 'secret-added',
    silent: [{}, body('<a href="https://beds.org/a?token=[GARDEN_TOKEN]">bed_9hQURhj6KfZ7EnBRaKbiu4.webp</a>')],
    found: [{}, body(`<string name="garden_token">${['9hQURhj6KfZ7', 'EnBRaKbiu4'].join('')}</string>`)],
  },
  'a sentence behind a verdict in a table': {
    code: 'secret-added',
    silent: [{}, body('| S9 | **PASS** | `beds:204-205` gives the plants a bed of their own. |')],
    found: [{}, body(`| **PASS** | \`${['beds:204', 'Kx9#'].join('-')}\` |`)],
  },
  'a tool by the other of its two names': {
    code: 'tools-wider',
    silent: [allows('Read Task Task(gardener)'), allows('Read Agent Agent(gardener)')],
    found: [allows('Read Task(gardener)'), allows('Read Agent')],
  },
  'a tool by its older name, when the newer one is gone': {
    code: 'tools-narrower',
    silent: [allows('Read Agent'), allows('Read Task')],
    found: [allows('Read Agent'), allows('Read TaskOutput')],
  },
  'its own folder in another spelling': {
    code: 'tools-wider',
    silent: [
      allows('Bash($HOME/.claude/skills/garden/scripts/*) Bash(python3 skills/garden/a.py *)'),
      allows('Bash(${CLAUDE_SKILL_DIR}/scripts/*) Bash(python3 {baseDir}/a.py *)'),
    ],
    found: [allows('Bash($HOME/.claude/skills/rain/scripts/*)'), allows('Bash(${CLAUDE_SKILL_DIR}/scripts/*)')],
  },
  'a path where a long text is read no further': {
    code: 'path-outside-added',
    silent: [body(bash('cat ~/.garden/beds.json')), atEnd(bash('cat ~/.garden/beds.json'), 15)],
    found: [body(bash('cat ~/.garden/beds.json')), atEnd(`${bash('cat ~/.weeds')}\n`, 0)],
  },
  'a program that a script names in its first line': {
    code: 'command-added',
    silent: [shebang('bun'), { ...shebang('bun'), body: bash('bun scripts/a.ts') }],
    found: [shebang('node'), { ...shebang('node'), body: bash('bun scripts/a.ts') }],
  },
  'a program that was given to another one': {
    code: 'command-added',
    silent: [body('Run `claude mcp add beds -- npx -y bedplan`.'), body(bash('npx bedplan list'))],
    found: [body('Run `claude mcp add beds -- bedctl serve`.'), body(bash('npx bedplan list'))],
  },
  'a program that was given to another one in a command': {
    code: 'package-added',
    silent: [body(bash('claude mcp add beds -- npx -y bedplan')), body(bash('npx -y bedplan list'))],
    found: [body(bash('claude mcp add beds -- npx -y bedplan')), body(bash('npx -y weedplan list'))],
  },
  'a word of the usage of a command': {
    code: 'command-added',
    silent: [body(bash('bedctl list')), body(bash('bedctl go <bed> | back | forward   # walks', 'bedctl list'))],
    found: [body(bash('bedctl list')), body(bash('cat <bed> | sort | weedctl'))],
  },
  'a file in a folder that was in a variable': {
    code: 'path-outside-added',
    silent: [script('BEDS=/etc/garden', 'cat "$BEDS/north.conf"'), script('cat /etc/garden/north.conf')],
    found: [script('BEDS=/etc/garden', 'cat "$BEDS/north.conf"'), script('cat /etc/garden/south.conf')],
  },
  'a token that is cut': {
    code: 'secret-added',
    silent: [{}, reference('```json\n{ "token": "eyJhbGciOiJIUzI1NiIsInR5 …" }\n```')],
    found: [{}, reference(`\`\`\`json\n{ "token": "${['eyJhbGci', 'OiJIUzI1NiIsInR5'].join('')}" }\n\`\`\``)],
  },
  'a program that a script names in a list': {
    code: 'command-added',
    silent: [python('tools = ["docker", "bed"]'), body(bash('docker ps --all'))],
    found: [python('tools = ["docker", "bed"]'), body(bash('podman ps --all'))],
  },
  'a program that a script of the shell looks for': {
    code: 'command-added',
    silent: [script('have docker && have podman'), body(bash('podman ps --all'))],
    found: [script('have docker && have podman'), body(bash('kubectl get --all'))],
  },
  'a program and a path of a configuration': {
    code: 'command-added',
    silent: [{ files: { 'a.yaml': 'start: cd beds && docker compose up\n' } }, body(bash('docker ps --all'))],
    found: [{ files: { 'a.yaml': 'start: cd beds && docker compose up\n' } }, body(bash('podman ps --all'))],
  },
  'a path of a configuration': {
    code: 'path-outside-added',
    silent: [{ files: { 'a.yaml': 'folder: /var/garden/beds\n' } }, body(bash('ls /var/garden/beds'))],
    found: [{ files: { 'a.yaml': 'folder: /var/garden/beds\n' } }, body(bash('ls /var/garden/rows'))],
  },
  'an installation in a message of a script': {
    code: 'package-added',
    silent: [script('echo "Run: pip install bedplan"'), body(bash('pip install bedplan'))],
    found: [script('echo "Run: pip install bedplan"'), body(bash('pip install weedplan'))],
  },
  'a path with a part in a variable': {
    code: 'path-outside-added',
    silent: [
      body(bash('ls ~/Library/Logs/${GARDEN:-your}-beds')),
      { body: `${bash('ls ~/Library/Logs/${GARDEN:-your}-beds')}\n\n${bash('ls ~/Library/Logs/north-beds')}` },
    ],
    found: [
      body(bash('ls ~/Library/Logs/${GARDEN:-your}-beds')),
      { body: `${bash('ls ~/Library/Logs/${GARDEN:-your}-beds')}\n\n${bash('ls ~/Library/Logs/north-rows')}` },
    ],
  },
  'a tool of several words, by another name of its server': {
    code: 'mcp-added',
    silent: [body('Call `mcp__garden__list_all_beds`.'), body('Call `mcp__shed__list_all_beds`.')],
    found: [body('Call `mcp__garden__search`.'), body('Call `mcp__shed__search`.')],
  },
  'a tool of a server whose parts are joined otherwise': {
    code: 'mcp-added',
    silent: [body('Call `mcp__plugin_rain_garden__beds`.'), body('Call `mcp__plugin_rain-garden__beds`.')],
    found: [body('Call `mcp__plugin_rain_garden__beds`.'), body('Call `mcp__plugin_rain-garden__rows`.')],
  },
  'an example of a tool on the next line': {
    code: 'mcp-added',
    silent: [{}, body('> All have such a name (e.g.\n> `mcp__garden__beds`).')],
    found: [{}, body('> All have such a name (e.g. this one).\n> Call `mcp__garden__beds`.')],
  },
  'a program that a script of the shell starts in another language': {
    code: 'power-added',
    silent: [
      script('bedctl list'),
      { files: { 'scripts/b.py': 'import subprocess, sys\nsubprocess.run([sys.argv[1]])\n' } },
    ],
    found: [
      python('print(1)'),
      { files: { 'scripts/b.py': 'import subprocess, sys\nsubprocess.run([sys.argv[1]])\n' } },
    ],
  },
  'an installation in a column of what is outdated': {
    code: 'package-added',
    silent: [{}, body('| Deprecated | Now |\n|---|---|\n| `pip install bedplan` | the plan |')],
    found: [{}, body('| Deprecated | Now |\n|---|---|\n| the plan | `pip install bedplan` |')],
  },
  'a program that a sentence calls by its service': {
    code: 'command-added',
    silent: [body('The AWS CLI has a profile.'), body(bash('aws s3 ls'))],
    found: [body('The AWS console has a profile.'), body(bash('aws s3 ls'))],
  },
  'a tool that was called without its server in a block': {
    code: 'mcp-added',
    silent: [body('```\nListBeds(garden: "north")\n```'), body('Call `mcp__garden__ListBeds`.')],
    found: [body('```\nList(garden: "north")\n```'), body('Call `mcp__garden__List`.')],
  },
  'the key of a project': {
    code: 'credential-added',
    silent: [{}, body(bash('bedctl list "$PROJECT_KEY"'))],
    found: [{}, body(bash('bedctl list "$PROJECT_API_KEY"'))],
  },
  'a program of an example of a workflow': {
    code: 'command-added',
    silent: [body('```yaml\nsteps:\n  - run: docker compose up\n```'), body(bash('docker ps'))],
    found: [body('```yaml\nsteps:\n  - run: docker compose up\n```'), body(bash('podman ps'))],
  },
  'a program that is recommended': {
    code: 'command-added',
    silent: [body('**Framework:** `pre-commit` (recommended)'), body(bash('pre-commit install'))],
    found: [body('**Framework:** not `pre-commit`'), body(bash('pre-commit install'))],
  },
  'a program that npx does not install': {
    code: 'package-added',
    silent: [{}, body(bash('npx --no-install bedplan --version', 'npm install your-beds'))],
    found: [{}, body(bash('npx --yes bedplan --version', 'npm install your-beds'))],
  },
  'a label with a colon': {
    code: 'mcp-added',
    silent: [{}, body('Put it under `CATEGORY:old_beds`.')],
    found: [{}, body('Put it under `Garden:old_beds`.')],
  },
  'a command behind a sign': {
    code: 'package-added',
    silent: [body(bash('@npm install -g bedplan')), body(bash('npm install -g bedplan'))],
    found: [body(bash('@npm install -g bedplan')), body(bash('npm install -g weedplan'))],
  },
  'a program of the README': {
    code: 'command-added',
    silent: [{ files: { 'README.md': bash('docker ps') } }, body(bash('docker ps'))],
    found: [{ files: { 'README.md': bash('docker ps') } }, body(bash('podman ps'))],
  },
  'a program that stands alone in a list': {
    code: 'command-added',
    silent: [
      body('- **docker**: for the beds\n\n| podman | for the rows |\n|---|---|'),
      body(bash('docker ps', 'podman ps')),
    ],
    found: [body('- **docker**: for the beds'), body(bash('podman ps'))],
  },
  'an installation in a sentence': {
    code: 'package-added',
    silent: [body('Say how to install it (npm install -g bedplan).'), body('Run `npm install -g bedplan`.')],
    found: [body('Do not say how to install it (npm install -g bedplan).'), body('Run `npm install -g bedplan`.')],
  },
  'the form of a name of a tool': {
    code: 'mcp-added',
    silent: [{}, body('There it is shown as `mcp__garden__beds`.')],
    found: [{}, body('There it is shown by `mcp__garden__beds`.')],
  },
  'the host of a service whose own program was used': {
    code: 'host-added',
    silent: [body(bash('gh pr list')), body(bash('curl https://api.github.com/rate_limit'))],
    found: [body(bash('gh pr list')), body(bash('curl https://api.beds.dev/rate_limit'))],
  },
  'a package of nobody': {
    code: 'package-added',
    silent: [{}, body(bash('npm install @your-org/beds @scope/rows'))],
    found: [{}, body(bash('npm install @garden/beds'))],
  },
};

describe('what is nothing new in a release', () => {
  for (const [name, { code, silent, found }] of Object.entries(cases)) {
    const told = async ([old, now]: [Written, Written]): Promise<readonly string[]> =>
      (await impact(old, now)).filter((finding) => finding.code === `impact/${code}`).map(({ subject }) => subject);

    it(`is ${name}`, async () => {
      assert.deepEqual(await told(silent), []);
    });

    it(`is not what only resembles ${name}`, async () => {
      assert.equal((await told(found)).length, 1);
    });
  }

  it('is hardly a look at other files by programs that looked before', async () => {
    const weight = async (command: string): Promise<readonly string[]> =>
      (await impact(body('!`grep -c bed beds.txt` !`find . -name beds`'), body(`!\`${command}\``)))
        .filter(({ code }) => code === 'impact/preload-added')
        .map(({ severity }) => severity);
    assert.deepEqual(
      await Promise.all(
        [
          'find . -name b -exec grep b {} + | head -3',
          'find . -delete',
          'cat beds.txt',
          'grep b beds > all',
          'bedctl list',
        ].map(weight),
      ),
      [['low'], ['high'], ['high'], ['high'], ['high']],
    );
  });

  it('is hardly the folder of a run, however its name is computed', async () => {
    const weight = async (folder: string): Promise<readonly string[]> =>
      (await impact({}, script(`BEDS="${folder}"`, 'rm -rf "$BEDS"')))
        .filter(({ code }) => code === 'impact/danger-added')
        .map(({ severity }) => severity);
    assert.deepEqual(await Promise.all(['/tmp/beds-$$', '$(mktemp -d)', '$HOME/beds'].map(weight)), [
      ['low'],
      ['low'],
      ['high'],
    ]);
  });
});
