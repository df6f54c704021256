import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { withWindow } from './withWindow.ts';

/** What the long description says, one thing after the other. */
const sentences = [
  'invoices and credit notes',
  'orders and delivery notes',
  'bank statements and card bills',
  'payrolls and travel expenses',
  'contracts and their payment terms',
  'reminders and disputes',
  'tax rates and exchange rates',
  'budgets and forecasts',
].flatMap((papers) => [
  `Reads ${papers} from a folder or a mailbox.`,
  `Compares ${papers} with the books of the company.`,
  `Lists what is missing or does not agree in ${papers}.`,
]);

/** A skill of Claude Code whose description is longer than its list shows, and a short one. */
function addSkills(workspace: string): void {
  const skills = {
    ledger: `>\n  ${sentences.join('\n  ')}\n  Use when the fiscal year is closed.`,
    mail: 'Sorts incoming mail. Use when asked to.',
  };
  for (const [name, description] of Object.entries(skills)) {
    const folder = path.join(workspace, '.claude', 'skills', name);
    mkdirSync(folder, { recursive: true });
    writeFileSync(
      path.join(folder, 'SKILL.md'),
      `---\nname: ${name}\ndescription: ${description}\n---\n\n# ${name}\n\nDo it.\n`,
    );
  }
}

describe('the list of skills in a window', function () {
  this.timeout(90_000);
  const opened = withWindow({
    settings: { 'editor.wordWrap': 'on', 'skillPublisher.target': 'claude-code' },
    prepare: addSkills,
  });

  /** What is drawn behind a place in the editor. */
  async function drawn(text: string): Promise<void> {
    await opened().page.waitForFunction(
      `[...document.querySelectorAll('.view-line span')].some((each) => getComputedStyle(each, '::after').content.includes(${JSON.stringify(text)}))`,
    );
  }

  it('shows what each agent makes of the skills, the agent of the workspace first', async () => {
    const window = opened();
    await window.showContainer('Skills');
    for (const header of ['Workspace', 'Registry', 'Listing'])
      await window.page.locator('.part.sidebar .pane-header').filter({ hasText: header }).click();
    await window.row(/^Claude Code \(newer models, 1M context\)/, 'Listing').waitFor();
    await window.row(/^Skill ledger, cut at 1,535/, 'Listing').waitFor();
    await window.row(/^Skill mail, described/, 'Listing').waitFor();
    // The numbers count all skills: also those that are judged last.
    await window.row(/1M: 5\/1 · 200k: 0\/6 · older 200k: \d\/\d/, 'Listing').waitFor();
    const rows = await window.rows('Listing');
    assert.match(rows.join('\n'), /Bundled skills: 6,070 of 30,000 characters/);
    await window.screenshot('listing');
  });

  it('shows the list as the agent has it, with the cut', async () => {
    const window = opened();
    await window.runCommand('Skills: Show Listing Text');
    await window.page.locator('.view-lines').getByText('The following skills are available').waitFor();
    await drawn('cut here');
    await window.screenshot('listing-text');
    // The picture of the README: look at it, then copy it to `media/listing.png`.
    await window.page.screenshot({ path: 'out/ui/readme-listing.png', animations: 'disabled' });
  });

  it('draws the cut in SKILL.md', async () => {
    const window = opened();
    await window.openFile('ledger/SKILL.md');
    await drawn('the list of Claude Code ends here');
    await window.screenshot('listing-cut');
  });

  it('shows what the fix of a cut would change before it does', async () => {
    const window = opened();
    await window.page.locator('.view-line').getByText('Use when the fiscal year is closed.').click();
    await window.openQuickFixes();
    await window.page.locator('.action-widget').getByText('Move the trigger words to the front').click();
    await window.page.getByText('Refactor Preview').first().waitFor();
    await window.screenshot('listing-fix');
  });
});
