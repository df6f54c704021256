import assert from 'node:assert/strict';
import {
  decodePage,
  decodeSkill,
  decodeVersion,
  dialectOf,
  isId,
  ShapeError,
} from '../../../../src/core/registry/decode.ts';

const times = { created_at: '2026-01-02T03:04:05.000006Z', updated_at: '2026-02-02T03:04:05.000006Z' };
const beta = {
  id: 'skill_01',
  type: 'skill',
  display_title: 'My Skill',
  latest_version: '1759178010641129',
  source: 'custom',
  ...times,
};
const ga = {
  id: 'skill_01',
  type: 'skill',
  display_name: 'My Skill',
  latest_version_id: 'skver_01',
  source: { type: 'custom' },
  ...times,
};

describe('decodeSkill', () => {
  it('reads both dialects into one model', () => {
    const expected = {
      id: 'skill_01',
      label: 'My Skill',
      source: 'custom',
      createdAt: times.created_at,
      updatedAt: times.updated_at,
    };
    assert.deepEqual(decodeSkill(beta), { ...expected, latestVersion: '1759178010641129' });
    assert.deepEqual(decodeSkill(ga), { ...expected, latestVersion: 'skver_01' });
  });

  it('takes null labels, unknown sources and unknown keys', () => {
    const decoded = decodeSkill({
      ...beta,
      display_title: null,
      latest_version: null,
      source: { type: 'marketplace' },
      extra: [],
    });
    assert.equal(decoded.label, undefined);
    assert.equal(decoded.latestVersion, undefined);
    assert.equal(decoded.source, 'marketplace');
  });

  for (const value of [
    null,
    'skill',
    [],
    {},
    { ...ga, id: 7 },
    { ...ga, id: '' },
    { ...ga, id: '../models' },
    { ...ga, id: 'x'.repeat(201) },
    { ...ga, id: 'a\u0000' },
  ]) {
    it(`refuses ${JSON.stringify(value).slice(0, 50)}`, () => {
      assert.throws(() => decodeSkill(value), ShapeError);
    });
  }
});

describe('decodeVersion', () => {
  it('addresses a beta version by its number and a GA version by its id', () => {
    const common = {
      id: 'skver_01',
      skill_id: 'skill_01',
      type: 'skill_version',
      name: 'my-skill',
      description: 'd',
      created_at: times.created_at,
    };
    assert.equal(
      decodeVersion({ ...common, version: '1759178010641129', directory: 'my-skill' }).ref,
      '1759178010641129',
    );
    assert.equal(decodeVersion(common).ref, 'skver_01');
  });
});

describe('decodePage', () => {
  it('keeps the readable items and counts the others', () => {
    assert.deepEqual(decodePage({ data: [ga, { nonsense: 1 }], next_page: 'page_2' }, decodeSkill), {
      items: [decodeSkill(ga)],
      nextPage: 'page_2',
      unreadable: 1,
    });
  });

  it('takes an absent, null or empty cursor as the end', () => {
    for (const end of [{}, { next_page: null }, { next_page: '' }])
      assert.equal(decodePage({ data: [], ...end }, decodeSkill).nextPage, undefined);
  });

  it('refuses what is no list', () => {
    for (const value of ['<html>', {}, { data: null }, { data: {} }])
      assert.throws(() => decodePage(value, decodeSkill), ShapeError);
  });
});

describe('dialectOf', () => {
  for (const [name, value, dialect] of [
    ['a beta list', { data: [], has_more: false, next_page: null }, 'skills-2025-10-02'],
    ['a list of beta skills', { data: [beta], next_page: null }, 'skills-2025-10-02'],
    ['a beta skill', beta, 'skills-2025-10-02'],
    ['a beta version', { type: 'skill_version', version: '1' }, 'skills-2025-10-02'],
    ['a GA list', { data: [ga], next_page: null }, 'ga'],
    ['an empty GA list', { data: [], next_page: null }, 'ga'],
    ['a GA skill', ga, 'ga'],
    ['a GA version', { type: 'skill_version', id: 'skver_01' }, 'ga'],
    ['a deletion', { id: 'skill_01', type: 'skill_deleted' }, undefined],
    ['text', '<html>', undefined],
  ] as const) {
    it(`tells ${dialect ?? 'nothing'} from ${name}`, () => {
      assert.equal(dialectOf(value), dialect);
    });
  }
});

describe('isId', () => {
  it('refuses what would change the path', () => {
    for (const text of ['', '.', '..', 'a/b', 'a\\b', 'a?b', 'a#b', 'a b', 'a\nb', 'x'.repeat(201)])
      assert.equal(isId(text), false, text);
    for (const text of ['skill_01AbC', 'pptx', '1759178010641129', 'a%2Fb']) assert.equal(isId(text), true, text);
  });
});
