import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';

/** What a step of a job left. */
export interface StepDone {
  readonly code: number | null;
  readonly log: string;
  readonly outputs: Readonly<Record<string, string>>;
  readonly summary: string;
}

export interface Job {
  /** The work space. */
  readonly cwd: string;
  readonly inputs: Readonly<Record<string, string>>;
  readonly env?: Readonly<Record<string, string>>;
  readonly event?: { readonly name: string; readonly payload: unknown };
}

let steps = 0;

/** Runs the action that was built as the runner of GitHub does, with files of its own for what it is told. */
export async function runStep(home: string, { cwd, inputs, env = {}, event }: Job): Promise<StepDone> {
  steps += 1;
  const folder = path.join(home, `step-${steps}`);
  mkdirSync(path.join(folder, 'temp'), { recursive: true });
  const [output, summary, payload] = ['output', 'summary', 'event.json'].map((name) => path.join(folder, name));
  if (output === undefined || summary === undefined || payload === undefined) throw new Error('no files');
  for (const file of [output, summary]) writeFileSync(file, '');
  writeFileSync(payload, JSON.stringify(event?.payload ?? {}));
  const child = spawn(process.execPath, [path.resolve('dist/action.js')], {
    cwd,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      PATH: process.env['PATH'],
      HOME: path.join(folder, 'home'),
      CI: 'true',
      GITHUB_ACTIONS: 'true',
      GITHUB_OUTPUT: output,
      GITHUB_STEP_SUMMARY: summary,
      GITHUB_EVENT_NAME: event?.name ?? 'push',
      GITHUB_EVENT_PATH: payload,
      RUNNER_TEMP: path.join(folder, 'temp'),
      ...env,
      ...Object.fromEntries(Object.entries(inputs).map(([name, value]) => [`INPUT_${name.toUpperCase()}`, value])),
    },
  });
  let log = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => {
      log += chunk.toString();
    });
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  return { code, log, outputs: parseOutputs(readFileSync(output, 'utf8')), summary: readFileSync(summary, 'utf8') };
}

/** As the runner reads `GITHUB_OUTPUT`. */
function parseOutputs(text: string): Readonly<Record<string, string>> {
  const outputs: Record<string, string> = {};
  const lines = text.split('\n');
  for (let at = 0; at < lines.length; at += 1) {
    const [, name, mark] = /^([^=<]+)<<(.+)$/.exec(lines[at] ?? '') ?? [];
    if (name === undefined || mark === undefined) {
      const [, plain, value] = /^([^=]+)=(.*)$/.exec(lines[at] ?? '') ?? [];
      if (plain !== undefined) outputs[plain] = value ?? '';
      continue;
    }
    const end = lines.indexOf(mark, at + 1);
    outputs[name] = lines.slice(at + 1, end).join('\n');
    at = end;
  }
  return outputs;
}

interface Comment {
  readonly id: number;
  body: string;
  readonly user: { readonly login: string };
}

/** What of GitHub an action asks, on loopback. */
export interface FakeGitHub {
  readonly env: Readonly<Record<string, string>>;
  readonly token: string;
  readonly comments: Comment[];
  readonly requests: string[];
  /** Answers every write with 403, as the token of a fork has it. */
  readOnly: boolean;
  close(): Promise<void>;
}

export const botLogin = 'github-actions[bot]';

export async function startGitHub(): Promise<FakeGitHub> {
  const token = ['ghs', 'tokenOfThisJob0123456789'].join('_');
  const comments: Comment[] = [];
  const requests: string[] = [];
  const state = { readOnly: false };
  const server = createServer((request, response) => {
    const { method = '', url = '' } = request;
    requests.push(`${method} ${url}`);
    let text = '';
    request.on('data', (chunk: Buffer) => {
      text += chunk.toString();
    });
    request.on('end', () => {
      const [status, answer] = answerTo(method, url, text, request.headers.authorization);
      response.writeHead(status, { 'content-type': 'application/json' });
      response.end(JSON.stringify(answer));
    });
  });
  function answerTo(method: string, url: string, text: string, authorization: string | undefined): [number, unknown] {
    if (authorization !== `Bearer ${token}`) return [401, { message: 'Bad credentials' }];
    if (url === '/graphql') return [200, { data: { viewer: { login: botLogin } } }];
    if (/^\/repos\/acme\/skills\/commits\/\w+\/pulls$/.test(url))
      return [200, [{ number: 7, merged_at: '2026-01-01T00:00:00Z', merge_commit_sha: url.split('/')[5] }]];
    if (method === 'GET' && url.startsWith('/repos/acme/skills/issues/7/comments')) return [200, comments];
    if (state.readOnly) return [403, { message: 'Resource not accessible by integration' }];
    const { body = '' } = JSON.parse(text) as { readonly body?: string };
    const id = Number(/^\/repos\/acme\/skills\/issues\/comments\/(\d+)$/.exec(url)?.[1]);
    const known = comments.find((each) => each.id === id);
    if (method === 'PATCH' && known) {
      known.body = body;
      return [200, known];
    }
    if (method !== 'POST' || url !== '/repos/acme/skills/issues/7/comments') return [404, { message: 'Not Found' }];
    comments.push({ id: comments.length + 1, body, user: { login: botLogin } });
    return [201, {}];
  }
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    env: { GITHUB_API_URL: url, GITHUB_GRAPHQL_URL: `${url}/graphql`, GITHUB_REPOSITORY: 'acme/skills' },
    token,
    comments,
    requests,
    get readOnly() {
      return state.readOnly;
    },
    set readOnly(value) {
      state.readOnly = value;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
        server.closeAllConnections();
      }),
  };
}
