import assert from 'node:assert/strict';
import { setFlagsFromString } from 'node:v8';
import * as vscode from 'vscode';
import { note, times } from '../../support/figures.ts';
import { defaultWorkspace } from '../../../src/node/localRegistry/credentials.ts';
import { newSkillId } from '../../../src/node/localRegistry/ids.ts';
import { fromFiles } from '../../../src/node/localRegistry/upload.ts';
import { skillFiles, type TestRegistry } from '../../support/localRegistry.ts';
import { settledHeap } from '../../support/settledHeap.ts';
import { slopeOf } from '../../support/slope.ts';
import { activateExtension, registryRows } from '../support/extension.ts';
import { connectedService } from './service.ts';

const [skills, versions] = [times(20, 300), times(2, 20)];
const [warmUp, rounds, refreshes] = [times(0, 3), times(2, 16), times(10, 250)];

/** Bytes in use in the extension host, when what the window has still to answer, in the order it was asked, is answered. */
async function heap(): Promise<number> {
  for (let time = 0; time < 3; time += 1)
    await vscode.commands.executeCommand('setContext', 'skillPublisher.soak', time);
  return settledHeap();
}

/** Publishes a skill with all its versions at once. */
function fill({ store }: TestRegistry, name: string): void {
  const id = newSkillId();
  store.transaction(() => {
    store.insertSkill({ id, workspace: defaultWorkspace, source: 'custom', label: name }, name);
    for (let version = 0; version < versions; version += 1)
      store.insertVersion(id, fromFiles(skillFiles(name, { 'notes.md': String(version) }), 'ga'));
  });
}

describe('the registry view over time', function () {
  this.timeout(times(60_000, 3_600_000));
  let server: TestRegistry;

  before(async () => {
    // Functions that are compiled anew after thousands of calls, and what is remembered for that, would look like a leak.
    for (const compiler of ['opt', 'maglev', 'sparkplug']) setFlagsFromString(`--no-${compiler}`);
    await activateExtension();
    server = await connectedService('ga', {});
    for (let index = 0; index < skills; index += 1) {
      fill(server, `soak-${index}`);
      // The window takes an extension host that does not answer for lost.
      await new Promise((resolve) => setImmediate(resolve));
    }
  });
  after(() => server.close());

  it('shows the same rows after every refresh, and keeps nothing of the refreshes before', async () => {
    const heaps: number[] = [];
    for (let round = 0; round < warmUp + rounds; round += 1) {
      for (let refresh = 0; refresh < refreshes; refresh += 1) {
        await vscode.commands.executeCommand('skillPublisher.refreshRegistry');
        const [first] = await registryRows();
        assert.match(first?.label ?? '', /^soak-/);
        assert.equal((await registryRows(first?.node)).length, versions);
      }
      (server.requests as unknown[]).length = 0;
      if (round >= warmUp) heaps.push(await heap());
    }
    note('refreshes', rounds * refreshes);
    note('slope', slopeOf(heaps) * (1_000 / refreshes));
    assert.equal(heaps.length, rounds);
  });
});
