import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { withWindow } from './withWindow.ts';

/** The skill of these tests in the version that is published first, and in the next one. */
const versions = [
  {
    'SKILL.md': [
      '---',
      'name: watering-plan',
      'description: Plans the watering of a garden for the next days. Use when beds have to be watered.',
      'allowed-tools: Read',
      'license: MIT',
      '---',
      '',
      '# Watering plan',
      '',
      'Measure the rain of the last days, then run the script:',
      '',
      '```bash',
      'python scripts/plan.py --beds beds.csv --days 3',
      '```',
      '',
    ],
    'scripts/plan.py': [
      'import argparse',
      '',
      'parser = argparse.ArgumentParser()',
      'parser.add_argument("--beds")',
      'parser.add_argument("--days", type=int, default=3)',
      'options = parser.parse_args()',
      'print(f"Water {options.beds} for {options.days} days")',
      '',
    ],
  },
  {
    'SKILL.md': [
      '---',
      'name: watering-plan',
      'description: Plans the watering of a garden for the next days. Use when beds have to be watered.',
      'allowed-tools: Read Bash(curl *)',
      'license: MIT',
      '---',
      '',
      '# Watering plan',
      '',
      'The script asks a service for the rain of the next days:',
      '',
      '```bash',
      'pip install requests',
      'python scripts/plan.py --beds beds.csv --days 3',
      '```',
      '',
    ],
    'scripts/plan.py': [
      'import argparse',
      'import os',
      '',
      'import requests',
      '',
      'parser = argparse.ArgumentParser()',
      'parser.add_argument("--beds")',
      'options = parser.parse_args()',
      'rain = requests.get(',
      '    "https://api.rain-forecast.io/v1/daily",',
      '    headers={"Authorization": os.environ["RAIN_FORECAST_TOKEN"]},',
      '    timeout=10,',
      ').json()',
      'print(f"Water {options.beds}: {rain}")',
      '',
    ],
  },
] as const;

describe('what a release changes, in the publish sheet', function () {
  this.timeout(120_000);
  const write = (workspace: string, version: Readonly<Record<string, readonly string[]>>): void => {
    for (const [file, lines] of Object.entries(version)) {
      const full = path.join(workspace, 'skills', 'watering-plan', file);
      mkdirSync(path.dirname(full), { recursive: true });
      writeFileSync(full, lines.join('\n'));
    }
  };
  const window = withWindow({
    samplesPublished: true,
    prepare: (workspace) => {
      write(workspace, versions[0]);
    },
  });
  const sheet = () => window().quickInputTitled('Publish watering-plan');

  async function openSheet(): Promise<readonly string[]> {
    await window().runCommand('Skills: Publish Version…');
    await sheet().waitFor();
    return window().choices();
  }

  it('says what a first version can do', async () => {
    await window().showContainer('Skills');
    await window().welcomeButton('Use the Local Registry').click();
    await window()
      .row(/^Skill pdf-forms/)
      .waitFor();
    await window().openFile('skills/watering-plan/SKILL.md');
    const rows = await openSheet();
    assert.ok(
      rows.some((row) => /It has .*script/.test(row)),
      rows.join('\n'),
    );
    await window().screenshot('impact-1-first-version');
    await window().choose(/Publish version, as a new skill/);
    await window().notification(/Published/);
    await window().hideNotifications();
  });

  it('has a line for each class of changes, and Enter publishes nothing', async () => {
    write(window().workspace, versions[1]);
    await window().page.locator('.monaco-editor', { hasText: 'asks a service' }).first().waitFor();
    const rows = await openSheet();
    assert.match(rows[0] ?? '', /1 may break callers · \d can do more/, rows.join('\n'));
    for (const line of [/May break callers: \d changes/, /Can do more: \d changes/, /Copy as release note/])
      assert.ok(
        rows.some((row) => line.test(row)),
        rows.join('\n'),
      );
    assert.match(
      (await window().page.locator('.quick-input-list .monaco-list-row.focused').getAttribute('aria-label')) ?? '',
      /Review changes/,
    );
    await window().screenshot('impact-2-sheet');
    // The picture of the README: look at it, then copy it to `media/impact.png`.
    await sheet().screenshot({ path: 'out/ui/readme-impact.png', animations: 'disabled' });
  });

  it('shows the places of a line in the comparison, and comes back', async () => {
    await window().choose(/Can do more/);
    await window()
      .page.locator('.quick-input-list')
      .getByRole('option', { name: /Newly contacts api\.rain-forecast\.io/ })
      .waitFor();
    await window().screenshot('impact-3-places');
    await window().choose(/Newly contacts/);
    await window().page.locator('.editor-group-container.active .tab.active', { hasText: 'plan.py' }).waitFor();
    await window().page.locator('.monaco-diff-editor', { hasText: 'rain-forecast' }).waitFor();
    await window().screenshot('impact-4-comparison');
  });

  it('takes a change that is meant with a reason, and asks about it no more', async () => {
    const change = /Accept option-removed \(--days\)…/;
    const before = await openSheet();
    assert.ok(
      before.some((row) => row.includes('Accept option-removed (--days)…')),
      before.join('\n'),
    );
    await window().choose(change);
    await window().quickInputTitled('Accept impact/option-removed').waitFor();
    await window().screenshot('impact-5-reason');
    await window().answer('Announced to everyone who waters');
    const accepted = sheet().getByRole('option', { name: /1 accepted change.*Announced to everyone who waters/ });
    await accepted.waitFor();
    const after = await window().choices();
    assert.ok(!after.some((row) => row.includes('Accept option-removed (--days)…')), after.join('\n'));
    assert.match(after.join('\n'), /Accept credential-added/);
    await accepted.scrollIntoViewIfNeeded();
    await window().screenshot('impact-6-accepted');
  });
});
