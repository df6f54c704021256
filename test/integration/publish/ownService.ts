import path from 'node:path';
import { writeFileSync } from 'node:fs';
import * as vscode from 'vscode';
import { RegistryClient } from '../../../src/core/registry/client.ts';
import { startTestRegistry, type TestRegistry } from '../../support/localRegistry.ts';
import type { Asked, Person } from '../support/answers.ts';
import { activateExtension, connectTo } from '../support/extension.ts';
import { removeLedger, removeSkill, writeSkill } from '../support/skills.ts';

export const apiKey = ['test', 'key', 's'.repeat(12)].join('-');

/** Says yes to the first sheet, and to a sheet of something that did not change. */
export const publishes: Person = (asked) =>
  asked.modal
    ? 'Publish Again'
    : asked.kind === 'pick'
      ? /\$\(cloud-upload\) Publish version|Publish the same content/
      : undefined;

/** The messages, one a line. */
export function said(asked: readonly Asked[]): string {
  return asked
    .filter(({ kind }) => kind === 'message')
    .map(({ text }) => text)
    .join('\n');
}

export function set(key: string, value: unknown): Thenable<void> {
  return vscode.workspace.getConfiguration('skillPublisher').update(key, value, vscode.ConfigurationTarget.Global);
}

/**
 * What each test of a suite has for itself: a service that is connected and active, and a skill that was never
 * published.
 */
export class OwnService {
  server!: TestRegistry;
  client!: RegistryClient;
  name!: string;
  folder!: vscode.Uri;
  // A folder of its own for each test: VS Code remembers the document of a file for a while after the file is gone.
  #made = 0;

  /** To call inside of `describe`. `settings`: those the tests change, by their names after `skillPublisher.`. */
  constructor(prefix: string, settings: readonly string[] = []) {
    before(activateExtension);
    beforeEach(async () => {
      this.server = await startTestRegistry({ apiKey });
      this.client = new RegistryClient({
        baseUrl: this.server.url,
        credential: { kind: 'key', key: apiKey },
        dialect: 'ga',
      });
      await connectTo({ url: this.server.url, apiKey }, { dialect: 'ga' });
      this.#made += 1;
      this.name = `${prefix}-${this.#made}`;
      this.folder = writeSkill(this.name);
    });
    afterEach(async () => {
      await vscode.commands.executeCommand('workbench.action.closeAllEditors');
      await this.server.close();
      for (const skill of [this.name, `${this.name}-copy`]) removeSkill(skill);
      removeLedger();
      for (const key of ['connections', ...settings]) await set(key, undefined);
    });
  }

  /** Changes the skill. `keys`: further lines of its front matter. */
  write(body: string, keys = ''): void {
    writeFileSync(
      path.join(this.folder.fsPath, 'SKILL.md'),
      `---\nname: ${this.name}\ndescription: Does a thing. Use when it is to be done.\n${keys}---\n${body}\n`,
    );
  }

  posts(): number {
    return this.server.requests.filter(({ method }) => method === 'POST').length;
  }
}
