import assert from 'node:assert/strict';
import path from 'node:path';
import { listingFlags } from '../../../src/cli/rows/listing.ts';
import { runCli } from '../../../src/cli/run.ts';
import type { Listing } from '../../../src/core/listing/listing.ts';
import { listingProfiles } from '../../../src/core/listing/profile.ts';
import { temporaryFolders } from '../../support/temporaryFolder.ts';

function described(name: string, length: number, more = ''): string {
  return `---\nname: ${name}\ndescription: ${'x'.repeat(length)}\n${more}---\nBody\n`;
}

describe('the command listing', () => {
  const make = temporaryFolders();
  const run = async (cwd: string, ...args: string[]): Promise<{ code: number; out: string; err: string }> => {
    let out = '';
    let err = '';
    const code = await runCli(
      ['listing', ...args],
      {
        stdout: (text) => (out += text),
        stderr: (text) => (err += text),
        signal: new AbortController().signal,
        env: {},
        cwd,
      },
      '1.2.3',
    );
    return { code, out, err };
  };

  it('takes every profile', () => {
    assert.deepEqual(
      listingFlags.agent.words,
      listingProfiles.map(({ id }) => id),
    );
  });

  it('shows states, costs and reasons, and what other models make of the same skills', async () => {
    const folder = make({
      '.claude/skills/a/SKILL.md': described('a', 100),
      '.claude/skills/b/SKILL.md': described('b', 1600),
      '.claude/skills/c/SKILL.md': described('c', 10, 'disable-model-invocation: true\n'),
    });
    const { code, out, err } = await run(folder);
    assert.deepEqual([code, err], [0, '']);
    assert.match(out, /^Claude Code \(newer models, 1M context\), version [\d.]+, as read in \d{4}-\d\d\n/);
    assert.match(out, /characters and 6,070 characters of bundled skills, of 30,000 characters\n/);
    assert.match(
      out,
      /newer models, 200k context: 0 described, 2 name only · older models, 200k context: 2 described\n/,
    );
    assert.match(out, /\nfull +a +105 {2}\.claude\/skills\/a\n/);
    assert.match(
      out,
      /\ncut +b +1541 {2}\.claude\/skills\/b; cut at 1535 of description; Claude Code lists at most 1,536/,
    );
    assert.match(out, /\nhidden +c +\.claude\/skills\/c; disable-model-invocation: only a person starts it\n/);
  });

  it('prints the value itself as JSON, for the agent and the window that are named', async () => {
    const folder = make({ 'skills/a/SKILL.md': described('a', 300), 'skills/b/SKILL.md': described('b', 300) });
    const { out, code } = await run(folder, 'skills', '--agent', 'codex', '--window', '4000', '--format', 'json');
    const listing = JSON.parse(out) as Listing;
    assert.deepEqual([code, listing.profile, listing.window, listing.budget, listing.used], [0, 'codex', 4000, 80, 80]);
    assert.deepEqual(
      listing.entries.map(({ state, name }) => [state, name]),
      [
        ['cut', 'a'],
        ['cut', 'b'],
      ],
    );
    assert.ok(listing.text.includes(`- \`r0\` = \`${path.join(folder, 'skills').split(path.sep).join('/')}\``));
  });

  it('fails on what it is told to, by what is sure', async () => {
    const folder = make(
      Object.fromEntries(
        Array.from({ length: 30 }, (_, index) => [
          `skills/s${String(index)}/SKILL.md`,
          described(`s${String(index)}`, 1000),
        ]),
      ),
    );
    const codes = await Promise.all(
      [
        ['claude-code', 'name-only'],
        ['claude-code', 'omitted'],
        ['copilot', 'omitted'],
        ['codex', 'name-only'],
        ['codex', 'cut'],
        ['gemini', 'cut'],
      ].map(async ([agent = '', state = '']) => (await run(folder, '--agent', agent, '--fail-on', state)).code),
    );
    assert.deepEqual(codes, [1, 0, 1, 0, 1, 0]);
  });

  it('takes the agent whose folders are there', async () => {
    const folder = make({ '.gemini/skills/a/SKILL.md': described('a', 10) });
    assert.match((await run(folder)).out, /^Gemini CLI, /);
    assert.match((await run(folder)).out, /; there is no budget\n/);
  });

  it('says what it cannot take, and what it cannot read', async () => {
    const folder = make({ 'skills/a/SKILL.md': 'Text\n' });
    assert.deepEqual((await run(folder, '--agent', 'vscode', '--window', '5')).code, 2);
    assert.match((await run(folder, '--window', 'much')).err, /--window must be a number of tokens, not 'much'/);
    assert.match((await run(folder)).err, /1 of 1 folders have no SKILL\.md with front matter/);
  });

  it('says which skills share their words, and which of their own questions find another one', async () => {
    const text = (name: string, description: string): string =>
      `---\nname: ${name}\ndescription: ${description}\n---\nBody\n`;
    const folder = make({
      'skills/drawing/SKILL.md': text('drawing', 'Colors pies, plots lines, adds legends, footnotes and captions.'),
      'skills/drawing/evals/triggers.json': JSON.stringify([
        { query: 'who colors my pies?', should_trigger: true },
        { query: 'plots lines', should_trigger: false },
      ]),
      'skills/sketch/SKILL.md': text('sketch', 'Colors pies, plots lines.'),
      'skills/mail/SKILL.md': text('mail', 'Sorts incoming mail, drafts polite answers.'),
    });
    const { out } = await run(folder);
    assert.match(
      out,
      /\n\nSkills that share words, by their phrases:\n {2}skills\/drawing: skills\/sketch ranks above it \(0\.\d\d\) for: Colors pies; plots lines\n/,
    );
    assert.match(out, /by its words:\n {2}skills\/drawing: “who colors my pies\?” finds skills\/sketch before it\n$/);
    const json = JSON.parse((await run(folder, '--format', 'json')).out) as {
      shadows: unknown[];
      questions: unknown[];
    };
    assert.deepEqual([json.shadows.length, json.questions.length], [1, 1]);
  });
});
