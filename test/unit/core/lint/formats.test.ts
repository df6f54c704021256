import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import AjvDraft04 from 'ajv-draft-04';
import addFormats from 'ajv-formats';
import type { Log } from 'sarif';
import { shownAnnotations } from '../../../../src/core/lint/formats/github.ts';
import { formatNames, loadFormat, type FormatName } from '../../../../src/core/lint/formats/loadFormat.ts';
import type { LintedSkill, LintProblem, LintResult } from '../../../../src/core/lint/result.ts';

const problem = (changes: Partial<LintProblem> = {}): LintProblem => ({
  code: 'name/charset',
  severity: 'error',
  message: 'The name may have only lower-case letters.',
  file: 'SKILL.md',
  path: 'skills/bad/SKILL.md',
  at: { start: { line: 1, character: 6 }, end: { line: 1, character: 14 } },
  url: 'https://example.com/rules.md#namecharset',
  fix: {
    title: 'Change the name to “bad-name”',
    isSafe: true,
    edits: [{ at: { start: { line: 1, character: 6 }, end: { line: 1, character: 14 } }, newText: 'bad-name' }],
  },
  fingerprint: 'f1',
  baselined: false,
  line: 'name: Bad Name',
  ...changes,
});

const result = (...problems: LintProblem[]): LintResult => ({
  skills: [{ folder: 'skills/bad', problems }],
  target: 'api',
  version: '1.2.3',
  stale: 0,
});

const write = async (name: FormatName, from: LintResult): Promise<string> => (await loadFormat(name))(from);

describe('formats', () => {
  it('text shows the line, a caret under the place, and the fix', async () => {
    assert.equal(
      await write('text', result(problem())),
      [
        'error[name/charset]: The name may have only lower-case letters.',
        ' --> skills/bad/SKILL.md:2:7',
        '  |',
        '2 | name: Bad Name',
        '  |       ^^^^^^^^ fix (safe): Change the name to “bad-name”',
        '',
        '1 skill: 1 error, 0 warnings, 0 hints; 1 fixable with --fix',
        '',
      ].join('\n'),
    );
  });

  it('text puts the caret right behind tabs, wide characters and what is not seen, and cuts long lines', async () => {
    const at = (start: number, end: number) => ({
      at: { start: { line: 0, character: start }, end: { line: 0, character: end } },
    });
    const rows = async (line: string, start: number, end: number): Promise<readonly [string, string]> => {
      const text = await write('text', result(problem({ line, ...at(start, end), fix: undefined })));
      const lines = text.split('\n');
      return [lines[3]?.slice(4) ?? '', lines[4]?.slice(4) ?? ''];
    };
    for (const [line, start, end] of [
      ['\tx here', 3, 7],
      ['😀😀 here', 5, 9],
      ['a\u202eb here', 4, 8],
      ['a\u001b[31m here', 7, 11],
      [`${'x'.repeat(300)} here ${'y'.repeat(300)}`, 301, 305],
    ] as const) {
      const [shown, marks] = await rows(line, start, end);
      const columns = Array.from(shown);
      assert.equal(columns.slice(marks.indexOf('^'), marks.lastIndexOf('^') + 1).join(''), 'here', shown);
      assert.ok(columns.length <= 122, String(columns.length));
      // eslint-disable-next-line no-control-regex
      assert.doesNotMatch(shown, /[\u0000-\u001f\u202e]/);
    }
  });

  it('concise is a line a problem; quiet leaves out what is no error', async () => {
    const all = result(problem(), problem({ severity: 'warning', code: 'x/y' }));
    const concise = await loadFormat('concise');
    assert.match(
      concise(all),
      /^skills\/bad\/SKILL\.md:2:7 error The name .* \[name\/charset\]\n.* warning .*\n1 skill: /,
    );
    assert.doesNotMatch(concise(all, { quiet: true }), / warning /);
  });

  it('json is an array of folders; what the baseline knows is marked, and nowhere else shown', async () => {
    const some = result(problem({ baselined: true }), problem({ fix: undefined }));
    const [first] = JSON.parse(await write('json', some)) as { problems: Record<string, unknown>[] }[];
    assert.deepEqual(
      first?.problems.map(({ baselined, fixable }) => [baselined, fixable]),
      [
        [true, 'safe'],
        [false, false],
      ],
    );
    for (const name of ['concise', 'github', 'gitlab', 'junit'] as const)
      assert.equal((await write(name, some)).match(/name\/charset/g)?.length, name === 'junit' ? 2 : 1, name);
  });

  it('github shows ten annotations of each kind, the worst first, and counts the rest', () => {
    const hints = Array.from({ length: 8 }, (_, index) => problem({ severity: 'hint', message: `hint ${index}` }));
    const others = Array.from({ length: 5 }, (_, index) =>
      problem({ severity: 'information', message: `told ${index}` }),
    );
    const errors = Array.from({ length: 12 }, (_, index) => problem({ message: `error ${index}` }));
    const { text, rest } = shownAnnotations([...hints, ...others, ...errors]);
    const lines = text.trimEnd().split('\n');
    assert.equal(rest, 5);
    assert.equal(lines.length, 20);
    assert.ok(
      lines.slice(0, 10).every((line, index) => line.endsWith(`::error ${index}`) && line.startsWith('::error ')),
    );
    // Information and hints are one kind there.
    assert.deepEqual(
      lines.slice(10).map((line) => /^::notice .*::(\w+)/.exec(line)?.[1]),
      [...Array<string>(5).fill('told'), ...Array<string>(5).fill('hint')],
    );
    const long = problem({ at: { start: { line: 1, character: 6 }, end: { line: 3, character: 2 } } });
    assert.match(shownAnnotations([long]).text, /line=2,endLine=4,title=/);
    assert.deepEqual(shownAnnotations([]), { text: '', rest: 0 });
  });

  it('github escapes what would be a command, errors first', async () => {
    const hostile = '50% ##[set-output name=x]1\r\n::error::boo';
    const text = await write(
      'github',
      result(
        problem({ severity: 'hint', message: 'later' }),
        problem({ message: hostile, path: 'a,b:c/##[x]/SKILL.md', code: 'name/charset' }),
      ),
    );
    const [first = '', second = ''] = text.split('\n');
    assert.equal(
      first,
      '::error file=a%2Cb%3Ac/# #[x]/SKILL.md,line=2,endLine=2,col=7,endColumn=15,title=name/charset::' +
        '50%25 # #[set-output name=x]1%0D%0A::error::boo',
    );
    assert.match(second, /^::notice /);
    assert.doesNotMatch(text, /##\[/);
  });

  it('gitlab tells equal problems apart by their fingerprints', async () => {
    const issues = JSON.parse(await write('gitlab', result(problem(), problem({ fingerprint: 'f2' })))) as {
      fingerprint: string;
      severity: string;
      location: { lines: { begin: number } };
    }[];
    assert.deepEqual(
      issues.map(({ fingerprint, severity, location }) => [fingerprint, severity, location.lines.begin]),
      [
        ['f1', 'major', 2],
        ['f2', 'major', 2],
      ],
    );
  });

  it('junit is XML whatever the texts', async () => {
    const text = await write('junit', result(problem({ message: '<&>" \u0000\u001b\ud800 ]]>' })));
    // eslint-disable-next-line no-control-regex
    assert.doesNotMatch(text, /[\u0000-\u0008\u001b]|\ud800/);
    assert.match(text, /message="&lt;&amp;&gt;&quot; \ufffd\ufffd\ufffd \]\]&gt;"/);
    assert.equal(text.match(/<testcase/g)?.length, text.match(/<\/testcase>/g)?.length);
  });

  it('sarif is valid by the schema of 2.1.0, whatever the paths and texts', async () => {
    const from = createRequire(import.meta.url);
    const schema = JSON.parse(
      readFileSync(from.resolve('@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json'), 'utf8'),
    ) as object;
    const ajv = new AjvDraft04({ strict: false, unicodeRegExp: false });
    addFormats(ajv);
    const isValid = ajv.compile(schema);
    for (const some of [
      result(),
      result(problem(), problem({ baselined: true }), problem({ severity: 'hint', code: 'secret/aws' })),
      result(problem({ path: 'skills/a b/100%/ü#?.md', message: '\u0000 \ud800 {0}' })),
      result(
        problem({
          path: '.',
          line: undefined,
          fix: undefined,
          at: { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } },
        }),
      ),
    ]) {
      const text = await write('sarif', some);
      assert.ok(isValid(JSON.parse(text)), JSON.stringify(isValid.errors?.[0]));
    }
    const log = JSON.parse(
      await write('sarif', result(problem({ path: 'skills/a b/SKILL.md', baselined: true }))),
    ) as Log;
    const [run] = log.runs;
    const [first] = run?.results ?? [];
    assert.equal(first?.locations?.[0]?.physicalLocation?.artifactLocation?.uri, 'skills/a%20b/SKILL.md');
    assert.equal(first.ruleIndex, 0);
    assert.equal(first.suppressions?.length, 1);
    assert.equal(run?.columnKind, 'utf16CodeUnits');
    assert.equal(run.automationDetails?.id, 'skill-publisher/api/');
  });

  it('no format lets a text or a name act on a terminal, and data stay what they are', async () => {
    const evil = 'x\u001b[8m\u009b2J\u007f\u202e\u2028\r\u0007y';
    const hostile = problem({
      message: evil,
      path: `${evil}/SKILL.md`,
      line: evil,
      fix: { title: evil, isSafe: true, edits: [] },
    });
    for (const name of formatNames) {
      const text = await write(name, { ...result(hostile), skills: [{ folder: evil, problems: [hostile] }] });
      // eslint-disable-next-line no-control-regex
      assert.doesNotMatch(text, /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u2028-\u202e]/, name);
    }
    assert.equal((JSON.parse(await write('json', result(hostile))) as [LintedSkill])[0].problems[0]?.message, evil);
  });

  it('every format ends with a line break and takes no problem at all', async () => {
    for (const name of formatNames) assert.match(await write(name, result()), /\n$/, name);
  });
});
