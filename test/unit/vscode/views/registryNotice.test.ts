import assert from 'node:assert/strict';
import { RegistryError } from '../../../../src/core/registry/errors.ts';
import { failureText, loggedText, mendingAction, stateOf } from '../../../../src/vscode/views/registryNotice.ts';

describe('a failure in the registry view', () => {
  it('says in the words of the service what no welcome content explains', () => {
    const failing = (status: number, kind: RegistryError['kind']): RegistryError =>
      new RegistryError(kind, `It asks for something (${status}). It says: pay first`, {
        outcome: 'refused',
        status,
        serverMessage: 'pay first',
        requestId: 'req_1',
      });
    assert.deepEqual(
      [failureText(failing(402, 'denied')), mendingAction(failing(402, 'denied'), false).title],
      ['It asks for something (402). It says: pay first', 'Try Again'],
    );
    assert.equal(loggedText(failing(402, 'denied')), 'It asks for something (402). It says: pay first (request req_1)');
    assert.deepEqual(
      [
        failing(402, 'denied'),
        failing(403, 'denied'),
        failing(400, 'invalid'),
        failing(409, 'conflict'),
        failing(413, 'tooLarge'),
        failing(500, 'server'),
        new Error('bug'),
      ].map(stateOf),
      ['failed', 'denied', 'failed', 'failed', 'failed', 'server', 'failed'],
    );
  });

  it('offers no key to who signs in without one: the words say what mends it', () => {
    const words = 'The sign-in of profile work has run out. Sign in again with “ant auth login --profile work”.';
    for (const kind of ['auth', 'denied'] as const) {
      const error = new RegistryError(kind, words, { outcome: 'notSent', who: { kind: 'profile', profile: 'work' } });
      assert.deepEqual(
        [stateOf(error), failureText(error), mendingAction(error, false).title],
        ['failed', words, 'Try Again'],
      );
      const withKey = new RegistryError(kind, words, { outcome: 'notSent', who: { kind: 'key' } });
      assert.deepEqual([stateOf(withKey), mendingAction(withKey, false).title], [kind, 'Set API Key']);
    }
  });
});
