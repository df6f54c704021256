import assert from 'node:assert/strict';
import { SkillIdFacts, versionsBehind } from '../../../../src/vscode/language/skillIdFacts.ts';
import { findSkillIds, skillIdAt } from '../../../../src/vscode/language/skillIdsInText.ts';
import { RegistryError } from '../../../../src/core/registry/errors.ts';
import { FakeRegistry } from '../../../support/fakeRegistry.ts';
import { packed, readContent, skillMd } from '../../../support/publishCase.ts';

const one = 'skill_01AbCdEfGhIjKlMnOpQrStUv';
const two = 'skill_02AbCdEfGhIjKlMnOpQrStUv';
const skver = 'skver_01ZyXwVuTsRqPoNmLkJiHgFe';
const number = '1759178010641129';

/** The mentions as `kind ref of skill`. */
function found(text: string): readonly string[] {
  return findSkillIds(text).map((mention) =>
    mention.kind === 'skill' ? mention.id : `${mention.ref} of ${mention.skillId ?? 'nothing'}`,
  );
}

describe('ids of skills in code', () => {
  it('are found in JSON, Python, TypeScript and shell', () => {
    assert.deepEqual(found(`{"type": "custom", "skill_id": "${one}", "version": "${skver}"}`), [
      one,
      `${skver} of ${one}`,
    ]);
    assert.deepEqual(found(`skills=[{"skill_id": "${one}", "version": "${number}"}]`), [one, `${number} of ${one}`]);
    assert.deepEqual(found(`{ skill_id: '${one}', version: 'latest' }`), [one, `latest of ${one}`]);
    assert.deepEqual(found(`ant skills versions list ${one} # comment`), [one]);
  });

  it('take ids of versions anywhere, also without a skill beside them', () => {
    assert.deepEqual(found(`const pinned = '${skver}';`), [`${skver} of nothing`]);
    assert.deepEqual(found('x skill_version_01ZyXwVuTsRqPoNmLkJiHgFe y'), [
      'skill_version_01ZyXwVuTsRqPoNmLkJiHgFe of nothing',
    ]);
  });

  it('are not words that look like ids, nor numbers and `latest` outside of a skill', () => {
    assert.deepEqual(
      found('skill_id skill_directory my_skill_01AbCdEfGh skill_version skill_01AbCd-x node:latest'),
      [],
    );
    assert.deepEqual(found(`const time = ${number}; version: '${number}', tag: 'latest', "version": "latest"`), []);
    assert.deepEqual(found(`${one}: amount = ${number}; image: 'app:latest'`), [one]);
  });

  it('belong to the skill of the same object, wherever in it the version stands', () => {
    const list =
      `[{"skill_id": "${one}", "version": "1759178010641121"}, {"version": "1759178010641122", ` +
      `"skill_id": "${two}"}]`;
    assert.deepEqual(found(list), [one, `1759178010641121 of ${one}`, `1759178010641122 of ${two}`, two]);
  });

  it('are found at both ends and between, not beside', () => {
    const text = `id = ${one};`;
    assert.deepEqual(
      [4, 5, 20, 5 + one.length, 6 + one.length].map((offset) => skillIdAt(text, offset)?.start),
      [undefined, 5, 5, 5, undefined],
    );
  });

  it('are looked for in linear time', () => {
    const started = performance.now();
    findSkillIds(`${'skill_'.repeat(20_000)} ${'version = '.repeat(20_000)} ${'1'.repeat(100_000)}`);
    assert.ok(performance.now() - started < 2000);
  });
});

describe('SkillIdFacts', () => {
  async function seeded(): Promise<{ registry: FakeRegistry; skillId: string; refs: string[] }> {
    const registry = new FakeRegistry();
    const { files } = await readContent('greet', { 'SKILL.md': skillMd('greet') });
    const bytes = await packed('greet', files);
    const { skillId, ref } = registry.seed('greet', bytes);
    return {
      registry,
      skillId,
      refs: [ref, registry.seed('greet', bytes, { skillId }).ref, registry.seed('greet', bytes, { skillId }).ref],
    };
  }

  it('asks twice for a skill, and not again for five minutes', async () => {
    const { registry, skillId, refs } = await seeded();
    let now = 0;
    const facts = new SkillIdFacts(() => now);
    const first = await facts.of('team', registry, skillId);
    await facts.of('team', registry, skillId);
    assert.deepEqual(registry.calls, ['retrieveSkill', 'listVersions']);
    assert.ok(first);
    assert.deepEqual(
      refs.map((ref) => versionsBehind(first, ref)),
      [2, 1, 0],
    );
    assert.equal(versionsBehind(first, 'skver_other'), undefined);
    now = 300_001;
    await facts.of('team', registry, skillId);
    assert.equal(registry.calls.length, 4);
  });

  it('forgets answers on news, and not what is just being asked for', async () => {
    const { registry, skillId } = await seeded();
    const facts = new SkillIdFacts(() => 0);
    const asking = facts.of('team', registry, skillId);
    facts.forgetAnswers();
    assert.equal(facts.of('team', registry, skillId), asking);
    await asking;
    facts.forgetAnswers();
    await facts.of('team', registry, skillId);
    assert.equal(registry.calls.length, 4);
  });

  it('takes only the words of the service for a skill that is not known', async () => {
    const { registry, skillId } = await seeded();
    registry.readFailures.push(new RegistryError('notFound', 'No such page.', { outcome: 'refused', status: 404 }));
    await assert.rejects(new SkillIdFacts(() => 0).of('team', registry, skillId), { kind: 'notFound' });
  });

  it('remembers that a skill is not known, and a failure for half a minute', async () => {
    const { registry, skillId } = await seeded();
    let now = 0;
    const facts = new SkillIdFacts(() => now);
    assert.equal(await facts.of('team', registry, 'skill_none'), undefined);
    assert.equal(await facts.of('team', registry, 'skill_none'), undefined);
    assert.equal(registry.calls.length, 1);
    registry.readFailures.push(true);
    await assert.rejects(facts.of('team', registry, skillId));
    await assert.rejects(facts.of('team', registry, skillId));
    assert.equal(registry.calls.length, 2);
    now = 30_001;
    assert.ok(await facts.of('team', registry, skillId));
  });
});
