import assert from 'node:assert/strict';
import { ArchiveError, extractArchive } from '../../../../src/core/bundle/extract.ts';
import { note, notePeakMemory } from '../../../support/figures.ts';
import { leastProcessorTime } from '../../../support/processorTime.ts';
import { honestFiles, readerShapes } from '../../../support/readerShapes.ts';

/** What is read, or the refusal. */
function outcome(bytes: Uint8Array): ReadonlyMap<string, string> | ArchiveError {
  try {
    return new Map(extractArchive(bytes).map(({ path, content }) => [path, new TextDecoder().decode(content)]));
  } catch (error) {
    if (error instanceof ArchiveError) return error;
    throw error;
  }
}

describe('archives that other readers had to learn about', function () {
  this.timeout(120_000);
  notePeakMemory();

  for (const { name, expected, bytes } of readerShapes()) {
    it(expected === 'either' ? `refuses or reads rightly: ${name}` : `${expected}: ${name}`, () => {
      const archive = bytes();
      const found = outcome(archive);
      if (found instanceof ArchiveError) {
        assert.notEqual(expected, 'read', found.message);
        assert.match(found.message, /^[A-Z“0-9].*\.$/);
        assert.doesNotMatch(found.message, /[\p{Cc}\p{Cf}]/u);
      } else {
        assert.notEqual(expected, 'refused');
        assert.deepEqual(found, honestFiles);
      }
      const took = leastProcessorTime(100, () => outcome(archive));
      note(found instanceof ArchiveError ? 'refused' : 'read', took);
      assert.ok(took <= 100, `${took} ms`);
    });
  }
});
