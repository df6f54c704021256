import assert from 'node:assert/strict';
import { formatWords, numberOf, parseWords, wordNumbersOf, WordSet } from '../../../../src/core/impact/vocabulary.ts';

describe('the words of a version', () => {
  it('are whole ones in any case, without the marks at their end', () => {
    const words = new Set(wordNumbersOf('Run `pip-compile`, then Git. See docs/C++ or a_b.c…'));
    for (const each of ['run', 'pip-compile', 'PIP-Compile', 'git', 'docs', 'a_b.c'])
      assert.ok(words.has(numberOf(each)), each);
    for (const each of ['pip', 'compile', 'gi', 'a']) assert.ok(!words.has(numberOf(each)), each);
  });

  it('are each found once in each text, whatever was read before', () => {
    const seen = new WordSet();
    assert.deepEqual(wordNumbersOf('bed BED bed. chair', seen), [numberOf('bed'), numberOf('chair')]);
    assert.deepEqual(wordNumbersOf('chair', seen), [numberOf('chair')]);
    assert.deepEqual(seen.all(), []);
    assert.deepEqual(
      [0xfffff, 31, 32, 31, 0].map((each) => seen.add(each)),
      [true, true, true, false, true],
    );
    assert.deepEqual(seen.all(), [0, 31, 32, 0xfffff]);
  });

  it('are the same when they were kept, in few characters', () => {
    const words = [0, 1, 127, 128, 300, 0xabcde, 0xfffff];
    assert.deepEqual(parseWords(formatWords(words)), words);
    assert.deepEqual(parseWords(formatWords([])), []);
    const many = [...wordNumbersOf(Array.from({ length: 1_000 }, (_, index) => `bed${index}`).join(' '))].sort(
      (a, b) => a - b,
    );
    assert.deepEqual(parseWords(formatWords(many)), many);
    assert.ok(formatWords(many).length < 3 * many.length);
  });

  it('are told apart: of ten thousand all but a few have a number of their own', () => {
    const words = Array.from({ length: 10_000 }, (_, index) => `bed-${index}`);
    assert.ok(new Set(words.map(numberOf)).size > 9_900);
    assert.ok(words.every((each) => numberOf(each) >= 0 && numberOf(each) < 2 ** 24));
  });
});
