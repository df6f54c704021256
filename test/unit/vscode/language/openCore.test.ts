import assert from 'node:assert/strict';
import { loadCore } from '../../../../src/vscode/language/loadCore.ts';

describe('the core of the language features', () => {
  it('is loaded once, and gives others their turn after each of its parts', async () => {
    // Loading its files alone gives turns, too.
    await import('../../../../src/vscode/language/core.ts');
    const { openCore } = await import('../../../../src/vscode/language/openCore.ts');
    let turns = 0;
    let isOpen = false;
    const count = (): void => {
      turns += 1;
      if (!isOpen) setImmediate(count);
    };
    setImmediate(count);
    const core = await openCore();
    isOpen = true;
    assert.ok(turns >= 5, `${turns} turns`);
    assert.equal(await loadCore(), core);
    assert.equal(core.parseFrontMatter('---\nname: a\n---\n').bodyStart, 16);
  });
});
