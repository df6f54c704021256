import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { chmod, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import * as vscode from 'vscode';
import { nextSerial } from '../support/serial.ts';
import { nudge } from '../support/nudge.ts';
import { makeWatchedFolder } from '../support/watchedFolder.ts';
import { buildArchive } from '../../../src/core/bundle/archive.ts';
import { fingerprint } from '../../../src/core/bundle/fingerprint.ts';
import { readSkillFolder } from '../../support/readSkillFolder.ts';
import { TextFile } from '../../../src/node/disk/textFile.ts';
import { ledgerFileName, recordInLedger } from '../../../src/core/publish/ledger.ts';
import { RegistryClient } from '../../../src/core/registry/client.ts';
import type { Dialect, RemoteVersion } from '../../../src/core/registry/model.ts';
import { activateExtension } from '../support/extension.ts';

export { dialects } from '../support/dialects.ts';

/** The folder that is open in this window. */
export function workspaceRoot(): vscode.Uri {
  const root = vscode.workspace.workspaceFolders?.[0]?.uri;
  assert.ok(root);
  return root;
}

export function skillMd(name: string, body = 'Say hello.'): string {
  return (
    `---\nname: ${name}\ndescription: Greets people in many languages. Use when somebody wants to be ` +
    `greeted.\n---\n\n# ${name}\n\n${body}\n`
  );
}

/**
 * A skill folder of the open workspace that a test makes, changes and removes. Each is another one: watchers lose sight of
 * one that goes and comes back.
 */
export class SkillOnDisk {
  readonly uri: vscode.Uri;
  readonly name: string;

  private constructor(name: string) {
    this.name = name;
    this.uri = vscode.Uri.joinPath(workspaceRoot(), `pulled-${nextSerial()}`, name);
  }

  static async make(name: string, files: Readonly<Record<string, string>> = {}): Promise<SkillOnDisk> {
    const skill = new SkillOnDisk(name);
    for (const [file, text] of Object.entries({ 'SKILL.md': skillMd(name), ...files })) await skill.write(file, text);
    return skill;
  }

  async write(file: string, text: string, mode = 0o644): Promise<void> {
    const full = this.path(file);
    await makeWatchedFolder(path.dirname(full));
    await writeFile(full, text);
    await chmod(full, mode);
  }

  read(file: string): Promise<string> {
    return readFile(this.path(file), 'utf8');
  }

  has(file: string): boolean {
    return existsSync(this.path(file));
  }

  path(file: string): string {
    return path.join(this.uri.fsPath, file);
  }

  /**
   * Sends the folder as it is as a new skill, or as a new version; with `remember` the ledger takes note. Not through
   * the extension.
   */
  async publish(
    service: { readonly url: string; readonly apiKey: string },
    options: { readonly skillId?: string; readonly remember?: boolean; readonly dialect?: Dialect } = {},
  ): Promise<RemoteVersion> {
    const client = new RegistryClient({
      baseUrl: service.url,
      credential: { kind: 'key', key: service.apiKey },
      dialect: options.dialect ?? 'ga',
    });
    const { files } = await readSkillFolder(this.uri.fsPath, { workspaceRoot: workspaceRoot().fsPath });
    const upload = { fileName: `${this.name}.zip`, bytes: await buildArchive(this.name, files) };
    const version =
      options.skillId === undefined
        ? await client
            .createSkill(upload, { label: this.name })
            .then((skill) => client.retrieveVersion(skill.id, skill.latestVersion ?? ''))
        : await client.createVersion(options.skillId, upload);
    if (options.remember !== false) {
      await recordInLedger(
        ledger(),
        path.relative(workspaceRoot().fsPath, this.uri.fsPath).split(path.sep).join('/'),
        service.url,
        {
          skillId: version.skillId,
          name: version.name,
          version: version.ref,
          fingerprint: await fingerprint(files),
          time: version.createdAt,
          notes: {},
        },
      );
    }
    return version;
  }

  async remove(): Promise<void> {
    await rm(path.dirname(this.uri.fsPath), { recursive: true, force: true });
    await rm(path.join(workspaceRoot().fsPath, ledgerFileName), { force: true });
  }
}

function ledger(): TextFile {
  return new TextFile(path.join(workspaceRoot().fsPath, ledgerFileName));
}

export function readLedgerText(): Promise<string | undefined> {
  return ledger().read();
}

/** Waits until VS Code reports changes of files: a window that just opened takes a moment. */
export async function watching(): Promise<void> {
  // The registry view out of sight: what it lists would make known what these suites want to be unknown.
  await vscode.commands.executeCommand('workbench.view.explorer');
  const probe = vscode.Uri.joinPath(workspaceRoot(), 'watching.txt');
  const watcher = vscode.workspace.createFileSystemWatcher('**/watching.txt');
  await new Promise<void>((resolve) => {
    const write = (): void => {
      void writeFile(probe.fsPath, String(Math.random()));
    };
    const timer = setInterval(write, 250);
    watcher.onDidChange(() => {
      clearInterval(timer);
      resolve();
    });
    write();
  });
  watcher.dispose();
  await rm(probe.fsPath);
}

/**
 * Waits at most 15 seconds until the row of a folder says so, by the view's own events; `nudging`: its SKILL.md is
 * stored again now and then.
 */
export async function rowSays(
  folder: vscode.Uri,
  expected: RegExp,
  { nudging: mayNudge = true } = {},
): Promise<vscode.TreeItem> {
  const { workspaceTree } = await activateExtension();
  let last = 'no row';
  const look = async (): Promise<vscode.TreeItem | undefined> => {
    const rows = (await workspaceTree.getChildren()) ?? [];
    const row = rows.find(({ path: found }) => found === folder.path);
    if (!row) {
      last = 'no row';
      return undefined;
    }
    const item = await workspaceTree.getTreeItem(row);
    last = typeof item.description === 'string' ? item.description : '';
    return expected.test(last) ? item : undefined;
  };
  return new Promise((resolve, reject) => {
    const nudging = mayNudge ? nudge(folder) : undefined;
    const done = (work: () => void): void => {
      nudging?.dispose();
      clearTimeout(timer);
      listener?.dispose();
      work();
    };
    const again = (): void => {
      look().then(
        (item) => {
          if (item)
            done(() => {
              resolve(item);
            });
        },
        (error: unknown) => {
          done(() => {
            reject(error instanceof Error ? error : new Error(String(error)));
          });
        },
      );
    };
    const timer = setTimeout(() => {
      done(() => {
        reject(new Error(`The row says "${last}", not ${String(expected)}.`));
      });
    }, 15_000);
    const listener = workspaceTree.onDidChangeTreeData?.(again);
    again();
  });
}
