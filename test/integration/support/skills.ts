import assert from 'node:assert/strict';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import * as vscode from 'vscode';

/** A folder of the open workspace's copy, for skills a suite makes itself. */
export function workspaceRoot(): string {
  const folder = vscode.workspace.workspaceFolders?.[0];
  assert.ok(folder, 'no folder is open');
  return folder.uri.fsPath;
}

/** Writes a skill folder below `skills/` of the workspace; files that are there already are replaced. */
export function writeSkill(
  name: string,
  files: Readonly<Record<string, string | Uint8Array>> = {},
  description = 'Does a thing. Use when a thing is to be done.',
): vscode.Uri {
  const folder = path.join(workspaceRoot(), 'skills', name);
  const all = {
    'SKILL.md': `---\nname: ${name}\ndescription: ${description}\n---\n# ${name}\n\nDo the thing.\n`,
    ...files,
  };
  for (const [file, content] of Object.entries(all)) {
    const target = path.join(folder, file);
    mkdirSync(path.dirname(target), { recursive: true });
    writeFileSync(target, content);
  }
  return vscode.Uri.file(folder);
}

export function removeSkill(name: string): void {
  rmSync(path.join(workspaceRoot(), 'skills', name), { recursive: true, force: true });
}

export function removeLedger(): void {
  rmSync(path.join(workspaceRoot(), '.skill-publisher.json'), { force: true });
}
