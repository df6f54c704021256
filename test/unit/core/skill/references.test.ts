import assert from 'node:assert/strict';
import { findMentions, type Mention } from '../../../../src/core/skill/mentions.ts';
import { parseMarkdown } from '../../../../src/core/skill/markdown.ts';
import {
  closestPath,
  filesOfMention,
  indexFiles,
  isMissing,
  rewriteMention,
} from '../../../../src/core/skill/references.ts';

const files = indexFiles(
  [
    'SKILL.md',
    'FORMS.md',
    'scripts/run.py',
    'scripts/lib/util.py',
    'references/api guide.md',
    'references/form.md',
    'assets/a(1).png',
    'templates/page.html',
  ].map((path) => ({ path, size: 1, kind: 'file' as const })),
);

function mentionsIn(text: string, file = 'SKILL.md'): Mention[] {
  return findMentions(text, parseMarkdown(text), { file, files, folderName: 'my-skill' });
}

function paths(text: string, file?: string): (string | undefined)[] {
  return mentionsIn(text, file).map((mention) => filesOfMention(mention, files)[0]);
}

function missing(text: string, file?: string): (string | undefined)[] {
  return mentionsIn(text, file)
    .filter((mention) => isMissing(mention, files))
    .map((mention) => mention.candidates[0]);
}

describe('findMentions', () => {
  it('finds the file of every spelling of a link', () => {
    assert.deepEqual(
      paths(
        '[a](references/form.md#part) [b](FORMS.md "t") [c](<references/api guide.md>) ' +
          '[d](references/api%20guide.md?x) ![e](./assets/a%281%29.png)',
      ),
      ['references/form.md', 'FORMS.md', 'references/api guide.md', 'references/api guide.md', 'assets/a(1).png'],
    );
  });

  it('leaves addresses alone', () => {
    assert.deepEqual(
      mentionsIn(
        '[a](https://x.example/scripts/run.py) [b](mailto:a@b.example) [c](//host/x) <tel:1> ' +
          '`https://x.example/scripts/run.py`',
      ),
      [],
    );
  });

  it('reads a lone anchor as this file', () => {
    const [mention] = mentionsIn('[a](#f%20g)', 'references/form.md');
    assert.deepEqual([mention?.candidates, mention?.fragment], [['references/form.md'], 'f g']);
  });

  it('says where a link leads to when it is not in the skill', () => {
    assert.deepEqual(
      mentionsIn(
        '[a](../x.md) [b](/etc/x.md) [c](C:\\x.md) [d](~/x.md) [e](file:///x.md) [f](references/../FORMS.md)',
      ).map((mention) => mention.reach),
      ['outside', 'absolute', 'absolute', 'absolute', 'absolute', 'inside'],
    );
  });

  it('resolves a link from its own file first, code from the skill folder first', () => {
    assert.deepEqual(
      paths('[a](form.md) [b](../FORMS.md) [c](references/form.md) `scripts/run.py`', 'references/form.md'),
      ['references/form.md', 'FORMS.md', 'references/form.md', 'scripts/run.py'],
    );
  });

  it('finds paths in code and in sentences', () => {
    const text =
      'See FORMS.md and (references/form.md). Run `python scripts/run.py --in x.pdf` or ' +
      '**scripts/run.py**.\n\n```sh\n"./scripts/run.py":12 @references/form.md\n```\n';
    assert.deepEqual(paths(text), [
      'FORMS.md',
      'references/form.md',
      'scripts/run.py',
      'scripts/run.py',
      'scripts/run.py',
      'references/form.md',
    ]);
    assert.deepEqual(
      mentionsIn(text).map((mention) => mention.kind),
      ['prose', 'prose', 'span', 'prose', 'block', 'block'],
    );
  });

  it('covers exactly the path with its range', () => {
    const text =
      'Use `$SKILL_DIR/scripts/run.py:3`, {baseDir}/scripts/run.py, ~/.claude/skills/my-skill/scripts/run.py, ' +
      'my-skill/scripts/run.py and <scripts/run.py>.';
    const found = mentionsIn(text);
    assert.equal(found.length, 5);
    for (const mention of found) assert.equal(text.slice(mention.range.start, mention.range.end), 'scripts/run.py');
  });

  it('reads backslashes as separators', () => {
    assert.deepEqual(paths('`scripts\\lib\\util.py` [x](scripts\\run.py)'), ['scripts/lib/util.py', 'scripts/run.py']);
  });

  it('covers folders and patterns', () => {
    const all = mentionsIn('`scripts/` and `scripts/*.py` and `scripts/**/*.py`').map((mention) =>
      filesOfMention(mention, files),
    );
    assert.deepEqual(all, [
      ['scripts/run.py', 'scripts/lib/util.py'],
      ['scripts/run.py'],
      ['scripts/run.py', 'scripts/lib/util.py'],
    ]);
  });

  it('marks the text of a link as its label', () => {
    assert.deepEqual(
      mentionsIn('[`scripts/run.py`](scripts/run.py)').map((mention) => mention.kind),
      ['label', 'link'],
    );
  });
});

describe('isMissing', () => {
  it('reports links and code that name a file of the skill which is not there', () => {
    assert.deepEqual(
      missing(
        '[a](references/gone.md#x) `scripts/gone.py`\n\n```\npython scripts/gone2.py\n```\n`templates/gone.html`',
      ),
      ['references/gone.md', 'scripts/gone.py', 'scripts/gone2.py', 'templates/gone.html'],
    );
  });

  it('is silent where the file is made, an example, a placeholder or not of this skill', () => {
    for (const text of [
      'Create `scripts/new.py`.',
      '```sh\ncat x > scripts/new.py\nx -o assets/out.png\nmkdir -p scripts/new.d\n```',
      'for example `scripts/rotate.py`',
      '`scripts/<name>.py` `scripts/{name}.py` `scripts/your-script.py` `scripts/$NAME.py` `scripts/...`',
      '`src/main.py` `lib/x.js` `./build.sh` `../x.md` `/scripts/x.py`',
      'prose about scripts/gone.py',
      '```markdown\n[x](references/gone.md)\n```',
      '`scripts/*.js`',
      '`npm:scripts/x.js@1.0`',
      '`scripts/gone`',
      '[x](https://y.example/z.md)',
      '[here](references/)',
    ])
      assert.deepEqual(missing(text), [], text);
  });

  it('is silent about what a command or the words around it make, move or only imagine', () => {
    for (const text of [
      '`python scripts/run.py in.html assets/out.pdf`',
      '```sh\ncp assets/a(1).png assets/copy.png\nmv a references/b.txt\n```',
      'It exports `assets/report.pdf`.',
      'It renders into `assets/a.html`, dumps to `assets/b.json`.',
      'Download it to `assets/c.zip`; copies end up in `references/d.md`.',
      'If the project has a `scripts/deploy.sh`, run it.',
      'A `scripts/rotate_pdf.py` script would be helpful.',
      '```sh\nif [ -f scripts/deploy.sh ]; then bash scripts/deploy.sh; fi\n```',
      '`references/topic.md` `references/file1.md` [l](path/to/file.md) [n](url)',
      'Copy `templates/page.html` to `templates/area-description.html`.',
      "```js\nrequire('./assets/fonts/x.otf')\n```",
      '✓ **Good**: `scripts/helper.py`',
      'Create a script, then run `python scripts/new.py`.',
      'Create and run `scripts/new.py`.',
      'Write `scripts/new.py`.\n\nThen run `python scripts/new.py`.',
    ])
      assert.deepEqual(missing(text), [], text);
  });

  it('reports what is read or run, although the sentence makes something else', () => {
    for (const text of [
      'To create the form, run `python scripts/gone.py`.',
      'Generate a report: `scripts/gone.py`',
      '**New forms**: read `scripts/gone.py`',
      '| Create PDF | `scripts/gone.py` |',
      'Add your data by running `scripts/gone.py`.',
      'If you like, run `$SKILL_DIR/scripts/gone.py`.',
      '```sh\ncd my-skill && uv run --with lxml scripts/gone.py assets/made.xml\n```',
    ])
      assert.deepEqual(missing(text), ['scripts/gone.py'], text);
  });

  it('takes a link by its word, also when it reads like an example', () => {
    assert.deepEqual(
      missing('[a](references/missing%20guide.md) [b](references/example-usage.md) [c](references/my-notes.md)'),
      ['references/missing guide.md', 'references/example-usage.md', 'references/my-notes.md'],
    );
    assert.deepEqual(
      missing('[a](references/<name>.md) [b](your-file.md) [c](example.md) [d](references/{topic}.md)'),
      [],
    );
  });

  it('reports a bare name in other letters than the file has', () => {
    assert.deepEqual(missing('See forms.md, `Forms.md` and FORMS.md; skill.md is this file.'), [
      'forms.md',
      'Forms.md',
    ]);
  });

  it('takes no escapes and patterns for paths', () => {
    for (const text of [
      '`grep -E "references\\.md|scripts\\.py"`',
      '```python\nprint("scripts\\n")\nprint("scripts\\trun")\nx = "scripts\\n.py"\n```',
      '`references/a\\.md`',
      '`scripts\\d.py`',
      '`scripts\\gone`',
    ])
      assert.deepEqual(mentionsIn(text), [], text);
    assert.deepEqual(missing('`scripts\\gone.py`'), ['scripts/gone.py']);
  });
});

describe('closestPath', () => {
  it('suggests the one file that differs by case, folder or a few letters', () => {
    assert.equal(closestPath('forms.md', files), 'FORMS.md');
    assert.equal(closestPath('scripts/util.py', files), 'scripts/lib/util.py');
    assert.equal(closestPath('references/from.md', files), 'references/form.md');
    assert.equal(closestPath('references/nothing-like-it.md', files), undefined);
  });
});

describe('rewriteMention', () => {
  function rewritten(text: string, file: string, newPath: string, newFile?: string): (string | undefined)[] {
    return mentionsIn(text, file).map((mention) =>
      rewriteMention(mention, filesOfMention(mention, files)[0] ?? '', newPath, file, newFile),
    );
  }

  it('keeps the way the path was written', () => {
    assert.deepEqual(rewritten('[a](./references/form.md) `references/form.md`', 'SKILL.md', 'references/new (1).md'), [
      './references/new%20%281%29.md',
      'references/new (1).md',
    ]);
    assert.deepEqual(
      rewritten('[a](form.md) [b](../FORMS.md) `references/form.md`', 'references/form.md', 'docs/new.md'),
      ['../docs/new.md', '../docs/new.md', 'docs/new.md'],
    );
  });

  it('starts where the file that holds it moves to', () => {
    assert.deepEqual(
      rewritten(
        '[a](form.md) `form.md` [b](references/form.md) `references/form.md`',
        'references/x.md',
        'docs/deep/form.md',
        'docs/deep/x.md',
      ),
      ['form.md', 'form.md', 'docs/deep/form.md', 'docs/deep/form.md'],
    );
    assert.deepEqual(
      rewritten('[a](scripts/run.py) ![a](./assets/a%281%29.png)', 'FORMS.md', 'scripts/run.py', 'docs/FORMS.md').slice(
        0,
        1,
      ),
      ['../scripts/run.py'],
    );
  });
});
