import assert from 'node:assert/strict';
import {
  decodeProfile,
  decodeStoredToken,
  isProfileName,
  ProfileError,
} from '../../../../src/core/registry/profile.ts';

const user = { authentication: { type: 'user_oauth' } };
const federation = { authentication: { type: 'oidc_federation', federation_rule_id: 'fdrl_1' } };

/** What is said of a profile, or of a credentials file, that is refused. */
function refusal(decode: () => unknown): string {
  try {
    decode();
  } catch (error) {
    if (error instanceof ProfileError) return error.message;
    throw error;
  }
  return assert.fail('it was taken');
}

const profileRefusal = (config: unknown): string => refusal(() => decodeProfile('work', JSON.stringify(config)));
const tokenRefusal = (text: string): string => refusal(() => decodeStoredToken('work', text));

describe('a profile of the vendor’s command line', () => {
  it('has a name that cannot leave its folder', () => {
    assert.ok(['work', 'a.b', 'A_b-1', '...'].every(isProfileName));
    assert.ok(['', '.', '..', 'a/b', 'a\\b', 'a b', 'a\0', 'x'.repeat(101)].every((name) => !isProfileName(name)));
  });

  it('of a person is read, what is empty taken for absent', () => {
    const { baseUrl, ...rest } = decodeProfile(
      'work',
      JSON.stringify({
        version: '1.0',
        authentication: { ...user.authentication, client_id: '', credentials_path: '/a/b.json' },
        base_url: '',
        organization_id: 'org-1',
        workspace_id: 'wrkspc_1',
      }),
    );
    assert.deepEqual(rest, {
      name: 'work',
      organization: 'org-1',
      workspace: 'wrkspc_1',
      signIn: { kind: 'user', clientId: undefined, credentialsPath: '/a/b.json' },
    });
    assert.equal(baseUrl, decodeProfile('other', JSON.stringify(user)).baseUrl);
  });

  it('of a workload is read', () => {
    const { signIn } = decodeProfile(
      'ci',
      JSON.stringify({
        authentication: {
          ...federation.authentication,
          service_account_id: 'svac_1',
          identity_token: { source: 'file', path: '/run/token' },
        },
      }),
    );
    assert.deepEqual(signIn, {
      kind: 'federation',
      rule: 'fdrl_1',
      serviceAccount: 'svac_1',
      identityTokenFile: '/run/token',
    });
  });

  for (const [what, config, words] of [
    ['is no object', [], /^Profile work is not a JSON object\.$/],
    ['signs in with nothing', {}, /does not know how it signs in \(undefined\)/],
    [
      'signs in in a new way',
      { authentication: { type: 'pass\u202ekey' } },
      /does not know how it signs in \(pass[^\u202e]*key\)/,
    ],
    ['names no rule', { authentication: { type: 'oidc_federation' } }, /has no federation_rule_id/],
    [
      'has a rule that is no id',
      { authentication: { type: 'oidc_federation', federation_rule_id: 'a/b' } },
      /federation_rule_id is not an ID/,
    ],
    ['has a workspace with a line break', { ...user, workspace_id: 'a\nb' }, /workspace_id is not an ID/],
    ['has an address that is none', { ...user, base_url: 'ftp://a' }, /its base_url cannot be used: .*[^.]\.$/],
    [
      'has an identity token from elsewhere',
      { authentication: { ...federation.authentication, identity_token: { source: 'program', path: 'x' } } },
      /a source that this version does not know/,
    ],
  ] as const)
    it(`that ${what} is refused, and it is said why`, () => {
      assert.match(profileRefusal(config), words);
    });

  it('that is no JSON is refused without a word of it', () => {
    const text = '{"authentication": canary';
    assert.equal(
      refusal(() => decodeProfile('work', text)),
      'Profile work is not a JSON object.',
    );
    assert.equal(tokenRefusal(text), 'The credentials file of profile work is not a JSON object.');
  });

  it('has a token that can stand in a header, and perhaps ends', () => {
    const stored = (fields: object): unknown => decodeStoredToken('work', JSON.stringify(fields));
    assert.deepEqual(stored({ access_token: 'abc', expires_at: 12, refresh_token: 'def' }), {
      accessToken: 'abc',
      expiresAt: 12,
      refreshToken: 'def',
    });
    assert.deepEqual(stored({ access_token: 'abc', expires_at: 'soon' }), {
      accessToken: 'abc',
      expiresAt: undefined,
      refreshToken: undefined,
    });
    for (const fields of [{}, { access_token: '' }, { access_token: 'a b' }, { access_token: 'a\r\nx: y' }])
      assert.equal(
        tokenRefusal(JSON.stringify(fields)),
        'The credentials file of profile work contains no access token.',
      );
  });
});
