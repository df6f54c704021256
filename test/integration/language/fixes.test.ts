import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { Skills } from '../../../src/vscode/host/skills.ts';
import { SkillDiagnostic } from '../../../src/vscode/language/diagnostics.ts';
import { quickFixProvider } from '../../../src/vscode/language/providers.ts';
import { codeOf, diagnosticOf, diagnosticsWhere, goodSkill, ownDiagnostics, positionOf, TestFolder } from './folder.ts';

describe('fixes for skills', () => {
  // One for each test: VS Code remembers the documents of files that are gone for a while.
  let folder: TestFolder;
  let made = 0;

  before(async () => {
    await vscode.extensions.getExtension('skill-publisher.skill-publisher')?.activate();
  });
  beforeEach(() => {
    made += 1;
    folder = new TestFolder(`fixed-${made}`);
  });
  afterEach(async () => {
    await folder.remove();
  });

  async function actionsAt(
    document: vscode.TextDocument,
    range: vscode.Range,
    kind?: string,
  ): Promise<vscode.CodeAction[]> {
    let actions: vscode.CodeAction[] = [];
    // The editor drops an answer when the document changes meanwhile, and asks again, as here.
    await eventually(
      async () => {
        actions = await vscode.commands.executeCommand<vscode.CodeAction[]>(
          'vscode.executeCodeActionProvider',
          document.uri,
          range,
          kind,
          20,
        );
        return actions.length > 0;
      },
      () => 'no action is offered',
    );
    return actions;
  }

  async function apply(action: vscode.CodeAction | undefined): Promise<void> {
    assert.ok(action);
    if (action.edit) assert.ok(await vscode.workspace.applyEdit(action.edit));
    if (action.command)
      await vscode.commands.executeCommand(action.command.command, ...((action.command.arguments ?? []) as unknown[]));
  }

  it('are looked for at the cursor only beside a problem, unless somebody asks', async () => {
    const uri = await folder.write('good-skill/SKILL.md', goodSkill);
    const document = await folder.open('good-skill/SKILL.md');
    const problem = {
      code: 'x',
      message: 'x',
      severity: 'hint',
      file: 'SKILL.md',
      range: { start: 0, end: 0 },
    } as const;
    const own = new SkillDiagnostic(problem, new vscode.Range(3, 4, 3, 9), undefined, undefined);
    const asked = new Error('the skill was asked for');
    const folders = { folderOf: () => Promise.reject(asked) } as unknown as Skills;
    const provider = quickFixProvider(folders, { of: (file) => (file.toString() === uri.toString() ? [own] : []) });
    const ask = async (line: number, triggerKind: vscode.CodeActionTriggerKind, only?: vscode.CodeActionKind) => {
      const { token } = new vscode.CancellationTokenSource();
      const context = { triggerKind, only, diagnostics: [] };
      return provider.provideCodeActions(document, new vscode.Range(line, 0, line, 0), context, token);
    };
    const { Automatic, Invoke } = vscode.CodeActionTriggerKind;
    assert.deepEqual(await ask(0, Automatic), []);
    await assert.rejects(ask(3, Automatic), asked);
    await assert.rejects(ask(0, Invoke), asked);
    // When a document is saved.
    await assert.rejects(ask(0, Automatic, vscode.CodeActionKind.SourceFixAll), asked);
  });

  it('silence a problem of the body where it stands', async () => {
    const uri = await folder.write(
      'good-skill/SKILL.md',
      goodSkill.replace('Count the words', 'See `scripts/gone.py`.\n\nCount the words'),
    );
    const document = await folder.open('good-skill/SKILL.md');
    const problem = await diagnosticOf(uri, 'ref/exists');
    const actions = await actionsAt(document, problem.range);
    const [create, ignore] = ['Create “scripts/gone.py”', 'Ignore ref/exists on this line'].map((wanted) =>
      actions.findIndex(({ title }) => title === wanted),
    );
    assert.ok(
      create !== undefined && ignore !== undefined && create >= 0 && ignore > create,
      actions.map(({ title }) => title).join(', '),
    );
    await apply(actions[ignore]);
    await diagnosticsWhere(uri, (codes) => !codes.includes('ref/exists'), 'nothing');
    assert.match(document.getText(), /<!-- skill-publisher-disable-next-line ref\/exists -->\nSee `scripts/);
  });

  it('change what is wrong, and the problem goes', async () => {
    const uri = await folder.write('good-skill/SKILL.md', goodSkill.replace('license: MIT', 'licence: MIT'));
    const document = await folder.open('good-skill/SKILL.md');
    const problem = await diagnosticOf(uri, 'fm/misspelt-key');
    const actions = await actionsAt(document, problem.range);
    await apply(actions.find(({ isPreferred }) => isPreferred === true));
    assert.match(document.getText(), /^license: MIT$/m);
    await diagnosticsWhere(uri, (codes) => codes.length === 0, 'nothing');
  });

  it('apply all safe changes as one source action', async () => {
    await folder.write('good-skill/SKILL.md', goodSkill.replace('license: MIT', 'version: 1.10\nlicense: MIT'));
    const document = await folder.open('good-skill/SKILL.md');
    await diagnosticOf(document.uri, 'fm/unknown-key');
    const all = new vscode.Range(0, 0, document.lineCount, 0);
    const [action, ...more] = await actionsAt(document, all, 'source.fixAll.skillPublisher');
    assert.equal(more.length, 0);
    await apply(action);
    assert.match(document.getText(), /\nmetadata:\n {2}version: "1\.10"\n/);
    await diagnosticsWhere(document.uri, (codes) => codes.length === 0, 'nothing');
  });

  it('offer to create a file that is missing', async () => {
    const uri = await folder.write('good-skill/SKILL.md', `${goodSkill}\nRun \`scripts/count.py\`.\n`);
    const document = await folder.open('good-skill/SKILL.md');
    const problem = await diagnosticOf(uri, 'ref/exists');
    const action = (await actionsAt(document, problem.range)).find(({ title }) => title.startsWith('Create'));
    // The command that lists actions loses the content of new files; the window test applies this one.
    assert.ok(action);
    assert.equal(action.title, 'Create “scripts/count.py”');
    assert.equal((action.command?.arguments?.[0] as vscode.Uri).path, folder.file('good-skill/scripts/count.py').path);
  });

  it('offer one cure of several problems once', async () => {
    await folder.write('word-counter/SKILL.md', goodSkill.replace('good-skill', 'Word_Counter'));
    const document = await folder.open('word-counter/SKILL.md');
    await diagnosticsWhere(
      document.uri,
      (codes) => codes.includes('name/charset') && codes.includes('name/dir-mismatch'),
      'both problems',
    );
    const start = positionOf(document, 'Word_Counter');
    const actions = await actionsAt(document, new vscode.Range(start, start.translate(0, 'Word_Counter'.length)));
    const titles = actions.map(({ title }) => title);
    assert.equal(titles.filter((title) => title.includes('“word-counter”')).length, 1, titles.join('\n'));
  });

  it('rename the folder to the name', async () => {
    await folder.write('other-name/SKILL.md', goodSkill);
    const document = await folder.open('other-name/SKILL.md');
    const problems = await actionsAfterCheck(document, 'good-skill');
    await apply(problems.find(({ title }) => /folder/i.test(title) && /rename/i.test(title)));
    assert.equal(await folder.read('good-skill/SKILL.md'), goodSkill);
  });

  it('remove a byte order mark for good', async () => {
    const uri = await folder.write('good-skill/SKILL.md', `\uFEFF${goodSkill}`);
    const document = await folder.open('good-skill/SKILL.md');
    const problem = await diagnosticOf(uri, 'file/bom');
    await apply((await actionsAt(document, problem.range)).find(({ title }) => /byte order mark/i.test(title)));
    assert.equal((await vscode.workspace.fs.readFile(uri))[0], '-'.charCodeAt(0));
    await diagnosticsWhere(uri, (codes) => codes.length === 0, 'nothing');
  });

  it('are offered for the markers of VS Code itself, which are not said twice', async () => {
    await folder.write('good-skill/SKILL.md', goodSkill.replace('name: good-skill', 'name: Good_Skill'));
    const document = await folder.open('good-skill/SKILL.md');
    const line = positionOf(document, 'name:').line;
    const onLine = (): vscode.Diagnostic[] =>
      vscode.languages.getDiagnostics(document.uri).filter(({ range }) => range.start.line === line);
    if (document.languageId === 'skill') {
      await eventually(
        () =>
          onLine().some(({ source }) => source === undefined) &&
          !ownDiagnostics(document.uri).some((each) => codeOf(each) === 'name/charset'),
        () => JSON.stringify(onLine()),
      );
      const actions = await actionsAt(document, onLine()[0]?.range ?? new vscode.Range(0, 0, 0, 0));
      const fix = actions.find(({ isPreferred }) => isPreferred === true);
      await apply(fix);
      assert.match(document.getText(), /^name: good-skill$/m);
    } else {
      await diagnosticOf(document.uri, 'name/charset');
    }
  });

  async function actionsAfterCheck(document: vscode.TextDocument, text: string): Promise<vscode.CodeAction[]> {
    const start = positionOf(document, text);
    const range = new vscode.Range(start, start.translate(0, text.length));
    let actions: vscode.CodeAction[] = [];
    await eventually(
      async () => {
        actions = await actionsAt(document, range);
        return actions.some(({ title }) => /rename/i.test(title) && /folder/i.test(title));
      },
      () => actions.map(({ title }) => title).join(),
    );
    return actions;
  }

  /** Asks again with every change of diagnostics, for at most 15 s. */
  async function eventually(condition: () => boolean | Promise<boolean>, state: () => string): Promise<void> {
    const limit = Date.now() + 15_000;
    while (!(await condition())) {
      if (Date.now() > limit) throw new Error(`not reached; now ${state()}`);
      await new Promise<void>((resolve) => {
        const timer = setTimeout(done, 1000);
        const subscription = vscode.languages.onDidChangeDiagnostics(done);
        function done(): void {
          clearTimeout(timer);
          subscription.dispose();
          resolve();
        }
      });
    }
  }
});
