import * as vscode from 'vscode';
import type { Dialect } from '../../../src/core/registry/model.ts';
import { startTestRegistry, type TestRegistry } from '../../support/localRegistry.ts';
import { activateExtension, connectTo } from '../support/extension.ts';
import { SkillOnDisk, watching } from './skillOnDisk.ts';

/**
 * What each test of a suite has for itself: a service that speaks the dialect, connected and active, and a skill folder
 * of the open workspace, not published.
 */
export class OwnSkill {
  server!: TestRegistry;
  skill!: SkillOnDisk;

  /** To call inside of `describe`. */
  constructor(dialect: Dialect, files: Readonly<Record<string, string>> = {}) {
    before(async () => {
      await activateExtension();
      await watching();
    });
    beforeEach(async () => {
      this.server = await startTestRegistry();
      this.skill = await SkillOnDisk.make('greet', files);
      await connectTo(this.server, { dialect });
    });
    afterEach(async () => {
      await vscode.commands.executeCommand('workbench.action.closeAllEditors');
      await this.skill.remove();
      await this.server.close();
      await vscode.workspace
        .getConfiguration('skillPublisher')
        .update('connections', undefined, vscode.ConfigurationTarget.Global);
    });
  }
}
