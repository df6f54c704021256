import { request, type IncomingHttpHeaders } from 'node:http';
import type { TestRegistry } from './localRegistry.ts';

export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly bytes: Buffer;
  /** The body as JSON; `undefined` when it is none. */
  readonly json: Readonly<Record<string, unknown>>;
  /** `error.message` of the envelope; `undefined` when there is none. */
  readonly message: string | undefined;
}

export interface CallOptions {
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Uint8Array;
}

export interface FormPart {
  readonly name: string;
  readonly fileName?: string;
  readonly content: string | Uint8Array;
}

const BOUNDARY = '----local-registry-test';
let workspaces = 0;

/** Raw HTTP to a test registry, in one dialect and a workspace of its own. Sends exactly what it is told to. */
export class Caller {
  readonly workspace: string;
  readonly #registry: TestRegistry;
  readonly #dialect: 'ga' | 'beta';

  constructor(registry: TestRegistry, dialect: 'ga' | 'beta', workspace?: string) {
    this.#registry = registry;
    this.#dialect = dialect;
    workspaces += 1;
    this.workspace = workspace ?? `wrkspc_test${workspaces}`;
  }

  /** The same workspace seen in the other dialect. */
  as(dialect: 'ga' | 'beta'): Caller {
    return new Caller(this.#registry, dialect, this.workspace);
  }

  async call(method: string, path: string, options: CallOptions = {}): Promise<Answer> {
    const headers = {
      'x-api-key': this.#registry.apiKey,
      'anthropic-version': '2023-06-01',
      'anthropic-workspace-id': this.workspace,
      ...(this.#dialect === 'beta' ? { 'anthropic-beta': 'skills-2025-10-02' } : {}),
      ...(options.body === undefined ? {} : { 'content-length': String(options.body.byteLength) }),
      ...options.headers,
    };
    return send(this.#registry.port, method, path, headers, options.body);
  }

  async get(path: string): Promise<Answer> {
    return this.call('GET', path);
  }

  async delete(path: string): Promise<Answer> {
    return this.call('DELETE', path);
  }

  async post(path: string, parts: readonly FormPart[]): Promise<Answer> {
    return this.call('POST', path, {
      body: formBody(parts),
      headers: { 'content-type': `multipart/form-data; boundary=${BOUNDARY}` },
    });
  }

  /** A POST whose length is not told beforehand. */
  async chunked(path: string, body: Uint8Array): Promise<Answer> {
    const headers = {
      'x-api-key': this.#registry.apiKey,
      'anthropic-version': '2023-06-01',
      'content-type': `multipart/form-data; boundary=${BOUNDARY}`,
    };
    return send(this.#registry.port, 'POST', path, { ...headers, 'transfer-encoding': 'chunked' }, body);
  }

  /** A new skill of one SKILL.md; `label` under the dialect's own name. Fails the test when it is refused. */
  async create(
    name: string,
    label?: string,
  ): Promise<{ readonly id: string; readonly latest: string; readonly json: Answer['json'] }> {
    const field = this.#dialect === 'ga' ? 'display_name' : 'display_title';
    const answer = await this.post('/v1/skills', [
      ...(label === undefined ? [] : [{ name: field, content: label }]),
      skillMd(name),
    ]);
    if (answer.status !== 200) throw new Error(`create: ${answer.status} ${answer.message ?? ''}`);
    const latest = answer.json[this.#dialect === 'ga' ? 'latest_version_id' : 'latest_version'];
    return { id: String(answer.json['id']), latest: String(latest), json: answer.json };
  }

  /** Another version; answers with what addresses it in this dialect. */
  async addVersion(skillId: string, name: string, text = 'more'): Promise<string> {
    const answer = await this.post(`/v1/skills/${skillId}/versions`, [skillMd(name, text)]);
    if (answer.status !== 200) throw new Error(`addVersion: ${answer.status} ${answer.message ?? ''}`);
    return String(answer.json[this.#dialect === 'ga' ? 'id' : 'version']);
  }
}

/** The `data` of a list, one field of each item. */
export function listed(answer: Answer, field: string): readonly unknown[] {
  const data = answer.json['data'];
  return Array.isArray(data) ? data.map((item: Readonly<Record<string, unknown>>) => item[field]) : [];
}

export function skillMd(name: string, body = '', description = `What ${name} does.`): FormPart {
  return { name: 'files[]', fileName: `${name}/SKILL.md`, content: skillMdText(name, body, description) };
}

export function skillMdText(name: string, body = '', description = `What ${name} does.`): string {
  return `---\nname: ${name}\ndescription: ${JSON.stringify(description)}\n---\n${body}\n`;
}

export function filePart(fileName: string, content: string | Uint8Array): FormPart {
  return { name: 'files[]', fileName, content };
}

/** A form as the official SDK writes it; file names are taken as they are. */
export function formBody(parts: readonly FormPart[], boundary = BOUNDARY): Buffer {
  const chunks = parts.flatMap(({ name, fileName, content }) => {
    const file = fileName === undefined ? '' : `; filename="${fileName}"\r\nContent-Type: application/octet-stream`;
    return [
      Buffer.from(`--${boundary}\r\nContent-Disposition: form-data; name="${name}"${file}\r\n\r\n`),
      Buffer.from(content),
      Buffer.from('\r\n'),
    ];
  });
  return Buffer.concat([...chunks, Buffer.from(`--${boundary}--\r\n`)]);
}

/** One request with exactly these headers. Rejects when the connection ends before an answer. */
export function send(
  port: number,
  method: string,
  path: string,
  headers: Readonly<Record<string, string>>,
  body?: Uint8Array,
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    // A kept connection may have been closed by the server while a busy test did not look.
    const outgoing = request({ host: '127.0.0.1', port, method, path, headers, agent: false }, (incoming) => {
      const chunks: Buffer[] = [];
      incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
      incoming.on('error', reject);
      incoming.on('end', () => {
        resolve(toAnswer(incoming.statusCode ?? 0, incoming.headers, Buffer.concat(chunks)));
      });
    });
    outgoing.on('error', reject);
    outgoing.end(body);
  });
}

function toAnswer(status: number, headers: IncomingHttpHeaders, bytes: Buffer): Answer {
  const json = parseObject(bytes);
  const { error } = json;
  const message = typeof error === 'object' && error !== null && 'message' in error ? String(error.message) : undefined;
  return { status, headers, bytes, json, message };
}

function parseObject(bytes: Buffer): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(bytes.toString('utf8'));
    return typeof value === 'object' && value !== null ? { ...value } : {};
  } catch {
    return {};
  }
}
