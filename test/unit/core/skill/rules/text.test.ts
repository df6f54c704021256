import assert from 'node:assert/strict';
import { textRules } from '../../../../../src/core/skill/rules/text.ts';
import { validate } from '../../../../../src/core/skill/validate.ts';
import { document, file, skill } from '../../../../support/markedSkill.ts';
import { body, exercises, front, given, reports, reportsFiles, silent } from '../../../../support/ruleCases.ts';

describe('rules of the health of texts', () => {
  reports('file/mojibake', body('Was «â\u0080\u0099» here, ð\u009F\u0098\u0080 there\n'));
  silent('file/mojibake', body('Area in Å², 2×–3×\n'), body('Ça va, Ãlvaro, naïve “Â” ©\n'), body('été – 20 €\n'));
  silent('file/hidden-character', body('It â\u0080\u0099s\n'), body('````md\n\u200b```js\n\u200b```\n````\n'));
  silent('file/hidden-character', body('\u200e```mermaid\nx\n\u200e```\n'));
  reportsFiles(
    'file/hidden-character',
    [
      file('references/a.md', '```\nro\u200bll (zero-width space)\n```\n'),
      file('references/b.md', '```\nro\u202ell (zero-width space)\n```\n'),
      file('references/d.md', '```\nro\u202ell (U+202E)\n```\n'),
      file('references/c.md', 'ro\u200bll\n'),
    ],
    ['references/b.md', 'references/c.md'],
  );
  reports('file/conflict', body('«<<<<<<< HEAD»\na\n=======\nb\n>>>>>>> x\n'));
  silent('file/conflict', body('```\n<<<<<<< HEAD\na\n=======\nb\n>>>>>>> x\n```\n'), body('<<<<<<< a\n'));
  reportsFiles(
    'file/scaffold',
    [
      file('references/example-reference.md', '# Placeholder\n'),
      file('scripts/example.py', '# TODO: replace this\n'),
      file('scripts/example-script.sh', '# Counts the words of a file\n'),
    ],
    ['references/example-reference.md', 'scripts/example.py'],
  );
  reports('file/scaffold', body('Do «[TODO: say what»] now.\n'));
  reports('file/line-endings', given(document('').replace('\n', '«\r\n»')));
  silent('file/line-endings', given(document('')));
  reports('body/rule-line', body('One\n\n«---»\n\nTwo\n\n«---»\n\nThree\n'));
  silent('body/rule-line', body('Title\n---\n\n```\n\n---\n\n```\n\n***\n'));
  reports('body/fence', body('```md\n«```js»\nx\n```\n# Text\n```\n\n# More\n'));
  reports('body/fence', body('Run:\n\n«```sh»\nls\n\n# Next\n\n- one\n'));
  silent('body/fence', body('<Good>\n```js\nx\n```\nWell.\n</Good>\n\n<Bad>\n```js\ny\n```\n</Bad>\n\n# Next\n'));
  silent('body/fence', body('````md\n```js\nx\n```\n````\n'), body('```sh\nls\n```\n'), body('```sh\nls\n'));
  reports(
    'fm/yaml',
    given('---\nname: my-skill\ndescription: "Makes «\u0080» pictures. Use when asked."\n---\nBody\n'),
  );
  it('says one thing about a file in UTF-16', () => {
    const text = Array.from(document('', 'Body\n')).join('\0');
    const problems = validate(skill(text, { validUtf8: false }), 'api');
    assert.deepEqual(
      problems.map(({ code }) => code),
      ['file/encoding'],
    );
  });
  reports('desc/vague', given('---\nname: my-skill\ndescription: «My Skill»\n---\nBody\n'));
  silent('desc/person', given('---\nname: my-skill\ndescription: My Skill\n---\nBody\n'));
  silent(
    'fm/misspelt-key',
    front('tools:\n  - name: price\n    description: Gets it.'),
    front('tools: [read_file, shell]'),
  );
  reports('fm/misspelt-key', front('«tools»: Read, Bash(git:*)'));
  reports(
    'fm/unquoted-colon',
    given(
      '---\nname: my-skill\ndescription:\n  «Asks about plans, for example\n  mine. Works so: questions first»\n---\nBody\n',
    ),
  );
  exercises(textRules);
});
