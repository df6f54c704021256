import assert from 'node:assert/strict';
import fc from 'fast-check';
import { completeSkill, type Completion, type CompletionOptions } from '../../../../src/core/skill/completion.ts';

const files = ['SKILL.md', 'FORMS.md', 'scripts/run.py', 'references/api guide.md'].map((path) => ({
  path,
  size: 1,
  kind: 'file' as const,
}));

function complete(marked: string, options: Partial<CompletionOptions> = {}): Completion[] {
  const offset = marked.indexOf('|');
  const skill = { folderName: 'my-skill', fileName: 'SKILL.md', text: marked.replace('|', ''), files };
  return completeSkill(skill, offset, { target: 'api', hostCompletes: false, ...options });
}

function labels(marked: string, options?: Partial<CompletionOptions>): string[] {
  return complete(marked, options).map((completion) => completion.label);
}

/** The text after a completion was taken, by overwriting the rest of the word or not. */
function taken(marked: string, label: string, range: 'range' | 'overwritten' = 'range'): string {
  const completion = complete(marked).find((each) => each.label === label);
  assert.ok(completion, `${label} is not offered`);
  const text = marked.replace('|', '');
  return text.slice(0, completion[range].start) + completion.insert + text.slice(completion[range].end);
}

describe('completeSkill', () => {
  it('offers a whole skill in an empty file, named like the folder', () => {
    for (const marked of ['|', '--|', '\uFEFF|\n', '---|']) {
      const [snippet] = complete(marked);
      assert.match(snippet?.insert ?? '', /^---\nname: \$\{1:my-skill\}\ndescription: /, marked);
    }
    assert.deepEqual(complete('|# Title'), []);
  });

  it('offers the keys the target takes and the file does not have', () => {
    assert.deepEqual(labels('---\nname: a\n|\n---\n'), [
      'description',
      'license',
      'compatibility',
      'metadata',
      'allowed-tools',
    ]);
    assert.ok(labels('---\nname: a\nmo|\n---\n', { target: 'claude-code' }).includes('model'));
    assert.ok(!labels('---\nname: a\n|\n---\n', { target: 'vscode' }).includes('allowed-tools'));
  });

  it('leaves out the keys and values VS Code offers itself', () => {
    assert.deepEqual(labels('---\n|\n---\n', { hostCompletes: true }), ['allowed-tools']);
    assert.deepEqual(labels('---\ncontext: |\n---\n', { hostCompletes: true }), []);
    assert.deepEqual(labels('---\ncontext: |\n---\n'), ['fork', 'inline']);
  });

  it('replaces what is typed of a key, a colon behind it included', () => {
    assert.equal(taken('---\nlic|ense:\n---\n', 'license'), '---\nlicense: $0\n---\n');
    assert.equal(taken('---\nli|', 'license'), '---\nlicense: $0');
  });

  it('leaves the value of a key that is completed alone', () => {
    for (const value of [' foo', ' |\n  foo'.replace('|', '>'), '\n  a: b', '\n- a', ' "x" # y']) {
      for (const key of ['description', 'license', 'metadata'])
        assert.equal(taken(`---\n|x:${value}\n---\n`, key), `---\n${key}:${value}\n---\n`);
    }
    assert.match(taken('---\n|x: # y\nname: a\n---\n', 'description'), /^---\ndescription: "\$\{1/);
  });

  it('overwrites the rest of a value or of a path when that is wanted', () => {
    assert.equal(
      complete('---\nmodel: op|us\n---\n', { target: 'claude-code' })[0]?.overwritten.end,
      '---\nmodel: opus'.length,
    );
    assert.equal(taken('---\nlicense: M|PL 2 # x\n---\n', 'MIT', 'overwritten'), '---\nlicense: MIT # x\n---\n');
    assert.equal(
      taken('---\nallowed-tools: Re|ader Bash\n---\n', 'Read', 'overwritten'),
      '---\nallowed-tools: Read Bash\n---\n',
    );
    assert.equal(
      taken('---\nname: a\n---\n[x](scr|ipts/old.py#y)', 'scripts/run.py', 'overwritten'),
      '---\nname: a\n---\n[x](scripts/run.py#y)',
    );
    assert.equal(
      taken('---\nname: a\n---\n`scr|ipts/old.py` x', 'scripts/run.py', 'overwritten'),
      '---\nname: a\n---\n`scripts/run.py` x',
    );
    assert.equal(
      taken('---\nname: a\n---\n`scr|ipts/old.py` x', 'scripts/run.py'),
      '---\nname: a\n---\n`scripts/run.pyipts/old.py` x',
    );
  });

  it('offers values, once each in a list', () => {
    assert.deepEqual(labels('---\nuser-invocable: |\n---\n'), ['true', 'false']);
    assert.deepEqual(labels('---\nname: |\n---\n'), ['my-skill']);
    const tools = labels('---\nallowed-tools: Read W|\n---\n');
    assert.ok(tools.includes('Write') && !tools.includes('Read'));
    assert.equal(taken('---\nallowed-tools: Read W|\n---\n', 'Write'), '---\nallowed-tools: Read Write\n---\n');
    assert.equal(taken('---\nmodel:|\n---\n', 'inherit'), '---\nmodel: inherit\n---\n');
  });

  it('offers nothing inside free text', () => {
    for (const marked of [
      '---\ndescription: wri|\n---\n',
      '---\nmetadata:\n  ve|\n---\n',
      '---\nname: a\n---|',
      '---\nname: a\n---\nSome pr|ose',
    ]) {
      assert.deepEqual(labels(marked), [], marked);
    }
  });

  it('offers files in links, code spans and code', () => {
    const all = ['FORMS.md', 'scripts/run.py', 'references/api guide.md'];
    assert.deepEqual(labels('---\nname: a\n---\n[x](|)'), all);
    assert.deepEqual(labels('---\nname: a\n---\n`|`'), all);
    assert.deepEqual(labels('---\nname: a\n---\n```\npython scripts/|\n```'), all);
    assert.equal(
      taken('---\nname: a\n---\n[x](ref|)', 'references/api guide.md'),
      '---\nname: a\n---\n[x](references/api%20guide.md)',
    );
    assert.equal(taken('---\nname: a\n---\n`./scr|`', './scripts/run.py'), '---\nname: a\n---\n`./scripts/run.py`');
  });

  it('leaves the next path segment of a link to VS Code', () => {
    assert.deepEqual(labels('---\nname: a\n---\n[x](|)', { hostCompletes: true }), [
      'scripts/run.py',
      'references/api guide.md',
    ]);
    assert.deepEqual(
      labels('---\nname: a\n---\n[x](scripts/|)', { hostCompletes: true }).includes('scripts/run.py'),
      false,
    );
  });

  it('always replaces a range around the offset, and never throws', () => {
    const part = fc.constantFrom(
      '---\n',
      'name: a',
      'allowed-tools: ',
      '\n',
      '`',
      '](',
      'scripts/',
      '\r\n',
      'description:',
      '\uFEFF',
      ' ',
      'x',
      '👍',
    );
    fc.assert(
      fc.property(fc.array(part, { maxLength: 12 }), fc.nat(60), (parts, at) => {
        const text = parts.join('');
        const offset = Math.min(at, text.length);
        for (const { range, overwritten } of completeSkill(
          { folderName: 'a', fileName: 'SKILL.md', text, files },
          offset,
          { target: 'api', hostCompletes: false },
        )) {
          assert.ok(0 <= range.start && range.start <= offset && offset <= range.end && range.end <= text.length);
          assert.ok(
            overwritten.start === range.start && range.end <= overwritten.end && overwritten.end <= text.length,
          );
        }
      }),
      { numRuns: 500 },
    );
  });
});
