import { cpSync, rmSync } from 'node:fs';
import path from 'node:path';
import { startTestRegistry, type TestRegistry } from '../support/localRegistry.ts';
import { temporaryFolder } from '../vscode/processes.ts';
import { decisions, leaveUnsettled, prepareDecisions, type Decision } from './decisions.ts';
import { withWindow } from './withWindow.ts';
import type { VsCodeWindow } from './window.ts';

interface DecisionsWindow {
  readonly all: readonly Decision[];
  readonly window: () => VsCodeWindow;
  readonly registry: () => TestRegistry;
  /** What `Team` and `Live` take. */
  readonly key: string;
  /** Shows the views, with the connections `Team`, `Live` (production) and these, none of which is chosen. */
  readonly begin: (more?: readonly { readonly name: string; readonly baseUrl: string }[]) => Promise<void>;
}

/** For the tests of the suite it is called in: a window on the folders of `decisions` alone, and their registry. */
export function withDecisions(suite: string): DecisionsWindow {
  const key = ['sk-canary', 'of', 'the', suite, '5Kp1'].join('-');
  const all = decisions(key);
  const folders = temporaryFolder(suite);
  let registry: TestRegistry | undefined;
  const started = (): TestRegistry => {
    if (registry === undefined) throw new Error('the registry runs only while tests run');
    return registry;
  };
  before(async () => {
    registry = await startTestRegistry({ apiKey: key });
    await prepareDecisions(folders, registry, all);
  });
  const window = withWindow({
    prepare: (workspace) => {
      rmSync(path.join(workspace, 'skills'), { recursive: true });
      cpSync(folders, workspace, { recursive: true });
    },
  });
  after(() => registry?.close());
  return {
    all,
    window,
    registry: started,
    key,
    begin: async (more = []) => {
      leaveUnsettled(window().dataFolder, window().workspace, started());
      window().changeSettings({
        'skillPublisher.connections': [
          { name: 'Team', baseUrl: started().url },
          { name: 'Live', baseUrl: started().url, production: true },
          ...more,
        ],
      });
      await window().showContainer('Skills');
    },
  };
}
