import { getRequestListener, RequestError } from '@hono/node-server';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AccessEntry } from './accessLog.ts';
import { ApiError, errorBody } from './apiError.ts';
import type { FaultSchedule } from './fault.ts';
import { answerWithFaults } from './faultyAnswer.ts';
import { newRequestId } from './ids.ts';
import { requireLocalCaller } from './loopback.ts';
import type { createRoutes } from './routes.ts';

export type Listener = (incoming: IncomingMessage, outgoing: ServerResponse) => void;

interface ListenerOptions {
  readonly app: ReturnType<typeof createRoutes>;
  readonly faults: FaultSchedule;
  /** Milliseconds a client may take without reading a byte of its answer. */
  readonly answerDeadline: number;
  /** Told about errors that are answered with a 500. */
  readonly onInternalError: (error: unknown) => void;
  readonly onAccess: ((entry: AccessEntry) => void) | undefined;
}

/** Node's requests to the routes: only local callers, through the faults, and with a line in the log. */
export function createListener({ app, faults, answerDeadline, onAccess, onInternalError }: ListenerOptions): Listener {
  // Headers written by the adapter cannot be asked from the response, so the log learns the id here.
  const requestIds = new WeakMap<IncomingMessage, string>();
  const listener = getRequestListener(
    async (request, env) => {
      const incoming = env.incoming as IncomingMessage;
      const hits = faults.take(request.method, pathOf(incoming));
      const response = await answerWithFaults(hits, incoming, async () => app.fetch(request, env));
      const requestId = response.headers.get('request-id');
      if (requestId !== null) requestIds.set(incoming, requestId);
      // Node ends a connection on which nothing moves for so long, and forgets this with the next request.
      incoming.socket.setTimeout(answerDeadline);
      return response;
    },
    { overrideGlobalObjects: false, errorHandler: (error) => toErrorResponse(error, onInternalError) },
  );
  return (incoming, outgoing) => {
    logAccess(incoming, outgoing, requestIds, onAccess);
    try {
      requireLocalCaller(incoming);
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      sendError(outgoing, error);
      return;
    }
    void listener(incoming, outgoing);
  };
}

/** Answers `Expect:` with anything but `100-continue`. */
export function refuseExpectation(_incoming: IncomingMessage, outgoing: ServerResponse): void {
  sendError(
    outgoing,
    new ApiError(417, 'The only expectation that is met is 100-continue. Leave the Expect header out.'),
  );
}

/** What does not get as far as the routes: a target that is no URL, such as the `*` of OPTIONS. */
function toErrorResponse(error: unknown, onInternalError: (error: unknown) => void): Response {
  const refused =
    error instanceof RequestError
      ? new ApiError(400, 'The request target is not valid. Ask for a path that begins with /v1/skills.')
      : new ApiError(500, 'Internal server error');
  if (refused.status === 500) onInternalError(error);
  const requestId = newRequestId();
  return Response.json(errorBody(refused.status, refused.message, requestId), {
    status: refused.status,
    headers: { 'request-id': requestId },
  });
}

function logAccess(
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  requestIds: WeakMap<IncomingMessage, string>,
  onAccess: ListenerOptions['onAccess'],
): void {
  if (onAccess === undefined) return;
  const start = performance.now();
  // Node finishes an answer also by ending its connection with half of it unsent.
  let isSent = false;
  outgoing.on('finish', () => {
    isSent = !incoming.socket.destroyed;
  });
  outgoing.on('close', () => {
    onAccess({
      time: new Date(),
      method: incoming.method ?? '',
      path: pathOf(incoming),
      status: isSent ? outgoing.statusCode : undefined,
      milliseconds: performance.now() - start,
      requestId: requestIds.get(incoming),
    });
  });
}

function pathOf(incoming: IncomingMessage): string {
  return (incoming.url ?? '').replace(/\?.*/s, '');
}

function sendError(outgoing: ServerResponse, error: ApiError): void {
  const requestId = newRequestId();
  outgoing.writeHead(error.status, {
    'content-type': 'application/json',
    'request-id': requestId,
    connection: 'close',
  });
  outgoing.end(JSON.stringify(errorBody(error.status, error.message, requestId)));
}
