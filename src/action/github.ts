import { readFileSync } from 'node:fs';
import type { CliIo } from '../cli/io.ts';
import { toRecord } from '../core/text/record.ts';
import { toDisplayText } from '../core/text/display.ts';
import { commentMark } from './reviewed.ts';

/** Milliseconds of one request. */
const deadline = 20_000;
/** Pages of 100 comments that are looked through. */
const maxPages = 30;
const maxAnswer = 16 * 1024 * 1024;

/** The service did not do it. `isDenied`: the token may not, as in a pull request of a fork. */
export class GitHubError extends Error {
  override readonly name = 'GitHubError';
  readonly isDenied: boolean;

  constructor(message: string, isDenied: boolean) {
    super(message);
    this.isDenied = isDenied;
  }
}

interface Comment {
  readonly id: number;
  readonly body: string;
  readonly login: string;
}

/** The repository that a workflow runs for, on GitHub. Methods reject with `GitHubError`. */
export class GitHub {
  readonly #io: CliIo;
  readonly #token: string;
  readonly #api: string;
  readonly #repository: string;

  private constructor(io: CliIo, token: string, api: string, repository: string) {
    this.#io = io;
    this.#token = token;
    this.#api = api;
    this.#repository = repository;
  }

  /** `undefined` where there is no token, or nobody to send it to. */
  static open(io: CliIo): GitHub | undefined {
    const { GITHUB_TOKEN: token = '', GITHUB_API_URL: api = '', GITHUB_REPOSITORY: repository = '' } = io.env;
    const isSafe = /^(?:https:\/\/|http:\/\/127\.0\.0\.1[:/])/.test(api);
    const isNamed = /^[\w.-]+\/[\w.-]+$/.test(repository);
    return token !== '' && isSafe && isNamed ? new GitHub(io, token, api.replace(/\/$/, ''), repository) : undefined;
  }

  /** Writes the one comment of a pull request: the own one that is there, or a new one. */
  async comment(pullRequest: number, body: string): Promise<void> {
    const own = await this.findComment(pullRequest);
    if (own) await this.#ask('PATCH', `/repos/${this.#repository}/issues/comments/${own.id}`, { body });
    else await this.#ask('POST', `/repos/${this.#repository}/issues/${pullRequest}/comments`, { body });
  }

  /** The comment of ours: by whom, not only by its mark, which anybody can copy. */
  async findComment(pullRequest: number): Promise<Comment | undefined> {
    const login = await this.#login();
    for (let page = 1; page <= maxPages; page += 1) {
      const answer = await this.#ask(
        'GET',
        `/repos/${this.#repository}/issues/${pullRequest}/comments?per_page=100&page=${page}`,
      );
      const comments = Array.isArray(answer) ? answer.flatMap(toComment) : [];
      const own = comments.find((each) => each.login === login && each.body.startsWith(commentMark));
      if (own || !Array.isArray(answer) || answer.length < 100) return own;
    }
    return undefined;
  }

  /** The pull request that brought a commit. */
  async pullRequestOf(commit: string): Promise<number | undefined> {
    const answer = await this.#ask('GET', `/repos/${this.#repository}/commits/${commit}/pulls`);
    const merged = Array.isArray(answer)
      ? answer.map(toRecord).find((each) => each?.['merged_at'] !== null && each?.['merge_commit_sha'] === commit)
      : undefined;
    const number = merged?.['number'];
    return typeof number === 'number' ? number : undefined;
  }

  /** Whose token it is. */
  async #login(): Promise<string> {
    const usual = 'github-actions[bot]';
    const url = this.#io.env['GITHUB_GRAPHQL_URL'] ?? `${this.#api}/graphql`;
    if (new URL(url).origin !== new URL(this.#api).origin) return usual;
    try {
      const answer = toRecord(await this.#send('POST', url, { query: 'query { viewer { login } }' }));
      const login = toRecord(toRecord(answer?.['data'])?.['viewer'])?.['login'];
      return typeof login === 'string' ? login : usual;
    } catch (error) {
      if (error instanceof GitHubError) return usual;
      throw error;
    }
  }

  #ask(method: string, path: string, body?: object): Promise<unknown> {
    return this.#send(method, `${this.#api}${path}`, body);
  }

  async #send(method: string, url: string, body?: object): Promise<unknown> {
    const send: typeof fetch = this.#io.fetch ?? fetch;
    try {
      const response = await send(url, {
        method,
        redirect: 'error',
        signal: AbortSignal.any([this.#io.signal, AbortSignal.timeout(deadline)]),
        headers: {
          authorization: `Bearer ${this.#token}`,
          accept: 'application/vnd.github+json',
          'x-github-api-version': '2022-11-28',
          'user-agent': 'skill-publisher',
          ...(body ? { 'content-type': 'application/json' } : {}),
        },
        ...(body ? { body: JSON.stringify(body) } : {}),
      });
      const text = await response.text();
      if (!response.ok)
        throw new GitHubError(`GitHub answered ${response.status}`, [401, 403, 404].includes(response.status));
      if (text.length > maxAnswer) throw new GitHubError('The response of GitHub was too long', false);
      return JSON.parse(text) as unknown;
    } catch (error) {
      if (error instanceof GitHubError) throw error;
      if (error instanceof SyntaxError) throw new GitHubError('GitHub did not answer with JSON', false);
      if (this.#io.signal.aborted || !(error instanceof Error)) throw error;
      throw new GitHubError(`GitHub did not answer (${toDisplayText(error.message, 100)})`, false);
    }
  }
}

function toComment(value: unknown): Comment[] {
  const record = toRecord(value);
  const [id, body, login] = [record?.['id'], record?.['body'], toRecord(record?.['user'])?.['login']];
  return typeof id === 'number' && typeof body === 'string' && typeof login === 'string' ? [{ id, body, login }] : [];
}

/** The number of the pull request that the workflow runs for. */
export function pullRequestOfEvent({ env }: CliIo): number | undefined {
  const file = env['GITHUB_EVENT_PATH'];
  if (env['GITHUB_EVENT_NAME'] !== 'pull_request' || file === undefined) return undefined;
  const event = toRecord(JSON.parse(readFileSync(file, 'utf8')) as unknown);
  const number = toRecord(event?.['pull_request'])?.['number'] ?? event?.['number'];
  return Number.isSafeInteger(number) ? (number as number) : undefined;
}
