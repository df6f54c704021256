import { ApiError } from './apiError.ts';

/**
 * What Node needs around the bytes of a chunk: a body in chunks of one byte would hold a hundredfold of what it sends.
 */
const chunkOverheadBytes = 256;

/** Bytes of bodies that one server holds at a time, over all requests: what bounds its memory. */
export class UploadBudget {
  readonly #maximum: number;
  #held = 0;

  constructor(maximum: number) {
    this.#maximum = maximum;
  }

  /** What to give to `release` once the chunk is no longer kept. Throws the 503 when it must not be kept. */
  take(chunk: Uint8Array): number {
    const bytes = chunk.byteLength + chunkOverheadBytes;
    if (this.#held + bytes > this.#maximum)
      throw new ApiError(503, 'The registry receives too many uploads at this moment. Nothing was stored; try again.');
    this.#held += bytes;
    return bytes;
  }

  release(bytes: number): void {
    this.#held -= bytes;
  }
}
