import type { IncomingMessage } from 'node:http';
import { ApiError } from './apiError.ts';
import { MAX_BODY_BYTES } from './limits.ts';

/** A refused body is still read (and thrown away) up to here, so that the client gets to see the 413 instead of a reset. */
const MAX_DISCARDED_BYTES = 2 * MAX_BODY_BYTES;

function tooLarge(): ApiError {
  return new ApiError(413, `Request exceeds the maximum size: the Skills API takes requests up to 30MBs (${MAX_BODY_BYTES} bytes).`);
}

/**
 * The whole body, at most `MAX_BODY_BYTES` inclusive; beyond that throws the service's 413. Never holds more than the limit in memory.
 * Rejects with a 400 when the client goes away in the middle.
 */
export async function readBody(incoming: IncomingMessage): Promise<Buffer> {
  const declared = Number(incoming.headers['content-length'] ?? 0);
  if (declared > MAX_DISCARDED_BYTES) throw tooLarge();
  const chunks: Buffer[] = [];
  let received = 0;
  let refused = declared > MAX_BODY_BYTES;
  await new Promise<void>((resolve, reject) => {
    incoming.on('data', (chunk: Buffer) => {
      received += chunk.length;
      if (received > MAX_BODY_BYTES) refused = true;
      if (refused) chunks.length = 0;
      else chunks.push(chunk);
      if (received > MAX_DISCARDED_BYTES) resolve();
    });
    incoming.on('end', resolve);
    incoming.on('error', (cause) => { reject(new ApiError(400, 'The request body ended early.', { cause })); });
    incoming.on('close', () => { reject(new ApiError(400, 'The request body ended early.')); });
  });
  if (refused) throw tooLarge();
  return Buffer.concat(chunks, received);
}
