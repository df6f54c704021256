import assert from 'node:assert/strict';
import { TooCostlyError } from '../../../../src/core/skill/budget.ts';
import { validateCollection } from '../../../../src/core/skill/collection.ts';
import type { CollectedSkill } from '../../../../src/core/skill/collectSkill.ts';
import { completeSkill } from '../../../../src/core/skill/completion.ts';
import { checkFailureOf } from '../../../../src/core/skill/failure.ts';
import { fields } from '../../../../src/core/skill/fields.ts';
import { hoverSkill } from '../../../../src/core/skill/hover.ts';
import { skillKinds } from '../../../../src/core/skill/newSkill.ts';
import { checkNewName } from '../../../../src/core/skill/rename.ts';
import { targets } from '../../../../src/core/skill/skill.ts';
import { translated } from '../../../../src/core/text/l10n.ts';
import { file, skill } from '../../../support/markedSkill.ts';
import { areTranslated, inMarks } from '../../../support/markedWords.ts';

const files = [file('scripts/run.py', 'print(1)\n'), file('references/long.md', 'Word. '.repeat(10_000))];

// Messages of rules and titles of fixes: `isTranslated` of the cases of each rule.
describe('what is said of a skill in another language', () => {
  it('is translated in the hover of every key', () => {
    for (const target of targets)
      for (const key of [...fields.map((field) => field.key), 'zzz']) {
        const text = `---\n${key}: yes\n---\n`;
        const found = inMarks(() => [5, text.indexOf('yes')].map((offset) => hoverSkill(skill(text), offset, target)));
        const said = found.flatMap((hover) => hover?.parts ?? []).map(({ value }) => value);
        assert.ok(said.length > 1);
        // What stands in backticks is to be written.
        areTranslated(
          said.map((each) => each.replaceAll(/`[^`]*`/g, '')),
          text,
        );
      }
  });

  it('is translated in the hover of a value and of a path', () => {
    for (const [head, body] of [
      ['name: |x', ''],
      ['description: >\n  |two', ''],
      ['version: |2026-01-02', ''],
      ['name: x', 'Run `scripts/|run.py`.'],
      ['name: x', 'Read `references/|long.md`.'],
      ['name: x', 'Run `scripts/|rum.py`.'],
      ['name: x', 'Read [x](../|x.md).'],
      ['name: x', 'Run `scripts/|*`, `references/*`.'],
    ] as const) {
      const marked = `---\n${head}\n---\n${body}`;
      const text = marked.replace('|', '');
      const hover = inMarks(() => hoverSkill(skill(text, { files }), marked.indexOf('|'), 'api'));
      assert.ok(hover, marked);
      areTranslated(
        hover.parts.map(({ value }) => value),
        text + JSON.stringify(files),
      );
    }
  });

  it('is translated in completions', () => {
    for (const [text, offset] of [
      ['', 0],
      ['---\n\n---\n', 4],
      ['---\nname: \n---\n', 10],
      ['---\nlicense: \n---\n', 13],
      ['---\nname: x\n---\n\n`scripts/', 26],
    ] as const) {
      const completions = inMarks(() =>
        completeSkill(skill(text, { files }), offset, { target: 'claude-code', hostCompletes: false }),
      );
      assert.ok(completions.length > 0, text);
      areTranslated(
        completions.flatMap(({ label, detail, documentation = '' }) => [
          label,
          detail,
          documentation.replaceAll(/`[^`]*`/g, ''),
        ]),
        `my-skill ${JSON.stringify(files)}`,
      );
    }
  });

  it('is translated for a new skill and its name', () => {
    const names = ['', 'A b', '-a', 'a--b', 'x'.repeat(65), 'my-claude'];
    areTranslated(
      inMarks(() => names.map((name) => checkNewName(name) ?? '')),
      'claude processing-pdfs',
    );
    areTranslated(inMarks(() => skillKinds.flatMap(({ label, detail }) => [label, detail].map(translated))));
  });

  it('is translated for a check that fails', () => {
    const said = inMarks(() => [
      checkFailureOf(new Error('oops')),
      checkFailureOf(new Error('oops'), ['a/b', 'c/d']),
      checkFailureOf(new TooCostlyError('oops')),
    ]);
    areTranslated(
      said.map(({ message }) => message),
      'oops',
    );
  });

  it('is translated for skills side by side', () => {
    const collected = (folder: string): CollectedSkill => ({
      folder: `skills/${folder}`,
      fileName: 'SKILL.md',
      name: { text: 'same', range: { start: 0, end: 1 } },
      listed: { description: undefined, whenToUse: undefined, shortDescription: undefined, hiding: [] },
    });
    const found = inMarks(() => validateCollection(['one', 'two'].map(collected), () => ({ target: 'api' })));
    const said = [...found.values()].flat().map(({ message }) => message);
    assert.equal(said.length, 2);
    areTranslated(said, 'one two same');
  });
});
