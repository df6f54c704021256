import assert from 'node:assert/strict';
import { completeSkill } from '../../../../../src/core/skill/completion.ts';
import { fixesFor } from '../../../../../src/core/skill/fixes.ts';
import { saidByHost } from '../../../../../src/core/skill/hostDiagnostics.ts';
import { validate } from '../../../../../src/core/skill/validate.ts';
import { parseMultipart } from '../../../../../src/node/localRegistry/multipart.ts';
import { document, file, skill } from '../../../../support/markedSkill.ts';
import { leastProcessorTime } from '../../../../support/processorTime.ts';

/**
 * Milliseconds of processor time for a text that a pattern with backtracking takes minutes for; the least of several
 * runs, and far above what it takes without.
 */
const patience = 1500;

function within(run: () => unknown): void {
  const least = leastProcessorTime(patience, run, 3);
  assert.ok(least <= patience, `took ${Math.round(least)} ms`);
}

const line = (key: string, value: string): string => `---\nname: my-skill\n${key}: ${value}\n---\nBody\n`;
const full = 15_000;

describe('hostile texts for patterns', function () {
  this.timeout(60_000);

  for (const [what, text] of [
    ['a license file of hyphens', line('license', `LICENSE${'-a'.repeat(200)}!`)],
    ['a license file that is named again and again', line('license', 'LICENSEN'.repeat(full / 8))],
    ['commas of tools', line('allowed-tools', `Read(${','.repeat(full)}`)],
    ['brackets in a name', line('name', `"${'<'.repeat(full)}"`)],
    ['blanks behind an item', line('metadata', `\n  - ${' '.repeat(full)}\n: x`)],
    ['comments behind a value', line('description', `[a${' # b'.repeat(full / 4)}\n`)],
    ['dashes in a description', line('description', `"<a> ${'-'.repeat(full)}"`)],
    ['blank lines above no closing line', `---\nname: a\n${' \n'.repeat(full / 2)}Text\n---\n`],
    ['links for the host', document('', `[x](none.md) ${'['.repeat(50_000)}\n`)],
    ['colons behind a path', document('', `\`scripts/a.py${':'.repeat(380)}x\` `.repeat(300))],
    ['a table of contents of anchors', document('', `# A\n\n- [${'](#('.repeat(5000)}\n- [b](#b)\n`)],
  ] as const)
    it(`take no more than a moment: ${what}`, () => {
      const given = skill(text);
      within(() => {
        const problems = validate(given, 'api');
        fixesFor(given, problems);
        problems.forEach(saidByHost(given));
      });
    });

  for (const [what, path, text] of [
    ['an import of one long name', 'scripts/a.py', `from ${'a'.repeat(250_000)}`],
    ['here-documents that never end', 'scripts/a.sh', 'cat <<a '.repeat(32_000)],
    ['tables of contents', 'references/a.md', `# A\n\n- [${'](#('.repeat(5000)}\n- [b](#b)\n`],
    ['quotes', 'scripts/a.js', `"\\'`.repeat(80_000)],
  ] as const)
    it(`take no more than a moment in a file: ${what}`, () => {
      const given = skill(document('', `See \`${path}\`.\n`), { files: [file(path, text)] });
      within(() => validate(given, 'api'));
    });

  it('take no more than a moment: a SKILL.md without its opening line, with CRLF', () => {
    const given = skill(`name:\r\n${'c\r\n'.repeat(45)}`);
    within(() => fixesFor(given, validate(given, 'api')));
  });

  it('take no more than a moment: completion behind blanks', () => {
    const text = `---\ndescription:${' '.repeat(full)}x"y"`;
    within(() => completeSkill(skill(text), text.length, { target: 'api', hostCompletes: false }));
  });

  it('take no more than a moment: a disposition of backslashes', () => {
    const body = (value: string): Buffer =>
      Buffer.from(`--b\r\nContent-Disposition: form-data; name="${value}\r\n\r\nx\r\n--b--\r\n`);
    within(() => {
      assert.throws(() => parseMultipart(body('\\a'.repeat(2000)), 'b'));
    });
  });
});
