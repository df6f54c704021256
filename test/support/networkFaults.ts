import type { ServerResponse } from 'node:http';
import { gzipSync } from 'node:zlib';

/** What a network or a server can do to a request instead of answering it. */
export interface NetworkFault {
  readonly name: string;
  readonly answer: (response: ServerResponse) => void;
}

const jsonHead = { 'content-type': 'application/json' };
const half = '{"data": [';

/** Writes to the connection itself, whatever HTTP says. */
function raw(text: string, end: 'end' | 'reset' | 'stay' = 'end'): NetworkFault['answer'] {
  return ({ socket }) => {
    socket?.write(text, () => {
      if (end === 'end') socket.end();
      else if (end === 'reset') socket.resetAndDestroy();
    });
  };
}

const whole =
  (
    status: number,
    body: string | Buffer,
    headers: Readonly<Record<string, string>> = jsonHead,
  ): NetworkFault['answer'] =>
  (response) => {
    response.writeHead(status, headers).end(body);
  };

const head = 'HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n';
const page = '<!DOCTYPE html><title>Sign in</title>';
const html = { 'content-type': 'text/html' };
const envelope = (type: string): string => JSON.stringify({ type: 'error', error: { type, message: 'No.' } });

/** N1 to N16 of what can go wrong between client and service; each ends a request in another way. */
export const networkFaults: readonly NetworkFault[] = [
  { name: 'a web page with 200', answer: whole(200, page, html) },
  { name: 'a web page with 404', answer: whole(404, page, html) },
  { name: 'a web page with 502', answer: whole(502, page, html) },
  { name: 'an empty body', answer: whole(200, '') },
  { name: 'half a JSON', answer: whole(200, half) },
  { name: 'JSON of something else', answer: whole(200, '[1, {"a": null}]') },
  { name: 'JSON 100,000 deep', answer: whole(200, '['.repeat(100_000)) },
  { name: 'a reset before the head', answer: (response) => void response.socket?.resetAndDestroy() },
  { name: 'an end before the head', answer: (response) => void response.socket?.end() },
  { name: 'a reset in the body', answer: raw(`${head}content-length: 900\r\n\r\n${half}`, 'reset') },
  { name: 'a body shorter than said', answer: raw(`${head}content-length: 900\r\n\r\n${half}`) },
  { name: 'a chunk that is none', answer: raw(`${head}transfer-encoding: chunked\r\n\r\nzz\r\n${half}`) },
  { name: 'no last chunk', answer: raw(`${head}transfer-encoding: chunked\r\n\r\na\r\n${half}\r\n`) },
  { name: 'a body cut where no length was said', answer: raw(`${head}connection: close\r\n\r\n${half}`) },
  { name: 'a body that never ends', answer: raw(`${head}content-length: 900\r\n\r\n${half}`, 'stay') },
  { name: 'no answer', answer: () => undefined },
  {
    name: 'a bomb of 8 MB in 8 KB',
    answer: whole(200, gzipSync(Buffer.alloc(8 << 20, '[')), { ...jsonHead, 'content-encoding': 'gzip' }),
  },
  { name: '100 KB of headers', answer: raw(`${head}x: ${'a'.repeat(100_000)}\r\n\r\n{}`) },
  { name: 'something that is not HTTP', answer: raw('SSH-2.0-OpenSSH_9.2\r\n') },
  { name: 'a redirect to another host', answer: whole(302, '', { location: 'https://elsewhere.example/' }) },
  { name: 'a redirect that keeps the method', answer: whole(307, '', { location: 'https://elsewhere.example/' }) },
  { name: '401', answer: whole(401, envelope('authentication_error')) },
  { name: '403', answer: whole(403, envelope('permission_error')) },
  {
    name: '429 forever',
    answer: whole(429, envelope('rate_limit_error'), { ...jsonHead, 'retry-after': '1000000000' }),
  },
  { name: '500', answer: whole(500, envelope('api_error')) },
  { name: '529', answer: whole(529, envelope('overloaded_error')) },
];
