/**
 * A redirect answered by the service: never followed, because the body of an upload would travel on (`reliability.md`
 * D3).
 */
export class RedirectError extends Error {
  override readonly name = 'RedirectError';
  readonly location: string;

  constructor(location: string) {
    super('redirect refused');
    this.location = location;
  }
}

/** An answer with more decoded bytes than allowed (`reliability.md` N11). */
export class OversizeError extends Error {
  override readonly name = 'OversizeError';
}

interface TransportOptions {
  /** The only `Authorization` that leaves; without it none does. */
  readonly bearer?: string | undefined;
  /** Cap on the decoded bytes of a 2xx answer; any other answer is capped at 64 KiB. */
  readonly maxBytes: number;
  readonly onProgress?: ((sent: number, total: number) => void) | undefined;
  /** What a form has in it by its mark only. */
  readonly content?: MarkedContent | undefined;
  readonly fetch: typeof fetch;
}

/** Bytes for which a form has a mark: a `File` would hold them once more. */
interface MarkedContent {
  /** ASCII that nothing else in the form holds. */
  readonly mark: string;
  readonly bytes: Uint8Array;
}

const maxErrorBytes = 64 * 1024;
/** Bytes of a body that are handed out at a time. */
const pieceLength = 256 * 1024;
/** Bytes of a body that are handed out in one turn. */
const mostUnbroken = 1024 * 1024;

/** Headers that may leave; whatever an environment variable of the process adds to the SDK's request stays behind. */
const allowedHeaders =
  /^(?:accept|content-type|content-length|user-agent|anthropic-(?:version|beta|workspace-id)|x-stainless-[\w-]+)$/i;

/**
 * The `fetch` handed to the SDK: refuses redirects, sends only known headers and the one key, streams uploads with
 * progress, caps what an answer may hold. Throws `RedirectError`; the body stream of an answer errors with
 * `OversizeError`.
 */
export function guardedFetch(options: TransportOptions): typeof fetch {
  const guarded = async (input: string | URL | Request, init: RequestInit = {}): Promise<Response> => {
    const headers = new Headers();
    new Headers(init.headers).forEach((value, name) => {
      if (allowedHeaders.test(name)) headers.set(name, value);
    });
    if (options.bearer !== undefined) headers.set('authorization', `Bearer ${options.bearer}`);
    const request: RequestInit = { ...init, redirect: 'manual', headers };
    if (init.body instanceof FormData) Object.assign(request, await streamedForm(init.body, headers, options));
    const response = await options.fetch(input, request);
    if (response.status >= 300 && response.status < 400) {
      await response.body?.cancel();
      throw new RedirectError(response.headers.get('location') ?? '');
    }
    return capped(response, response.ok ? options.maxBytes : maxErrorBytes);
  };
  // The SDK looks for `Response` on a custom fetch before it probes it with a request to a `data:` URL.
  return Object.assign(guarded, { Response });
}

interface StreamedBody {
  readonly body: ReadableStream<Uint8Array>;
  readonly duplex: 'half';
  readonly headers: Headers;
}

/** Hands out the form in pieces, with the content in the place of its mark. Its length is exact. */
async function streamedForm(
  form: FormData,
  headers: Headers,
  { content, onProgress }: TransportOptions,
): Promise<StreamedBody> {
  const serialized = new Response(form);
  const parts = withContent(Buffer.from(await serialized.arrayBuffer()), content);
  const total = parts.reduce((sum, { length }) => sum + length, 0);
  headers.set('content-type', serialized.headers.get('content-type') ?? 'multipart/form-data');
  headers.set('content-length', String(total));
  const pieces = piecesOf(parts);
  let sent = 0;
  let unbroken = 0;
  let begun = false;
  const body = new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        if (!begun) {
          // `fetch` takes one piece ahead, before there is a connection. It gets an empty one, so that progress means
          // that bytes leave.
          begun = true;
          controller.enqueue(new Uint8Array());
          return;
        }
        const { done, value } = pieces.next();
        if (done === true) {
          controller.close();
          return;
        }
        sent += value.length;
        // What is sent without waiting leaves nobody else a turn.
        unbroken += value.length;
        if (unbroken >= mostUnbroken) {
          unbroken = 0;
          await new Promise((resolve) => setImmediate(resolve));
        }
        controller.enqueue(value);
        onProgress?.(sent, total);
      },
    },
    { highWaterMark: 0 },
  );
  return { body, duplex: 'half', headers };
}

/** A serialized form with the content in it, in parts. */
function withContent(serialized: Buffer, content: MarkedContent | undefined): readonly Uint8Array[] {
  if (!content) return [serialized];
  const start = serialized.indexOf(content.mark);
  if (start < 0) throw new Error('A form has no place for its content.');
  return [serialized.subarray(0, start), content.bytes, serialized.subarray(start + content.mark.length)];
}

function* piecesOf(parts: readonly Uint8Array[]): Generator<Uint8Array, undefined> {
  for (const part of parts)
    for (let start = 0; start < part.length; start += pieceLength) yield part.subarray(start, start + pieceLength);
}

function capped(response: Response, maxBytes: number): Response {
  if (!response.body) return response;
  let seen = 0;
  const counted = response.body.pipeThrough(
    new TransformStream<Uint8Array, Uint8Array>({
      transform(chunk, controller) {
        seen += chunk.length;
        if (seen > maxBytes) controller.error(new OversizeError(`more than ${maxBytes} bytes`));
        else controller.enqueue(chunk);
      },
    }),
  );
  return new Response(counted, { status: response.status, statusText: response.statusText, headers: response.headers });
}

/**
 * Reads a body to its end, or until the signal aborts: a slow drip must not outlive the deadline (`reliability.md`
 * N10).
 */
export async function readAll(response: Response, signal: AbortSignal): Promise<Uint8Array<ArrayBuffer>> {
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
