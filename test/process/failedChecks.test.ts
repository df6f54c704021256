import assert from 'node:assert/strict';
import { runProgram as run } from '../support/cliProgram.ts';
import { costlySkill } from '../support/costlyText.ts';
import { skillMd } from '../support/publishCase.ts';
import { temporaryFolders } from '../support/temporaryFolder.ts';

const program = 'out/program/plantedCli.js';

interface Result {
  readonly folder: string;
  readonly problems: readonly { readonly code: string; readonly severity: string }[];
}

/** The errors of each folder, as `validate --format json` gives them. */
function errorsOf(out: string): Record<string, readonly string[]> {
  return Object.fromEntries(
    (JSON.parse(out) as Result[]).map(({ folder, problems }) => [
      folder,
      problems.filter(({ severity }) => severity === 'error').map(({ code }) => code),
    ]),
  );
}

describe('checks that do not end well, by the command line', function () {
  this.timeout(60_000);
  const make = temporaryFolders();

  it('fail their own folder and leave the results of the others', async () => {
    const files = Object.fromEntries(costlySkill.paths.map((path) => [`costly/${path}`, '']));
    const folder = make({
      ...files,
      'costly/SKILL.md': costlySkill.text,
      'boom/SKILL.md': `${skillMd('boom')}BOOM\n`,
      'fine/SKILL.md': skillMd('fine'),
      'bad/SKILL.md': skillMd('-bad'),
    });
    const { code, out, err } = await run(folder, ['validate', 'boom', 'fine', 'costly', 'bad', '--format', 'json'], {
      program,
    });
    assert.equal(code, 1, err);
    assert.deepEqual(errorsOf(out), {
      boom: ['check/failed'],
      fine: [],
      costly: ['check/too-costly'],
      bad: ['name/edge-hyphen'],
    });
  });

  it('stop a package and a publish before anything is written or sent', async () => {
    const folder = make({ 'boom/SKILL.md': `${skillMd('boom')}BOOM\n` });
    const packed = await run(folder, ['pack', 'boom'], { program });
    assert.equal(packed.code, 1);
    assert.match(packed.err, /check of made\/up failed.*\[check\/failed\]\nNot packed/);
  });
});
