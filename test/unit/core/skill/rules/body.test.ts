import { bodyRules } from '../../../../../src/core/skill/rules/body.ts';
import { document, file } from '../../../../support/markedSkill.ts';
import { body, exercises, given, reports, silent } from '../../../../support/ruleCases.ts';

describe('rules of the body', () => {
  reports('body/lines', body(`${'line\n'.repeat(499)}«line 501»\nline\n`));
  silent('body/lines', body('line\n'.repeat(490)));
  reports('body/tokens', given(`${document('', '')}${'x'.repeat(19_998)}\n«last»`));
  reports('body/empty', given('---\nname: my-skill\ndescription: x\n«---»\n  \n'));
  reports('body/windows-path', body('Run `«scripts\\run.py»`.\n', [file('scripts/run.py')]));
  reports(
    'body/windows-path',
    body('Run `python «scripts\\gone.py»`, see [x](«references\\guide.md»).\n', [file('references/guide.md')]),
  );
  silent(
    'body/windows-path',
    body(
      '`grep -E "references\\.md|scripts\\.py"`, `print("scripts\\n")`, `"scripts\\trun"`; avoid: ' +
        '`scripts\\run.py`. [x](references/a\\_b.md)\n',
      [file('scripts/run.py'), file('references/a_b.md')],
    ),
  );
  silent('body/windows-path', body('Match `\\d+\\w` and `a\\nb`, C:\\Temp.\n'));
  reports('body/time-sensitive', body('Use the old API «before August 2025».\n'));
  silent('body/time-sensitive', body('Figures are available since August 2025.\n'));
  silent(
    'body/time-sensitive',
    body('Write `before August 2025`.\n\n## Old patterns\n\nThis worked until May 2024.\n'),
    body('It was founded in May 2024.\n'),
  );
  reports('body/mcp-name', body('Call the MCP tool «`create_issue`».\n'));
  silent('body/mcp-name', body('Call the MCP tool `github:create_issue`, and the tool `other_name`.\n'));
  reports(
    'body/claude-code-syntax',
    body('Now: «!`git status`» and «$ARGUMENTS» in «${CLAUDE_SKILL_DIR}».\n\n«```!»\nls\n```\n'),
  );
  silent('body/claude-code-syntax', body('Costs $5! `code` and ${HOME}.\n'));
  silent(
    'body/claude-code-syntax',
    body('```json\n{ "command": "${CLAUDE_PLUGIN_ROOT}/x.sh" }\n```\n\nWrite `${CLAUDE_PLUGIN_ROOT}/...`.\n'),
    given(
      '---\nname: hook-baking\ndescription: Makes hooks for Claude Code. Use when asked.\n---\nTakes $ARGUMENTS.\n',
    ),
  );
  reports('body/claude-code-syntax', body('```sh\nsh «${CLAUDE_PLUGIN_ROOT}»/x.sh\n```\n'));
  silent(
    'body/claude-code-syntax',
    body('1. Claude Code: `${CLAUDE_PLUGIN_ROOT}`\n2. Codex: `${CODEX_PLUGIN_ROOT}`\n'),
    body('A script cannot expand `${CLAUDE_PLUGIN_ROOT}`.\n'),
    given(document('argument-hint: "[file]"', 'Avoid a bare `$0` in a shell.\n')),
  );
  reports(
    'body/claude-code-syntax',
    given(document('argument-hint: "[file]"', "Open «$1», then `tool «$0»`.\n\n```bash\nawk '{print $1}'\n```\n")),
  );
  reports(
    'body/claude-code-syntax',
    given(document('arguments: issue branch', 'Fix «$issue» on «$branch»; it costs $10, $1.50 or $1,000.\n')),
  );
  silent(
    'body/claude-code-syntax',
    body('It costs $1 a day, $name is yours.\n'),
    given(document('arguments: issue', 'Use $issues and \\$1.\n')),
  );
  reports(
    'body/claude-code-syntax',
    body('Read «@references/guide.md» and «@./notes.md».\n', [file('references/guide.md'), file('notes.md')]),
  );
  silent(
    'body/claude-code-syntax',
    body('Use @angular/core, mail me@notes.md, @gone.md and `@notes.md`.\n', [file('notes.md')]),
  );
  reports('body/base-dir', body('Run `«{baseDir}»/scripts/a.sh`.\n\n```sh\n«{baseDir}»/scripts/a.sh\n```\n'));
  silent('body/base-dir', body('```js\nx(`${baseDir}/a`)\n```\n`${baseDir}/x`, `{baseDir}`\n'));
  exercises(bodyRules);
});
