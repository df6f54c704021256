import type { Skills } from '@anthropic-ai/sdk/resources/beta/skills/skills';
import { decodePage, decodeSkill, decodeVersion, dialectOf, isId, ShapeError } from './decode.ts';
import type { Endpoint } from './endpoint.ts';
import { isGone, RegistryError } from './errors.ts';
import { shapeFailure, toRegistryError, type FailureContext } from './failure.ts';
import type { Dialect, Page, RemoteSkill, RemoteVersion, Upload } from './model.ts';
import type { ListOptions, Registry, UploadOptions } from './registry.ts';
import { Deadline, follow, retryRead, sleep, type Delay } from './retry.ts';
import { guardedFetch } from './transport.ts';
import { archiveType, labelField } from './upload.ts';

export interface ClientOptions extends Endpoint {
  readonly apiKey: string;
  /** What messages call the service; its host when left out. */
  readonly name?: string;
  /** The host's `fetch`, for proxies and certificates; the global one when left out. Looked up at each request. */
  readonly fetch?: typeof fetch;
  readonly delay?: Delay;
  /** Milliseconds a list, retrieve or delete may take in all, repetitions included. Default 20,000. */
  readonly deadline?: number;
}

const betaDialect = 'skills-2025-10-02';
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
  /** Of all tries together. */
  readonly deadline: Deadline;
  readonly maxBytes: number;
  readonly dialect: Dialect;
  readonly signal: AbortSignal | undefined;
  readonly onProgress?: UploadOptions['onProgress'];
}

interface CallHeaders {
  readonly signal: AbortSignal;
  readonly headers: Record<string, string>;
}

/** Must hand out the raw response: the SDK's own promise parses, and would read the body. */
type Run = (skills: Skills, options: CallHeaders) => Promise<Response>;

/**
 * The Skills API over the official SDK. One instance is one connection with one key; it holds no other state than the
 * dialect it has found out. Creates are never retried; reads are, within `retryRead`.
 */
export class RegistryClient implements Registry {
  readonly #options: ClientOptions;
  #dialect: Dialect | undefined;

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

  async retrieveSkill(
    skillId: string,
    { signal }: { readonly signal?: AbortSignal | undefined } = {},
  ): Promise<RemoteSkill> {
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

  async deleteSkill(skillId: string, { signal }: { readonly signal?: AbortSignal | undefined } = {}): Promise<void> {
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

  async retrieveVersion(
    skillId: string,
    ref: string,
    { signal }: { readonly signal?: AbortSignal | undefined } = {},
  ): Promise<RemoteVersion> {
    const answer = await this.#read(signal, (skills, call) =>
      skills.versions.retrieve(checkId(ref), { skill_id: checkId(skillId) }, call).asResponse(),
    );
    return decode(answer, decodeVersion);
  }

  async deleteVersion(
    skillId: string,
    ref: string,
    { signal }: { readonly signal?: AbortSignal | undefined } = {},
  ): Promise<void> {
    const dialect = await this.#settleDialect(signal);
    await this.#delete(signal, dialect, (skills, call) =>
      skills.versions.delete(checkId(ref), { skill_id: checkId(skillId) }, call).asResponse(),
    );
  }

  async downloadVersion(
    skillId: string,
    ref: string,
    { signal }: { readonly signal?: AbortSignal | undefined } = {},
  ): Promise<Uint8Array> {
    const call: Call = {
      write: false,
      deadline: new Deadline(downloadDeadline),
      maxBytes: maxArchiveBytes,
      dialect: 'ga',
      signal,
    };
    const run: Run = (skills, options) =>
      skills.versions.download(checkId(ref), { skill_id: checkId(skillId) }, options).asResponse();
    try {
      return (await this.#retried(call, () => this.#send(call, run))).bytes;
    } catch (error) {
      if (!(error instanceof RegistryError) || error.kind !== 'notFound' || isGone(error)) throw error;
      const host = error.details.host ?? 'This service';
      throw new RegistryError(
        'notFound',
        `${host} does not hand out the files of versions (404): they cannot be opened, compared, restored, or downloaded.`,
        error.details,
      );
    }
  }

  /** The dialect for a write: a write cannot be tried in one dialect and repeated in the other. */
  async #settleDialect(signal: AbortSignal | undefined): Promise<Dialect> {
    if (this.#dialect === undefined) await this.listSkills({ limit: 1, signal });
    return this.#dialect ?? 'ga';
  }

  #retried<T>({ deadline, signal }: Call, read: () => Promise<T>): Promise<T> {
    return retryRead(read, this.#options.delay ?? sleep, deadline, signal)
      .catch((error: unknown) => {
        if (signal?.aborted === true && !(error instanceof RegistryError)) {
          throw new RegistryError('aborted', 'The request was cancelled.', { outcome: 'notSent' });
        }
        throw error;
      })
      .finally(() => {
        deadline.end();
      });
  }

  #read(signal: AbortSignal | undefined, run: Run, dialect: Dialect = this.#dialect ?? 'ga'): Promise<JsonAnswer> {
    const call: Call = {
      write: false,
      deadline: new Deadline(this.#options.deadline ?? 20_000),
      maxBytes: maxJsonBytes,
      dialect,
      signal,
    };
    return this.#retried(call, () => this.#json(call, run));
  }

  /** Gone is gone: 404 after an own delete counts as done (`reliability.md` 1.3). */
  async #delete(signal: AbortSignal | undefined, dialect: Dialect, run: Run): Promise<void> {
    const call: Call = {
      write: true,
      deadline: new Deadline(this.#options.deadline ?? 20_000),
      maxBytes: maxJsonBytes,
      dialect,
      signal,
    };
    let attempts = 0;
    await this.#retried(call, async () => {
      attempts += 1;
      try {
        await this.#json(call, run);
      } catch (error) {
        if (!(error instanceof RegistryError) || error.kind !== 'notFound' || attempts === 1) throw error;
      }
    });
  }

  #create(
    upload: Upload,
    options: UploadOptions,
    dialect: Dialect,
    run: (skills: Skills, files: File[], call: CallHeaders) => Promise<Response>,
  ): Promise<JsonAnswer> {
    const call: Call = {
      write: true,
      // 120 s and 1 s for each 100 KB (`reliability.md` P12).
      deadline: new Deadline(120_000 + Math.ceil(upload.bytes.length / 100)),
      maxBytes: maxJsonBytes,
      dialect,
      signal: options.signal,
      onProgress: options.onProgress,
    };
    return this.#json(call, async (skills, headers) => {
      const { toFile } = await import('./sdk.ts');
      return run(skills, [await toFile(upload.bytes, upload.fileName, { type: archiveType })], headers);
    }).finally(() => {
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
        bytes.length === 0 ? 'the answer is empty' : 'the answer is not JSON',
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
    const { apiKey, baseUrl, workspaceId } = this.#options;
    const deadline = call.deadline.signal;
    const { signal, end } = follow([call.signal, deadline]);
    let left = false;
    let streamed = false;
    const context = (): FailureContext => ({
      host: this.#options.name ?? new URL(baseUrl).host,
      address: baseUrl,
      apiKey,
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
        apiKey,
        baseURL: baseUrl,
        maxRetries: 0,
        timeout: call.deadline.milliseconds + 1000,
        logLevel: 'off',
        fetch: guardedFetch({
          apiKey,
          maxBytes: call.maxBytes,
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
      const headers = {
        ...(call.dialect === betaDialect ? { 'anthropic-beta': betaDialect } : {}),
        ...(workspaceId === undefined ? {} : { 'anthropic-workspace-id': workspaceId }),
      };
      const response = await run(client.skills, { signal, headers });
      const bytes = await readAll(response, signal);
      return { bytes, contentType: response.headers.get('content-type'), context: context() };
    } catch (error) {
      throw toRegistryError(error, context());
    } finally {
      end();
    }
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
  if (!isId(id)) throw new RegistryError('invalid', 'This is not an id of the Skills API.', { outcome: 'notSent' });
  return id;
}

/**
 * Reads a body to its end, or until the signal aborts: a slow drip must not outlive the deadline (`reliability.md`
 * N10).
 */
async function readAll(response: Response, signal: AbortSignal): Promise<Uint8Array> {
  if (!response.body) return new Uint8Array();
  const reader = response.body.getReader();
  const cancel = (): void => void reader.cancel(signal.reason).catch(() => undefined);
  signal.addEventListener('abort', cancel, { once: true });
  try {
    const parts: Uint8Array<ArrayBuffer>[] = [];
    for (;;) {
      const piece = (await reader.read()) as { done: boolean; value?: Uint8Array<ArrayBuffer> };
      signal.throwIfAborted();
      if (piece.value) parts.push(piece.value);
      if (piece.done) return new Uint8Array(await new Blob(parts).arrayBuffer());
    }
  } finally {
    signal.removeEventListener('abort', cancel);
  }
}
