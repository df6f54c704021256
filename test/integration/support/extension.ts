import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { ExtensionApi } from '../../../src/extension.ts';
import type { RegistryNode } from '../../../src/vscode/host/registryNode.ts';
import type { Dialect } from '../../../src/core/registry/model.ts';
import { answering, type Asked } from './answers.ts';
import { nextSerial } from './serial.ts';

/** The extension under test, activated. */
export async function activateExtension(): Promise<ExtensionApi> {
  const extension = vscode.extensions.getExtension<ExtensionApi>('skill-publisher.skill-publisher');
  assert.ok(extension, 'the extension is not installed');
  return extension.activate();
}

export interface ServiceToUse {
  readonly url: string;
  readonly apiKey: string;
}

/**
 * Adds a connection to the user's settings, selects it and types its key, as a person does. Resolves to what was asked.
 */
export async function connectTo(
  service: ServiceToUse,
  options: { readonly dialect?: 'auto' | Dialect; readonly production?: boolean } = {},
): Promise<readonly Asked[]> {
  const name = `test ${nextSerial()}`;
  await vscode.workspace
    .getConfiguration('skillPublisher')
    .update('connections', [{ name, baseUrl: service.url, ...options }], vscode.ConfigurationTarget.Global);
  return answering(
    (asked) => (asked.kind === 'input' ? service.apiKey : asked.kind === 'pick' ? new RegExp(name) : undefined),
    () => vscode.commands.executeCommand('skillPublisher.selectConnection'),
  );
}

/** The rows of the registry view below `parent`, as the tree shows them. */
export async function registryRows(
  parent?: RegistryNode,
): Promise<{ readonly node: RegistryNode; readonly item: vscode.TreeItem; readonly label: string }[]> {
  const { registryTree } = await activateExtension();
  const nodes = (await registryTree.getChildren(parent)) ?? [];
  return Promise.all(
    nodes.map(async (node) => {
      const item = await registryTree.getTreeItem(node);
      return { node, item, label: typeof item.label === 'string' ? item.label : (item.label?.label ?? '') };
    }),
  );
}
