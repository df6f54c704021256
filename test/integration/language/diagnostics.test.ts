import assert from 'node:assert/strict';
import path from 'node:path';
import * as vscode from 'vscode';
import { runCommandLine } from '../../support/commandLine.ts';
import { workspaceRoot } from '../support/skills.ts';
import {
  closeAll,
  codeOf,
  codesOf,
  diagnosticOf,
  diagnosticsWhere,
  goodSkill,
  ownDiagnostics,
  TestFolder,
} from './folder.ts';

describe('diagnostics of skills', () => {
  // One for each test: watchers and documents of a folder that goes and comes back are not to be relied on.
  let folder: TestFolder;
  let skill: vscode.Uri;
  let made = 0;

  before(async () => {
    await vscode.extensions.getExtension('skill-publisher.skill-publisher')?.activate();
  });
  beforeEach(async () => {
    made += 1;
    folder = new TestFolder(`diagnosed-${made}`);
    skill = folder.file('good-skill/SKILL.md');
    await folder.write('good-skill/SKILL.md', goodSkill);
  });
  afterEach(async () => {
    await folder.remove();
    await diagnosticsWhere(skill, (codes) => codes.length === 0, 'nothing');
  });

  async function replace(document: vscode.TextDocument, from: string, to: string): Promise<void> {
    const edit = new vscode.WorkspaceEdit();
    const at = document.getText().indexOf(from);
    edit.replace(document.uri, new vscode.Range(document.positionAt(at), document.positionAt(at + from.length)), to);
    assert.ok(await vscode.workspace.applyEdit(edit));
  }

  it('appear while typing, at the text at fault, and go when it is mended', async () => {
    const document = await folder.open('good-skill/SKILL.md');
    await replace(document, 'name: good-skill', 'name: good--skill');
    const found = await diagnosticOf(skill, 'name/double-hyphen');
    assert.equal(document.getText(found.range), 'good--skill');
    assert.equal(found.severity, vscode.DiagnosticSeverity.Error);
    await replace(document, 'good--skill', 'good-skill');
    await diagnosticsWhere(skill, (codes) => codes.length === 0, 'nothing');
  });

  it('cover a skill nobody has opened', async () => {
    await folder.write('closed/SKILL.md', '# No front matter\n');
    await diagnosticOf(folder.file('closed/SKILL.md'), 'fm/missing');
  });

  it('stay after the editor is closed, as the file on disk has them', async () => {
    const document = await folder.open('good-skill/SKILL.md');
    await replace(document, 'name: good-skill', 'name: -x');
    await diagnosticOf(skill, 'name/edge-hyphen');
    await closeAll();
    await diagnosticsWhere(skill, (codes) => codes.length === 0, 'nothing');
  });

  it('are reported on another file of the skill, and go with it', async () => {
    await folder.open('good-skill/SKILL.md');
    const nested = await folder.write('good-skill/sub/SKILL.md', goodSkill);
    await diagnosticsWhere(nested, (codes) => codes.includes('dir/nested-skill'), 'dir/nested-skill');
    await vscode.workspace.fs.delete(folder.file('good-skill/sub'), { recursive: true });
    await diagnosticsWhere(nested, (codes) => codes.length === 0, 'nothing');
  });

  it('go when the skill is deleted', async () => {
    await folder.write('gone/SKILL.md', '# No front matter\n');
    await diagnosticOf(folder.file('gone/SKILL.md'), 'fm/missing');
    await vscode.workspace.fs.delete(folder.file('gone'), { recursive: true });
    await diagnosticsWhere(folder.file('gone/SKILL.md'), (codes) => codes.length === 0, 'nothing');
  });

  it('stand at the right place behind a byte order mark, CRLF and characters outside the BMP', async () => {
    const text =
      '\uFEFF---\r\ndescription: "👩‍👩‍👧 Counts words. Use when asked."\r\nname: Bad👍\r\n---\r\n\r\nText.\r\n';
    const uri = await folder.write('odd/SKILL.md', text);
    const closed = await diagnosticOf(uri, 'name/charset');
    const document = await folder.open('odd/SKILL.md');
    assert.equal(document.getText(closed.range), 'Bad👍');
    const bom = await diagnosticOf(uri, 'file/bom');
    assert.equal(bom.range.start.line, 0);
    const open = await diagnosticOf(uri, 'name/charset');
    assert.equal(document.getText(open.range), 'Bad👍');
  });

  it('are what the command line finds in the same skills, at the same places', async () => {
    const root = path.join(workspaceRoot(), 'skills');
    const names = ['csv-report', 'needs-work', 'pdf-forms', 'release-notes'];
    const { out, err } = await runCommandLine(root, ['validate', ...names, '--format', 'json']);
    assert.equal(err, '');
    type Report = readonly {
      readonly folder: string;
      readonly problems: readonly {
        code: string;
        file: string;
        range: { start: { line: number; character: number } };
      }[];
    }[];
    const theirs = (JSON.parse(out) as Report).flatMap(({ folder: name, problems }) =>
      problems.map(({ code, file, range: { start } }) => `${name}/${file}:${start.line}:${start.character} ${code}`),
    );
    assert.ok(theirs.length > 10, out);
    const ours = (): readonly string[] =>
      vscode.languages
        .getDiagnostics()
        .filter(([{ fsPath }]) => names.some((name) => fsPath.startsWith(path.join(root, name) + path.sep)))
        .flatMap(([uri]) =>
          ownDiagnostics(uri).map((each) => {
            const { line, character } = each.range.start;
            const file = path.relative(root, uri.fsPath).split(path.sep).join('/');
            return `${file}:${line}:${character} ${codeOf(each)}`;
          }),
        );
    await diagnosticsWhere(
      vscode.Uri.file(path.join(root, 'needs-work', 'SKILL.md')),
      () => ours().length >= theirs.length,
      'what the command line finds',
    );
    assert.deepEqual([...ours()].sort(), [...theirs].sort());
  });

  it('follow the configuration file, which comes before the settings, as on the command line', async () => {
    const config = 'skill-publisher.config.json';
    const uri = await folder.write('good-skill/SKILL.md', goodSkill.replace('license: MIT\n', 'model: opus\n'));
    const unknown = 'fm/unknown-key';
    assert.equal((await diagnosticOf(uri, unknown)).severity, vscode.DiagnosticSeverity.Error);
    await folder.write('vendor/other/SKILL.md', '# No front matter\n');
    const other = folder.file('vendor/other/SKILL.md');
    await diagnosticOf(other, 'fm/missing');
    await folder.write(
      config,
      '{ "target": "claude-code", "exclude": ["vendor/**"], "terms": [{ "term": "number" }] }',
    );
    await diagnosticsWhere(uri, (codes) => !codes.includes(unknown) && codes.includes('term/own'), 'the own term');
    await diagnosticsWhere(other, (codes) => codes.length === 0, 'nothing');
    await folder.write(config, '{\n  "trget": "claude-code"\n}\n');
    await diagnosticOf(uri, unknown);
    const [fault] = await diagnosticsWhere(folder.file(config), (codes) => codes.length > 0, 'a fault');
    assert.equal(fault?.message, 'This file is not used: Unknown key “trget”. Did you mean “target”?');
    assert.deepEqual([fault.range.start.line, fault.range.start.character], [1, 2]);
    await vscode.workspace.fs.delete(folder.file(config));
    await diagnosticsWhere(folder.file(config), (codes) => codes.length === 0, 'nothing');
    await diagnosticOf(other, 'fm/missing');
  });

  it('follow the target and the settings of rules', async () => {
    const settings = vscode.workspace.getConfiguration('skillPublisher');
    const uri = await folder.write('good-skill/SKILL.md', goodSkill.replace('---\n\n', 'model: opus\n---\n\n'));
    assert.equal((await diagnosticOf(uri, 'fm/unknown-key')).severity, vscode.DiagnosticSeverity.Error);
    try {
      await settings.update('rules', { 'fm/unknown-key': 'hint' }, vscode.ConfigurationTarget.Workspace);
      await diagnosticsWhere(
        uri,
        () => vscode.languages.getDiagnostics(uri).some(({ severity }) => severity === vscode.DiagnosticSeverity.Hint),
        'a hint',
      );
      await settings.update('target', 'claude-code', vscode.ConfigurationTarget.Workspace);
      await settings.update('rules', undefined, vscode.ConfigurationTarget.Workspace);
      await diagnosticsWhere(uri, (codes) => !codes.includes('fm/unknown-key'), 'no fm/unknown-key');
    } finally {
      await settings.update('rules', undefined, vscode.ConfigurationTarget.Workspace);
      await settings.update('target', undefined, vscode.ConfigurationTarget.Workspace);
    }
  });

  it('leave out excluded skills until they are opened', async () => {
    const settings = vscode.workspace.getConfiguration('skillPublisher');
    try {
      await folder.write('vendor/x/SKILL.md', '# No front matter\n');
      await diagnosticOf(folder.file('vendor/x/SKILL.md'), 'fm/missing');
      await settings.update('exclude', ['**/vendor/**'], vscode.ConfigurationTarget.Workspace);
      await diagnosticsWhere(folder.file('vendor/x/SKILL.md'), (codes) => codes.length === 0, 'nothing');
      await folder.open('vendor/x/SKILL.md');
      await diagnosticOf(folder.file('vendor/x/SKILL.md'), 'fm/missing');
    } finally {
      await settings.update('exclude', undefined, vscode.ConfigurationTarget.Workspace);
    }
  });

  it('come for a SKILL.md that was never saved and go when it is closed', async () => {
    const uri = vscode.Uri.parse('untitled:SKILL.md');
    const document = await vscode.workspace.openTextDocument(uri);
    await vscode.window.showTextDocument(document);
    await replace(document, '', '# Title\n');
    await diagnosticOf(uri, 'fm/missing');
    await closeAll();
    await diagnosticsWhere(uri, (codes) => codes.length === 0, 'nothing');
  });

  it('are not made for other Markdown files', async () => {
    const readme = await folder.write('README.md', '# No front matter\n');
    await folder.open('README.md');
    await folder.write('probe/SKILL.md', '# No front matter\n');
    await diagnosticOf(folder.file('probe/SKILL.md'), 'fm/missing');
    assert.deepEqual(codesOf(readme), []);
  });
});
