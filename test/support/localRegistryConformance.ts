import { startTestRegistry, type TestRegistry } from './localRegistry.ts';
import { Caller } from './localRegistryCaller.ts';

export interface Scene {
  readonly registry: TestRegistry;
  /** Two dialects of one workspace that only this row uses. */
  readonly ga: Caller;
  readonly beta: Caller;
}

/** A sentence of the wire contract, as it stands there (shortened), and what shows that the registry keeps it. */
export type Row = readonly [sentence: string, check: (scene: Scene) => Promise<void>];

/** One test per sentence; they share a server, and each has a workspace of its own. */
export function conforms(section: string, rows: readonly Row[]): void {
  describe(`Skills API contract: ${section}`, () => {
    let registry: TestRegistry;
    before(async () => {
      registry = await startTestRegistry();
    });
    after(async () => {
      await registry.close();
    });
    for (const [sentence, check] of rows) {
      it(sentence, async () => {
        const ga = new Caller(registry, 'ga');
        await check({ registry, ga, beta: ga.as('beta') });
      });
    }
  });
}
