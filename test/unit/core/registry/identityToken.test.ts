import assert from 'node:assert/strict';
import { describeIdentityToken } from '../../../../src/core/registry/identityToken.ts';

const part = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');

function tokenOf(claims: unknown, { alg = 'RS256', signature = 'c2ln' } = {}): string {
  return [part({ alg }), part(claims), signature].join('.');
}

describe('an identity token in words', () => {
  it('is what a rule is compared with', () => {
    assert.equal(
      describeIdentityToken(
        tokenOf({ iss: 'https://issuer.example', sub: 'repo:a/b:ref:refs/heads/ü', aud: ['x', 'y'] }),
      ),
      'issuer https://issuer.example, subject repo:a/b:ref:refs/heads/ü and audience x or y',
    );
  });

  it('leaves out addresses of people, and says what is not there', () => {
    assert.equal(
      describeIdentityToken(tokenOf({ sub: 'somebody@example.com', aud: 3 })),
      'issuer none, subject with an address and audience none',
    );
  });

  it('says what can be seen to be wrong with it', () => {
    const claims = { iss: 'i', sub: 's', aud: 'a' };
    assert.match(describeIdentityToken(tokenOf(claims, { signature: '' })), /\(the token is not signed\)$/);
    assert.match(describeIdentityToken(tokenOf(claims, { alg: 'none' })), /\(the token is not signed\)$/);
    assert.match(
      describeIdentityToken(tokenOf({ ...claims, exp: 1_000_000_000 })),
      /\(it expired at 2001-09-09T01:46:40\.000Z\)$/,
    );
    assert.match(
      describeIdentityToken(tokenOf({ ...claims, exp: -1e300 }, { signature: '' })),
      /not signed, it expired at an unknown time\)$/,
    );
    assert.doesNotMatch(describeIdentityToken(tokenOf({ ...claims, exp: Date.now() })), /ran out/);
  });

  for (const text of [
    '',
    'a',
    'a.b.c',
    '....',
    `${part('text')}.${part('text')}.x`,
    `${part(null)}.${part({})}.x`,
    '\u{1F600}.\u{1F600}.x',
  ])
    it(`is none: ${JSON.stringify(text)}`, () => {
      assert.equal(describeIdentityToken(text), 'this kind of token (it is not a JSON web token)');
    });
});
