import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { diagnosticOf, diagnosticsWhere, goodSkill, positionOf, TestFolder } from './folder.ts';

describe('skills side by side', () => {
  // One for each test: watchers and documents of a folder that goes and comes back are not to be relied on.
  let folder: TestFolder;
  let copy: vscode.Uri;
  let made = 0;

  before(async () => {
    await vscode.extensions.getExtension('skill-publisher.skill-publisher')?.activate();
  });
  beforeEach(() => {
    made += 1;
    folder = new TestFolder(`neighbors-${made}`);
    copy = folder.file('.claude/skills/copy/SKILL.md');
  });
  afterEach(async () => {
    await folder.remove();
    await diagnosticsWhere(copy, (codes) => codes.length === 0, 'nothing');
  });

  async function change(fill: (edit: vscode.WorkspaceEdit) => void): Promise<void> {
    const edit = new vscode.WorkspaceEdit();
    fill(edit);
    assert.ok(await vscode.workspace.applyEdit(edit));
  }

  it('report the one that took the name of another, until one of them changes', async () => {
    await folder.write('.claude/skills/good-skill/SKILL.md', goodSkill);
    await folder.write('.claude/skills/copy/SKILL.md', goodSkill);
    await diagnosticOf(copy, 'skills/duplicate-name');
    await diagnosticsWhere(folder.file('.claude/skills/good-skill/SKILL.md'), (codes) => codes.length === 0, 'nothing');
    // In the editor: a watcher needs its time for folders that are new.
    const document = await folder.open('.claude/skills/copy/SKILL.md');
    await change((edit) => {
      edit.replace(
        copy,
        new vscode.Range(positionOf(document, 'good-skill'), positionOf(document, '\ndescription')),
        'copy',
      );
    });
    await diagnosticsWhere(copy, (codes) => codes.length === 0, 'nothing');
  });

  it('are judged again when the other one goes', async () => {
    await folder.write('.claude/skills/good-skill/SKILL.md', goodSkill);
    await folder.write('.claude/skills/copy/SKILL.md', goodSkill);
    await diagnosticOf(copy, 'skills/duplicate-name');
    await change((edit) => {
      edit.deleteFile(folder.file('.claude/skills/good-skill'), { recursive: true });
    });
    await diagnosticsWhere(
      copy,
      (codes) => codes.length > 0 && !codes.includes('skills/duplicate-name'),
      'no duplicate',
    );
  });

  it('may be copied for several agents', async () => {
    await folder.write('.claude/skills/good-skill/SKILL.md', goodSkill);
    await folder.write('.agents/skills/good-skill/SKILL.md', goodSkill);
    await folder.write('.claude/skills/copy/SKILL.md', goodSkill);
    await diagnosticOf(copy, 'skills/duplicate-name');
    await diagnosticsWhere(folder.file('.agents/skills/good-skill/SKILL.md'), (codes) => codes.length === 0, 'nothing');
  });
});
