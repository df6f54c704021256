import type { Registry } from '../../src/core/registry/registry.ts';
import { RegistryModel } from '../../src/vscode/views/registryModel.ts';

/** Lists what the registry view shows first, as a window does that opens it. Rejects when it fails. */
export async function openRegistryView(registry: Registry): Promise<void> {
  const model = new RegistryModel({
    registry: () => Promise.resolve(registry),
    files: () => Promise.resolve([]),
    onFailure: (error) => {
      throw error;
    },
  });
  model.start({ kind: 'custom', id: 'test', name: 'Test', production: false, endpoint: undefined });
  await model.load();
}
