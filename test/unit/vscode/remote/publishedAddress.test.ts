import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  binaryParts,
  emptyParts,
  fromAuthority,
  parsePublishedParts,
  standInText,
  toAuthority,
  toPublishedParts,
} from '../../../../src/vscode/host/publishedAddress.ts';

describe('addresses of published files', () => {
  it('keep the id of any connection, through editors that lower-case authorities', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', minLength: 1 }), (name) => {
        const authority = toAuthority(`custom:${name}`);
        assert.equal(authority, authority.toLowerCase());
        assert.match(authority, /^[a-z0-9-]+$/);
        assert.equal(fromAuthority(authority), `custom:${name}`);
      }),
    );
  });

  it('differ for connections whose names differ only in case', () => {
    assert.notEqual(toAuthority('custom:Team'), toAuthority('custom:team'));
    assert.equal(toAuthority('custom:Team A'), 'custom-3a-54eam-20-41');
  });

  it('come back as they went in', () => {
    for (const path of ['', 'SKILL.md', 'scripts/run it.py', 'ünï/a%20b#c?d.txt']) {
      const address = {
        connectionId: 'custom:Über ☂',
        skillId: 'skill_01',
        ref: 'skver_01%2F',
        name: 'my-skill',
        path,
      };
      assert.deepEqual(parsePublishedParts(toPublishedParts(address)), address);
      const shown = toPublishedParts(address, '/home/me/skills/my-skill');
      assert.equal(shown.path, path === '' ? '/home/me/skills/my-skill' : `/home/me/skills/my-skill/${path}`);
      assert.deepEqual(parsePublishedParts(shown), address);
    }
  });

  it('differ for two versions, and show no id in the path', () => {
    const of = (ref: string) =>
      toPublishedParts({ connectionId: 'local', skillId: 'skill_01Aa', ref, name: 'pdf', path: 'SKILL.md' });
    assert.notEqual(of('skver_01A').authority, of('skver_01a').authority);
    assert.equal(of('skver_01A').path, '/pdf/SKILL.md');
  });

  it('put SKILL.md into a folder of its name, whatever the service calls it', () => {
    const path = (name: string): string =>
      toPublishedParts({ connectionId: 'local', skillId: 's', ref: 'v', name, path: 'SKILL.md' }).path;
    assert.equal(path('pdf-forms'), '/pdf-forms/SKILL.md');
    for (const name of ['', '..', 'a/b', 'A'.repeat(99)]) assert.equal(path(name), '/skill/SKILL.md', name);
  });

  it('name no version above one, in another scheme or with a made-up authority', () => {
    const parts = (authority: string, path: string, scheme = 'published-skill'): unknown =>
      parsePublishedParts({ scheme, authority, path, query: '' });
    for (const id of ['local', 'local/skill', '/skill/v', 'local/skill/', 'local//v'])
      assert.equal(parts(toAuthority(id), '/name'), undefined, id);
    assert.equal(parts(toAuthority('local/skill/v'), '/a/b', 'file'), undefined);
    for (const authority of ['', 'Local', 'a-', '-zz', '-ff', 'empty-', 'binary-'])
      assert.equal(parts(authority, '/a/b'), undefined, authority);
  });

  it('know a text for the sides of a comparison that are not there or not text', () => {
    assert.equal(standInText(emptyParts('a/b.txt')), '');
    assert.match(
      standInText(binaryParts('x.png', { size: 12345, sha256: 'ab12' })) ?? '',
      /12,345 bytes\nSHA-256: ab12/,
    );
    assert.equal(
      standInText(toPublishedParts({ connectionId: 'local', skillId: 'a', ref: 'b', name: 'n', path: 'c' })),
      undefined,
    );
  });
});
