import assert from 'node:assert/strict';
import {
  describeSignedIn,
  permissionRefusal,
  type SignedIn,
  signInRefusal,
} from '../../../../src/core/registry/signedIn.ts';

const key: SignedIn = { kind: 'key' };
const profile: SignedIn = { kind: 'profile', profile: 'work' };
const federation: SignedIn = { kind: 'federation', rule: 'fdrl_1', organization: 'org-1', workspace: 'wrkspc_1' };

describe('who is signed in', () => {
  it('is said with what is known', () => {
    assert.deepEqual(
      [
        key,
        profile,
        { ...profile, organization: 'org-1', workspace: 'wrkspc_1' },
        federation,
        { ...federation, serviceAccount: 'svac_1' },
      ].map(describeSignedIn),
      [
        'an API key',
        'profile work',
        'profile work (organization org-1, workspace wrkspc_1)',
        'federation rule fdrl_1 (organization org-1, workspace wrkspc_1)',
        'federation rule fdrl_1 (organization org-1, workspace wrkspc_1, service account svac_1)',
      ],
    );
  });

  it('is told what to do about a refusal', () => {
    const host = 'api.example';
    const told = [key, profile, federation].map((who) => [signInRefusal(who, host), permissionRefusal(who, host)]);
    assert.deepEqual(
      told.map(([first, second]) => [first?.includes('(401)'), second?.includes('(403)')]),
      [
        [true, true],
        [true, true],
        [true, true],
      ],
    );
    assert.match(told[0]?.join('\n') ?? '', /Set a valid key\.\n.*Use a workspace API key/);
    assert.match(told[1]?.join('\n') ?? '', /ant auth login --profile work.\.\n.*Sign in to a workspace/);
    assert.match(
      told[2]?.join('\n') ?? '',
      /Look at the rule in the console, .*\n.*its service account in the console, /,
    );
  });
});
