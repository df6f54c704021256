import { parseBaseUrl } from './endpoint.ts';
import { RegistryError } from './errors.ts';
import { redact } from './redact.ts';
import { Deadline, type Delay } from './retry.ts';
import { guardedFetch, readAll } from './transport.ts';

/** What GitHub gives a job that may ask for identity tokens. */
interface GithubIdentity {
  /** `ACTIONS_ID_TOKEN_REQUEST_URL`. */
  readonly url: string;
  /** `ACTIONS_ID_TOKEN_REQUEST_TOKEN`. */
  readonly requestToken: string;
  readonly audience: string;
  readonly fetch: typeof fetch;
  readonly delay: Delay;
}

/** Milliseconds before the second and third try. */
const pauses = [500, 2000];
const tryDeadline = 10_000;
const maxBytes = 64 * 1024;

/**
 * A fresh identity token of the job that runs. Asked again, three times in all, where that can help. Rejects with
 * `RegistryError`.
 */
export async function githubIdentityToken(identity: GithubIdentity): Promise<string> {
  const asked = URL.parse(identity.url);
  // The same addresses as for a key: the request token goes there.
  const checked = asked ? parseBaseUrl(`${asked.origin}${asked.pathname}`) : undefined;
  if (!asked || checked?.ok !== true || asked.username !== '')
    throw failed('ACTIONS_ID_TOKEN_REQUEST_URL is not an https address');
  asked.searchParams.set('audience', identity.audience);
  for (let attempt = 0; ; attempt += 1) {
    const answer = await askOnce(asked, identity);
    if ('token' in answer) return answer.token;
    const pause = pauses[attempt];
    if (pause === undefined || !answer.again) throw failed(redact(answer.reason, [identity.requestToken]));
    await identity.delay(pause, undefined);
  }
}

type Answer = { readonly token: string } | { readonly reason: string; readonly again: boolean };

async function askOnce(url: URL, { requestToken, fetch }: GithubIdentity): Promise<Answer> {
  const deadline = new Deadline(tryDeadline);
  try {
    const send = guardedFetch({ bearer: requestToken, maxBytes, fetch });
    const response = await send(url, { headers: { accept: 'application/json' }, signal: deadline.signal });
    const text = new TextDecoder().decode(await readAll(response, deadline.signal));
    if (!response.ok)
      return { reason: `it answered ${response.status}`, again: response.status >= 500 || response.status === 429 };
    const { value } = JSON.parse(text) as { readonly value?: unknown };
    return typeof value === 'string' && value !== '' ? { token: value } : { reason: 'there is none', again: false };
  } catch (error) {
    if (error instanceof SyntaxError) return { reason: 'the answer is not JSON', again: false };
    if (!(error instanceof Error)) throw error;
    return { reason: deadline.signal.aborted ? 'it did not answer in time' : error.message, again: true };
  } finally {
    deadline.end();
  }
}

function failed(reason: string): RegistryError {
  return new RegistryError('auth', `GitHub gave no identity token: ${reason}.`, { outcome: 'notSent' });
}
