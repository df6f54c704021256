import assert from 'node:assert/strict';
import { serializeLedger, withEntry } from '../../../src/core/publish/ledger.ts';
import { answering } from '../support/answers.ts';
import { until } from '../registry/service.ts';
import * as vscode from 'vscode';
import { positionOf, TestFolder } from './folder.ts';

const text = `---
name: word-count
description: Counts words in text files. Use when the user asks how long a text is.
allowed-tools: Read
---

# Word count

Run \`scripts/count.py\` as [the format](references/format.md#details) says; [the script](scripts/count.py) prints a number.

\`\`\`bash
python scripts/count.py input.txt
\`\`\`
`;

describe('language features of SKILL.md', () => {
  // One for each test: VS Code remembers the documents of files that are gone for a while.
  let folder: TestFolder;
  let made = 0;
  let document: vscode.TextDocument;

  before(async () => {
    await vscode.extensions.getExtension('skill-publisher.skill-publisher')?.activate();
  });
  beforeEach(async () => {
    made += 1;
    folder = new TestFolder(`featured-${made}`);
    await folder.write('word-count/scripts/count.py', '#!/usr/bin/env python3\nprint(1)\n');
    await folder.write(
      'word-count/references/format.md',
      '# Format\n\nSee [the script](../scripts/count.py).\n\n## Details\n\nRun `scripts/count.py`.\n',
    );
    await folder.write('word-count/SKILL.md', text);
    document = await folder.open('word-count/SKILL.md');
  });
  afterEach(async () => {
    await folder.remove();
  });

  async function labelsAt(position: vscode.Position): Promise<string[]> {
    const list = await vscode.commands.executeCommand<vscode.CompletionList>(
      'vscode.executeCompletionItemProvider',
      document.uri,
      position,
    );
    return list.items.map(({ label }) => (typeof label === 'string' ? label : label.label));
  }

  async function insert(position: vscode.Position, added: string): Promise<void> {
    const edit = new vscode.WorkspaceEdit();
    edit.insert(document.uri, position, added);
    assert.ok(await vscode.workspace.applyEdit(edit));
  }

  it('complete keys that are not there, each once', async () => {
    await insert(positionOf(document, 'allowed-tools'), '\n');
    const labels = await labelsAt(positionOf(document, 'allowed-tools').translate(-1));
    for (const key of ['license', 'compatibility', 'metadata'])
      assert.equal(labels.filter((label) => label === key).length, 1, `${key} in ${labels.join()}`);
    assert.ok(!labels.includes('name') && !labels.includes('model'), labels.join());
  });

  it('complete paths of the skill in code spans', async () => {
    await insert(positionOf(document, '# Word count'), 'Read ``\n\n');
    assert.ok((await labelsAt(positionOf(document, '``').translate(0, 1))).includes('references/format.md'));
  });

  it('explain keys and files in hovers', async () => {
    const hovers = async (position: vscode.Position): Promise<string> => {
      const found = await vscode.commands.executeCommand<vscode.Hover[]>(
        'vscode.executeHoverProvider',
        document.uri,
        position,
      );
      return found
        .flatMap(({ contents }) => contents.map((part) => (part as vscode.MarkdownString).value))
        .join('\n')
        .replace(/\\([!-/:-@[-`{-~])/g, '$1');
    };
    assert.match(await hovers(positionOf(document, 'allowed-tools')), /Skills API, claude\.ai \(your target\)/);
    assert.match(await hovers(positionOf(document, 'scripts/count.py')), /scripts\/count\\?\.py: 32 bytes/);
  });

  it('link paths in code, and Markdown links once', async () => {
    const links = await vscode.commands.executeCommand<vscode.DocumentLink[]>(
      'vscode.executeLinkProvider',
      document.uri,
      10,
    );
    const targets = links.map(
      ({ range, target }) => `${document.getText(range)} > ${target?.path.split('/').slice(-2).join('/') ?? ''}`,
    );
    assert.equal(
      targets.filter((each) => each === 'scripts/count.py > scripts/count.py').length,
      3,
      targets.join('\n'),
    );
    assert.equal(links.length, 4, targets.join('\n'));
  });

  it('go to the definition of a path, and to the heading of an anchor', async () => {
    type Found = vscode.LocationLink | vscode.Location;
    const definitions = async (position: vscode.Position): Promise<string[]> => {
      const found = await vscode.commands.executeCommand<Found[]>(
        'vscode.executeDefinitionProvider',
        document.uri,
        position,
      );
      return found.map((each) =>
        ('targetUri' in each
          ? `${each.targetUri.path}:${each.targetRange.start.line}`
          : `${each.uri.path}:${each.range.start.line}`
        ).replace(/^.*word-count\//, ''),
      );
    };
    assert.deepEqual(await definitions(positionOf(document, 'scripts/count.py', 2)), ['scripts/count.py:0']);
    assert.ok((await definitions(positionOf(document, 'format.md'))).includes('references/format.md:4'));
  });

  it('find every mention of a file', async () => {
    const found = await vscode.commands.executeCommand<vscode.Location[]>(
      'vscode.executeReferenceProvider',
      document.uri,
      positionOf(document, 'scripts/count.py', 2),
    );
    const files = found.map(({ uri }) => uri.path.replace(/^.*word-count\//, '')).sort();
    assert.deepEqual(files.filter((file) => file === 'SKILL.md').length, 3, files.join());
    assert.deepEqual(files.filter((file) => file === 'references/format.md').length, 2, files.join());
  });

  async function rename(position: vscode.Position, newName: string): Promise<void> {
    const answer = await vscode.commands.executeCommand<vscode.WorkspaceEdit>(
      'vscode.executeDocumentRenameProvider',
      document.uri,
      position,
      newName,
    );
    // The command puts all moves of files first; the editor's own rename keeps the order: texts where they are, moves,
    // texts where they will be.
    const edit = new vscode.WorkspaceEdit();
    const moves = (answer as unknown as { _allEntries(): { from?: vscode.Uri; to?: vscode.Uri }[] })._allEntries();
    const moved = (uri: vscode.Uri): boolean => moves.some(({ to }) => to && uri.path.startsWith(`${to.path}/`));
    for (const [uri, edits] of answer.entries()) if (!moved(uri)) edit.set(uri, edits);
    for (const { from, to } of moves) if (from && to) edit.renameFile(from, to);
    for (const [uri, edits] of answer.entries()) if (moved(uri)) edit.set(uri, edits);
    assert.ok(await vscode.workspace.applyEdit(edit, { isRefactoring: true }));
    await vscode.workspace.saveAll();
  }

  it('rename a skill: its name, its folder and its mentions', async () => {
    await folder.write(
      'other/SKILL.md',
      '---\nname: other\ndescription: Sums numbers. Use when asked.\n---\n\nSee `../word-count/SKILL.md` or ' +
        'run `/word-count`.\n',
    );
    await folder.open('other/SKILL.md');
    document = await folder.open('word-count/SKILL.md');
    await rename(positionOf(document, 'word-count'), 'count-words');
    assert.match(await folder.read('count-words/SKILL.md'), /^---\nname: count-words\n/);
    assert.match(await folder.read('count-words/scripts/count.py'), /print/);
    assert.match(await folder.read('other/SKILL.md'), /`\.\.\/count-words\/SKILL\.md` or run `\/count-words`/);
  });

  it('ask before a skill is renamed that was published', async () => {
    const ledger = vscode.Uri.joinPath(folder.uri, '..', '.skill-publisher.json');
    const entry = {
      skillId: 'skill_1',
      name: 'word-count',
      version: 'v',
      fingerprint: `sha256:${'0'.repeat(64)}`,
      time: '2026-11-01T00:00:00.000Z',
      notes: {},
    };
    const here = vscode.workspace.asRelativePath(folder.file('word-count'), false);
    const history = withEntry(new Map(), here, 'https://api.example', entry);
    await vscode.workspace.fs.writeFile(ledger, new TextEncoder().encode(serializeLedger(history)));
    try {
      // The history is read again once VS Code has told that the file is there.
      await until('asked before it is renamed', async () => {
        const asked = await answering(
          () => undefined,
          () =>
            vscode.commands.executeCommand(
              'vscode.executeDocumentRenameProvider',
              document.uri,
              positionOf(document, 'word-count'),
              'count-words',
            ),
        );
        return asked.some((question) => question.text.includes('published as “word-count”'));
      });
      assert.equal(document.getText(), text);
      await answering(
        () => 'Rename',
        () => rename(positionOf(document, 'word-count'), 'count-words'),
      );
      assert.match(await folder.read('count-words/SKILL.md'), /^---\nname: count-words\n/);
    } finally {
      await vscode.workspace.fs.delete(ledger);
    }
  });

  it('follow a folder that is moved to the name of a rename that was never applied', async () => {
    const { now } = Date;
    await vscode.commands.executeCommand(
      'vscode.executeDocumentRenameProvider',
      document.uri,
      positionOf(document, 'word-count'),
      'count-words',
    );
    Date.now = () => now() + 3_600_000;
    try {
      const edit = new vscode.WorkspaceEdit();
      edit.renameFile(folder.file('word-count'), folder.file('count-words'));
      assert.ok(await vscode.workspace.applyEdit(edit, { isRefactoring: true }));
    } finally {
      Date.now = now;
    }
    const moved = await vscode.workspace.openTextDocument(folder.file('count-words/SKILL.md'));
    assert.match(moved.getText(), /^---\nname: count-words\n/);
  });

  it('refuse a name no agent takes', async () => {
    await assert.rejects(async () => rename(positionOf(document, 'word-count'), 'Count Words'), /lower-case/);
    assert.equal(document.getText(), text);
  });

  it('rename a file of the skill from a path, mentions included', async () => {
    await rename(positionOf(document, 'scripts/count.py', 2), 'scripts/words.py');
    assert.match(await folder.read('word-count/scripts/words.py'), /print/);
    const skill = await folder.read('word-count/SKILL.md');
    assert.equal(skill.match(/scripts\/words\.py/g)?.length, 3, skill);
    assert.equal((await folder.read('word-count/references/format.md')).match(/scripts\/words\.py/g)?.length, 2);
  });

  it('update mentions when a file is moved', async () => {
    const edit = new vscode.WorkspaceEdit();
    edit.renameFile(folder.file('word-count/references/format.md'), folder.file('word-count/references/layout.md'));
    assert.ok(await vscode.workspace.applyEdit(edit, { isRefactoring: true }));
    await vscode.workspace.saveAll();
    assert.match(await folder.read('word-count/SKILL.md'), /\[the format\]\(references\/layout\.md#details\)/);
  });

  it('update the links of files that are moved with their folder', async () => {
    await folder.write('word-count/references/more.md', '# More\n\nSee [the format](format.md#details).\n');
    const edit = new vscode.WorkspaceEdit();
    edit.renameFile(folder.file('word-count/references'), folder.file('word-count/docs/deep'));
    assert.ok(await vscode.workspace.applyEdit(edit, { isRefactoring: true }));
    // VS Code leaves the moved files unsaved.
    const read = async (path: string): Promise<string> =>
      (await vscode.workspace.openTextDocument(folder.file(path))).getText();
    assert.equal(await read('word-count/docs/deep/more.md'), '# More\n\nSee [the format](format.md#details).\n');
    assert.match(await read('word-count/docs/deep/format.md'), /\[the script\]\(\.\.\/\.\.\/scripts\/count\.py\)/);
    assert.match(await read('word-count/SKILL.md'), /\[the format\]\(docs\/deep\/format\.md#details\)/);
  });
});
