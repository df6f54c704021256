import { draftRules } from '../../../../../src/core/skill/rules/draft.ts';
import { file } from '../../../../support/markedSkill.ts';
import { body, described, exercises, reports, reportsFiles, silent } from '../../../../support/ruleCases.ts';

describe('rules about a skill that is not finished', () => {
  reports(
    'draft/template',
    described('"«Describes in one sentence what this skill does. Use when the user asks for it.»"'),
    body('1. «Read the request and name the input and the result.»\n2. Do the work.'),
    body('1. «Run the script on the input file and read its answer:»'),
  );
  silent('draft/template', described('Fills forms. Use when the user asks for it.'), body('1. Do the work.'));
  reportsFiles(
    'draft/template',
    [
      file(
        'references/format.md',
        '# Format\n\nWhat the agent needs to know about the format, and only when it works on it.\n',
      ),
    ],
    ['references/format.md'],
  );
  reports(
    'draft/unfinished',
    body('«TODO:» write this.'),
    body('- «TBD»\n'),
    body('## «TODO:» Steps'),
    body('1. Read it, then «[TODO: say what]».'),
    body('**«TODO:»** more'),
    body('«[…]»\n'),
    body('Text: «lorem ipsum dolor» sit amet.'),
    described('"«TODO:» say what it does"'),
  );
  silent(
    'draft/unfinished',
    body('Search the code for TODO comments.'),
    body('A line `TODO: x` stays.'),
    body('```\nTODO: x\n```'),
    body('Write a TODO: for each finding.'),
    body('Keep the todo list up to date.\n\nTodos: see below.'),
    body('Quote it as “the first […] the last”.'),
    body('Generate lorem ipsum.'),
    body('See [TODO](TODO.md).'),
    body('> TODO: add a picture of the bread\n\n[Said by the baker]\n\n[...]\n'),
  );
  reportsFiles(
    'draft/unfinished',
    ['references/pr-template.md', 'assets/site/a.md', 'references/a.md'].map((path) => file(path, 'TODO: write it\n')),
    ['references/a.md'],
  );
  exercises(draftRules);
});
