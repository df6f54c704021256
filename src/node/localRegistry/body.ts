import type { IncomingMessage } from 'node:http';
import { ApiError } from './apiError.ts';
import { maxBodyBytes } from './limits.ts';
import type { UploadBudget } from './uploadBudget.ts';

/**
 * A refused body is still read (and thrown away) up to here, so that the client gets to see the refusal instead of a
 * reset.
 */
const maxDiscardedBytes = 2 * maxBodyBytes;

function tooLarge(): ApiError {
  return new ApiError(
    413,
    `Request exceeds the maximum size: the Skills API takes requests up to 30MBs (${maxBodyBytes} bytes).`,
  );
}

/**
 * The whole body, at most `maxBodyBytes` inclusive; beyond that throws the service's 413. What is held while it comes
 * in is taken from `budget`, and a 503 thrown when that is used up. A refused body is not held. Rejects with a 400 when
 * the client goes away in the middle.
 */
export async function readBody(incoming: IncomingMessage, budget: UploadBudget): Promise<Buffer> {
  const declared = Number(incoming.headers['content-length'] ?? 0);
  if (declared > maxDiscardedBytes) throw tooLarge();
  const body = new ReceivedBody(budget);
  if (declared > maxBodyBytes) body.refuse(tooLarge());
  try {
    await new Promise<void>((resolve, reject) => {
      incoming.on('data', (chunk: Buffer) => {
        body.add(chunk);
        if (body.received > maxDiscardedBytes) resolve();
      });
      incoming.on('end', resolve);
      incoming.on('error', (cause) => {
        reject(new ApiError(400, 'The request body ended early.', { cause }));
      });
      incoming.on('close', () => {
        reject(new ApiError(400, 'The request body ended early.'));
      });
    });
    return body.whole();
  } finally {
    body.drop();
  }
}

class ReceivedBody {
  received = 0;
  readonly #budget: UploadBudget;
  #chunks: Buffer[] = [];
  #held = 0;
  #refusal: ApiError | undefined;

  constructor(budget: UploadBudget) {
    this.#budget = budget;
  }

  add(chunk: Buffer): void {
    this.received += chunk.length;
    if (this.received > maxBodyBytes) this.refuse(tooLarge());
    if (this.#refusal !== undefined) return;
    try {
      this.#held += this.#budget.take(chunk);
      this.#chunks.push(chunk);
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      this.refuse(error);
    }
  }

  refuse(refusal: ApiError): void {
    this.#refusal ??= refusal;
    this.drop();
  }

  drop(): void {
    this.#budget.release(this.#held);
    this.#held = 0;
    this.#chunks = [];
  }

  /** Throws the refusal when there was one. */
  whole(): Buffer {
    if (this.#refusal !== undefined) throw this.#refusal;
    return Buffer.concat(this.#chunks, this.received);
  }
}
