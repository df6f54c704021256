import assert from 'node:assert/strict';
import { RegistryError } from '../../../../src/core/registry/errors.ts';
import { githubIdentityToken } from '../../../../src/core/registry/githubIdentity.ts';

describe('the identity token of a job of GitHub', () => {
  const requestToken = ['request', 'token', 'r'.repeat(12)].join('-');
  let waits: number[];
  let asked: { readonly url: string; readonly headers: Headers }[];

  function ask(answers: readonly (Response | Error)[], url = 'https://actions.example/token?api-version=2.0') {
    [waits, asked] = [[], []];
    return githubIdentityToken({
      url,
      requestToken,
      audience: 'https://api.anthropic.com',
      fetch: (input, init) => {
        const answer = answers[Math.min(asked.length, answers.length - 1)];
        asked.push({ url: input instanceof Request ? input.url : String(input), headers: new Headers(init?.headers) });
        return answer instanceof Response
          ? Promise.resolve(answer.clone())
          : Promise.reject(answer ?? new Error('none'));
      },
      delay: (milliseconds) => {
        waits.push(milliseconds);
        return Promise.resolve();
      },
    });
  }

  async function refusal(pending: Promise<string>): Promise<string> {
    const error = await pending.then(
      () => assert.fail('did not fail'),
      (reason: unknown) => reason,
    );
    assert.ok(error instanceof RegistryError, String(error));
    assert.ok(!`${error.message} ${error.stack}`.includes(requestToken));
    return error.message;
  }

  it('is asked for with the audience and the request token, and nothing else', async () => {
    assert.equal(await ask([Response.json({ count: 1, value: 'a.b.c' })]), 'a.b.c');
    assert.equal(
      asked[0]?.url,
      'https://actions.example/token?api-version=2.0&audience=https%3A%2F%2Fapi.anthropic.com',
    );
    assert.deepEqual([...asked[0].headers.keys()], ['accept', 'authorization']);
    assert.equal(asked[0].headers.get('authorization'), `Bearer ${requestToken}`);
  });

  it('is asked for three times where that can help', async () => {
    const busy = new Response('', { status: 503 });
    assert.equal(await ask([busy, new TypeError('fetch failed'), Response.json({ value: 'a.b.c' })]), 'a.b.c');
    assert.deepEqual(waits, [500, 2000]);
    assert.equal(await refusal(ask([busy])), 'GitHub gave no identity token: it answered 503.');
    assert.equal(asked.length, 3);
    assert.match(await refusal(ask([new TypeError(`failed ${requestToken}`)])), /failed ‹redacted›/);
  });

  it('is asked for once where it was refused, or the answer is another one', async () => {
    for (const answer of [new Response('', { status: 401 }), Response.json({ value: '' }), new Response('<html>')]) {
      await refusal(ask([answer]));
      assert.equal(asked.length, 1);
    }
  });

  it('is asked for over https only, and at no redirect', async () => {
    for (const url of ['http://actions.example/token', 'https://me:pw@actions.example/', 'nonsense']) {
      assert.match(await refusal(ask([Response.json({ value: 'x' })], url)), /is not an https address/);
      assert.equal(asked.length, 0);
    }
    await refusal(ask([new Response(null, { status: 302, headers: { location: 'https://evil.example' } })]));
    assert.ok(asked.every(({ url }) => url.startsWith('https://actions.example/')));
  });
});
