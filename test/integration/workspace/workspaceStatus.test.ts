import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import * as vscode from 'vscode';
import { localConnection } from '../../../src/vscode/host/connection.ts';
import { KnownSkills } from '../../../src/vscode/host/knownSkills.ts';
import { Ledgers } from '../../../src/vscode/host/ledgers.ts';
import { UnsettledUploads } from '../../../src/vscode/host/unsettledUploads.ts';
import { ledgerFileName } from '../../../src/core/publish/ledger.ts';
import {
  WorkspaceStatus,
  type FolderStatus,
  type WorkspaceStatusOptions,
} from '../../../src/vscode/views/workspaceStatus.ts';
import { skillMd } from './skillOnDisk.ts';

const never = (): { dispose(): void } => ({ dispose: () => undefined });

describe('the states of folders with a ledger each', () => {
  let root: string;
  let ledgers: Ledgers;

  beforeEach(async () => {
    root = await mkdtemp(path.join(os.tmpdir(), 'ledgers-'));
    ledgers = new Ledgers();
  });
  afterEach(async () => {
    ledgers.dispose();
    await rm(root, { recursive: true, force: true });
  });

  /** A skill in a folder that is a root of its own. */
  async function make(place: string): Promise<vscode.Uri> {
    const folder = path.join(root, place, 'greet');
    await mkdir(folder, { recursive: true });
    await writeFile(path.join(folder, 'SKILL.md'), skillMd('greet'));
    return vscode.Uri.file(folder);
  }

  /** The statuses once all folders were read. */
  async function statusesOf(
    folders: readonly vscode.Uri[],
  ): Promise<{ readonly statuses: readonly FolderStatus[]; readonly fault: string | undefined }> {
    const failures: unknown[] = [];
    const options = {
      connections: { active: localConnection, onDidChange: never },
      skills: {
        find: () => Promise.resolve(folders),
        found: folders,
        report: () => ({ problems: [], fingerprint: 'sha256:0' }),
        refresh: () => undefined,
        onDidFind: never,
        onDidJudge: never,
      },
      ledgers,
      knownSkills: new KnownSkills(),
      unsettledUploads: new UnsettledUploads(path.join(root, 'unsettled-uploads.json')),
      log: {
        error: (_message: string, error: unknown) => {
          failures.push(error);
        },
      },
    };
    const status = new WorkspaceStatus(options as unknown as WorkspaceStatusOptions);
    try {
      await new Promise<void>((resolve, reject) => {
        const timer = setTimeout(() => {
          reject(new Error(`The folders were not read: ${failures.map(String).join()}`));
        }, 5000);
        status.onDidChange(() => {
          if (status.statuses?.every(({ reading }) => reading) !== true) return;
          clearTimeout(timer);
          resolve();
        });
        status.start();
      });
      return { statuses: status.statuses ?? [], fault: status.ledgerFault };
    } finally {
      status.dispose();
    }
  }

  it('are not known where the ledger is damaged, and known elsewhere', async () => {
    const folders = [await make('a'), await make('b')];
    await writeFile(path.join(root, 'a', ledgerFileName), '{ broken');
    const { statuses, fault } = await statusesOf(folders);
    assert.deepEqual(
      statuses.map(({ state }) => state?.kind),
      ['unknown', 'unpublished'],
    );
    assert.match(fault ?? '', /is not valid JSON/);
  });

  it('are not known where a folder stands in the place of the ledger', async () => {
    const folders = [await make('a'), await make('b')];
    await mkdir(path.join(root, 'b', ledgerFileName));
    const { statuses, fault } = await statusesOf(folders);
    assert.deepEqual(
      statuses.map(({ state }) => state?.kind),
      ['unpublished', 'unknown'],
    );
    assert.match(fault ?? '', /cannot be read \(EISDIR\)/);
  });
});
