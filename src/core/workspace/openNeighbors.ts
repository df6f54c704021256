import { discoveryRoot } from '../skill/rules/collection.ts';
import type { Neighbors } from './neighbors.ts';

/** Loads what compares skills, with the first one that lies where agents look for them: others have no neighbors. */
export async function openNeighbors(
  folder: string,
  ...given: ConstructorParameters<typeof Neighbors>
): Promise<Neighbors | undefined> {
  if (discoveryRoot(folder) === undefined) return undefined;
  const { Neighbors: Loaded } = await import('./neighbors.ts');
  return new Loaded(...given);
}
