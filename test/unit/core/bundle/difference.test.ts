import assert from 'node:assert/strict';
import { differences, isShownAsText } from '../../../../src/core/bundle/difference.ts';
import type { ArchiveFile } from '../../../../src/core/bundle/extract.ts';

const file = (path: string, text: string, mode = 0o644): ArchiveFile => ({ path, content: Buffer.from(text), mode });

describe('differences', () => {
  it('name what was added, removed, changed or only made executable, SKILL.md first', () => {
    const left = [file('SKILL.md', 'a'), file('b', 'same'), file('gone', 'x'), file('run.sh', '#!')];
    const right = [file('a', 'new'), file('b', 'same'), file('run.sh', '#!', 0o755), file('SKILL.md', 'b')];
    assert.deepEqual(
      differences(left, right).map(({ path, kind }) => `${kind} ${path}`),
      ['changed SKILL.md', 'added a', 'removed gone', 'mode run.sh'],
    );
    assert.deepEqual(differences(left, left), []);
  });

  it('tell text from what an editor cannot show', () => {
    assert.equal(isShownAsText(Buffer.from('Grüße ☂')), true);
    assert.equal(isShownAsText(Buffer.from([0x89, 0x50, 0x4e, 0x47, 0])), false);
    assert.equal(isShownAsText(Buffer.from([0x47, 0xfc])), false);
    assert.equal(isShownAsText(new Uint8Array()), true);
  });
});
