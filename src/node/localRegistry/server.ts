import { createServer, type Server } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import type { AccessEntry } from './accessLog.ts';
import { ApiError, errorBody } from './apiError.ts';
import { limitConnections } from './connections.ts';
import type { DialectMode } from './dialect.ts';
import { FaultSchedule, type Fault } from './fault.ts';
import { newRequestId } from './ids.ts';
import { maxUploadBytesInFlight } from './limits.ts';
import { createListener, refuseExpectation, type Listener } from './listener.ts';
import { createRoutes } from './routes.ts';
import type { Store } from './store.ts';
import { UploadBudget } from './uploadBudget.ts';

export interface Deadlines {
  /** Milliseconds until the headers of a request must be complete. */
  readonly headers: number;
  /** Milliseconds until a whole request must be. */
  readonly request: number;
  /** Milliseconds a client may take without reading a byte of its answer. */
  readonly answer: number;
}

interface ServerOptions {
  readonly store: Store;
  /** 0 takes a free one. */
  readonly port?: number | undefined;
  /** The one key that is accepted; without it any that is not empty is. */
  readonly apiKey?: string | undefined;
  readonly dialects?: DialectMode | undefined;
  readonly faults?: readonly Fault[] | undefined;
  readonly deadlines?: Deadlines | undefined;
  readonly onAccess?: ((entry: AccessEntry) => void) | undefined;
  /** Told about errors that are answered with a 5xx. */
  readonly onInternalError?: ((error: unknown) => void) | undefined;
}

interface RunningServer {
  /** `http://127.0.0.1:<port>`, without a slash at the end. */
  readonly url: string;
  readonly port: number;
  readonly faults: FaultSchedule;
  /**
   * Stops listening, lets running requests end (at most 5 s) and resolves when all connections are gone. Leaves the
   * store open.
   */
  close(): Promise<void>;
}

const loopbackAddress = '127.0.0.1';
/** Node's default, stated because tests hold it. */
const maxHeaderBytes = 16_384;
const mostConnections = 256;
const closeGraceMs = 5000;
const defaultDeadlines: Deadlines = { headers: 10_000, request: 120_000, answer: 30_000 };

/** Serves the store on loopback. Rejects when the port cannot be had. */
export async function startServer(options: ServerOptions): Promise<RunningServer> {
  const deadlines = options.deadlines ?? defaultDeadlines;
  const faults = new FaultSchedule();
  faults.add(options.faults ?? []);
  const server = createServer(
    {
      headersTimeout: deadlines.headers,
      requestTimeout: deadlines.request,
      connectionsCheckingInterval: Math.min(1000, deadlines.headers),
      keepAliveTimeout: 5000,
      maxHeaderSize: maxHeaderBytes,
      // A request without one is refused like one with a foreign name, in the envelope.
      requireHostHeader: false,
    },
    toListener(options, faults, deadlines.answer),
  );
  limitConnections(server, mostConnections);
  server.on('checkExpectation', refuseExpectation);
  server.on('clientError', refuseBrokenRequest);
  await listen(server, options.port ?? 0);
  const { port } = server.address() as AddressInfo;
  return { url: `http://${loopbackAddress}:${port}`, port, faults, close: () => closeServer(server) };
}

function toListener(options: ServerOptions, faults: FaultSchedule, answerDeadline: number): Listener {
  const onInternalError = options.onInternalError ?? (() => undefined);
  const app = createRoutes({
    store: options.store,
    dialects: options.dialects ?? 'both',
    apiKey: options.apiKey,
    budget: new UploadBudget(maxUploadBytesInFlight),
    onInternalError,
  });
  return createListener({ app, faults, answerDeadline, onInternalError, onAccess: options.onAccess });
}

/** What never became a request is answered in the same envelope, where the connection still takes an answer. */
function refuseBrokenRequest(error: NodeJS.ErrnoException, socket: Socket): void {
  if (!socket.writable || error.code === 'ECONNRESET') {
    socket.destroy();
    return;
  }
  const refusal = protocolError(error.code);
  const requestId = newRequestId();
  const body = JSON.stringify(errorBody(refusal.status, refusal.message, requestId));
  const head = [
    `HTTP/1.1 ${refusal.status} ${refusal.status === 408 ? 'Request Timeout' : 'Bad Request'}`,
    'content-type: application/json',
    `content-length: ${Buffer.byteLength(body)}`,
    `request-id: ${requestId}`,
    'connection: close',
  ];
  socket.end(`${head.join('\r\n')}\r\n\r\n${body}`);
}

function protocolError(code: string | undefined): ApiError {
  if (code === 'HPE_HEADER_OVERFLOW') return new ApiError(431, `Request headers exceed ${maxHeaderBytes} bytes.`);
  if (code === 'ERR_HTTP_REQUEST_TIMEOUT') return new ApiError(408, 'The request did not arrive in time.');
  return new ApiError(400, 'The request is not valid HTTP.');
}

async function listen(server: Server, port: number): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, loopbackAddress, () => {
      server.off('error', reject);
      resolve();
    });
  });
}

async function closeServer(server: Server): Promise<void> {
  const closed = new Promise<void>((resolve) => {
    server.close(() => {
      resolve();
    });
  });
  server.closeIdleConnections();
  // A connection that was busy is idle after its answer, and would be kept alive.
  const sweep = setInterval(() => {
    server.closeIdleConnections();
  }, 50);
  const grace = setTimeout(() => {
    server.closeAllConnections();
  }, closeGraceMs);
  await closed;
  clearInterval(sweep);
  clearTimeout(grace);
}
