import type { Skills } from '@anthropic-ai/sdk/resources/beta/skills/skills';
import { decodePage, decodeSkill, decodeVersion, dialectOf, isId, ShapeError } from './decode.ts';
import type { Endpoint } from './endpoint.ts';
import { secretsOf, whoIs, type Credential } from './credential.ts';
import { isGone, RegistryError } from './errors.ts';
import { shapeFailure, toRegistryError, type FailureContext } from './failure.ts';
import type { Dialect, Page, RemoteSkill, RemoteVersion, Upload } from './model.ts';
import type { ListOptions, Registry, UploadOptions, Signal } from './registry.ts';
import { Deadline, follow, retryRead, sleep, type Delay } from './retry.ts';
import { guardedFetch, readAll } from './transport.ts';
import { toDisplayText } from '../text/display.ts';
import { archiveType, labelField } from './upload.ts';
import { l10n } from '../text/l10n.ts';

export interface ClientOptions extends Endpoint {
  readonly credential: Credential;
  /** What messages call the service; its host when left out. */
  readonly name?: string;
  /** The host's `fetch`, for proxies and certificates; the global one when left out. Looked up at each request. */
  readonly fetch?: typeof fetch;
  readonly delay?: Delay;
  /** Called before a wait that the service asks for, with its milliseconds. */
  readonly onWait?: (milliseconds: number) => void;
  /**
   * Milliseconds a list, retrieve or delete may take in all, repetitions included, but not what the service asks to
   * wait. Default 20,000.
   */
  readonly deadline?: number;
}

const betaDialect = 'skills-2025-10-02';
/** Without it no token is taken (`cli-and-ci.md` 1.2). */
const betaOAuth = 'oauth-2025-04-20';
/** Decoded bytes a JSON answer may have (`reliability.md` N11). */
const maxJsonBytes = 5 * 1024 * 1024;
/** Decoded bytes a downloaded archive may have. */
const maxArchiveBytes = 64 * 1024 * 1024;
/** Milliseconds for a download. */
const downloadDeadline = 120_000;
/** Page sizes the dialects accept (`skills-api.md` 3). */
const maxSkillsPage: Readonly<Record<Dialect, number>> = { ga: 1000, [betaDialect]: 100 };

interface Call {
  readonly write: boolean;
  readonly bearer: string;
  /** Of all tries together. */
  readonly deadline: Deadline;
  readonly maxBytes: number;
  readonly dialect: Dialect;
  readonly signal: AbortSignal | undefined;
  readonly onProgress?: UploadOptions['onProgress'];
  /** What a file with this text in it stands for. */
  readonly content?: { readonly mark: string; readonly bytes: Uint8Array };
}

interface CallHeaders {
  readonly signal: AbortSignal;
  readonly headers: Record<string, string>;
}

/** Must hand out the raw response: the SDK's own promise parses, and would read the body. */
type Run = (skills: Skills, options: CallHeaders) => Promise<Response>;

/**
 * The Skills API over the official SDK. One instance is one connection with one credential; it holds no other state than
 * what it has found out of the service. Creates are never retried; reads are, within `retryRead`.
 */
export class RegistryClient implements Registry {
  readonly #options: ClientOptions;
  #dialect: Dialect | undefined;
  /** A read was answered: what is written goes to the workspace that is meant. */
  #answered = false;

  constructor(options: ClientOptions) {
    this.#options = options;
    this.#dialect = options.dialect === 'auto' ? undefined : options.dialect;
  }

  get dialect(): Dialect | undefined {
    return this.#dialect;
  }

  async listSkills(
    options: ListOptions & { readonly source?: 'custom' | 'anthropic' | undefined } = {},
  ): Promise<Page<RemoteSkill>> {
    const list = async (dialect: Dialect): Promise<Page<RemoteSkill>> => {
      const limit = options.limit === undefined ? {} : { limit: Math.min(options.limit, maxSkillsPage[dialect]) };
      const page = options.page === undefined ? {} : { page: options.page };
      const source = options.source === undefined ? {} : { source: options.source };
      const answer = await this.#read(
        options.signal,
        (skills, call) => skills.list({ ...limit, ...page, ...source }, call).asResponse(),
        dialect,
      );
      return decode(answer, (value) => decodePage(value, decodeSkill));
    };
    if (this.#dialect !== undefined) return list(this.#dialect);
    try {
      return await list('ga');
    } catch (error) {
      // A service from before GA does not know the route without the header (`skills-api.md` 1).
      if (!(error instanceof RegistryError) || (error.kind !== 'invalid' && error.kind !== 'notFound')) throw error;
      const page = await list(betaDialect).catch((second: unknown) => {
        if (second instanceof RegistryError && second.kind === 'aborted') throw second;
        return undefined;
      });
      if (!page) throw error;
      this.#dialect = betaDialect;
      return page;
    }
  }

  async retrieveSkill(skillId: string, { signal }: Signal = {}): Promise<RemoteSkill> {
    const answer = await this.#read(signal, (skills, call) => skills.retrieve(checkId(skillId), {}, call).asResponse());
    return decode(answer, decodeSkill);
  }

  async createSkill(
    upload: Upload,
    options: UploadOptions & { readonly label?: string | undefined } = {},
  ): Promise<RemoteSkill> {
    const dialect = await this.#settleDialect(options.signal);
    const answer = await this.#create(upload, options, dialect, (skills, files, call) => {
      const label = options.label === undefined ? {} : { [labelField(dialect)]: options.label };
      return skills.create({ ...label, files }, call).asResponse();
    });
    return decode(answer, decodeSkill);
  }

  async deleteSkill(skillId: string, { signal }: Signal = {}): Promise<void> {
    const dialect = await this.#settleDialect(signal);
    await this.#delete(signal, dialect, (skills, call) => skills.delete(checkId(skillId), {}, call).asResponse());
  }

  async listVersions(skillId: string, options: ListOptions = {}): Promise<Page<RemoteVersion>> {
    const query = {
      ...(options.limit === undefined ? {} : { limit: options.limit }),
      ...(options.page === undefined ? {} : { page: options.page }),
    };
    const answer = await this.#read(options.signal, (skills, call) =>
      skills.versions.list(checkId(skillId), query, call).asResponse(),
    );
    return decode(answer, (value) => decodePage(value, decodeVersion));
  }

  async createVersion(skillId: string, upload: Upload, options: UploadOptions = {}): Promise<RemoteVersion> {
    const dialect = await this.#settleDialect(options.signal);
    const answer = await this.#create(upload, options, dialect, (skills, files, call) =>
      skills.versions.create(checkId(skillId), { files }, call).asResponse(),
    );
    return decode(answer, decodeVersion);
  }

  async retrieveVersion(skillId: string, ref: string, { signal }: Signal = {}): Promise<RemoteVersion> {
    const answer = await this.#read(signal, (skills, call) =>
      skills.versions.retrieve(checkId(ref), { skill_id: checkId(skillId) }, call).asResponse(),
    );
    return decode(answer, decodeVersion);
  }

  async deleteVersion(skillId: string, ref: string, { signal }: Signal = {}): Promise<void> {
    const dialect = await this.#settleDialect(signal);
    await this.#delete(signal, dialect, (skills, call) =>
      skills.versions.delete(checkId(ref), { skill_id: checkId(skillId) }, call).asResponse(),
    );
  }

  async downloadVersion(skillId: string, ref: string, { signal }: Signal = {}): Promise<Uint8Array> {
    const run: Run = (skills, options) =>
      skills.versions.download(checkId(ref), { skill_id: checkId(skillId) }, options).asResponse();
    try {
      return await this.#signed(signal, downloadDeadline, async (bearer, deadline) => {
        const call: Call = { write: false, bearer, deadline, maxBytes: maxArchiveBytes, dialect: 'ga', signal };
        return (await this.#retried(call, () => this.#send(call, run))).bytes;
      });
    } catch (error) {
      if (!(error instanceof RegistryError) || error.kind !== 'notFound' || isGone(error)) throw error;
      const host = error.details.host ?? l10n.t`This service`;
      throw new RegistryError(
        'unsupported',
        l10n.t`${host} does not provide the files of versions (404): they cannot be opened, compared, restored, or downloaded.`,
        error.details,
      );
    }
  }

  /**
   * The dialect for a write: a write cannot be tried in one dialect and repeated in the other. Nor, with a token, before
   * the service has said for which workspace it answers.
   */
  async #settleDialect(signal: AbortSignal | undefined): Promise<Dialect> {
    const isUnsure = this.#options.credential.kind === 'token' && !this.#answered;
    if (this.#dialect === undefined || isUnsure) await this.listSkills({ limit: 1, signal });
    return this.#dialect ?? 'ga';
  }

  /** What signs a request that takes so many milliseconds at most. */
  async #bearer(signal: AbortSignal | undefined, milliseconds: number, refused?: string): Promise<string> {
    const { credential } = this.#options;
    if (credential.kind === 'key') return credential.key;
    const { signal: stopped, end } = follow([signal]);
    try {
      return await Promise.race([
        credential.get({ atLeast: milliseconds / 1000, refused }),
        new Promise<never>((_resolve, reject) => {
          const stop = (): void => {
            reject(new RegistryError('aborted', l10n.t`The request was canceled.`, { outcome: 'notSent' }));
          };
          if (stopped.aborted) stop();
          stopped.addEventListener('abort', stop);
        }),
      ]);
    } finally {
      end();
    }
  }

  /** Signs what may be repeated: once more with a new token when the service refuses the one it got. */
  async #signed<T>(
    signal: AbortSignal | undefined,
    milliseconds: number,
    work: (bearer: string, deadline: Deadline) => Promise<T>,
  ): Promise<T> {
    const bearer = await this.#bearer(signal, milliseconds);
    try {
      return await work(bearer, new Deadline(milliseconds));
    } catch (error) {
      const isOver = error instanceof RegistryError && error.details.status === 401;
      if (!isOver || this.#options.credential.kind === 'key') throw error;
      return work(await this.#bearer(signal, milliseconds, bearer), new Deadline(milliseconds));
    }
  }

  #retried<T>({ deadline, signal }: Call, read: () => Promise<T>): Promise<T> {
    const { delay = sleep, onWait } = this.#options;
    return retryRead(read, { delay, deadline, onWait, signal })
      .catch((error: unknown) => {
        if (signal?.aborted === true && !(error instanceof RegistryError)) {
          throw new RegistryError('aborted', l10n.t`The request was canceled.`, { outcome: 'notSent' });
        }
        throw error;
      })
      .finally(() => {
        deadline.end();
      });
  }

  #read(signal: AbortSignal | undefined, run: Run, dialect: Dialect = this.#dialect ?? 'ga'): Promise<JsonAnswer> {
    return this.#signed(signal, this.#options.deadline ?? 20_000, (bearer, deadline) => {
      const call: Call = { write: false, bearer, deadline, maxBytes: maxJsonBytes, dialect, signal };
      return this.#retried(call, () => this.#json(call, run));
    });
  }

  /** Gone is gone: 404 after an own delete counts as done (`reliability.md` 1.3). */
  async #delete(signal: AbortSignal | undefined, dialect: Dialect, run: Run): Promise<void> {
    await this.#signed(signal, this.#options.deadline ?? 20_000, (bearer, deadline) => {
      const call: Call = { write: true, bearer, deadline, maxBytes: maxJsonBytes, dialect, signal };
      let attempts = 0;
      return this.#retried(call, async () => {
        attempts += 1;
        try {
          await this.#json(call, run);
        } catch (error) {
          if (!(error instanceof RegistryError) || error.kind !== 'notFound' || attempts === 1) throw error;
        }
      });
    });
  }

  /** Never repeated: the token must not run out on the way, and what is refused all the same was not applied. */
  async #create(
    upload: Upload,
    options: UploadOptions,
    dialect: Dialect,
    run: (skills: Skills, files: File[], call: CallHeaders) => Promise<Response>,
  ): Promise<JsonAnswer> {
    // 120 s and 1 s for each 100 KB (`reliability.md` P12).
    const milliseconds = 120_000 + Math.ceil(upload.bytes.length / 100);
    const mark = crypto.randomUUID();
    const call: Call = {
      write: true,
      bearer: await this.#bearer(options.signal, milliseconds + 60_000),
      deadline: new Deadline(milliseconds),
      maxBytes: maxJsonBytes,
      dialect,
      signal: options.signal,
      onProgress: options.onProgress,
      content: { mark, bytes: upload.bytes },
    };
    const file = new File([mark], upload.fileName, { type: archiveType });
    return this.#json(call, (skills, headers) => run(skills, [file], headers)).finally(() => {
      call.deadline.end();
    });
  }

  async #json(call: Call, run: Run): Promise<JsonAnswer> {
    const { bytes, contentType, context } = await this.#send(call, run);
    let value: unknown;
    try {
      value = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
    } catch (error) {
      throw shapeFailure(
        context,
        contentType,
        bytes.length === 0 ? l10n.t`the answer is empty` : l10n.t`the answer is not JSON`,
        error,
      );
    }
    if (this.#dialect === undefined && call.dialect === 'ga') this.#dialect = dialectOf(value);
    return { value, context, contentType };
  }

  async #send(
    call: Call,
    run: Run,
  ): Promise<{ bytes: Uint8Array; contentType: string | null; context: FailureContext }> {
    const { credential, baseUrl, workspaceId } = this.#options;
    const who = whoIs(credential);
    const deadline = call.deadline.signal;
    const { signal, end } = follow([call.signal, deadline]);
    let left = false;
    let streamed = false;
    const context = (): FailureContext => ({
      host: this.#options.name ?? new URL(baseUrl).host,
      address: baseUrl,
      secrets: secretsOf(credential),
      who,
      write: call.write,
      beforeSending: !left,
      streamed,
      timedOut: deadline.aborted,
      aborted: call.signal?.aborted === true,
    });
    try {
      signal.throwIfAborted();
      const { SkillsClient } = await import('./sdk.ts');
      const client = new SkillsClient({
        // The SDK gets none, so that nothing of the environment is looked for; what signs is added behind it.
        apiKey: 'none',
        baseURL: baseUrl,
        maxRetries: 0,
        timeout: call.deadline.milliseconds + 1000,
        logLevel: 'off',
        fetch: guardedFetch({
          bearer: call.bearer,
          maxBytes: call.maxBytes,
          content: call.content,
          fetch: (input, init) => {
            // A body that is streamed has left when its first piece was taken; anything else leaves with the call.
            streamed = init?.body instanceof ReadableStream;
            left ||= !streamed;
            return (this.#options.fetch ?? fetch)(input, init);
          },
          onProgress: (sent, total) => {
            left = true;
            call.onProgress?.(sent, total);
          },
        }),
      });
      const betas = [
        ...(call.dialect === betaDialect ? [betaDialect] : []),
        ...(credential.kind === 'token' ? [betaOAuth] : []),
      ];
      const headers = {
        ...(betas.length === 0 ? {} : { 'anthropic-beta': betas.join(',') }),
        // A federated token is bound to its workspace.
        ...(workspaceId === undefined || who.kind === 'federation' ? {} : { 'anthropic-workspace-id': workspaceId }),
      };
      const response = await run(client.skills, { signal, headers });
      if (!call.write) this.#checkWorkspace(response);
      const bytes = await readAll(response, signal);
      return { bytes, contentType: response.headers.get('content-type'), context: context() };
    } catch (error) {
      throw toRegistryError(error, context());
    } finally {
      end();
    }
  }

  /** Throws where the service answers for another workspace than the one that one is signed in to. */
  #checkWorkspace(response: Response): void {
    const { credential, baseUrl, name = new URL(baseUrl).host } = this.#options;
    const who = whoIs(credential);
    const named = who.kind === 'key' || who.workspace === 'default' ? undefined : who.workspace;
    const actual = response.headers.get('anthropic-workspace-id');
    if (named !== undefined && actual !== null && actual !== named)
      throw new RegistryError(
        'denied',
        l10n.t`${name} answers for workspace ${toDisplayText(actual, 100)}, not for ${named}. Nothing is written; check the workspace of the sign-in.`,
        { outcome: 'refused', host: name, who },
      );
    this.#answered = true;
  }
}

interface JsonAnswer {
  readonly value: unknown;
  readonly context: FailureContext;
  readonly contentType: string | null;
}

function decode<T>(answer: JsonAnswer, decoder: (value: unknown) => T): T {
  try {
    return decoder(answer.value);
  } catch (error) {
    if (!(error instanceof ShapeError)) throw error;
    throw shapeFailure(answer.context, answer.contentType, error.message, error);
  }
}

/** Refuses ids that would change the path they are put into. */
function checkId(id: string): string {
  if (!isId(id))
    throw new RegistryError('invalid', l10n.t`This is not an ID of the Skills API.`, { outcome: 'notSent' });
  return id;
}
