import assert from 'node:assert/strict';
import { defaultWorkspace } from '../../../src/node/localRegistry/credentials.ts';
import { newSkillId } from '../../../src/node/localRegistry/ids.ts';
import { fromFiles } from '../../../src/node/localRegistry/upload.ts';
import type { RegistryNode } from '../../../src/vscode/host/registryNode.ts';
import type { Dialect } from '../../../src/core/registry/model.ts';
import { skillFiles, startTestRegistry, type TestRegistry } from '../../support/localRegistry.ts';
import { connectTo, registryRows } from '../support/extension.ts';

export { dialects } from '../support/dialects.ts';

/** A service that speaks the dialect, with these skills, each with as many versions as texts; connected and active. */
export async function connectedService(
  dialect: Dialect,
  skills: Readonly<Record<string, readonly string[]>>,
): Promise<TestRegistry> {
  const server = await startTestRegistry();
  for (const [name, texts] of Object.entries(skills))
    for (const text of texts)
      publish(server, name, { 'notes.md': text, 'scripts/run.py': `print(${JSON.stringify(text)})\n` });
  await connectTo(server, { dialect });
  return server;
}

/** Publishes a new version of the skill of that name, or the skill; resolves to its id. */
export function publish(server: TestRegistry, name: string, extra: Readonly<Record<string, string>>): string {
  const id = server.store.findSkillsByName(defaultWorkspace, 'custom', name)[0]?.id ?? newSkillId();
  server.store.transaction(() => {
    if (!server.store.findSkill(defaultWorkspace, id))
      server.store.insertSkill({ id, workspace: defaultWorkspace, source: 'custom', label: name }, name);
    server.store.insertVersion(id, fromFiles(skillFiles(name, extra), 'ga'));
  });
  return id;
}

export function skillId(server: TestRegistry, name: string): string {
  return (
    server.store.findSkillsByName(defaultWorkspace, 'custom', name)[0]?.id ?? assert.fail(`${name} is not published`)
  );
}

/** Follows labels (or the start of accessibility labels) down the tree. */
export async function row(...labels: readonly (string | RegExp)[]): Promise<RegistryNode> {
  let node: RegistryNode | undefined;
  for (const label of labels) {
    const rows = await registryRows(node);
    const found = rows.find(({ label: text, item }) =>
      typeof label === 'string' ? text === label : label.test(item.accessibilityInformation?.label ?? ''),
    );
    assert.ok(found, `no row ${String(label)} among ${rows.map((item) => item.label).join(', ')}`);
    node = found.node;
  }
  return node ?? assert.fail('no label given');
}

export async function labels(node?: RegistryNode): Promise<readonly string[]> {
  return (await registryRows(node)).map(({ label }) => label);
}

/** Waits until it holds, at most 15 seconds. */
export async function until(what: string, holds: () => boolean | Promise<boolean>): Promise<void> {
  for (const end = Date.now() + 15_000; !(await holds()); ) {
    assert.ok(Date.now() < end, `never: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
