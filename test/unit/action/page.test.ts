import assert from 'node:assert/strict';
import { renderPage } from '../../../src/action/page.ts';

describe('the page of a step', () => {
  const long = Array.from({ length: 5000 }, (_, index) => `finding ${index} in a file of a skill 😀`);

  it('fits, whatever is on it, and says how much is left out', () => {
    for (const limit of [65_000, 5_000, 700]) {
      const text = renderPage(
        {
          head: '### Skills',
          sections: [
            { title: 'A', lines: long },
            { title: 'B', lines: long },
          ],
        },
        limit,
      );
      assert.ok(Buffer.byteLength(text) <= limit, `${Buffer.byteLength(text)} of ${limit}`);
      assert.match(text, /\*\*A\*\*\n\n```text\nfinding 0 [^]*… and \d{4} more lines\n```\n\n\*\*B\*\*/);
    }
    const counts = /… and (\d+) more lines/.exec(
      renderPage({ head: '', sections: [{ title: 'A', lines: long }] }, 3000),
    );
    const shown =
      renderPage({ head: '', sections: [{ title: 'A', lines: long }] }, 3000).match(/^finding/gm)?.length ?? 0;
    assert.equal(Number(counts?.[1]) + shown, long.length);
  });

  it('has a fence longer than any run of backticks, and no line that ends before its end', () => {
    const text = renderPage(
      { head: '#', sections: [{ title: 'A', lines: ['a ````` b', '```', 'x\r@y\u2028z\u202e'] }] },
      10_000,
    );
    assert.equal(text, '#\n\n**A**\n\n``````text\na ````` b\n```\nx\n@y z\n``````\n');
  });

  it('cuts one endless line, and folds what is long', () => {
    const text = renderPage(
      { head: '#', sections: [{ title: 'A', lines: ['x'.repeat(100_000)], folded: true }] },
      65_000,
    );
    assert.ok(text.length < 2_200);
    assert.match(text, /^#\n\n<details><summary>A<\/summary>\n\n```text\nx+…\n```\n\n<\/details>\n$/);
  });
});
