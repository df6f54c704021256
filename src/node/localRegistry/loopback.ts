import type { IncomingMessage } from 'node:http';
import { ApiError } from './apiError.ts';

const loopbackHost = /^(?:127\.0\.0\.1|localhost|\[::1\])(?::(\d{1,5}))?$/i;
const maxPort = 65_535;

/**
 * Keeps web pages out: a page that a browser shows can reach this port, by its own name bound to 127.0.0.1 (DNS
 * rebinding; the `Host` header tells) or by sending to it blindly (`Origin` and `Sec-Fetch-Site` tell). Clients that
 * are not browsers send neither. Throws a 403.
 */
export function requireLocalCaller(incoming: IncomingMessage): void {
  const { host, origin } = incoming.headers;
  const match = loopbackHost.exec(host ?? '');
  if (host === undefined || match === null || Number(match[1] ?? 0) > maxPort)
    throw new ApiError(403, 'The local registry only answers to 127.0.0.1 and localhost.');
  if (origin !== undefined && origin.toLowerCase() !== `http://${host.toLowerCase()}`) {
    throw new ApiError(403, 'The local registry does not answer to web pages of another origin.');
  }
  const site = incoming.headers['sec-fetch-site'];
  if (site !== undefined && site !== 'same-origin' && site !== 'none')
    throw new ApiError(403, 'The local registry does not answer to web pages of another site.');
}
