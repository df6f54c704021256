import type { IncomingMessage } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import { errorBody } from './apiError.ts';
import type { Fault } from './fault.ts';
import { newRequestId } from './ids.ts';

/**
 * Answers a request through the faults that hit it. `answer` is called at most once: not at all by those that stop
 * before the work.
 */
export async function answerWithFaults(
  faults: readonly Fault[],
  incoming: IncomingMessage,
  answer: () => Promise<Response>,
): Promise<Response> {
  const [fault, ...rest] = faults;
  if (fault === undefined) return answer();
  const { value } = fault;
  switch (fault.kind) {
    case 'latency':
      await delay(value);
      return answerWithFaults(rest, incoming, answer);
    case 'reset-before':
      await drain(incoming);
      return reset(incoming);
    case 'reset-after':
      await answerWithFaults(rest, incoming, answer);
      return reset(incoming);
    case 'status':
      await drain(incoming);
      return statusAnswer(value);
    case 'html':
      return new Response('<!doctype html><title>Sign in</title><p>Sign in to the network.', {
        headers: { 'content-type': 'text/html' },
      });
    case 'bad-json':
      return new Response('{"data":[{"id":', { headers: { 'content-type': 'application/json' } });
    case 'wrong-shape':
      return Response.json({ ok: true, data: { items: 0 } });
    case 'empty':
      return new Response(undefined, { status: 204 });
    case 'cut':
      return throughBody(await answerWithFaults(rest, incoming, answer), (bytes) => cutBody(bytes, value, incoming));
    case 'drip':
      return throughBody(await answerWithFaults(rest, incoming, answer), (bytes) => dripBody(bytes, value));
  }
}

function statusAnswer(status: number): Response {
  const requestId = newRequestId();
  const retry: Record<string, string> = status === 429 ? { 'retry-after': '1' } : {};
  return Response.json(errorBody(status, `Injected fault ${status}`, requestId), {
    status,
    headers: { 'request-id': requestId, ...retry },
  });
}

async function drain(incoming: IncomingMessage): Promise<void> {
  incoming.resume();
  if (!incoming.readableEnded)
    await new Promise((resolve) => {
      incoming.once('end', resolve).once('close', resolve);
    });
}

/** Ends the connection with an RST, as a crashed peer does. What is returned is never sent. */
function reset(incoming: IncomingMessage): Response {
  incoming.socket.resetAndDestroy();
  return new Response();
}

async function throughBody(
  response: Response,
  toBody: (bytes: Uint8Array) => ReadableStream<Uint8Array>,
): Promise<Response> {
  const bytes = new Uint8Array(await response.arrayBuffer());
  const headers = { ...Object.fromEntries(response.headers), 'content-length': String(bytes.byteLength) };
  return new Response(toBody(bytes), { status: response.status, headers });
}

function cutBody(bytes: Uint8Array, count: number, incoming: IncomingMessage): ReadableStream<Uint8Array> {
  return new ReadableStream(
    {
      start(controller) {
        controller.enqueue(bytes.subarray(0, Math.min(count, bytes.length - 1)));
      },
      async pull() {
        // Long enough for the first bytes to leave.
        await delay(20);
        incoming.socket.destroy();
      },
    },
    { highWaterMark: 1 },
  );
}

function dripBody(bytes: Uint8Array, milliseconds: number): ReadableStream<Uint8Array> {
  let sent = 0;
  return new ReadableStream({
    async pull(controller) {
      await delay(milliseconds);
      if (sent < bytes.length) controller.enqueue(bytes.subarray(sent, sent + 1));
      else controller.close();
      sent += 1;
    },
  });
}
